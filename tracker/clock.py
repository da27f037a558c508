"""The one source of time: moments in UTC, days as they are in China whatever the machine's zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in China."""
    return now().astimezone(CHINA).date()


def local(moment: datetime) -> datetime:
    """Return ``moment`` (UTC, with or without its zone) as the wall clock in China shows it."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(CHINA)
