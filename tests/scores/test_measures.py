"""What each measure counts, as the records stood on the day of the scoring."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.ledger.entering import entered
from tests.scores.conftest import QUARTER, Bureau, on
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.db import db, transaction
from tracker.extensions.models import Extension
from tracker.organisation.rules import Post
from tracker.progress.rules import ReportState
from tracker.requests.deeds import Deed
from tracker.requests.models import DisclosureRequest, RequestEvent, RequestUnit
from tracker.requests.rules import Applicant, Channel
from tracker.rulesets.rules import Indicator, Measure
from tracker.scores.facts import Asked
from tracker.scores.measuring import MEASURES, measure
from tracker.tasks.rules import TaskState
from tracker.workdays.extensions import ExtensionState

pytestmark = pytest.mark.usefixtures("context")


def asked(bureau: Bureau, **values: object) -> Asked:
    made = {"units": {bureau.law.id, bureau.plan.id}, "period": QUARTER, "as_of": date(2026, 10, 12), **values}
    return Asked(**made)  # type: ignore[arg-type]


def found(kind: Measure, bureau: Bureau, *, number: int | None = None, word: str = "", **values: object) -> list[str]:
    indicator = Indicator("1", "组", "指标", measure=kind, number=number, word=word)
    return [fact.name for fact in measure(indicator, asked(bureau, **values))]


def test_every_measure_is_counted_by_something() -> None:
    assert set(MEASURES) == set(Measure)


def test_unfinished_counts_what_was_due_in_the_period_and_not_done_by_the_day(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.law, title="未办结", due_on=date(2026, 9, 10))
    make.task(
        lead=bureau.law, title="后来办结", due_on=date(2026, 9, 11), done_on=date(2026, 10, 15), state=TaskState.DONE
    )
    make.task(
        lead=bureau.law, title="已办结", due_on=date(2026, 9, 12), done_on=date(2026, 9, 30), state=TaskState.DONE
    )
    make.task(lead=bureau.law, title="下季度", due_on=date(2026, 11, 1))
    make.task(lead=bureau.law, title="取消", due_on=date(2026, 9, 1), state=TaskState.CANCELLED)
    make.task(lead=make.unit(), coop=(bureau.law,), title="只配合", due_on=date(2026, 9, 1))

    assert found(Measure.UNFINISHED, bureau) == [
        "《未办结》，时限2026年9月10日，截至2026年10月12日未办结",
        "《后来办结》，时限2026年9月11日，截至2026年10月12日未办结",
    ]


def test_a_limit_moved_after_the_day_of_the_scoring_does_not_change_it(make: Factory, bureau: Bureau) -> None:
    task = make.task(lead=bureau.law, title="后来准了延期", due_on=date(2026, 11, 30))
    with transaction():
        consent = Extension(
            task_id=task.id, unit_id=bureau.law.id, state=ExtensionState.GRANTED, due_on=date(2026, 9, 15),
            asked_due_on=date(2026, 11, 30), reason="", progress="", asked_by="王芳", asked_at=clock.now(),
            granted_due_on=date(2026, 11, 30), decided_at=datetime(2026, 10, 14, tzinfo=UTC),
        )  # fmt: skip
        db.session.add(consent)

    assert found(Measure.UNFINISHED, bureau) == ["《后来准了延期》，时限2026年9月15日，截至2026年10月12日未办结"]
    assert found(Measure.UNFINISHED, bureau, as_of=date(2026, 10, 20)) == []


def test_late_counts_working_days_and_turns_of_recurring_tasks(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.law, title="一天", due_on=date(2026, 8, 3), done_on=date(2026, 8, 4), state=TaskState.DONE)
    task = make.task(lead=bureau.plan, title="按月", due_on=date(2026, 12, 31))
    make.occurrence(task, date(2026, 7, 31), name="2026年7月", done_on=date(2026, 9, 1))

    assert found(Measure.LATE, bureau) == [
        "《一天》，时限2026年8月3日，2026年8月4日办结，超过1个工作日",
        "《按月》（2026年7月），时限2026年7月31日，2026年9月1日办结，超过22个工作日",
    ]
    assert len(found(Measure.LATE, bureau, number=20)) == 1


def test_silent_tasks_and_returned_reports(make: Factory, bureau: Bureau) -> None:
    with on(6, 1):
        told = make.task(lead=bureau.law, title="填报了")
        make.task(lead=bureau.law, title="没填报")
    with on(8, 5):
        make.report(told, bureau.law, state=ReportState.RETURNED, decided_at=clock.now(), return_reason="没有附件")

    assert found(Measure.SILENT, bureau) == ["《没填报》，7月至9月没有填报进展"]
    assert found(Measure.RETURNED, bureau) == ["《填报了》的填报2026年8月5日被退回：没有附件"]


def test_findings_by_severity_and_those_without_an_answer_in_time(make: Factory, bureau: Bureau) -> None:
    late = make.finding(bureau.law, found_on=date(2026, 7, 9), due_on=date(2026, 7, 23), description="链接打不开")
    answered = make.finding(bureau.plan, found_on=date(2026, 8, 3), due_on=date(2026, 8, 17), severity="grave")
    make.rectification(answered, submitted_at=datetime(2026, 8, 10, tzinfo=UTC))
    make.rectification(late, submitted_at=datetime(2026, 9, 10, tzinfo=UTC))
    make.finding(bureau.law, found_on=date(2026, 6, 9), due_on=date(2026, 6, 23))

    assert len(found(Measure.FINDING, bureau)) == 2
    assert found(Measure.FINDING, bureau, word="grave") == [f"{answered.label}：{answered.description}"]
    assert found(Measure.UNMENDED, bureau) == [f"{late.label}：链接打不开，2026年7月23日前没有报整改情况"]


def test_a_request_counts_for_its_units_when_the_statutory_limit_passed(make: Factory, bureau: Bureau) -> None:
    with transaction():
        for number, answered in enumerate((date(2026, 8, 10), date(2026, 7, 20)), 1):
            request = DisclosureRequest(
                year=2026, number=number, applicant=Applicant.NATURAL_PERSON, name="申请人", channel=Channel.IN_PERSON,
                received_on=date(2026, 7, 6), content="土地出让信息", outcome="（一）", answered_on=answered,
                registered_by="李明", registered_at=clock.now(),
            )  # fmt: skip
            request.units = [RequestUnit(unit_id=bureau.law.id)]
            request.events = [
                RequestEvent(deed=deed, day=day, entered_by="李明", entered_at=clock.now())
                for deed, day in ((Deed.RECEIVED, date(2026, 7, 6)), (Deed.ANSWERED, answered))
            ]
            db.session.add(request)

    assert found(Measure.REQUEST, bureau) == ["依申请公开2026-001，时限2026年8月3日，2026年8月10日答复"]


def test_months_quotas_and_steps_come_from_what_was_published(bureau: Bureau) -> None:
    with on(10, 8):
        entered("published", bureau.section, day=date(2026, 7, 10), quantity=2)
        entered("published", bureau.section, day=date(2026, 9, 10), quantity=20)
        entered("published", bureau.other, day=date(2026, 7, 10), quantity=30)

    assert found(Measure.BLANK_MONTH, bureau) == [
        "2026年8月公开信息0条", "2026年8月公开信息0条", "2026年9月公开信息0条",
    ]  # fmt: skip
    assert found(Measure.THIN_MONTH, bureau, number=3) == ["2026年7月公开信息2条，少于3条"]
    assert found(Measure.GAP, bureau, number=10) == ["目标任务30条，公开信息22条，完成73.3%"]
    over = measure(Indicator("1", "", "", measure=Measure.OVER, number=10), asked(bureau, quotas={bureau.plan.id: 6}))
    assert [(fact.unit_id, fact.times, fact.name) for fact in over] == [
        (bureau.plan.id, Decimal(3), "目标任务18条，公开信息30条，完成166.7%")
    ]


def test_what_is_entered_after_the_day_does_not_count_for_it(bureau: Bureau) -> None:
    with on(10, 15):
        entered("published", bureau.section, day=date(2026, 7, 10), quantity=50)
        entered("published", bureau.section, day=date(2026, 8, 10), quantity=50)

    assert len(found(Measure.BLANK_MONTH, bureau, units={bureau.law.id})) == 3
    assert len(found(Measure.BLANK_MONTH, bureau, units={bureau.law.id}, as_of=date(2026, 10, 16))) == 1


def test_adoption_interpretation_praise_and_sanctions_come_from_their_ledgers(bureau: Bureau) -> None:
    with on(9, 30):
        entered("submission", bureau.section, "信息一", date(2026, 9, 1), tags="采用")
        entered("submission", bureau.section, "信息二", date(2026, 9, 1))
        entered("interpretation", bureau.section, "图解", date(2026, 9, 2))
        entered("honour", bureau.section, "先进", date(2026, 9, 3), category="表扬", tags="市政府")
        entered("honour", bureau.section, "通报批评", date(2026, 9, 4), category="责任追究")

    assert found(Measure.ADOPTED, bureau) == ["9月1日《信息一》"]
    assert found(Measure.ENTRY, bureau, word="interpretation") == ["9月2日《图解》"]
    assert found(Measure.PRAISED, bureau, word="市政府") == ["9月3日《先进》"]
    assert found(Measure.PRAISED, bureau, word="省政府") == []
    assert found(Measure.BLAMED, bureau) == ["9月4日《通报批评》"]


def test_capability_16_a_unit_without_an_information_officer_is_marked(make: Factory, bureau: Bureau) -> None:
    make.post(make.person(unit=bureau.plan), bureau.plan, Post.OFFICER, from_on=date(2026, 1, 1))
    make.post(
        make.person(unit=bureau.law), bureau.law, Post.OFFICER, from_on=date(2025, 1, 1), to_on=date(2026, 3, 1)
    )  # fmt: skip

    assert found(Measure.NO_OFFICER, bureau) == ["法规科没有明确信息员"]


def test_a_measure_takes_as_many_statements_for_many_units_as_for_few(make: Factory, bureau: Bureau) -> None:
    def count(units: set[int]) -> int:
        wanted = Asked(units, QUARTER, date(2026, 10, 12))
        with counting() as statements:
            for kind in Measure:
                measure(Indicator("1", "", "", measure=kind, number=1, word="interpretation"), wanted)
        return statements.count

    for number in range(4):
        make.task(lead=bureau.law, due_on=date(2026, 9, 1 + number))
    few = count({bureau.law.id})
    more = [make.unit() for _ in range(6)]
    for unit in more:
        make.task(lead=unit, due_on=date(2026, 9, 1))
        make.finding(unit, found_on=date(2026, 7, 9), due_on=date(2026, 7, 23))

    assert count({bureau.law.id, *(unit.id for unit in more)}) == few
