"""The texts of the two longer papers: the report on rectification, one to one with the findings, and the circular."""

from collections import Counter
from collections.abc import Iterator

from tracker.checklists.queries import UnitScore
from tracker.checks.queries import FindingRow
from tracker.checks.rounds import RoundRow
from tracker.checks.rules import UNMENDED, FindingState, Verdict
from tracker.documents.model import Align, Block, Column, Heading, Listing, Paragraph, Row, Run, Table, TableSize
from tracker.documents.numbering import written_date
from tracker.notices.material import Material
from tracker.organisation.models import Unit

STANDINGS = {
    FindingState.OPEN: "待整改",
    FindingState.RECTIFIED: "待复核",
    FindingState.RETURNED: "退回整改",
    FindingState.CLOSED: "已销号",
}
HEAD_WIDTHS = {2: 8.0, 3: 9.0, 4: 11.0, 5: 13.6}  # of 100, so that a head of so many characters stays on its line
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


def link_table(material: Material) -> Table | None:
    """Return the table of links (整改链接表): for each finding the addresses and files that prove it was rectified."""
    proofs = [(row, material.answers[row.id].evidence) for row in material.findings if row.id in material.answers]
    rows = [
        Row.of(
            str(at), row.code, row.description, "\n".join(one.url or one.name for one in proof) or "—", standing(row)
        )
        for at, (row, proof) in enumerate(proofs, 1)
    ]
    if not any(proof for _, proof in proofs):
        return None
    head = Row.of("序号", "问题编号", "存在问题", "整改后链接、佐证材料", "状态")
    centre = Align.CENTER
    widths = (Column(7, centre), Column(13, centre), Column(29), Column(37.4), Column(13.6, centre))
    return Table("", widths, (head,), tuple(rows), size=TableSize.SMALL)


def _measures(row: FindingRow, material: Material) -> str:
    answer = material.answers.get(row.id)
    if answer is None:
        return f"尚未报送整改情况，整改时限为{written_date(row.due_on)}（{standing(row)}）。"
    text = answer.measures.rstrip("。；;，,、 \n")
    if row.closed_on:
        return f"{text}。{written_date(row.closed_on)}经复核通过，已销号。"
    return f"{text}。目前{standing(row)}。"


def circular_blocks(material: Material) -> Iterator[Block]:
    """Yield the round as a whole, the state of every section, the problems of each, and what is demanded."""
    yield Heading(1, "总体情况")
    yield Paragraph.of(_whole(material))
    yield from _how_drawn(material.round)
    yield Heading(1, "各科室、各单位情况")
    yield _unit_table(material)
    if material.scores:
        yield Paragraph.of("得分按检查表满分折算为百分制，只计查过的项；没有佐证材料的问题不扣分。")
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
    verdicts = Counter(_verdicts(material))
    closed = sum(row.state == FindingState.CLOSED for row in material.findings)
    late = sum(row.is_deemed_unmended for row in material.findings)
    left = verdicts[None] + verdicts[Verdict.UNCHECKED]
    return (
        f"{_who_and_when(material.round)}"
        f"共检查{verdicts.total()}项，其中符合{verdicts[Verdict.SATISFIED]}项，"
        f"有问题{verdicts[Verdict.PROBLEM]}项，不适用{verdicts[Verdict.NOT_APPLICABLE]}项，没有查或查不了{left}项。"
        f"发现问题{len(material.findings)}个，截至{written_date(material.today)}已销号{closed}个，"
        f"视为未整改{late}个。"
    )


def _who_and_when(checked: RoundRow) -> str:
    people = f"检查人员{checked.people}，" if checked.people else ""
    period = f"对{checked.period}的工作进行检查，" if checked.period else ""
    return f"{written_date(checked.starts_on)}至{written_date(checked.ends_on)}，{people}{period}"


def _how_drawn(checked: RoundRow | None) -> Iterator[Paragraph]:
    """Say how the tasks were drawn, so that whoever reads it can repeat the draw."""
    if checked and checked.per_unit is not None:
        yield Paragraph.of(
            f"本次按每个科室、单位{checked.per_unit}项抽查，抽取种子为{checked.seed}："
            "对“种子:任务序号”计算SHA-256，取值小的入选，任何人都可以重算。"
        )


def _verdicts(material: Material) -> Iterator[Verdict | None]:
    yield from (row.verdict for row in material.results)
    yield from (row.verdict for score in material.scores for row in score.results)


def _unit_table(material: Material) -> Table:
    names = ("科室、单位", "检查项数", "有问题项数", "发现问题", "已销号", "整改中", "视为未整改")
    scores = {one.unit_id: one for one in material.scores}
    rows = (
        Row.of(
            unit.name,
            *map(str, _counts(unit, scores.get(unit.id), material)),
            *([_points(scores.get(unit.id))] if scores else []),
        )
        for unit in material.units
    )
    head = Row.of(*names, *(["得分"] if scores else []))
    counts = [Column(HEAD_WIDTHS[len(cell.text)], Align.CENTER) for cell in head.cells[1:]]
    widths = (Column(100 - sum(column.width for column in counts)), *counts)
    return Table("", widths, (head,), tuple(rows), size=TableSize.SMALL)


def _points(score: UnitScore | None) -> str:
    return "—" if score is None or score.score is None else str(score.score)


def _counts(unit: Unit, score: UnitScore | None, material: Material) -> tuple[int, ...]:
    """Return how many results and problems a unit has, and where its findings stand."""
    verdicts = [row.verdict for row in material.results if unit.name in row.units]
    verdicts += [row.verdict for row in score.results] if score else []
    own = [row for row in material.findings if row.unit_id == unit.id]
    late = sum(row.is_deemed_unmended for row in own)
    closed = sum(row.state == FindingState.CLOSED for row in own)
    problems = sum(verdict == Verdict.PROBLEM for verdict in verdicts)
    mending = sum(row.state in UNMENDED or row.state == FindingState.RECTIFIED for row in own) - late
    return len(verdicts), problems, len(own), closed, mending, late


def _run(text: str) -> tuple[Run, ...]:
    """Return an item of a list; the lines of a text that was typed in several become one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ended = [line if line[-1] in "。；;：:，,！!？?" else f"{line}；" for line in lines[:-1]]
    return (Run("".join([*ended, *lines[-1:]])),)
