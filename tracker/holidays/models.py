"""The table of years that were entered here."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base


class EnteredYear(Base):
    """One year's holidays and make-up workdays; it takes the place of the shipped year, if there is one."""

    __tablename__ = "calendar_year"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # as workdays.shipped.record_of writes it
    sha256: Mapped[str] = mapped_column(String(64))  # of the content: by it a process sees that the year changed
    source: Mapped[str] = mapped_column(String(200))  # what it was read from
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime]

    @property
    def label(self) -> str:
        """The year."""
        return str(self.year)
