"""What waits for the office, read in two statements however much there is."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, Select, String, cast, exists, func, literal, select, union_all

from tracker.db import db
from tracker.holidays.queries import find_missed_year
from tracker.home.kinds import Kind, Waits
from tracker.issuing.models import IssuedPaper
from tracker.ledger.queries import keeps_silent
from tracker.organisation.models import Unit
from tracker.organisation.queries import in_force, lacks_post
from tracker.permissions import Actor
from tracker.plans.models import Plan, PlanItem
from tracker.plans.rules import PlanState
from tracker.progress.models import ProgressReport
from tracker.progress.queries import waits_for_office
from tracker.requests.queries import count_open_by_light
from tracker.summary.models import Summary
from tracker.tasks.models import Task

UNITS_NAMED = 4


def list_for_office(by: Actor, today: date) -> Iterator[Waits]:
    """Yield what waits for the office."""
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(_everything(today, month)):
        found[row.kind].append(row)
    yield from (Waits(Kind.REPORTS, row.number) for row in found[Kind.REPORTS])
    yield from (Waits(Kind.PLAN, id=row.number, title=row.title, who=str(row.more)) for row in found[Kind.PLAN])
    lights = count_open_by_light(by, today)
    yield Waits(Kind.REQUESTS_LATE, lights["stop"])
    yield Waits(Kind.REQUESTS_SOON, lights["wait"])
    yield _units(Kind.LEDGERS, found[Kind.LEDGERS], month)
    yield from (Waits(Kind.SUMMARY, id=row.number, title=row.title) for row in found[Kind.SUMMARY])
    yield _units(Kind.STAFF, found[Kind.STAFF], today)
    yield Waits(Kind.CALENDAR, find_missed_year(today) or 0)


def _units(kind: Kind, rows: list[Any], on: date) -> Waits:
    named = sorted(rows, key=lambda row: (row.more, row.number))[:UNITS_NAMED]
    return Waits(kind, len(rows), who="、".join(row.title for row in named), on=on)


def _everything(today: date, month: date) -> Select[Any]:
    """Return the statement of all that is one row for each thing; ``more`` is its place, or what is in doubt there."""
    reports = _row(Kind.REPORTS, func.count(ProgressReport.id)).join(Task).where(*waits_for_office())
    in_doubt = select(func.count(PlanItem.id)).where(
        PlanItem.plan_id == Plan.id, ~PlanItem.is_dropped, ~PlanItem.is_settled
    )
    drafts = _row(Kind.PLAN, Plan.id, Plan.title, in_doubt.scalar_subquery()).where(Plan.state == PlanState.DRAFT)
    silent = _row(Kind.LEDGERS, Unit.id, Unit.name, Unit.position).where(keeps_silent(month), in_force(Unit, today))
    short = _row(Kind.STAFF, Unit.id, Unit.name, Unit.position).where(lacks_post(today))
    issued = exists().where(IssuedPaper.kind == Summary.__tablename__, IssuedPaper.document_id == Summary.id)
    written = _row(Kind.SUMMARY, Summary.year, Summary.title, Summary.year)
    drafted = written.where(Summary.year.in_((today.year, today.year - 1)), ~issued)
    return select(union_all(reports, drafts, silent, short, drafted).subquery())


def _row(kind: Kind, number: Any, title: Any = "", more: Any = 0) -> Select[Any]:
    named = cast(title, String).label("title"), cast(more, Integer).label("more")
    return select(literal(kind.value, String).label("kind"), number.label("number"), *named)
