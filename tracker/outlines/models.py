"""The table of outlines: one row for each variant that the agency has changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Versioned
from tracker.outlines.rules import Chapter, Key, Variant


class Outline(Versioned, Base):
    """The outline of one variant as the agency wants it."""

    __tablename__ = "outline"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant: Mapped[Variant] = mapped_column(unique=True)
    rows: Mapped[list[Any]] = mapped_column(JSON, default=list)
    changed_by: Mapped[str] = mapped_column(String(100))
    changed_at: Mapped[datetime]

    @property
    def label(self) -> str:
        """Its variant."""
        return self.variant.value

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Its chapters."""
        return tuple(Chapter(Key(row["key"]), row["heading"], row["text"]) for row in self.rows)
