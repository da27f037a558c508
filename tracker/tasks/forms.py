"""Forms of tasks; units and people stand in them by their names, so that two versions can be compared."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, SelectField, ValidationError
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import TextArea, TextInput

from tracker.tasks.rules import LONGEST_TITLE
from tracker.tasks.words import PROOFS
from tracker.web.forms import Form, Line, Paragraphs, choices

BETWEEN = "、"


class UnitNames(Field):
    """Several units: ticked in a form, or written in one line; ``data`` is their names with 、 between."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, list(validators), **kwargs)
        self.units: Mapping[str, int] = {}

    def _value(self) -> str:
        return self.data or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the ticked names, or names written with 、 between."""
        names = [name.strip() for value in valuelist for name in value.split(BETWEEN)]
        self.data = BETWEEN.join(dict.fromkeys(name for name in names if name))

    def pre_validate(self, form: Any) -> None:
        """Refuse a name that is no unit's."""
        unknown = [name for name in self.names if name not in self.units]
        if unknown:
            raise ValidationError(gettext("There is no unit called %(name)s.", name=unknown[0][:60]))

    @property
    def names(self) -> list[str]:
        """The chosen names."""
        return [name for name in (self.data or "").split(BETWEEN) if name]

    @property
    def ids(self) -> list[int]:
        """The chosen units."""
        return [self.units[name] for name in self.names]


class WordingFields(Form):
    """What a task says and when it is due."""

    title = Line(_l("Task"), [DataRequired()], longest=LONGEST_TITLE, widget=TextArea())
    requirement = Paragraphs(_l("Requirement"), [Optional()])
    deliverable = Line(_l("Deliverable"), [Optional()], longest=500)
    target = Line(_l("Target"), [Optional()], longest=300)
    limit_phrase = Line(_l("Limit as the plan words it"), [Optional()], longest=300)
    due_on = DateField(_l("Due"), [Optional()])
    proofs = SelectField(_l("To be proved before it is done by"), choices=choices(PROOFS.items()), default="any")
    event_on = DateField(_l("Day of the event the limit is counted from"), [Optional()])


class PeopleFields(Form):
    """Who is on a task."""

    lead = UnitNames(_l("Lead"), [DataRequired()])
    coop = UnitNames(_l("Co-operating"))
    leader = SelectField(_l("Leader"), [Optional()])
    officer = SelectField(_l("Responsible"), [Optional()])

    def __init__(self, *, units: Mapping[str, int], people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Take the units by name and the people as (number, text)."""
        super().__init__(**kwargs)
        self.people = {text: person_id for person_id, text in people}
        for field in (self.lead, self.coop):
            field.units = units
        for chosen in (self.leader, self.officer):
            chosen.choices = choices(((text, text) for text in self.people), none=gettext("nobody"))

    def person(self, name: str) -> int | None:
        """Return the person chosen in the field ``name``."""
        return self.people.get(self[name].data or "")


class EditForm(WordingFields):
    """Changing a task."""


class AssignForm(PeopleFields):
    """Giving a task its units and people."""

    duties = Paragraphs(_l("Who does what"), longest=4000)


class NewForm(WordingFields, PeopleFields):
    """A task made by hand."""

    category = Line(_l("Category"), [Optional()], longest=100)
    field = Line(_l("Field"), [Optional()], longest=100)


class DelegateForm(Form):
    """The colleague who is responsible from now on."""

    person = SelectField(_l("Responsible"), [DataRequired()])

    def __init__(self, colleagues: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the colleagues as (number, name)."""
        super().__init__(**kwargs)
        self.person.choices = choices(colleagues)


class CancelForm(Form):
    """Cancelling a task."""

    reason = Paragraphs(_l("Reason"), [DataRequired()], longest=2000)
