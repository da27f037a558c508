"""The papers as official documents; a notice is a form of its own with its number under the title."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from tracker import clock
from tracker.documents.model import (
    Align,
    Attachment,
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Signature,
    Table,
    TableSize,
)
from tracker.documents.numbering import written_date
from tracker.issuing.rules import number_as_printed
from tracker.matters.models import Matter
from tracker.notices.material import Material
from tracker.notices.reporting import circular_blocks, link_table, report_blocks, standing
from tracker.notices.rules import NoticeKind, name_of
from tracker.workdays.calendar import Calendar, YearMissing

CENTER = Align.CENTER
SOURCES = {"leader": "领导批示", "meeting": "会议议定", "document": "上级文件", "check": "检查发现"}
SEVERITIES = {"minor": "一般", "serious": "较重", "grave": "严重"}
SLIP = "签收回执"


def code_of(material: Material, number: int) -> str:
    """Return the number of a paper as printed: 整改通知〔2026〕3号."""
    return number_as_printed(name_of(material.order.kind, material.word), material.today.year, number)


def notice_document(material: Material, number: int, calendar: Calendar) -> Document:
    """Return the paper with its ``number``; equal material gives an equal document."""
    kind, today = material.order.kind, material.today
    signer = material.unit.name if kind == NoticeKind.REPORT and material.unit else material.agency
    return Document(
        title=_title(material),
        blocks=tuple(_blocks(material, calendar)),
        author=material.agency,
        created=datetime(today.year, today.month, today.day, tzinfo=UTC),
        subtitle=code_of(material, number),
        addressees=_addressees(material),
        attachments=tuple(_attachments(material, number)),
        signature=Signature((signer,), today, has_seal=True),
        keywords=("政务公开", name_of(kind, material.word)),
    )


def _title(material: Material) -> str:
    unit = material.unit.name if material.unit else ""
    titles = {
        NoticeKind.SUPERVISION: f"政务公开工作{material.word}单",
        NoticeKind.RECTIFY: "政务公开工作问题整改通知",
        NoticeKind.URGE: "政务公开工作催办通知",
        NoticeKind.LIST: f"{unit}政务公开工作问题清单",
        NoticeKind.REPORT: f"{unit}关于政务公开工作问题整改情况的报告",
        NoticeKind.CIRCULAR: f"关于{material.round.name if material.round else ''}情况的通报",
    }
    return titles[material.order.kind]


def _addressees(material: Material) -> str:
    if material.order.kind in (NoticeKind.RECTIFY, NoticeKind.URGE) and material.unit:
        return material.unit.name
    if material.order.kind == NoticeKind.CIRCULAR:
        return "各科室、各单位"
    return "政务公开监督小组" if material.order.kind == NoticeKind.REPORT else ""


def _blocks(material: Material, calendar: Calendar) -> Iterator[Block]:
    kind = material.order.kind
    if kind == NoticeKind.SUPERVISION:
        yield _matter_table(material)
    elif kind == NoticeKind.RECTIFY:
        yield from _demand(material)
    elif kind == NoticeKind.URGE:
        yield from _urging(material, calendar)
    elif kind == NoticeKind.LIST:
        yield Paragraph.of(f"截至{written_date(material.today)}，清单所列问题共{len(material.findings)}个。")
        yield _finding_table(material)
    elif kind == NoticeKind.REPORT:
        yield from report_blocks(material)
    else:
        yield from circular_blocks(material)
    if material.order.text and kind not in (NoticeKind.REPORT, NoticeKind.CIRCULAR):
        yield Paragraph.of(material.order.text)


def _attachments(material: Material, number: int) -> Iterator[Attachment]:
    if material.order.kind == NoticeKind.RECTIFY:
        yield Attachment("政务公开工作问题清单", (_finding_table(material),))
    links = link_table(material) if material.order.kind == NoticeKind.REPORT else None
    if links:
        yield Attachment("整改链接表", (links,))
    if material.order.kind in (NoticeKind.RECTIFY, NoticeKind.URGE):
        yield Attachment(SLIP, (_slip(material, number),))


def _demand(material: Material) -> Iterator[Block]:
    count, last = len(material.findings), max(row.due_on for row in material.findings)
    yield Paragraph.of(
        f"经检查，发现你单位在政务公开工作中存在{count}个问题，详见《政务公开工作问题清单》。"
        "请对照清单认真研究，举一反三，逐条制定整改措施。"
    )
    yield Paragraph.of(
        f"请按清单所列时限完成整改，全部问题于{written_date(last)}前整改到位，"
        "并将整改措施和佐证材料报政务公开监督小组复核。整改情况经复核通过后销号；逾期未报整改情况的，视为未整改。"
    )


def _urging(material: Material, calendar: Calendar) -> Iterator[Block]:
    counts = (
        ("项任务", material.tasks), ("个问题", material.findings), (f"项{material.word}事项", material.late_matters)
    )  # fmt: skip
    named = "、".join(f"{len(rows)}{name}" for name, rows in counts if rows)
    yield Paragraph.of(f"截至{written_date(material.today)}，你单位有{named}超过时限未办结，具体如下：")
    late = [("任务", row.title, row.due_on) for row in material.tasks if row.due_on]
    late += [(f"问题{row.code}", row.description, row.due_on) for row in material.findings]
    late += [(f"{material.word}事项", row.content, row.due_on) for row in material.late_matters]
    head = Row.of("序号", "类别", "事项", "时限", "逾期")
    rows = (
        Row.of(str(at), kind, text, _day(due_on), _lateness(due_on, material.today, calendar))
        for at, (kind, text, due_on) in enumerate(late, 1)
    )
    widths = (Column(7, CENTER), Column(17, CENTER), Column(48), Column(13, CENTER), Column(15, CENTER))
    yield Table("", widths, (head,), tuple(rows), size=TableSize.SMALL)
    yield Paragraph.of(
        "请抓紧办理，并于收到本通知之日起3个工作日内书面反馈办理情况；确实不能马上办结的，说明原因和预计完成时间。"
    )


def _finding_table(material: Material) -> Table:
    """Return the findings as a table; the unit is named in it where the paper is not about one unit alone."""
    is_mixed = material.unit is None
    names = ("序号", "问题编号", "存在问题", *(("责任单位",) if is_mixed else ()), "依据", "整改时限", "状态")
    rows = (
        Row.of(
            str(at), row.code, f"{row.description}（{SEVERITIES[row.severity.value]}）",
            *((row.unit_name,) if is_mixed else ()), row.basis or "—", _day(row.due_on), standing(row),
        )
        for at, row in enumerate(material.findings, 1)
    )  # fmt: skip
    problem = (Column(29.4), Column(11, CENTER)) if is_mixed else (Column(36.4),)
    ends = (Column(14 if is_mixed else 18), Column(12, CENTER), Column(13.6, CENTER))  # 视为未整改 on a line
    widths = (Column(7, CENTER), Column(13, CENTER), *problem, *ends)
    return Table("", widths, (Row.of(*names),), tuple(rows), size=TableSize.SMALL)


def _slip(material: Material, number: int) -> Table:
    rows = (
        ("文件", f"{_title(material)}（{code_of(material, number)}）"),
        ("签收单位", material.unit.name if material.unit else ""),
        ("签收人（签名）", "\n\n"), ("签收日期", "\n\n"), ("意见", "\n\n\n\n"),
    )  # fmt: skip
    return _form(rows)


def _matter_table(material: Material) -> Table:
    matter = material.matter
    assert matter is not None  # noqa: S101 - gathered with the material of this kind
    last = matter.feedback[-1] if matter.feedback else None
    source = SOURCES[matter.source.value]
    rows = (
        ("事项编号", matter.code),
        ("事项来源", f"{source}：{matter.source_note}" if matter.source_note else source),
        (f"{material.word}事项", matter.content),
        ("办理要求", matter.requirement),
        ("承办单位", matter.unit.name),
        ("协办单位", matter.coop or "—"),
        ("完成时限", written_date(matter.due_on)),
        ("签发人、日期", "\n"),
        ("签收人、日期", _signed(matter) or "\n"),
        ("办理情况", last.result if last else "\n\n\n\n"),
        ("审核意见", last.opinion if last else "\n\n\n"),
        ("办结日期", written_date(matter.done_on) if matter.done_on else ""),
    )
    return _form(rows)


def _signed(matter: Matter) -> str:
    if matter.signed_for_at is None:
        return ""
    return f"{matter.signed_for_by}，{written_date(clock.local(matter.signed_for_at).date())}"


def _form(rows: Iterable[tuple[str, str]]) -> Table:
    """Return a form of two columns: what is asked, and what is written there."""
    cells = tuple(Row.of(Cell(name, align=CENTER, is_head=True), text) for name, text in rows)
    return Table("", (Column(25), Column(75)), (), cells)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _lateness(due_on: date, today: date, calendar: Calendar) -> str:
    try:
        return f"{calendar.count_workdays(due_on, today)}个工作日"
    except YearMissing:
        return f"{(today - due_on).days}天"
