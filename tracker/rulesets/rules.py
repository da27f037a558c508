"""Rule sets as data, the arithmetic of a score, grades and places."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tracker.errors import N_, RuleBroken

FULL = Decimal(100)
CENT = Decimal("0.01")
MOST_POINTS = Decimal(1000)
Mark = tuple[str, Decimal | None]  # of which indicator, how many points; None: it is not applicable to the unit
USUAL_GRADES = (("优秀", Decimal(90)), ("良好", Decimal(80)), ("合格", Decimal(60)), ("不合格", Decimal(0)))


class Way(StrEnum):
    """What a mark does to the score."""

    LOSE = "lose"  # 从指标分值中扣
    ADD = "add"  # 加分
    TAKE = "take"  # 倒扣


class Measure(StrEnum):
    """What is counted in the records; without one an indicator is marked by hand."""

    UNFINISHED = "unfinished"  # 到期未办结
    LATE = "late"  # 逾期办结; number: more than so many working days
    SILENT = "silent"  # 在办任务期内没有填报
    RETURNED = "returned"  # 填报被退回
    REQUEST = "request"  # 依申请公开逾期
    FINDING = "finding"  # 检查发现问题; word: severity
    UNMENDED = "unmended"  # 问题到期未报整改
    BLANK_MONTH = "blank_month"  # 空白月
    THIN_MONTH = "thin_month"  # 当月少于规定条数; number
    GAP = "gap"  # 目标任务缺口, for each percent; number: a month's quota
    OVER = "over"  # 超额完成目标任务; number: a month's quota
    ADOPTED = "adopted"  # 信息被采用
    ENTRY = "entry"  # 台账登记; word: kind of ledger
    PRAISED = "praised"  # 受表扬; word: tag
    BLAMED = "blamed"  # 被批评、责任追究; word: tag
    NO_OFFICER = "no_officer"  # 没有明确信息员
    PERIODS = "periods"  # 平时（月度、季度）得分, for each percent


@dataclass(frozen=True)
class Indicator:
    """One line of a rule set: what it is worth, and what each thing that is counted does to it.

    ``group`` and ``part`` are its first and second level (一级、二级指标), ``name`` the third.
    ``cap`` is the most that can be lost or added here; what is lost of a weighted indicator never exceeds its points.
    ``doubled_for`` is the kind of unit whose marks count twice here, where the rules say so.
    """

    key: str
    group: str
    name: str
    points: Decimal = Decimal(0)
    way: Way = Way.LOSE
    measure: Measure | None = None
    each: Decimal = Decimal(0)
    cap: Decimal | None = None
    number: int | None = None
    word: str = ""
    doubled_for: str = ""
    part: str = ""

    @property
    def place(self) -> str:
        """Where it stands among the levels."""
        return f"{self.group} › {self.part}" if self.part else self.group

    @property
    def label(self) -> str:
        """All its levels in one."""
        return "：".join(filter(None, (self.group, self.part, self.name)))

    @property
    def most(self) -> Decimal | None:
        """The most that marks can change here, or None for no bound."""
        if self.way is not Way.LOSE:
            return self.cap
        return self.points if self.cap is None else min(self.cap, self.points)


@dataclass(frozen=True)
class RuleSet:
    """A way of scoring: its indicators and thresholds.

    ``is_scaled``: what was reached is divided by what could be reached, times 100. ``ranks_by_kind``: sections and
    affiliated units have places of their own. ``weights``: what each group is worth of the hundred, by its name; its
    share is what was reached of its points. ``is_pooled``: the deductions of a group share the points of the group,
    whichever of its indicators they belong to (扣分以一级指标分值为限).
    """

    name: str
    basis: str
    indicators: tuple[Indicator, ...]
    grades: tuple[tuple[str, Decimal], ...] = USUAL_GRADES
    is_scaled: bool = False
    ranks_by_kind: bool = False
    objection_days: int = 5
    weights: tuple[tuple[str, Decimal], ...] = ()
    is_pooled: bool = False

    def indicator(self, key: str) -> Indicator:
        """Return the indicator ``key``; raise RuleBroken when there is none."""
        found = next((one for one in self.indicators if one.key == key), None)
        if found is None:
            raise RuleBroken(N_("Choose an indicator of this rule set."), field="indicator")
        return found

    def most_of(self, indicator: Indicator) -> Decimal | None:
        """Return the most that marks can change at an indicator, or None for no bound."""
        if not self.is_pooled or indicator.way is not Way.LOSE:
            return indicator.most
        pool = points_of_group(self.indicators, indicator.group)
        return pool if indicator.cap is None else min(pool, indicator.cap)

    @property
    def points(self) -> Decimal:
        """What can be reached without extra points."""
        return sum((one.points for one in self.indicators if one.way is Way.LOSE), Decimal(0))


@dataclass(frozen=True)
class Line:
    """What a unit has for one indicator: what its marks add up to, and what of it counts."""

    indicator: Indicator
    marked: Decimal
    counted: Decimal
    is_exempt: bool = False  # 不适用: it is not asked of this unit

    @property
    def got(self) -> Decimal:
        """What the line adds to the score."""
        if self.is_exempt:
            return Decimal(0)
        way = self.indicator.way
        return self.indicator.points - self.counted if way is Way.LOSE else self.counted * (1 if way is Way.ADD else -1)


@dataclass(frozen=True)
class Score:
    """A unit's lines and what they come to."""

    lines: tuple[Line, ...]
    value: Decimal
    grade: str


