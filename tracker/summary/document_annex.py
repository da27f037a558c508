"""What is added to a summary on request: every task with its state, and where every number comes from."""

import json
from collections.abc import Sequence

from tracker.documents.model import Align, Attachment, Column, Paragraph, Row, Table, TableSize
from tracker.figures.comparing import text_of
from tracker.figures.proving import Proof
from tracker.summary.material import Material, TaskLine

CENTER = Align.CENTER


def figures_annex(proofs: Sequence[Proof]) -> Attachment:
    """Return the annex of figures: each with its definition, value, number of records and hash."""
    widths = (Column(7, CENTER), Column(19), Column(35), Column(12, CENTER), Column(9, CENTER), Column(18, CENTER))
    head = Row.of("序号", "数据", "怎样计数", "数值", "记录数", "校验值")
    rows = tuple(
        Row.of(str(number), one.figure.name, one.figure.about, one.figure.shown, str(one.records), one.sha256[:12])
        for number, one in enumerate(proofs, 1)
    )
    words = (
        "正文引用的每个数据列于下表。校验值是该数据及其全部记录的SHA-256值的前12位，记录有任何变动，校验值随之变化。"
    )
    return Attachment("数据来源说明", (Paragraph.of(words), Table("", widths, (head,), rows, size=TableSize.SMALL)))


def figures_json(proofs: Sequence[Proof]) -> str:
    """Return the figures as JSON, to go into a PDF made to be kept."""
    rows = [
        {
            "name": one.figure.name, "definition": one.figure.about, "value": text_of(one.figure.value),
            "shown": one.figure.shown, "records": one.records, "sha256": one.sha256,
        }
        for one in proofs
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=1)


def tasks_attachment(material: Material) -> Attachment:
    """Return the attachment of all tasks: what, who, until when, how far."""
    widths = (Column(7, CENTER), Column(15), Column(36), Column(17), Column(13, CENTER), Column(12, CENTER))
    head = Row.of("序号", "板块", "任务", "牵头单位", "时限", "完成情况")
    rows = tuple(
        Row.of(str(one.number), one.category, one.title, one.lead, one.limit, _state(one)) for one in material.tasks
    )
    return Attachment(
        f"{material.year}年政务公开工作要点任务完成情况表", (Table("", widths, (head,), rows, size=TableSize.SMALL),)
    )


def _state(one: TaskLine) -> str:
    if one.done_on:
        return f"{one.done_on.month}月{one.done_on.day}日办结"
    return f"逾期，{one.percent}%" if one.is_late else f"推进中，{one.percent}%"
