"""The one source of time: moments in UTC, days as they are in China whatever the machine's zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)


def now() -> datetime:
    """Return the present moment, in UTC."""
    return _pinned.get() or datetime.now(UTC)


@contextmanager
def pinned_at(moment: datetime) -> Iterator[None]:
    """Let the clock of this thread stand at ``moment``: the demonstration plays years that have passed."""
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)


def today() -> date:
    """Return the present day in China."""
    return now().astimezone(CHINA).date()


def local(moment: datetime) -> datetime:
    """Return ``moment`` (UTC, with or without its zone) as the wall clock in China shows it."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(CHINA)
