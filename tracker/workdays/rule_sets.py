"""Rule sets for lights as data: the default, and seven conventions in use that an agency can start from."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import N_, RuleBroken


class Colour(StrEnum):
    """The colour of a light, from the least to the most serious."""

    NONE = "none"
    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def severity(self) -> int:
        """Its place in that order, from 0."""
        return _SEVERITIES.index(self)


_SEVERITIES = tuple(Colour)


@dataclass(frozen=True)
class Step:
    """From ``at_least`` on (points behind, months in a row, times urged) the light has this colour."""

    at_least: int
    colour: Colour


@dataclass(frozen=True)
class RuleSet:
    """Which fact gives which colour. Colour.NONE and empty steps mean that the rule set does not ask for it.

    ``near_workdays``: how many workdays before the limit ``near`` begins. ``behind``: percentage points behind plan,
    whole ones (more than 30 is 31). ``months_behind``: months behind in a row. ``urged``: reminders without result.
    ``not_started``: no start by the end of the month it was planned for.
    """

    key: str
    name: str
    origin: str = ""  # where the convention is in use
    on_plan: Colour = Colour.GREEN
    near: Colour = Colour.NONE
    near_workdays: int = 5
    late: Colour = Colour.RED
    behind: tuple[Step, ...] = ()
    months_behind: tuple[Step, ...] = ()
    urged: tuple[Step, ...] = ()
    not_started: Colour = Colour.NONE
    poor_quality: Colour = Colour.NONE
    done: Colour = Colour.GREEN
    done_late: Colour = Colour.GREEN

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be meant (RuleBroken with the field)."""
        if not 0 <= self.near_workdays <= 60:
            raise RuleBroken(N_("Enter a number of working days from 0 to 60."), field="near_workdays")
        for field, highest in (("behind", 100), ("months_behind", 12), ("urged", 12)):
            steps: tuple[Step, ...] = getattr(self, field)
            starts = [step.at_least for step in steps]
            if starts != sorted(set(starts)) or not all(1 <= start <= highest for start in starts):
                raise RuleBroken(
                    N_("The steps must rise, and lie between 1 and %(highest)d."), field=field, highest=highest
                )


BEHIND_IN_A_MONTH = 10  # points behind plan from which a month counts as one behind: the least step of the monthly list

DEFAULT = RuleSet(
    "default",
    N_("Green on plan, yellow near the limit or behind plan, red late"),
    near=Colour.YELLOW,
    behind=(Step(10, Colour.YELLOW),),
)
# monthly list: 10 to 30 points behind, or no start in the planned month, is yellow; more, or three months, is red.
# The convention measures progress only: what is late is yellow until its points make it red.
POINTS_BEHIND = RuleSet(
    "points_behind",
    N_("Monthly by points behind plan: 10 to 30 yellow, more or three months in a row red"),
    origin="银川 2025",
    late=Colour.YELLOW,
    behind=(Step(BEHIND_IN_A_MONTH, Colour.YELLOW), Step(31, Colour.RED)),
    months_behind=(Step(3, Colour.RED),),
    not_started=Colour.YELLOW,
)
BEHIND_IS_RED = RuleSet(
    "behind_is_red",
    N_("Yellow reminds of the limit, red is behind plan"),
    origin="宜昌 2015",
    near=Colour.YELLOW,
    behind=(Step(1, Colour.RED),),
)
CAUGHT_UP_IS_YELLOW = RuleSet(
    "caught_up_is_yellow",
    N_("Green in time, red not in time, yellow once it is made good"),
    origin="温州瓯海 2020",
    done_late=Colour.YELLOW,
)
THREE_SLIPS = RuleSet(
    "three_slips",
    N_("Blue near the limit, yellow behind plan or poor in quality, red late until closed"),
    origin="宿迁 2025",
    near=Colour.BLUE,
    behind=(Step(1, Colour.YELLOW),),
    poor_quality=Colour.YELLOW,
)
ONE_SLIP_AFTER_THE_OTHER = RuleSet(
    "one_slip_after_the_other",
    N_("Blue reminds, orange warns when blue was without result, red when orange was"),
    origin="三明 2017",
    late=Colour.BLUE,
    urged=(Step(1, Colour.BLUE), Step(2, Colour.ORANGE), Step(3, Colour.RED)),
)
SLOW_IS_YELLOW = RuleSet(
    "slow_is_yellow",
    N_("Yellow slow but still possible, red not done in time"),
    origin="广元 2018",
    behind=(Step(1, Colour.YELLOW),),
)
GREEN_IS_PRAISE = RuleSet(
    "green_is_praise",
    N_("Green praises what was done in time, yellow warns, red names what was not"),
    origin="隆昌 2020",
    on_plan=Colour.NONE,
    near=Colour.YELLOW,
    behind=(Step(1, Colour.YELLOW),),
    done_late=Colour.NONE,
)
RULE_SETS = {
    rule_set.key: rule_set
    for rule_set in (
        DEFAULT,
        POINTS_BEHIND,
        BEHIND_IS_RED,
        CAUGHT_UP_IS_YELLOW,
        THREE_SLIPS,
        ONE_SLIP_AFTER_THE_OTHER,
        SLOW_IS_YELLOW,
        GREEN_IS_PRAISE,
    )
}
