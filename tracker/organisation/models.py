"""Tables of the organisation; what holds for a time carries its first and last day."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.organisation.rules import Group, Post, Seat, UnitKind, is_in_force


class Dated:
    """Something that holds from a day to a day, both inclusive; None is open."""

    from_on: Mapped[date | None]
    to_on: Mapped[date | None]

    def holds_on(self, day: date) -> bool:
        """Whether it holds on ``day``."""
        return is_in_force(self.from_on, self.to_on, day)


class Agency(Versioned, Base):
    """The agency this instance belongs to: exactly one row."""

    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(30), default="")
    document_code: Mapped[str] = mapped_column(String(30), default="")  # 机关代字
    check_word: Mapped[str] = mapped_column(String(10), default="督办")  # an agency may not call its checks 政府督查
    light_preset: Mapped[str] = mapped_column(String(40), default="default")
    is_demonstration: Mapped[bool] = mapped_column(default=False)

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class Unit(Dated, Versioned, Base):
    """A unit that does work or is named by the plan."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[UnitKind]
    position: Mapped[int] = mapped_column(default=0)

    aliases: Mapped[list["UnitAlias"]] = relationship(
        back_populates="unit", order_by="UnitAlias.name", cascade="all, delete-orphan"
    )
    posts: Mapped[list["UnitPost"]] = relationship(back_populates="unit", order_by="UnitPost.from_on")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class UnitAlias(Base):
    """Another name under which plans call a unit."""

    __tablename__ = "unit_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)

    unit: Mapped[Unit] = relationship(back_populates="aliases")


class Person(Dated, Versioned, Base):
    """Somebody who works here or sits in a group; an account is a separate thing."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    title: Mapped[str] = mapped_column(String(50), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    mail: Mapped[str] = mapped_column(String(200), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)

    unit: Mapped[Unit | None] = relationship()

    @property
    def label(self) -> str:
        """Their name."""
        return self.name


class UnitPost(Dated, Base):
    """Who heads a unit or is its information officer, and since when."""

    __tablename__ = "unit_post"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post: Mapped[Post]

    unit: Mapped[Unit] = relationship(back_populates="posts")
    person: Mapped[Person] = relationship()


class GroupSeat(Dated, Base):
    """Who sits in the leading or the supervision group, and since when."""

    __tablename__ = "group_seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    group: Mapped[Group]
    seat: Mapped[Seat]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship()

    @property
    def label(self) -> str:
        """The person's name."""
        return self.person.name
