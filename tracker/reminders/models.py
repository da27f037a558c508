"""Tables of the ladder, of what people were reminded of, and of the messages that leave from here."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.organisation.models import Person
from tracker.reminders.rules import SubjectKind
from tracker.reminders.sending import Channel, MessageState


class LadderRow(Base):
    """One step of the ladder as the office set it; without any row the usual ladder is in force."""

    __tablename__ = "ladder_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    offset: Mapped[int] = mapped_column(unique=True)
    audiences: Mapped[list[str]] = mapped_column(JSON)

    @property
    def label(self) -> str:
        """The step."""
        return f"{self.offset:+d}"


class ReminderRun(Base):
    """The last day for which reminders were made: exactly one row, which two workers both must change."""

    __tablename__ = "reminder_run"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    last_on: Mapped[date]


class Urge(Base):
    """One 催办 by hand, about one task or many."""

    __tablename__ = "urge"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    urged_by: Mapped[str] = mapped_column(String(100))
    urger_id: Mapped[int | None]  # the account, as in the history
    urged_at: Mapped[datetime]

    reminders: Mapped[list["Reminder"]] = relationship(back_populates="urge", order_by="Reminder.id")

    @property
    def label(self) -> str:
        """The beginning of its words."""
        return self.words[:60]


_COUNTED = [f"CASE WHEN {kind}_id IS NULL THEN 0 ELSE 1 END" for kind in SubjectKind]


class Reminder(Base):
    """One person reminded of one thing for one reason; the same reason cannot be there twice."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("reason", "person_id"),
        CheckConstraint(f"{' + '.join(_COUNTED)} = 1", name="one_subject"),
        Index("ix_reminder_person_id_seen_at", "person_id", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(80))  # task:12 2026-05-30 -3, or urge:4 task:12
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_request.id"), index=True)
    score_id: Mapped[int | None] = mapped_column(ForeignKey("scored_unit.id"), index=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    urge_id: Mapped[int | None] = mapped_column(ForeignKey("urge.id"), index=True)
    due_on: Mapped[date | None]
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    urge: Mapped[Urge | None] = relationship(back_populates="reminders")


class Message(Base):
    """What leaves, or left, from here: one a day for each person and channel."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    channel: Mapped[Channel]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # a robot tells a whole group
    address: Mapped[str] = mapped_column(String(500))  # mail address; for a robot the telephones to be called out
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[MessageState]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
