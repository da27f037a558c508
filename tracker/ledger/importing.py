"""Reading a list into a ledger: pasted or uploaded, looked over line by line, entered as a whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import BinaryIO

from sqlalchemy import delete, select

from tracker import clock
from tracker.confined import run_job
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.files.inspection import Kind, inspect
from tracker.files.services import upload_limits
from tracker.history.services import record
from tracker.ledger.lists import SAME, find_head, is_total, write_lines
from tracker.ledger.models import LedgerEntry, LedgerImport
from tracker.ledger.queries import get_ledger, keeps_all, list_own_units, locked_months
from tracker.ledger.rows import ListRow
from tracker.ledger.rules import EntryFacts, Ledger, day_of, number_of, tags_of, whole_of
from tracker.ledger.services import choose_unit, make_entry
from tracker.ledger.sheet import too_many
from tracker.permissions import Actor, Permission

MOST_LINES, MOST_CELLS = 5000, 60
LONGEST_TEXT = 100_000


def read_file(content: BinaryIO, name: str) -> list[list[str]]:
    """Return the lines of an uploaded .xlsx file, read in the limited process; raise Unreadable or RuleBroken."""
    inspect(content, name, limits=upload_limits(), allowed={Kind.XLSX})
    content.seek(0)
    rows: list[list[str]] = run_job("read_ledger", {"content": content.read()})["rows"]
    return rows


def keep_list(kind: str, lines: Sequence[Sequence[str]], name: str, *, by: Actor) -> LedgerImport:
    """Keep a list to be looked over; the one this account had before is dropped."""
    by.must(Permission.EDIT_LEDGER)
    ledger = get_ledger(kind)
    filled = sum(1 for line in lines if any(line))
    if not filled:
        raise RuleBroken(N_("Paste lines from Excel, or choose a file."), field="text")
    if filled > MOST_LINES + 1:
        raise too_many()
    with transaction():
        db.session.execute(delete(LedgerImport).where(LedgerImport.account_id == by.account_id))
        kept = LedgerImport(
            account_id=by.account_id, ledger=ledger.kind, name=name[:200], made_at=clock.now(),
            lines=[[cell[:2000] for cell in line[:MOST_CELLS]] for line in lines],
        )  # fmt: skip
        db.session.add(kept)
        db.session.flush()
        record(by, "ledger.list_read", kept)
    return kept


def get_list(list_id: int, by: Actor) -> LedgerImport:
    """Return a list that this account read in; raise NotFound."""
    kept = db.session.get(LedgerImport, list_id)
    if kept is None or kept.account_id != by.account_id or not by.may(Permission.EDIT_LEDGER):
        raise NotFound
    return kept


def text_of(list_id: int, by: Actor) -> str:
    """Return a list as text to be mended; nothing of one too long for that, which is mended in its file."""
    text = write_lines(get_list(list_id, by).lines)
    return text if len(text) <= LONGEST_TEXT else ""


def look_over(kept: LedgerImport, by: Actor) -> list[ListRow]:
    """Return every line of a list with what it says or why it cannot be entered; three statements."""
    ledger = get_ledger(kept.ledger)
    places, first = find_head(kept.lines, ledger)
    units = {name: unit_id for unit_id, name in list_own_units(clock.today(), by)}
    locked = locked_months()
    rows: list[ListRow] = []
    for number, line in enumerate(kept.lines[first:], first + 1):
        texts = {name: line[at] for name, at in places.items() if at < len(line) and line[at]}
        if texts:
            rows.append(_look_at(number, line, texts, ledger, units, locked, by))
    return _with_twins(rows, ledger, by)


def _look_at(
    number: int, line: Sequence[str], texts: Mapping[str, str], ledger: Ledger, units: Mapping[str, int],
    locked: set[date], by: Actor,
) -> ListRow:  # fmt: skip
    try:
        _check_line(ledger, line, texts)
        facts = facts_of(ledger, texts, clock.today().year)
        unit_id = _unit_of(texts.get("unit", ""), units, by)
        make_entry(ledger, facts, unit_id, by, locked)
    except RuleBroken as refusal:
        return ListRow(number, line, refusal=refusal)
    return ListRow(number, line, facts, unit_id)


def _check_line(ledger: Ledger, line: Sequence[str], texts: Mapping[str, str]) -> None:
    """Raise RuleBroken for what lists have and single entries have not: totals, and cells merged over several lines."""
    if is_total(line):
        raise RuleBroken(N_("This line adds up others; take it out, or everything counts twice."))
    for name in ("day", "title"):
        if not texts.get(name):
            message = N_("%(column)s is empty. A merged cell is pasted into its first line only; fill each line.")
            raise RuleBroken(message, column=ledger.columns[name])
    for name, text in texts.items():
        if text == SAME:
            message = N_("%(column)s is one cell merged over several lines; write the number of each line.")
            raise RuleBroken(message, column=ledger.columns.get(name, name))


def _unit_of(name: str, units: Mapping[str, int], by: Actor) -> int:
    if not name or (name == by.unit_name and not keeps_all(by)):
        return choose_unit(None, by)
    if name not in units:
        raise RuleBroken(N_("You cannot enter anything for a unit called “%(name)s”."), name=name[:40])
    return units[name]


def facts_of(ledger: Ledger, texts: Mapping[str, str], year: int) -> EntryFacts:
    """Return what typed texts say, by the names of the columns; raise RuleBroken with the field it is about."""
    field = ""
    columns = ledger.columns
    try:
        field = "day"
        day = day_of(texts["day"], columns["day"], year) if texts.get("day") else None
        field = "quantity"
        quantity, about = number_of(texts.get(field) or "1", columns.get(field, ""))
        field = "amount"
        amount, _ = number_of(texts.get(field) or "0", columns.get(field, ""))
        field = "people"
        people = whole_of(texts.get(field) or "0", columns.get(field, ""))
        field = "issue"
        issue = whole_of(texts[field], columns.get(field, "")) if texts.get(field) else None
    except RuleBroken as refusal:
        refusal.field = field
        raise
    return EntryFacts(
        day=day, title=texts.get("title", ""), category=texts.get("category", ""), channel=texts.get("channel", ""),
        series=texts.get("series", ""), issue=issue, quantity=quantity, is_approximate=about, people=people,
        amount=amount, tags=tags_of(texts.get("tags", "")), url=texts.get("url", ""),
        extra=_extra_of(ledger, texts, year),
    )  # fmt: skip


def _extra_of(ledger: Ledger, texts: Mapping[str, str], year: int) -> dict[str, str]:
    """Return the ledger's own columns; those that are days of its steps are kept as days."""
    found = {name: texts[name] for name in ledger.extra if texts.get(name)}
    for name in ledger.steps:
        if name in found:
            try:
                found[name] = day_of(found[name], ledger.extra[name], year).isoformat()
            except RuleBroken as refusal:
                refusal.field = name
                raise
    return found


