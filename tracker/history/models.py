"""The history table; triggers refuse every change and deletion of its rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base


class HistoryEntry(Base):
    """One thing somebody did or was refused, as it stood then (names are kept, not looked up)."""

    __tablename__ = "history_entry"
    __table_args__ = (Index("ix_history_entry_subject", "subject_kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(60), index=True)
    result: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(100))
    unit_name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(60))
    session: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    subject_name: Mapped[str] = mapped_column(String(300))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    seal: Mapped[str] = mapped_column(String(64))
