"""Tables of plans: a plan of a year, its items in their order, the units each names, editing steps and adjustments."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.files.models import StoredFile
from tracker.organisation.models import Unit
from tracker.plans.limit_columns import LimitColumns
from tracker.plans.rules import Duty, PlanState


class Plan(Versioned, Base):
    """The work plan (工作要点) of one year."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[PlanState] = mapped_column(default=PlanState.DRAFT)
    source_name: Mapped[str] = mapped_column(String(200), default="")
    source_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    source: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)  # shown beside the items
    read_items: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)  # before any correction
    warnings: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    source_file: Mapped[StoredFile | None] = relationship()
    items: Mapped[list["PlanItem"]] = relationship(back_populates="plan", order_by="PlanItem.position")

    @property
    def label(self) -> str:
        """Its title."""
        return self.title


class PlanItem(LimitColumns, Versioned, Base):
    """One item of a plan, with the headings above it and its place in the source document.

    Numbers of items are never given twice: an item that was taken out and put back has its old one.
    """

    __tablename__ = "plan_item"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    number: Mapped[str | None] = mapped_column(String(30))
    heading_path: Mapped[list[str]] = mapped_column(JSON, default=list)
    text: Mapped[str] = mapped_column(Text)
    deliverable: Mapped[str] = mapped_column(String(500), default="")
    target: Mapped[str] = mapped_column(String(300), default="")
    leader: Mapped[str] = mapped_column(String(100), default="")
    person: Mapped[str] = mapped_column(String(100), default="")
    basis: Mapped[str] = mapped_column(String(300), default="")  # the superior document it carries out, with its 文号
    place: Mapped[str] = mapped_column(String(100), default="")  # as a person says it: 表1第5行
    anchors: Mapped[list[str]] = mapped_column(JSON, default=list)  # paragraphs or rows of the source it came from
    read_index: Mapped[int | None]  # which of the plan's read_items it was; None: entered by hand
    doubts: Mapped[list[Any]] = mapped_column(JSON, default=list)
    is_settled: Mapped[bool] = mapped_column(default=True)  # no doubt is left that a person has to decide
    is_dropped: Mapped[bool] = mapped_column(default=False)  # taken out of a published plan by an adjustment

    plan: Mapped[Plan] = relationship(back_populates="items")
    units: Mapped[list["ItemUnit"]] = relationship(
        back_populates="item", order_by="ItemUnit.position", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """Its number and the beginning of its text."""
        return f"{self.number or ''} {self.text[:60]}".strip()


class ItemUnit(Base):
    """A unit as the plan prints it; ``unit_id`` is empty until it is known which unit is meant."""

    __tablename__ = "item_unit"
    __table_args__ = (UniqueConstraint("item_id", "name", "duty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(200))
    duty: Mapped[Duty]
    is_collective: Mapped[bool] = mapped_column(default=False)  # 各科室: expanded when the plan is published

    item: Mapped[PlanItem] = relationship(back_populates="units")
    unit: Mapped[Unit | None] = relationship()


class PlanStep(Base):
    """One step of editing a draft, with all that is needed to take it back."""

    __tablename__ = "plan_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    event: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]

    @property
    def first_item_id(self) -> int | None:
        """The number of the first item that it changed, None if it only made or moved some."""
        return next((kept["id"] for kept in self.before["items"]), None)


class PlanAdjustment(Versioned, Base):
    """A newer version of a plan's document: compared first, then applied with a reason (要点调整)."""

    __tablename__ = "plan_adjustment"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    source_name: Mapped[str] = mapped_column(String(200))
    source_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    reading: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)
    previous_name: Mapped[str] = mapped_column(String(200), default="")  # the document that it took the place of
    previous_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    applied_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship()

    @property
    def label(self) -> str:
        """The name of the newer document."""
        return self.source_name
