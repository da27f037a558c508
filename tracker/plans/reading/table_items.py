"""Rows of plan tables into drafts of items: which columns are headings, what is carried down, what is text.

A first column is a heading where one of its cells stands for several rows (merged, or left empty in the rows below);
then it is one in all tables of the file. Otherwise it belongs to the text.
"""

import re
from dataclasses import dataclass, field

from tracker.plans.reading.blocks import Row
from tracker.plans.reading.characters import tight, without_notes
from tracker.plans.reading.columns import Column, Header
from tracker.plans.reading.drafts import Draft
from tracker.plans.reading.headers import DUTIES, TEXTS, Meaning
from tracker.plans.reading.looks import is_number
from tracker.plans.reading.markers import Kind, find_marker
from tracker.plans.reading.plan_rows import PlanRow, RowKind, is_chapter
from tracker.plans.reading.plan_tables import PlanTable

_ORDER = {Meaning.GROUP: 0, Meaning.TASK: 1, Meaning.MEASURE: 2}
_UNNUMBERED = 100
_NOT_IN_CELLS = (Kind.LETTER, Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.STAGE, Kind.ARTICLE)


@dataclass
class Carried:
    """What stands above a row: open chapters with their level, and the last heading of each column."""

    chapters: list[tuple[int, str]] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    after_chapter: bool = False

    def open_chapter(self, heading: str) -> None:
        """Put ``heading`` below those of a higher level; the number says the level, else its place does."""
        marker = find_marker(heading)
        if marker:
            level = int(marker.kind)
        elif self.after_chapter and self.chapters:
            level = max(_UNNUMBERED, self.chapters[-1][0] + 1)
        else:
            level = next((level for level, _ in self.chapters if level >= _UNNUMBERED), _UNNUMBERED)
            level = level if self.chapters and self.chapters[0][0] < _UNNUMBERED else _UNNUMBERED
        self.chapters = [(above, text) for above, text in self.chapters if above < level]
        self.chapters.append((level, heading))
        self.headings = {}
        self.after_chapter = True


def heading_keys(tables: list[PlanTable]) -> set[str]:
    """Return the names of the columns that are headings in a file with these plan tables."""
    keys: set[str] = set()
    for table in tables:
        texts = table.header.of(*TEXTS)
        rows = table.tasks
        several = [c for c in texts if _stands_for_several(c, texts, rows) or _holds_chapters(c, texts, rows)]
        leaf = next((column for column in texts if column not in several), texts[-1])
        keys |= {column.key for column in texts if column in several and column.index < leaf.index}
        keys |= {column.key for column in texts if column.meaning is Meaning.GROUP and len(texts) > 1}
    return keys


def _stands_for_several(column: Column, texts: list[Column], rows: list[Row]) -> bool:
    """Whether a cell of ``column`` covers several task rows, is printed again, or is left empty below."""
    right = [other for other in texts if other.index > column.index]
    if not right:
        return False
    above = ""
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        text = row.at(column.index)
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if following is not None and cell is not None and cell.row_span > 1 and following.cells[column.index] is cell:
            return True
        if above and (not text or text == above) and any(row.at(other.index) for other in right):
            return True
        above = text or above
    return False


def _holds_chapters(column: Column, texts: list[Column], rows: list[Row]) -> bool:
    """Whether all cells of a column left of others bear the numbers of chapters (一、…), one row each as they may be."""
    cells = [row.at(column.index) for row in rows if row.at(column.index)]
    return column.index < texts[-1].index and bool(cells) and all(map(is_chapter, cells))


def table_drafts(table: PlanTable, keys: set[str], outer: list[str], carried: Carried) -> list[Draft]:
    """Return a draft for each task row; ``outer`` are the headings above the table, ``carried`` those within it."""
    drafts = []
    for line in table.rows:
        if line.kind is RowKind.CHAPTER:
            carried.open_chapter(_printed(line.heading))
        elif line.kind is RowKind.TASK:
            carried.after_chapter = False
            draft = _draft(table, line, keys, carried)
            draft.headings = [*_above(outer, carried), *draft.headings]
            drafts.append(draft)
    return [draft for draft in drafts if any(draft.texts)]


def _above(outer: list[str], carried: Carried) -> list[str]:
    """The headings above a table that its own chapters leave standing: 二、 in a row ends 一、 before the table."""
    if not carried.chapters:
        return outer
    level = carried.chapters[0][0]
    markers = [(find_marker(heading), heading) for heading in outer]
    return [heading for marker, heading in markers if marker is None or marker.kind < level]


