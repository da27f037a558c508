"""Forms of check lists and of what is found by them."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, Optional

from tracker.checklists.models import ListResult
from tracker.checks.rules import Severity
from tracker.checks.services import Demand
from tracker.checks.words import SEVERITIES, VERDICTS
from tracker.web.forms import Form, Line, Paragraphs, choices

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class ListForm(Form):
    """A check list, one item a line."""

    name = Line(_l("Name of the list"), [DataRequired()], longest=100)
    items = Paragraphs(_l("Items of the list"), [DataRequired()], longest=100_000)


class UseForm(Form):
    """Which list a round uses."""

    list_id = SelectField(_l("Check list"))

    def __init__(self, lists: Iterable[tuple[object, object]]) -> None:
        """Take the lists to choose from."""
        super().__init__()
        self.list_id.choices = choices(lists)


class ItemForm(Form):
    """What was found about one item."""

    verdict = RadioField(_l("Result"), [DataRequired(_l("Choose a result first."))])
    note = Paragraphs(_l("What the problem is"), longest=4000)
    days = IntegerField(_l("Working days for the rectification"), [Optional()], render_kw=DIGITS)
    severity = SelectField(_l("Severity"))
    files = MultipleFileField(_l("Pictures"))

    def __init__(self, result: ListResult) -> None:
        """Offer the verdicts, and show what was recorded before."""
        severity = result.finding.severity if result.finding else None
        super().__init__(
            version=str(result.version), verdict=result.verdict, note=result.note, days=Demand.days, severity=severity
        )
        self.verdict.choices = choices(VERDICTS.items())
        self.severity.choices = choices(SEVERITIES.items())
        self.basis = result.item.basis

    @property
    def demand(self) -> Demand:
        """What is demanded of the unit, once the form is valid; the basis is that of the item."""
        return Demand(self.days.data or 0, Severity(self.severity.data), self.basis)
