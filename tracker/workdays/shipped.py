"""The years whose notices come with the program."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from tracker.workdays.calendar import Calendar, CalendarYear, Holiday, MakeUpDay

NOTICES = Path(__file__).parent / "notices"


@cache
def shipped_calendar() -> Calendar:
    """Return the calendar of the shipped years; what an office enters is added by ``Calendar.with_years``."""
    return Calendar(tuple(_read(path) for path in sorted(NOTICES.glob("*.json"))))


def _read(path: Path) -> CalendarYear:
    record = json.loads(path.read_text(encoding="utf-8"))
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
