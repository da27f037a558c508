"""Tables of the chain, of waivers, and of issued papers; a document is named by its kind and its id."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.files.models import Disclosure, StoredFile
from tracker.issuing.rules import Outcome, Step
from tracker.organisation.models import Unit


class ChainStep(Base):
    """A step that somebody took, with their opinion, about the text of that hash; never changed afterwards."""

    __tablename__ = "chain_step"
    __table_args__ = (Index("ix_chain_step_document", "kind", "document_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[int]
    step: Mapped[Step]
    outcome: Mapped[Outcome]
    opinion: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(100))
    unit_id: Mapped[int | None]
    unit_name: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[datetime]


class ChainCosigner(Base):
    """A unit that is asked to co-sign a document (会签)."""

    __tablename__ = "chain_cosigner"
    __table_args__ = (UniqueConstraint("kind", "document_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)

    unit: Mapped[Unit] = relationship()


class GateWaiver(Base):
    """That one obstacle, exactly as it was seen, may pass: by name and with the reason."""

    __tablename__ = "gate_waiver"
    __table_args__ = (UniqueConstraint("kind", "document_id", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[int]
    mark: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class IssuedPaper(Base):
    """A paper as it was issued: the document and figures it is made from, both files, and what is published about it.

    A document that is changed and issued again has a further edition; the earlier ones stay.
    """

    __tablename__ = "issued_paper"
    __table_args__ = (UniqueConstraint("kind", "document_id", "edition"), UniqueConstraint("series", "year", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[int]
    edition: Mapped[int]
    series: Mapped[str] = mapped_column(String(30), default="")
    year: Mapped[int]  # of the number
    number: Mapped[int | None]
    code: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(200))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    content: Mapped[str] = mapped_column(String(64))
    pdf_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    docx_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    is_for_everybody: Mapped[bool]
    issued_on: Mapped[date]
    issued_by: Mapped[str] = mapped_column(String(100))
    issued_at: Mapped[datetime]
    # what is published with it: 索引号, 发布机构, 公开形式, 责任部门; 生成日期 is issued_on
    index_code: Mapped[str] = mapped_column(String(60), default="")
    publisher: Mapped[str] = mapped_column(String(100), default="")
    disclosure: Mapped[Disclosure] = mapped_column(default=Disclosure.OPEN)
    department: Mapped[str] = mapped_column(String(100), default="")

    pdf: Mapped[StoredFile] = relationship(foreign_keys=pdf_id)
    docx: Mapped[StoredFile] = relationship(foreign_keys=docx_id)

    @property
    def label(self) -> str:
        """Its number and title."""
        return f"{self.code} {self.title}".strip()
