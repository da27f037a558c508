"""The table of submitted forms: each rendered form may change something once."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base


class Submission(Base):
    """A form that was submitted, and where its answer led."""

    __tablename__ = "submission"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int | None]
    location: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
