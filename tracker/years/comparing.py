"""Two years, or two periods of them, side by side: tasks, completion, findings, requests, ledgers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, case, func, select

from tracker.checks.models import Finding
from tracker.checks.rules import FindingState
from tracker.db import db
from tracker.figures.ledgers import ledger_figures
from tracker.figures.queries import (
    COUNTED,
    FINISHED,
    Completion,
    completion_by_category,
    completion_by_unit,
    tasks_by_month,
)
from tracker.figures.rules import Figure, plain, share_of
from tracker.ledger.periods import Period
from tracker.requests.models import DisclosureRequest
from tracker.scores.results import PeriodScores, scores_in
from tracker.tasks.models import Task
from tracker.tasks.rules import OPEN_STATES
from tracker.years.listing import counted_as_of
from tracker.years.queries import find_closing

Rows = tuple[str, dict[str, object]] | None


@dataclass(frozen=True)
class Line:
    """A figure of both periods; ``kind`` groups the lines."""

    kind: str
    first: Figure
    second: Figure

    @property
    def change(self) -> str:
        """How much the second differs from the first: +3, -2, +4.5个百分点; empty where nothing changed."""
        difference = Fraction(self.second.value) - Fraction(self.first.value)
        if not difference:
            return ""
        if isinstance(self.first.value, Fraction) or isinstance(self.second.value, Fraction):
            return f"{float(difference) * 100:+.1f}个百分点"
        number = Decimal(abs(difference).numerator) / Decimal(difference.denominator)
        return f"{'+' if difference > 0 else '-'}{plain(number)}"


@dataclass(frozen=True)
class Group:
    """What a unit or category has in both periods; empty where it had nothing."""

    name: str
    first_shown: str
    second_shown: str


@dataclass(frozen=True)
class Comparison:
    """Two periods side by side; months only for whole years."""

    first: Period
    second: Period
    lines: list[Line]
    units: list[Group]
    categories: list[Group]
    scores: list[Group]
    months: tuple[list[int], list[int], list[int]] | None
    frozen: tuple[bool, bool]


def compare(first: Period, second: Period, today: date) -> Comparison:
    """Return two periods side by side in a fixed number of statements; a closed year counts as it was closed."""
    both = first, second
    are_years = first.is_year and second.is_year
    kept = [_kept(period) if period.is_year else {} for period in both]
    figures = [
        [_as_closed(one, known) for one in _figures(period, today)] for period, known in zip(both, kept, strict=True)
    ]
    ledgers = [{one.name: one for one in ledger_figures(period)} for period in both]
    lines = [Line("work", *pair) for pair in zip(*figures, strict=True)]
    scored = scores_in(first), scores_in(second)
    means = [_mean_score(one, one.mean) for one in scored if one.mean is not None]
    lines += [Line("score", *means)] if len(means) == 2 else []
    lines += [
        Line("ledger", one, ledgers[1][name]) for name, one in ledgers[0].items() if one.value or ledgers[1][name].value
    ]
    years = first.first.year, second.first.year
    return Comparison(
        first, second, lines,
        units=_groups(completion_by_unit, years, today) if are_years else [],
        categories=_groups(completion_by_category, years, today) if are_years else [],
        scores=_scores(*scored),
        months=_months(*years) if are_years else None,
        frozen=(bool(kept[0]), bool(kept[1])),
    )  # fmt: skip


def _kept(period: Period) -> dict[str, str]:
    """Return the figures that the closing of a year keeps, by name."""
    closing = find_closing(period.first.year)
    return {name: one["value"] for name, one in closing.figures.get("figures", {}).items()} if closing else {}


def _as_closed(figure: Figure, kept: dict[str, str]) -> Figure:
    if figure.name not in kept:
        return figure
    value = Fraction(kept[figure.name]) if isinstance(figure.value, Fraction) else int(Decimal(kept[figure.name]))
    return Figure(figure.name, value, figure.unit, figure.about, figure.rows)


def _figures(period: Period, today: date) -> Iterable[Figure]:
    """Yield what the work of a period comes to; of a part of a year, what falls due or happens in it."""
    total, done, in_time, late = _tasks(period, today)
    tasks = _tasks_page(period)
    yield Figure("任务总数", total, "项", "年度任务；按时段比较时为该时段到期的任务", _asking(tasks, state="counted"))
    yield Figure("办结数", done, "项", "已办结的任务", _asking(tasks, state="done"))
    yield Figure("办结率", share_of(done, total), "", "办结数占任务总数")
    yield Figure("按期办结数", in_time, "项", "在原定时限内办结的任务")
    yield Figure("逾期数", late, "项", "到时限未办结的任务", _asking(tasks, state="late"))
    found, closed = _findings(period)
    yield Figure("发现问题数", found, "个", "监督检查发现的问题", _findings_page(period, "发现问题数", "all"))
    yield Figure("销号数", closed, "个", "已整改销号的问题", _findings_page(period, "销号数", "closed"))
    yield Figure("整改率", share_of(closed, found), "", "销号数占发现问题数")
    yield Figure("收到申请数", _requests(period), "件", "收到的政府信息公开申请", _requests_page(period))


def _tasks_page(period: Period) -> Rows:
    days = {} if period.is_year else {"due_from": period.first.isoformat(), "due_by": period.last.isoformat()}
    return "tasks.index", {"year": period.first.year, **days}


def _findings_page(period: Period, name: str, view: str) -> Rows:
    return ("checks.findings", {"year": period.first.year, "view": view}) if period.is_year else _rows(period, name)


def _requests_page(period: Period) -> Rows:
    whole = "requests.index", {"year": period.first.year, "view": "all"}
    return whole if period.is_year else _rows(period, "收到申请数")


def _rows(period: Period, name: str) -> Rows:
    """Return the page with the records of a part of a year, which no register can be narrowed to."""
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return "figures.rows", {"year": period.first.year, "name": name, **days}


def _asking(page: Rows, **query: object) -> Rows:
    """Return a page with more in its query."""
    return (page[0], {**page[1], **query}) if page else None


def _tasks(period: Period, today: date) -> tuple[int, int, int, int]:
    finished = Task.state.in_(FINISHED)
    mine: list[ColumnElement[bool]] = [COUNTED, Task.year == period.first.year]
    if not period.is_year:
        mine.append(Task.due_on.between(period.first, period.last))

    def tally(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    late = and_(Task.state.in_(OPEN_STATES), Task.due_on < today)
    in_time = and_(finished, Task.done_on <= Task.first_due_on)
    row = db.session.execute(select(func.count(), tally(finished), tally(in_time), tally(late)).where(*mine)).one()
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])


def _findings(period: Period) -> tuple[int, int]:
    closed = func.coalesce(func.sum(case((Finding.state == FindingState.CLOSED, 1), else_=0)), 0)
    mine = Finding.year == period.first.year
    if not period.is_year:
        mine = and_(mine, Finding.found_on.between(period.first, period.last))
    row = db.session.execute(select(func.count(), closed).select_from(Finding).where(mine)).one()
    return int(row[0]), int(row[1])


def _requests(period: Period) -> int:
    within = DisclosureRequest.received_on.between(period.first, period.last)
    return db.session.scalar(select(func.count()).select_from(DisclosureRequest).where(within)) or 0


def _groups(read: Callable[[int, date], list[Completion]], years: tuple[int, int], today: date) -> list[Group]:
    first, second = ({one.name: one for one in read(year, counted_as_of(year, today))} for year in years)
    return [Group(name, _shown(first.get(name)), _shown(second.get(name))) for name in dict.fromkeys([*second, *first])]


def _mean_score(scored: PeriodScores, mean: Decimal) -> Figure:
    about = "时段内各期考核得分的平均数" if scored.is_mean else "该时段考核各科室得分的平均数"
    listed: Rows = ("scores.show", {"scoring_id": scored.scorings[-1].id})
    return Figure("考核平均分", mean, "分", about, None if scored.is_mean else listed)


def _scores(first: PeriodScores, second: PeriodScores) -> list[Group]:
    """Return the scores of the units in both periods, the best of the second first."""
    return [Group(name, first.shown(name), second.shown(name)) for name in dict.fromkeys([*second.units, *first.units])]


def _shown(one: Completion | None) -> str:
    return f"{one.done}/{one.total}" if one else ""


def _months(first: int, second: int) -> tuple[list[int], list[int], list[int]]:
    planned, done = tasks_by_month(second)
    return planned, done, tasks_by_month(first)[1]
