"""Reading the ledgers: a section reads its own entries, the office, the leaders and the supervisors all."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.holidays.queries import current_calendar
from tracker.ledger.models import LedgerEntry, LedgerFile, LedgerLock, OwnIndicator
from tracker.ledger.periods import Period, year_period
from tracker.ledger.rows import EntryRow, LedgerTotal, Wanted
from tracker.ledger.rules import Indicator, Ledger, steps_of
from tracker.ledger.shipped import INDICATORS, LEDGERS, MONTHLY
from tracker.organisation.models import Unit
from tracker.organisation.queries import in_force
from tracker.organisation.rules import OWN_KINDS
from tracker.permissions import Actor, Permission
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import TaskState
from tracker.workdays.calendar import YearMissing


def keeps_all(by: Actor) -> bool:
    """Whether this person keeps the ledgers of all units: the office."""
    return by.may(Permission.EDIT_LEDGER) and by.may(Permission.VIEW_ALL_UNITS)


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may know of an entry."""
    return true() if by.may(Permission.VIEW_ALL_UNITS) else LedgerEntry.unit_id == by.unit_id


def get_ledger(kind: str) -> Ledger:
    """Return a ledger of entries; raise NotFound, also for the monthly numbers, which have their grid."""
    if kind not in LEDGERS or kind == MONTHLY:
        raise NotFound
    return LEDGERS[kind]


def get_entry(entry_id: int, by: Actor) -> LedgerEntry:
    """Return an entry with its unit, task and files; raise NotFound where ``by`` may not know of it."""
    found = select(LedgerEntry).where(LedgerEntry.id == entry_id, visible_to(by))
    files = selectinload(LedgerEntry.files).joinedload(LedgerFile.file)
    entry = db.session.scalar(found.options(joinedload(LedgerEntry.unit), joinedload(LedgerEntry.task), files))
    if entry is None:
        raise NotFound
    return entry


def get_file(entry_id: int, file_id: int, by: Actor) -> LedgerFile:
    """Return a proof of an entry; raise NotFound."""
    found = select(LedgerFile).join(LedgerEntry).where(LedgerFile.id == file_id, LedgerEntry.id == entry_id)
    file = db.session.scalar(found.where(visible_to(by)).options(joinedload(LedgerFile.file)))
    if file is None:
        raise NotFound
    return file


def contains(column: Any, tag: str) -> ColumnElement[bool]:
    """Return the condition that stored tags hold ``tag``."""
    condition: ColumnElement[bool] = column.contains(f"|{tag}|", autoescape=True)
    return condition


def within(period: Period) -> ColumnElement[bool]:
    """Return the condition that an entry lies in ``period``."""
    return and_(LedgerEntry.day >= period.first, LedgerEntry.day <= period.last)


