"""Tables of stored files: the same content is stored once, whatever it was called."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from tracker.db import Base


class Disclosure(StrEnum):
    """The disclosure class of a document (条例 Art. 13-16)."""

    OPEN = "open"  # 主动公开
    ON_REQUEST = "on_request"  # 依申请公开
    CLOSED = "closed"  # 不予公开


class StoredFile(Base):
    """A file's content; its names stand where it is used."""

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_stored_by_id_stored_at", "stored_by_id", "stored_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    storage_key: Mapped[str] = mapped_column(String(64), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    content_type: Mapped[str] = mapped_column(String(100))
    stored_at: Mapped[datetime]
    stored_by_id: Mapped[int | None]  # the account that sent it first; None for what the program made itself
    scanned_at: Mapped[datetime | None]  # by the virus scanner, which may not have been set up or not have answered
    virus: Mapped[str | None] = mapped_column(String(200))

    @property
    def label(self) -> str:
        """The beginning of its hash."""
        return self.sha256[:12]


class EvidenceColumns:
    """A proof of work: a stored file or a web address, with who, when, and its disclosure class."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500), default="")
    disclosure: Mapped[Disclosure] = mapped_column(default=Disclosure.OPEN)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(100))

    @declared_attr
    def file_id(cls) -> Mapped[int | None]:  # noqa: N805 - SQLAlchemy hands in the class
        """The stored file, or None for an address."""
        return mapped_column(ForeignKey("stored_file.id"), index=True)

    @declared_attr
    def file(cls) -> Mapped[StoredFile | None]:  # noqa: N805 - SQLAlchemy hands in the class
        """The stored file."""
        return relationship()
