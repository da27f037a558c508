"""Reads .xlsx: each visible sheet is one table; dates and numbers appear as the cell shows them."""

import re
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from tracker.errors import N_, Unreadable
from tracker.plans.reading.blocks import Cell, Document, Row, Table
from tracker.plans.reading.cell_formats import Formats, shown
from tracker.plans.reading.characters import clean
from tracker.plans.reading.kinds import DAMAGED
from tracker.plans.reading.model import Doubt
from tracker.plans.reading.numbering import whole
from tracker.plans.reading.packages import DECLARES, Element, Package, relations, usual_names

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_ROWS = 5000
MOST_COLUMNS = 60
_MOST_SHEETS = 50
_MOST_MERGED = 5000
_MOST_COVERED = 300_000

TOO_MANY_ROWS = N_("The file has more than %(limit)s filled rows. Delete what is not the plan, and upload it again.")
HIDDEN_SHEET = N_("The hidden sheet “%(sheet)s” was left out.")
HIDDEN_ROWS = N_(
    "Sheet “%(sheet)s”: %(count)s hidden rows were left out. Show them in Excel if they belong to the plan."
)
HIDDEN_COLUMNS = N_("Sheet “%(sheet)s”: the hidden columns %(columns)s were left out.")
MORE_COLUMNS = N_("Sheet “%(sheet)s”: only the first %(limit)s columns were read.")


