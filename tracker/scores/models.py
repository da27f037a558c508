"""Tables of scores: rule sets by version, scorings, their units, marks, self-assessments, objections, quotas."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.files.models import EvidenceColumns
from tracker.ledger.models import Exact
from tracker.ledger.periods import Period
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.rulesets.models import ScoreRules
from tracker.rulesets.rules import Mark
from tracker.scores.rules import ScoringState

EXEMPT = "exempt"  # the kind of record of a mark that says 不适用


class Scoring(Versioned, Base):
    """The scoring of a set of units for a period by one version of the rules, as of a day."""

    __tablename__ = "scoring"
    __table_args__ = (Index("ix_scoring_year_last", "year", "last"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rules_id: Mapped[int] = mapped_column(ForeignKey("score_rules.id"), index=True)
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    first: Mapped[date]
    last: Mapped[date]
    as_of: Mapped[date]  # the day as of which the records are looked at
    state: Mapped[ScoringState] = mapped_column(default=ScoringState.OPEN)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime]
    computed_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    object_until: Mapped[date | None]
    issued_by: Mapped[str] = mapped_column(String(100), default="")
    issued_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")  # of the issued list

    version_of_rules: Mapped[ScoreRules] = relationship()
    units: Mapped[list["ScoredUnit"]] = relationship(back_populates="scoring", order_by="ScoredUnit.position")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name

    @property
    def period(self) -> Period:
        """What is scored."""
        return Period(self.first, self.last)


class ScoredUnit(Versioned, Base):
    """A unit in a scoring, under the name it had then, with what it came to."""

    __tablename__ = "scored_unit"
    __table_args__ = (UniqueConstraint("scoring_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scoring_id: Mapped[int] = mapped_column(ForeignKey("scoring.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[UnitKind]
    value: Mapped[Decimal | None] = mapped_column(Exact)
    place: Mapped[int | None]
    grade: Mapped[str] = mapped_column(String(20), default="")
    assessed_by: Mapped[str] = mapped_column(String(100), default="")
    assessed_at: Mapped[datetime | None]
    honour_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"))  # what came of it (奖惩)

    scoring: Mapped[Scoring] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship()
    marks: Mapped[list["ScoreMark"]] = relationship(back_populates="scored", order_by="ScoreMark.id")
    own: Mapped[list["SelfMark"]] = relationship(back_populates="scored", order_by="SelfMark.id")

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class ScoreMark(Versioned, Base):
    """Points for one indicator with the record that shows why; no evidence, no deduction.

    The record is kept as words beside its number: the sheet must read the same when the record has changed since.
    ``settled`` is what an objection left of the points.
    """

    __tablename__ = "score_mark"
    __table_args__ = (CheckConstraint("record_kind <> '' AND record_name <> ''", name="evidence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scored_id: Mapped[int] = mapped_column(ForeignKey("scored_unit.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(40))
    points: Mapped[Decimal] = mapped_column(Exact)
    reason: Mapped[str] = mapped_column(String(500))
    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int | None]
    record_name: Mapped[str] = mapped_column(String(300))
    is_computed: Mapped[bool] = mapped_column(default=False)
    settled: Mapped[Decimal | None] = mapped_column(Exact)
    remedy: Mapped[str] = mapped_column(String(500), default="")  # 整改情况, in the unit's words
    marked_by: Mapped[str] = mapped_column(String(100))
    marked_at: Mapped[datetime]

    scored: Mapped[ScoredUnit] = relationship(back_populates="marks")
    objection: Mapped["ScoreObjection | None"] = relationship(back_populates="mark")
    papers: Mapped[list["ScorePaper"]] = relationship(foreign_keys="ScorePaper.mark_id", order_by="ScorePaper.id")

    @property
    def label(self) -> str:
        """Why it was given."""
        return self.reason[:300]

    @property
    def counted(self) -> Decimal:
        """The points that count."""
        return self.points if self.settled is None else self.settled

    @property
    def is_exempt(self) -> bool:
        """Whether it says that the indicator is not applicable to the unit (不适用)."""
        return self.record_kind == EXEMPT

    @property
    def entry(self) -> Mark:
        """The mark as the arithmetic takes it."""
        return self.indicator, None if self.is_exempt else self.counted


class SelfMark(Versioned, Base):
    """What a unit says of itself for one indicator, with its proofs."""

    __tablename__ = "self_mark"
    __table_args__ = (UniqueConstraint("scored_id", "indicator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scored_id: Mapped[int] = mapped_column(ForeignKey("scored_unit.id"))
    indicator: Mapped[str] = mapped_column(String(40))
    got: Mapped[Decimal] = mapped_column(Exact)
    note: Mapped[str] = mapped_column(Text, default="")

    scored: Mapped[ScoredUnit] = relationship(back_populates="own")
    papers: Mapped[list["ScorePaper"]] = relationship(foreign_keys="ScorePaper.self_mark_id", order_by="ScorePaper.id")

    @property
    def label(self) -> str:
        """What was said."""
        return self.note[:300]


class ScoreObjection(Versioned, Base):
    """That a unit objects to a mark, and what the leadership decided."""

    __tablename__ = "score_objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark_id: Mapped[int] = mapped_column(ForeignKey("score_mark.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime]
    is_upheld: Mapped[bool | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None]

    mark: Mapped[ScoreMark] = relationship(back_populates="objection")
    papers: Mapped[list["ScorePaper"]] = relationship(foreign_keys="ScorePaper.objection_id", order_by="ScorePaper.id")

    @property
    def label(self) -> str:
        """Its reason."""
        return self.reason[:300]


class ScorePaper(EvidenceColumns, Base):
    """A proof of a mark, a self-assessment or an objection."""

    __tablename__ = "score_paper"
    mark_id: Mapped[int | None] = mapped_column(ForeignKey("score_mark.id"), index=True)
    self_mark_id: Mapped[int | None] = mapped_column(ForeignKey("self_mark.id"), index=True)
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("score_objection.id"), index=True)

    @property
    def label(self) -> str:
        """Its name."""
        return self.name
