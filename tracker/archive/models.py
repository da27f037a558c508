"""The table of packages that were made."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.archive.rules import RunState
from tracker.db import Base


class ArchiveRun(Base):
    """One making of a package: how far it is, and the file that came of it."""

    __tablename__ = "archive_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    state: Mapped[RunState] = mapped_column(default=RunState.RUNNING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    noted_at: Mapped[datetime]  # its last sign of life
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime]
    octets: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    error: Mapped[str] = mapped_column(String(500), default="")

    @property
    def label(self) -> str:
        """The year it is about."""
        return str(self.year)

    @property
    def percent(self) -> int:
        """How far it is."""
        return 100 * self.done // self.total if self.total else 0
