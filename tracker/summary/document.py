"""The summary as an official document: its sections with the figures filled in, the tables and the chart."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from tracker.documents.charts import Bar, Bars, MonthCurve
from tracker.documents.charts import Line as CurveLine
from tracker.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Figure,
    Heading,
    Paragraph,
    Row,
    Signature,
    Table,
    TableSize,
)
from tracker.figures.queries import Completion, Unfinished
from tracker.figures.rules import filled, percent, share_of
from tracker.summary.material import Material
from tracker.summary.models import Summary
from tracker.summary.rules import Key, lines

CENTER = Align.CENTER
MONTHS = tuple(f"{month}月" for month in range(1, 13))


def summary_document(summary: Summary, material: Material, today: date) -> Document:
    """Return ``summary`` as a document; every figure takes its value from ``material``.

    The file is dated by the day of the document (成文日期; ``today`` until there is one), so that equal input prints
    to equal bytes.
    """
    signed_on = summary.signed_on or today
    return Document(
        title=summary.title,
        blocks=tuple(_blocks(summary, material, today)),
        author=material.agency,
        created=datetime(signed_on.year, signed_on.month, signed_on.day, tzinfo=UTC),
        addressees=summary.addressee,
        signature=Signature((material.agency,), signed_on),
        keywords=("政务公开", "工作总结", str(summary.year)),
    )


def _blocks(summary: Summary, material: Material, today: date) -> Iterator[Block]:
    for section in summary.sections:
        if section.heading:
            yield Heading(1, section.heading)
        for line in lines(section.text):
            text = filled(line.text, material.figures)
            yield Heading(2, text) if line.is_heading else Paragraph.of(text)
        if section.key == Key.COMPLETION:
            yield from _exhibits(material, today)


def _exhibits(material: Material, today: date) -> Iterator[Block]:
    """Yield the completion table, the chart beside it, the month curve, and the unfinished tasks with reasons."""
    yield _completion_table(material)
    yield Figure(_bars(material, today), "图1　各科室和单位任务完成情况")
    yield Figure(_curve(material), f"图2　{material.year}年任务逐月推进情况")
    if material.unfinished:
        yield _unfinished_table(material.unfinished)


def _completion_table(material: Material) -> Table:
    widths = (Column(34), *(Column(13, CENTER) for _ in range(5)))
    head = Row.of("科室和单位", "任务数", "办结数", "按期办结", "逾期数", "办结率")
    whole = material.figures
    total = [
        "合计",
        *(str(whole[name].value) for name in ("任务总数", "办结数", "按期办结数", "逾期数")),
        whole["办结率"].shown,
    ]
    rows = (*(Row.of(*_cells(unit)) for unit in material.units), Row.of(*total))
    return Table("表1　各科室和单位牵头任务完成情况", widths, (head,), rows)


def _cells(one: Completion) -> list[str]:
    counts = (one.total, one.done, one.in_time, one.late)
    return [one.name, *map(str, counts), percent(share_of(one.done, one.total))]


def _bars(material: Material, today: date) -> Bars:
    """Draw each unit's share; where the calendar stands matters only while the year runs."""
    is_running = today.year == material.year
    bars = tuple(Bar(unit.name, unit.done, unit.total, unit.due if is_running else None) for unit in material.units)
    return Bars("各科室和单位任务完成情况", ("科室和单位", "办结", "应办结", "任务"), bars)


def _curve(material: Material) -> MonthCurve:
    due, done = material.months
    title = f"{material.year}年任务逐月推进情况"
    return MonthCurve(title, "月份", MONTHS, CurveLine("计划", due), CurveLine("办结", done))


def _unfinished_table(unfinished: tuple[Unfinished, ...]) -> Table:
    widths = (Column(8, CENTER), Column(36), Column(18), Column(14, CENTER), Column(24))
    head = Row.of("序号", "任务", "牵头科室", "时限", "进展和原因")
    rows = (
        Row.of(str(number), one.title, one.lead, one.limit_phrase or _day(one.due_on), _why(one))
        for number, one in enumerate(unfinished, 1)
    )
    return Table("表2　未办结任务及原因", widths, (head,), tuple(rows), size=TableSize.SMALL)


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else "长期"


def _why(one: Unfinished) -> str:
    """Say how far a task is and, in its section's words, why it is not finished."""
    words = one.difficulty or one.reason
    late = "已逾期，" if one.is_late else ""
    return f"{late}进度{one.percent}%" + (f"；{words}" if words else "")
