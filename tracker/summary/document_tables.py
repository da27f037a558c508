"""Tables and charts of the summary: how far the units are, what is unfinished and why, this year beside last year."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.documents.charts import Bar, Bars, MonthCurve
from tracker.documents.charts import Line as CurveLine
from tracker.documents.model import Align, Block, Column, Figure, Row, Table, TableSize
from tracker.figures.queries import Completion, Unfinished
from tracker.figures.rules import percent, plain, share_of
from tracker.summary.material import Material, UnitNumbers, YearPair, day_shown

CENTER = Align.CENTER
MONTHS = tuple(f"{month}月" for month in range(1, 13))
MOST_BARS = 24  # more would not be read on a page


def completion_exhibits(material: Material, today: date) -> Iterator[Block]:
    """Yield the completion table, the chart beside it, the month curve, and the unfinished tasks with reasons."""
    yield _completion_table(material)
    yield Figure(_bars(material, today), f"各{material.units_word}任务完成情况")
    yield Figure(_curve(material), f"{material.year}年任务逐月推进情况")
    if material.unfinished:
        yield _unfinished_table(material.unfinished)


def _completion_table(material: Material) -> Table:
    widths = (Column(34), *(Column(13, CENTER) for _ in range(5)))
    head = Row.of(material.units_word, "任务数", "办结数", "按期办结", "逾期数", "办结率")
    whole = material.figures
    total = [
        "合计",
        *(plain_value(whole[name].value) for name in ("任务总数", "办结数", "按期办结数", "逾期数")),
        whole["办结率"].shown,
    ]
    rows = (*(Row.of(*_cells(unit)) for unit in material.units), Row.of(*total))
    return Table(f"各{material.units_word}牵头任务完成情况", widths, (head,), rows)


def plain_value(value: int | Decimal | Fraction) -> str:
    """Return a number as a table has it."""
    return percent(value) if isinstance(value, Fraction) else plain(value)


def _cells(one: Completion) -> list[str]:
    counts = (one.total, one.done, one.in_time, one.late)
    return [one.name, *map(str, counts), percent(share_of(one.done, one.total))]


def _bars(material: Material, today: date) -> Bars:
    """Draw each unit's share; where the calendar stands matters only while the year runs. Of many, the largest."""
    is_running = today.year == material.year
    kept = sorted(material.units, key=lambda one: -one.total)[:MOST_BARS]
    shown = [one for one in material.units if one in kept]
    bars = tuple(Bar(unit.name, unit.done, unit.total, unit.due if is_running else None) for unit in shown)
    title = f"各{material.units_word}任务完成情况"
    return Bars(title, (material.units_word, "办结", "应办结", "任务"), bars)


def _curve(material: Material) -> MonthCurve:
    due, done = material.months
    title = f"{material.year}年任务逐月推进情况"
    return MonthCurve(title, "月份", MONTHS, CurveLine("计划", due), CurveLine("办结", done))


def _unfinished_table(unfinished: tuple[Unfinished, ...]) -> Table:
    widths = (Column(8, CENTER), Column(36), Column(18), Column(14, CENTER), Column(24))
    head = Row.of("序号", "任务", "牵头单位", "时限", "进展和原因")
    rows = (
        Row.of(str(number), one.title, one.lead, one.limit_phrase or day_shown(one.due_on), _why(one))
        for number, one in enumerate(unfinished, 1)
    )
    return Table("未办结任务及原因", widths, (head,), tuple(rows), size=TableSize.SMALL)


def _why(one: Unfinished) -> str:
    """Say how far a task is and, in its section's words, why it is not finished."""
    words = one.difficulty or one.reason
    late = "已逾期，" if one.is_late else ""
    return f"{late}进度{one.percent}%" + (f"；{words}" if words else "")


def pairs_table(material: Material) -> Iterator[Block]:
    """Yield the main figures of this year beside those of last year, where last year has any."""
    if not material.pairs:
        return
    widths = (Column(40), Column(12, CENTER), Column(16, CENTER), Column(16, CENTER), Column(16, CENTER))
    head = Row.of("指标", "单位", f"{material.year}年", f"{material.year - 1}年", "增减")
    rows = tuple(Row.of(*_pair_cells(one)) for one in material.pairs)
    yield Table("主要数据与上年对比", widths, (head,), rows, size=TableSize.SMALL)


def _pair_cells(one: YearPair) -> list[str]:
    now, before = one.now.value, one.before.value
    return [one.name, one.now.unit, plain_value(now), plain_value(before), changed(now, before)]


def changed(now: int | Decimal | Fraction, before: int | Decimal | Fraction) -> str:
    """Return the difference of two numbers with its sign: +5, −3, 0."""
    difference = Decimal(str(now)) - Decimal(str(before))
    if difference == 0:
        return "0"
    return ("+" if difference > 0 else "−") + plain(abs(difference))


def units_table(material: Material) -> Table:
    """Return the figures of every unit."""
    widths = (Column(34), *(Column(13, CENTER) for _ in range(6)))
    head = Row.of("单位", "公开信息（条）", "政策解读（篇）", "承办申请（件）", "任务数", "办结数", "发现问题")
    rows = tuple(Row.of(*_unit_cells(one)) for one in material.unit_numbers)
    return Table("各部门各单位主要数据", widths, (head,), rows, size=TableSize.SMALL)


def _unit_cells(one: UnitNumbers) -> list[str]:
    numbers = (one.published, one.interpreted, one.requests, one.tasks, one.done, one.findings)
    return [one.name, *map(str, numbers)]
