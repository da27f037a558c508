"""What the queries of the annual report answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.annual_report.checks import Failure, TextMend
from tracker.annual_report.filling import Filled
from tracker.annual_report.models import AnnualReport, ReceivedReport
from tracker.annual_report.report import Number, ReportFigures
from tracker.issuing.models import GateWaiver
from tracker.issuing.rules import fingerprint
from tracker.organisation.models import Unit


@dataclass(frozen=True)
class ReportYear:
    """A year in the list; ``due_on`` is the day by which the law wants the report published (Art. 49)."""

    year: int
    due_on: date
    report: AnnualReport | None


@dataclass(frozen=True)
class Shown:
    """A failure as a page shows it, and the waiver that lets it pass."""

    failure: Failure
    waiver: GateWaiver | None = None

    @property
    def key(self) -> str:
        """What tells it from the others, its numbers included."""
        return key_of(self.failure)

    @property
    def mark(self) -> str:
        """What a waiver names it by at the gate."""
        return mark_of(self.failure)

    @property
    def blocks(self) -> bool:
        """Whether the report cannot be issued because of it."""
        return self.failure.is_hard and self.waiver is None


def numbers_of(failure: Failure) -> str:
    """Return both numbers of a failure as one text."""
    return f"{failure.left}≠{failure.right}"


def key_of(failure: Failure) -> str:
    """Return what tells a failure from all others."""
    return f"{failure.identity}|{failure.where}|{numbers_of(failure)}"


CHECK = "check"  # the kind of obstacle that a failure is


def mark_of(failure: Failure) -> str:
    """Return what a waiver names a failure by: change one of its numbers, and it is another one."""
    return fingerprint(CHECK, key_of(failure))


_SECTIONS = {"table2": "二", "table3": "三", "table4": "四"}


def section_of(failure: Failure) -> str:
    """Return the section in which a failure is mended: that of the text it is about, else that of its cell."""
    if isinstance(failure.mend, TextMend):
        return failure.mend.section
    if failure.identity in ("H10", "H11"):
        return failure.where
    return _SECTIONS.get(failure.path.partition(".")[0], "一")


@dataclass(frozen=True)
class Content:
    """What is printed of a report: the frozen content once it is issued."""

    figures: ReportFigures
    texts: Mapping[str, str]
    dated: date
    frozen: str = ""


@dataclass(frozen=True)
class Difference:
    """A cell of an issued report that the registers would fill with another number today."""

    path: str
    issued: Number | None
    now: Number | None


@dataclass(frozen=True)
class ReportPage:
    """A report as it is filled in: its cells, last year's, and all that does not hold; issued, what differs since."""

    report: AnnualReport
    filled: Filled
    previous: ReportFigures | None
    shown: Sequence[Shown]
    differences: Sequence[Difference] = ()

    @property
    def blocking(self) -> int:
        """How many failures keep it from being issued."""
        return sum(one.blocks for one in self.shown)

    def in_column(self, identity: str, column: str) -> Shown | None:
        """Return what an identity finds in a column of table three."""
        same = (one for one in self.shown if (one.failure.identity, one.failure.where) == (identity, column))
        return next(same, None)

    def count(self, key: str) -> int:
        """Return how many failures a section has."""
        return sum(section_of(one.failure) == key for one in self.shown if not one.waiver)

    def at(self, path: str) -> list[Shown]:
        """Return what does not hold at a cell."""
        return [one for one in self.shown if one.failure.path == path]


@dataclass(frozen=True)
class UnitReport:
    """A unit in the group report; ``report`` is None while its own is missing."""

    unit: Unit
    report: ReceivedReport | None = None
    figures: ReportFigures | None = None
    open_doubts: int = 0


@dataclass(frozen=True)
class GroupPage:
    """The group report: each unit, handed in or missing, and the sums."""

    units: Sequence[UnitReport]
    total: ReportFigures | None = None
    others: Sequence[str] = field(default_factory=tuple)

    @property
    def missing(self) -> int:
        """How many units have not handed theirs in."""
        return sum(one.report is None for one in self.units)
