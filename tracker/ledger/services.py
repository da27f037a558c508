"""What is done with the ledgers: entering, correcting, striking out, locking a month, adding a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import delete, select

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.files.services import Received, keep
from tracker.history.services import record
from tracker.ledger.models import LedgerEntry, LedgerFile, LedgerLock, OwnIndicator
from tracker.ledger.queries import (
    get_entry,
    get_ledger,
    keeps_all,
    list_indicators,
    list_own_units,
    list_task_choices,
    locked_months,
)
from tracker.ledger.rules import EntryFacts, Indicator, Ledger, check_entry, check_indicator
from tracker.ledger.shipped import LEDGERS, RESERVED
from tracker.permissions import Actor, Permission

LOCKED = N_("%(month)s is locked. Ask the office to open it if something must still be changed.")


def enter_entry(
    kind: str, facts: EntryFacts, *, unit_id: int | None = None, task_id: int | None = None,
    papers: Sequence[Received] = (), by: Actor,
) -> LedgerEntry:  # fmt: skip
    """Enter one line into a ledger, for the own unit; the office enters for any."""
    by.must(Permission.EDIT_LEDGER)
    ledger = get_ledger(kind)
    with transaction():
        entry = make_entry(ledger, facts, choose_unit(unit_id, by), by, locked_months())
        _set_task(entry, task_id, by)
        db.session.add(entry)
        db.session.flush()
        _keep_papers(entry, papers, by)
        record(by, "ledger.entered", entry, after=_labelled(entry))
    return entry


def make_entry(ledger: Ledger, facts: EntryFacts, unit_id: int, by: Actor, locked: set[date]) -> LedgerEntry:
    """Return a checked entry that is not saved yet; raise RuleBroken."""
    check_entry(ledger, facts, clock.today())
    check_open(facts.day, by, locked)
    return LedgerEntry(
        ledger=ledger.kind, unit_id=unit_id, entered_by=by.name, entered_at=clock.now(), **_columns(facts)
    )


def _columns(facts: EntryFacts) -> dict[str, object]:
    return {**asdict(facts), "extra": {name: text for name, text in facts.extra.items() if text}}


def choose_unit(unit_id: int | None, by: Actor) -> int:
    """Return the unit an entry of this person belongs to; a section cannot name another one."""
    chosen = unit_id if unit_id is not None else by.unit_id
    if chosen is None:
        raise RuleBroken(N_("Choose the unit that the entry belongs to."), field="unit")
    if chosen != by.unit_id and (not keeps_all(by) or chosen not in dict(list_own_units(clock.today(), by))):
        raise NotFound
    return chosen


def check_open(day: date | None, by: Actor, locked: set[date]) -> None:
    """Raise RuleBroken when the month of ``day`` is locked for this person."""
    if day is not None and day.replace(day=1) in locked and not keeps_all(by):
        raise RuleBroken(LOCKED, field="day", month=f"{day:%Y-%m}")


def _set_task(entry: LedgerEntry, task_id: int | None, by: Actor) -> None:
    if task_id is not None and task_id != entry.task_id and task_id not in dict(list_task_choices(entry.day.year, by)):
        raise RuleBroken(N_("Choose a task of the year of the entry."), field="task")
    entry.task_id = task_id


def _keep_papers(entry: LedgerEntry, papers: Sequence[Received], by: Actor) -> None:
    for paper in papers:
        stored = keep(paper)
        name = paper.inspected.clean_name
        file = LedgerFile(entry_id=entry.id, name=name, file_id=stored.id, added_at=clock.now(), added_by=by.name)
        db.session.add(file)
    db.session.flush()


def edit_entry(
    entry_id: int, facts: EntryFacts, *, task_id: int | None = None, papers: Sequence[Received] = (), by: Actor,
    seen: int | None = None,
) -> LedgerEntry:  # fmt: skip
    """Correct an entry; what it said before stays in the history."""
    by.must(Permission.EDIT_LEDGER)
    with transaction():
        entry = get_entry(entry_id, by)
        ledger, before = get_ledger(entry.ledger), _labelled(entry)
        if entry.is_stale(seen):
            raise Stale(texts_of(entry), version=entry.version)
        locked = locked_months()
        check_open(entry.day, by, locked)
        check_entry(ledger, facts, clock.today())
        check_open(facts.day, by, locked)
        for name, value in _columns(facts).items():
            setattr(entry, name, value)
        _set_task(entry, task_id, by)
        entry.version += 1
        _keep_papers(entry, papers, by)
        record(by, "ledger.corrected", entry, before=before, after=_labelled(entry))
    return entry


def strike_entry(entry_id: int, reason: str, *, by: Actor, seen: int | None = None) -> LedgerEntry:
    """Strike an entry out with a reason: it stays to be seen and counts nowhere; without a reason it counts again."""
    by.must(Permission.EDIT_LEDGER)
    with transaction():
        entry = get_entry(entry_id, by)
        if entry.is_stale(seen):
            raise Stale({"reason": entry.struck_because}, version=entry.version)
        check_open(entry.day, by, locked_months())
        before, entry.struck_because = entry.struck_because, reason
        entry.version += 1
        event = "ledger.struck" if reason else "ledger.restored"
        record(by, event, entry, before={"reason": before}, after={"reason": reason})
    return entry


def _labelled(entry: LedgerEntry) -> dict[str, str]:
    """Return an entry as the history keeps it: under the names that people know the columns by."""
    columns = LEDGERS[entry.ledger].columns
    return {columns[name]: text for name, text in texts_of(entry).items()}


def texts_of(entry: LedgerEntry) -> dict[str, str]:
    """Return an entry as its form shows it, by the names of the fields."""
    ledger = LEDGERS[entry.ledger]
    usual = {name: _text(getattr(entry, name)) for name in ledger.columns if name not in ledger.extra}
    quantity = {"quantity": f"{usual['quantity']}余"} if entry.is_approximate and "quantity" in usual else {}
    extra = {name: entry.extra.get(name, "") for name in ledger.extra}
    return {**usual, **quantity, "tags": entry.tags_shown, **extra}


def _text(value: object) -> str:
    if value is None or value == "":
        return ""
    return str(value) if isinstance(value, str | int | date) else plain_number(value)


def plain_number(value: object) -> str:
    """Return a number without the zeros it does not need: 12, 72701.2578."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def lock_month(year: int, month: int, *, by: Actor) -> LedgerLock:
    """Lock a month: from now on sections change nothing in it; only the office does."""
    by.must(Permission.EDIT_LEDGER)
    if not keeps_all(by) or not 1 <= month <= 12 or not 1990 <= year <= 9998:
        raise NotFound
    first = date(year, month, 1)
    with transaction():
        if first > clock.today():
            raise RuleBroken(N_("A month can be locked once it has begun."))
        lock = db.session.scalar(select(LedgerLock).where(LedgerLock.month == first))
        if lock is not None:
            return lock
        lock = LedgerLock(month=first, locked_by=by.name, locked_at=clock.now())
        db.session.add(lock)
        db.session.flush()
        record(by, "ledger.locked", lock)
    return lock


