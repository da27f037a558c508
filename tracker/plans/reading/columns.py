"""The columns of a plan table: found by what their names mean, and where a name says nothing by what they hold."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tracker.plans.reading.blocks import Row, Table
from tracker.plans.reading.characters import tight
from tracker.plans.reading.headers import DUTIES, TEXTS, Meaning, meaning_of
from tracker.plans.reading.looks import is_limit, is_number, is_units

_HEADER_WITHIN = 15
_LONGEST_NAME = 24
_TASK_NAMES = re.compile(r"任务|措施|要求|事项|重点工作|工作内容|要点|举措")
_SCORES = re.compile(r"分值|得分|权重|评分|扣分|赋分")
_CONTACTS = re.compile(r"电话|手机|联系方式")
_SAMPLE = 60


@dataclass(frozen=True)
class Column:
    """A column with its name as printed and what it holds; None for what belongs to no part of an item."""

    index: int
    name: str
    meaning: Meaning | None

    @property
    def key(self) -> str:
        """The name without blanks, by which columns of several tables are the same."""
        return tight(self.name)


@dataclass(frozen=True)
class Header:
    """The rows of a table that name its columns, from ``first`` to ``last`` (inclusive)."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def of(self, *meanings: Meaning) -> list[Column]:
        """Return the columns that hold one of ``meanings``, from the left."""
        return [column for column in self.columns if column.meaning in meanings]

    @property
    def is_plan(self) -> bool:
        """Whether a table with these columns holds tasks, and not contacts, scores or explanations."""
        if not self.of(*TEXTS):
            return False
        names = "".join(column.key for column in self.columns)
        if self.of(Meaning.LIMIT) or self.of(Meaning.LEAD, Meaning.COOP):
            return True
        if _CONTACTS.search(names) and self.of(Meaning.PERSON):
            return False
        if self.of(Meaning.UNIT):
            return True
        return bool(_TASK_NAMES.search(names)) and not _SCORES.search(names) and not self.of(Meaning.STATUS)

    @property
    def is_score(self) -> bool:
        """Whether the table gives points for the work: it counts only where no other table holds tasks."""
        return any(_SCORES.search(column.key) for column in self.columns) and not self.of(Meaning.LIMIT)


def find_header(table: Table, start: int = 0) -> Header | None:
    """Return the first header at or below row ``start``, with columns refined by what stands under them."""
    last = min(len(table.rows), start + _HEADER_WITHIN) if start == 0 else len(table.rows)
    for at in range(start, last):
        if names_columns(table.rows[at], strictly=start > 0):
            below = at + 1 if at + 1 < len(table.rows) and _names_more(table.rows[at], table.rows[at + 1], at) else at
            return _refined(table, Header(at, below, _columns(table, at, below)))
    return None


def names_columns(row: Row, *, strictly: bool = False) -> bool:
    """Whether ``row`` names columns: two different meanings at least, one of them no mere word for work."""
    cells = [cell for cell in row.distinct() if not cell.is_blank]
    if len(cells) < 2 or any(len(tight(cell.text)) > _LONGEST_NAME for cell in cells):
        return False
    meanings = [meaning_of(cell.text) for cell in cells]
    named = {meaning for meaning in meanings if meaning}
    known = len(meanings) - meanings.count(None)
    if len(named) < 2 or known * 2 < len(cells):
        return False
    if strictly or not (named - set(TEXTS) - {Meaning.OTHER, Meaning.TARGET}):
        return known == len(cells) and (not strictly or len(named) > 2 or (len(cells) > 2 and bool(named - set(TEXTS))))
    return True


def _names_more(row: Row, below: Row, at: int) -> bool:
    """Whether ``below`` is the second row of a header: it names parts of what ``row`` names over several columns."""
    own = [cell for cell in below.distinct() if cell.row > at and not cell.is_blank]
    if not own or any(len(tight(cell.text)) > _LONGEST_NAME for cell in own):
        return False
    parts = [cell for cell in own if _is_under_parent(row, cell.column)]
    own = [cell for cell in own if tight(cell.text) != tight(row.at(cell.column))]
    parts = [cell for cell in parts if cell in own]
    named = sum(meaning_of(cell.text) is not None for cell in own)
    return bool(own) and len(parts) == len(own) and named * 2 >= len(own)


