"""Closing a year: decisions, confirmations, the lock, opening again, and what is carried into the next plan."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.statements import counting
from tests.years.conftest import YEAR, Bureau
from tracker import clock
from tracker.checks.rules import FindingState
from tracker.checks.services import answer_finding, recheck, reopen_finding
from tracker.db import db, transaction
from tracker.errors import NotAllowed, RuleBroken
from tracker.history.models import HistoryEntry
from tracker.holidays.queries import current_calendar
from tracker.issuing.models import ChainStep
from tracker.issuing.rules import Outcome, Step
from tracker.plans.editing import remove_item
from tracker.plans.models import Plan, PlanItem
from tracker.plans.queries import find_plan_of, list_items
from tracker.plans.rules import PlanState
from tracker.progress.rules import ReportContent
from tracker.progress.services import report_progress
from tracker.reminders.watching import list_watched_limits
from tracker.summary.models import Summary
from tracker.tasks.models import Task
from tracker.tasks.queries import get_light_rules, list_open_tasks_of
from tracker.tasks.rules import TaskState
from tracker.tasks.services import publish_plan
from tracker.years.deciding import decide_tasks, dismiss_proposals, take_proposals
from tracker.years.listing import list_left, list_unit_figures
from tracker.years.models import YearClosing, YearConfirmation, YearDecision
from tracker.years.queries import (
    get_gate,
    get_year_page,
    list_ancestors,
    list_descendants,
    list_promises,
    list_proposals,
)
from tracker.years.rules import Decision, Fate, Missing, ProposalState
from tracker.years.services import carry_again, close_year, confirm_figures, hash_of, reopen_year

pytestmark = pytest.mark.usefixtures("context")


def decide(bureau: Bureau, task: Task, decision: Decision) -> None:
    decide_tasks(YEAR, [task.id], decision, by=bureau.office)


def confirm_all(bureau: Bureau) -> None:
    for figures in list_unit_figures(YEAR, clock.today()):
        by = bureau.law if figures.unit_id == bureau.law_unit.id else bureau.archive
        confirm_figures(YEAR, dict(figures.figures), by=by)


def make_ready(bureau: Bureau) -> None:
    """Let the year lack nothing: one task is carried over, the other merged into it."""
    decide(bureau, bureau.late, Decision(Fate.CARRIED))
    decide(bureau, bureau.open, Decision(Fate.MERGED, "同一件事", into_id=bureau.late.id))
    confirm_all(bureau)


def test_a_year_is_closed_only_when_nothing_of_the_list_is_missing(bureau: Bureau, make: Factory) -> None:
    make.report(bureau.late, bureau.law_unit)
    make.round()

    assert get_gate(YEAR, clock.today()).open == [
        Missing.REPORTS, Missing.ROUNDS, Missing.DECISIONS, Missing.CONFIRMATIONS
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="4 points of the list"):
        close_year(YEAR, by=bureau.office)
    assert db.session.scalars(select(YearClosing)).all() == []

    assert get_gate(YEAR, clock.today()).counts[Missing.DECISIONS] == 2


def test_a_year_that_still_runs_is_not_closed(bureau: Bureau) -> None:
    make_ready(bureau)

    with clock.pinned_at(datetime(2026, 11, 30, tzinfo=UTC)), pytest.raises(RuleBroken, match="from December on"):
        close_year(YEAR, by=bureau.office)


def test_the_summary_must_be_issued(bureau: Bureau) -> None:
    make_ready(bureau)
    with transaction():
        db.session.scalars(select(Summary)).one().signed_on = None

    assert get_gate(YEAR, clock.today()).open == [Missing.SUMMARY]


def test_capability_8_what_is_carried_over_stands_in_the_next_plan_with_where_it_comes_from(bureau: Bureau) -> None:
    make_ready(bureau)

    close_year(YEAR, by=bureau.office)

    plan = find_plan_of(YEAR + 1)
    assert plan is not None
    assert plan.state == PlanState.DRAFT
    (item,) = list_items(plan.id)
    assert (item.text, item.basis, item.target) == ("修订公开目录。", "结转自2026年第2条", "不少于2次")
    assert item.heading_path == ["主动公开", "制度"]
    assert [(unit.unit_id, unit.duty.value) for unit in item.units] == [
        (bureau.law_unit.id, "lead"), (bureau.archive_unit.id, "coop")
    ]  # fmt: skip
    assert not item.is_settled

    # seen from the item, and from both tasks
    assert [(one.number, one.fate) for one in list_ancestors(item.id, by=bureau.office)] == [
        (2, Fate.CARRIED), (3, Fate.MERGED)
    ]  # fmt: skip
    assert [one.item_id for one in list_descendants(bureau.late.id, by=bureau.office)] == [item.id]
    assert [one.item_id for one in list_descendants(bureau.open.id, by=bureau.office)] == [item.id]


def test_looking_back_tells_what_became_of_last_years_promises(bureau: Bureau) -> None:
    make_ready(bureau)
    steps = list_proposals(YEAR)
    assert [one.text for one in steps] == ["解读形式单一", "目录更新不及时", "丰富解读形式", "建立目录更新台账"]
    take_proposals(YEAR, [steps[3].key], by=bureau.office)
    dismiss_proposals(YEAR, [steps[0].key], "明年另有专项方案", by=bureau.office)
    close_year(YEAR, by=bureau.office)
    plan = find_plan_of(YEAR + 1)
    assert plan is not None
    for item in list_items(plan.id):
        if not item.units:
            remove_item(item.id, by=bureau.office)
    publish_plan(plan.id, by=bureau.office)
    task = db.session.scalars(select(Task).where(Task.year == YEAR + 1)).one()

    promises = list_promises(YEAR + 1, by=bureau.office, today=clock.today())

    assert [(one.text, one.source, [kept.id for kept in one.tasks]) for one in promises] == [
        ("修订公开目录", "carried", [task.id]),
        ("优化检索", "merged", [task.id]),
        ("建立目录更新台账", "next_step", []),  # its item was taken out of the draft again
        ("解读形式单一", "problem", []),
    ]
    assert (promises[-1].is_dismissed, promises[-1].reason) == (True, "明年另有专项方案")


def test_a_decided_proposal_is_not_decided_twice(bureau: Bureau) -> None:
    key = list_proposals(YEAR)[0].key
    take_proposals(YEAR, [key], by=bureau.office)

    with pytest.raises(RuleBroken, match="decided already"):
        dismiss_proposals(YEAR, [key], "不用了", by=bureau.office)
    assert list_proposals(YEAR)[0].state is ProposalState.TAKEN


def test_many_tasks_are_decided_at_once_or_none(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken, match="no longer unfinished: 1"):
        decide_tasks(YEAR, [bureau.done.id, bureau.late.id], Decision(Fate.CARRIED), by=bureau.office)
    assert db.session.scalars(select(YearDecision)).all() == []

    assert decide_tasks(YEAR, [bureau.open.id, bureau.late.id], Decision(Fate.CARRIED), by=bureau.office) == 2
    assert get_gate(YEAR, clock.today()).counts[Missing.DECISIONS] == 0


def test_cancelling_needs_a_reason_and_finishing_late_a_day(bureau: Bureau) -> None:
    for decision, words in (
        (Decision(Fate.CANCELLED), "reason"),
        (Decision(Fate.DONE_LATE, "已补做"), "day on which"),
        (Decision(Fate.DONE_LATE, "已补做", done_on=date(2027, 2, 1)), "and today"),
        (Decision(Fate.MERGED), "merged into"),
        (Decision(Fate.MERGED, into_id=bureau.open.id), "carried over or finished"),
    ):
        with pytest.raises(RuleBroken, match=words):
            decide(bureau, bureau.late, decision)

    decide(bureau, bureau.late, Decision(Fate.DONE_LATE, "12月补办结", done_on=date(2026, 12, 20)))
    decide(bureau, bureau.open, Decision(Fate.CANCELLED, "平台停用"))

    late, left = db.session.get(Task, bureau.late.id), db.session.get(Task, bureau.open.id)
    assert late is not None
    assert left is not None
    assert (late.state, late.done_on, late.percent) == (TaskState.DONE, date(2026, 12, 20), 100)
    assert (left.state, left.reason) == (TaskState.CANCELLED, "平台停用")
    assert get_gate(YEAR, clock.today()).counts[Missing.DECISIONS] == 0


def test_a_section_decides_nothing_and_closes_nothing(bureau: Bureau) -> None:
    for forbidden in (
        lambda: decide_tasks(YEAR, [bureau.late.id], Decision(Fate.CARRIED), by=bureau.law),
        lambda: close_year(YEAR, by=bureau.law),
        lambda: reopen_year(YEAR, "想改", by=bureau.office),
        lambda: take_proposals(YEAR, ["x"], by=bureau.law),
        lambda: confirm_figures(YEAR, {}, unit_id=bureau.archive_unit.id, by=bureau.law),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_figures_are_confirmed_as_they_were_seen_and_anew_when_they_change(bureau: Bureau, make: Factory) -> None:
    figures = {one.unit_id: dict(one.figures) for one in list_unit_figures(YEAR, clock.today())}
    assert figures[bureau.law_unit.id] == {
        "任务": 2, "办结": 1, "按期办结": 1, "未办结": 1, "逾期": 1, "发现问题": 0, "已销号": 0, "台账记录": 0
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="have changed"):
        confirm_figures(YEAR, {**figures[bureau.law_unit.id], "办结": 2}, by=bureau.law)
    confirm_figures(YEAR, figures[bureau.law_unit.id], by=bureau.law)

    make.finding(bureau.law_unit)

    (row,) = [one for one in list_unit_figures(YEAR, clock.today()) if one.unit_id == bureau.law_unit.id]
    assert not row.is_confirmed
    assert row.changed == ("发现问题",)


def test_what_fell_due_on_the_last_day_of_a_past_year_is_late_in_the_figures_of_its_unit(bureau: Bureau) -> None:
    late = {one.unit_id: one.figures["逾期"] for one in list_unit_figures(YEAR, clock.today())}

    assert bureau.open.due_on == date(YEAR, 12, 31)
    assert late[bureau.archive_unit.id] == 1
    assert {one.is_late for one in list_left(YEAR, clock.today())} == {True}


def test_the_office_confirms_for_a_unit_only_with_the_reason(bureau: Bureau) -> None:
    figures = {one.unit_id: dict(one.figures) for one in list_unit_figures(YEAR, clock.today())}
    seen = figures[bureau.law_unit.id]

    with pytest.raises(RuleBroken, match="reason"):
        confirm_figures(YEAR, seen, unit_id=bureau.law_unit.id, by=bureau.office)
    made = confirm_figures(YEAR, seen, unit_id=bureau.law_unit.id, note="信息员出差，电话核对", by=bureau.office)

    assert (made.is_on_behalf, made.confirmed_by) == (True, "李明")


def test_the_closing_keeps_the_figures_as_they_stood(bureau: Bureau, make: Factory) -> None:
    finding = make.finding(bureau.law_unit)
    make_ready(bureau)
    closing = close_year(YEAR, by=bureau.office)

    # The finding goes on after the closing, by the people and rules that it always had.
    answer_finding(finding.id, "已补充公布。", by=bureau.law)
    recheck(finding.id, True, "已核实。", by=bureau.supervisor)

    db.session.expire_all()
    kept = db.session.get(YearClosing, closing.id)
    assert kept is not None
    assert kept.figures["figures"]["销号数"]["value"] == "0"
    assert kept.figures["units"]["政策法规科"]["发现问题"] == 1
    assert kept.sha256 == hash_of(kept.figures)
    with pytest.raises(RuleBroken, match="2026 is closed"):  # at its end, it is closed with its year
        reopen_finding(finding.id, "又出现了", by=bureau.supervisor)
    fresh = db.session.get(type(finding), finding.id)
    assert fresh is not None
    assert fresh.state == FindingState.CLOSED


def test_the_leadership_opens_a_year_again_with_a_reason_that_stays_in_the_history(bureau: Bureau) -> None:
    make_ready(bureau)
    close_year(YEAR, by=bureau.office)
    with pytest.raises(RuleBroken, match="2026 is closed"):
        report_progress(bureau.late.id, ReportContent("补报。", percent=70), by=bureau.law)
    with pytest.raises(RuleBroken, match="reason"):
        reopen_year(YEAR, " ", by=bureau.leader)

    reopen_year(YEAR, "漏报一项成果", by=bureau.leader)

    report_progress(bureau.late.id, ReportContent("补报。", percent=70), by=bureau.law)
    entry = db.session.scalars(select(HistoryEntry).where(HistoryEntry.event == "year.reopened")).one()
    assert (entry.actor_name, entry.changes["reason"]) == ("刘局长", [None, "漏报一项成果"])


def test_closed_a_second_time_nothing_is_carried_over_twice(bureau: Bureau) -> None:
    make_ready(bureau)
    close_year(YEAR, by=bureau.office)
    reopen_year(YEAR, "更正数据", by=bureau.leader)
    with pytest.raises(RuleBroken, match="stands in the next plan already"):
        decide(bureau, bureau.late, Decision(Fate.CANCELLED, "不做了"))

    close_year(YEAR, by=bureau.office)

    assert len(db.session.scalars(select(PlanItem).join(Plan).where(Plan.year == YEAR + 1)).all()) == 1
    assert len(db.session.scalars(select(YearClosing)).all()) == 2


def at_once(app: Flask, *deeds: Callable[[], object]) -> list[str]:
    """Do things at the same moment, each in its own thread, and return what each came to."""
    start, told, moment = Barrier(len(deeds)), [], clock.now()

    def do(deed: Callable[[], object]) -> None:
        with clock.pinned_at(moment), app.app_context():
            start.wait()
            try:
                deed()
                told.append("done")
            except RuleBroken:
                told.append("refused")

    threads = [Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(told)


def test_closed_from_two_tabs_at_once_a_year_is_closed_and_carried_over_once(app: Flask, bureau: Bureau) -> None:
    make_ready(bureau)
    db.session.rollback()

    told = at_once(app, *[lambda: close_year(YEAR, by=bureau.office)] * 3)

    assert told == ["done", "refused", "refused"]
    assert len(db.session.scalars(select(YearClosing)).all()) == 1
    assert len(db.session.scalars(select(PlanItem).join(Plan).where(Plan.year == YEAR + 1)).all()) == 1


def test_a_section_that_confirms_while_the_office_closes_is_in_time_or_is_told_that_it_is_too_late(
    app: Flask, bureau: Bureau
) -> None:
    make_ready(bureau)
    figures = next(one.figures for one in list_unit_figures(YEAR, clock.today()) if one.unit_id == bureau.law_unit.id)
    before = db.session.scalars(select(YearConfirmation.confirmed_at)).all()
    db.session.rollback()

    told = at_once(
        app,
        lambda: close_year(YEAR, by=bureau.office),
        lambda: confirm_figures(YEAR, dict(figures), note="再核一遍", by=bureau.law),
    )

    assert told in (["done", "done"], ["done", "refused"])
    assert len(db.session.scalars(select(YearConfirmation)).all()) == len(before)  # one of each unit
    with pytest.raises(RuleBroken):
        confirm_figures(YEAR, dict(figures), note="又一遍", by=bureau.law)


def test_an_item_taken_out_of_the_next_plan_can_be_carried_over_again(bureau: Bureau) -> None:
    make_ready(bureau)
    close_year(YEAR, by=bureau.office)
    item = db.session.scalars(select(PlanItem).join(Plan).where(Plan.year == YEAR + 1)).one()
    remove_item(item.id, by=bureau.office)
    assert get_year_page(YEAR, clock.today(), by=bureau.office).lost_items == 1

    assert carry_again(YEAR, by=bureau.office) == 1

    assert get_year_page(YEAR, clock.today(), by=bureau.office).lost_items == 0


def test_carried_into_a_published_plan_it_becomes_a_task_at_once(bureau: Bureau, make: Factory) -> None:
    make.plan(YEAR + 1, state=PlanState.PUBLISHED)
    make_ready(bureau)

    close_year(YEAR, by=bureau.office)

    task = db.session.scalars(select(Task).where(Task.year == YEAR + 1)).one()
    assert task.title.startswith("修订公开目录")
    (lineage,) = list_descendants(bureau.late.id, by=bureau.office)
    assert (lineage.task_id, lineage.number) == (task.id, task.number)


def test_nobody_is_reminded_of_what_a_closed_year_left(bureau: Bureau) -> None:
    rules = get_light_rules(clock.today())
    assert list_watched_limits(clock.today(), current_calendar()) != []
    assert list_open_tasks_of(bureau.law_unit.id, rules=rules) != []
    make_ready(bureau)

    close_year(YEAR, by=bureau.office)

    assert list_watched_limits(clock.today(), current_calendar()) == []
    assert list_open_tasks_of(bureau.law_unit.id, rules=rules) == []


def test_the_page_needs_the_same_statements_for_more_tasks(bureau: Bureau, make: Factory) -> None:
    with counting() as few:
        get_year_page(YEAR, clock.today(), by=bureau.office)
    for number in range(10, 30):
        make.task(lead=bureau.law_unit, number=number, due_on=date(2026, 12, 1))
    db.session.expire_all()
    db.session.rollback()

    with counting() as many:
        get_year_page(YEAR, clock.today(), by=bureau.office)

    assert many.count == few.count <= 32


def test_a_summary_that_was_sent_on_its_way_must_reach_the_end_of_it(bureau: Bureau) -> None:
    make_ready(bureau)
    summary = db.session.scalars(select(Summary)).one()
    with transaction():
        db.session.add(
            ChainStep(
                kind="summary", document_id=summary.id, step=Step.DRAFT, outcome=Outcome.SIGNED, content="0" * 64,
                name="李明", at=clock.now(),
            )
        )  # fmt: skip

    assert get_gate(YEAR, clock.today()).open == [Missing.SUMMARY]
