"""Complaints and opinions are registered, handled, answered and published; who complained stays unknown to others."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.checks.models import Finding
from tracker.checks.rules import FindingState
from tracker.checks.services import Demand, answer_finding, recheck
from tracker.complaints import queries, services
from tracker.complaints.rules import MOVES, Channel, ComplaintKind, ComplaintState, ComplaintView, StepKind
from tracker.complaints.services import ComplaintContent
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.tasks.lights import LightKind
from tracker.tasks.queries import get_light_rules

pytestmark = pytest.mark.usefixtures("context")
S = ComplaintState
USUAL = ComplaintContent(
    ComplaintKind.COMPLAINT, Channel.PHONE, date(2026, 10, 12), "窗口不公布收费标准", "周文静", "13900000000"
)


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("服务科")


@pytest.fixture
def by(make: Factory) -> Actor:
    return make.actor(Role.SUPERVISION, unit=make.unit("机关纪委"), name="赵敏")


@pytest.fixture
def officer(make: Factory, unit: Unit) -> Actor:
    return make.actor(Role.SECTION, unit=unit, name="王芳")


def test_capability_85_a_complaint_is_handled_answered_and_its_result_published(
    unit: Unit, by: Actor, officer: Actor
) -> None:
    def waits_for() -> list[str]:
        return [
            one.name
            for one in (by, officer)
            if queries.list_complaints_waiting(one, rules=get_light_rules(clock.today()))
        ]

    number = services.register_complaint(USUAL, by=by).id
    assert waits_for() == [by.name]
    services.assign_complaint(number, unit.id, 5, "请核实", by=by)
    assert waits_for() == [officer.name]
    services.handle_complaint(number, "属实，已张贴收费标准", by=officer)
    assert waits_for() == [by.name]
    services.answer_complaint(number, "已告知处理结果", by=by)
    assert waits_for() == []
    done = services.publish_result(number, "服务窗口未公布收费标准的问题已整改。", by=by)

    assert (done.state, done.due_on, done.answered_on) == (S.ANSWERED, date(2026, 10, 20), date(2026, 10, 13))
    assert (done.published, done.published_on) == ("服务窗口未公布收费标准的问题已整改。", date(2026, 10, 13))
    assert [step.kind for step in done.steps] == [
        StepKind.ASSIGNED, StepKind.HANDLED, StepKind.ANSWERED, StepKind.PUBLISHED,
    ]  # fmt: skip


def test_capability_86_what_comes_by_telephone_and_box_is_counted_by_its_channel(by: Actor) -> None:
    for channel in (Channel.PHONE, Channel.BOX, Channel.BOX):
        services.register_complaint(replace(USUAL, channel=channel), by=by)

    counts = queries.count_by_channel(by, 2026)

    assert counts == {
        Channel.PHONE: 1, Channel.BOX: 2, Channel.MAIL: 0, Channel.LETTER: 0, Channel.VISIT: 0,
    }  # fmt: skip


def test_capability_87_an_opinion_becomes_a_finding_that_is_rectified_like_any_other(
    unit: Unit, by: Actor, officer: Actor
) -> None:
    number = services.register_complaint(replace(USUAL, kind=ComplaintKind.OPINION), by=by).id

    finding = services.make_finding(number, unit.id, "窗口没有公布收费标准", Demand(days=3), by=by)

    kept = db.session.scalars(select(Finding)).one()
    assert (kept.id, kept.unit_id, kept.due_on) == (finding.id, unit.id, date(2026, 10, 16))
    assert queries.get_complaint(number, by).finding_id == finding.id
    with pytest.raises(RuleBroken, match="already"):
        services.make_finding(number, unit.id, "再立一次", Demand(), by=by)

    answer_finding(finding.id, "已张贴收费标准", by=officer)
    assert recheck(finding.id, True, "到位", by=by).state is FindingState.CLOSED
    assert services.answer_complaint(number, "您的意见已采纳，窗口已张贴收费标准。", by=by).state is S.ANSWERED


@pytest.mark.parametrize("text", ["已答复周文静同志", "请拨13900000000"])
def test_nothing_that_names_the_person_is_published_or_written_into_a_finding(
    unit: Unit, by: Actor, text: str
) -> None:  # fmt: skip
    number = services.register_complaint(USUAL, by=by).id
    services.answer_complaint(number, "已答复", by=by)

    with pytest.raises(RuleBroken, match="names the person"):
        services.publish_result(number, text, by=by)
    with pytest.raises(RuleBroken, match="names the person"):
        services.make_finding(number, unit.id, text, Demand(), by=by)

    everything = [str(entry.changes) + entry.subject_name for entry in db.session.scalars(select(HistoryEntry))]
    assert not any("周文静" in one or "13900000000" in one for one in everything)


Do = Callable[[int, Actor, Unit], Any]
ACTIONS: dict[str, tuple[Do, ComplaintState]] = {
    "assign": (lambda number, by, unit: services.assign_complaint(number, unit.id, 5, "", by=by), S.ASSIGNED),
    "handle": (lambda number, by, unit: services.handle_complaint(number, "查过了", by=by), S.HANDLED),
    "answer": (lambda number, by, unit: services.answer_complaint(number, "已答复", by=by), S.ANSWERED),
}


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(st.tuples(st.sampled_from(list(ACTIONS)), st.sampled_from(list(Role)), st.booleans())))
def test_any_order_of_moves_by_anybody_follows_the_table_of_moves(
    make: Factory, unit: Unit, by: Actor, moves: list[tuple[str, Role, bool]]
) -> None:
    number, state = services.register_complaint(USUAL, by=by).id, S.REGISTERED

    for name, role, is_own in moves:
        action, target = ACTIONS[name]
        somebody = replace(by, role=role, unit_id=unit.id if is_own else by.unit_id)
        is_theirs = role in (Role.SECTION, Role.OFFICE) and is_own if name == "handle" else role == Role.SUPERVISION
        if target in MOVES[state] and is_theirs:
            action(number, somebody, unit)
            state = target
        else:
            with pytest.raises((NotAllowed, NotFound, RuleBroken)):
                action(number, somebody, unit)
        assert queries.get_complaint(number, by).state == state


def test_a_form_that_is_older_than_the_last_step_is_refused(unit: Unit, by: Actor) -> None:
    number = services.register_complaint(USUAL, by=by).id
    services.assign_complaint(number, unit.id, 5, "请核实", by=by, seen=1)

    with pytest.raises(Stale) as stale:
        services.assign_complaint(number, unit.id, 9, "", by=by, seen=1)

    assert stale.value.current == {"text": "请核实"}
    with pytest.raises(Stale):
        services.publish_result(services.register_complaint(USUAL, by=by).id, "结果", by=by, seen=9)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content": " "}, "content"),
        ({"content": "绝密★"}, "content"),
        ({"received_on": date(2026, 10, 14)}, "received_on"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(by: Actor, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.register_complaint(replace(USUAL, **wrong), by=by)

    assert refusal.value.field == field


def by_unit(unit: Unit, by: Actor) -> Actor:
    return replace(by, role=Role.SECTION, unit_id=unit.id)


def test_the_register_costs_the_same_for_few_and_many_and_names_the_late_ones(unit: Unit, by: Actor) -> None:
    number = services.register_complaint(USUAL, by=by).id
    services.assign_complaint(number, unit.id, 1, "", by=by)
    rules = get_light_rules(clock.today())

    def cost() -> int:
        with counting() as statements:
            queries.list_complaints(by, 2026, ComplaintView.ALL, rules=rules, limit=50)
        return statements.count

    few = cost()
    for _ in range(10):
        services.register_complaint(USUAL, by=by)

    assert cost() == few == 1
    later = date(2026, 10, 20)
    assert queries.count_complaints(by, 2026, today=later)[ComplaintView.LATE] == 1
    (late,) = queries.list_complaints(by, 2026, ComplaintView.LATE, rules=get_light_rules(later), limit=50)
    assert late.light is not None
    assert (late.light.kind, late.light.words.values) == (LightKind.STOP, {"days": 4})
    services.handle_complaint(number, "属实，已张贴", by=by_unit(unit, by))
    page = queries.get_complaint_page(number, by, rules=get_light_rules(later))
    assert page.light is None
