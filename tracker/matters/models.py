"""Tables of supervised matters and what was reported about them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.files.models import EvidenceColumns
from tracker.matters.rules import MatterState, Source
from tracker.organisation.models import Unit


class Matter(Versioned, Base):
    """One matter, numbered through the year: one matter, one number (一事一项)."""

    __tablename__ = "matter"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_matter_unit_id_state", "unit_id", "state"),
        Index("ix_matter_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    source: Mapped[Source]
    source_note: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[str] = mapped_column(Text)
    requirement: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    coop: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date]
    state: Mapped[MatterState] = mapped_column(default=MatterState.ASSIGNED)
    registered_on: Mapped[date]
    registered_by: Mapped[str] = mapped_column(String(100))
    signed_for_by: Mapped[str] = mapped_column(String(100), default="")
    signed_for_at: Mapped[datetime | None]
    done_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_by: Mapped[str] = mapped_column(String(100), default="")

    unit: Mapped[Unit] = relationship()
    feedback: Mapped[list["MatterFeedback"]] = relationship(back_populates="matter", order_by="MatterFeedback.id")

    @property
    def code(self) -> str:
        """Its number through the year: 2026-017."""
        return f"{self.year}-{self.number:03d}"

    @property
    def label(self) -> str:
        """The beginning of what it is about."""
        return self.content[:60]


class MatterFeedback(Base):
    """What a unit reported about a matter, and what was said of it; every round is kept."""

    __tablename__ = "matter_feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    result: Mapped[str] = mapped_column(Text)
    reported_by: Mapped[str] = mapped_column(String(100))
    reporter_id: Mapped[int | None]
    reported_at: Mapped[datetime]
    is_accepted: Mapped[bool | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    judged_by: Mapped[str] = mapped_column(String(100), default="")
    judged_at: Mapped[datetime | None]

    matter: Mapped[Matter] = relationship(back_populates="feedback")
    evidence: Mapped[list["MatterEvidence"]] = relationship(back_populates="feedback", order_by="MatterEvidence.id")


class MatterEvidence(EvidenceColumns, Base):
    """What proves a report on a matter."""

    __tablename__ = "matter_evidence"

    feedback_id: Mapped[int] = mapped_column(ForeignKey("matter_feedback.id"), index=True)

    feedback: Mapped[MatterFeedback] = relationship(back_populates="evidence")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name
