"""Tables of what was done with many tasks at once, kept so that it can be undone at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.bulk.rules import BulkKind
from tracker.db import Base
from tracker.tasks.models import Task


class TaskBulk(Base):
    """One thing that was done with many tasks at once, so that it can be undone at once."""

    __tablename__ = "task_bulk"
    __table_args__ = (Index("ix_task_bulk_account_id_done_at", "account_id", "done_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BulkKind]
    wanted: Mapped[str] = mapped_column(String(200))  # the unit, day or tag that was given to the tasks
    account_id: Mapped[int | None]
    done_by: Mapped[str] = mapped_column(String(100))
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    rows: Mapped[list["TaskBulkRow"]] = relationship(back_populates="bulk", order_by="TaskBulkRow.id")


class TaskBulkRow(Base):
    """One task of it: what it was before and after, or why it was refused."""

    __tablename__ = "task_bulk_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_id: Mapped[int] = mapped_column(ForeignKey("task_bulk.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    report_id: Mapped[int | None]  # of an acceptance
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    refusal: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # text and values of the sentence
    undone_at: Mapped[datetime | None]

    bulk: Mapped[TaskBulk] = relationship(back_populates="rows")
    task: Mapped[Task] = relationship()

    @property
    def is_done(self) -> bool:
        """Whether the task was changed, and still is."""
        return bool(self.before) and self.undone_at is None
