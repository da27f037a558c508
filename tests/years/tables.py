"""The tables that a closed year locks."""

from tracker.db import Base
from tracker.years.bounds import bound_of


def bound_tables() -> list[str]:
    """Return the names of all tables that belong to a year, parents first."""
    return [table.name for table in Base.metadata.sorted_tables if bound_of(table.name) is not None]
