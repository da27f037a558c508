"""A year with something in every chapter, for tests that print it."""

from datetime import date
from typing import Any

from tests.requests.making import answered, handled
from tests.support.factory import Factory
from tracker import clock
from tracker.ledger.models import LedgerEntry
from tracker.organisation.models import Unit
from tracker.organisation.rules import Post, Seat, UnitKind
from tracker.permissions import Actor, Role
from tracker.progress.rules import ReportState
from tracker.tasks.rules import TaskState

ENTRIES: tuple[dict[str, Any], ...] = (
    {"ledger": "superior", "title": "关于做好政务公开工作的通知", "extra": {"code": "市政办〔2025〕6号"}},
    {"category": "通知公告", "quantity": 31, "channel": "网站"},
    {"category": "工作动态", "quantity": 208, "channel": "网站"},
    {"category": "双公示", "quantity": 6000, "is_approximate": True},
    {"day": date(2024, 3, 1), "quantity": 400},
    {"ledger": "meeting", "category": "专题会议", "title": "专题会", "extra": {"agenda": "研究年度要点"}},
    {"ledger": "meeting", "category": "推进会", "title": "推进会", "extra": {"agenda": "通报进展，部署工作"}},
    {"ledger": "training", "category": "专题培训", "title": "信息员业务", "people": 42},
    {"ledger": "training", "category": "以会代训", "title": "条例解读", "people": 65},
    {"ledger": "regulation", "category": "制定", "title": "考核办法", "extra": {"status": "试行"}},
    {"ledger": "briefing", "series": "政务公开简报", "issue": 1, "title": "一"},
    {"ledger": "briefing", "series": "政务公开简报", "issue": 2, "title": "二"},
    {"ledger": "briefing", "series": "重点项目专刊", "issue": 1, "title": "三"},
    {"ledger": "interpretation", "category": "图解", "title": "图解", "extra": {"document": "考核办法"}},
    {"ledger": "media_report", "title": "报道", "quantity": 2, "extra": {"outlet": "省日报"}},
    {"ledger": "submission", "title": "上报", "quantity": 21, "tags": "|采用|", "amount": 63},
    {"ledger": "monthly", "category": "网站访问量", "title": "访问量", "quantity": 254_123},
    {"ledger": "appraisal", "category": "政务公开", "title": "年度考核", "quantity": 3, "amount": 93},
)  # fmt: skip


def a_year(make: Factory, *, tasks: int = 6) -> Actor:
    """Make the year 2025 of an agency of three units, and return its office."""
    make.agency(name="清河市档案局")
    office_unit = make.unit("办公室", kind=UnitKind.OFFICE, position=0)
    units = [make.unit("法规科", position=1), make.unit("档案科", position=2)]
    office = make.actor(Role.OFFICE, unit=office_unit)
    make.seat(make.person("刘明", title="局长"), seat=Seat.CHAIR)
    make.seat(make.person("王芳", title="副局长"), seat=Seat.DEPUTY)
    for unit in units:
        make.post(make.person(), unit, Post.OFFICER)
    _tasks(make, units, tasks)
    for values in ENTRIES:
        an_entry(make, units[0], **values)
    answered(office, date(2025, 3, 3), units[0].id, "三(一)", date(2025, 3, 12))
    answered(office, date(2025, 4, 8), units[0].id, "三(三)6", date(2025, 4, 20))
    handled(office, date(2025, 12, 20), units[0].id)
    return office


def _tasks(make: Factory, units: list[Unit], tasks: int) -> None:
    for number in range(1, tasks + 1):
        unit, name = units[number % 2], ("主动公开", "平台建设", "监督保障")[number % 3]
        day = date(2025, 1 + number % 12, 20)
        task = make.task(
            lead=unit, year=2025, title=f"{name}工作{number}", category=name, due_on=day, state=TaskState.DONE,
            done_on=day.replace(day=25 if number % 4 == 0 else 10),
        )  # fmt: skip
        make.report(task, unit, done=f"完成{name}工作{number}，公布信息{number + 70}条。", state=ReportState.ACCEPTED)
    late = make.task(lead=units[1], year=2025, due_on=date(2025, 9, 30), title="开放档案目录", category="平台建设")
    make.report(late, units[1], difficulty="目录数据未核对完", next_step="次年一季度完成目录核对")
    turns = make.task(
        lead=units[0], year=2025, title="目录按季更新", category="主动公开", state=TaskState.DONE,
        due_on=date(2025, 12, 20), done_on=date(2025, 12, 18),
    )  # fmt: skip
    make.report(turns, units[0], done="第四期已更新。", state=ReportState.ACCEPTED)
    for month in (3, 6, 9, 12):
        make.occurrence(turns, date(2025, month, 20), done_on=date(2025, month, 18))
    make.round(turns, year=2025)
    make.finding(units[1], year=2025, description="目录栏目三个月未更新")


def an_entry(make: Factory, unit: Unit, **values: Any) -> LedgerEntry:
    """An entry of a ledger, of May 2025 unless it says otherwise."""
    made = {
        "ledger": "published", "day": date(2025, 5, 6), "unit_id": unit.id, "title": "通知", "entered_by": "王芳",
        "entered_at": clock.now(), **values,
    }  # fmt: skip
    return make._save(LedgerEntry(**made))
