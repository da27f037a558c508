"""Tables of rule sets by version, and of the quotas of units."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.organisation.models import Unit
from tracker.rulesets.content import rules_of
from tracker.rulesets.rules import RuleSet


class ScoreRules(Base):
    """One version of a rule set; all versions share its ``key``, and what a scoring used stays as it was."""

    __tablename__ = "score_rules"
    __table_args__ = (UniqueConstraint("key", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(200), default="")  # why it was changed
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime]

    @property
    def label(self) -> str:
        """Its name and version."""
        return f"{self.name}（第{self.revision}版）"

    @property
    def rules(self) -> RuleSet:
        """The rule set."""
        return rules_of(self.content)


class ScoreQuota(Versioned, Base):
    """How many items a unit is to publish in each month of a year (目标任务量)."""

    __tablename__ = "score_quota"
    __table_args__ = (UniqueConstraint("year", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    monthly: Mapped[int]

    unit: Mapped[Unit] = relationship()

    @property
    def label(self) -> str:
        """Its unit and year."""
        return f"{self.year}年 {self.unit.name}"