def _with_twins(rows: Sequence[ListRow], ledger: Ledger, by: Actor) -> list[ListRow]:
    """Mark the lines whose title stands in the ledger, or twice in the list, for the same day."""
    good = [row.facts for row in rows if row.facts]
    days = [facts.day for facts in good if facts.day]
    there: set[tuple[date, str]] = set()
    if days:
        known = select(LedgerEntry.day, LedgerEntry.title).where(
            LedgerEntry.ledger == ledger.kind, LedgerEntry.day.between(min(days), max(days)),
            LedgerEntry.struck_because == "",
        )  # fmt: skip
        there = {(day, title) for day, title in db.session.execute(known)}
    marked = []
    for row in rows:
        key = (row.facts.day, row.facts.title) if row.facts and row.facts.day else None
        is_twin = key in there
        marked.append(ListRow(row.number, row.texts, row.facts, row.unit_id, row.refusal, is_twin))
        if key:
            there.add(key)
    return marked


def enter_list(list_id: int, *, by: Actor) -> tuple[str, int]:
    """Enter every line of a list, or none; return its ledger and the number of entries."""
    by.must(Permission.EDIT_LEDGER)
    with transaction():
        kept = get_list(list_id, by)
        ledger = get_ledger(kept.ledger)
        locked, entries = locked_months(), []
        for row in look_over(kept, by):
            if row.refusal or row.facts is None or row.unit_id is None:
                message = N_("Line %(number)d cannot be entered; mend the list and read it in again.")
                raise RuleBroken(message, number=row.number)
            entries.append(make_entry(ledger, row.facts, row.unit_id, by, locked))
        if not entries:
            raise RuleBroken(N_("There is no line to enter in this list."))
        db.session.add_all(entries)
        db.session.flush()
        after = {"kind": ledger.name, "items": len(entries), "to": f"{entries[0].id}–{entries[-1].id}"}
        record(by, "ledger.list_entered", kept, after=after)
        db.session.delete(kept)
    return ledger.kind, len(entries)
