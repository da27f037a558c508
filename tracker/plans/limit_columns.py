"""The columns that keep a TimeLimit, for every table that has one."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit


class LimitColumns:
    """A time limit as columns; read and written whole through ``limit``."""

    limit_kind: Mapped[LimitKind] = mapped_column(default=LimitKind.NONE)
    limit_phrase: Mapped[str] = mapped_column(String(300), default="")
    limit_due_on: Mapped[date | None]
    limit_frequency: Mapped[Frequency | None]
    limit_values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    @property
    def limit(self) -> TimeLimit:
        """The limit of this row."""
        values = self.limit_values or {}
        unit = values.get("unit")
        return TimeLimit(
            kind=LimitKind(self.limit_kind),
            phrase=self.limit_phrase,
            due_on=self.limit_due_on,
            frequency=Frequency(self.limit_frequency) if self.limit_frequency else None,
            milestones=tuple(date.fromisoformat(day) for day in values.get("milestones", ())),
            day_of_period=values.get("day_of_period"),
            months=tuple(values.get("months", ())),
            minimum_count=values.get("minimum_count"),
            length=values.get("length"),
            unit=DayUnit(unit) if unit else None,
            event=values.get("event", ""),
        )

    @limit.setter
    def limit(self, limit: TimeLimit) -> None:
        self.limit_kind = limit.kind
        self.limit_phrase = limit.phrase
        self.limit_due_on = limit.due_on
        self.limit_frequency = limit.frequency
        values = {
            "milestones": [day.isoformat() for day in limit.milestones],
            "day_of_period": limit.day_of_period,
            "months": list(limit.months),
            "minimum_count": limit.minimum_count,
            "length": limit.length,
            "unit": limit.unit,
            "event": limit.event,
        }
        self.limit_values = {name: value for name, value in values.items() if value}
