"""Tables of what is said about tasks, and of the units it is addressed to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.organisation.models import Unit
from tracker.talk.rules import RemarkKind
from tracker.tasks.models import Task


class Remark(Base):
    """Something said about a task, or about one report on it; never changed afterwards."""

    __tablename__ = "remark"
    __table_args__ = (Index("ix_remark_kind_id", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("progress_report.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("remark.id"))
    kind: Mapped[RemarkKind]
    text: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    said_by: Mapped[str] = mapped_column(String(100))
    speaker_id: Mapped[int | None]  # the account, as in the history
    said_at: Mapped[datetime]

    task: Mapped[Task] = relationship()
    units: Mapped[list["RemarkUnit"]] = relationship(back_populates="remark", order_by="RemarkUnit.id")

    @property
    def label(self) -> str:
        """Its beginning."""
        return self.text[:60]


class RemarkUnit(Base):
    """A unit that a remark is addressed to: when it saw it, and when it answered."""

    __tablename__ = "remark_unit"
    __table_args__ = (UniqueConstraint("remark_id", "unit_id"), Index("ix_remark_unit_unit_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    seen_by: Mapped[str] = mapped_column(String(100), default="")
    seen_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    remark: Mapped[Remark] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship()
