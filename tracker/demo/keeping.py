"""The ledgers of the invented bureau: what was published, briefed, trained, counted, each on its day."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from tracker.db import db
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.ledger.importing import facts_of
from tracker.ledger.months import save_grid
from tracker.ledger.services import enter_entry, lock_month
from tracker.ledger.shipped import LEDGERS
from tracker.permissions import Actor
from tracker.tasks.models import Task

COLUMNS = ("工作动态", "通知公告", "部门文件", "财政预决算", "双公示")
TRAININGS = (
    (3, "信息员业务培训", "专题培训", 42, "市政务公开办 胡老师"),
    (6, "政府信息公开条例解读", "以会代训", 65, "政策法规科 韩雪梅"),
    (9, "依申请公开办理实务", "专题培训", 38, "市司法局 顾科长"),
    (11, "政策解读写作交流", "学习交流", 21, "国土空间规划科 周文斌"),
)
MEETINGS = (
    (1, "政务公开领导小组会议", "领导小组会议", "审议年度工作要点和责任分工"),
    (4, "政务公开工作推进会", "推进会", "通报一季度进展，部署二季度工作"),
    (7, "上半年政务公开专题会议", "专题会议", "听取各科室汇报，研究临期事项"),
    (10, "政务公开工作推进会", "推进会", "通报检查发现的问题，明确整改时限"),
)
EVENTS = (
    ("regulation", 2, "政务公开工作考核办法", {"category": "制定", "tags": "内部制度", "status": "试行"}),
    ("regulation", 5, "政府信息公开保密审查制度", {"category": "修订", "tags": "内部制度"}),
    ("regulation", 8, "临时用地管理办法", {"category": "制定", "tags": "规范性文件"}),
    ("interpretation", 8, "一图读懂临时用地管理办法", {"category": "图解", "document": "临时用地管理办法"}),
    ("interpretation", 8, "局长解读临时用地管理办法", {"category": "负责人解读", "document": "临时用地管理办法"}),
    ("interpretation", 5, "局长解读年度土地供应计划", {"category": "负责人解读", "document": "国有建设用地供应计划"}),
    ("interpretation", 4, "图解基本农田怎么管", {"category": "图解", "quantity": "2"}),
    ("interpretation", 9, "图解不动产登记新变化", {"category": "图解", "quantity": "2"}),
    ("interpretation", 10, "三分钟看懂不动产登记", {"category": "视频", "quantity": "3"}),
    ("open_day", 10, "走进规划展示馆", {"category": "政府开放日", "people": "60"}),
    ("proposal", 9, "关于加快规划成果公开的建议", {"category": "人大代表建议", "quantity": "3", "tags": "结果公开"}),
    ("proposal", 9, "关于优化不动产登记公示的提案", {"category": "政协提案", "quantity": "2", "tags": "结果公开"}),
    ("submission", 11, "政务信息报送", {"category": "市级", "quantity": "26", "tags": "采用", "amount": "78"}),
    ("submission", 6, "政务信息报送", {"category": "市级", "quantity": "31", "amount": "0"}),
    ("catalogue", 3, "政府信息公开指南", {"category": "公开指南", "edition": "年度修订版", "tags": "重新编制"}),
    ("opinion", 6, "临时用地管理办法（征求意见稿）", {"quantity": "23", "tags": "预公开", "final": "8月20日"}),
    ("open_day", 5, "不动产登记政府开放日", {"category": "政府开放日", "people": "56"}),
    ("interview", 9, "耕地保护政策在线访谈", {"people": "1200", "guest": "耕地保护监督科 张立新"}),
    ("media_report", 4, "“交房即交证”改革", {"category": "省级", "channel": "报纸", "outlet": "省日报"}),
    ("media_report", 10, "矿山生态修复见成效", {"category": "市级", "channel": "电视", "outlet": "市电视台"}),
    ("publicity", 6, "全国土地日宣传", {"category": "现场宣传", "quantity": "3000余", "people": "400"}),
    ("resource", 3, "信息公开查阅电脑", {"category": "设备", "quantity": "2", "amount": "1.26"}),
    (
        "resource",
        7,
        "门户网站改版",
        {"category": "经费", "amount": "18.5", "tags": "网站建设", "decided": "局长办公会"},
    ),
    (
        "superior",
        1,
        "关于做好年度政务公开工作的通知",
        {"category": "市", "issuer": "市政府办公室", "asked": "报送年度工作要点", "tags": "已传达、已落实"},
    ),
    (
        "minutes",
        4,
        "局长办公会议纪要",
        {
            "issue": "4",
            "category": "全体公开",
            "recorded": "办公室 陈静",
            "tidied": "4月23日",
            "submitted": "4月23日",
            "approved": "局长",
            "approved_on": "4月24日",
            "distributed": "局领导、各科室",
            "distributed_on": "4月24日",
        },
    ),
    ("column", 7, "征地信息专栏", {"category": "新开设", "site": "局门户网站"}),
    ("appraisal", 11, "年度政务公开考核", {"category": "政务公开", "quantity": "3", "amount": "93.6"}),
)
COUNTED_FOR = {
    ("meeting", "专题会议"): "政务公开领导小组会议", ("training", "专题培训"): "政务公开业务培训",
    ("training", "以会代训"): "政务公开业务培训", ("interpretation", "负责人解读"): "主要负责人解读重要政策",
    ("interpretation", "图解"): "图解、视频等多形式解读", ("interpretation", "视频"): "图解、视频等多形式解读",
}  # fmt: skip  # of what ledger and category an entry counts for which task, so that a report can take the number over
MONTHLY = {"网站访问量": (18_000, 6_000), "网站访客量": (7_000, 2_500), "行政许可": (38, 15), "行政处罚": (3, 4)}


def play_ledger(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter a year of the ledgers into the diary: each entry on its day, by the officer of its unit."""
    _keep_briefings(diary, year, bureau.office)
    for officer in bureau.officers.values():
        _publish(diary, year, officer)
    for month, title, category, people, lecturer in TRAININGS:
        _enter(
            diary, date(year, month, 12), bureau.office, "training", title,
            {"category": category, "people": str(people), "lecturer": lecturer, "organiser": "办公室"},
        )  # fmt: skip
    for month, title, category, agenda in MEETINGS:
        texts = {"category": category, "agenda": agenda, "people": "18", "place": "三楼会议室"}
        _enter(diary, date(year, month, 20), bureau.office, "meeting", title, texts)
    for month in range(1, 13):
        texts = {"category": "原创", "channel": "微信", "quantity": str(8 + month % 5), "series": "临澄自然资源"}
        _enter(diary, date(year, month, 24), bureau.office, "new_media", f"{month}月微信推送", texts)
    for kind, month, title, texts in EVENTS:
        _enter(diary, date(year, month, 22), bureau.office, kind, title, texts)
    for month in range(1, 13):
        _close_month(diary, year, month, bureau)