def unlock_month(lock_id: int, *, by: Actor) -> None:
    """Open a locked month again."""
    by.must(Permission.EDIT_LEDGER)
    with transaction():
        lock = db.session.get(LedgerLock, lock_id)
        if lock is None or not keeps_all(by):
            raise NotFound
        record(by, "ledger.unlocked", lock)
        db.session.delete(lock)


def add_indicator(indicator: Indicator, *, by: Actor) -> OwnIndicator:
    """Add a figure of the office's own; its name must be new, and it is counted like those that ship."""
    by.must(Permission.EDIT_LEDGER)
    if not keeps_all(by):
        raise NotFound
    with transaction():
        check_indicator(indicator, LEDGERS, [*RESERVED, *(one.name for one in list_indicators())])
        own = OwnIndicator(
            name=indicator.name, unit=indicator.unit, ledger=indicator.ledger, counts=indicator.counts,
            period=indicator.period, category="|".join(indicator.category), channel="|".join(indicator.channel),
            tags="|".join(indicator.tags),
        )  # fmt: skip
        db.session.add(own)
        db.session.flush()
        record(by, "indicator.added", own, after=_of_indicator(own))
    return own


def remove_indicator(indicator_id: int, *, by: Actor) -> None:
    """Take a figure of the office's own away; what was printed with it stays as it was printed."""
    by.must(Permission.EDIT_LEDGER)
    with transaction():
        own = db.session.get(OwnIndicator, indicator_id)
        if own is None or not keeps_all(by):
            raise NotFound
        record(by, "indicator.removed", own, before=_of_indicator(own))
        db.session.execute(delete(OwnIndicator).where(OwnIndicator.id == indicator_id))


def _of_indicator(own: OwnIndicator) -> Mapping[str, object]:
    return {"unit": own.unit, "kind": own.ledger, "counts": own.counts.value, "category": own.category}
