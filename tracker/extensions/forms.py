"""Forms of a request for more time, of the answer to it, and of the day of an event."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField
from wtforms.validators import DataRequired, ValidationError

from tracker.extensions.words import DECISIONS, GIVE
from tracker.web.forms import Form, Paragraphs, choices


class AskForm(Form):
    """A request for more time: why, how far the work has come, and until when."""

    asked_due_on = DateField(_l("New date"), [DataRequired(message=_l("Enter the day you can finish by."))])
    reason = Paragraphs(_l("Why more time is needed"), [DataRequired(message=_l("Write why more time is needed."))])
    progress = Paragraphs(
        _l("How far the work has come"), [DataRequired(message=_l("Write how far the work has come."))]
    )


class DecideForm(Form):
    """The leadership's answer: more time until a day, or a reason why not."""

    decision = RadioField(_l("Decision"), default=GIVE)
    granted_due_on = DateField(_l("New date"), [])
    answer = Paragraphs(_l("To the section"), longest=2000)

    def __init__(self, *, asked_due_on: date) -> None:
        """Offer the day that was asked for."""
        super().__init__(granted_due_on=asked_due_on)
        self.decision.choices = choices(DECISIONS.items())

    @property
    def granted(self) -> date | None:
        """The day given; None where the request is refused."""
        return self.granted_due_on.data if self.decision.data == GIVE else None

    def validate_granted_due_on(self, field: DateField) -> None:
        """Ask for the day where time is given."""
        if self.decision.data == GIVE and not field.data:
            raise ValidationError(_l("Enter the day that is given."))


class EventForm(Form):
    """The day of the event."""

    event_on = DateField(_l("Day of the event"), [DataRequired(message=_l("Enter the day it happened."))])
