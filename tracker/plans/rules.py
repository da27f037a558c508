"""States of a plan and what may be done in each; what an item's text may be and where it can be parted."""

import re
from enum import StrEnum

from tracker.errors import N_, RuleBroken

FIRST_YEAR, LAST_YEAR = 2000, 2099
_ENDS = re.compile(r"[。；;！!？?\n]+")


class PlanState(StrEnum):
    """draft -> published -> closed; a published plan is never deleted."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Duty(StrEnum):
    """What a unit owes to an item or a task."""

    LEAD = "lead"  # 牵头
    COOP = "coop"  # 配合


class Side(StrEnum):
    """On which side of another item one is put."""

    BEFORE = "before"
    AFTER = "after"


def check_is_draft(state: PlanState) -> None:
    """Raise RuleBroken unless the plan may still be edited."""
    if state != PlanState.DRAFT:
        raise RuleBroken(N_("The plan is published and can no longer be edited; record an adjustment instead."))


def check_is_not_closed(state: PlanState) -> None:
    """Raise RuleBroken when the year of the plan is closed."""
    if state == PlanState.CLOSED:
        raise RuleBroken(N_("The year of this plan is closed; it can no longer be adjusted."))


def check_year(year: int | None) -> int:
    """Return the year of a plan; raise RuleBroken when it is missing or no year of such plans."""
    if year is None:
        raise RuleBroken(N_("The document does not say of which year it is. Enter the year."), field="year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(
            N_("Enter a year between %(first)d and %(last)d."), field="year", first=FIRST_YEAR, last=LAST_YEAR
        )
    return year


def check_has_items(count: int) -> None:
    """Raise RuleBroken when nothing in a document could be read as a task."""
    if count == 0:
        raise RuleBroken(
            N_(
                "No task was found in this document. Tasks are rows of a table, or numbered paragraphs (一、（一）1.). "
                "Upload the plan itself, or paste the part with the tasks."
            ),
            field="files",
        )


def check_text(text: str, *, field: str = "text") -> None:
    """Raise RuleBroken when a task says nothing."""
    if not text.strip():
        raise RuleBroken(N_("Write what is to be done."), field=field)


def check_reason(reason: str) -> None:
    """Raise RuleBroken when an adjustment gives no reason."""
    if not reason.strip():
        raise RuleBroken(N_("Write the reason; it stays with the plan."), field="reason")


def first_sentence(text: str) -> str:
    """Return the beginning of an item's text up to the first end of a sentence."""
    return _ENDS.split(text.strip(), maxsplit=1)[0]


def halves(text: str) -> tuple[str, str]:
    """Return a text parted at the end of the sentence nearest to its middle; whole and nothing if it has only one."""
    text = text.strip()
    ends = [found.end() for found in _ENDS.finditer(text) if found.end() < len(text)]
    if not ends:
        return text, ""
    at = min(ends, key=lambda end: abs(2 * end - len(text)))
    return text[:at].rstrip(), text[at:].lstrip()
