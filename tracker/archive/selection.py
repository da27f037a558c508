"""Which rows of which tables go into the package of a year: its own, those they refer to, the organisation around."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, Table, and_, or_, select, true

from tracker.db import Base, db
from tracker.years.bounds import OF_REPORT, Bound, bound_of, rows_of

# What every year needs to be read: the organisation, what is counted, the calendar.
AROUND = (
    "agency", "unit", "unit_alias", "person", "unit_post", "group_seat", "indicator", "check_list", "check_list_item",
    "calendar_year", "score_rules",
)  # fmt: skip
STORED = "stored_file"
# What belongs to a year and yet is not closed with it: by a year of its own, a day, the record it hangs on.
BESIDE = {"plan_proposal": "from_year", "frozen_document": "last_on"}
HANGS_ON = {"frozen_figure": ("document_id", "frozen_document")}
# What belongs to a document of the year, which it names by kind and number: who signed it, and what may pass its gate.
OF_DOCUMENT = frozenset({"chain_step", "chain_cosigner", "gate_waiver"})
DOCUMENTS = ("summary", "bulletin", "annual_report")
PIECE = 500


@dataclass
class Selection:
    """The rows of a year; ``more`` are single rows of other years that those of this one refer to."""

    year: int
    more: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def tables(self) -> Iterator[Table]:
        """Yield the tables of a package, parents first."""
        for table in Base.metadata.sorted_tables:
            if table.name in AROUND or table.name == STORED or is_of_year(table.name):
                yield table

    def table(self, name: str) -> Table:
        """Return a table of a package by its name."""
        return next(table for table in self.tables() if table.name == name)

    def rows(self, table: Table) -> Select[tuple[object, ...]]:
        """Return the statement that reads the rows of ``table``, in the order of their numbers."""
        return select(table).where(self.condition(table)).order_by(*table.primary_key.columns)

    def condition(self, table: Table) -> ColumnElement[bool]:
        """Return the condition that a row of ``table`` goes into the package."""
        if table.name in AROUND:
            return true()
        more = self.more.get(table.name)
        if table.name == STORED:
            return table.c.id.in_(more or ())
        own = belongs(table, self.year)
        return or_(own, table.c.id.in_(more)) if more else own


def is_of_year(name: str) -> bool:
    """Whether the rows of a table belong to years."""
    named = (*OF_REPORT, *BESIDE, *HANGS_ON, *OF_DOCUMENT)
    return bound_of(name) is not None or name in named


def belongs(table: Table, year: int) -> ColumnElement[bool]:
    """Return the condition that a row belongs to ``year``, by itself or by what it hangs on."""
    if table.name in HANGS_ON:
        link, parent = HANGS_ON[table.name]
        above = Base.metadata.tables[parent]
        return table.c[link].in_(select(above.c.id).where(belongs(above, year)))
    if table.name in OF_DOCUMENT:
        return or_(*(_is_about(table, Base.metadata.tables[kind], year) for kind in DOCUMENTS))
    bound = bound_of(table.name) or Bound(column=BESIDE.get(table.name, "year"))
    return rows_of(table, bound, year)


def _is_about(table: Table, document: Table, year: int) -> ColumnElement[bool]:
    own = select(document.c.id).where(belongs(document, year))
    return and_(table.c.kind == document.name, table.c.document_id.in_(own))


def select_year(year: int, beside: Mapping[str, set[int]] = MappingProxyType({})) -> Selection:
    """Return the rows of a year and those ``beside`` it, with all that they refer to: it can be read back by itself."""
    selection = Selection(year)
    for name, numbers in beside.items():
        selection.more[name] |= numbers
    known: dict[str, set[int]] = defaultdict(set)
    waiting = [table for table in selection.tables() if is_of_year(table.name)]
    while waiting:
        found = [link for table in waiting for link in _links(selection, table)]
        waiting = []
        for parent, numbers in found:
            new = numbers - known[parent.name] - _own(parent, year, numbers)
            known[parent.name] |= numbers
            if new:
                selection.more[parent.name] |= new
                waiting.append(parent)
    return selection


def _links(selection: Selection, table: Table) -> Iterator[tuple[Table, set[int]]]:
    """Yield the tables that the chosen rows of ``table`` refer to and that are not there as a whole, with numbers."""
    for column in table.columns:
        for key in column.foreign_keys:
            parent = key.column.table
            if parent.name == STORED or is_of_year(parent.name):
                used = select(column).where(selection.condition(table), column.is_not(None)).distinct()
                yield parent, set(db.session.scalars(used))


def _own(parent: Table, year: int, numbers: set[int]) -> set[int]:
    """Return which of the numbers are rows of the year itself."""
    if parent.name == STORED:
        return set()
    own: set[int] = set()
    ordered = sorted(numbers)
    for start in range(0, len(ordered), PIECE):
        piece = ordered[start : start + PIECE]
        own |= set(db.session.scalars(select(parent.c.id).where(parent.c.id.in_(piece), belongs(parent, year))))
    return own
