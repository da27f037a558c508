"""The lock on closed years: whatever service writes, a record of a closed year is refused before it reaches the table.

It stands at the session, below every service, so that none can forget it. Services may check earlier and in better
words; this is the last door.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from sqlalchemy import event, inspect, literal, select
from sqlalchemy.orm import ORMExecuteState, Session

from tracker.db import Base, db
from tracker.errors import N_, RuleBroken
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.years.bounds import MADE_AFTERWARDS, RUNNING, Bound, bound_of, rows_of

CLOSED = N_(
    "%(year)d is closed: nothing of it can be changed or added any more. If it must be, the leadership opens the year "
    "again, with a reason."
)
_CLOSED_YEARS, _GOING_ON = "years.closed", "years.going_on"
_lifted: ContextVar[bool] = ContextVar("lifted", default=False)


def init_app() -> None:
    """Watch every session of this program."""
    for name, follow in (
        ("before_flush", _check),
        ("do_orm_execute", _check_statement),
        ("after_transaction_end", _forget),
    ):
        if not event.contains(db.session, name, follow):
            event.listen(db.session, name, follow)


@contextmanager
def lifted() -> Iterator[None]:
    """Let the services that close, open and carry over write in a closed year."""
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def _forget(session: Session, transaction: Any) -> None:
    if transaction.parent is None:
        session.info.pop(_CLOSED_YEARS, None)
        session.info.pop(_GOING_ON, None)


def _check(session: Session, *_: object) -> None:
    if _lifted.get():
        return
    changed = [one for one in session.dirty if session.is_modified(one, include_collections=False)]
    for record in (*session.new, *changed, *session.deleted):
        bound = bound_of(record.__tablename__)
        if bound is None:
            continue
        closed = _closed_years(session)
        if not closed:
            return
        year = next((year for year in _years(session, record, bound) if year in closed), None)
        if year is not None:
            raise RuleBroken(CLOSED, year=year)


def _check_statement(state: ORMExecuteState) -> None:
    """Refuse a statement that changes or deletes rows of a closed year without reading them first."""
    if _lifted.get() or not (state.is_delete or state.is_update):
        return
    statement: Any = state.statement
    bound = bound_of(statement.table.name)
    if bound is None or statement.table.name in RUNNING:
        return
    for year in sorted(_closed_years(state.session)):
        hit = select(literal(1)).select_from(statement.table).where(rows_of(statement.table, bound, year))
        if statement.whereclause is not None:
            hit = hit.where(statement.whereclause)
        if state.session.scalar(hit.limit(1)) is not None:
            raise RuleBroken(CLOSED, year=year)


def _closed_years(session: Session) -> frozenset[int]:
    """Return the years that were closed when this transaction began."""
    if _CLOSED_YEARS not in session.info:
        with session.no_autoflush:
            closed = session.scalars(select(Plan.year).where(Plan.state == PlanState.CLOSED))
            session.info[_CLOSED_YEARS] = frozenset(closed)
    years: frozenset[int] = session.info[_CLOSED_YEARS]
    return years


def _years(session: Session, record: Any, bound: Bound) -> set[int]:
    """Return the years a record belongs to, before and after the change; none if it may go on."""
    if record.__tablename__ in RUNNING and _goes_on(session, record):
        return set()
    if bound.column:
        values = {getattr(record, bound.column), *_before(record, bound.column)}
        return {value.year if isinstance(value, date) else value for value in values if value is not None}
    parent = _parent(session, record, bound)
    above = bound_of(bound.parent)
    return _years(session, parent, above) if parent is not None and above is not None else set()


def _goes_on(session: Session, record: Any) -> bool:
    """Whether a record that has its own pace was not at its end when this transaction first touched it."""
    if record in session.new:
        return record.__tablename__ in MADE_AFTERWARDS
    going_on: dict[tuple[str, int], bool] = session.info.setdefault(_GOING_ON, {})
    key = (record.__tablename__, record.id)
    if key not in going_on:
        column, final = RUNNING[record.__tablename__]
        state = next(iter(_before(record, column)), getattr(record, column))
        going_on[key] = str(state) not in final if final else column != "issued_on" or state is None
    return going_on[key]


def _before(record: Any, name: str) -> list[Any]:
    return list(inspect(record).attrs[name].history.deleted or ())


def _parent(session: Session, record: Any, bound: Bound) -> Any:
    """Return the record that ``record`` hangs on; one that is being made is looked at by itself."""
    number = getattr(record, bound.link)
    if number is None:
        return None
    table = Base.metadata.tables[bound.parent]
    model = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)
    with session.no_autoflush:
        return session.get(model, number)
