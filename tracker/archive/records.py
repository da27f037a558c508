"""Records as lines of JSON, and back into what their columns take."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Date, Table

from tracker.db import Moment
from tracker.errors import N_, Unreadable
from tracker.ledger.models import Exact


def line_of(row: Mapping[str, Any]) -> str:
    """Return a row as one line of JSON."""
    return json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def row_of(line: str, table: Table) -> dict[str, Any]:
    """Return a line as a row of ``table``; raise Unreadable naming what the table does not have."""
    try:
        values = json.loads(line)
        unknown = sorted(set(values) - set(table.c.keys()))
        if not unknown:
            return {name: _typed(value, table.c[name].type) for name, value in values.items()}
    except (ValueError, TypeError, ArithmeticError, AttributeError, RecursionError) as error:
        raise Unreadable(N_("A record of %(table)s cannot be read."), table=table.name) from error
    raise Unreadable(
        N_("The package has %(column)s in %(table)s, which this program does not know: it was made by a newer one."),
        column=unknown[0][:60], table=table.name,
    )  # fmt: skip


def _typed(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(kind, Exact) else value
