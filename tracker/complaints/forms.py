"""Forms of complaints and opinions, and of what is done about them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import DataRequired, Optional

from tracker.checks.rules import Severity
from tracker.checks.services import Demand
from tracker.checks.words import SEVERITIES
from tracker.complaints.rules import Channel, ComplaintKind
from tracker.complaints.services import ComplaintContent
from tracker.complaints.words import CHANNELS, KINDS
from tracker.web.forms import Form, Line, Paragraphs, choices

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
Pairs = Iterable[tuple[object, object]]


class ComplaintForm(Form):
    """What came in."""

    kind = SelectField(_l("What it is"), choices=choices(KINDS.items()))
    channel = SelectField(_l("How it came in"), choices=choices(CHANNELS.items()))
    received_on = DateField(_l("Came in on"), [DataRequired()])
    content = Paragraphs(_l("What it says"), [DataRequired()], longest=8000)
    person = Line(_l("Who says it"), longest=100)
    contact = Line(_l("How to reach them"), longest=200)

    @property
    def complaint(self) -> ComplaintContent:
        """What was typed, once the form is valid."""
        return ComplaintContent(
            ComplaintKind(self.kind.data), Channel(self.channel.data), cast(date, self.received_on.data),
            self.content.data or "", self.person.data or "", self.contact.data or "",
        )  # fmt: skip


class AssignForm(Form):
    """Which unit handles it, and by when."""

    unit_id = SelectField(_l("Unit that handles it"))
    days = IntegerField(_l("Working days to report"), [DataRequired()], render_kw=DIGITS)
    text = Paragraphs(_l("What the unit should look into"), longest=4000)

    def __init__(self, *, units: Pairs, **kwargs: Any) -> None:
        """Take the units to choose from."""
        super().__init__(**kwargs)
        self.unit_id.choices = choices(units)


class HandleForm(Form):
    """What the unit found out and did."""

    text = Paragraphs(_l("What was found out and done"), [DataRequired()], longest=8000)


class AnswerForm(Form):
    """What the person was answered."""

    text = Paragraphs(_l("What the person was answered"), [DataRequired()], longest=8000)
    answered_on = DateField(_l("Answered on"), [Optional()])


class PublishForm(Form):
    """What is published of the result."""

    text = Paragraphs(_l("Result as published"), [DataRequired()], longest=8000)


class FoundForm(Form):
    """The finding that comes of a complaint."""

    unit_id = SelectField(_l("Unit that has to rectify"))
    text = Paragraphs(_l("What the problem is"), [DataRequired()], longest=4000)
    days = IntegerField(_l("Working days for the rectification"), [DataRequired()], render_kw=DIGITS)
    severity = SelectField(_l("Severity"), choices=choices(SEVERITIES.items()))
    basis = Paragraphs(_l("Basis"), longest=2000)

    def __init__(self, *, units: Pairs, **kwargs: Any) -> None:
        """Take the units to choose from."""
        super().__init__(**kwargs)
        self.unit_id.choices = choices(units)

    @property
    def demand(self) -> Demand:
        """What is demanded, once the form is valid."""
        return Demand(self.days.data or 0, Severity(self.severity.data), self.basis.data or "")
