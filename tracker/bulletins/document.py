"""A circular as an official document: its sections with the figures filled in, the table of units and the ranking."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from tracker.bulletins.material import Material
from tracker.bulletins.models import Bulletin
from tracker.bulletins.rules import Key
from tracker.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Imprint,
    Paragraph,
    RedHead,
    Row,
    Signature,
    Table,
    TableSize,
)
from tracker.figures.rules import filled
from tracker.rulesets.rules import plain
from tracker.summary.rules import lines

CENTER = Align.CENTER


def bulletin_document(bulletin: Bulletin, material: Material, today: date) -> Document:
    """Return a circular as a document; every figure takes its value from ``material``."""
    return Document(
        title=bulletin.title,
        blocks=tuple(_blocks(bulletin, material)),
        author=material.agency,
        created=datetime(today.year, today.month, today.day, tzinfo=UTC),
        addressees=bulletin.addressee,
        red_head=RedHead(f"{material.agency}文件", ""),
        signature=Signature((material.agency,), today, has_seal=True),
        imprint=Imprint("局领导", f"{material.agency}办公室", today),
        keywords=("政务公开", "通报", material.name),
    )


def _blocks(bulletin: Bulletin, material: Material) -> Iterator[Block]:
    for section in bulletin.sections:
        if section.heading:
            yield Heading(1, section.heading)
        for line in lines(section.text):
            text = filled(line.text, material.figures)
            yield Heading(2, text) if line.is_heading else Paragraph.of(text)
        if section.key == Key.STATE:
            yield _state_table(material)
        if section.key == Key.RANKING and material.scoring:
            yield _ranking_table(material)


def _state_table(material: Material) -> Table:
    head = Row.of("科室、单位", "到期", "办结", "逾期办结", "未办结", "发现问题", "未销号", "公开信息")
    widths = (Column(23), *(Column(11, CENTER) for _ in range(7)))  # heads of four characters on a line
    rows = [
        (one.name, one.due, one.done, one.late, one.open, one.findings, one.unclosed, one.published)
        for one in material.units
    ]
    cells = tuple(Row.of(*map(str, row)) for row in rows)
    return Table("表1　各科室、各单位工作情况", widths, (head,), cells, size=TableSize.SMALL)


def _ranking_table(material: Material) -> Table:
    head = Row.of("名次", "科室、单位", "得分", "等次")
    widths = (Column(15, CENTER), Column(45), Column(20, CENTER), Column(20, CENTER))
    ranked = sorted((one for one in material.units if one.place), key=lambda one: (one.place or 0, one.name))
    rows = tuple(Row.of(str(one.place), one.name, plain(one.score or 0), one.grade) for one in ranked)  # type: ignore[arg-type]
    return Table("表2　考核排名", widths, (head,), rows, size=TableSize.SMALL)
