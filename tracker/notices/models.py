"""Tables of notices: the paper as it was printed, what it is about, and who signed for it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.checks.models import CheckRound
from tracker.db import Base
from tracker.files.models import StoredFile
from tracker.notices.rules import NoticeKind
from tracker.organisation.models import Unit


class Notice(Base):
    """A paper, numbered by its kind through the year; ``content`` is the document, ``file`` the PDF that was made."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("year", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    kind: Mapped[NoticeKind]
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)  # that it is made for
    round_id: Mapped[int | None] = mapped_column(ForeignKey("check_round.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    issued_on: Mapped[date]
    issued_by: Mapped[str] = mapped_column(String(100))
    issued_at: Mapped[datetime]

    unit: Mapped[Unit | None] = relationship()
    round: Mapped[CheckRound | None] = relationship()
    file: Mapped[StoredFile] = relationship()
    slips: Mapped[list["NoticeSlip"]] = relationship(back_populates="notice", order_by="NoticeSlip.id")
    subjects: Mapped[list["NoticeSubject"]] = relationship(back_populates="notice", order_by="NoticeSubject.id")

    @property
    def label(self) -> str:
        """Its number as printed: 整改通知〔2026〕3号."""
        return self.code


class NoticeSlip(Base):
    """That a unit has to sign for a notice, and who did (签收)."""

    __tablename__ = "notice_slip"
    __table_args__ = (UniqueConstraint("notice_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    signed_by: Mapped[str] = mapped_column(String(100), default="")
    signer_id: Mapped[int | None]
    signed_at: Mapped[datetime | None]

    notice: Mapped[Notice] = relationship(back_populates="slips")
    unit: Mapped[Unit] = relationship()


class NoticeSubject(Base):
    """One thing that a notice is about: a finding, a task, or a matter."""

    __tablename__ = "notice_subject"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)

    notice: Mapped[Notice] = relationship(back_populates="subjects")
