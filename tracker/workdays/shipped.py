"""The years whose notices come with the program."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tracker.workdays.calendar import Calendar, CalendarYear, Holiday, MakeUpDay

NOTICES = Path(__file__).parent / "notices"


@cache
def shipped_calendar() -> Calendar:
    """Return the calendar of the shipped years; what an office enters is added by ``Calendar.with_years``."""
    return Calendar(tuple(_read(path) for path in sorted(NOTICES.glob("*.json"))))


def _read(path: Path) -> CalendarYear:
    return year_of(json.loads(path.read_text(encoding="utf-8")))


def year_of(record: dict[str, Any]) -> CalendarYear:
    """Return the year that ``record`` writes down, as in the shipped files and as the database keeps it."""
    return CalendarYear(
        year=record["year"],
        holidays=tuple(
            Holiday(holiday["name"], date.fromisoformat(holiday["first"]), date.fromisoformat(holiday["last"]))
            for holiday in record["holidays"]
        ),
        make_up_days=tuple(
            MakeUpDay(make_up["name"], date.fromisoformat(make_up["day"])) for make_up in record["make_up_days"]
        ),
        notices=tuple(record["notices"]),
    )


def record_of(year: CalendarYear) -> dict[str, Any]:
    """Return ``year`` as plain values: the inverse of ``year_of``."""
    return {
        "year": year.year,
        "holidays": [
            {"name": holiday.name, "first": holiday.first.isoformat(), "last": holiday.last.isoformat()}
            for holiday in year.holidays
        ],
        "make_up_days": [{"name": make_up.name, "day": make_up.day.isoformat()} for make_up in year.make_up_days],
        "notices": list(year.notices),
    }