def _printed(text: str) -> str:
    return without_notes(text).strip()


def _draft(table: PlanTable, line: PlanRow, keys: set[str], carried: Carried) -> Draft:
    row, header = line.row, table.header
    texts = header.of(*TEXTS)
    heading_columns = [column for column in texts if column.key in keys]
    if len(heading_columns) == len(texts):
        heading_columns = heading_columns[:-1]
    headings = _headings(row, heading_columns, carried)
    own = sorted(
        (c for c in texts if c not in heading_columns), key=lambda c: (_ORDER[c.meaning or Meaning.TASK], c.index)
    )
    cells = list(dict.fromkeys(_printed(row.at(column.index)) for column in own if row.at(column.index)))
    if not cells and headings:
        cells, headings = [headings[-1]], headings[:-1]
    number, cells = _number(table, row, cells)
    limits = header.of(Meaning.LIMIT)
    return Draft(
        number=number,
        headings=[*(text for _, text in carried.chapters), *headings],
        texts=cells,
        anchors=[row.id],
        where=row.where,
        duties=[(_duty(column, header), row.at(column.index)) for column in header.of(*DUTIES) if row.at(column.index)],
        limits=[row.at(column.index) for column in limits if row.at(column.index)],
        remarks=[row.at(column.index) for column in header.of(Meaning.REMARK) if row.at(column.index)],
        leader=_joined(row, header.of(Meaning.LEADER)),
        person=_joined(row, header.of(Meaning.PERSON)),
        deliverable=_joined(row, header.of(Meaning.TARGET)),
        has_limit_column=bool(limits),
    )


def _duty(column: Column, header: Header) -> Meaning:
    """What a unit column stands for: beside a 牵头 column, 责任单位 means those who co-operate."""
    if column.meaning is Meaning.UNIT and header.of(Meaning.LEAD):
        return Meaning.COOP
    return column.meaning or Meaning.UNIT


def _headings(row: Row, columns: list[Column], carried: Carried) -> list[str]:
    """The headings of a row from its heading columns; an empty cell takes the one above, unless an outer one changed."""
    headings = []
    for at, column in enumerate(columns):
        text = _printed(row.at(column.index)).replace("\n", "")
        if text and text != carried.headings.get(column.key):
            for inner in columns[at:]:
                carried.headings.pop(inner.key, None)
            carried.headings[column.key] = text
        text = text or carried.headings.get(column.key, "")
        headings += [text] if text and text not in headings else []
    return headings


def _joined(row: Row, columns: list[Column]) -> str:
    return "；".join(dict.fromkeys(text for column in columns if (text := row.at(column.index))))


def _number(table: PlanTable, row: Row, cells: list[str]) -> tuple[str | None, list[str]]:
    """Return the row's number and its texts without it: from the number column, else from the head of the text.

    A number merged over several rows is that of their heading where each of them bears one of its own.
    """
    columns = table.header.of(Meaning.NUMBER)
    printed = [(column, number) for column in columns if (number := number_in(row.at(column.index)))]
    column, number = printed[-1] if printed else (None, None)
    marker = find_marker(cells[0]) if cells else None
    if marker is None or marker.kind in _NOT_IN_CELLS or _is_inner_list(cells[0], marker.value):
        return number, cells
    if columns and not (column and _is_shared(row, column)):
        return number, cells
    return marker.number, [cells[0][marker.length :].strip(), *cells[1:]]


def _is_shared(row: Row, column: Column) -> bool:
    cell = row.cells[column.index] if column.index < len(row.cells) else None
    return cell is not None and cell.row_span > 1


def number_in(text: str) -> str | None:
    """Return the number a cell holds, without its point (1.0 is 1), or None."""
    text = re.sub(r"^(\d+)\.0+$", r"\1", text.strip())
    return text.rstrip("、.．。:：") if is_number(text) or (len(tight(text)) <= 6 and re.search(r"\d", text)) else None


def _is_inner_list(text: str, value: int) -> bool:
    """Whether the number at the head of a cell begins a list within it (1.…2.…), which stays one task."""
    return value == 1 and bool(re.search(r"(?:^|[；;。\n])\s*[（(]?(?:2|二)[)）]?[.．、)）]", text))
