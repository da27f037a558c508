"""Facts out of tasks, reports, findings and requests, as they stood at the end of a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.checks.models import Finding, Rectification
from tracker.db import db
from tracker.extensions.models import Extension
from tracker.holidays.queries import current_calendar
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.requests.lighting import read_clock
from tracker.requests.models import DisclosureRequest, RequestUnit
from tracker.scores.facts import Asked, Fact
from tracker.tasks.models import Occurrence, Task, TaskUnit
from tracker.tasks.rules import TaskState
from tracker.workdays.calendar import Calendar, YearMissing
from tracker.workdays.extensions import ExtensionState

LONGEST_WAIT = timedelta(days=400)  # a request is answered long before


@dataclass(frozen=True)
class Piece:
    """A task, or one turn of a recurring one, with its lead unit and its day as it was known."""

    unit_id: int
    task_id: int
    name: str
    due_on: date
    done_on: date | None


def end_of(day: date) -> datetime:
    """Return the moment at which ``day`` ends in China."""
    return datetime.combine(day + timedelta(days=1), time(), clock.CHINA)


def start_of(day: date) -> datetime:
    """Return the moment at which ``day`` begins in China."""
    return end_of(day - timedelta(days=1))


def list_pieces(asked: Asked) -> list[Piece]:
    """Return the tasks and turns whose day, as it was known on the day of the scoring, lies in the period."""
    moved = _days_before_later_consents(asked.as_of)
    found = [*_tasks(asked, moved), *_turns(asked, moved)]
    inside = [piece for piece in found if asked.period.first <= piece.due_on <= asked.period.last]
    return sorted(inside, key=lambda piece: (piece.unit_id, piece.due_on, piece.task_id))


def _days_before_later_consents(as_of: date) -> dict[tuple[int, int | None], date]:
    """Return the day that a task or turn still had where more time was granted only after ``as_of``."""
    later = select(Extension).where(Extension.state == ExtensionState.GRANTED, Extension.decided_at >= end_of(as_of))
    found: dict[tuple[int, int | None], date] = {}
    for one in db.session.scalars(later.order_by(Extension.decided_at.desc(), Extension.id.desc())):
        found[one.task_id, one.occurrence_id] = one.due_on
    return found


def _led(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    lead = and_(TaskUnit.duty == Duty.LEAD, TaskUnit.unit_id.in_(asked.units))
    return (lead, Task.state != TaskState.CANCELLED)


def _tasks(asked: Asked, moved: dict[tuple[int, int | None], date]) -> Iterator[Piece]:
    recurs = exists().where(Occurrence.task_id == Task.id)
    columns = (TaskUnit.unit_id, Task.id, Task.title, Task.due_on, Task.done_on)
    found = select(*columns).join(TaskUnit).where(*_led(asked), ~recurs, Task.due_on.is_not(None))
    near = or_(Task.due_on >= asked.period.first, Task.id.in_([task_id for task_id, _ in moved]))
    for unit_id, task_id, title, due_on, done_on in db.session.execute(found.where(near)):
        if due_on is not None:
            yield Piece(unit_id, task_id, f"《{title}》", moved.get((task_id, None), due_on), done_on)


def _turns(asked: Asked, moved: dict[tuple[int, int | None], date]) -> Iterator[Piece]:
    columns: tuple[Any, ...] = (
        TaskUnit.unit_id, Task.id, Task.title, Occurrence.id, Occurrence.name, Occurrence.due_on, Occurrence.done_on,
    )  # fmt: skip
    found = select(*columns).select_from(Occurrence).join(Task).join(TaskUnit, TaskUnit.task_id == Task.id)
    near = or_(Occurrence.due_on >= asked.period.first, Occurrence.id.in_([turn for _, turn in moved if turn]))
    for unit_id, task_id, title, turn_id, turn, due_on, done_on in db.session.execute(found.where(*_led(asked), near)):
        yield Piece(unit_id, task_id, f"《{title}》（{turn}）", moved.get((task_id, turn_id), due_on), done_on)


def unfinished(asked: Asked) -> Iterator[Fact]:
    """Yield what was due in the period and not finished on the day of the scoring."""
    for piece in list_pieces(asked):
        is_done = piece.done_on is not None and piece.done_on <= asked.as_of
        if piece.due_on < asked.as_of and not is_done:
            name = f"{piece.name}，时限{_day(piece.due_on)}，截至{_day(asked.as_of)}未办结"
            yield Fact(piece.unit_id, "task", piece.task_id, name)


def late(asked: Asked, more_than: int) -> Iterator[Fact]:
    """Yield what was due in the period and finished more than so many working days after its day."""
    calendar = current_calendar()
    for piece in list_pieces(asked):
        if piece.done_on is None or not piece.due_on < piece.done_on <= asked.as_of:
            continue
        days = _workdays(piece.due_on, piece.done_on, calendar)
        if days > more_than:
            name = f"{piece.name}，时限{_day(piece.due_on)}，{_day(piece.done_on)}办结，超过{days}个工作日"
            yield Fact(piece.unit_id, "task", piece.task_id, name)


def silent(asked: Asked) -> Iterator[Fact]:
    """Yield the tasks that were open throughout the period and about which their lead unit reported nothing."""
    end = min(asked.period.last, asked.as_of)
    inside = (ProgressReport.reported_at >= start_of(asked.period.first), ProgressReport.reported_at < end_of(end))
    same = and_(ProgressReport.task_id == Task.id, ProgressReport.unit_id == TaskUnit.unit_id)
    told = exists().where(same, ProgressReport.state != ReportState.WITHDRAWN, *inside)
    is_open = or_(Task.done_on.is_(None), Task.done_on > end)
    begun = Task.created_at < start_of(asked.period.first + timedelta(days=1))
    statement = select(TaskUnit.unit_id, Task.id, Task.title).join(TaskUnit).where(*_led(asked), is_open, begun, ~told)
    of_year = Task.year == asked.period.first.year
    for unit_id, task_id, title in db.session.execute(statement.where(of_year).order_by(Task.number)):
        yield Fact(unit_id, "task", task_id, f"《{title}》，{_span(asked)}没有填报进展")


def returned(asked: Asked) -> Iterator[Fact]:
    """Yield the reports that the office returned in the period."""
    end = end_of(min(asked.period.last, asked.as_of))
    inside = (ProgressReport.decided_at >= start_of(asked.period.first), ProgressReport.decided_at < end)
    statement = select(ProgressReport).where(
        ProgressReport.unit_id.in_(asked.units), ProgressReport.state == ReportState.RETURNED, *inside
    )
    for one in db.session.scalars(statement.options(joinedload(ProgressReport.task)).order_by(ProgressReport.id)):
        day = clock.local(one.decided_at or one.reported_at).date()
        yield Fact(
            one.unit_id, "task", one.task_id, f"《{one.task.title}》的填报{_day(day)}被退回：{one.return_reason}"[:300]
        )


def findings(asked: Asked, severity: str) -> Iterator[Fact]:
    """Yield the problems found in the period, all or those of one severity."""
    end = min(asked.period.last, asked.as_of)
    statement = select(Finding).where(Finding.unit_id.in_(asked.units), Finding.found_on >= asked.period.first)
    for one in db.session.scalars(statement.where(Finding.found_on <= end).order_by(Finding.year, Finding.number)):
        if severity in ("", one.severity.value):
            yield Fact(one.unit_id, "finding", one.id, f"{one.label}：{one.description}"[:300])


def unmended(asked: Asked) -> Iterator[Fact]:
    """Yield the findings of which the first answer did not come by its day, which lay in the period."""
    first = func.min(Rectification.submitted_at)
    statement = select(Finding, first).outerjoin(Rectification).where(Finding.unit_id.in_(asked.units))
    inside = (Finding.due_on >= asked.period.first, Finding.due_on <= min(asked.period.last, asked.as_of))
    ordered = statement.where(*inside).group_by(Finding.id).order_by(Finding.year, Finding.number)
    for one, answered_at in db.session.execute(ordered):
        answered_on = clock.local(answered_at).date() if answered_at else None
        if one.due_on < asked.as_of and (answered_on is None or answered_on > one.due_on):
            name = f"{one.label}：{one.description}"[:200] + f"，{_day(one.due_on)}前没有报整改情况"
            yield Fact(one.unit_id, "finding", one.id, name)


def overdue_requests(asked: Asked) -> Iterator[Fact]:
    """Yield the requests for disclosure whose limit lay in the period and which were not answered by then."""
    first, last = asked.period.first, asked.period.last
    near = and_(DisclosureRequest.received_on >= first - LONGEST_WAIT, DisclosureRequest.received_on <= last)
    handled = exists().where(RequestUnit.request_id == DisclosureRequest.id, RequestUnit.unit_id.in_(asked.units))
    statement = select(DisclosureRequest).where(near, handled).order_by(DisclosureRequest.id)
    loaded = (selectinload(DisclosureRequest.events), selectinload(DisclosureRequest.units))
    calendar = current_calendar()
    for request in db.session.scalars(statement.options(*loaded)):
        due_on = _limit_of(request, calendar, asked.as_of)
        answered = request.answered_on
        if due_on and first <= due_on <= last and due_on < (answered if answered else asked.as_of):
            name = f"依申请公开{request.code}，时限{_day(due_on)}，" + (
                f"{_day(answered)}答复" if answered else "未答复"
            )
            yield from (Fact(one.unit_id, "request", request.id, name) for one in _ours(request.units, asked))


def _ours(units: Iterable[RequestUnit], asked: Asked) -> list[RequestUnit]:
    return [one for one in units if one.unit_id in asked.units]


def _limit_of(request: DisclosureRequest, calendar: Calendar, as_of: date) -> date | None:
    reading = read_clock(request, calendar, as_of).reading
    return reading.due_on if reading else None


def _workdays(due_on: date, done_on: date, calendar: Calendar) -> int:
    try:
        return calendar.count_workdays(due_on, done_on)
    except YearMissing:
        return (done_on - due_on).days


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _span(asked: Asked) -> str:
    first, last = asked.period.first, asked.period.last
    return f"{first.year}年{first.month}月" if first.month == last.month else f"{first.month}月至{last.month}月"
