"""Forms of the end of a year: a decision about ticked tasks, figures confirmed, reasons."""

import json
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import Length, Optional

from tracker.texts import number_of
from tracker.web.forms import Form, Paragraphs, choices
from tracker.years.rules import LONGEST_REASON, Decision, Fate
from tracker.years.words import FATES


class TicksField(SelectMultipleField):
    """What was ticked in a list; whether it still is there is for the service to say."""

    def pre_validate(self, form: Any) -> None:
        """Take every value."""


class DecideForm(Form):
    """What becomes of the ticked tasks; the tasks they can be merged into are handed in."""

    tasks = TicksField(_l("Tasks"), choices=[])
    fate = SelectField(_l("What becomes of them"), choices=choices(FATES.items()))
    reason = Paragraphs(_l("Reason"), longest=LONGEST_REASON)
    into = SelectField(_l("Merged into"))
    done_on = DateField(_l("Finished on"), [Optional()])

    def __init__(self, *, targets: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Take the tasks that others can be merged into."""
        super().__init__(**kwargs)
        self.into.choices = choices(targets, none=_l("choose a task"))

    @property
    def ids(self) -> list[int]:
        """The numbers of the ticked tasks."""
        return [number for one in self.tasks.data or () if (number := number_of(one)) is not None]

    @property
    def decision(self) -> Decision:
        """What was decided, once the form is valid."""
        fate = Fate(self.fate.data)
        return Decision(
            fate, self.reason.data or "", int(self.into.data) if fate is Fate.MERGED and self.into.data else None,
            self.done_on.data if fate is Fate.DONE_LATE else None,
        )  # fmt: skip


class ConfirmForm(Form):
    """The figures as they were shown, and a remark."""

    figures = HiddenField(validators=[Length(max=2000)])
    note = Paragraphs(_l("Remark"), longest=LONGEST_REASON)

    @property
    def seen(self) -> dict[str, int]:
        """The figures that were shown; nothing when what was sent is no such thing."""
        try:
            sent = json.loads(self.figures.data or "{}")
        except ValueError:
            return {}
        return sent if isinstance(sent, dict) else {}


class ReopenForm(Form):
    """Why a year is opened again."""

    reason = Paragraphs(_l("Reason"), longest=LONGEST_REASON)


class ProposalsForm(Form):
    """The ticked points of the summary, and why they are left out."""

    keys = TicksField(_l("Points"), choices=[])
    reason = Paragraphs(_l("Reason for leaving them out"), longest=LONGEST_REASON)
