"""The values of this feature in the reader's words, and the curve of two years."""

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l

from tracker.documents.charts import Line, MonthCurve
from tracker.plans.words import PLAN_STATES
from tracker.years.comparing import Comparison
from tracker.years.rules import Fate, Missing, ProposalKind, ProposalState

FATES = {
    Fate.CARRIED: _l("carry over into the next year"),
    Fate.MERGED: _l("merge into another task"),
    Fate.CANCELLED: _l("cancel, with the reason"),
    Fate.DONE_LATE: _l("was finished late"),
}
DECIDED = {
    Fate.CARRIED: _l("carried over"),
    Fate.MERGED: _l("merged"),
    Fate.CANCELLED: _l("cancelled"),
    Fate.DONE_LATE: _l("finished late"),
}
VALUES = {"year.fate": DECIDED, "year.state": PLAN_STATES}
GATE = {
    Missing.PLAN: _l("The plan of the year is published"),
    Missing.REPORTS: _l("No report waits for the office"),
    Missing.EXTENSIONS: _l("No request for more time is undecided"),
    Missing.ROUNDS: _l("All rounds of checks are closed"),
    Missing.DECISIONS: _l("Every unfinished task has a decision"),
    Missing.CONFIRMATIONS: _l("Every unit stands by its figures"),
    Missing.SUMMARY: _l("The summary is issued"),
}
WAYS = {
    Missing.PLAN: (_l("Look at the plans"), "plans.index"),
    Missing.REPORTS: (_l("Review the reports"), "progress.review"),
    Missing.EXTENSIONS: (_l("Look at the requests"), "extensions.index"),
    Missing.ROUNDS: (_l("Look at the rounds"), "checks.index"),
    Missing.DECISIONS: (_l("Decide on each"), "years.decide"),
    Missing.CONFIRMATIONS: (_l("See who is missing"), "years.show"),
    Missing.SUMMARY: (_l("Open the summary"), "summary.index"),
}
KINDS = {ProposalKind.PROBLEM: _l("problem"), ProposalKind.NEXT_STEP: _l("next step")}
PROPOSED = {ProposalState.TAKEN: _l("taken into the plan"), ProposalState.DISMISSED: _l("left out")}
QUARTERS = {f"Q{number}": _l("quarter %(number)d", number=number) for number in range(1, 5)}
MONTHS = {f"{number:02d}": _l("month %(number)d", number=number) for number in range(1, 13)}
PARTS = {"": _l("whole year"), "H1": _l("first half"), "H2": _l("second half"), **QUARTERS, **MONTHS}


@dataclass(frozen=True)
class Asked:
    """One side of a comparison as it was chosen: a year, and a part of it or all of it."""

    year: int
    part: str

    @property
    def name(self) -> str:
        """The period as it is named: 2026, 2026-Q3."""
        return f"{self.year:04d}-{self.part}" if self.part else f"{self.year:04d}"

    @property
    def title(self) -> str:
        """The period in the reader's words."""
        if self.part and self.part in PARTS:
            return str(gettext("%(year)s, %(part)s", year=self.year, part=PARTS[self.part]))
        return str(gettext("Year %(year)s", year=self.year))


def two_years(comparison: Comparison) -> MonthCurve | None:
    """Return what two years finished month by month, and the plan of the second."""
    if comparison.months is None:
        return None
    first, second = comparison.first.first.year, comparison.second.first.year
    planned, done, before = comparison.months
    january, december = (format_date(date(second, month, 1), "LLL") for month in (1, 12))
    return MonthCurve(
        title=gettext("Tasks finished month by month in %(first)d and %(second)d", first=first, second=second),
        head=gettext("Month"),
        months=(january, *(str(month) for month in range(2, 12)), december),
        plan=Line(gettext("plan %(year)d", year=second), tuple(planned)),
        done=Line(str(second), tuple(done)),
        last_year=Line(str(first), tuple(before)),
    )
