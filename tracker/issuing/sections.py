"""A section of a document that is drafted from data and then edited by hand, as every such document keeps it."""

from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Versioned


class DraftedSection(Versioned):
    """Its heading and its text as written; ``drafted`` is what the data said, with its sources."""

    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text, default="")
    drafted: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[list[Any]] = mapped_column(JSON, default=list)

    @property
    def label(self) -> str:
        """Its heading."""
        return self.heading
