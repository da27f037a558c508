"""A plan table cut into its header, its rows of tasks, the chapters between them, and what is none of these."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from tracker.plans.reading.blocks import Cell, Row, Table
from tracker.plans.reading.characters import tight
from tracker.plans.reading.columns import Column, Header, columns_by_content, find_header, names_columns
from tracker.plans.reading.headers import DUTIES, TEXTS, Meaning
from tracker.plans.reading.looks import is_number
from tracker.plans.reading.markers import Kind, find_marker

_NOTE = re.compile(
    r"^\(?(?:注|备注|说明|附注|填表|填报|制表|审核|审批|联系人|联系电话|报送|合计|总计|小计|单位负责人)(?:[:：;；]|\d|说明|单位|人|$)|^[★※*]"
)
_LONGEST_CHAPTER = 60
_LONGEST_TITLE = 30
_CHAPTER_KINDS = (Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.HAN, Kind.BRACKETED_HAN, Kind.STAGE)


class RowKind(Enum):
    """What a row of a plan table is."""

    TASK = "task"
    CHAPTER = "chapter"
    NOTE = "note"
    EMPTY = "empty"


@dataclass(frozen=True)
class PlanRow:
    """A row below the header; ``heading`` is the chapter a chapter row names."""

    row: Row
    kind: RowKind
    heading: str = ""


@dataclass(frozen=True)
class PlanTable:
    """A table, or a part of one under its own header, that holds tasks; ``titles`` stand above the header."""

    table: Table
    header: Header
    titles: tuple[str, ...]
    rows: tuple[PlanRow, ...]

    @property
    def tasks(self) -> list[Row]:
        """The rows that hold tasks."""
        return [line.row for line in self.rows if line.kind is RowKind.TASK]


def plan_tables(table: Table, before: Header | None) -> list[PlanTable]:
    """Return the parts of ``table`` that hold tasks; one without a header takes that of the table ``before`` it."""
    header = find_header(table)
    if header is None:
        goes_on = before is not None and len(before.columns) == table.width
        header = Header(-1, -1, before.columns) if goes_on and before else columns_by_content(table)
    parts: list[PlanTable] = []
    while header is not None:
        following = _next_header(table, header)
        end = following.first if following else len(table.rows)
        if header.is_plan:
            parts.append(_part(table, header, end, start=0 if not parts else header.first))
        header = following
    return [part for part in parts if part.tasks]


def _next_header(table: Table, header: Header) -> Header | None:
    """Return the next header that names other columns; the same one printed again is no new beginning."""
    at = header.last + 1
    while at < len(table.rows):
        found = find_header(table, at) if names_columns(table.rows[at], strictly=True) else None
        if found and found.first == at and [c.key for c in found.columns] != [c.key for c in header.columns]:
            return found
        at += 1
    return None


def _part(table: Table, header: Header, end: int, *, start: int) -> PlanTable:
    above = table.rows[start : max(header.first, 0)]
    titles = tuple(cell.text.strip() for row in above for cell in row.distinct() if not cell.is_blank)
    repeated = {_key(row) for row in table.rows[max(header.first, 0) : header.last + 1]}
    rows = [row for row in table.rows[header.last + 1 : end] if _key(row) not in repeated]
    usual = _usual_number(rows, header)
    return PlanTable(
        table, header, titles, tuple(_judged(row, header, usual, loses_merges=table.loses_merges) for row in rows)
    )


def _key(row: Row) -> tuple[str, ...]:
    return tuple(tight(cell.text) for cell in row.distinct())


def _usual_number(rows: list[Row], header: Header) -> Kind | None:
    """The kind of number most rows bear in their number column."""
    kinds: list[Kind | None] = []
    for column in header.of(Meaning.NUMBER):
        for row in rows:
            text = tight(row.at(column.index))
            marker = find_marker(text + "、") if is_number(text) else None
            kinds += [marker.kind] if marker else []
    return max(kinds, key=kinds.count, default=None)


def _filled(row: Row, *, loses_merges: bool) -> list[Cell]:
    """The filled cells of a row; where a form repeats a merged text in each cell it covers, one for all."""
    filled = [cell for cell in row.distinct() if not cell.is_blank]
    if loses_merges and len(filled) > 2 and len({tight(cell.text) for cell in filled}) == 1:
        return [replace(filled[0], column_span=len(row.cells))]
    return filled


def is_chapter(text: str) -> bool:
    """Whether ``text`` is the title of a chapter by its number (一、…, （一）…)."""
    marker = find_marker(text)
    return marker is not None and marker.kind in _CHAPTER_KINDS and len(text) <= _LONGEST_CHAPTER and "。" not in text


def _judged(row: Row, header: Header, usual: Kind | None, *, loses_merges: bool) -> PlanRow:
    filled = _filled(row, loses_merges=loses_merges)
    own = row.own()
    if not own:
        return PlanRow(row, RowKind.EMPTY)
    first = own[0].text.strip()
    if len(filled) == 1 and _NOTE.match(tight(first)):
        return PlanRow(row, RowKind.NOTE)
    heading = _chapter(row, filled, header, usual)
    if heading:
        is_long = len(heading) > _LONGEST_CHAPTER and "。" in heading
        return PlanRow(row, RowKind.NOTE) if is_long else PlanRow(row, RowKind.CHAPTER, heading)
    if _NOTE.match(tight(first)) and not any(row.at(column.index) for column in header.of(*DUTIES, Meaning.LIMIT)):
        return PlanRow(row, RowKind.NOTE)
    has_text = any(row.at(column.index) for column in header.of(*TEXTS))
    return PlanRow(row, RowKind.TASK if has_text and _is_more_than_number(own, header) else RowKind.EMPTY)


def _is_more_than_number(own: list[Cell], header: Header) -> bool:
    numbers = {column.index for column in header.of(Meaning.NUMBER)}
    return any(cell.column not in numbers for cell in own)


def _chapter(row: Row, filled: list[Cell], header: Header, usual: Kind | None) -> str:
    """Return the heading a chapter row names, nothing for other rows."""
    if len(filled) == 1:
        return filled[0].text.strip() if _is_chapter(row, filled[0], header, usual) else ""
    numbers = {column.index for column in header.of(Meaning.NUMBER)}
    texts = {column.index for column in header.of(*TEXTS)}
    if len(filled) == 2 and filled[0].column in numbers and filled[1].column in texts and usual is not None:
        number = filled[0].text.strip()
        marker = find_marker(number) or find_marker(number + "、")
        if marker and marker.kind in _CHAPTER_KINDS and marker.kind is not usual:
            point = "、" if marker.kind is Kind.HAN and find_marker(number) is None else ""
            return f"{number}{point}{filled[1].text.strip()}"
    return ""


def _is_chapter(row: Row, cell: Cell, header: Header, usual: Kind | None) -> bool:
    """Whether the only filled cell of a row is a chapter: it covers the row, or bears a chapter's number or place."""
    width, text = len(row.cells), cell.text.strip()
    if cell.row_span > 1 and cell.column_span == 1:
        return False
    if width > 1 and cell.column_span >= max(width - 1, 2):
        return True
    marker = find_marker(text)
    if marker and marker.kind in _CHAPTER_KINDS:
        return True
    if marker or is_number(text) or len(text) > _LONGEST_TITLE or "。" in text:
        return False
    texts = header.of(*TEXTS)
    is_first = cell.column < texts[0].index or (len(texts) > 1 and cell.column == texts[0].index)
    return is_first or usual is not None
