"""Documents of invented agencies, one of each kind, for the tests of the printed page."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tracker.documents.charts import Bar, Bars, Line, MonthCurve
from tracker.documents.model import (
    Align,
    Attachment,
    Attendance,
    Block,
    Cell,
    Column,
    Document,
    Face,
    Figure,
    Heading,
    Imprint,
    Layout,
    Listing,
    Marks,
    Paragraph,
    RedHead,
    Row,
    Run,
    Signature,
    Table,
    TableSize,
    runs,
)

AGENCY = "云岫市水利局"
TEXT = (
    "全年坚持“以公开为常态、不公开为例外”，围绕水资源保护、河湖治理和防汛抗旱等群众关心的事项，及时主动公开政策文件、"
    "工作进展和办理结果，做到应公开尽公开；对群众来信来电逐件登记、限时答复，答复之后再回访，做到事事有着落、件件有回音。"
)
FIGURES = "2025年主动公开政府信息1286条，办理依申请公开13件，组织培训4期326人次，开展督查3次，按时办结率为100%。"
MONTHS = tuple(f"{month}月" for month in range(1, 13))
BARS = Bars(
    "各科室任务办结情况",
    ("科室", "办结", "应办", "全年"),
    (
        Bar("办公室", 6, 9, 6),
        Bar("河湖管理科", 2, 5, 3),
        Bar("水旱灾害防御和农村水利水电科", 4, 4, 4),
        Bar("财务科", 0, 0, 0),
    ),
)
CURVE = MonthCurve(
    "累计办结项数",
    "月份",
    MONTHS,
    Line("计划", (2, 3, 7, 9, 11, 18, 20, 22, 28, 31, 35, 48)),
    Line("今年", (2, 3, 6, 9, 10, 15, 18, 21, 26, 27)),
    Line("去年", (1, 3, 5, 8, 10, 14, 16, 19, 23, 27, 33, 46)),
    today=9.4,
    today_label="10月13日",
)


def task_table(count: int, *, size: TableSize = TableSize.NORMAL, is_landscape: bool = False) -> Table:
    columns = (Column(8, Align.CENTER), Column(40), Column(22), Column(18, Align.CENTER), Column(12, Align.RIGHT))
    head = (Row.of("序号", "任务", "牵头科室", "时限", "完成数"),)
    rows = (
        Row.of(str(at), "河湖管理范围划定成果公示并同步发布图解和问答", "河湖管理科", "9月30日", str(at * 3))
        for at in range(1, count + 1)
    )
    return Table("任务完成情况表", columns, head, tuple(rows), size, is_landscape)


def statute_table() -> Table:
    """A table with a head of three rows, and cells that span rows and columns, on one page."""
    columns = (Column(9), Column(12), Column(30), *(Column(7, Align.CENTER) for _ in range(7)))
    head = (
        Row.of(Cell("（本列数据的勾稽关系）", 3, 3), Cell("申请人情况", 7)),
        Row.of(Cell("自然人", rowspan=2), Cell("法人或其他组织", 5), Cell("总计", rowspan=2)),
        Row.of("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
    )
    numbers = ("1", "0", "0", "0", "0", "0", "1")
    results = [("（一）予以公开", 1), *((f"（{at}）不予公开、无法提供或者不予处理", 4) for at in "二三四五六")]
    rows = [Row.of(Cell("一、本年新收申请数量", 3, is_head=True), *numbers)]
    is_first = True
    for name, parts in results:
        for part in range(1, parts + 1):
            label = [Cell(name, rowspan=parts, is_head=True)] if part == 1 else []
            whole = [Cell("三、本年度办理结果", rowspan=sum(count for _, count in results), is_head=True)]
            rows.append(
                Row.of(*(whole if is_first else []), *label, Cell(f"{part}.属于某种情形", is_head=True), *numbers)
            )
            is_first = False
    rows.append(Row.of(Cell("四、结转下年度继续办理", 3, is_head=True), *numbers))
    return Table("收到和处理申请情况", columns, head, tuple(rows), TableSize.TINY)


def long_text() -> tuple[Block, ...]:
    """Four pages of text with headings of every level, runs in other typefaces and lists."""
    blocks: list[Block] = [Paragraph.of(TEXT, FIGURES)]
    for part in ("组织领导和工作机制", "主动公开和政策解读", "依申请公开办理"):
        blocks += [
            Heading(1, part),
            Heading(2, "健全机制，压实责任。", runs(TEXT)),
            Heading(3, "分工"),
            Paragraph.of(TEXT, Run("主要负责同志", Face.HEI), "作出批示5件，", Run("分管负责同志", Face.KAI), "督办。"),
            Heading(4, "细化"),
            Paragraph.of(FIGURES, TEXT),
            Listing((runs("栏目更新不够及时；"), runs(TEXT)), Marks.FIRSTLY),
        ]
    return tuple(blocks)


PLAIN = Document(
    "云岫市水利局2025年政务公开工作总结",
    long_text(),
    AGENCY,
    datetime(2026, 1, 5, 8, tzinfo=UTC),
    addressees="市政务公开办",
    signature=Signature((AGENCY,), date(2026, 1, 5)),
    note="此件公开发布",
    keywords=("政务公开", "总结"),
)
RED = replace(
    PLAIN,
    title="云岫市水利局关于2025年度政务公开工作情况和2026年工作安排的报告",
    red_head=RedHead("云岫市水利局文件", "云水〔2026〕3号"),
    signature=Signature((AGENCY,), date(2026, 1, 5), has_seal=True),
    imprint=Imprint(
        "市委办公室，市人大常委会办公室，市政协办公室，各县（区）水利局", "云岫市水利局办公室", date(2026, 1, 6)
    ),
)
UPWARD = replace(RED, red_head=RedHead("云岫市水利局文件", "云水〔2026〕3号", ("张建国", "李明", "欧阳文")))
FULL = replace(
    RED,
    blocks=(*long_text(), Figure(BARS, "图1　各科室任务办结情况"), Figure(CURVE, "图2　逐月进度"), task_table(12)),
    attachments=(
        Attachment("2025年任务完成情况汇总表", (Paragraph.of(TEXT), task_table(30, is_landscape=True))),
        Attachment("收到和处理政府信息公开申请情况", (statute_table(),)),
    ),
    annex=Attachment("数据来源", (task_table(5, size=TableSize.SMALL),)),
)
LETTER = replace(
    PLAIN,
    title="云岫市水利局关于征求政府信息公开意见的函",
    layout=Layout.LETTER,
    red_head=RedHead("云岫市水利局", "云水函〔2026〕7号"),
    signature=Signature((AGENCY,), date(2026, 1, 5), has_seal=True),
    imprint=Imprint("市政府办公室", "", date(2026, 1, 5)),
)
ORDER = Document(
    "云岫市水利局令",
    (Paragraph.of("《云岫市节约用水办法》已经局务会议审议通过，现予公布，自2026年2月1日起施行。"),),
    AGENCY,
    datetime(2026, 1, 5, 8, tzinfo=UTC),
    layout=Layout.ORDER,
    red_head=RedHead("云岫市水利局令", "第3号"),
    signature=Signature((AGENCY,), date(2026, 1, 5), post="局　长"),
)
MINUTES = replace(
    PLAIN,
    title="政务公开工作领导小组第一次会议纪要",
    addressees="",
    blocks=long_text()[:6],
    red_head=RedHead("云岫市水利局会议纪要", "第1期"),
    attendance=(
        Attendance("出席", "张建国　李　明　欧阳文　" * 6 + "王　芳"),
        Attendance("请假", "刘　强"),
        Attendance("列席", "办公室　陈　静，河湖管理科　周　涛"),
    ),
    signature=None,
)
ARCHIVAL = replace(PLAIN, is_archival=True, figures='{"主动公开": 1286}')
BARE = Document("通知", (), AGENCY, datetime(2026, 1, 5, tzinfo=UTC))
KINDS = {"plain": PLAIN, "red": RED, "upward": UPWARD, "full": FULL, "archival": ARCHIVAL, "bare": BARE}
KINDS |= {"letter": LETTER, "order": ORDER, "minutes": MINUTES}
