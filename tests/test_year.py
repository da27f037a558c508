"""One whole year through the services: from a plan file to a measured PDF. Read this first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.documents.measuring import Printed
from tests.support.factory import Factory
from tests.support.plan_file import TITLE, plan_docx
from tracker import clock
from tracker.checks.checking import RoundPlan, close_round, open_round, record_result
from tracker.checks.models import Finding
from tracker.checks.rounds import TaskChoice
from tracker.checks.rules import FindingState, RoundKind, Verdict
from tracker.checks.services import Demand, answer_finding, recheck
from tracker.db import db
from tracker.documents import print_docx, print_pdf
from tracker.errors import NotAllowed
from tracker.history.services import first_broken_entry
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.plans.receiving import take_document
from tracker.plans.rules import Duty
from tracker.plans.services import import_plan
from tracker.progress.services import accept_report, report_progress, return_report
from tracker.summary.document import summary_document
from tracker.summary.queries import gather, get_summary
from tracker.summary.services import draft_summary, edit_front
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.tasks.services import publish_plan, sign_for

pytestmark = pytest.mark.usefixtures("context")


@dataclass
class Office:
    """The people of the year."""

    office: Actor
    law: Actor
    archive: Actor
    supervision: Actor


@pytest.fixture
def people(make: Factory) -> Iterator[Office]:
    """An agency of three units in January 2026, with a supervisor."""
    with clock.pinned_at(datetime(2026, 1, 5, 1, tzinfo=UTC)):
        make.agency(name="清河市档案局")
        office = make.unit("办公室", kind=UnitKind.OFFICE, position=0)
        law, archive = make.unit("政策法规科", position=1), make.unit("档案管理科", position=2)
        yield Office(
            make.actor(Role.OFFICE, unit=office, name="李明"),
            make.actor(Role.SECTION, unit=law, name="王芳"),
            make.actor(Role.SECTION, unit=archive, name="赵强"),
            make.actor(Role.SUPERVISION, name="钱进"),
        )


def on(month: int, day: int, year: int = 2026) -> object:
    return clock.pinned_at(datetime(year, month, day, 2, tzinfo=UTC))


def tasks() -> list[Task]:
    return list(db.session.scalars(select(Task).order_by(Task.number)))


def test_capability_2_a_year_from_the_plan_file_to_the_printed_summary(people: Office) -> None:
    # January: the office uploads the plan, and every row becomes a task.
    document = take_document(BytesIO(plan_docx()), "任务分解表.docx", year=2026, by=people.office)
    plan = import_plan(document, by=people.office)
    publish_plan(plan.id, by=people.office)
    rules, catalogue, website, training = tasks()

    assert plan.title == TITLE
    assert [task.category for task in tasks()] == ["主动公开", "主动公开", "平台建设", "监督保障"]
    assert [task.due_on for task in (rules, website, training)] == [
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    coop = {unit.unit.name for unit in rules.units if unit.duty is Duty.COOP}
    assert coop >= {"档案管理科"}
    assert "政策法规科" not in coop
    assert [turn.due_on.month for turn in catalogue.occurrences] == [3, 6, 9, 12]

    # The sections sign for their work and report it; the office returns one report and accepts the mended one.
    sign_for(rules.id, by=people.law)
    with on(6, 20):
        weak = report_progress(rules.id, done="已公开。", percent=90, by=people.law)
        return_report(weak.id, "请写明件数和网址。", by=people.office)
        good = report_progress(
            rules.id, done="集中公开规范性文件12件，标注有效性。", percent=100, asks_to_close=True,
            urls=["https://daj.qinghe.example/gfxwj/"], by=people.law,
        )  # fmt: skip
        accept_report(good.id, by=people.office)
    with on(8, 1):
        started = report_progress(
            website.id, done="检索方案已定。", difficulty="平台升级推迟", next_step="次年一季度完成检索优化",
            percent=30, by=people.office,
        )  # fmt: skip
        accept_report(started.id, by=people.office)

    assert (tasks()[0].state, tasks()[0].done_on) == (TaskState.DONE, date(2026, 6, 20))
    assert len(good.content_sha256) == 64

    # October: a check finds a problem; it closes only after somebody else looked at what was done.
    with on(10, 12):
        round_plan = RoundPlan(2026, RoundKind.SPECIAL, "三季度检查", date(2026, 10, 12), date(2026, 10, 23))
        opened = open_round(round_plan, TaskChoice(), by=people.supervision)
        for task in tasks():
            is_problem = task.id == catalogue.id
            record_result(
                opened.id, task.id, Verdict.PROBLEM if is_problem else Verdict.SATISFIED,
                "目录栏目三个月没有更新" if is_problem else "", demand=Demand(days=10), by=people.supervision,
            )  # fmt: skip
        close_round(opened.id, by=people.supervision)
    finding = db.session.scalars(select(Finding)).one()
    with on(10, 20):
        answer_finding(finding.id, "已补充公布第三批目录。", by=people.archive)
        with pytest.raises(NotAllowed):
            recheck(finding.id, True, "自己看过了", by=people.archive)
        recheck(finding.id, True, "已核实。", by=people.supervision)

    assert db.session.scalars(select(Finding.state)).one() is FindingState.CLOSED

    # The year's end: the summary is drafted from all this, dated, printed as PDF and as Word.
    with on(1, 8, 2027):
        draft_summary(2026, by=people.office)
        edit_front(
            2026, title="清河市档案局2026年政务公开工作总结", addressee="市政府办公室", signed_on=date(2027, 1, 8),
            by=people.office,
        )  # fmt: skip
        paper = summary_document(get_summary(2026), gather(2026, clock.today()), clock.today())
        pdf, docx = print_pdf(paper), print_docx(paper)

    text = measured_text(pdf)
    for words in (
        "清河市档案局2026年政务公开工作总结", "分解任务4项", "办结1项，办结率25%", "未办结3项",
        "政策法规科集中公开规范性文件12件", "“网站栏目检索功能优化”未按期办结，原因是平台升级推迟",
        "发现问题1个，已整改销号1个，整改率100%", "次年一季度完成检索优化", "2027年1月8日",
    ):  # fmt: skip
        assert words in text, words
    assert docx[:2] == b"PK"
    assert first_broken_entry() is None


def measured_text(content: bytes) -> str:
    """Return the text of a PDF after measuring it against GB/T 9704—2012."""
    printed = Printed(content)
    assert printed.facts["Title"] == "清河市档案局2026年政务公开工作总结"
    assert printed.outline
    assert printed.is_tagged
    assert all(printed.fonts.values())
    for page in printed.pages:
        assert (round(page.width), round(page.height)) == (210, 297)
        assert len(page.body) <= 22
        assert all(line.left > 27 and line.right < 185 for line in page.body)
        assert page.page_number is not None
    return printed.text
