"""The rows of a plan table below its header: tasks, chapters, notes and empty ones."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from tracker.plans.reading.blocks import Cell, Row
from tracker.plans.reading.characters import tight
from tracker.plans.reading.columns import Header
from tracker.plans.reading.headers import DUTIES, TEXTS, Meaning
from tracker.plans.reading.looks import is_number
from tracker.plans.reading.markers import CHAPTERS, Kind, find_marker

_NOTE = re.compile(
    r"^\(?(?:注|备注|说明|附注|填表|填报|制表|审核|审批|联系人|联系电话|报送|合计|总计|小计|单位负责人)(?:[:;]|\d|说明|单位|人|$)|^[★※*]"
)
_LONGEST_CHAPTER = 60
_LONGEST_TITLE = 30


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


def is_chapter(text: str) -> bool:
    """Whether ``text`` is the title of a chapter by its number (一、…, （一）…)."""
    marker = find_marker(text)
    return marker is not None and marker.kind in CHAPTERS and len(text) <= _LONGEST_CHAPTER and "。" not in text


def plan_rows(rows: list[Row], header: Header, *, loses_merges: bool) -> tuple[PlanRow, ...]:
    """Tell what each of ``rows`` is; ``loses_merges`` says that merged cells may show as repeated ones."""
    reader = _RowReader(header, rows, loses_merges=loses_merges)
    return tuple(reader.read(row) for row in rows)


class _RowReader:
    """Judges a row by what the rows of its table usually hold."""

    def __init__(self, header: Header, rows: list[Row], *, loses_merges: bool) -> None:
        self._texts = {column.index for column in header.of(*TEXTS)}
        self._numbers = {column.index for column in header.of(Meaning.NUMBER)}
        self._duties = [column.index for column in header.of(*DUTIES, Meaning.LIMIT)]
        self._loses_merges = loses_merges
        self._usual = self._usual_number(rows)
        full = [row for row in rows if len(row.own()) > 1]
        named = sum(any(row.at(column) for column in self._duties) for row in full)
        self._all_have_duties = bool(full) and named * 5 >= len(full) * 4

    def _usual_number(self, rows: list[Row]) -> Kind | None:
        """The kind of number most rows bear in their number column."""
        texts = [tight(row.at(column)) for column in self._numbers for row in rows]
        markers = [find_marker(f"{text}、") for text in texts if is_number(text)]
        kinds = [marker.kind for marker in markers if marker]
        return max(kinds, key=kinds.count, default=None)

    def read(self, row: Row) -> PlanRow:
        filled, own = self._filled(row), row.own()
        if not own:
            return PlanRow(row, RowKind.EMPTY)
        heading = self._heading(row, filled)
        if self._is_note(row, own, filled) or (len(heading) > _LONGEST_CHAPTER and "。" in heading):
            return PlanRow(row, RowKind.NOTE)
        if heading:
            return PlanRow(row, RowKind.CHAPTER, heading)
        has_text = any(row.at(column) for column in self._texts)
        is_more = any(cell.column not in self._numbers for cell in own)
        return PlanRow(row, RowKind.TASK if has_text and is_more else RowKind.EMPTY)

    def _filled(self, row: Row) -> list[Cell]:
        """The filled cells of a row; where a form repeats a merged text in each cell it covers, one for all."""
        filled = [cell for cell in row.distinct() if not cell.is_blank]
        if self._loses_merges and len(filled) > 2 and len({tight(cell.text) for cell in filled}) == 1:
            return [replace(filled[0], column_span=len(row.cells))]
        return filled

    def _is_note(self, row: Row, own: list[Cell], filled: list[Cell]) -> bool:
        if not _NOTE.match(tight(own[0].text)):
            return False
        return len(filled) == 1 or not any(row.at(column) for column in self._duties)

    def _heading(self, row: Row, filled: list[Cell]) -> str:
        """The heading a chapter row names, nothing for other rows."""
        if len(filled) == 1:
            return filled[0].text.strip() if self._is_chapter(row, filled[0]) else ""
        if len(filled) == 2 and filled[0].column in self._numbers and filled[1].column in self._texts:
            number = filled[0].text.strip()
            marker = find_marker(number) or find_marker(f"{number}、")
            if marker and marker.kind in CHAPTERS and self._usual not in (None, marker.kind):
                point = "" if find_marker(number) else "、"
                return f"{number}{point}{filled[1].text.strip()}"
        return ""

    def _is_chapter(self, row: Row, cell: Cell) -> bool:
        """Whether the only filled cell of a row is a chapter: it covers the row, or its number or place says so."""
        text = cell.text.strip()
        if cell.row_span > 1 and cell.column_span == 1:
            return False
        if len(row.cells) > 1 and cell.column_span >= max(len(row.cells) - 1, 2):
            return True
        marker = find_marker(text)
        if marker and marker.kind in CHAPTERS:
            return True
        if marker or is_number(text) or len(text) > _LONGEST_TITLE or re.search("[。；，]", text):
            return False
        first = min(self._texts)
        if cell.column != first or len(self._texts) > 1:
            return cell.column <= first
        return self._usual is not None or self._all_have_duties