def _keep_briefings(diary: Diary, year: int, office: Actor) -> None:
    for issue in range(1, 36):
        day = date(year, 1, 15) + timedelta(days=10 * (issue - 1))
        texts = {
            "series": "政务公开简报",
            "issue": str(issue),
            "quantity": "60",
            "recipients": "局领导、各科室、下属单位",
            "drafted": (day - timedelta(days=1)).isoformat(),
            "signed": day.isoformat(),
            "signer": "办公室主任",
            "posted": day.isoformat(),
        }
        _enter(diary, day, office, "briefing", f"第{issue}期 {day.month}月工作动态", texts)


def _publish(diary: Diary, year: int, officer: Actor) -> None:
    """Enter what a unit published: a few lines a month, each for several items."""
    for month in range(1, 13):
        category, number = diary.dice.choice(COLUMNS), diary.dice.randrange(2, 14)
        day = date(year, month, diary.dice.randrange(10, 28))
        texts = {"category": category, "channel": "网站", "quantity": str(number), "column": category}
        if diary.dice.randrange(40):  # now and then somebody forgets to name who reviewed it
            texts |= {"reviewer": f"{officer.unit_name}负责人", "reviewed": (day - timedelta(days=1)).isoformat()}
        _enter(diary, day, officer, "published", f"{officer.unit_name}{month}月发布的{category}", texts)


def _enter(diary: Diary, day: date, by: Actor, kind: str, title: str, texts: dict[str, str]) -> None:
    facts = facts_of(LEDGERS[kind], {"day": day.isoformat(), "title": title, **texts}, day.year)
    counted_for = COUNTED_FOR.get((kind, texts.get("category", "")), "")
    diary.on(day, lambda: enter_entry(kind, facts, task_id=_task_called(counted_for, day.year), by=by))


def _task_called(title: str, year: int) -> int | None:
    """Return the task that an entry counts for, or None: the plan of the year may not be published yet."""
    return db.session.scalar(select(Task.id).where(Task.year == year, Task.title == title)) if title else None


def _close_month(diary: Diary, year: int, month: int, bureau: Bureau) -> None:
    """Enter the numbers of a month at the beginning of the next, and lock the month some days later."""
    after = date(year + month // 12, month % 12 + 1, 4)
    cells = {
        (month, name): str(Decimal(least + diary.dice.randrange(spread))) for name, (least, spread) in MONTHLY.items()
    }
    diary.on(after, lambda: save_grid(year, bureau.office.unit_id, cells, by=bureau.office))
    diary.on(after + timedelta(days=6), lambda: lock_month(year, month, by=bureau.office))
