"""Tables of check lists, version by version, and of what was found by them in rounds."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.checks.models import CheckRound, Finding
from tracker.checks.rules import Verdict
from tracker.db import Base, Versioned
from tracker.files.models import EvidenceColumns
from tracker.organisation.models import Unit


class CheckList(Base):
    """One version of a list; all versions of a list share its ``key``, and what a round used stays as it was."""

    __tablename__ = "check_list"
    __table_args__ = (UniqueConstraint("key", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime]

    items: Mapped[list["CheckListItem"]] = relationship(back_populates="list", order_by="CheckListItem.position")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class CheckListItem(Base):
    """One item of a version of a list."""

    __tablename__ = "check_list_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("check_list.id"), index=True)
    position: Mapped[int]
    group: Mapped[str] = mapped_column(String(50))
    text: Mapped[str] = mapped_column(Text)
    weight: Mapped[int]
    method: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")

    list: Mapped[CheckList] = relationship(back_populates="items")


class ListUse(Base):
    """That a round is checked by a version of a list as well."""

    __tablename__ = "list_use"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("check_round.id"), unique=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("check_list.id"))

    list: Mapped[CheckList] = relationship()


class ListResult(Versioned, Base):
    """What was found about one item in one unit; without a verdict it is still to be checked."""

    __tablename__ = "list_result"
    __table_args__ = (UniqueConstraint("round_id", "unit_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("check_round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("check_list_item.id"))
    verdict: Mapped[Verdict | None]
    note: Mapped[str] = mapped_column(Text, default="")
    checked_by: Mapped[str] = mapped_column(String(100), default="")
    checked_at: Mapped[datetime | None]
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)

    round: Mapped[CheckRound] = relationship()
    unit: Mapped[Unit] = relationship()
    item: Mapped[CheckListItem] = relationship()
    finding: Mapped[Finding | None] = relationship()
    photos: Mapped[list["ListEvidence"]] = relationship(back_populates="result", order_by="ListEvidence.id")

    @property
    def label(self) -> str:
        """What was asked."""
        return self.item.text


class ListEvidence(EvidenceColumns, Base):
    """A picture or file taken while checking by a list."""

    __tablename__ = "list_evidence"

    result_id: Mapped[int] = mapped_column(ForeignKey("list_result.id"), index=True)

    result: Mapped[ListResult] = relationship(back_populates="photos")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name
