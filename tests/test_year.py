"""One whole year through the services: from a plan file to a measured PDF. Read this first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
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
from tracker.errors import NotAllowed, RuleBroken
from tracker.figures.proving import prove_figures
from tracker.figures.rules import filled
from tracker.history.queries import list_history_of
from tracker.history.services import first_broken_entry
from tracker.issuing.content import source_of
from tracker.issuing.models import IssuedPaper
from tracker.issuing.printing import rebuild
from tracker.issuing.rules import Step
from tracker.issuing.services import issue, print_paper, take_step, waive
from tracker.ledger.importing import facts_of
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import year_period
from tracker.ledger.services import edit_entry, enter_entry, lock_month
from tracker.ledger.shipped import LEDGERS
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.plans.receiving import take_document
from tracker.plans.rules import Duty
from tracker.plans.services import import_plan
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.progress.services import accept_report, report_progress, return_report
from tracker.section_summary.queries import draft_of, get_unit
from tracker.summary.desk import get_desk
from tracker.summary.document import summary_document
from tracker.summary.queries import gather, get_summary
from tracker.summary.services import draft_summary, edit_front, edit_section
from tracker.summary.talking import mend
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
    leader: Actor


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
            make.actor(Role.LEADERSHIP, name="陈局"),
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
        weak = report_progress(rules.id, ReportContent("已公开。", percent=90), by=people.law)
        return_report(weak.id, "请写明件数和网址。", by=people.office)
        said = ReportContent("集中公开规范性文件12件，标注有效性。", percent=100, asks_to_close=True)
        good = report_progress(rules.id, said, Proofs(urls=["https://daj.qinghe.example/gfxwj/"]), by=people.law)
        accept_report(good.id, by=people.office)
    with on(8, 1):
        said = ReportContent(
            "检索方案已定。", difficulty="平台升级推迟", next_step="次年一季度完成检索优化", percent=30
        )
        started = report_progress(website.id, said, by=people.office)
        accept_report(started.id, by=people.office)

    assert (tasks()[0].state, tasks()[0].done_on) == (TaskState.DONE, date(2026, 6, 20))
    assert len(good.content_sha256) == 64

    # Each section keeps its ledgers; the office corrects a line, which stays in the history, and locks the month.
    with on(7, 2):
        for title, number in (("征求意见稿和采纳情况", 3), ("规范性文件清理结果", 9)):
            enter("published", title, people.law, category="部门文件", channel="网站", quantity=str(number))
        entry = enter("training", "信息员业务", people.archive, category="专题培训", people="35", lecturer="胡老师")
        edit_entry(entry.id, replace(entry.facts, people=38), by=people.office)
        lock_month(2026, 6, by=people.office)
    with on(8, 3), pytest.raises(RuleBroken, match="locked"):
        enter("published", "补登一条", people.law, category="部门文件")
    assert {one.event for one in list_history_of("ledger_entry", entry.id)} >= {"ledger.entered", "ledger.corrected"}

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
        type_a_wrong_number(people.office)
        paper = summary_document(get_summary(2026), gather(2026, clock.today()), clock.today())
        pdf, docx = print_pdf(paper), print_docx(paper)
        issued = sign_and_issue(get_summary(2026).id, people)
        of_section, drafts = draft_of(2026, get_unit(people.archive.unit_id or 0, people.archive), clock.today())
        proofs = prove_figures(["办结数", "发现问题数"], year_period(2026), clock.today())

    text = measured_text(pdf)
    for words in (
        "清河市档案局2026年政务公开工作总结", "把年度任务分解为4项", "办结1项，办结率25%", "未办结3项",
        "集中公开规范性文件12件，标注有效性", "逾期未办结，主要原因是平台升级推迟",
        "发现问题1个，整改销号1个，整改率100%", "2027年一季度完成检索优化", "2027年1月8日",
        "主动公开政府信息12条", "培训1期，培训38人次",
    ):  # fmt: skip
        assert words in text, words
    assert (issued.pdf.sha256, issued.docx.sha256) == (sha256(pdf).hexdigest(), sha256(docx).hexdigest())
    assert rebuild(issued).is_same

    # What becomes known after the issue is told beside the summary, which stays as it is.
    with on(1, 20, 2027):
        enter("published", "年底公布、漏登的一条", people.office, category="部门文件", day="2026-12-30")
        desk = get_desk(2026, "", people.office)
    assert desk.chain.differs
    assert ("主动公开信息数", "12条", "13条") in [
        (one.frozen.name, one.frozen.shown, one.now.shown) for one in desk.changed
    ]
    assert rebuild(issued).is_same

    # Every number of it can be followed to its records, and a section has a summary of its own work.
    assert [(one.figure.shown, one.records) for one in proofs] == [("1项", 1), ("1个", 1)]
    own = filled("".join(one.text for one in drafts), of_section.figures)
    assert "档案管理科承担政务公开任务1项" in own
    assert "集中公开规范性文件" not in own
    assert first_broken_entry() is None


def enter(kind: str, title: str, by: Actor, **typed: str) -> LedgerEntry:
    """Enter a line into a ledger as people type it, of June unless it says otherwise."""
    facts = facts_of(LEDGERS[kind], {"day": "2026-06-18", "title": title, **typed}, 2026)
    return enter_entry(kind, facts, by=by)


def type_a_wrong_number(office: Actor) -> None:
    """Type a number that the registers do not bear out; the gate finds it, and one press puts the figure there."""
    section = next(one for one in get_summary(2026).sections if one.key == "disclosure")
    edit_section(section.id, heading=section.heading, text=f"{section.text}\n主动公开各类信息十五条。", by=office)
    wrong = [one for one in source_of("summary").obstacles(section.summary_id) if one.kind == "contradiction"]
    assert len(wrong) == 1
    mend(section.id, wrong[0].mark, by=office)
    assert section.text.endswith("主动公开各类信息{主动公开信息数}。")


def sign_and_issue(summary_id: int, people: Office) -> IssuedPaper:
    """Waive what the gate still holds, and carry the summary through 拟稿, 核稿, 会签 and 签发."""
    source = source_of("summary")
    for one in source.obstacles(summary_id):
        waive("summary", summary_id, one.mark, "次年一季度办理。", by=people.office)
    seen = source.get(summary_id).content
    take_step("summary", summary_id, Step.DRAFT, seen=seen, by=people.office, cosigners=[people.law.unit_id or 0])
    take_step("summary", summary_id, Step.CHECK, opinion="数字已核对。", seen=seen, by=people.leader)
    take_step("summary", summary_id, Step.COSIGN, opinion="同意。", seen=seen, by=people.law)
    printed = print_paper("summary", summary_id, by=people.leader)
    return issue("summary", summary_id, printed, seen=seen, by=people.leader)


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
