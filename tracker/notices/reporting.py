"""The texts of the two longer papers: the report on rectification, one to one with the findings, and the circular."""

from collections import Counter
from collections.abc import Iterator

from tracker.checks.queries import FindingRow
from tracker.checks.rules import UNMENDED, FindingState, Verdict
from tracker.documents.model import Align, Block, Column, Heading, Listing, Paragraph, Row, Run, Table, TableSize
from tracker.documents.numbering import written_date
from tracker.notices.material import Material

STANDINGS = {
    FindingState.OPEN: "待整改",
    FindingState.RECTIFIED: "待复核",
    FindingState.RETURNED: "退回整改",
    FindingState.CLOSED: "已销号",
}
USUAL_DEMAND = "请有问题的科室、单位对照清单逐条整改，按时反馈；其他科室、单位举一反三，开展自查，防止同类问题发生。"


def standing(row: FindingRow) -> str:
    """Return where a finding stands; without an answer in time it is 视为未整改."""
    return "视为未整改" if row.is_deemed_unmended else STANDINGS[row.state]


def report_blocks(material: Material) -> Iterator[Block]:
    """Yield problems, measures under the same numbers, and what is planned next."""
    yield Heading(1, "存在的主要问题")
    yield Listing(tuple(_run(f"{row.description}（问题{row.code}）") for row in material.findings))
    yield Heading(1, "具体整改措施")
    yield Listing(tuple(_run(_measures(row, material)) for row in material.findings))
    yield Heading(1, "下一步工作打算")
    yield Paragraph.of(material.order.text or "继续抓好已整改问题的巩固，定期自查，防止问题反弹。")


def _measures(row: FindingRow, material: Material) -> str:
    answer = material.answers.get(row.id)
    if answer is None:
        return f"尚未报送整改情况，整改时限为{written_date(row.due_on)}（{standing(row)}）。"
    text = answer.measures.rstrip("。；; \n")
    if row.closed_on:
        return f"{text}。{written_date(row.closed_on)}经复核通过，已销号。"
    return f"{text}。目前{standing(row)}。"


def circular_blocks(material: Material) -> Iterator[Block]:
    """Yield the round as a whole, the state of every section, the problems of each, and what is demanded."""
    yield Heading(1, "总体情况")
    yield Paragraph.of(_whole(material))
    yield Heading(1, "各科室、各单位情况")
    yield _unit_table(material)
    yield Heading(1, "存在问题")
    if not material.findings:
        yield Paragraph.of("本次没有发现问题。")
    for unit in material.units:
        own = [row for row in material.findings if row.unit_id == unit.id]
        if own:
            yield Heading(2, unit.name)
            yield Listing(tuple(_run(f"{row.description}（问题{row.code}，{standing(row)}）") for row in own))
    yield Heading(1, "工作要求")
    yield Paragraph.of(material.order.text or USUAL_DEMAND)


def _whole(material: Material) -> str:
    assert material.round is not None  # noqa: S101 - gathered with the material of this kind
    verdicts = Counter(row.verdict for row in material.results)
    closed = sum(row.state == FindingState.CLOSED for row in material.findings)
    late = sum(row.is_deemed_unmended for row in material.findings)
    left = verdicts[None] + verdicts[Verdict.UNCHECKED]
    return (
        f"{written_date(material.round.starts_on)}至{written_date(material.round.ends_on)}，"
        f"共检查{len(material.results)}项，其中符合{verdicts[Verdict.SATISFIED]}项，"
        f"有问题{verdicts[Verdict.PROBLEM]}项，不适用{verdicts[Verdict.NOT_APPLICABLE]}项，没有查或查不了{left}项。"
        f"发现问题{len(material.findings)}个，截至{written_date(material.today)}已销号{closed}个，"
        f"视为未整改{late}个。"
    )


def _unit_table(material: Material) -> Table:
    head = Row.of("科室、单位", "检查项数", "有问题项数", "发现问题", "已销号", "整改中", "视为未整改")
    widths = (Column(28), *(Column(12, Align.CENTER) for _ in range(6)))
    rows = (Row.of(unit.name, *map(str, _counts(unit.id, unit.name, material))) for unit in material.units)
    return Table("", widths, (head,), tuple(rows), size=TableSize.SMALL)


def _counts(unit_id: int, name: str, material: Material) -> tuple[int, ...]:
    """Return how many results and problems a unit has, and where its findings stand."""
    results = [row for row in material.results if name in row.units]
    own = [row for row in material.findings if row.unit_id == unit_id]
    late = sum(row.is_deemed_unmended for row in own)
    closed = sum(row.state == FindingState.CLOSED for row in own)
    problems = sum(row.verdict == Verdict.PROBLEM for row in results)
    mending = sum(row.state in UNMENDED or row.state == FindingState.RECTIFIED for row in own) - late
    return len(results), problems, len(own), closed, mending, late


def _run(text: str) -> tuple[Run, ...]:
    return (Run(text),)
