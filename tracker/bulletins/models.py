"""Tables of circulars: one for each period, its sections edited one by one."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.issuing.sections import DraftedSection
from tracker.ledger.periods import Period


class Bulletin(Versioned, Base):
    """The circular of one period; its figures are looked at as of a day."""

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("first", "last"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    as_of: Mapped[date]
    title: Mapped[str] = mapped_column(String(200))
    addressee: Mapped[str] = mapped_column(String(200), default="")
    drafted_by: Mapped[str] = mapped_column(String(100))
    drafted_at: Mapped[datetime]

    sections: Mapped[list["BulletinSection"]] = relationship(
        back_populates="bulletin", order_by="BulletinSection.position"
    )

    @property
    def label(self) -> str:
        """Its title."""
        return self.title

    @property
    def period(self) -> Period:
        """What it is about."""
        return Period(self.first, self.last)


class BulletinSection(DraftedSection, Base):
    """One section."""

    __tablename__ = "bulletin_section"
    __table_args__ = (UniqueConstraint("bulletin_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"))

    bulletin: Mapped[Bulletin] = relationship(back_populates="sections")
