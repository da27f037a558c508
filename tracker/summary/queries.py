"""Reading summaries, and gathering what they are drafted from."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.checks.models import Finding
from tracker.checks.rules import FindingState
from tracker.db import db
from tracker.errors import NotFound
from tracker.figures.named import figures_of
from tracker.figures.queries import (
    FINISHED,
    completion_by_category,
    completion_by_unit,
    list_unfinished,
    tasks_by_month,
)
from tracker.organisation.models import Agency, GroupSeat, Unit
from tracker.organisation.rules import Group, Seat
from tracker.plans.models import Plan
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.summary.material import Achievement, Material, Problem
from tracker.summary.models import Summary, SummarySection
from tracker.tasks.models import Task


@dataclass(frozen=True)
class SummaryYear:
    """A year in the list of summaries."""

    year: int
    tasks: int
    summary_id: int | None


def list_years() -> list[SummaryYear]:
    """Return the years that have tasks, newest first, with the summary of each if there is one."""
    statement = (
        select(Task.year, func.count(Task.id), func.max(Summary.id))
        .outerjoin(Summary, Summary.year == Task.year)
        .group_by(Task.year)
        .order_by(Task.year.desc())
    )
    return [SummaryYear(*row) for row in db.session.execute(statement)]


def find_summary(year: int) -> Summary | None:
    """Return the summary of a year with its sections, or None."""
    return db.session.scalar(select(Summary).where(Summary.year == year).options(selectinload(Summary.sections)))


def get_summary(year: int) -> Summary:
    """Return the summary of a year with its sections; raise NotFound."""
    summary = find_summary(year)
    if summary is None:
        raise NotFound
    return summary


def get_section(section_id: int) -> SummarySection:
    """Return a section with its summary; raise NotFound."""
    section = db.session.get(SummarySection, section_id, options=[joinedload(SummarySection.summary)])
    if section is None:
        raise NotFound
    return section


def gather(year: int, today: date) -> Material:
    """Return everything a summary of ``year`` may say, as it stands on ``today``; a fixed number of statements."""
    due, done = tasks_by_month(year)
    chair, deputies = _leaders(min(today, date(year, 12, 31)))
    return Material(
        year=year,
        agency=db.session.scalar(select(Agency.name)) or "",
        plan_title=db.session.scalar(select(Plan.title).where(Plan.year == year)) or "",
        chair=chair,
        deputies=deputies,
        figures=figures_of(year, today),
        units=tuple(completion_by_unit(year, today)),
        categories=tuple(completion_by_category(year, today)),
        months=(tuple(due), tuple(done)),
        achievements=tuple(_achievements(year)),
        unfinished=tuple(list_unfinished(year, today)),
        problems=tuple(_problems(year)),
    )


def _leaders(day: date) -> tuple[str, tuple[str, ...]]:
    """Return (chair, deputies) of the leading group on ``day``, each as title and name."""
    statement = (
        select(GroupSeat)
        .where(GroupSeat.group == Group.LEADING, GroupSeat.seat.in_((Seat.CHAIR, Seat.DEPUTY)))
        .options(joinedload(GroupSeat.person))
        .order_by(GroupSeat.position, GroupSeat.id)
    )
    seats = [seat for seat in db.session.scalars(statement) if seat.holds_on(day)]
    names = [(seat.seat, f"{seat.person.title}{seat.person.name}") for seat in seats]
    chairs = [name for seat, name in names if seat is Seat.CHAIR]
    return "、".join(chairs), tuple(name for seat, name in names if seat is Seat.DEPUTY)


def _achievements(year: int) -> list[Achievement]:
    """Return the newest accepted report of each finished task, in the order of the plan."""
    newest = (
        select(func.max(ProgressReport.id).label("id"))
        .where(ProgressReport.state == ReportState.ACCEPTED)
        .group_by(ProgressReport.task_id)
        .subquery()
    )
    statement = (
        select(Task.id, Task.number, Task.title, Task.category, Unit.name, ProgressReport.done)
        .select_from(ProgressReport)
        .join(newest, newest.c.id == ProgressReport.id)
        .join(Task, and_(Task.id == ProgressReport.task_id, Task.year == year, Task.state.in_(FINISHED)))
        .join(Unit, Unit.id == ProgressReport.unit_id)
        .order_by(Task.number)
    )
    return [Achievement(*row) for row in db.session.execute(statement)]


def _problems(year: int) -> list[Problem]:
    statement = select(Finding, Unit.name).join(Unit).where(Finding.year == year).order_by(Finding.number)
    return [
        Problem(finding.id, finding.label, unit, finding.description.rstrip("。"), finding.state == FindingState.CLOSED)
        for finding, unit in db.session.execute(statement)
    ]
