"""The limit of an item after a person has looked at it: read from its wording, or settled by hand beside it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.workdays.limits import LimitKind, TimeLimit
from tracker.workdays.phrases import read_limit

LONGEST_PHRASE = 300


class LimitChoice(StrEnum):
    """How a limit is to be counted."""

    AS_READ = "as_read"  # what the wording says
    ONE_DAY = "one_day"
    STANDING = "standing"  # no last day
    NONE = "none"


@dataclass(frozen=True)
class LimitWish:
    """What a person typed and chose for a limit; ``due_on`` is the last day of ONE_DAY, and another day chooses it."""

    phrase: str = ""
    choice: LimitChoice = LimitChoice.AS_READ
    due_on: date | None = None


def settle_limit(wish: LimitWish, present: TimeLimit, year: int) -> TimeLimit:
    """Return the limit a person wants; a wording that was not touched keeps what ``present`` says.

    Raises RuleBroken when a new wording says no limit and none was chosen, or when the day is missing.
    """
    phrase = wish.phrase.strip()
    has_new_day = wish.due_on is not None and wish.due_on != present.due_on
    if wish.choice is LimitChoice.ONE_DAY or (wish.choice is LimitChoice.AS_READ and has_new_day):
        if wish.due_on is None:
            raise RuleBroken(N_("Enter the last day."), field="due_on")
        if present.due_on == wish.due_on and present.kind is LimitKind.PERIOD_END:
            return TimeLimit(LimitKind.PERIOD_END, phrase, wish.due_on)
        return TimeLimit(LimitKind.FIXED, phrase, wish.due_on)
    if wish.choice is LimitChoice.STANDING:
        return TimeLimit(LimitKind.OPEN_ENDED, phrase)
    if wish.choice is LimitChoice.NONE:
        return TimeLimit(LimitKind.NONE, phrase)
    if phrase == present.phrase:
        return present
    reading = read_limit(phrase, year, in_limit_cell=True)
    if reading.doubts:
        raise RuleBroken(
            N_("“%(phrase)s” does not say clearly until when. Word it otherwise, or choose below how it counts."),
            field="limit_phrase", phrase=reading.doubts[0][1],
        )  # fmt: skip
    return reading.limit


def moved_to_year(limit: TimeLimit, old: int, new: int) -> TimeLimit:
    """Return a limit of a plan whose year is corrected: read anew, unless a person settled it by hand."""
    if read_limit(limit.phrase, old, in_limit_cell=True).limit != limit:
        return limit
    return read_limit(limit.phrase, new, in_limit_cell=True).limit