def _conditions(by: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [visible_to(by), LedgerEntry.ledger == wanted.kind, within(wanted.period)]
    if wanted.unit_id is not None:
        found.append(LedgerEntry.unit_id == wanted.unit_id)
    if wanted.text:
        found.append(LedgerEntry.title.contains(wanted.text, autoescape=True))
    if wanted.tag:
        found.append(contains(LedgerEntry.tags, wanted.tag))
    return found


def count_entries(by: Actor, wanted: Wanted) -> int:
    """Return how many entries answer to ``wanted``."""
    return db.session.scalar(select(func.count(LedgerEntry.id)).where(*_conditions(by, wanted))) or 0


def list_entries(by: Actor, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> list[EntryRow]:
    """Return entries of a ledger, the newest first; three statements, however many there are."""
    newest = select(LedgerEntry, Unit.name).join(Unit).where(*_conditions(by, wanted))
    return entry_rows(newest.order_by(LedgerEntry.day.desc(), LedgerEntry.id.desc()).limit(limit).offset(offset), by)


def entry_rows(statement: Select[LedgerEntry, str], by: Actor) -> list[EntryRow]:
    """Return the rows of a statement that selects entries and the names of their units."""
    found = db.session.execute(statement).all()
    twins = _twins([entry for entry, _ in found], by)
    locked = locked_months()
    return [
        EntryRow(entry, unit, twins.get(entry.id, ()), entry.day.replace(day=1) in locked, find_delay(entry))
        for entry, unit in found
    ]


def _twins(entries: Sequence[LedgerEntry], by: Actor) -> dict[int, tuple[str, ...]]:
    """Return for each entry the other units with the same title on the same day; a section learns no names."""
    columns = (LedgerEntry.ledger, LedgerEntry.title, LedgerEntry.day, LedgerEntry.unit_id, Unit.name)
    same = (
        select(*columns)
        .join(Unit)
        .where(
            LedgerEntry.title.in_({entry.title for entry in entries if entry.ledger != MONTHLY}),
            LedgerEntry.day.in_({entry.day for entry in entries}),
            LedgerEntry.struck_because == "",
        )
    )
    by_title: defaultdict[tuple[str, str, date], dict[int, str]] = defaultdict(dict)
    for ledger, title, day, unit_id, name in db.session.execute(same) if entries else ():
        by_title[ledger, title, day][unit_id] = name if by.may(Permission.VIEW_ALL_UNITS) else ""
    twins = {}
    for entry in entries:
        units = by_title.get((entry.ledger, entry.title, entry.day), {})
        twins[entry.id] = tuple(name for unit, name in units.items() if unit != entry.unit_id)
    return twins


def count_of_task(task_id: int, span: tuple[date, date] | None = None) -> int:
    """Return how many things the ledgers hold that belong to a task, from one day to another if given."""
    counted = select(func.sum(LedgerEntry.quantity)).where(
        LedgerEntry.task_id == task_id, LedgerEntry.struck_because == ""
    )
    if span is not None:
        counted = counted.where(LedgerEntry.day.between(*span))
    return int(db.session.scalar(counted) or 0)


def find_last(kind: str, by: Actor) -> LedgerEntry | None:
    """Return the entry that this person's unit entered last into a ledger, for its repetition."""
    own = LedgerEntry.unit_id == by.unit_id
    newest = select(LedgerEntry).where(LedgerEntry.ledger == kind, own, LedgerEntry.struck_because == "")
    return db.session.scalar(newest.order_by(LedgerEntry.id.desc()).limit(1))


def list_ledgers(by: Actor, period: Period) -> list[LedgerTotal]:
    """Return every ledger with the number of its entries in ``period`` and the day of the newest; one statement."""
    counted = select(LedgerEntry.ledger, func.count(LedgerEntry.id), func.max(LedgerEntry.day))
    conditions = (visible_to(by), within(period), LedgerEntry.struck_because == "")
    found = {row[0]: row for row in db.session.execute(counted.where(*conditions).group_by(LedgerEntry.ledger))}
    totals = []
    for kind, ledger in LEDGERS.items():
        _, entries, last = found.get(kind, (kind, 0, None))
        totals.append(LedgerTotal(ledger, entries, last))
    return totals


def locked_months() -> set[date]:
    """Return the first days of the months that are locked."""
    return set(db.session.scalars(select(LedgerLock.month)))


def list_locks(year: int) -> list[LedgerLock]:
    """Return the locked months of a year."""
    period = year_period(year)
    inside = LedgerLock.month.between(period.first, period.last)
    return list(db.session.scalars(select(LedgerLock).where(inside).order_by(LedgerLock.month)))


def list_own_units(on: date, by: Actor) -> list[tuple[int, str]]:
    """Return the units whose entries ``by`` may enter: all of the agency's, or the own one."""
    own = select(Unit.id, Unit.name).where(Unit.kind.in_(OWN_KINDS), in_force(Unit, on))
    if not by.may(Permission.VIEW_ALL_UNITS):
        own = own.where(Unit.id == by.unit_id)
    return [(row.id, row.name) for row in db.session.execute(own.order_by(Unit.position, Unit.name))]


def keeps_silent(month: date) -> ColumnElement[bool]:
    """Return the condition that a unit of our own entered nothing in the monthly numbers of ``month`` (a first day)."""
    entered = select(LedgerEntry.unit_id).where(
        LedgerEntry.ledger == MONTHLY, LedgerEntry.day == month, LedgerEntry.struck_because == ""
    )
    return and_(Unit.kind.in_(OWN_KINDS), Unit.id.not_in(entered))


def list_task_choices(year: int, by: Actor) -> list[tuple[int, str]]:
    """Return the tasks of a year an entry of this person may belong to."""
    found = select(Task.id, Task.number, Task.title).where(Task.year == year, Task.state != TaskState.CANCELLED)
    if not by.may(Permission.VIEW_ALL_UNITS):
        found = found.where(exists().where(TaskUnit.task_id == Task.id, TaskUnit.unit_id == by.unit_id))
    return [(row.id, f"{row.number} {row.title}") for row in db.session.execute(found.order_by(Task.number))]


def list_own_indicators() -> list[OwnIndicator]:
    """Return the figures the office added, by name."""
    return list(db.session.scalars(select(OwnIndicator).order_by(OwnIndicator.name)))


def list_indicators() -> list[Indicator]:
    """Return every indicator, those that ship and those of the office; one statement."""
    return [*INDICATORS, *(own.rule for own in list_own_indicators())]


def list_uninterpreted(period: Period, by: Actor) -> list[LedgerEntry]:
    """Return the documents tagged 需解读 that no interpretation names, oldest first; two statements."""
    open_ones = (visible_to(by), LedgerEntry.ledger == "document", within(period), LedgerEntry.struck_because == "")
    wanted = select(LedgerEntry).where(*open_ones, contains(LedgerEntry.tags, "需解读")).order_by(LedgerEntry.day)
    documents = list(db.session.scalars(wanted))
    named = select(LedgerEntry.extra).where(LedgerEntry.ledger == "interpretation", LedgerEntry.struck_because == "")
    titles = {_bare(extra.get("document", "")) for extra in db.session.scalars(named)}
    return [document for document in documents if _bare(document.title) not in titles]


def list_unreviewed(period: Period, by: Actor, *, limit: int = 6) -> list[LedgerEntry]:
    """Return the newest entries of what was published without a named reviewer (先审查后公开)."""
    conditions = (visible_to(by), LedgerEntry.ledger == "published", within(period), LedgerEntry.struck_because == "")
    unnamed = func.coalesce(LedgerEntry.extra["reviewer"].as_string(), "") == ""
    newest = select(LedgerEntry).where(*conditions, unnamed).order_by(LedgerEntry.day.desc(), LedgerEntry.id.desc())
    return list(db.session.scalars(newest.limit(limit)))


LINKS = {"interpretation": "document", "opinion": "decision"}  # a column that names a document by its title
NAMED_IN = ("document", "regulation")


def list_linked(entry: LedgerEntry, by: Actor) -> list[LedgerEntry]:
    """Return the documents an interpretation or a consultation names, or what names this document."""
    seen = (visible_to(by), LedgerEntry.struck_because == "", LedgerEntry.id != entry.id)
    if entry.ledger in LINKS:
        named = _bare(entry.extra.get(LINKS[entry.ledger], ""))
        wanted = LedgerEntry.ledger.in_(NAMED_IN) & LedgerEntry.title.in_((named, f"《{named}》"))
        return list(db.session.scalars(select(LedgerEntry).where(*seen, wanted))) if named else []
    if entry.ledger not in NAMED_IN:
        return []
    title = _bare(entry.title)
    ways = [
        (LedgerEntry.ledger == ledger) & LedgerEntry.extra[column].as_string().in_((title, f"《{title}》"))
        for ledger, column in LINKS.items()
    ]
    return list(db.session.scalars(select(LedgerEntry).where(*seen, or_(*ways)).order_by(LedgerEntry.day)))


def find_delay(entry: LedgerEntry) -> int:
    """Return how many workdays an entry took from its first step to its last, where that is more than allowed; or 0.

    Of an entry whose first step was not written down nothing is known.
    """
    ledger = LEDGERS[entry.ledger]
    done = steps_of(ledger, entry.facts) if ledger.workdays else {}
    first = done.get(ledger.steps[0]) if done else None
    if first is None:
        return 0
    try:
        taken = current_calendar().count_workdays(first, done.get(ledger.steps[-1], clock.today()))
    except YearMissing:  # years that no calendar knows are not counted
        return 0
    return taken if taken > ledger.workdays else 0


def _bare(title: str) -> str:
    return title.strip("《》 ")
