"""What is asked once for many tasks."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import DataRequired, Optional

from tracker.bulk.rules import LONGEST_TAG, BulkKind
from tracker.bulk.words import TAGGING
from tracker.web.forms import Form, Line, choices

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class GiveForm(Form):
    """The unit that leads the tasks from now on."""

    unit = SelectField(_l("New lead"), [DataRequired()])

    def offer(self, units: Iterable[tuple[int, str]]) -> None:
        """Take the units to choose from as (number, name)."""
        self.unit.choices = choices(units)


class MoveForm(Form):
    """A day, or a number of working days."""

    due_on = DateField(_l("New day for all of them"), [Optional()])
    workdays = IntegerField(_l("Or later by so many working days"), [Optional()], render_kw=DIGITS)


class TagForm(Form):
    """A tag that is put on or taken off."""

    tag = Line(_l("Tag"), [DataRequired()], longest=LONGEST_TAG)
    what = SelectField(_l("What to do with it"), choices=choices(TAGGING.items()), default=BulkKind.TAG.value)


def form_for(kind: BulkKind, units: Iterable[tuple[int, str]]) -> Any:
    """Return the form of a kind of change."""
    if kind == BulkKind.ASSIGN:
        form = GiveForm()
        form.offer(units)
        return form
    return MoveForm() if kind == BulkKind.LIMIT else TagForm()
