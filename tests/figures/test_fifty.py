"""The fifty figures of a year-end summary: each is counted from what was entered, and a text can name it."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.ledger.entering import entered
from tests.support.factory import Factory
from tracker.clock import today
from tracker.complaints.rules import Channel, ComplaintKind
from tracker.complaints.services import ComplaintContent, register_complaint
from tracker.figures.named import figures_of
from tracker.figures.rules import filled
from tracker.ledger.months import save_grid
from tracker.permissions import Actor

pytestmark = pytest.mark.usefixtures("context", "november")
Entry = tuple[str, dict[str, Any]]
OLD = {"day": date(2024, 5, 1)}

FROM_ENTRIES: list[tuple[int, str, Sequence[Entry]]] = [
    (1, "{主动公开信息数} = 7条", [("published", {"quantity": 4}), ("published", {"quantity": 3})]),
    (3, "{工作动态公开数}、{财政预决算公开数}、{公文类信息公开数} = 2条、3条、4条",
     [("published", {"category": name, "quantity": number})
      for name, number in (("工作动态", 2), ("财政预决算", 3), ("部门文件", 4))]),
    (4, "{网站发布数} = 5条", [("published", {"channel": "网站", "quantity": 5}), ("published", {"channel": "公开栏"})]),
    (7, "{新开设栏目数}、{优化栏目数}、{现有栏目数} = 18个、22个、27个",
     [("column", {"category": "新开设", "quantity": 18}), ("column", {"category": "优化", "quantity": 22}),
      ("column", {"category": "新开设", "quantity": 9, **OLD})]),
    (8, "{微信发布数}、{微信发布期数}、{新媒体原创数}、{新媒体转发数} = 3条、2期、2条、1条",
     [("new_media", {"channel": "微信", "category": "原创", "quantity": 2}),
      ("new_media", {"channel": "微信", "category": "转发"})]),
    (9, "{微博发布数} = 802条", [("new_media", {"channel": "微博", "quantity": 802})]),
    (10, "{政务新媒体账号数} = 2个",
     [("platform", {"category": "微信", "channel": "开通", **OLD}), ("platform", {"category": "微博", "channel": "开通"}),
      ("platform", {"category": "客户端", "channel": "开通", **OLD}),
      ("platform", {"category": "客户端", "channel": "关停"})]),
    (11, "{政策解读数}、{文字解读数}、{图解数}、{视频解读数}、{负责人解读数} = 8篇、3篇、3篇、1篇、1篇",
     [("interpretation", {"category": name, "quantity": number})
      for name, number in (("文字", 3), ("图解", 3), ("视频", 1), ("负责人解读", 1))]),
    (12, "{新闻发布会场数}、{领导出席发布会人次} = 2场、5人次", [("press", {"people": 2}), ("press", {"people": 3})]),
    (13, "{在线访谈次数} = 2次", [("interview", {}), ("interview", {})]),
    (14, "{回应关切件数} = 491件", [("response", {"quantity": 491})]),
    (15, "{网上留言办理数} = 92件", [("message", {"category": "网上留言", "quantity": 92})]),
    (17, "{网上咨询人次}、{咨询电话数} = 800人次、294个",
     [("message", {"category": "网上咨询", "quantity": 800}), ("message", {"category": "咨询电话", "quantity": 294})]),
    (21, "{规范性文件制发数}、{规范性文件废止数}、{现行有效规范性文件数} = 2件、1件、5件",
     [("regulation", {"category": "制定", "tags": "规范性文件", "quantity": 4, **OLD}),
      ("regulation", {"category": "制定", "tags": "规范性文件", "quantity": 2}),
      ("regulation", {"category": "废止", "tags": "规范性文件"})]),
    (24, "{制发公文数}、{主动公开公文数}、{公文主动公开率} = 707件、673件、95.2%",
     [("document", {"category": "主动公开", "quantity": 673}), ("document", {"category": "不予公开", "quantity": 34})]),
    (25, "{政府公报期数}、{政府公报册数|余} = 2期、3万余册",
     [("gazette", {"issue": 1, "quantity": 20_000}), ("gazette", {"issue": 2, "quantity": 12_000})]),
    (26, "{简报期数} = 3期", [("briefing", {"series": "工作简讯", "issue": issue}) for issue in (1, 2, 3)]),
    (27, "{信息上报数}、{信息采用数}、{信息报送得分}、{信息报送名次} = 3条、1条、12.5分、2名",
     [("submission", {"category": "省级", "tags": "采用", "amount": "12.5"}), ("submission", {"quantity": 2}),
      ("appraisal", {"category": "信息报送", "quantity": 2})]),
    (28, "{媒体报道次数|余} = 30余次", [("media_report", {"quantity": 33})]),
    (29, "{会议次数}、{专题会议次数}、{推进会次数}、{领导小组会议次数} = 4次、1次、2次、1次",
     [("meeting", {"category": name}) for name in ("专题会议", "推进会", "推进会", "领导小组会议")]),
    (30, "{听取汇报次数}、{领导批示件数} = 1次、3件",
     [("meeting", {"category": "听取汇报"}), ("instruction", {"quantity": 3})]),
    (31, "{制定制度数}、{修订制度数}、{废止制度数} = 8项、1项、1项",
     [("regulation", {"category": "制定", "quantity": 8}), ("regulation", {"category": "修订"}),
      ("regulation", {"category": "废止"})]),
    (32, "{目录指南更新次数}、{目录更新次数}、{指南更新次数} = 3次、1次、1次",
     [("catalogue", {"category": name}) for name in ("公开目录", "公开指南", "公开清单")]),
    (33, "{培训期数} = 65期", [("training", {"quantity": 65})]),
    (34, "{培训人次} = 109人次", [("training", {"people": 109})]),
    (35, "{宣传活动场数}、{印发宣传材料数|3000余} = 1场、3000余份", [("publicity", {"quantity": 3200})]),
    (36, "{意见征集期数}、{收到意见数}、{预公开期数} = 2期、75条、1期",
     [("opinion", {"quantity": 70, "tags": "预公开"}), ("opinion", {"quantity": 5})]),
    (37, "{政民互动场数|余} = 300余场", [("open_day", {"quantity": 310})]),
    (38, "{人大代表建议办理数}、{政协提案办理数}、{建议提案结果公开数} = 12件、21件、21件",
     [("proposal", {"category": "人大代表建议", "quantity": 12}),
      ("proposal", {"category": "政协提案", "quantity": 21, "tags": "结果公开"})]),
    (39, "{查阅点数}、{公开专区数}、{公开栏数}，张贴{公开栏公开数} = 3个、1个、0个，张贴2条",
     [("place", {"category": "查阅点", "channel": "启用", "quantity": 3, **OLD}),
      ("place", {"category": "公开专区", "channel": "启用"}), ("place", {"category": "公开栏", "channel": "启用", **OLD}),
      ("place", {"category": "公开栏", "channel": "停用"}), ("published", {"channel": "公开栏", "quantity": 2})]),
    (40, "{工作人员数}、{专职工作人员数}、{兼职工作人员数} = 4名、1名、3名",
     [("staff", {"category": "专职", "channel": "增加", "people": 1, **OLD}),
      ("staff", {"category": "兼职", "channel": "增加", "people": 4}),
      ("staff", {"category": "兼职", "channel": "减少", "people": 1})]),
    (41, "{投入经费}、{配备设备数} = 5.7万元、5台",
     [("resource", {"category": "经费", "amount": "3.2", "quantity": 0}),
      ("resource", {"category": "设备", "amount": "2.5", "quantity": 5})]),
    (45, "{考核得分}、{考核名次} = 81.34分、3名", [("appraisal", {"category": "政务公开", "amount": "81.34", "quantity": 3})]),
    (46, "{受表扬单位数}、{受表扬人数} = 26个、30名", [("honour", {"category": "表扬", "quantity": 26, "people": 30})]),
    (47, "{责任追究起数}、{责任追究人数} = 0起、0人", []),
    (49, "{政策文件归集数}、{问答知识库条数|余} = 10219件、2100余条",
     [("library", {"category": "政策文件", "quantity": 10219}), ("library", {"category": "问答知识库", "quantity": 2150})]),
]  # fmt: skip

FROM_MONTHS = [
    (5, "{网站访问量}、{网站访客量} = 2234399人次、7000人次", {"网站访问量": "2234399", "网站访客量": "7000"}),
    (6, "{公开页面数} = 2500个", {"公开页面": "2500"}),
    (16, "{热线工单数}、{热线回复率}、{热线满意率} = 146件、100%、50%",
     {"12345热线工单": "146", "热线按期回复": "146", "热线满意": "73"}),
    (22, "{行政许可决定数}、{行政处罚决定数}、{行政强制决定数} = 507件、36件、0件", {"行政许可": "507", "行政处罚": "36"}),
    (23, "{行政事业性收费金额} = 72701.2578万元", {"行政事业性收费（万元）": "72701.2578"}),
]  # fmt: skip


def said(text: str) -> str:
    return filled(text, figures_of(2026, today()))


@pytest.mark.parametrize(("number", "text", "entries"), FROM_ENTRIES, ids=[f"figure-{row[0]}" for row in FROM_ENTRIES])
def test_a_figure_is_counted_from_its_ledger(number: int, text: str, entries: Sequence[Entry], section: Actor) -> None:
    for at, (kind, values) in enumerate(entries):
        values = dict(values)
        entered(kind, section, f"第{at}条", values.pop("day", date(2026, 3, 5)), **values)
        entered(kind, section, f"另年{at}", date(2023, 3, 5), **values | {"quantity": 0, "people": 0})
    wanted, _, expected = text.partition(" = ")

    assert said(wanted) == expected


@pytest.mark.parametrize(("number", "text", "cells"), FROM_MONTHS, ids=[f"figure-{row[0]}" for row in FROM_MONTHS])
def test_a_figure_is_counted_from_the_grid_of_months(
    number: int, text: str, cells: dict[str, str], section: Actor
) -> None:
    save_grid(2026, section.unit_id, {(3, name): value for name, value in cells.items()}, by=section)
    wanted, _, expected = text.partition(" = ")

    assert said(wanted) == expected


def test_figure_2_splits_what_was_published_by_unit(office: Actor, section: Actor) -> None:
    from tracker.figures.showing import show_figure
    from tracker.ledger.periods import year_period

    entered("published", office, "甲", quantity=2907)
    entered("published", section, "乙", quantity=7023)

    parts = show_figure("主动公开信息数", year_period(2026), today(), by=office).parts["unit"]

    assert {part.name: part.value for part in parts} == {"办公室": 2907, "法规科": 7023}
    assert said("{主动公开信息数}") == "9930条"


def _figures_42_and_44(make: Factory, _: Actor) -> None:
    from tracker.checks.rules import FindingState

    unit = make.unit("规划科")
    make.round(make.task(lead=unit))
    for state in (FindingState.CLOSED, FindingState.CLOSED, FindingState.CLOSED, FindingState.OPEN):
        make.finding(unit, state=state)


def _figure_48(make: Factory, _: Actor) -> None:
    from tracker.tasks.rules import TaskState

    unit = make.unit("规划科")
    make.task(lead=unit, state=TaskState.DONE, done_on=date(2026, 3, 1), first_due_on=date(2026, 3, 31))
    make.task(lead=unit, due_on=date(2026, 5, 31))
    make.task(lead=unit, due_on=date(2026, 12, 31))
    make.task(lead=unit, state=TaskState.CANCELLED)


def _figure_50(_: Factory, group: Actor) -> None:
    for kind in (ComplaintKind.COMPLAINT, ComplaintKind.COMPLAINT, ComplaintKind.OPINION):
        register_complaint(ComplaintContent(kind, Channel.PHONE, date(2026, 3, 5), "窗口没有人"), by=group)


@pytest.mark.parametrize(
    ("arrange", "text"),
    [
        (_figures_42_and_44, "{检查次数}、{发现问题数}、{销号数}、{整改率} = 1次、4个、3个、75%"),
        (_figure_48, "{任务总数}、{办结数}、{办结率}、{逾期数} = 3项、1项、33.3%、1项"),
        (_figure_50, "{投诉举报受理数}、{投诉举报办结数}、{意见建议收到数} = 2件、0件、1条"),
    ],
    ids=["figures-42-and-44", "figure-48", "figure-50"],
)
def test_a_figure_is_counted_from_its_register(
    arrange: Callable[[Factory, Actor], None], text: str, make: Factory
) -> None:
    from tracker.permissions import Role

    arrange(make, make.actor(Role.SUPERVISION))
    wanted, _, expected = text.partition(" = ")

    assert said(wanted) == expected


def test_figure_43_counts_the_circulars_that_were_issued(make: Factory) -> None:
    from tracker import clock
    from tracker.db import db, transaction
    from tracker.files.models import StoredFile
    from tracker.notices.models import Notice
    from tracker.notices.rules import NoticeKind

    with transaction():
        file = StoredFile(
            storage_key="k", sha256="a" * 64, size=1, content_type="application/pdf", stored_at=clock.now()
        )
        db.session.add(file)
        db.session.flush()
        for number, kind in enumerate((NoticeKind.CIRCULAR, NoticeKind.CIRCULAR, NoticeKind.RECTIFY), 1):
            db.session.add(
                Notice(
                    year=2026, kind=kind, number=number, code=f"{number}号", title="通报", content={}, file_id=file.id,
                    issued_on=date(2026, 4, 1), issued_by="监督小组", issued_at=datetime(2026, 4, 1, tzinfo=UTC),
                )
            )  # fmt: skip

    assert said("{通报期数}、{整改通知数}、{督办单数}") == "2期、1份、0份"


def test_every_row_of_the_table_has_its_figure() -> None:
    of_requests = {18, 19, 20}  # tests/figures/test_of_requests.py
    of_registers = {2, 42, 43, 44, 48, 50}
    counted = {row[0] for row in FROM_ENTRIES} | {row[0] for row in FROM_MONTHS}

    assert counted | of_requests | of_registers == set(range(1, 51))


def test_a_figure_of_the_office_cannot_take_the_name_of_one_that_ships(office: Actor) -> None:
    from tracker.errors import RuleBroken
    from tracker.figures.work import WORK
    from tracker.ledger.rules import Counts, Indicator
    from tracker.ledger.services import add_indicator
    from tracker.ledger.shipped import INDICATORS, RESERVED

    assert {one.name for one in WORK} == set(RESERVED)
    for name in (INDICATORS[0].name, WORK[0].name):
        with pytest.raises(RuleBroken, match="already"):
            add_indicator(Indicator(name, Counts.ENTRIES, "条", "meeting"), by=office)
