"""Tables of check rounds, their results, findings, rectifications and re-checks."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.checks.rules import FindingState, RoundKind, RoundState, Severity, Verdict
from tracker.db import Base, Versioned
from tracker.files.models import EvidenceColumns
from tracker.organisation.models import Person, Unit
from tracker.tasks.models import Task


class CheckRound(Versioned, Base):
    """One round of checking over chosen tasks."""

    __tablename__ = "check_round"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[RoundKind]
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    period: Mapped[str] = mapped_column(String(60), default="", server_default="")  # what it looks at: 2026年三季度
    people: Mapped[str] = mapped_column(String(200), default="", server_default="")  # who checks
    note: Mapped[str] = mapped_column(Text, default="")
    per_unit: Mapped[int | None]  # how many tasks of each unit were drawn; None: all that were chosen
    seed: Mapped[int | None]  # what they were drawn with
    created_by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]

    results: Mapped[list["CheckResult"]] = relationship(back_populates="round", order_by="CheckResult.id")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class RoundGuest(Base):
    """That an external supervisor (特邀监督员) may read one round, what was found in it and what came of it."""

    __tablename__ = "round_guest"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("check_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    invited_by: Mapped[str] = mapped_column(String(100))
    invited_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    @property
    def label(self) -> str:
        """The person's name."""
        return self.person.name


class CheckResult(Versioned, Base):
    """One task in a round and what was found; without a verdict it is still to be checked."""

    __tablename__ = "check_result"
    __table_args__ = (UniqueConstraint("round_id", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("check_round.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    verdict: Mapped[Verdict | None]
    note: Mapped[str] = mapped_column(Text, default="")
    checked_by: Mapped[str] = mapped_column(String(100), default="")
    checked_at: Mapped[datetime | None]

    round: Mapped[CheckRound] = relationship(back_populates="results")
    task: Mapped[Task] = relationship()
    photos: Mapped[list["CheckEvidence"]] = relationship(back_populates="result", order_by="CheckEvidence.id")

    @property
    def label(self) -> str:
        """The task's title."""
        return self.task.title


class CheckEvidence(EvidenceColumns, Base):
    """A picture or file taken while checking."""

    __tablename__ = "check_evidence"

    result_id: Mapped[int] = mapped_column(ForeignKey("check_result.id"), index=True)

    result: Mapped[CheckResult] = relationship(back_populates="photos")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class Finding(Versioned, Base):
    """A problem found, numbered through the year, with the unit that must mend it and by when."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_finding_unit_id_state", "unit_id", "state"),
        Index("ix_finding_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("check_round.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    description: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text, default="")
    severity: Mapped[Severity] = mapped_column(default=Severity.MINOR)
    found_on: Mapped[date]
    found_by: Mapped[str] = mapped_column(String(100))
    finder_id: Mapped[int | None]  # the account, as in the history
    due_on: Mapped[date]
    state: Mapped[FindingState] = mapped_column(default=FindingState.OPEN)
    closed_on: Mapped[date | None]
    closed_by: Mapped[str] = mapped_column(String(100), default="")

    round: Mapped[CheckRound | None] = relationship()
    task: Mapped[Task | None] = relationship()
    unit: Mapped[Unit] = relationship()
    rectifications: Mapped[list["Rectification"]] = relationship(back_populates="finding", order_by="Rectification.id")
    reopenings: Mapped[list["FindingReopening"]] = relationship(
        back_populates="finding", order_by="FindingReopening.id"
    )

    @property
    def code(self) -> str:
        """Its number through the year: 2026-017."""
        return f"{self.year}-{self.number:03d}"

    @property
    def label(self) -> str:
        """Its number as printed: 问题2026-017."""
        return f"问题{self.code}"


class Rectification(Base):
    """What a unit did about a finding, and what the re-check said of it; every round is kept."""

    __tablename__ = "rectification"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    measures: Mapped[str] = mapped_column(Text)
    submitted_by: Mapped[str] = mapped_column(String(100))
    submitter_id: Mapped[int | None]
    submitted_at: Mapped[datetime]
    is_passed: Mapped[bool | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    rechecked_by: Mapped[str] = mapped_column(String(100), default="")
    rechecker_id: Mapped[int | None]
    rechecked_at: Mapped[datetime | None]
    next_due_on: Mapped[date | None]  # the new limit, where the re-check returned it with one

    finding: Mapped[Finding] = relationship(back_populates="rectifications")
    evidence: Mapped[list["RectificationEvidence"]] = relationship(
        back_populates="rectification", order_by="RectificationEvidence.id"
    )

    @property
    def label(self) -> str:
        """The beginning of the measures."""
        return self.measures[:60]


class RectificationEvidence(EvidenceColumns, Base):
    """What proves a rectification."""

    __tablename__ = "rectification_evidence"

    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"), index=True)

    rectification: Mapped[Rectification] = relationship(back_populates="evidence")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class FindingReopening(Base):
    """Why a closed finding was opened again, and until when it must be mended now."""

    __tablename__ = "finding_reopening"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    reopened_by: Mapped[str] = mapped_column(String(100))
    reopener_id: Mapped[int | None]
    reopened_at: Mapped[datetime]

    finding: Mapped[Finding] = relationship(back_populates="reopenings")
