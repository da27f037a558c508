"""Tables of the year-end summary: one for each year, its sections edited one by one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned


class Summary(Versioned, Base):
    """The summary of one year."""

    __tablename__ = "summary"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    addressee: Mapped[str] = mapped_column(String(200), default="")
    signed_on: Mapped[date | None]  # 成文日期
    drafted_at: Mapped[datetime]

    sections: Mapped[list["SummarySection"]] = relationship(
        back_populates="summary", order_by="SummarySection.position"
    )

    @property
    def label(self) -> str:
        """Its title."""
        return self.title


class SummarySection(Versioned, Base):
    """One section: its heading and its text as written; ``drafted`` is what the data said, with its sources."""

    __tablename__ = "summary_section"
    __table_args__ = (UniqueConstraint("summary_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text, default="")
    drafted: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[list[Any]] = mapped_column(JSON, default=list)

    summary: Mapped[Summary] = relationship(back_populates="sections")

    @property
    def label(self) -> str:
        """Its heading."""
        return self.heading
