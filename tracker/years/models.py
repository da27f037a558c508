"""Tables of the end of a year: decisions about unfinished tasks, figures confirmed, closings, proposals."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.organisation.models import Unit
from tracker.tasks.models import Task
from tracker.years.rules import Fate, ProposalKind, ProposalState


class YearDecision(Versioned, Base):
    """What becomes of a task that its year leaves unfinished.

    ``item_id`` is the item of the next plan that it became; no foreign key, since numbers of items are never given
    twice and an item that was taken out and put back is the same one.
    """

    __tablename__ = "year_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), unique=True)
    fate: Mapped[Fate]
    reason: Mapped[str] = mapped_column(Text, default="")
    into_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    done_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(index=True)
    decided_by: Mapped[str] = mapped_column(String(100))
    decided_at: Mapped[datetime]

    task: Mapped[Task] = relationship(foreign_keys=task_id)
    into: Mapped[Task | None] = relationship(foreign_keys=into_id)

    @property
    def label(self) -> str:
        """The title of its task."""
        return self.task.title


class YearConfirmation(Versioned, Base):
    """That a unit stands by its figures of a year; ``figures`` are those it saw."""

    __tablename__ = "year_confirmation"
    __table_args__ = (UniqueConstraint("year", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    is_on_behalf: Mapped[bool] = mapped_column(default=False)  # by the office, with the reason in ``note``
    confirmed_by: Mapped[str] = mapped_column(String(100))
    confirmed_at: Mapped[datetime]

    unit: Mapped[Unit] = relationship()

    @property
    def label(self) -> str:
        """The unit and the year."""
        return f"{self.unit.name} {self.year}"


class YearClosing(Base):
    """One closing of a year with its figures as they stood; opened again, it says by whom and why."""

    __tablename__ = "year_closing"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    closed_at: Mapped[datetime]
    closed_by: Mapped[str] = mapped_column(String(100))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    sha256: Mapped[str] = mapped_column(String(64))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str] = mapped_column(String(100), default="")
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """The year."""
        return str(self.year)


class PlanProposal(Base):
    """What became of a point of a year's summary that was proposed for the next plan."""

    __tablename__ = "plan_proposal"
    __table_args__ = (UniqueConstraint("from_year", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_year: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    kind: Mapped[ProposalKind]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[ProposalState]
    reason: Mapped[str] = mapped_column(Text, default="")
    item_id: Mapped[int | None] = mapped_column(index=True)
    decided_by: Mapped[str] = mapped_column(String(100))
    decided_at: Mapped[datetime]

    @property
    def label(self) -> str:
        """The beginning of its text."""
        return self.text[:60]
