"""How far a unit is beyond its quota, or how much of it is missing."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from tracker.rulesets.rules import CENT, FULL


def quota_steps(reached: Decimal, quota: Decimal) -> int:
    """Return how many steps over its quota a unit is: beyond 110% one, beyond 130% one more for each begun 20%."""
    if quota <= 0 or reached * 10 <= quota * 11:
        return 0
    beyond = reached * 100 / quota - 130
    return 1 + max(0, int((beyond / 20).to_integral_value(ROUND_CEILING)))


def missing_percent(reached: Decimal, quota: Decimal) -> Decimal:
    """Return how many percent of its quota a unit lacks."""
    if quota <= 0 or reached >= quota:
        return Decimal(0)
    return ((quota - reached) * FULL / quota).quantize(CENT, ROUND_HALF_UP)