def score(rules: RuleSet, marks: Iterable[Mark], kind: str = "") -> Score:
    """Return the score that ``marks`` come to for a unit of a ``kind``; never below nothing.

    What is not applicable is left out on both sides: the rest counts for the whole.
    """
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    exempt: set[str] = set()
    for key, points in marks:
        if points is None:
            exempt.add(key)
        else:
            sums[key] += points
    lines = tuple(_line(rules, one, sums[one.key], kind, is_exempt=one.key in exempt) for one in rules.indicators)
    if rules.is_pooled:
        lines = _within_groups(lines)
    value = max(_reached(rules, lines), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    return Score(lines, value, grade_of(rules, value))


def points_of_group(indicators: Iterable[Indicator], group: str) -> Decimal:
    """Return the points of a group without extra ones."""
    return sum((one.points for one in indicators if one.group == group and one.way is Way.LOSE), Decimal(0))


def _line(rules: RuleSet, indicator: Indicator, marked: Decimal, kind: str, *, is_exempt: bool) -> Line:
    if is_exempt:
        return Line(indicator, Decimal(0), Decimal(0), is_exempt=True)
    total = marked * 2 if kind and indicator.doubled_for == kind else marked
    most = rules.most_of(indicator)
    return Line(indicator, total, total if most is None else min(total, most))


def _within_groups(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with what is lost bounded by what is left of the points of their group, in their order."""
    asked = [line.indicator for line in lines if not line.is_exempt]
    left = {one.group: points_of_group(asked, one.group) for one in asked}
    bounded = []
    for line in lines:
        if line.indicator.way is Way.LOSE and not line.is_exempt:
            counted = min(line.counted, left[line.indicator.group])
            left[line.indicator.group] -= counted
            line = replace(line, counted=counted)
        bounded.append(line)
    return tuple(bounded)


def _reached(rules: RuleSet, lines: Sequence[Line]) -> Decimal:
    asked = [line for line in lines if line.indicator.way is Way.LOSE and not line.is_exempt]
    extra = sum((line.got for line in lines if line.indicator.way is not Way.LOSE), Decimal(0))
    got, points = _got(asked)
    if rules.weights:
        return _weighted(rules.weights, asked) + extra
    if not points:
        return extra
    if rules.is_scaled:
        return (got + extra) / points * FULL
    return (got if points == rules.points else got / points * rules.points) + extra


def _weighted(weights: Iterable[tuple[str, Decimal]], asked: Iterable[Line]) -> Decimal:
    """Return the sum of the groups' shares, out of a hundred; a group of which nothing is asked has no weight."""
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in asked:
        groups[line.indicator.group].append(line)
    parts = [(weight, *_got(groups[name])) for name, weight in weights if groups[name]]
    whole = sum((weight for weight, _, _ in parts), Decimal(0))
    return sum((weight * got / points for weight, got, points in parts), Decimal(0)) / whole * FULL if whole else whole


def _got(lines: Iterable[Line]) -> tuple[Decimal, Decimal]:
    """Return what was reached and what could be reached."""
    some = list(lines)
    return sum((line.got for line in some), Decimal(0)), sum((line.indicator.points for line in some), Decimal(0))


def grade_of(rules: RuleSet, value: Decimal) -> str:
    """Return the grade of a score: the first whose threshold it reaches."""
    return next((name for name, least in rules.grades if value >= least), rules.grades[-1][0])


def places(scores: Sequence[tuple[str, Decimal]]) -> list[int]:
    """Return the place of each of ``scores`` (kind of unit, score) among its kind; equal scores share one."""
    return [1 + sum(kind == own and other > value for kind, other in scores) for own, value in scores]


def check_rules(rules: RuleSet) -> None:
    """Raise RuleBroken for a rule set that gives no clear score."""
    if not rules.indicators:
        raise RuleBroken(N_("A rule set needs at least one indicator."), field="name")
    for one in rules.indicators:
        _check_indicator(rules, one)
    keys = [(one.group, one.part, one.name) for one in rules.indicators]
    twice = next((name for group, part, name in keys if keys.count((group, part, name)) > 1), None)
    if twice:
        raise RuleBroken(N_("“%(name)s” stands in the rule set twice."), name=twice)
    if rules.weights:
        _check_weights(rules)
    elif not rules.is_scaled and rules.points != FULL:
        message = N_("The points of the indicators add up to %(points)s; they must come to 100.")
        raise RuleBroken(message, points=plain(rules.points))
    _check_grades(rules)


def _check_indicator(rules: RuleSet, one: Indicator) -> None:
    if not all(0 <= value <= MOST_POINTS for value in (one.points, one.each, one.cap or 0)):
        raise RuleBroken(N_("“%(name)s”: points lie between 0 and 1000."), name=one.name)
    if one.measure and not one.each:
        raise RuleBroken(N_("“%(name)s” is counted from records: say how many points each counts."), name=one.name)
    if one.way is Way.LOSE and not rules.most_of(replace(one, cap=None)):
        raise RuleBroken(N_("“%(name)s” has no points that could be lost."), name=one.name)


def _check_weights(rules: RuleSet) -> None:
    groups = list(dict.fromkeys(one.group for one in rules.indicators if one.way is Way.LOSE))
    named = [name for name, _ in rules.weights]
    if sorted(named) != sorted(groups):
        message = N_("Give each group with points its weight, once: %(groups)s.")
        raise RuleBroken(message, field="weights", groups="、".join(groups))
    if sum((weight for _, weight in rules.weights), Decimal(0)) != FULL or any(one <= 0 for _, one in rules.weights):
        raise RuleBroken(N_("The weights of the groups come to 100."), field="weights")


def _check_grades(rules: RuleSet) -> None:
    least = [value for _, value in rules.grades]
    if not least or sorted(least, reverse=True) != least or len(set(least)) < len(least) or least[-1] != 0:
        message = N_("The thresholds of the grades go down from one to the next, and the last one is 0.")
        raise RuleBroken(message, field="grades")
    if not 1 <= rules.objection_days <= 60:
        raise RuleBroken(N_("Give 1 to 60 working days to object."), field="objection_days")


def plain(value: Decimal) -> str:
    """Return points without the zeros they do not need: 81.34, 5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
