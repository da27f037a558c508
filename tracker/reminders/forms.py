"""Forms of the ladder and of an urge."""

from collections.abc import Sequence
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectField
from wtforms.validators import DataRequired, NumberRange, Optional

from tracker.reminders.rules import FARTHEST_STEP, Audience, LadderStep
from tracker.reminders.words import AUDIENCES, BEFORE, SIDES
from tracker.web.forms import Form, Paragraphs, choices

BLANK_STEPS = 2
MOST_STEPS = 20


class StepForm(wtforms.Form):
    """One step: how many working days before or after the limit, and who is told. Without days it is left out."""

    days = IntegerField(_l("Working days"), [Optional(), NumberRange(0, FARTHEST_STEP)])
    side = SelectField(_l("Before or after"), default=BEFORE)
    officer = BooleanField(AUDIENCES[Audience.OFFICER])
    head = BooleanField(AUDIENCES[Audience.HEAD])
    leader = BooleanField(AUDIENCES[Audience.LEADER])
    group = BooleanField(AUDIENCES[Audience.GROUP])

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        """Offer both sides of the limit."""
        super().__init__(*arguments, **kwargs)
        self.side.choices = choices(SIDES.items())

    def step(self) -> LadderStep:
        """Return the step as it was typed."""
        days = self.days.data or 0
        told = tuple(audience for audience in Audience if self[audience.value].data)
        return LadderStep(-days if self.side.data == BEFORE else days, told)


class LadderForm(Form):
    """The whole ladder, with a few empty steps at its end."""

    steps = FieldList(FormField(StepForm), max_entries=MOST_STEPS)

    def typed(self) -> list[LadderStep]:
        """Return the steps that have a number of days."""
        return [row.form.step() for row in self.steps if row.form.days.data is not None]


def ladder_values(ladder: Sequence[LadderStep]) -> list[dict[str, object]]:
    """Return what fills the form with ``ladder``, and the empty steps after it."""
    filled: list[dict[str, object]] = [
        {
            "days": abs(step.offset),
            "side": BEFORE if step.offset <= 0 else "after",
            **{audience.value: audience in step.audiences for audience in Audience},
        }
        for step in ladder
    ]
    return [*filled, *({} for _ in range(BLANK_STEPS))]


class UrgeForm(Form):
    """What is expected of those who are urged."""

    words = Paragraphs(_l("What is expected, and until when"), [DataRequired()], longest=1000)