@dataclass
class _Sheet:
    """A sheet as its cells are found: texts by place, merged areas, hidden rows and columns."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_cut: bool = False


def read_spreadsheet(content: bytes) -> Document:
    """Return one table for each visible sheet of an .xlsx file; Unreadable when it is damaged or too long."""
    package = Package(content)
    main = next((name for kind, name in relations(package, "").values() if kind == "officeDocument"), "")
    main = main if package.has(main) else "xl/workbook.xml"
    book = package.xml(main)
    if book is None:
        raise Unreadable(DAMAGED)
    links = relations(package, main)
    parts = dict(links.values())
    shared = _shared(package, parts.get("sharedStrings", "xl/sharedStrings.xml"))
    formats = Formats(package.xml(parts.get("styles", "xl/styles.xml")), starts_1904=_starts_1904(book))
    document = Document()
    for sheet in list(book.iter(S + "sheet"))[:_MOST_SHEETS]:
        name = clean(sheet.get("name") or "")
        kind, part = links.get(sheet.get(_R) or "", ("", ""))
        if kind != "worksheet" or not package.has(part):
            continue
        if sheet.get("state") in ("hidden", "veryHidden"):
            document.warnings.append(Doubt("hidden_sheet", HIDDEN_SHEET, {"sheet": name}))
            continue
        found = _cells(package.read(part), shared, formats)
        table = _table(f"t{len(document.blocks) + 1}", name, found)
        document.warnings += _warnings(name, found)
        if table.rows:
            document.blocks.append(table)
    return document


def _starts_1904(book: Element) -> bool:
    look = book.find(S + "workbookPr")
    return look is not None and look.get("date1904") in ("1", "true")


def _shared(package: Package, part: str) -> list[str]:
    root = package.xml(part)
    return [_text(item) for item in root.findall(S + "si")] if root is not None else []


def _text(item: Element) -> str:
    """The text of a cell with mixed letters, without the readings above Chinese characters (rPh)."""
    runs = [run.find(S + "t") for run in item.findall(S + "r")]
    return clean("".join(text.text or "" for text in [*item.findall(S + "t"), *runs] if text is not None))


def _cells(content: bytes, shared: list[str], formats: Formats) -> _Sheet:
    """Walk a sheet once; rows and cells that hold nothing cost nothing, whatever size the sheet says it has."""
    found, row = _Sheet(), 0
    parser = etree.iterparse(
        BytesIO(usual_names(content)),
        tag=(S + "row", S + "col", S + "mergeCell"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for _, element in parser:
            if element.getroottree().docinfo.doctype:
                raise Unreadable(DECLARES)
            if element.tag == S + "row":
                row = whole(element.get("r"), row + 1)
                _add_row(found, element, row, shared, formats)
                element.clear()
            elif element.tag == S + "col":
                _add_columns(found, element)
            elif (area := _area(element.get("ref") or "")) and len(found.merged) < _MOST_MERGED:
                found.merged.append(area)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    return found


def _add_row(found: _Sheet, element: Element, row: int, shared: list[str], formats: Formats) -> None:
    texts: dict[int, str] = {}
    column = 0
    for cell in element.iterfind(S + "c"):
        place = _place(cell.get("r") or "")
        column = place[1] if place else column + 1
        text = _value(cell, shared, formats) if len(cell) else ""
        if text.strip() and column > MOST_COLUMNS:
            found.is_cut = True
        elif text.strip():
            texts[column] = text
    if not texts:
        return
    if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
        found.hidden_rows.add(row)
        return
    found.cells[row] = texts
    if len(found.cells) > MOST_ROWS:
        raise Unreadable(TOO_MANY_ROWS, limit=MOST_ROWS)


def _value(cell: Element, shared: list[str], formats: Formats) -> str:
    kind = cell.get("t") or "n"
    inline = cell.find(S + "is")
    if inline is not None:
        return _text(inline)
    value = cell.find(S + "v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        at = whole(text, -1)
        return shared[at] if 0 <= at < len(shared) else ""
    if kind in ("e", "b"):
        return ""
    return shown(text, formats.of(whole(cell.get("s")))) if kind == "n" else clean(text)


def _add_columns(found: _Sheet, element: Element) -> None:
    if element.get("hidden") in ("1", "true") or element.get("width") == "0":
        first, last = whole(element.get("min"), 1), whole(element.get("max"), 1)
        found.hidden_columns |= set(range(max(first, 1), min(last, MOST_COLUMNS) + 1))


def _place(reference: str) -> tuple[int, int] | None:
    """Return (row, column) of a reference such as B7, both from 1."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})", reference)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _area(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    return (*start, *end) if start and end else None


def column_name(column: int) -> str:
    """Return the letters of a column counted from 1: A, B … AA."""
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _table(id_: str, name: str, found: _Sheet) -> Table:
    """Lay out the rows and columns that are shown; a merged area is one cell wherever it reaches."""
    rows = {row: at for at, row in enumerate(sorted(found.cells))}
    widest = max((max(texts) for texts in found.cells.values()), default=0)
    columns = {c: at for at, c in enumerate(c for c in range(1, widest + 1) if c not in found.hidden_columns)}
    covered: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in found.merged:
        inside = list(_between(rows, top, bottom)), list(_between(columns, left, right))
        if len(covered) > _MOST_COVERED or not all(inside):
            continue
        text = found.cells.get(top, {}).get(left, "")
        cell = Cell(text, rows[inside[0][0]], columns[inside[1][0]], len(inside[0]), len(inside[1]))
        covered |= {(row, column): cell for row in inside[0] for column in inside[1]}
    lines = []
    for row, at in rows.items():
        texts = found.cells[row]
        cells = tuple(
            covered.get((row, column)) or Cell(texts.get(column, ""), at, place) for column, place in columns.items()
        )
        first = min((column for column in texts if column in columns), default=1)
        lines.append(Row(f"{id_}r{row}", f"{name}!{column_name(first)}{row}", at, cells))
    return Table(id_, name, tuple(lines), sheet=name)


def _between(places: dict[int, int], first: int, last: int) -> list[int]:
    if last - first < len(places):
        return [place for place in range(first, last + 1) if place in places]
    return [place for place in places if first <= place <= last]


def _warnings(name: str, found: _Sheet) -> list[Doubt]:
    hidden = sorted(found.hidden_columns & {column for texts in found.cells.values() for column in texts})
    warnings = []
    if found.hidden_rows:
        warnings.append(Doubt("hidden_rows", HIDDEN_ROWS, {"sheet": name, "count": len(found.hidden_rows)}))
    if hidden:
        letters = "、".join(map(column_name, hidden))
        warnings.append(Doubt("hidden_columns", HIDDEN_COLUMNS, {"sheet": name, "columns": letters}))
    if found.is_cut:
        warnings.append(Doubt("more_columns", MORE_COLUMNS, {"sheet": name, "limit": MOST_COLUMNS}))
    return warnings
