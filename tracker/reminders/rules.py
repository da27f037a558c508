"""Which reminders of a limit are due: a ladder of steps in working days, each step once for each audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.workdays.calendar import ONE_DAY, Calendar, YearMissing

FARTHEST_STEP = 120
MOST_URGED = 200
AT_ONCE = -FARTHEST_STEP - 1  # the step of what is told on the day it begins


class Audience(StrEnum):
    """Who is told, from the one who does the work upwards."""

    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"  # 责任领导
    GROUP = "group"  # 领导小组


class SubjectKind(StrEnum):
    """What has a limit that people are reminded of."""

    TASK = "task"
    FINDING = "finding"  # 问题, to be mended
    MATTER = "matter"  # 督办事项
    REQUEST = "request"  # 依申请公开
    SCORE = "score"  # 得分公示: objections until a day
    COMPLAINT = "complaint"  # 投诉意见 that a unit was given


@dataclass(frozen=True)
class LadderStep:
    """Working days after the limit (negative: before it, 0: on the day), and who is told then."""

    offset: int
    audiences: tuple[Audience, ...]


DEFAULT_LADDER = (
    LadderStep(-30, (Audience.OFFICER,)),
    LadderStep(-7, (Audience.OFFICER,)),
    LadderStep(-3, (Audience.OFFICER, Audience.HEAD)),
    LadderStep(-1, (Audience.OFFICER, Audience.HEAD)),
    LadderStep(0, (Audience.OFFICER, Audience.HEAD)),
    LadderStep(1, (Audience.OFFICER, Audience.HEAD, Audience.LEADER)),
    LadderStep(5, (Audience.OFFICER, Audience.HEAD, Audience.LEADER, Audience.GROUP)),
)


@dataclass(frozen=True)
class LimitFacts:
    """One limit to watch: what it belongs to (``task:12``), its decided date, since when it is watched, whether met."""

    subject: str
    due_on: date
    assigned_on: date
    is_met: bool = False


@dataclass(frozen=True)
class ReminderKey:
    """The reason for one reminder. A key is sent once: the outbox has it as a unique column.

    A limit that moves gives new keys, so that its ladder begins again.
    """

    subject: str
    due_on: date
    offset: int
    audience: Audience

    def __str__(self) -> str:
        """Return the key as the outbox stores it."""
        return f"{self.subject} {self.due_on.isoformat()} {self.offset:+d} {self.audience}"


def reminders_due(
    facts: LimitFacts, last_run: date | None, today: date, ladder: Sequence[LadderStep], calendar: Calendar
) -> list[ReminderKey]:
    """Return the reminders whose step was reached after ``last_run`` (None: before today) up to ``today``.

    After a stop each audience gets its latest step only. Steps that had passed when the work was assigned are not
    made up for. The words come from the working days left on the day of sending, not from the step. YearMissing
    where a step cannot be placed because that year's calendar is unknown.
    """
    since = max(last_run or today - ONE_DAY, facts.assigned_on)
    if facts.is_met or since >= today:
        return []
    newly_reached = [
        step
        for step in ladder
        if is_reached(step.offset, facts.due_on, today, calendar)
        and not is_reached(step.offset, facts.due_on, since, calendar)
    ]
    latest = {
        audience: step.offset
        for step in sorted(newly_reached, key=lambda step: step.offset)
        for audience in step.audiences
    }
    return [
        ReminderKey(facts.subject, facts.due_on, latest[audience], audience)
        for audience in Audience
        if audience in latest
    ]


def is_reached(offset: int, due_on: date, day: date, calendar: Calendar) -> bool:
    """Return whether, on ``day``, at most ``-offset`` workdays are left or, after the limit, ``offset`` have passed.

    A limit on a day off is reached on the last workday before it.
    """
    if offset > 0:
        return day > due_on and _passed(offset, due_on, day, calendar)
    return day >= due_on or _is_near(-offset, due_on, day, calendar)


def last_day_passed(ladder: Sequence[LadderStep], today: date, calendar: Calendar) -> date | None:
    """Return the latest limit that has passed every step of the ladder on ``today``, or None."""
    last = max([0, *(step.offset for step in ladder)])
    days = (today - ONE_DAY * number for number in range(1, 3 * FARTHEST_STEP))
    return next((day for day in days if is_reached(last, day, today, calendar)), None)


def check_ladder(ladder: Sequence[LadderStep]) -> None:
    """Refuse a ladder with a step twice, a step for nobody, or one too far away (RuleBroken)."""
    offsets = [step.offset for step in ladder]
    if len(set(offsets)) < len(offsets):
        raise RuleBroken(N_("Two steps of the ladder are on the same day."), field="offset")
    if any(not step.audiences for step in ladder):
        raise RuleBroken(N_("Choose who is reminded at every step."), field="audiences")
    if any(abs(offset) > FARTHEST_STEP for offset in offsets):
        raise RuleBroken(
            N_("A step can be at most %(days)d working days from the limit."), field="offset", days=FARTHEST_STEP
        )


def check_urge(words: str, tasks: int) -> None:
    """Refuse an urge about nothing, about too much at once, or without a word."""
    if not tasks:
        raise RuleBroken(N_("Choose the tasks to urge."))
    if tasks > MOST_URGED:
        raise RuleBroken(N_("Urge at most %(limit)d tasks at once."), limit=MOST_URGED)
    if not words.strip():
        raise RuleBroken(N_("Write what is expected, and until when."), field="words")


def check_somebody_is_told(titles: Sequence[str]) -> None:
    """Refuse an urge that reaches nobody, naming the tasks nobody stands behind."""
    if titles:
        raise RuleBroken(
            N_("Nobody can be told of: %(titles)s. Enter an information officer for the unit first."),
            titles="；".join(titles[:5]),
        )


def _is_near(workdays: int, due_on: date, day: date, calendar: Calendar) -> bool:
    try:
        return due_on <= calendar.last_day_within(day, workdays)
    except YearMissing as missing:
        # the known years end within the step: what is due in them is near, later limits cannot be told
        if due_on.year >= missing.year:
            raise
        return True


def _passed(workdays: int, due_on: date, day: date, calendar: Calendar) -> bool:
    try:
        return calendar.workday_after(due_on, workdays) <= day
    except YearMissing as missing:
        if day.year >= missing.year:
            raise
        return False
