"""Which tables belong to a year, and by what: their own year, a day, or the record they hang on.

A new table belongs to a year as soon as it has a year or hangs on a record that does; what shall stay free is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Column, ColumnElement, Date, Table, false, select

from tracker.db import Base

# What has a year or hangs on a task, and is yet no record of that year.
FREE = frozenset(
    {
        "calendar_year",  # the State's calendar
        "task_bulk_row",  # what one press did or was refused
        "reminder",  # messages to people
        "plan_proposal",  # belongs to the plan of the year that follows
        "history_entry",
        "archive_run",  # made of a year that is closed
    }
)
BY_DAY = {"ledger_entry": "day", "ledger_lock": "month"}
# What goes on when the year is closed until it has come to its end; then it is closed with its year.
RUNNING: Mapping[str, tuple[str, frozenset[str]]] = {
    "finding": ("state", frozenset({"closed"})),
    "matter": ("state", frozenset({"closed"})),
    "complaint": ("state", frozenset({"answered"})),
    "disclosure_request": ("step", frozenset({"answered", "archived"})),
    "disclosure_dispute": ("result", frozenset()),  # whoever decides it sets the pace
    "annual_report": ("issued_on", frozenset()),  # due by 31 January; closed once issued
}
MADE_AFTERWARDS = frozenset({"annual_report"})  # of the closed year, and often not begun when it is closed
# The parts of the statutory report: they go with the report of their year.
OF_REPORT = frozenset({"report_quantity", "report_quantity_sheet", "received_report", "annual_report_task"})


@dataclass(frozen=True)
class Bound:
    """How a table belongs to a year: through ``column`` of its own, or through the record that ``link`` leads to."""

    column: str = ""
    link: str = ""
    parent: str = ""


@cache
def bound_of(name: str) -> Bound | None:
    """Return how the table ``name`` belongs to a year, or None when it does not."""
    table = Base.metadata.tables[name]
    if name in FREE or name in OF_REPORT:
        return None
    if name in BY_DAY:
        return Bound(column=BY_DAY[name])
    if "year" in table.c:
        return Bound(column="year")
    return next((bound for bound in map(_through, _links(table)) if bound is not None), None)


def _links(table: Table) -> list[Column[object]]:
    """Return the columns that lead to other tables, those that are never empty first."""
    links = [column for column in table.columns if column.foreign_keys and column.name != "corrects_id"]
    return sorted(links, key=lambda column: bool(column.nullable))


def _through(column: Column[object]) -> Bound | None:
    parent = next(iter(column.foreign_keys)).column.table.name
    is_own = parent == column.table.name
    return None if is_own or bound_of(parent) is None else Bound(link=column.name, parent=parent)


def rows_of(table: Table, bound: Bound, year: int) -> ColumnElement[bool]:
    """Return the condition that a row of ``table`` belongs to ``year``, by itself or by what it hangs on."""
    if bound.column:
        column = table.c[bound.column]
        is_day = isinstance(column.type, Date)
        return column.between(date(year, 1, 1), date(year, 12, 31)) if is_day else column == year
    parent, above = Base.metadata.tables[bound.parent], bound_of(bound.parent)
    if above is None:
        return false()
    return table.c[bound.link].in_(select(parent.c.id).where(rows_of(parent, above, year)))
