"""Gathering the material of a year: a fixed number of statements, however much was done."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.checks.models import Finding
from tracker.checks.rules import FindingState
from tracker.db import db
from tracker.figures.named import figures_of, text_figures
from tracker.figures.queries import (
    COUNTED,
    FINISHED,
    completion_by_category,
    completion_by_unit,
    list_unfinished,
    names_of_leads,
    tasks_by_month,
)
from tracker.figures.rules import Figure
from tracker.ledger.periods import year_period
from tracker.organisation.models import Agency, GroupSeat, Unit
from tracker.organisation.rules import Group, Seat
from tracker.outlines.rules import Variant
from tracker.plans.models import Plan, PlanItem
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.summary.handed import HandedState, Told, own_points
from tracker.summary.lists import ledger_lists
from tracker.summary.material import Achievement, Material, Planned, Problem, TaskLine, YearPair, day_shown
from tracker.summary.models import HandedSummary
from tracker.summary.prose import Source
from tracker.summary.units import list_unit_numbers
from tracker.tasks.models import Occurrence, Task

# the figures that the table of two years shows, where one of the years has them
MAIN = (
    "主动公开信息数", "网站发布数", "微信发布数", "政策解读数", "回应关切件数", "在线访谈次数", "意见征集期数",
    "收到申请数", "办结申请数", "规范性文件制发数", "制定制度数", "简报期数", "会议次数", "培训期数",
    "培训人次", "媒体报道次数", "信息采用数", "网站访问量", "检查次数", "发现问题数", "销号数",
)  # fmt: skip


def gather(year: int, today: date, variant: Variant = Variant.AGENCY) -> Material:
    """Return everything a summary of ``year`` may say, as it stands on ``today``."""
    due, done = tasks_by_month(year)
    seats = _seats(min(today, date(year, 12, 31)))
    figures = text_figures(year_period(year), today)
    next_plan = db.session.scalar(select(Plan).where(Plan.year == year + 1))
    return Material(
        year=year,
        agency=db.session.scalar(select(Agency.name)) or "",
        plan_title=db.session.scalar(select(Plan.title).where(Plan.year == year)) or "",
        chair="、".join(_named(seats, Seat.CHAIR)),
        deputies=tuple(_named(seats, Seat.DEPUTY)),
        people=tuple(Source("seat", seat.id, seat.person.name) for seat in seats),
        changed_people=tuple(_changed(seats, year)),
        figures=figures,
        units=tuple(completion_by_unit(year, today)),
        categories=tuple(completion_by_category(year, today)),
        months=(tuple(due), tuple(done)),
        achievements=tuple(list_achievements(year)),
        unfinished=tuple(list_unfinished(year, today)),
        problems=tuple(list_problems(year)),
        variant=variant,
        lists=ledger_lists(year, figures),
        late_finished=tuple(_late_finished(year)),
        next_plan=next_plan.title if next_plan else "",
        planned=tuple(_planned(next_plan.id)) if next_plan else (),
        unit_numbers=tuple(list_unit_numbers(year, today)) if variant is Variant.GOVERNMENT else (),
        pairs=tuple(_pairs(year, figures, today)),
        tasks=tuple(list_task_lines(year, today)),
        is_over=today >= date(year, 12, 15),
        handed=tuple(_handed(year)),
    )


def _pairs(year: int, figures: Mapping[str, Figure], today: date) -> Iterator[YearPair]:
    """Give the main figures beside those of last year; none when last year holds nothing at all."""
    before = figures_of(year - 1, today)
    shown = [name for name in MAIN if name in figures and name in before]
    if any(before[name].value for name in shown):
        yield from (
            YearPair(name, figures[name], before[name]) for name in shown if figures[name].value or before[name].value
        )


def _seats(day: date) -> list[GroupSeat]:
    statement = (
        select(GroupSeat)
        .where(GroupSeat.group == Group.LEADING)
        .options(joinedload(GroupSeat.person))
        .order_by(GroupSeat.position, GroupSeat.id)
    )
    return [seat for seat in db.session.scalars(statement) if seat.holds_on(day)]


def _named(seats: list[GroupSeat], wanted: Seat) -> list[str]:
    return [f"{one.person.title}{one.person.name}" for one in seats if one.seat is wanted]


def _changed(seats: list[GroupSeat], year: int) -> Iterator[Source]:
    """Give those who came into the group in the year, after its first days."""
    for one in seats:
        if one.from_on and one.from_on.year == year and one.from_on > date(year, 1, 10):
            yield Source("seat", one.id, one.person.name)


def list_achievements(year: int, unit_id: int | None = None) -> list[Achievement]:
    """Return the newest accepted report of each finished task, in the order of the plan."""
    newest = select(func.max(ProgressReport.id).label("id")).where(ProgressReport.state == ReportState.ACCEPTED)
    if unit_id is not None:
        newest = newest.where(ProgressReport.unit_id == unit_id)
    last = newest.group_by(ProgressReport.task_id).subquery()
    turns = (
        select(func.count(Occurrence.id))
        .where(Occurrence.task_id == Task.id, Occurrence.done_on.is_not(None))
        .correlate(Task)
        .scalar_subquery()
    )
    kept = (Task.id, Task.number, Task.title, Task.category, Unit.name, ProgressReport.done, Task.weight, turns)
    statement = (
        select(*kept)
        .select_from(ProgressReport)
        .join(last, last.c.id == ProgressReport.id)
        .join(Task, and_(Task.id == ProgressReport.task_id, Task.year == year, Task.state.in_(FINISHED)))
        .join(Unit, Unit.id == ProgressReport.unit_id)
        .order_by(Task.number)
    )
    return [Achievement(*row) for row in db.session.execute(statement)]


def list_problems(year: int, unit_id: int | None = None) -> list[Problem]:
    """Return the findings of a year with what was last done about each."""
    statement = select(Finding, Unit.name).join(Unit).where(Finding.year == year).order_by(Finding.number)
    if unit_id is not None:
        statement = statement.where(Finding.unit_id == unit_id)
    found = db.session.execute(statement.options(selectinload(Finding.rectifications)))
    return [
        Problem(
            finding.id, finding.label, unit, finding.description.rstrip("。"), finding.state == FindingState.CLOSED,
            finding.rectifications[-1].measures if finding.rectifications else "",
        )
        for finding, unit in found
    ]  # fmt: skip


def _late_finished(year: int) -> Iterator[Source]:
    finished = select(Task.id, Task.title).where(Task.year == year, Task.state.in_(FINISHED))
    late = finished.where(Task.done_on > Task.first_due_on).order_by(Task.number)
    for task_id, title in db.session.execute(late):
        yield Source("task", task_id, title)


def _handed(year: int) -> Iterator[Told]:
    """Give what sections wrote themselves into the summaries that lie with the office, in the order of the units."""
    statement = (
        select(HandedSummary.unit_id, Unit.name, HandedSummary.text, HandedSummary.drafted)
        .join(Unit)
        .where(HandedSummary.year == year, HandedSummary.state == HandedState.HANDED_IN)
        .order_by(Unit.position, Unit.id)
    )
    for unit_id, name, text, drafted in db.session.execute(statement):
        yield from (Told(unit_id, name, year, *point) for point in own_points(text, drafted))


def _planned(plan_id: int) -> Iterator[Planned]:
    statement = (
        select(PlanItem)
        .where(PlanItem.plan_id == plan_id, PlanItem.is_dropped.is_(False))
        .options(selectinload(PlanItem.units))
        .order_by(PlanItem.position)
    )
    for item in db.session.scalars(statement):
        lead = "、".join(unit.name for unit in item.units if unit.duty is Duty.LEAD)
        yield Planned(item.id, (item.heading_path or [""])[0], item.text, lead, item.limit_phrase)


def list_task_lines(year: int, today: date, condition: ColumnElement[bool] | None = None) -> Iterator[TaskLine]:
    """Give every task of a year that counts, in the order of the plan."""
    statement = select(Task, names_of_leads()).where(Task.year == year, COUNTED).order_by(Task.number)
    for task, lead in db.session.execute(statement if condition is None else statement.where(condition)):
        is_late = task.done_on is None and task.due_on is not None and task.due_on < today
        limit = task.limit_phrase or day_shown(task.due_on)
        yield TaskLine(
            task.number, task.category, task.title, lead or "", limit, task.percent, task.done_on, is_late
        )  # fmt: skip
