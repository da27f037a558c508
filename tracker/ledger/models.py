"""Tables of the ledgers: entries of every kind in one, their files, locked months, lists being read in, own figures."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from tracker.db import Base, Versioned
from tracker.files.models import EvidenceColumns
from tracker.ledger.rules import Counts, EntryFacts, Indicator, Span, tags_shown
from tracker.organisation.models import Unit
from tracker.tasks.models import Task

_MILLIONTHS = 10**6


class Exact(TypeDecorator[Decimal]):
    """A number with six decimals, exact on every database: kept in millionths, which SQLite can add up, too."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """Turn a number into millionths."""
        return None if value is None else int(Decimal(value) * _MILLIONTHS)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Turn millionths, or their sum, into a number."""
        return None if value is None else Decimal(int(value)) / _MILLIONTHS


class LedgerEntry(Versioned, Base):
    """One line of a ledger; struck out it stays to be seen and counts nowhere."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_ledger_day", "ledger", "day"),
        # everything a figure looks at, so that a period is counted without reading its entries
        Index(
            "ix_ledger_entry_day",
            "day",
            "struck_because",
            "ledger",
            "category",
            "channel",
            "tags",
            "quantity",
            "people",
            "amount",
            "is_approximate",
        ),
        Index("ix_ledger_entry_unit_id_day", "unit_id", "day"),
        Index("ix_ledger_entry_title", "title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ledger: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(50), default="")
    channel: Mapped[str] = mapped_column(String(50), default="")
    series: Mapped[str] = mapped_column(String(100), default="")
    issue: Mapped[int | None]
    quantity: Mapped[Decimal] = mapped_column(Exact, default=Decimal(1))
    is_approximate: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal] = mapped_column(Exact, default=Decimal(0))
    tags: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    extra: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    struck_because: Mapped[str] = mapped_column(String(200), default="")
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime]

    unit: Mapped[Unit] = relationship()
    task: Mapped[Task | None] = relationship()
    files: Mapped[list["LedgerFile"]] = relationship(order_by="LedgerFile.id")

    @property
    def label(self) -> str:
        """Its title."""
        return self.title

    @property
    def tags_shown(self) -> str:
        """Its tags as people read them."""
        return tags_shown(self.tags)

    @property
    def facts(self) -> EntryFacts:
        """What was entered."""
        return EntryFacts(
            self.day, self.title, self.category, self.channel, self.series, self.issue, self.quantity,
            self.is_approximate, self.people, self.amount, self.tags, self.url, self.extra,
        )  # fmt: skip


class LedgerFile(EvidenceColumns, Base):
    """A proof of an entry."""

    __tablename__ = "ledger_file"

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class LedgerLock(Base):
    """A month whose numbers stand: sections can change nothing in it any more."""

    __tablename__ = "ledger_lock"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(unique=True)  # its first day
    locked_by: Mapped[str] = mapped_column(String(100))
    locked_at: Mapped[datetime]

    @property
    def label(self) -> str:
        """Its month."""
        return f"{self.month:%Y-%m}"


class LedgerImport(Base):
    """A list that was pasted or uploaded and is looked over before it is entered; each account has one at a time."""

    __tablename__ = "ledger_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    ledger: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    lines: Mapped[list[list[str]]] = mapped_column(JSON)
    made_at: Mapped[datetime]

    @property
    def label(self) -> str:
        """What it was read from."""
        return self.name


class OwnIndicator(Versioned, Base):
    """A figure that the office added to those that ship."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(10))
    ledger: Mapped[str] = mapped_column(String(20))
    counts: Mapped[Counts]
    period: Mapped[Span] = mapped_column(default=Span.WITHIN)
    category: Mapped[str] = mapped_column(String(300), default="")
    channel: Mapped[str] = mapped_column(String(300), default="")
    tags: Mapped[str] = mapped_column(String(300), default="")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name

    @property
    def rule(self) -> Indicator:
        """What it counts."""
        category, channel, tags = (
            tuple(one for one in text.split("|") if one) for text in (self.category, self.channel, self.tags)
        )
        return Indicator(
            self.name, self.counts, self.unit, self.ledger, category, channel, tags, period=self.period, id=self.id
        )
