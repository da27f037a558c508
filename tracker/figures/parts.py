"""Figures that only texts need: parts of a figure by kind, series, applicant, result; last year's; turns of tasks."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, func, select
from sqlalchemy.orm import join

from tracker.db import db
from tracker.figures.ledgers import page_of
from tracker.figures.queries import COUNTED, FINISHED
from tracker.figures.rules import Figure
from tracker.figures.sources import NONE, REQUESTS, TASKS, Scope, Source
from tracker.figures.tallying import tally_work
from tracker.figures.work import ONE, WorkFigure
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import Period
from tracker.ledger.queries import within
from tracker.organisation.models import Unit
from tracker.requests.models import DisclosureRequest
from tracker.requests.rules import Applicant
from tracker.tasks.models import Occurrence, Task

DOT = "·"
# the ledger figures that texts divide: name, ledger, by which column, what is added up, the unit word
DIVIDED: tuple[tuple[str, str, str, Any, str], ...] = (
    ("主动公开信息数", "published", "category", LedgerEntry.quantity, "条"),
    ("会议次数", "meeting", "category", ONE, "次"),
    ("培训期数", "training", "category", LedgerEntry.quantity, "期"),
    ("简报期数", "briefing", "series", ONE, "期"),
)
ENTRIES = Source(
    "ledger_entry", "台账", "按登记日期计入", join(LedgerEntry, Unit, LedgerEntry.unit_id == Unit.id),
    LedgerEntry.id, LedgerEntry.title, LedgerEntry.day, Unit.name, LedgerEntry.category, ("ledger.show", "entry_id"),
)  # fmt: skip
TURNS = Source(
    "occurrence", "任务库", "按所属任务的年度计入", join(Occurrence, Task, Occurrence.task_id == Task.id),
    Occurrence.id, Task.title + " " + Occurrence.name, Occurrence.due_on, NONE, Task.category,
    ("tasks.show", "task_id"), Task.id,
)  # fmt: skip
_COUNTED = LedgerEntry.struck_because == ""
_SPOILS = re.compile(r"[{}|\n]|.{40}")  # what cannot stand in the name of a figure
_RESULTS = {
    "三(一)": "予以公开", "三(二)": "部分公开", "三(三)": "不予公开", "三(四)": "无法提供", "三(五)": "不予处理",
    "三(六)": "其他处理",
}  # fmt: skip


def turns_of(number: int) -> str:
    """Return the name of the figure that counts the turns of the task with a number."""
    return f"完成期数{DOT}第{number}条"


def part_figures(scope: Scope) -> list[Figure]:
    """Return the figures that only texts need; three statements."""
    fixed = list(_fixed())
    values = tally_work(fixed, scope)
    of_fixed = [_figure(one, values[one.name], scope.period) for one in fixed]
    return [*_divided(scope.period), *of_fixed, *_turns(scope)]


def part_definitions(scope: Scope) -> list[WorkFigure]:
    """Return what each of them counts; two statements."""
    return [*_fixed(), *_definitions_of_ledgers(scope.period), *_definitions_of_turns(scope)]


def _figure(one: WorkFigure, value: int | Any, period: Period, *, is_least: bool = False) -> Figure:
    return Figure(one.name, value, one.unit, one.definition, page_of(one.name, period), is_least)


def _fixed() -> Iterator[WorkFigure]:
    """Give the parts that every period has."""
    yield WorkFigure(
        f"主动公开信息数{DOT}上年", "条", "上年同期公开信息台账的条数", ENTRIES,
        lambda scope: (_COUNTED, within(scope.period.before), LedgerEntry.ledger == "published"), LedgerEntry.quantity,
    )  # fmt: skip
    for words, is_person in (("自然人", True), ("法人或其他组织", False)):
        about = f"收到的政府信息公开申请，申请人为{words}"
        yield WorkFigure(f"收到申请数{DOT}{words}", "件", about, REQUESTS, _received_from(is_person=is_person))
    for code, words in _RESULTS.items():
        yield WorkFigure(f"办结申请数{DOT}{words}", "件", f"答复的申请，结果为{words}", REQUESTS, _answered(code))
    yield WorkFigure("逾期办结数", "项", "已办结、办结日期晚于首次时限的任务", TASKS, _late)


def _received_from(*, is_person: bool) -> Any:
    of_person = DisclosureRequest.applicant == Applicant.NATURAL_PERSON
    return lambda scope: (scope.on(DisclosureRequest.received_on), of_person if is_person else ~of_person)


def _answered(code: str) -> Any:
    return lambda scope: (scope.on(DisclosureRequest.answered_on), DisclosureRequest.outcome.startswith(code))


def _late(scope: Scope) -> Any:
    is_late = and_(Task.state.in_(FINISHED), Task.done_on > Task.first_due_on)
    return (COUNTED, scope.of(Task.year, Task.due_on), is_late)


def _definition(name: str, ledger: str, column: str, amount: Any, unit: str, part: str) -> WorkFigure:
    of_part: ColumnElement[bool] = getattr(LedgerEntry, column) == part
    about = f"{name}中{'系列' if column == 'series' else '种类'}为“{part}”的"
    return WorkFigure(
        f"{name}{DOT}{part}", unit, about, ENTRIES,
        lambda scope: (_COUNTED, within(scope.period), LedgerEntry.ledger == ledger, of_part), amount,
    )  # fmt: skip


def _groups(period: Period) -> list[tuple[str, str, str, int, Any, bool]]:
    kept = (LedgerEntry.ledger, LedgerEntry.category, LedgerEntry.series)
    sums = (
        func.count(LedgerEntry.id), func.sum(LedgerEntry.quantity), func.max(LedgerEntry.is_approximate.cast(Integer))
    )  # fmt: skip
    ours = LedgerEntry.ledger.in_([ledger for _, ledger, *_ in DIVIDED])
    statement = select(*kept, *sums).where(_COUNTED, within(period), ours).group_by(*kept)
    return [(row[0], row[1], row[2], int(row[3]), row[4], bool(row[5])) for row in db.session.execute(statement)]


def _divided(period: Period) -> Iterator[Figure]:
    """Give the parts of the ledger figures that texts divide, the greatest first."""
    groups = _groups(period)
    for name, ledger, column, amount, unit in DIVIDED:
        found: defaultdict[str, Decimal] = defaultdict(Decimal)
        least: set[str] = set()
        for kind, category, series, entries, quantity, is_approximate in groups:
            part = category if column == "category" else series
            if kind == ledger and part and not _SPOILS.search(part):
                found[part] += Decimal(entries) if amount is ONE else Decimal(quantity)
                least |= {part} if is_approximate and amount is not ONE else set()
        for part, value in sorted(found.items(), key=lambda one: -one[1]):
            one = _definition(name, ledger, column, amount, unit, part)
            whole = int(value) if value == value.to_integral_value() else value
            yield _figure(one, whole, period, is_least=part in least)


def _definitions_of_ledgers(period: Period) -> Iterator[WorkFigure]:
    parts = {(row[0], row[1], row[2]) for row in _groups(period)}
    for name, ledger, column, amount, unit in DIVIDED:
        ours = {series if column == "series" else category for kind, category, series in parts if kind == ledger}
        kept = (part for part in sorted(ours) if part and not _SPOILS.search(part))
        yield from (_definition(name, ledger, column, amount, unit, part) for part in kept)


def _turns(scope: Scope) -> Iterator[Figure]:
    for number, title, count in _done_turns(scope):
        yield _figure(_definition_of_turns(number, title), count, scope.period)


def _done_turns(scope: Scope) -> Iterator[tuple[int, str, int]]:
    """Give number and title of every recurring task of one year with how many of its turns are done."""
    if scope.period.is_year:
        kept = (Task.number, Task.title)
        done = select(*kept, func.count(Occurrence.id)).join(Occurrence).where(COUNTED, Occurrence.done_on.is_not(None))
        of_year = done.where(Task.year == scope.period.first.year).group_by(Task.id, *kept).order_by(Task.number)
        yield from ((row[0], row[1], int(row[2])) for row in db.session.execute(of_year))


def _definitions_of_turns(scope: Scope) -> Iterator[WorkFigure]:
    for number, title, _ in _done_turns(scope):
        yield _definition_of_turns(number, title)


def _definition_of_turns(number: int, title: str) -> WorkFigure:
    done = (COUNTED, Task.number == number, Occurrence.done_on.is_not(None))
    where: Any = lambda scope: (*done, scope.of(Task.year, Occurrence.due_on))  # noqa: E731 - one of many conditions
    return WorkFigure(turns_of(number), "期", f"“{title}”已完成的期次", TURNS, where)
