"""A plan's wording of a time limit, read into days, rhythm and standing duty.

``X日前`` includes the day; 月底, 季度, 半年 and 年底 end on their last day; without a year the plan's year is meant, 次年 is
the one after; ``YYYY年前`` is the last day of the year before. Service levels (3个工作日内), starts (自2016年起), document
numbers and the dates inside a rhythm (每年1月15日前) are no due days.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tracker.workdays.calendar import ONE_DAY
from tracker.workdays.limits import Frequency, LimitKind, TimeLimit
from tracker.workdays.phrase_days import find_days
from tracker.workdays.phrase_forms import STRUCK, YEAR, Day, N, Span, Text, Turn
from tracker.workdays.phrase_spans import find_at_once, find_spans, find_standing
from tracker.workdays.phrase_turns import OF_MONTHS, SHORTEST_FIRST, find_season, find_turns

UNCLEAR = "limit_unclear"
YEAR_UNKNOWN = "year_unknown"

_DATE = rf"(?:{YEAR}年度?(?:{N}月份?(?:{N}[日号])?)?|{N}月份?(?:{N}[日号])?)(?:底|末|初)?"
_HISTORY = tuple(
    re.compile(pattern)
    for pattern in (
        r"《[^》]{0,80}》",
        r"\((?:19|20)\d\d\)第?\d*号?",
        rf"(?<!\d)[自从]?{_DATE}(?:起|以来|开始)(?![-至到])",
        rf"(?<!\d){_DATE}启动(?=.*(?:完成|底|前))",
        r"(?:第?[一二三四1-4]季度|[上下]半年)(?:起|开始)",
        r"(?:由|原定?)[^。;]{1,16}?(?=(?:调整|延期|延长|延迟|延|推迟|改|变更)(?:为|至|到))",
        r"(?:去年|上一?年度?|前年|往年|近年来?|历年)(?:底|末|内)?",
    )
)
_HISTORY_IN_SENTENCE = (*_HISTORY, re.compile(rf"截[至止]到?{_DATE}"))
_NOTHING = re.compile(r"^[-/\\无空.、。]*$")
# 省级检查前, 9月开学前: a day that only people know, whatever else the cell says
_BEFORE_EVENT = re.compile(
    rf"[^{STRUCK},。;:、()\d]{{0,10}}[^{STRUCK},。;:、()\d班时点日月午提目此之以超空]前(?![后期款述提置往者瞻台端列沿三两])"
)


# how many days fit a rhythm, so that they are its days
_DAYS_OF = {Frequency.YEARLY: range(1, 13), Frequency.HALF_YEARLY: (2,), Frequency.QUARTERLY: (3, 4)}


@dataclass(frozen=True)
class LimitReading:
    """What the wording of one item's limit says; ``doubts`` are (code, phrase) pairs."""

    wording: str = ""
    days: tuple[Day, ...] = ()
    turns: tuple[Turn, ...] = ()
    standing: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    is_unclear: bool = False

    @property
    def dates(self) -> tuple[date, ...]:
        """All days in order, each once."""
        return tuple(sorted({day.on for day in self.days if day.on}))

    @property
    def due(self) -> date | None:
        """The last day, inclusive."""
        return self.dates[-1] if self.dates else None

    @property
    def milestones(self) -> tuple[date, ...]:
        """All days where there are two or more."""
        return self.dates if len(self.dates) > 1 else ()

    @property
    def ongoing(self) -> bool:
        """Whether the work stands without an end (持续推进, 长期坚持, 全年)."""
        return bool(self.standing)

    @property
    def frequency(self) -> Frequency | None:
        """The shortest rhythm."""
        turn = self._turn()
        return turn.frequency if turn else None

    @property
    def phrases(self) -> tuple[str, ...]:
        """The days and the standing duty as printed, each wording once."""
        return tuple(dict.fromkeys([*(day.phrase for day in self.days), *self.standing]))

    @property
    def doubts(self) -> tuple[tuple[str, str], ...]:
        """What a person should look at: (code, the phrase as printed)."""
        found = [(YEAR_UNKNOWN, day.phrase) for day in self.days if day.on is None]
        found += [(day.doubt, day.phrase) for day in self.days if day.doubt]
        found += [(UNCLEAR, turn.phrase) for turn in self.turns if turn.is_rough]
        return tuple(dict.fromkeys([*found, *([(UNCLEAR, self.wording)] if self.is_unclear else [])]))

    @property
    def limit(self) -> TimeLimit:
        """The time limit that follows; a rhythm comes before a day, which then ends the series."""
        turn = self._turn()
        if turn and self._has_days_of(turn):
            return self._on_its_days(turn)
        if turn:
            return self._recurring(turn, self.due, self.milestones)
        if self.days:
            return TimeLimit(self._kind_of_day(), self.wording, self.due, self.milestones)
        if self.standing:
            return TimeLimit(LimitKind.OPEN_ENDED, self.wording)
        for kind, spans in ((LimitKind.LONGEST_GAP, self.gaps), (LimitKind.AFTER_EVENT, self.spans)):
            if spans:
                span = spans[0]
                return TimeLimit(kind, self.wording, length=span.length, unit=span.unit, event=span.event)
        return TimeLimit(LimitKind.NONE, self.wording)

    def _turn(self) -> Turn | None:
        shortest = min(self.turns, key=lambda turn: SHORTEST_FIRST.index(turn.frequency), default=None)
        if shortest and shortest.frequency is Frequency.YEARLY and self._has_days_of(shortest):
            return replace(shortest, frequency=OF_MONTHS.get(len(self.dates), Frequency.YEARLY))
        return shortest

    def _has_days_of(self, turn: Turn) -> bool:
        """Whether the days are those of the rhythm: 每半年（6月20日、12月20日前）, 每年第一季度."""
        return not turn.months and turn.day is None and len(self.dates) in _DAYS_OF.get(turn.frequency, ())

    def _on_its_days(self, turn: Turn) -> TimeLimit:
        days = {day.day for day in self.dates}
        ends = all((day + ONE_DAY).day == 1 for day in self.dates)
        if len(days) > 1 and not ends:  # no one day of the month: the days themselves, one after the other
            return TimeLimit(self._kind_of_day(), self.wording, self.due, self.milestones)
        months = tuple(dict.fromkeys(day.month for day in self.dates))
        return self._recurring(replace(turn, day=None if ends else days.pop(), months=months))

    def _recurring(self, turn: Turn, due: date | None = None, milestones: tuple[date, ...] = ()) -> TimeLimit:
        return TimeLimit(
            LimitKind.RECURRING,
            self.wording,
            due,
            milestones,
            turn.frequency,
            day_of_period=turn.day,
            months=turn.months,
            minimum_count=turn.count,
        )

    def _kind_of_day(self) -> LimitKind:
        if self.standing:
            return LimitKind.STANDING_AFTER
        last = max(self.days, key=lambda day: day.on or date.min)
        return LimitKind.PERIOD_END if last.is_period else LimitKind.FIXED


