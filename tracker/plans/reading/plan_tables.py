"""A plan table cut into its header, its rows of tasks, the chapters between them, and what is none of these."""

from dataclasses import dataclass

from tracker.plans.reading.blocks import Row, Table
from tracker.plans.reading.characters import tight
from tracker.plans.reading.columns import Header, columns_by_content, find_header, names_columns
from tracker.plans.reading.plan_rows import PlanRow, RowKind, plan_rows


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
    return [part for part in parts if any(row.kind in (RowKind.TASK, RowKind.CHAPTER) for row in part.rows)]


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
    return PlanTable(table, header, titles, plan_rows(rows, header, loses_merges=table.loses_merges))


def _key(row: Row) -> tuple[str, ...]:
    return tuple(tight(cell.text) for cell in row.distinct())
