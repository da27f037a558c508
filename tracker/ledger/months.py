"""Monthly numbers as a grid of months and figures: each unit keeps its own, the sums are read by those who see all."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.history.services import record
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import year_period
from tracker.ledger.queries import keeps_silent, list_own_indicators, list_own_units, locked_months, visible_to, within
from tracker.ledger.rows import Grid
from tracker.ledger.rules import number_of
from tracker.ledger.services import check_open, choose_unit, plain_number
from tracker.ledger.shipped import LEDGERS, MONTHLY
from tracker.organisation.models import Unit
from tracker.organisation.queries import in_force
from tracker.permissions import Actor, Permission

Cells = Mapping[tuple[int, str], str]


def get_grid(year: int, unit_id: int | None, by: Actor) -> Grid:
    """Return the monthly numbers of a unit, or of all units together (None); four statements."""
    if not 1990 <= year <= 9998:
        raise NotFound
    name = ""
    if unit_id is not None:
        unit = db.session.get(Unit, unit_id)
        if unit is None or not by.sees_unit(unit_id):
            raise NotFound
        name = unit.name
    keys = (LedgerEntry.day, LedgerEntry.category, LedgerEntry.struck_because)
    statement = (
        select(*keys, func.sum(LedgerEntry.quantity), func.sum(LedgerEntry.version))
        .where(LedgerEntry.ledger == MONTHLY, visible_to(by), within(year_period(year)), _of_unit(unit_id))
        .group_by(*keys)
    )
    found = db.session.execute(statement).all()
    cells: dict[tuple[int, str], Decimal] = {}
    for day, column, struck, value, _ in found:
        if not struck:
            cells[day.month, column] = cells.get((day.month, column), Decimal(0)) + value
    may_edit = by.may(Permission.EDIT_LEDGER) and unit_id is not None
    locked = frozenset(day.month for day in locked_months() if day.year == year)
    version = sum(int(row[4]) for row in found)
    return Grid(year, unit_id, name, _columns(cells), cells, version, locked, may_edit)


def _of_unit(unit_id: int | None) -> ColumnElement[bool]:
    """Return the condition that an entry is of ``unit_id``; None asks nothing."""
    return LedgerEntry.unit_id.is_not(None) if unit_id is None else LedgerEntry.unit_id == unit_id


def _columns(cells: Mapping[tuple[int, str], Decimal]) -> tuple[str, ...]:
    """Return the names of the figures: the usual ones, those of the office's own indicators, and all in use."""
    own = [name for one in list_own_indicators() if one.ledger == MONTHLY for name in one.rule.category]
    names = [*LEDGERS[MONTHLY].choices["category"], *own, *sorted({name for _, name in cells})]
    return tuple(dict.fromkeys(names))


def save_grid(year: int, unit_id: int | None, typed: Cells, *, by: Actor, seen: int | None = None) -> int:
    """Save the cells that changed and return how many; an emptied cell counts nowhere any more."""
    by.must(Permission.EDIT_LEDGER)
    with transaction():
        chosen = choose_unit(unit_id, by)
        grid = get_grid(year, chosen, by)
        if seen is not None and seen != grid.version:
            raise Stale(texts_of(grid), version=grid.version)
        locked = locked_months()
        changes = [
            (month, column, text.strip(), grid.cells.get((month, column)))
            for (month, column), text in typed.items()
            if column in grid.columns and text.strip() != _shown(grid.cells.get((month, column)))
        ]
        for month, column, text, _ in changes:
            check_open(date(year, month, 1), by, locked)
            _save_cell(date(year, month, 1), column, text, chosen, by)
    return len(changes)


def _save_cell(month: date, column: str, text: str, unit_id: int, by: Actor) -> None:
    if month > clock.today():
        raise RuleBroken(N_("%(month)s lies ahead; its numbers come later."), month=f"{month:%Y-%m}")
    there = select(LedgerEntry).where(
        LedgerEntry.ledger == MONTHLY, LedgerEntry.category == column, LedgerEntry.unit_id == unit_id,
        LedgerEntry.day == month,
    )  # fmt: skip
    entry = db.session.scalar(there.order_by(LedgerEntry.id.desc()).limit(1))
    value, about = number_of(text, column) if text else (Decimal(0), False)
    before = _shown(entry.quantity) if entry and not entry.struck_because else ""
    if entry is None:
        entry = LedgerEntry(
            ledger=MONTHLY, day=month, unit_id=unit_id, category=column, title=f"{month:%Y-%m} {column}",
            entered_by=by.name, entered_at=clock.now(), version=0,
        )  # fmt: skip
        db.session.add(entry)
    entry.quantity, entry.is_approximate = value, about
    entry.struck_because = "" if text else N_("emptied")
    entry.version += 1
    db.session.flush()
    record(by, "ledger.month_entered", entry, before={"text": before}, after={"text": text})


def _shown(value: Decimal | None) -> str:
    return "" if value is None else plain_number(value)


def texts_of(grid: Grid) -> dict[str, str]:
    """Return the cells by the names of their fields: c3_0 is March of the first column."""
    return {
        f"c{month}_{at}": _shown(grid.cells.get((month, column)))
        for month in range(1, 13)
        for at, column in enumerate(grid.columns)
    }


def list_keepers(year: int, by: Actor) -> list[tuple[int, str]]:
    """Return the units whose grid ``by`` may open."""
    return list_own_units(min(clock.today(), date(year, 12, 31)), by)


def list_silent(year: int, month: int, by: Actor) -> list[tuple[int, str]]:
    """Return the units whose grid ``by`` may open and that entered nothing for a month."""
    if not 1 <= month <= 12:
        raise NotFound
    found = select(Unit.id, Unit.name).where(keeps_silent(date(year, month, 1)), in_force(Unit, clock.today()))
    ordered = found.order_by(Unit.position, Unit.id)
    return [(number, name) for number, name in db.session.execute(ordered) if by.sees_unit(number)]
