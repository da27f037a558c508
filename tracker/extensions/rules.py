"""Who may ask for more time and who answers, beside the rules of the days in ``workdays.extensions``."""

from datetime import date

from tracker.errors import N_, NotAllowed, RuleBroken
from tracker.workdays.limits import LimitKind


def check_may_ask(*, is_lead: bool) -> None:
    """Refuse a unit that does not lead the task: the limit is the lead unit's."""
    if not is_lead:
        raise RuleBroken(N_("More time is asked for by a lead unit of the task."))


def check_may_endorse(*, is_head: bool, has_head: bool) -> None:
    """Refuse everybody but the head of the unit that asked; a unit without one lets any of its people pass it on."""
    if has_head and not is_head:
        raise NotAllowed(N_("Only the head of the section that asked can pass this on."))


def check_own(*, is_own: bool) -> None:
    """Refuse to touch what another unit asked for."""
    if not is_own:
        raise NotAllowed(N_("Another unit asked for this; it alone can pass it on or withdraw it."))


def check_answer(granted_due_on: date | None, answer: str) -> None:
    """Refuse a refusal without its reason."""
    if granted_due_on is None and not answer.strip():
        raise RuleBroken(N_("Write why it is refused; the section reads it."), field="answer")


def check_before_next_turn(new_due_on: date, next_turn_on: date | None, *, field: str) -> None:
    """Refuse to move a turn of recurring work to or past the day of the turn after it."""
    if next_turn_on is not None and new_due_on >= next_turn_on:
        raise RuleBroken(
            N_("The next turn is due on %(day)s; this one must end before it."), field=field, day=next_turn_on
        )


def check_has_event(kind: LimitKind) -> None:
    """Refuse the day of an event for a limit that does not wait for one."""
    if kind is not LimitKind.AFTER_EVENT:
        raise RuleBroken(N_("The limit of this task is not counted from an event."))


def check_event_day(day: date, year: int) -> None:
    """Refuse a day that cannot belong to a task of ``year``: it may lie in that year or those beside it."""
    if abs(day.year - year) > 1:
        raise RuleBroken(N_("The day does not belong to a task of %(year)d."), field="event_on", year=year)
