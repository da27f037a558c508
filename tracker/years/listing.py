"""What a year leaves behind: unfinished tasks with their decisions, the figures of every unit, what goes on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.checks.models import CheckRound, Finding
from tracker.checks.rules import FindingState, RoundState
from tracker.complaints.models import Complaint
from tracker.complaints.rules import ComplaintState
from tracker.db import Base, db
from tracker.extensions.models import Extension
from tracker.figures.queries import completion_by_unit, list_unfinished
from tracker.ledger.models import LedgerEntry
from tracker.matters.models import Matter
from tracker.matters.rules import MatterState
from tracker.organisation.models import Unit
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.requests.models import DisclosureRequest
from tracker.requests.rules import Step
from tracker.tasks.models import Task
from tracker.tasks.rules import DONE_STATES, OPEN_STATES, TaskState
from tracker.workdays.extensions import OPEN
from tracker.years.models import YearConfirmation, YearDecision
from tracker.years.rows import FIGURES, GoingOn, LeftTask, UnitFigures
from tracker.years.rules import Fate

GOES_OVER = frozenset({Fate.CARRIED, Fate.MERGED})


def last_day(year: int, today: date) -> date:
    """Return the day as of which a year is counted: today, and after its end its last day."""
    return min(today, date(year, 12, 31))


def counted_as_of(year: int, today: date) -> date:
    """Return the day its limits are looked back at from: today, and after its end the day by which all have passed."""
    return min(today, date(year + 1, 1, 1))


def list_left(year: int, today: date) -> list[LeftTask]:
    """Return the unfinished tasks of a year with what was decided about each, in three statements."""
    decisions = {one.task_id: one for one in list_decisions(year)}
    numbers = _numbers(decisions)
    states = _states(decisions)
    categories = dict(db.session.execute(select(Task.id, Task.category).where(Task.year == year)).all())
    rows = []
    for one in list_unfinished(year, counted_as_of(year, today)):
        row = LeftTask(
            one.id, one.number, one.title, categories.get(one.id, ""), one.lead, one.limit_phrase, one.due_on,
            one.percent, one.is_late, one.difficulty or one.reason or one.next_step,
        )  # fmt: skip
        decision = decisions.get(one.id)
        rows.append(_decided(row, decision, decisions, numbers, states) if decision else row)
    return rows


def _decided(
    row: LeftTask, decision: YearDecision, decisions: Mapping[int, YearDecision], numbers: Mapping[int, int],
    states: Mapping[int, TaskState],
) -> LeftTask:  # fmt: skip
    target = decision.into_id
    above = decisions.get(target or 0)
    holds = decision.fate is Fate.CARRIED or (
        decision.fate is Fate.MERGED
        and (states.get(target or 0) in DONE_STATES or (above is not None and above.fate is Fate.CARRIED))
    )
    if decision.fate not in GOES_OVER:  # the task was taken up again afterwards
        return row
    return replace(
        row, fate=decision.fate, reason=decision.reason, into_number=numbers.get(target or 0),
        item_id=decision.item_id, is_decided=holds,
    )  # fmt: skip


def list_decisions(year: int) -> list[YearDecision]:
    """Return what was decided about the tasks of a year."""
    return list(db.session.scalars(select(YearDecision).where(YearDecision.year == year).order_by(YearDecision.id)))


def _numbers(decisions: Mapping[int, YearDecision]) -> dict[int, int]:
    targets = {one.into_id for one in decisions.values() if one.into_id is not None}
    return dict(db.session.execute(select(Task.id, Task.number).where(Task.id.in_(targets))).all())


def _states(decisions: Mapping[int, YearDecision]) -> dict[int, TaskState]:
    targets = {one.into_id for one in decisions.values() if one.into_id is not None}
    return dict(db.session.execute(select(Task.id, Task.state).where(Task.id.in_(targets))).all())


def list_unit_figures(year: int, today: date) -> list[UnitFigures]:
    """Return the figures of every unit that has any in a year, with its confirmation; a fixed number of statements."""
    found = _counted(Finding.unit_id, Finding.year == year)
    mended = _counted(Finding.unit_id, Finding.year == year, Finding.state == FindingState.CLOSED)
    within = LedgerEntry.day.between(date(year, 1, 1), date(year, 12, 31))
    entries = _counted(LedgerEntry.unit_id, within, LedgerEntry.struck_because == "")
    figures: dict[int, dict[str, int]] = {}
    for one in completion_by_unit(year, counted_as_of(year, today)):
        figures[one.id or 0] = {
            "任务": one.total, "办结": one.done, "按期办结": one.in_time, "未办结": one.open, "逾期": one.late
        }  # fmt: skip
    for name, counts in (("发现问题", found), ("已销号", mended), ("台账记录", entries)):
        for unit_id, count in counts.items():
            figures.setdefault(unit_id, {})[name] = count
    stated = select(YearConfirmation).where(YearConfirmation.year == year)
    confirmations = {one.unit_id: one for one in db.session.scalars(stated)}
    named = select(Unit.id, Unit.name).where(Unit.id.in_(figures)).order_by(Unit.position, Unit.id)
    return [
        UnitFigures(unit_id, name, {key: figures[unit_id].get(key, 0) for key in FIGURES}, confirmations.get(unit_id))
        for unit_id, name in db.session.execute(named)
    ]


def _counted(column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> dict[int, int]:
    counted = select(column, func.count()).where(*conditions).group_by(column)
    return {int(number): int(count) for number, count in db.session.execute(counted)}


def count_undecided_reports(year: int) -> int:
    """Return how many reports about tasks of a year wait for the office."""
    waiting = select(func.count(ProgressReport.id)).join(Task, Task.id == ProgressReport.task_id)
    mine = (Task.year == year, Task.state.in_(OPEN_STATES), ProgressReport.state == ReportState.SUBMITTED)
    return db.session.scalar(waiting.where(*mine)) or 0


def count_open_extensions(year: int) -> int:
    """Return how many requests for more time about tasks of a year are not decided."""
    waiting = select(func.count(Extension.id)).join(Task, Task.id == Extension.task_id)
    return db.session.scalar(waiting.where(Task.year == year, Extension.state.in_(OPEN))) or 0


def count_open_rounds(year: int) -> int:
    """Return how many rounds of checks of a year are not closed."""
    return _count(CheckRound, CheckRound.year == year, CheckRound.state == RoundState.OPEN)


def count_going_on(year: int) -> GoingOn:
    """Return what of a year is not at its end and goes on after the closing."""
    answered = (Step.ANSWERED, Step.ARCHIVED)
    return GoingOn(
        findings=_count(Finding, Finding.year == year, Finding.state != FindingState.CLOSED),
        matters=_count(Matter, Matter.year == year, Matter.state != MatterState.CLOSED),
        complaints=_count(Complaint, Complaint.year == year, Complaint.state != ComplaintState.ANSWERED),
        requests=_count(DisclosureRequest, DisclosureRequest.year == year, DisclosureRequest.step.not_in(answered)),
    )


def _count(model: type[Base], *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
