"""A scoring from its making to the issued list, and again years later."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.ledger.entering import entered
from tests.scores.conftest import QUARTER, Bureau, on, scored
from tests.support.factory import Factory
from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.figures.named import definitions, figures_in, figures_of, list_behind
from tracker.figures.rules import filled
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import months_period, year_period
from tracker.ledger.queries import get_entry
from tracker.organisation.rules import UnitKind
from tracker.organisation.services import close_unit, edit_unit
from tracker.permissions import Actor
from tracker.plans.receiving import take_text
from tracker.plans.services import import_plan
from tracker.rulesets.models import ScoreRules
from tracker.rulesets.rules import Way
from tracker.rulesets.services import change_rules, copy_rules, set_quotas, take_preset
from tracker.scores.marking import (
    HandMark,
    Proofs,
    add_mark,
    assess_self,
    decide_objection,
    list_records,
    object_to,
    tell_remedy,
    withdraw_mark,
)
from tracker.scores.models import ScoredUnit, ScoreMark, Scoring
from tracker.scores.queries import get_scored, get_scoring, get_scoring_page, get_sheet, list_scorings
from tracker.scores.rescoring import rescore
from tracker.scores.services import (
    announce_scoring,
    compute_scoring,
    discard_scoring,
    honour_unit,
    issue_scoring,
)
from tracker.scores.sheet import formula, sheet_rows
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import TaskState
from tracker.tasks.services import publish_plan

pytestmark = pytest.mark.usefixtures("context")
PROOF = Proofs(url="https://daj.qinghe.example/1.html")


def row_of(scoring: Scoring, unit_id: int) -> ScoredUnit:
    return next(one for one in scoring.units if one.unit_id == unit_id)


def key_of(scoring: Scoring, name: str) -> str:
    return next(one.key for one in scoring.version_of_rules.rules.indicators if one.name.startswith(name))


def quality(points: str = "2", record: str = "", reason: str = "标题错字") -> HandMark:
    return HandMark("3", Decimal(points), reason, record)


def issued(scoring: Scoring, by: Actor) -> Scoring:
    announce_scoring(scoring.id, by=by)
    with on(11, 20):
        return issue_scoring(scoring.id, by=by)


def values(scoring: Scoring) -> dict[str, tuple[Decimal | None, int | None, str]]:
    return {one.name: (one.value, one.place, one.grade) for one in scoring.units}


@pytest.fixture
def busy(make: Factory, bureau: Bureau) -> Bureau:
    """The law section left two tasks of the third quarter open; every unit has its officer."""
    for unit in (bureau.law, bureau.plan):
        make.post(make.person(unit=unit), unit, "officer", from_on=date(2026, 1, 1))
    make.task(lead=bureau.law, title="目录", due_on=date(2026, 9, 10))
    make.task(lead=bureau.law, title="指南", due_on=date(2026, 9, 20))
    return bureau


def test_a_scoring_is_computed_from_the_records_with_one_record_behind_each_mark(
    busy: Bureau, rules: ScoreRules
) -> None:
    scoring = scored(rules, busy.office)

    assert values(scoring) == {
        "办公室": (Decimal(95), 2, "优秀"),  # no information officer
        "法规科": (Decimal(90), 3, "优秀"),
        "规划科": (Decimal(100), 1, "优秀"),
    }
    marks = row_of(scoring, busy.law.id).marks
    tasks = set(db.session.scalars(select(Task.id)))
    assert {mark.record_id for mark in marks} == tasks
    assert scoring.name == "2026年第3季度政务公开考核"


def test_computing_again_follows_the_records_and_leaves_marks_by_hand(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office)
    add_mark(row_of(scoring, busy.law.id).id, quality(), PROOF, by=busy.supervisor)
    with transaction():
        task = db.session.scalars(select(Task).where(Task.title == "目录")).one()
        task.done_on, task.state = date(2026, 9, 9), TaskState.DONE

    again = compute_scoring(scoring.id, by=busy.office)

    assert row_of(again, busy.law.id).value == Decimal(93)


def test_capability_74_points_are_off_for_units_that_do_not_finish_their_tasks_of_the_year(
    make: Factory, busy: Bureau, rules: ScoreRules
) -> None:
    make.task(lead=busy.plan, title="全年任务", due_on=date(2026, 6, 1))

    with on(12, 31):
        scoring = scored(rules, busy.office, period=year_period(2026), as_of=date(2026, 12, 31))

    assert [row_of(scoring, unit.id).value for unit in (busy.law, busy.plan)] == [Decimal(90), Decimal(95)]


def test_no_evidence_no_deduction(busy: Bureau, rules: ScoreRules) -> None:
    unit = row_of(scored(rules, busy.office), busy.plan.id)

    with pytest.raises(RuleBroken, match="No evidence, no deduction"):
        add_mark(unit.id, quality(), Proofs(), by=busy.supervisor)
    with pytest.raises(RuleBroken, match="Say why"):
        add_mark(unit.id, quality(reason=" "), PROOF, by=busy.supervisor)

    assert get_scored(unit.id, busy.office).marks == []


def test_the_database_itself_keeps_no_mark_without_a_record(busy: Bureau, rules: ScoreRules) -> None:
    unit = row_of(scored(rules, busy.office), busy.plan.id)
    mark = ScoreMark(
        scored_id=unit.id, indicator="3", points=Decimal(1), reason="无", record_kind="", record_name="",
        marked_by="钱进", marked_at=clock.now(),
    )  # fmt: skip

    with pytest.raises(IntegrityError), transaction():
        db.session.add(mark)


def test_a_supervisor_marks_from_a_finding_of_the_unit_and_of_no_other(
    make: Factory, busy: Bureau, rules: ScoreRules
) -> None:
    own, foreign = make.finding(busy.law, found_on=date(2026, 6, 1)), make.finding(busy.plan)
    unit = row_of(scored(rules, busy.office), busy.law.id)

    mark = add_mark(unit.id, quality(record=f"finding:{own.id}"), Proofs(), by=busy.supervisor)

    assert (mark.record_kind, mark.record_id, mark.record_name) == (
        "finding", own.id, f"{own.label}：{own.description}",
    )  # fmt: skip
    assert next(key for key, _ in list_records(unit)) == f"finding:{own.id}"
    with pytest.raises(RuleBroken, match="of this unit"):
        add_mark(unit.id, quality(record=f"finding:{foreign.id}"), Proofs(), by=busy.supervisor)


def test_points_by_hand_stay_within_the_indicator(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office)
    unit = row_of(scoring, busy.law.id)
    light = key_of(scoring, "工作亮点")

    with pytest.raises(RuleBroken, match="at most 40"):
        add_mark(unit.id, quality("40.5"), PROOF, by=busy.supervisor)
    with pytest.raises(RuleBroken, match="indicator of this rule set"):
        add_mark(unit.id, HandMark("99", Decimal(1), "错字"), PROOF, by=busy.supervisor)
    add_mark(unit.id, HandMark(light, Decimal(3), "经验被推广"), PROOF, by=busy.office)

    assert get_scored(unit.id, busy.office).value == Decimal(93)


def test_a_mark_by_hand_is_taken_back_and_a_counted_one_is_not(busy: Bureau, rules: ScoreRules) -> None:
    unit = row_of(scored(rules, busy.office), busy.law.id)
    mark = add_mark(unit.id, quality(), PROOF, by=busy.supervisor)

    withdraw_mark(mark.id, by=busy.supervisor)

    assert get_scored(unit.id, busy.office).value == Decimal(90)
    with pytest.raises(RuleBroken, match="counted from the records"):
        withdraw_mark(get_scored(unit.id, busy.office).marks[0].id, by=busy.supervisor)


def test_what_is_not_applicable_to_a_unit_is_said_with_its_reason_and_scored_the_same_years_later(
    busy: Bureau, rules: ScoreRules
) -> None:
    scoring = scored(rules, busy.office)
    unit = row_of(scoring, busy.law.id)
    left_out = HandMark(key_of(scoring, "依申请公开按期答复"), None, "本科室不承办依申请公开")

    add_mark(unit.id, left_out, Proofs(), by=busy.supervisor)

    again = get_scored(unit.id, busy.office)
    assert again.value == Decimal("88.89")  # 80 of the 90 that are asked of it
    with pytest.raises(RuleBroken, match="already"):
        add_mark(unit.id, left_out, Proofs(), by=busy.supervisor)
    with pytest.raises(RuleBroken, match="points of its own"):
        add_mark(unit.id, HandMark(key_of(scoring, "工作亮点"), None, "没有"), Proofs(), by=busy.supervisor)
    list_then = values(issued(scoring, busy.office))
    with on(3, 1, year=2029):
        found = rescore(scoring.id, by=busy.office)
    assert found.is_same
    assert {row.name: (row.kept.value, row.kept.place, row.kept.grade) for row in found.units} == list_then
    sheet = get_sheet(unit.id, busy.office)
    assert "（90−扣分10）/90×100=88.89" in formula(sheet)
    assert ("依申请公开：依申请公开按期答复", "10", "不适用", "本科室不承办依申请公开", "") in list(
        sheet_rows(sheet.lines)
    )


def test_a_section_assesses_itself_with_proofs_and_only_itself(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office)
    unit = row_of(scoring, busy.law.id)

    with pytest.raises(RuleBroken, match="proves it"):
        assess_self(unit.id, "3", Decimal(4), "全部合格", Proofs(), by=busy.section)
    with pytest.raises(NotFound):
        assess_self(unit.id, "3", Decimal(4), "全部合格", PROOF, by=busy.other)
    with pytest.raises(RuleBroken, match="0 to 4"):
        assess_self(unit.id, "3", Decimal(5), "全部合格", PROOF, by=busy.section)
    own = assess_self(unit.id, "3", Decimal(3), "一处错字已改", PROOF, by=busy.section)
    changed = assess_self(unit.id, "3", Decimal(4), "没有错字", Proofs(), by=busy.section, seen=own.version)

    line = next(one for one in get_sheet(unit.id, busy.section).lines if one.line.indicator.key == "3")
    assert line.own is not None
    assert (line.own.got, line.own.note, len(line.own.papers)) == (Decimal(4), "没有错字", 1)
    with pytest.raises(Stale):
        assess_self(unit.id, "3", Decimal(2), "另一人", Proofs(), by=busy.section, seen=changed.version - 1)
    assert get_scored(unit.id, busy.section).value == Decimal(90)  # what a unit says of itself changes no score


def test_an_objection_is_decided_by_the_leadership_and_changes_score_and_places(
    busy: Bureau, rules: ScoreRules
) -> None:
    scoring = announce_scoring(scored(rules, busy.office).id, by=busy.office)
    unit = row_of(scoring, busy.law.id)
    first, second = unit.marks

    with pytest.raises(NotFound):
        object_to(first.id, "不是我科", PROOF, by=busy.other)
    objection = object_to(first.id, "文件晚到，责任不在我科。", PROOF, by=busy.section)
    refused = object_to(second.id, "也请核减", Proofs(), by=busy.section)
    with pytest.raises(RuleBroken, match="already"):
        object_to(first.id, "再提一次", Proofs(), by=busy.section)
    with pytest.raises(NotAllowed):
        decide_objection(objection.id, is_upheld=True, opinion="同意", by=busy.office)
    decide_objection(objection.id, is_upheld=True, opinion="情况属实，核减。", by=busy.leader)
    decide_objection(refused.id, is_upheld=False, opinion="未见依据。", by=busy.leader)

    after = get_scored(unit.id, busy.section)
    assert (after.value, after.place) == (Decimal(95), 2)
    assert [mark.counted for mark in after.marks] == [Decimal(0), Decimal(5)]
    with pytest.raises(RuleBroken, match="decided already"):
        decide_objection(objection.id, is_upheld=False, opinion="改判", by=busy.leader)


def test_an_objection_may_leave_part_of_the_points(busy: Bureau, rules: ScoreRules) -> None:
    scoring = announce_scoring(scored(rules, busy.office).id, by=busy.office)
    mark = row_of(scoring, busy.law.id).marks[0]
    objection = object_to(mark.id, "已完成大半", Proofs(), by=busy.section)

    with pytest.raises(RuleBroken, match="fewer points"):
        decide_objection(objection.id, is_upheld=True, opinion="同意", left=Decimal(5), by=busy.leader)
    decide_objection(objection.id, is_upheld=True, opinion="酌情", left=Decimal(2), by=busy.leader)

    assert get_scored(mark.scored_id, busy.office).value == Decimal(93)


def test_the_list_is_issued_after_the_time_to_object_and_its_decisions(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office)
    with pytest.raises(RuleBroken, match="Announce"):
        issue_scoring(scoring.id, by=busy.office)
    announce_scoring(scoring.id, by=busy.office)
    with pytest.raises(RuleBroken, match="2026-10-27"):
        issue_scoring(scoring.id, by=busy.office)
    objection = object_to(row_of(scoring, busy.law.id).marks[0].id, "有异议", Proofs(), by=busy.section)

    with on(10, 28):
        with pytest.raises(RuleBroken, match="1 objections"):
            issue_scoring(scoring.id, by=busy.office)
        decide_objection(objection.id, is_upheld=False, opinion="维持", by=busy.leader)
        done = issue_scoring(scoring.id, by=busy.office)
        with pytest.raises(RuleBroken, match="before it is issued"):
            object_to(row_of(done, busy.law.id).marks[1].id, "晚了", Proofs(), by=busy.section)
        for refused in (compute_scoring, announce_scoring, discard_scoring):
            with pytest.raises(RuleBroken):
                refused(scoring.id, by=busy.office)  # type: ignore[operator]
    assert len(done.sha256) == 64


def test_scoring_an_old_quarter_again_gives_the_issued_list_after_rules_and_records_changed(
    make: Factory, busy: Bureau, rules: ScoreRules
) -> None:
    scoring = scored(rules, busy.office)
    add_mark(row_of(scoring, busy.plan.id).id, quality("1.5"), PROOF, by=busy.supervisor)
    list_then = values(issued(scoring, busy.office))
    hard = rules.rules
    doubled = tuple(
        one if not one.each else type(one)(**{**one.__dict__, "each": one.each * 2}) for one in hard.indicators
    )
    change_rules(rules.id, type(hard)(**{**hard.__dict__, "indicators": doubled}), "从严", by=busy.office)
    with on(3, 1, year=2029):
        with transaction():
            for task in db.session.scalars(select(Task)):
                task.done_on, task.state, task.title = date(2028, 12, 1), TaskState.DONE, "改了标题"
            db.session.get_one(type(busy.law), busy.law.id).name = "政策法规科"
        entered("honour", busy.section, "表扬", date(2026, 8, 1), category="表扬")

        again = rescore(scoring.id, by=busy.office)

    assert again.is_same
    assert {row.name: (row.kept.value, row.kept.place, row.kept.grade) for row in again.units} == list_then
    assert {row.name: (row.records.value, row.records.place) for row in again.units} == {
        name: (value, place) for name, (value, place, _) in list_then.items()
    }
    assert again.changed == 0


def test_scoring_an_old_quarter_again_gives_the_issued_list_after_units_were_renamed_and_merged(
    busy: Bureau, rules: ScoreRules
) -> None:
    scoring = scored(rules, busy.office)
    list_then = values(issued(scoring, busy.office))

    with on(3, 1, year=2028):
        # 法规科 goes into 规划科, which takes its work and a name of both
        close_unit(busy.law.id, date(2028, 2, 29), by=busy.office)
        edit_unit(busy.plan.id, name="法规规划科", kind=UnitKind.SECTION, aliases=("规划科",), by=busy.office)
        with transaction():
            for link in db.session.scalars(select(TaskUnit).where(TaskUnit.unit_id == busy.law.id)):
                link.unit_id = busy.plan.id
        again = rescore(scoring.id, by=busy.office)

    assert again.is_same
    assert {row.name: (row.kept.value, row.kept.place, row.kept.grade) for row in again.units} == list_then
    assert "法规规划科" not in {row.name for row in again.units}
    assert again.changed == 2  # what the records say now is shown beside it: the tasks stand with another unit


def test_records_that_were_changed_back_in_time_are_shown_beside_the_issued_list(
    busy: Bureau, rules: ScoreRules
) -> None:
    scoring = issued(scored(rules, busy.office), busy.office)
    with transaction():
        task = db.session.scalars(select(Task).where(Task.title == "目录")).one()
        task.done_on, task.state = date(2026, 9, 9), TaskState.DONE

    again = rescore(scoring.id, by=busy.office)

    law = next(row for row in again.units if row.name == "法规科")
    assert again.is_same
    assert (again.changed, law.kept.value, law.records.value) == (1, Decimal(90), Decimal(95))
    assert law.less == ["《目录》，时限2026年9月10日，截至2026年10月12日未办结"]


def test_a_list_that_somebody_changed_in_the_database_is_noticed(busy: Bureau, rules: ScoreRules) -> None:
    scoring = issued(scored(rules, busy.office), busy.office)
    with transaction():
        row_of(get_scoring(scoring.id, busy.office), busy.law.id).marks[0].points = Decimal(1)

    again = rescore(scoring.id, by=busy.office)

    assert not again.is_sealed
    assert not again.is_same


def test_capability_71_the_monthly_workload_of_each_unit_is_assessed_and_published(busy: Bureau) -> None:
    quota = take_preset("quota", by=busy.office)
    set_quotas(2026, {busy.law.id: 10, busy.plan.id: 4}, by=busy.office)
    with on(10, 2):
        entered("published", busy.section, day=date(2026, 9, 10), quantity=5)
        entered("published", busy.other, day=date(2026, 9, 10), quantity=6)
    scoring = scored(quota, busy.office, period=months_period(2026, 9, 9), as_of=date(2026, 10, 5))

    announce_scoring(scoring.id, by=busy.office)

    page = get_scoring_page(scoring.id, busy.section)
    shown = {row.scored.name: (row.scored.place, row.scored.value) for row in page.units}
    # 法规科: half of the quota is missing (−20), two tasks unfinished (−10). 规划科: 150% of the quota (+2).
    # Both published something, but fewer than 40 items (−5).
    # 办公室: nothing published, so the whole quota (−40) and the blank month (−10).
    assert shown == {"规划科": (1, Decimal(97)), "法规科": (2, Decimal(65)), "办公室": (3, Decimal(50))}


def test_capability_72_monthly_scores_count_in_the_year(busy: Bureau) -> None:
    quota, yearly = take_preset("quota", by=busy.office), take_preset("weighted", by=busy.office)
    for month in (7, 8):
        with on(month + 1, 3):
            scoring = scored(
                quota, busy.office, period=months_period(2026, month, month), as_of=date(2026, month + 1, 3)
            )
            issued(scoring, busy.office)

    with on(12, 31):
        year = scored(yearly, busy.office, period=year_period(2026), as_of=date(2026, 12, 31))

    mark = row_of(year, busy.plan.id).marks[0]
    assert mark.record_name == "平时得分2次，平均50分"
    assert (mark.points, row_of(year, busy.plan.id).value) == (Decimal(15), Decimal(85))
    assert row_of(year, busy.plan.id).place == 1


def test_capability_83_at_the_end_of_the_year_the_first_is_commended_and_counted_among_those_commended(
    make: Factory, busy: Bureau, rules: ScoreRules
) -> None:
    with on(12, 15):
        scoring = scored(rules, busy.office, period=year_period(2026), as_of=date(2026, 12, 15))
        announce_scoring(scoring.id, by=busy.office)
    with on(12, 30):
        done = issue_scoring(scoring.id, by=busy.office)
        first = next(one for one in done.units if one.place == 1)
        honour_unit(first.id, kind="表扬", reason="", people=1, by=busy.office)

    entry = db.session.scalars(select(LedgerEntry).where(LedgerEntry.ledger == "honour")).one()
    assert (entry.unit_id, entry.day, entry.title) == (
        busy.plan.id, date(2026, 12, 30), "2026年政务公开考核得100分，第1名，等次优秀"
    )  # fmt: skip
    of_year = year_period(2026), date(2026, 12, 31)
    assert [row.id for row in list_behind(definitions(*of_year)["受表扬人数"], *of_year)] == [entry.id]


def test_capability_7_a_key_work_item_is_part_of_the_assessment_of_the_year(
    make: Factory, bureau: Bureau, rules: ScoreRules
) -> None:
    text = "2026年重点工作清单（纳入年度目标考核）\n一、重点工作\n1.修订公开目录。（责任单位：规划科；5月底前）\n"
    plan = import_plan(take_text(text, year=2026, by=bureau.office), by=bureau.office)
    publish_plan(plan.id, by=bureau.office)
    task = db.session.scalars(select(Task)).one()

    with on(12, 31):
        scoring = scored(rules, bureau.office, period=year_period(2026), as_of=date(2026, 12, 31))

    marks = [
        (mark.record_id, mark.points) for mark in row_of(scoring, bureau.plan.id).marks if mark.record_kind == "task"
    ]
    assert marks == [(task.id, Decimal(5))]


@pytest.mark.parametrize("kind", ["表扬", "责任追究"])
def test_capability_82_83_a_score_leads_to_a_reward_or_sanction_in_the_ledger(
    busy: Bureau, rules: ScoreRules, kind: str
) -> None:
    scoring = scored(rules, busy.office)
    unit = row_of(scoring, busy.plan.id)
    with pytest.raises(RuleBroken, match="Issue the list first"):
        honour_unit(unit.id, kind=kind, reason="", by=busy.office)
    issued(scoring, busy.office)

    honour_unit(unit.id, kind=kind, reason="", people=2, by=busy.office)

    entry = db.session.scalars(select(LedgerEntry).where(LedgerEntry.ledger == "honour")).one()
    assert (entry.category, entry.unit_id, entry.people) == (kind, busy.plan.id, 2)
    assert entry.title == "2026年第3季度政务公开考核得100分，第1名，等次优秀"
    with pytest.raises(RuleBroken, match="entered already"):
        honour_unit(unit.id, kind=kind, reason="", by=busy.office)


def test_a_section_sees_its_own_sheet_always_and_the_list_once_it_is_announced(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office)

    assert [row.scored.name for row in get_scoring_page(scoring.id, busy.section).units] == ["法规科"]
    with pytest.raises(NotFound):
        get_sheet(row_of(scoring, busy.plan.id).id, busy.section)
    announce_scoring(scoring.id, by=busy.office)
    assert len(get_scoring_page(scoring.id, busy.section).units) == 3
    with pytest.raises(NotFound):
        get_sheet(row_of(scoring, busy.plan.id).id, busy.section)


def test_a_section_that_is_not_scored_does_not_know_of_the_scoring(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office, unit_ids={busy.law.id})

    assert list_scorings(busy.other, 2026) == []
    with pytest.raises(NotFound):
        get_scoring(scoring.id, busy.other)
    assert [row.id for row in list_scorings(busy.section, 2026)] == [scoring.id]


def test_what_was_put_right_stands_on_the_sheet_in_the_units_words_or_as_the_record_says(
    make: Factory, busy: Bureau, rules: ScoreRules
) -> None:
    make.finding(busy.law, found_on=date(2026, 7, 9), due_on=date(2026, 12, 1))
    scoring = announce_scoring(scored(rules, busy.office).id, by=busy.office)
    unit = row_of(scoring, busy.law.id)
    task_mark, *_ = unit.marks

    tell_remedy(task_mark.id, "已补报，10月25日公布。", by=busy.section)

    remedies = [text for line in get_sheet(unit.id, busy.section).lines for text in line.remedies]
    assert remedies == ["已补报，10月25日公布。", "未办结", "待整改"]
    with pytest.raises(NotAllowed):
        tell_remedy(task_mark.id, "代写", by=busy.office)


def test_rules_change_by_versions_and_a_scoring_keeps_its_own(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office)
    changed = rules.rules.__class__(**{**rules.rules.__dict__, "objection_days": 7})

    with pytest.raises(RuleBroken, match="Say why"):
        change_rules(rules.id, changed, "", by=busy.office)
    newer = change_rules(rules.id, changed, "异议期延长", by=busy.office)
    with pytest.raises(Stale):
        change_rules(rules.id, changed, "改旧版", by=busy.office)

    assert (newer.revision, newer.rules.objection_days) == (2, 7)
    assert get_scoring(scoring.id, busy.office).version_of_rules.revision == 1
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        change_rules(newer.id, newer.rules, "没改", by=busy.office)
    copy = copy_rules(newer.id, "本局考核办法", by=busy.office)
    assert (copy.revision, copy.rules.indicators) == (1, newer.rules.indicators)


def test_new_indicators_get_keys_of_their_own(busy: Bureau, rules: ScoreRules) -> None:
    old = rules.rules
    new = type(old.indicators[0])("", "加分项", "典型经验", way=Way.ADD, cap=Decimal(2))

    newer = change_rules(
        rules.id, type(old)(**{**old.__dict__, "indicators": (*old.indicators, new)}), "增加", by=busy.office
    )

    keys = [one.key for one in newer.rules.indicators]
    assert len(set(keys)) == len(keys) == len(old.indicators) + 1
    assert keys[:-1] == [one.key for one in old.indicators]


def test_only_the_office_keeps_scores_and_supervisors_only_mark(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office)

    for by in (busy.section, busy.leader, busy.supervisor):
        with pytest.raises(NotAllowed):
            announce_scoring(scoring.id, by=by)
    with pytest.raises(NotAllowed):
        add_mark(row_of(scoring, busy.law.id).id, quality(), PROOF, by=busy.section)


def test_the_day_of_the_records_lies_neither_ahead_nor_before_the_period(busy: Bureau, rules: ScoreRules) -> None:
    with pytest.raises(RuleBroken, match="lies ahead"):
        scored(rules, busy.office, as_of=date(2026, 10, 21))
    with pytest.raises(RuleBroken, match="before the period"):
        scored(rules, busy.office, as_of=date(2026, 6, 30))
    with pytest.raises(RuleBroken, match="at least one unit"):
        scored(rules, busy.office, period=QUARTER, unit_ids=frozenset())


def test_a_scoring_nobody_has_touched_can_be_dropped(busy: Bureau, rules: ScoreRules) -> None:
    scoring = scored(rules, busy.office)
    touched = scored(rules, busy.office)
    add_mark(row_of(touched, busy.law.id).id, quality(), PROOF, by=busy.supervisor)

    discard_scoring(scoring.id, by=busy.office)

    with pytest.raises(RuleBroken, match="entered something"):
        discard_scoring(touched.id, by=busy.office)
    assert [row.id for row in list_scorings(busy.office, 2026)] == [touched.id]


def test_capability_93_the_place_of_the_agency_and_the_grades_of_its_sections_are_figures_of_the_year(
    busy: Bureau, rules: ScoreRules
) -> None:
    entered(
        "appraisal", busy.office, "全市政务公开考核", date(2026, 10, 9), category="政务公开", quantity=3, amount="92.5"
    )
    issued(scored(rules, busy.office, period=year_period(2026)), busy.office)

    figures = figures_of(2026, date(2026, 12, 31))

    text = filled("居全市第{考核名次}，得{考核得分}；{考核科室数}科室参加考核，优秀{考核优秀科室数}", figures)
    assert text == "居全市第3名，得92.5分；3个科室参加考核，优秀3个"
    defined = definitions(year_period(2026), date(2026, 12, 31))["考核优秀科室数"]
    behind = {row.label for row in list_behind(defined, year_period(2026), date(2026, 12, 31))}
    assert behind == {"办公室", "法规科", "规划科"}
    assert figures_in(QUARTER, date(2026, 12, 31))["考核科室数"].value == 0


def test_capability_43_submitted_adopted_score_and_place_of_the_year_stand_in_one_sentence(busy: Bureau) -> None:
    entered("submission", busy.section, "信息一", date(2026, 9, 1), tags="采用", amount="5")
    entered("submission", busy.other, "信息二", date(2026, 9, 2), amount="1.5")
    entered("appraisal", busy.office, "信息报送通报", date(2026, 10, 9), category="信息报送", quantity=2)

    text = "上报{信息上报数}，采用{信息采用数}，得分{信息报送得分}，列第{信息报送名次}"

    assert filled(text, figures_of(2026, date(2026, 12, 31))) == "上报2条，采用1条，得分6.5分，列第2名"


def test_capabilities_45_and_46_money_decided_in_meetings_and_staff_are_figures(busy: Bureau) -> None:
    decided = {"decided": "3月2日局长办公会", "purpose": "网站建设"}
    entered("resource", busy.office, "网站升级", date(2026, 3, 5), category="经费", amount="3.2", extra=decided)
    entered("staff", busy.office, "抽调", date(2026, 3, 1), category="抽调", channel="增加", people=4)
    entered("staff", busy.office, "返回", date(2026, 6, 1), category="抽调", channel="减少", people=1)

    figures = figures_of(2026, date(2026, 12, 31))
    defined = definitions(year_period(2026), date(2026, 12, 31))["投入经费"]
    (behind,) = list_behind(defined, year_period(2026), date(2026, 12, 31))

    assert filled("投入{投入经费}，专人{工作人员数}", figures) == "投入3.2万元，专人3名"
    assert get_entry(behind.id, busy.office).extra == decided


def test_capability_47_what_was_published_is_split_by_level(busy: Bureau) -> None:
    for level, number in (("城区一级", 2907), ("子站点", 7023)):
        entered("published", busy.office, level, date(2026, 5, 1), quantity=number, extra={"level": level})

    rows = list_behind(
        definitions(year_period(2026), date(2026, 12, 31))["主动公开信息数"], year_period(2026), date(2026, 12, 31)
    )
    by_level = {get_entry(row.id, busy.office).extra["level"]: row.amount for row in rows}

    assert figures_of(2026, date(2026, 12, 31))["主动公开信息数"].shown == "9930条"
    assert by_level == {"城区一级": 2907, "子站点": 7023}
