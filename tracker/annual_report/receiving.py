"""Figures that come from others: units' monthly quantities, and whole reports that were made elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO

from sqlalchemy import delete, select

from tracker import clock
from tracker.annual_report.filling import read_amount, read_number
from tracker.annual_report.models import Quantity, QuantitySheet, ReceivedReport
from tracker.annual_report.queries import get_received, list_quantity_units
from tracker.annual_report.reading.carried import carries_only_figures
from tracker.annual_report.reading.reports import ReadReport, read_report
from tracker.annual_report.reading.web_page import ENDINGS
from tracker.annual_report.report_json import from_json, to_json
from tracker.annual_report.wording import Words
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.files.inspection import Inspected, Kind, inspect
from tracker.files.pdfs import HAS_ATTACHMENT
from tracker.files.services import Received, file_store, keep, put, upload_limits
from tracker.history.services import record
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission

KINDS = frozenset((Kind.XLSX, Kind.DOCX, Kind.PDF, Kind.TXT))
PLAIN = ".txt"  # JSON and pages of a website are taken in as the plain text they are
_TEXTS = (".json", *ENDINGS)
Amounts = Mapping[tuple[str, int], int]


def fill_quantities(
    year: int, unit_id: int, typed: Mapping[tuple[str, int], str], *, by: Actor, seen: int | None = None
) -> QuantitySheet:
    """Keep what a unit counted in a year, month by month; a section enters its own, the office any unit's."""
    by.must(Permission.EDIT_LEDGER)
    if not by.sees_unit(unit_id):
        raise NotFound
    read = {(key, month): read_amount(key, month, text) for (key, month), text in typed.items()}
    amounts = {place: amount for place, amount in read.items() if amount is not None}
    with transaction():
        if unit_id not in {unit.id for unit, _ in list_quantity_units(year)}:
            raise NotFound
        same = (QuantitySheet.year == year, QuantitySheet.unit_id == unit_id)
        sheet = db.session.scalar(select(QuantitySheet).where(*same)) or QuantitySheet(
            year=year, unit_id=unit_id, version=0
        )
        before = _amounts(year, unit_id)
        if seen is not None and seen != sheet.version:
            raise Stale(
                {f"{key}.{month}": str(number) for (key, month), number in before.items()}, version=sheet.version
            )
        sheet.version += 1
        db.session.add(sheet)
        sheet.unit = db.session.get_one(Unit, unit_id)
        db.session.execute(delete(Quantity).where(Quantity.year == year, Quantity.unit_id == unit_id))
        for (key, month), amount in amounts.items():
            db.session.add(Quantity(year=year, unit_id=unit_id, key=key, month=month, amount=amount))
        record(by, "quantities.filled", sheet, before=_named(before), after=_named(amounts))
    return sheet


def _amounts(year: int, unit_id: int) -> Amounts:
    found = select(Quantity).where(Quantity.year == year, Quantity.unit_id == unit_id)
    return {(one.key, one.month): one.amount for one in db.session.scalars(found)}


def _named(amounts: Amounts) -> dict[str, object]:
    return {f"{key} {month}": amount for (key, month), amount in amounts.items()}


def sheet_version(year: int, unit_id: int) -> int:
    """Return the version of a unit's sheet; 0 as long as there is none."""
    same = (QuantitySheet.year == year, QuantitySheet.unit_id == unit_id)
    return db.session.scalar(select(QuantitySheet.version).where(*same)) or 0


def take_file(stream: BinaryIO, name: str, *, by_id: int | None = None) -> Received:
    """Check and store the file of a report before anything is written; raise RuleBroken (field "files")."""
    plain = f"{name}{PLAIN}" if name.lower().endswith(_TEXTS) else name
    return put(stream, _inspected(stream, plain), by_id)


