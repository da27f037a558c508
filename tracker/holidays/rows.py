"""What the queries of the calendar answer."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.workdays.calendar import CalendarYear


@dataclass(frozen=True)
class MovedLimit:
    """A limit that another calendar moves from one day to another; None where it had, or will have, no day."""

    task_id: int
    title: str
    unit_names: str
    old: date | None
    new: date | None


@dataclass(frozen=True)
class KnownYear:
    """A year of the calendar and where it comes from; ``entered_at`` is None for one that is shipped."""

    year: CalendarYear
    workdays: int
    source: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None

    @property
    def days_off(self) -> int:
        """How many days its holidays have in the year itself."""
        number = self.year.year
        return sum(day.year == number for holiday in self.year.holidays for day in holiday.days())
