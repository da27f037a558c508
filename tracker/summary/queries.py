"""Reading summaries, and gathering what they are drafted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.history.unchanged import while_unchanged
from tracker.summary.gathering import gather
from tracker.summary.material import Material
from tracker.summary.models import HandedSummary, Summary, SummarySection
from tracker.tasks.models import Task

__all__ = ["SummaryYear", "find_summary", "gather", "get_section", "get_summary", "list_years", "material_of"]


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
    return db.session.scalar(
        select(Summary).where(Summary.year == year).options(selectinload(Summary.sections), joinedload(Summary.paper))
    )


def get_summary(year: int) -> Summary:
    """Return the summary of a year with its sections; raise NotFound."""
    summary = find_summary(year)
    if summary is None:
        raise NotFound
    return summary


def material_of(summary: Summary, today: date) -> Material:
    """Return what ``summary`` is drafted from and takes its figures from, as it stands on ``today``."""
    year, variant = summary.year, summary.variant
    return while_unchanged(("material", year, today, variant), lambda: gather(year, today, variant))


def get_section(section_id: int) -> SummarySection:
    """Return a section with its summary; raise NotFound."""
    section = db.session.get(SummarySection, section_id, options=[joinedload(SummarySection.summary)])
    if section is None:
        raise NotFound
    return section


def list_handed(year: int) -> Sequence[HandedSummary]:
    """Return the summaries that sections handed in for a year, with their sections."""
    of_year = select(HandedSummary).where(HandedSummary.year == year).options(joinedload(HandedSummary.unit))
    return db.session.scalars(of_year.order_by(HandedSummary.id)).all()


def find_handed(year: int, unit_id: int) -> HandedSummary | None:
    """Return what a section handed in for a year, or None."""
    of_unit = HandedSummary.unit_id == unit_id, HandedSummary.year == year
    return db.session.scalar(select(HandedSummary).where(*of_unit).options(joinedload(HandedSummary.unit)))
