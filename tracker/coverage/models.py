"""Tables of superior plans, their items, and the items of ours that carry them out."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.coverage.rules import Standing, standing_of
from tracker.db import Base, Versioned
from tracker.files.models import StoredFile
from tracker.plans.models import PlanItem


class SuperiorPlan(Versioned, Base):
    """The plan of a superior office for a year, with its number (文号)."""

    __tablename__ = "superior_plan"
    __table_args__ = (UniqueConstraint("year", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(100), default="")
    issuer: Mapped[str] = mapped_column(String(100), default="")
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()
    items: Mapped[list["SuperiorItem"]] = relationship(
        back_populates="plan", order_by="SuperiorItem.position", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """Its title."""
        return self.title


class SuperiorItem(Versioned, Base):
    """One item of a superior plan; ``reason`` says why it is not ours."""

    __tablename__ = "superior_item"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("superior_plan.id"))
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(30), default="")
    heading: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    limit_phrase: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None]

    plan: Mapped[SuperiorPlan] = relationship(back_populates="items")
    covers: Mapped[list["Cover"]] = relationship(
        back_populates="item", order_by="Cover.plan_item_id", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """Its number and the beginning of its text."""
        return f"{self.number} {self.text[:60]}".strip()

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return standing_of(is_covered=bool(self.covers), reason=self.reason)


class Cover(Base):
    """That an item of our plan carries out an item of the superior one."""

    __tablename__ = "superior_cover"
    __table_args__ = (UniqueConstraint("item_id", "plan_item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("superior_item.id"))
    plan_item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"), index=True)

    item: Mapped[SuperiorItem] = relationship(back_populates="covers")
    plan_item: Mapped[PlanItem] = relationship()
