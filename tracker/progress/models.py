"""Tables of progress reports and their evidence; what was accepted is locked by its hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.files.models import EvidenceColumns
from tracker.organisation.models import Unit
from tracker.progress.rules import ReportState
from tracker.tasks.models import Occurrence, Task


class ProgressReport(Versioned, Base):
    """One report of one unit on one task; a correction is a report of its own that names the one it corrects."""

    __tablename__ = "progress_report"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("ix_progress_report_task_id_id", "task_id", "id"),
        Index("ix_progress_report_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("progress_report.id"))
    state: Mapped[ReportState] = mapped_column(default=ReportState.SUBMITTED)
    done: Mapped[str] = mapped_column(Text)
    difficulty: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    percent: Mapped[int | None]
    count: Mapped[int | None]
    asks_to_close: Mapped[bool] = mapped_column(default=False)
    reported_by: Mapped[str] = mapped_column(String(100))
    reporter_id: Mapped[int | None]  # the account, as in the history
    reported_at: Mapped[datetime]
    passed_by: Mapped[str] = mapped_column(String(100), default="", server_default="")  # the head of the unit
    passed_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(Text, default="")
    content_sha256: Mapped[str] = mapped_column(String(64), default="")

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    occurrence: Mapped[Occurrence | None] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="report", order_by="Evidence.id")

    @property
    def label(self) -> str:
        """The beginning of what was done."""
        return self.done[:60]


class Evidence(EvidenceColumns, Base):
    """What proves a report (佐证材料)."""

    __tablename__ = "evidence"

    report_id: Mapped[int] = mapped_column(ForeignKey("progress_report.id"), index=True)

    report: Mapped[ProgressReport] = relationship(back_populates="evidence")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name
