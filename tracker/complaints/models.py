"""Tables of complaints and opinions, and of what was done about each."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.checks.models import Finding
from tracker.complaints.rules import Channel, ComplaintKind, ComplaintState, StepKind
from tracker.db import Base, Versioned
from tracker.organisation.models import Unit


class Complaint(Versioned, Base):
    """What somebody said, numbered through the year; who it was stays with the supervision group."""

    __tablename__ = "complaint"
    __table_args__ = (UniqueConstraint("year", "number"), Index("ix_complaint_unit_id_state", "unit_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    kind: Mapped[ComplaintKind]
    channel: Mapped[Channel]
    received_on: Mapped[date]
    person: Mapped[str] = mapped_column(String(100), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[ComplaintState] = mapped_column(default=ComplaintState.REGISTERED)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    published: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[date | None]
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    registered_by: Mapped[str] = mapped_column(String(100))
    registered_at: Mapped[datetime]

    unit: Mapped[Unit | None] = relationship()
    finding: Mapped[Finding | None] = relationship()
    steps: Mapped[list["ComplaintStep"]] = relationship(back_populates="complaint", order_by="ComplaintStep.id")

    @property
    def code(self) -> str:
        """Its number through the year: 2026-017."""
        return f"{self.year}-{self.number:03d}"

    @property
    def label(self) -> str:
        """Its number as people say it; what it says may name people."""
        return f"来信来电{self.code}"


class ComplaintStep(Base):
    """One thing that was done about a complaint, in which words, by whom."""

    __tablename__ = "complaint_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    kind: Mapped[StepKind]
    text: Mapped[str] = mapped_column(Text, default="")
    done_by: Mapped[str] = mapped_column(String(100))
    done_at: Mapped[datetime]

    complaint: Mapped[Complaint] = relationship(back_populates="steps")