def _is_under_parent(row: Row, column: int) -> bool:
    """Whether the cell of ``row`` at ``column`` spans several columns or is the blank beside a name that would."""
    cell = row.cells[column] if column < len(row.cells) else None
    if cell is None or cell.is_blank:
        return True
    after = row.cells[column + 1] if column + 1 < len(row.cells) else None
    before = row.cells[column - 1] if column else None
    is_repeated = any(beside is not None and tight(beside.text) == tight(cell.text) for beside in (before, after))
    return cell.column_span > 1 or is_repeated or (after is not None and after.is_blank)


def _columns(table: Table, first: int, last: int) -> tuple[Column, ...]:
    upper, lower = table.rows[first], table.rows[last]
    columns = []
    for index in range(table.width):
        name, part = upper.at(index), lower.at(index)
        if last > first and not name:
            name = next((upper.at(left) for left in range(index, -1, -1) if upper.at(left)), "")
        meaning = meaning_of(name)
        if last > first and part and part != name:
            meaning = Meaning.STATUS if meaning is Meaning.STATUS else meaning_of(part) or meaning
            name = part
        columns.append(Column(index, name, meaning))
    return tuple(columns)


def _refined(table: Table, header: Header) -> Header:
    """Give columns without a telling name a meaning by their content, and see through a name over two columns."""
    rows = table.rows[header.last + 1 : header.last + 1 + _SAMPLE]
    columns = tuple(_by_content(column, rows, header) for column in header.columns)
    return replace(header, columns=columns)


def _by_content(column: Column, rows: tuple[Row, ...], header: Header) -> Column:
    texts = _texts(rows, column.index)
    shared = sum(other.name == column.name for other in header.columns) > 1
    if not texts:
        return column
    if column.meaning is None or (column.meaning in TEXTS and shared):
        return replace(column, meaning=_meaning_of_content(texts, column, header))
    if column.meaning is Meaning.UNIT and column.key in ("单位", "部门") and not _mostly(texts, is_units):
        return replace(column, meaning=Meaning.OTHER)
    return column


def _meaning_of_content(texts: list[str], column: Column, header: Header) -> Meaning | None:
    for meaning, looks in ((Meaning.NUMBER, is_number), (Meaning.UNIT, is_units), (Meaning.LIMIT, is_limit)):
        if _mostly(texts, looks) and (column.meaning is None or meaning is Meaning.NUMBER):
            return meaning
    if column.meaning is not None:
        return column.meaning
    is_left = all(other.index > column.index for other in header.of(*DUTIES, Meaning.LIMIT))
    return Meaning.TASK if is_left and (not column.name.strip() or not header.of(Meaning.TASK)) else None


def columns_by_content(table: Table) -> Header | None:
    """Return columns for a table without names, when its content leaves no doubt: texts beside units or limits."""
    columns = []
    for index in range(table.width):
        texts = _texts(table.rows[:_SAMPLE], index)
        meaning = None
        for candidate, looks in ((Meaning.NUMBER, is_number), (Meaning.UNIT, is_units), (Meaning.LIMIT, is_limit)):
            if texts and meaning is None and _mostly(texts, looks):
                meaning = candidate
        if meaning is None and texts and sum(map(len, texts)) > 6 * len(texts):
            meaning = Meaning.TASK
        columns.append(Column(index, "", meaning))
    header = Header(-1, -1, tuple(columns))
    tells = header.of(Meaning.UNIT) and (header.of(Meaning.NUMBER) or header.of(Meaning.LIMIT))
    return header if tells and header.of(Meaning.TASK) and len(table.rows) > 1 else None


def _texts(rows: tuple[Row, ...], index: int) -> list[str]:
    return [text for row in rows if (text := row.at(index))]


def _mostly(texts: list[str], looks: Callable[[str], bool]) -> bool:
    return sum(map(looks, texts)) * 10 >= len(texts) * 7
