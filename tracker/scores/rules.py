"""States of a scoring, when it may be changed, and what a mark and an objection must say."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.rulesets.rules import MOST_POINTS, Indicator, Way, plain


class ScoringState(StrEnum):
    """Where a scoring stands."""

    OPEN = "open"  # 评分中: computed, marked, self-assessed
    ANNOUNCED = "announced"  # 公示中: sections may object
    ISSUED = "issued"  # 已公布


def check_open(state: ScoringState) -> None:
    """Raise RuleBroken when a scoring is no longer being made."""
    if state is not ScoringState.OPEN:
        raise RuleBroken(N_("This scoring has been announced; marks change only by deciding an objection."))


def check_points(points: Decimal, indicator: Indicator, most: Decimal | None) -> None:
    """Raise RuleBroken for points that no mark of this indicator can have; ``most``: None for no bound."""
    if points <= 0 or points > (MOST_POINTS if most is None else most):
        message = N_("“%(name)s”: give more than 0 and at most %(most)s points.")
        raise RuleBroken(
            message, field="points", name=indicator.name, most=plain(MOST_POINTS if most is None else most)
        )


def check_may_exempt(indicator: Indicator, exempt: Collection[str]) -> None:
    """Raise RuleBroken where nothing can be left out: extra points and deductions are not asked of anybody."""
    if indicator.way is not Way.LOSE:
        raise RuleBroken(N_("Only an indicator with points of its own can be not applicable."), field="indicator")
    if indicator.key in exempt:
        raise RuleBroken(N_("“%(name)s” is not applicable to this unit already."), name=indicator.name)


def check_reason(reason: str) -> None:
    """Raise RuleBroken when a mark does not say why."""
    if not reason.strip():
        raise RuleBroken(N_("Say why; it stands on the sheet of the unit."), field="reason")


def check_evidence(count: int) -> None:
    """Raise RuleBroken for a mark without a record: no evidence, no deduction."""
    if not count:
        message = N_("No evidence, no deduction: choose the record, attach a file or give the address that shows it.")
        raise RuleBroken(message, field="record")


def check_may_object(state: ScoringState, until: date | None, today: date, *, is_asked: bool) -> None:
    """Raise RuleBroken when it is not, or no longer, the time to object."""
    if state is not ScoringState.ANNOUNCED or until is None:
        raise RuleBroken(N_("Objections are made after a scoring is announced and before it is issued."))
    if today > until:
        raise RuleBroken(N_("The time to object ended on %(day)s."), day=until)
    if is_asked:
        raise RuleBroken(N_("Your unit has objected to this mark already."))


def check_may_issue(state: ScoringState, until: date | None, today: date, undecided: int) -> None:
    """Raise RuleBroken while sections may still object or wait for a decision."""
    if state is not ScoringState.ANNOUNCED or until is None:
        raise RuleBroken(N_("Announce the scoring first, so that the sections can look at it."))
    if undecided:
        raise RuleBroken(N_("%(count)d objections wait for a decision of the leadership."), count=undecided)
    if today <= until:
        raise RuleBroken(N_("Sections may object until %(day)s; issue the list after that."), day=until)


def check_url(url: str) -> None:
    """Raise RuleBroken for an address that leads nowhere."""
    if url and not re.match(r"https?://[^\s]+$", url):
        raise RuleBroken(N_("An address begins with http:// or https:// and has no spaces."), field="url")
