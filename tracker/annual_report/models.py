"""Tables of the annual report: its text, changed cells; monthly quantities; reports made elsewhere; its tasks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.annual_report.rules import Publication
from tracker.db import Base, Versioned
from tracker.files.models import StoredFile
from tracker.organisation.models import Unit
from tracker.tasks.models import Task


class AnnualReport(Versioned, Base):
    """The report of one year. Issued, it is what ``frozen`` says and nothing else."""

    __tablename__ = "annual_report"
    __table_args__ = (CheckConstraint("(issued_on IS NULL) = (sha256 = '')", name="issued"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    adds_units: Mapped[bool] = mapped_column(default=False)  # the figures of units' own reports are part of it
    drafted_at: Mapped[datetime]
    issued_on: Mapped[date | None]
    issued_by: Mapped[str] = mapped_column(String(100), default="")
    frozen: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")

    sections: Mapped[list["ReportSection"]] = relationship(back_populates="report", order_by="ReportSection.position")
    overrides: Mapped[list["CellOverride"]] = relationship(back_populates="report", order_by="CellOverride.id")

    @property
    def label(self) -> str:
        """Its year."""
        return str(self.year)

    @property
    def texts(self) -> dict[str, str]:
        """Its text by the number of the section."""
        return {section.key: section.text for section in self.sections}


class ReportSection(Versioned, Base):
    """The text of one section; "" is the key of the opening."""

    __tablename__ = "annual_report_section"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("annual_report.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text, default="")

    report: Mapped[AnnualReport] = relationship(back_populates="sections")

    @property
    def label(self) -> str:
        """Its year and number."""
        return f"{self.report.year} {self.key}".strip()


class CellOverride(Base):
    """A cell changed by hand: what was written, by whom and why."""

    __tablename__ = "annual_report_override"
    __table_args__ = (UniqueConstraint("report_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("annual_report.id"))
    path: Mapped[str] = mapped_column(String(80))
    value: Mapped[str] = mapped_column(String(20))  # a number as typed, exact
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(String(100))
    changed_at: Mapped[datetime]

    report: Mapped[AnnualReport] = relationship(back_populates="overrides")


class Quantity(Base):
    """What a unit counted in one month for table two (month 0: what there was when the year began)."""

    __tablename__ = "report_quantity"
    __table_args__ = (
        UniqueConstraint("year", "unit_id", "key", "month"),
        CheckConstraint("month BETWEEN 0 AND 12", name="month"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    month: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)  # a count; of fees whole yuan, which are 万元 with four decimals


class QuantitySheet(Versioned, Base):
    """What a unit counted in a year, as one sheet that two people may be filling in."""

    __tablename__ = "report_quantity_sheet"
    __table_args__ = (UniqueConstraint("year", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))

    unit: Mapped[Unit] = relationship()

    @property
    def label(self) -> str:
        """Its year and unit."""
        return f"{self.year} {self.unit.name}"


class ReceivedReport(Versioned, Base):
    """A report made elsewhere: our own of an earlier year (no unit), or a unit's own."""

    __tablename__ = "received_report"
    __table_args__ = (Index("ix_received_report_year_unit_id", "year", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    name: Mapped[str] = mapped_column(String(200))
    figures: Mapped[str] = mapped_column(Text)  # as report_json writes it, with the text
    doubts: Mapped[list[Any]] = mapped_column(JSON, default=list)  # of what could not be read: message, values, paths
    received_by: Mapped[str] = mapped_column(String(100))
    received_at: Mapped[datetime]

    unit: Mapped[Unit | None] = relationship()
    file: Mapped[StoredFile] = relationship()

    @property
    def label(self) -> str:
        """The name of its file."""
        return self.name


class ReportTask(Base):
    """The task that stands for a report of a year that the law asks for (Art. 49); each is made or found once."""

    __tablename__ = "annual_report_task"
    __table_args__ = (UniqueConstraint("year", "publication"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]  # of the report
    publication: Mapped[Publication]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)

    task: Mapped[Task] = relationship()
