"""The table of requests for more time (延期申请)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base
from tracker.organisation.models import Unit
from tracker.tasks.models import Occurrence, Task
from tracker.workdays import extensions
from tracker.workdays.extensions import ExtensionState


class Extension(Base):
    """One request of a lead unit, and what became of it; of recurring work it is about one turn."""

    __tablename__ = "extension"
    __table_args__ = (Index("ix_extension_state_unit_id", "state", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[ExtensionState] = mapped_column(default=ExtensionState.ASKED)
    due_on: Mapped[date]  # the day that counted when it was asked for
    asked_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    progress: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(100))
    asker_id: Mapped[int | None]  # the account, as in the history
    asked_at: Mapped[datetime]
    seen_by: Mapped[str] = mapped_column(String(100), default="")
    seen_at: Mapped[datetime | None]
    granted_due_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")  # why it was refused, or what goes with the consent
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    occurrence: Mapped[Occurrence | None] = relationship()

    @property
    def label(self) -> str:
        """The task's title."""
        return self.task.title

    @property
    def facts(self) -> extensions.Extension:
        """What the rules look at."""
        return extensions.Extension(
            state=self.state,
            asked_on=clock.local(self.asked_at).date(),
            asked_due_on=self.asked_due_on,
            decided_on=clock.local(self.decided_at).date() if self.decided_at else None,
            granted_due_on=self.granted_due_on,
        )
