"""Tables of frozen figures: what an issued document said, with the records behind each number, never changed again."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.figures.comparing import Kept, hash_of, value_of
from tracker.figures.rules import Figure
from tracker.ledger.periods import Period


class FrozenDocument(Base):
    """That a document of some kind was issued, with the figures it named; issued again it is frozen again."""

    __tablename__ = "frozen_document"
    __table_args__ = (
        UniqueConstraint("kind", "document_id", "number"),
        Index("ix_frozen_document_last_on", "last_on", "first_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))  # summary, circular, …: whoever issues it decides
    document_id: Mapped[int]
    number: Mapped[int]  # how often it was issued
    title: Mapped[str] = mapped_column(String(200))
    first_on: Mapped[date]
    last_on: Mapped[date]
    as_of: Mapped[date]  # the day on which the figures were looked at
    sha256: Mapped[str] = mapped_column(String(64))
    frozen_by: Mapped[str] = mapped_column(String(100))
    frozen_at: Mapped[datetime]

    figures: Mapped[list["FrozenFigure"]] = relationship(back_populates="document", order_by="FrozenFigure.position")

    @property
    def label(self) -> str:
        """The title of the document."""
        return self.title

    @property
    def period(self) -> Period:
        """The days its figures are of."""
        return Period(self.first_on, self.last_on)

    @property
    def is_whole(self) -> bool:
        """Whether everything still is what was frozen."""
        hashes = [figure.sha256 for figure in self.figures]
        return self.sha256 == hash_of({"figures": hashes}) and all(figure.is_whole for figure in self.figures)


class FrozenFigure(Base):
    """A figure as it was printed: definition, value, unit word, and the records it was counted from."""

    __tablename__ = "frozen_figure"
    __table_args__ = (UniqueConstraint("document_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("frozen_document.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(String(60))  # exact: 35, 72701.2578, 27/48
    unit: Mapped[str] = mapped_column(String(10))
    is_least: Mapped[bool]
    rows: Mapped[list[Kept]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))

    document: Mapped[FrozenDocument] = relationship(back_populates="figures")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name

    @property
    def figure(self) -> Figure:
        """The figure as texts name it."""
        page = ("figures.frozen_rows", {"frozen_id": self.document_id, "name": self.name})
        return Figure(self.name, value_of(self.value), self.unit, self.about, page, self.is_least)

    @property
    def content(self) -> dict[str, object]:
        """What its hash stands for."""
        names = ("name", "about", "value", "unit", "is_least", "rows")
        days = {"first": self.document.first_on.isoformat(), "last": self.document.last_on.isoformat()}
        return {**{name: getattr(self, name) for name in names}, **days}

    @property
    def is_whole(self) -> bool:
        """Whether it still is what was frozen."""
        return self.sha256 == hash_of(self.content)
