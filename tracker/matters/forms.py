"""Forms of matters, their results, and what is said of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import DataRequired

from tracker.matters.rules import Source
from tracker.matters.services import MatterContent
from tracker.matters.words import JUDGED, SOURCES
from tracker.web.forms import Form, Line, Paragraphs, choices


class MatterForm(Form):
    """A matter; the units it can be given to are handed in."""

    source = SelectField(_l("Where it comes from"))
    source_note = Line(_l("Which instruction, meeting or document"), longest=200)
    content = Paragraphs(_l("What it is about"), [DataRequired()], longest=4000)
    requirement = Paragraphs(_l("What is demanded"), [DataRequired()], longest=4000)
    unit_id = SelectField(_l("Unit that does it"))
    coop = Line(_l("Units that co-operate"), longest=200)
    due_on = DateField(_l("To be done by"), [DataRequired()])

    def __init__(self, *, units: Iterable[tuple[object, object]], **kwargs: Any) -> None:
        """Take the units to choose from."""
        super().__init__(**kwargs)
        self.unit_id.choices = choices(units)
        self.source.choices = choices(SOURCES.items())

    @property
    def matter(self) -> MatterContent:
        """What was typed, once the form is valid."""
        return MatterContent(
            source=Source(self.source.data), source_note=self.source_note.data or "", content=self.content.data or "",
            requirement=self.requirement.data or "", unit_id=int(self.unit_id.data or 0),
            due_on=cast(date, self.due_on.data), coop=self.coop.data or "",
        )  # fmt: skip


class ResultForm(Form):
    """What came of a matter, and what proves it."""

    result = Paragraphs(_l("What came of it"), [DataRequired()], longest=8000)
    files = MultipleFileField(_l("Proofs"))
    url = Paragraphs(_l("Or addresses"), longest=4000)

    @property
    def addresses(self) -> list[str]:
        """The addresses, one on each line."""
        return [line.strip() for line in (self.url.data or "").splitlines() if line.strip()]


class JudgeForm(Form):
    """What is said of a result."""

    accepted = RadioField(_l("Result"), [DataRequired(_l("Choose a result first."))])
    opinion = Paragraphs(_l("Opinion on the result"), longest=4000)

    def __init__(self, **kwargs: Any) -> None:
        """Offer both answers."""
        super().__init__(**kwargs)
        self.accepted.choices = choices(JUDGED.items())
