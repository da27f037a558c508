"""Tables of the year-end summary: one for each year, its sections edited one by one."""

from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.issuing.sections import DraftedSection
from tracker.organisation.models import Unit
from tracker.outlines.rules import Variant
from tracker.summary.handed import HandedState
from tracker.summary.paper_rules import Paper


class Summary(Versioned, Base):
    """The summary of one year."""

    __tablename__ = "summary"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    addressee: Mapped[str] = mapped_column(String(200), default="")
    signed_on: Mapped[date | None]  # 成文日期
    drafted_at: Mapped[datetime]
    variant: Mapped[Variant] = mapped_column(default=Variant.AGENCY, server_default=Variant.AGENCY.value)

    paper: Mapped["SummaryPaper | None"] = relationship(back_populates="summary")
    sections: Mapped[list["SummarySection"]] = relationship(
        back_populates="summary", order_by="SummarySection.position"
    )

    @property
    def label(self) -> str:
        """Its title."""
        return self.title


class SummarySection(DraftedSection, Base):
    """One section."""

    __tablename__ = "summary_section"
    __table_args__ = (UniqueConstraint("summary_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"))

    summary: Mapped[Summary] = relationship(back_populates="sections")


class SummaryPaper(Versioned, Base):
    """How a summary is printed: what stands above and below its text, and what is added to it."""

    __tablename__ = "summary_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"), unique=True)
    has_red_head: Mapped[bool] = mapped_column(default=False)  # 版头
    mark: Mapped[str] = mapped_column(String(60), default="")  # 发文机关标志
    number: Mapped[str] = mapped_column(String(60), default="")  # 发文字号
    signers: Mapped[str] = mapped_column(String(60), default="")  # 签发人
    has_seal: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(100), default="")  # 附注
    copies_to: Mapped[str] = mapped_column(String(200), default="")  # 抄送
    printed_by: Mapped[str] = mapped_column(String(60), default="")  # 印发机关; empty: no 版记
    printed_on: Mapped[date | None]
    has_tasks: Mapped[bool] = mapped_column(default=False)  # 附件: every task with its state
    has_annex: Mapped[bool] = mapped_column(default=False)  # 附录: where every number comes from
    is_archival: Mapped[bool] = mapped_column(default=False)
    is_dated_in_chinese: Mapped[bool] = mapped_column(default=False)  # 二〇一一年十二月三十一日

    summary: Mapped[Summary] = relationship(back_populates="paper")

    @property
    def label(self) -> str:
        """The title of the document."""
        return self.summary.title

    @property
    def settings(self) -> Paper:
        """What stands on it."""
        return Paper(**{one.name: getattr(self, one.name) for one in fields(Paper)})


class SectionVersion(Base):
    """A text that a section had, from when on, and by whom; the newest is the text as it is."""

    __tablename__ = "section_version"
    __table_args__ = (UniqueConstraint("section_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("summary_section.id"))
    number: Mapped[int]  # the version of the section
    heading: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(100))
    saved_at: Mapped[datetime]


class SectionRemark(Base):
    """What somebody said about a section; settled when it was seen to."""

    __tablename__ = "section_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("summary_section.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(String(100))
    said_at: Mapped[datetime]
    settled_by: Mapped[str] = mapped_column(String(100), default="")
    settled_at: Mapped[datetime | None]

    section: Mapped[SummarySection] = relationship()

    @property
    def label(self) -> str:
        """Its beginning."""
        return self.text[:60]


class HandedSummary(Versioned, Base):
    """The summary of a section as it was handed in, numbers written out; ``drafted`` is what the data said by then."""

    __tablename__ = "handed_summary"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    drafted: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[HandedState]
    handed_by: Mapped[str] = mapped_column(String(100))
    handed_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500), default="")  # for which it was sent back
    returned_by: Mapped[str] = mapped_column(String(100), default="")

    unit: Mapped[Unit] = relationship()

    @property
    def label(self) -> str:
        """Whose it is."""
        return f"{self.unit.name} {self.year}"
