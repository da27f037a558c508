"""Tables of tasks, the units on them, and the turns of recurring ones."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base, Versioned
from tracker.organisation.models import Person, Unit
from tracker.plans.limit_columns import LimitColumns
from tracker.plans.models import PlanItem
from tracker.plans.rules import Duty
from tracker.tasks.rules import ProofRule, TaskState
from tracker.tasks.schedule import behind_on
from tracker.workdays.lights import unbroken_since


class Task(LimitColumns, Versioned, Base):
    """One piece of work of one year, with its lead and co-operating units.

    ``due_on`` is the day that counts now: of a task with turns that of the next open turn; an extension moves it.
    ``first_due_on`` is the last day as it was first set. ``percent`` and ``count`` repeat the newest accepted report,
    so that lists need not look for it.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        UniqueConstraint("year", "number"),
        Index("ix_task_year_due_on_number", "year", "due_on", "number"),
        # everything a light looks at, so that a year is counted without reading its tasks
        Index(
            "ix_task_tally",
            "year",
            "state",
            "due_on",
            "reported_at",
            "done_on",
            "opens_on",
            "percent",
            "limit_kind",
            "behind_since",
            "times_urged",
        ),
        Index("ix_task_year_category_state", "year", "category", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("plan_item.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]  # runs on through the year: 第19条
    title: Mapped[str] = mapped_column(String(200))
    requirement: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(100), default="")  # 板块: the outermost heading
    field: Mapped[str] = mapped_column(String(100), default="")  # the heading below it
    deliverable: Mapped[str] = mapped_column(String(500), default="")
    target: Mapped[str] = mapped_column(String(300), default="")  # as printed: 不少于12期
    target_count: Mapped[int | None]
    target_unit: Mapped[str] = mapped_column(String(10), default="")  # 期, 条, 篇
    weight: Mapped[int] = mapped_column(default=1)
    state: Mapped[TaskState] = mapped_column(default=TaskState.ASSIGNED)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # 责任领导
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # 责任人
    opens_on: Mapped[date | None]  # the day from which even progress is counted
    event_on: Mapped[date | None]  # the event, or the newest update, that its limit is counted from
    first_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    percent: Mapped[int] = mapped_column(default=0)
    count: Mapped[int] = mapped_column(default=0)
    signed_for_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    behind_since: Mapped[date | None]  # since when it is behind plan without a break, or from which day it will be
    times_urged: Mapped[int] = mapped_column(default=0, server_default="0")  # since the last report was accepted
    done_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # why it is cancelled or unfinished
    proofs: Mapped[ProofRule] = mapped_column(default=ProofRule.ANY, server_default=ProofRule.ANY.value)
    created_at: Mapped[datetime]

    item: Mapped[PlanItem | None] = relationship()
    leader: Mapped[Person | None] = relationship(foreign_keys=leader_id)
    officer: Mapped[Person | None] = relationship(foreign_keys=officer_id)
    units: Mapped[list["TaskUnit"]] = relationship(
        back_populates="task", order_by="TaskUnit.position, TaskUnit.id", cascade="all, delete-orphan"
    )
    occurrences: Mapped[list["Occurrence"]] = relationship(back_populates="task", order_by="Occurrence.due_on")
    tags: Mapped[list["TaskTag"]] = relationship(order_by="TaskTag.name", cascade="all, delete-orphan")

    @property
    def label(self) -> str:
        """Its title."""
        return self.title


@event.listens_for(Task, "before_insert")
@event.listens_for(Task, "before_update")
def _keep_pace(_mapper: object, _connection: object, task: Task) -> None:
    """Keep since when a task is behind plan, whichever of its days and numbers has changed."""
    if not task.limit_kind:  # a new task without a limit: the default comes with the insert
        return
    now = behind_on(task.limit, task.opens_on, task.due_on, task.percent or 0)
    task.behind_since = unbroken_since(task.behind_since, now, clock.today())


class TaskUnit(Base):
    """A unit on a task, with what it owes."""

    __tablename__ = "task_unit"
    __table_args__ = (
        UniqueConstraint("task_id", "unit_id"),
        Index("ix_task_unit_unit_id_duty", "unit_id", "duty", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    duty: Mapped[Duty]
    own_duty: Mapped[str] = mapped_column(String(300), default="")
    named_as: Mapped[str] = mapped_column(String(200), default="")  # 各科室: the collective name it came out of
    position: Mapped[int] = mapped_column(default=0)
    signed_for_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship()


class Occurrence(Base):
    """One turn of a recurring task."""

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("task_id", "due_on"), Index("ix_occurrence_due_on", "due_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    name: Mapped[str] = mapped_column(String(50))  # 2026年9月, 2026年第3季度
    opens_on: Mapped[date]
    due_on: Mapped[date]
    minimum_count: Mapped[int | None]
    count: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None]

    task: Mapped[Task] = relationship(back_populates="occurrences")


class TaskTag(Base):
    """A word by which the office finds tasks again."""

    __tablename__ = "task_tag"
    __table_args__ = (UniqueConstraint("task_id", "name"), Index("ix_task_tag_name_task_id", "name", "task_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    name: Mapped[str] = mapped_column(String(20))


class TaskView(Base):
    """A way of looking at the list that a person keeps under a name: its filters, as the address has them."""

    __tablename__ = "task_view"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(30))
    query: Mapped[str] = mapped_column(String(1000))

    @property
    def label(self) -> str:
        """Its name."""
        return self.name
