"""What happens when: deeds with their days."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from tracker import clock

Deed = Callable[[], object]


@dataclass
class Diary:
    """What happens when: deeds with their days, done in the order of the days and of their entry."""

    last_day: date
    dice: random.Random
    entries: list[tuple[date, int, Deed]] = field(default_factory=list)

    def on(self, day: date, deed: Deed) -> None:
        """Enter a deed for a day; days after the last one never come."""
        if day <= self.last_day:
            self.entries.append((day, len(self.entries), deed))

    def play(self) -> None:
        """Do every deed on its day, at an hour of office time."""
        for day, place, deed in sorted(self.entries, key=lambda entry: entry[:2]):
            with clock.pinned_at(office_hour(day, place)):
                deed()


def office_hour(day: date, place: int) -> datetime:
    """Return a moment of office time on ``day``, another one for each ``place``."""
    moment = time(9 + place % 8, place * 7 % 60)
    return datetime.combine(day, moment, clock.CHINA).astimezone(UTC)
