"""The figures of every unit, for the summary of a government."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select

from tracker.checks.models import Finding
from tracker.db import db
from tracker.figures.queries import completion_by_unit
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import year_period
from tracker.ledger.queries import within
from tracker.organisation.models import Unit
from tracker.organisation.rules import OWN_KINDS
from tracker.requests.models import DisclosureRequest, RequestUnit
from tracker.summary.material import UnitNumbers


def list_unit_numbers(year: int, today: date) -> Iterator[UnitNumbers]:
    """Give the main figures of each unit that has any, in the order of the units; five statements."""
    tasks = {one.id: one for one in completion_by_unit(year, today)}
    ledger = _ledger(year)
    requests = _counted(
        select(RequestUnit.unit_id, func.count(DisclosureRequest.id.distinct()))
        .join(DisclosureRequest)
        .where(DisclosureRequest.received_on.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(RequestUnit.unit_id)
    )
    findings = _counted(select(Finding.unit_id, func.count()).where(Finding.year == year).group_by(Finding.unit_id))
    own = select(Unit.id, Unit.name).where(Unit.kind.in_(OWN_KINDS)).order_by(Unit.position, Unit.id)
    for unit_id, name in db.session.execute(own):
        done = tasks.get(unit_id)
        numbers = UnitNumbers(
            name, ledger[unit_id, "published"], ledger[unit_id, "interpretation"], requests[unit_id],
            done.total if done else 0, done.done if done else 0, findings[unit_id],
        )  # fmt: skip
        if any((numbers.published, numbers.interpreted, numbers.requests, numbers.tasks, numbers.findings)):
            yield numbers


def _counted(statement: object) -> defaultdict[int, int]:
    rows = db.session.execute(statement).all()  # type: ignore[call-overload]
    return defaultdict(int, {row[0]: int(row[1]) for row in rows})


def _ledger(year: int) -> defaultdict[tuple[int, str], int]:
    kinds = ("published", "interpretation")
    kept = (LedgerEntry.unit_id, LedgerEntry.ledger)
    statement = (
        select(*kept, func.sum(LedgerEntry.quantity))
        .where(LedgerEntry.struck_because == "", within(year_period(year)), LedgerEntry.ledger.in_(kinds))
        .group_by(*kept)
    )
    return defaultdict(int, {(row[0], row[1]): int(row[2]) for row in db.session.execute(statement)})
