"""The units whose head sees reports before the office does."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.organisation.models import Unit


class HeadReview(Base):
    """The switch of a unit: as long as the row is there, its reports go over its head's desk."""

    __tablename__ = "head_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), unique=True)
    switched_by: Mapped[str] = mapped_column(String(100))
    switched_at: Mapped[datetime]

    unit: Mapped[Unit] = relationship()

    @property
    def label(self) -> str:
        """The name of the unit."""
        return self.unit.name
