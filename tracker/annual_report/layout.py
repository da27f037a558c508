"""The three tables as rows of label cells and number cells: for the page that fills them in, and for the website."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.annual_report.report import ReportFigures
from tracker.annual_report.tables import (
    DISPUTE_PATHS,
    HEADER_FOUR,
    HEADER_THREE,
    TABLE_TWO,
    Form,
    HeaderRows,
    row_paths,
    table_three,
)
from tracker.requests.counting import CARRIED_IN, CARRIED_OVER, NEW, TOTAL

_SUMS = (NEW, CARRIED_IN, TOTAL, CARRIED_OVER)


@dataclass(frozen=True)
class PrintedRow:
    """A row: label cells as (text, rows, columns), then number cells as (path, columns).

    ``meaning`` and ``basis`` are message ids: what the row is for, and the article it rests on.
    """

    labels: Sequence[tuple[str, int, int]]
    paths: Sequence[tuple[str, int]] = ()
    is_head: bool = False
    is_sum: bool = False
    meaning: str = ""
    basis: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """A table: the rows of its head, its rows, and how many label columns it has."""

    name: str
    head: HeaderRows
    rows: Sequence[PrintedRow]
    labels: int = 0

    @property
    def paths(self) -> list[str]:
        """Its cells."""
        return [path for row in self.rows for path, _ in row.paths]


def table_of(figures: ReportFigures, key: str) -> PrintedTable | None:
    """Return the table of a section ("二", "三", "四"), None for a section of text."""
    if key == "二":
        return PrintedTable("table2", (), _rows_two(figures.form), 1)
    if key == "三":
        return PrintedTable("table3", HEADER_THREE, _rows_three(figures.form_three), 3)
    if key == "四":
        return PrintedTable("table4", HEADER_FOUR, [PrintedRow((), [(path, 1) for path in DISPUTE_PATHS])])
    return None


def _rows_two(form: Form) -> list[PrintedRow]:
    rows = []
    for block in TABLE_TWO[form]:
        last = 4 - len(block.columns)
        rows.append(PrintedRow([(block.caption, 1, 4)], is_head=True))
        spans = [*(1 for _ in block.columns[1:]), last]
        heads = [(column.heading, 1, span) for column, span in zip(block.columns, spans, strict=True)]
        rows.append(PrintedRow([("信息内容", 1, 1), *heads], is_head=True))
        rows += [
            PrintedRow([(label, 1, 1)], list(zip(block.paths(key), spans, strict=True))) for key, label in block.rows
        ]
    return rows


def _rows_three(form: Form) -> list[PrintedRow]:
    return [
        PrintedRow(
            row.labels, [(path, 1) for path in row_paths(row.key)], is_sum=row.key in _SUMS, meaning=row.meaning,
            basis=row.basis,
        )
        for row in table_three(form)
    ]  # fmt: skip
