"""Tables of the register: requests, all that was done with them, their papers; reviews and lawsuits."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.files.models import EvidenceColumns
from tracker.organisation.models import Unit
from tracker.requests.counting import DisputeKind, DisputeRecord, DisputeResult
from tracker.requests.deeds import Deed
from tracker.requests.events import Event, EventKind
from tracker.requests.fees import FeeStandard
from tracker.requests.rules import Applicant, Channel, Step


class DisclosureRequest(Versioned, Base):
    """One request for disclosure (依申请公开); it is of the year in which it was received."""

    __tablename__ = "disclosure_request"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("(outcome = '') = (answered_on IS NULL)", name="answer"),
        Index("ix_disclosure_request_answered_on", "answered_on"),
        Index("ix_disclosure_request_name_received_on", "name", "received_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    applicant: Mapped[Applicant]
    name: Mapped[str] = mapped_column(String(100))
    contact: Mapped[str] = mapped_column(String(200), default="")
    channel: Mapped[Channel]
    submitted_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    received_on: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    step: Mapped[Step] = mapped_column(default=Step.REGISTERED)
    outcome: Mapped[str] = mapped_column(String(20), default="")  # the row of table three
    answered_on: Mapped[date | None]
    registered_by: Mapped[str] = mapped_column(String(100))
    registered_at: Mapped[datetime]

    events: Mapped[list["RequestEvent"]] = relationship(back_populates="request", order_by="RequestEvent.id")
    units: Mapped[list["RequestUnit"]] = relationship(back_populates="request", order_by="RequestUnit.id")
    files: Mapped[list["RequestFile"]] = relationship(back_populates="request", order_by="RequestFile.id")

    @property
    def code(self) -> str:
        """Its number as people write it: 2026-012."""
        return f"{self.year}-{self.number:03d}"

    @property
    def label(self) -> str:
        """Its number; the applicant's name is nobody's business in a list of the history."""
        return self.code

    @property
    def facts(self) -> list[Event]:
        """What the clock looks at."""
        return [event.fact for event in self.events if event.deed.moves_clock]


class RequestUnit(Base):
    """A unit that handles a request."""

    __tablename__ = "request_unit"
    __table_args__ = (UniqueConstraint("request_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("disclosure_request.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)

    request: Mapped[DisclosureRequest] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship()


class RequestEvent(Base):
    """One thing done with a request: on which day, by whom; nothing of it is ever changed."""

    __tablename__ = "request_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("disclosure_request.id"), index=True)
    deed: Mapped[Deed]
    day: Mapped[date]
    delivered_on: Mapped[date | None]  # the day a letter reached the other side
    until: Mapped[date | None]
    days: Mapped[int] = mapped_column(default=0)
    party: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    standard: Mapped[FeeStandard | None]
    quantity: Mapped[int | None]
    fee: Mapped[int | None]  # yuan
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime]

    request: Mapped[DisclosureRequest] = relationship(back_populates="events")

    @property
    def fact(self) -> Event:
        """What the clock sees of it."""
        return Event(EventKind(self.deed.value), self.day, self.delivered_on, self.until, self.days, self.party)


class RequestFile(EvidenceColumns, Base):
    """A paper of a request: the application, letters, and the answer with which it is filed."""

    __tablename__ = "request_file"

    request_id: Mapped[int] = mapped_column(ForeignKey("disclosure_request.id"), index=True)
    deed: Mapped[Deed]

    request: Mapped[DisclosureRequest] = relationship(back_populates="files")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class Dispute(Versioned, Base):
    """A review (行政复议) or lawsuit (行政诉讼) about open government information."""

    __tablename__ = "disclosure_dispute"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("(result = 'pending') = (decided_on IS NULL)", name="result"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]  # of filing
    number: Mapped[int]
    kind: Mapped[DisputeKind]
    case_number: Mapped[str] = mapped_column(String(100), default="")  # 案号
    body: Mapped[str] = mapped_column(String(100), default="")  # 复议机关或者法院
    request_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_request.id"), index=True)
    filed_on: Mapped[date]
    decided_on: Mapped[date | None]
    result: Mapped[DisputeResult] = mapped_column(default=DisputeResult.PENDING)
    is_as_reviewer: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")

    request: Mapped[DisclosureRequest | None] = relationship()

    @property
    def label(self) -> str:
        """Its case number, or its number in the register."""
        return self.case_number or f"{self.year}-{self.number:03d}"

    @property
    def record(self) -> DisputeRecord:
        """What table four looks at."""
        return DisputeRecord(self.kind, self.filed_on, self.decided_on, self.result, self.is_as_reviewer)