def _inspected(stream: BinaryIO, name: str) -> Inspected:
    """Look into a file; an issued report may carry its own figures, no other file."""
    limits = upload_limits()
    try:
        return inspect(stream, name, limits=limits, allowed=KINDS)
    except RuleBroken as refused:
        if refused.message != HAS_ATTACHMENT:
            raise
        inspected = inspect(stream, name, limits=replace(limits, attachments=True), allowed=KINDS)
        if not carries_only_figures(stream.read()):
            raise refused from None
        stream.seek(0)
        return inspected


def receive_report(year: int, unit_id: int | None, files: Sequence[Received], *, by: Actor) -> ReceivedReport:
    """Read and keep a report of ``year`` made elsewhere: a unit's, or (None) our own; its newest version counts."""
    by.must(Permission.WRITE_SUMMARY)
    if len(files) != 1:
        raise RuleBroken(N_("Choose the one file of the report."), field="files")
    received = files[0]
    read = _read(received)
    if read.figures.year is not None and read.figures.year != year:
        raise RuleBroken(
            N_("This is the report of %(found)d, not of %(year)d."), field="files", found=read.figures.year, year=year
        )
    with transaction():
        unit = db.session.get(Unit, unit_id) if unit_id is not None else None
        if unit_id is not None and unit is None:
            raise NotFound
        kept = ReceivedReport(
            year=year, unit_id=unit_id, file_id=keep(received).id, name=_name(received)[:200],
            figures=_of(read, year, read.figures.name or (unit.name if unit else "")),
            doubts=[_doubt(one.says, one.place, one.paths) for one in read.doubts],
            received_by=by.name, received_at=clock.now(),
        )  # fmt: skip
        db.session.add(kept)
        db.session.flush()
        record(by, "annual_report.received", kept, after={"year": year, "unit": unit.name if unit else ""})
    return kept


def _name(received: Received) -> str:
    """Return the name of a file as it was sent."""
    name = received.inspected.clean_name
    sent = name.removesuffix(PLAIN)
    return sent if sent.lower().endswith(_TEXTS) else name


def _read(received: Received) -> ReadReport:
    with file_store().open(received.blob.key) as stored:
        content = stored.read()
    try:
        return read_report(content, _name(received))
    except RuleBroken as refused:
        raise RuleBroken(refused.message, field="files", **refused.values) from refused


def _of(read: ReadReport, year: int, name: str) -> str:
    return to_json(replace(read.figures, year=year, name=name), read.sections)


def _doubt(says: Words, place: Words | None, paths: tuple[str, ...]) -> list[object]:
    place_words = [place.message, _plain(place)] if place else None
    return [says.message, _plain(says), place_words, list(paths)]


def _plain(said: Words) -> dict[str, object]:
    return {name: value if isinstance(value, int) else str(value) for name, value in said.values.items()}


def settle_doubts(received_id: int, typed: Mapping[str, str], *, by: Actor, seen: int | None = None) -> ReceivedReport:
    """Write the cells that could not be read as a person reads them; what is left empty stays a doubt."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        received = get_received(received_id)
        if received.is_stale(seen):
            raise RuleBroken(N_("Somebody else has settled some of these meanwhile; look at the page again."))
        asked = {path for doubt in received.doubts for path in doubt[3]}
        figures, sections = from_json(received.figures)
        found = {
            path: read_number(path, text, figures.form if path.startswith("table2") else figures.form_three)
            for path, text in typed.items()
            if path in asked and text.strip()
        }
        if not found:
            raise RuleBroken(N_("Nothing was typed."))
        received.figures = to_json(figures.changed(found), sections)
        received.doubts = [left for doubt in received.doubts if (left := _left(doubt, set(found)))]
        received.version += 1
        record(by, "annual_report.settled", received, after={path: str(number) for path, number in found.items()})
    return received


def _left(doubt: list[object], settled: set[str]) -> list[object] | None:
    """Return a doubt with the cells that are still open, or None."""
    paths = doubt[3]
    assert isinstance(paths, list)  # noqa: S101 - as it was written above
    open_paths = [path for path in paths if path not in settled]
    return [*doubt[:3], open_paths] if open_paths or not paths else None
