"""Saying something about a task: remarks and questions, instructions of the leadership, and the answers to them."""

from collections.abc import Collection

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotFound
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.rules import Duty
from tracker.talk.models import Remark, RemarkUnit
from tracker.talk.queries import get_remark, is_report_on, names_to_address
from tracker.talk.rules import (
    RemarkKind,
    check_addressed,
    check_is_addressed,
    check_may_answer,
    check_text,
    named_in,
)
from tracker.tasks.queries import get_task


def say(task_id: int, text: str, *, units: Collection[int] = (), by: Actor) -> Remark:
    """Say something about a task; it waits for ``units`` and for those named in it (@规划科) until they saw it."""
    by.must(Permission.VIEW_WORK)
    with transaction():
        get_task(task_id, by)
        check_text(text)
        known = names_to_address(task_id, by)
        check_addressed(units, known)
        asked = {*units, *named_in(text, known)}
        return _save(Remark(task_id=task_id, kind=RemarkKind.COMMENT, text=text), asked, "talk.said", by)


def instruct(task_id: int, text: str, *, report_id: int | None = None, by: Actor) -> Remark:
    """Instruct the lead units of a task (批示), on the whole of it or on one report; it waits until each answered."""
    by.must(Permission.DECIDE)
    with transaction():
        task = get_task(task_id, by)
        if report_id is not None and not is_report_on(report_id, task_id):
            raise NotFound
        check_text(text)
        leads = {unit.unit_id for unit in task.units if unit.duty == Duty.LEAD}
        asked = leads or {unit.unit_id for unit in task.units}
        remark = Remark(task_id=task_id, report_id=report_id, kind=RemarkKind.INSTRUCTION, text=text)
        return _save(remark, asked, "talk.instructed", by)


def answer(remark_id: int, text: str, *, by: Actor) -> Remark:
    """Answer for one's own unit what it was asked; whoever asked finds the answer on their page."""
    by.must(Permission.VIEW_WORK)
    with transaction():
        asked = get_remark(remark_id, by)
        mine = _own(asked, by)
        check_may_answer(is_addressed=mine is not None, is_answered=mine is not None and mine.answered_at is not None)
        assert mine is not None  # noqa: S101 - checked in the line above
        check_text(text)
        mine.answered_at = clock.now()
        _see(mine, by)
        said = Remark(task_id=asked.task_id, answers_id=asked.id, kind=RemarkKind.ANSWER, text=text)
        asker = {asked.unit_id} if asked.unit_id not in (None, by.unit_id) else set()
        return _save(said, {unit_id for unit_id in asker if unit_id is not None}, "talk.answered", by)


def mark_seen(remark_id: int, *, by: Actor) -> Remark:
    """Tell that one's unit saw what is addressed to it; the first who says so stays named."""
    by.must(Permission.VIEW_WORK)
    with transaction():
        remark = get_remark(remark_id, by)
        mine = _own(remark, by)
        check_is_addressed(is_addressed=mine is not None)
        assert mine is not None  # noqa: S101 - checked in the line above
        if mine.seen_at is None:
            _see(mine, by)
            record(by, "talk.seen", remark, after={"unit": by.unit_name})
    return remark


def _own(remark: Remark, by: Actor) -> RemarkUnit | None:
    return next((unit for unit in remark.units if unit.unit_id == by.unit_id), None)


def _see(mine: RemarkUnit, by: Actor) -> None:
    if mine.seen_at is None:
        mine.seen_at, mine.seen_by = clock.now(), by.name


def _save(remark: Remark, asked: Collection[int], event: str, by: Actor) -> Remark:
    remark.text = remark.text.strip()
    remark.unit_id, remark.said_by, remark.speaker_id, remark.said_at = (
        by.unit_id, by.name, by.account_id, clock.now()
    )  # fmt: skip
    remark.units = [RemarkUnit(unit_id=unit_id) for unit_id in sorted(asked)]
    db.session.add(remark)
    db.session.flush()
    record(by, event, remark, after={"task": remark.task_id, "text": remark.text, "to": sorted(asked)})
    return remark
