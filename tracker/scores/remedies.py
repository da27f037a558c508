"""What became of a mark since (整改情况): in the unit's own words, or as the record stands now."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tracker.checks.models import Finding
from tracker.checks.rules import FindingState
from tracker.db import db
from tracker.scores.models import ScoreMark
from tracker.tasks.models import Task

_STANDS = {
    FindingState.OPEN: "待整改",
    FindingState.RECTIFIED: "已报整改，待复核",
    FindingState.RETURNED: "复核退回，整改中",
}


def remedies_of(marks: Sequence[ScoreMark]) -> dict[int, str]:
    """Return for each mark what was done about it since; two statements, however many there are."""
    tasks, findings = ({mark.record_id for mark in marks if mark.record_kind == kind} for kind in ("task", "finding"))
    done = select(Task.id, Task.done_on).where(Task.id.in_(tasks))
    done_on: dict[int, date | None] = dict(db.session.execute(done).all())
    states = select(Finding.id, Finding.state, Finding.closed_on).where(Finding.id.in_(findings))
    mended = {finding_id: (state, day) for finding_id, state, day in db.session.execute(states)}
    return {mark.id: mark.remedy or _as_it_stands(mark, done_on, mended) for mark in marks}


def _as_it_stands(
    mark: ScoreMark, done_on: dict[int, date | None], mended: dict[int, tuple[FindingState, date | None]]
) -> str:  # fmt: skip
    record_id = mark.record_id or 0
    if mark.record_kind == "task" and record_id in done_on:
        day = done_on[record_id]
        return f"{_day(day)}已办结" if day else "未办结"
    if mark.record_kind == "finding" and record_id in mended:
        state, day = mended[record_id]
        return f"{_day(day)}已销号" if state is FindingState.CLOSED and day else _STANDS.get(state, "")
    return ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