@lru_cache(maxsize=2048)
def read_limit(printed: str, year: int | None, *, in_limit_cell: bool) -> LimitReading:
    """Read the limit ``printed`` says; ``year`` is the plan's, None when it is not known.

    In a limit cell (or the limit part of a unit bracket) every form counts; a sentence gives only what a word marks as
    a limit, and no counts from an event, which are service levels there.
    """
    text = Text(printed)
    season = find_season(text, year)
    for pattern in _HISTORY if in_limit_cell else _HISTORY_IN_SENTENCE:
        for match in list(pattern.finditer(text.flat)):
            text.strike(match)
    turns = find_turns(text, season, firm=in_limit_cell)
    spans, gaps = find_spans(text)
    days = find_days(text, year, firm=in_limit_cell)
    standing = find_standing(text, firm=in_limit_cell)
    if not in_limit_cell:
        wording = "；".join(dict.fromkeys([*(d.phrase for d in days), *(t.phrase for t in turns), *standing]))
        return LimitReading(wording, tuple(days), tuple(turns), tuple(standing))
    if not (days or turns or standing or spans or gaps):
        spans = find_at_once(text)
    is_read = bool(days or turns or standing or spans or gaps)
    is_unclear = bool(_BEFORE_EVENT.search(text.flat)) if is_read else not _NOTHING.match(text.flat)
    wording = " ".join(printed.split())
    return LimitReading(wording, tuple(days), tuple(turns), tuple(standing), tuple(spans), tuple(gaps), is_unclear)


def join_limits(*readings: LimitReading) -> LimitReading:
    """Return what several places of one item say together, the limit cell first."""
    return LimitReading(
        "；".join(dict.fromkeys(reading.wording for reading in readings if reading.wording)),
        tuple(day for reading in readings for day in reading.days),
        tuple(turn for reading in readings for turn in reading.turns),
        tuple(word for reading in readings for word in reading.standing),
        tuple(span for reading in readings for span in reading.spans),
        tuple(gap for reading in readings for gap in reading.gaps),
        any(reading.is_unclear for reading in readings),
    )
