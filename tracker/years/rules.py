"""What may be decided about unfinished tasks, what must be there before a year is closed, and which years compare."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from tracker.errors import N_, RuleBroken

LONGEST_REASON = 500
MOST_AT_ONCE = 500
LEAST_REASON = 2  # characters
_POINTS = re.compile(r"[一二三四五六七八九十]{1,3}是")
_SENTENCES = re.compile(r"[。；;\n]+")
_LEAD_IN = re.compile(r"^[^。；;\n]{0,60}[：:](?=[一二三四五六七八九十]是)")


class Fate(StrEnum):
    """What becomes of a task that a year leaves unfinished."""

    CARRIED = "carried"  # 结转下年
    MERGED = "merged"  # 并入其他任务
    CANCELLED = "cancelled"  # 取消
    DONE_LATE = "done_late"  # 已补办结


class ProposalKind(StrEnum):
    """From which part of the summary a proposal for the next plan comes."""

    PROBLEM = "problem"  # 存在的问题
    NEXT_STEP = "next_step"  # 下一步


class ProposalState(StrEnum):
    """What was done with a proposal."""

    TAKEN = "taken"
    DISMISSED = "dismissed"


class Missing(StrEnum):
    """What can stand before the closing of a year, in the order in which people meet it."""

    PLAN = "plan"
    REPORTS = "reports"
    EXTENSIONS = "extensions"
    ROUNDS = "rounds"
    DECISIONS = "decisions"
    CONFIRMATIONS = "confirmations"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Decision:
    """What a person decides about unfinished tasks; ``into_id`` is the task they are merged into."""

    fate: Fate
    reason: str = ""
    into_id: int | None = None
    done_on: date | None = None


def check_decision(decision: Decision, *, today: date, year: int) -> None:
    """Raise RuleBroken for a decision that lacks what its kind needs."""
    if len(decision.reason) > LONGEST_REASON:
        raise RuleBroken(N_("Give the reason in at most %(limit)d characters."), field="reason", limit=LONGEST_REASON)
    if decision.fate in (Fate.CANCELLED, Fate.DONE_LATE):
        check_reason(decision.reason)
    if decision.fate is Fate.MERGED and decision.into_id is None:
        raise RuleBroken(N_("Choose the task that it is merged into."), field="into")
    if decision.fate is Fate.DONE_LATE:
        if decision.done_on is None:
            raise RuleBroken(N_("Enter the day on which it was finished."), field="done_on")
        if decision.done_on > today or decision.done_on < date(year, 1, 1):
            raise RuleBroken(
                N_("The day on which it was finished lies between the beginning of %(year)d and today."),
                field="done_on", year=year,
            )  # fmt: skip


def check_reason(reason: str) -> None:
    """Raise RuleBroken when a decision that needs a reason has none."""
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken(N_("Write the reason; it stays with the year."), field="reason")


def check_chosen(count: int) -> None:
    """Raise RuleBroken when no task was ticked, or more than are decided at once."""
    if count == 0:
        raise RuleBroken(N_("Tick the tasks that the decision is about."), field="tasks")
    if count > MOST_AT_ONCE:
        raise RuleBroken(N_("Decide at most %(limit)d tasks at once."), field="tasks", limit=MOST_AT_ONCE)


def check_nothing_missing(missing: Sequence[Missing], year: int) -> None:
    """Raise RuleBroken when something still stands before the closing."""
    if missing:
        raise RuleBroken(
            N_("%(year)d cannot be closed yet: %(count)d points of the list are still open."),
            year=year, count=len(missing),
        )  # fmt: skip


def check_is_closed(year: int, *, is_closed: bool) -> None:
    """Raise RuleBroken when a year that shall be opened again is not closed."""
    if not is_closed:
        raise RuleBroken(N_("%(year)d is not closed."), year=year)


def points_of(text: str) -> list[str]:
    """Return the single points of a section's text: what stands after 一是, 二是 …, else its sentences."""
    found: list[str] = []
    for paragraph in text.splitlines():
        line = paragraph.strip()
        if not line or line.startswith("#"):
            continue
        line = _LEAD_IN.sub("", line)
        parts = _POINTS.split(line)
        rest = parts[1:] if len(parts) > 1 else _sentences(line)
        found += [part.strip().rstrip("。；;，, ") for part in rest]
    return list(dict.fromkeys(point for point in found if len(point) > 1))


def _sentences(line: str) -> list[str]:
    """Return the sentences of a paragraph, without one that only leads over to the next."""
    return [part for part in _SENTENCES.split(line) if not part.strip().endswith(("：", ":"))]


def key_of(kind: ProposalKind, text: str) -> str:
    """Return the name under which a decision about a proposal is kept: it follows the wording."""
    return sha256(f"{kind}:{text}".encode()).hexdigest()
