"""A matter goes from its number to its end: signed for, reported, judged by somebody of another unit, closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks.files import picture
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.matters import queries, services
from tracker.matters.rules import MOVES, MatterState, MatterView, Source
from tracker.matters.services import MatterContent
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.tasks.lights import LightKind
from tracker.tasks.queries import get_light_rules

pytestmark = pytest.mark.usefixtures("context")
S = MatterState


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("河湖管理科")


@pytest.fixture
def by(make: Factory) -> Actor:
    return make.actor(Role.SUPERVISION, unit=make.unit("机关纪委"), name="赵敏")


@pytest.fixture
def officer(make: Factory, unit: Unit) -> Actor:
    return make.actor(Role.SECTION, unit=unit, name="王芳")


def content(unit: Unit, **values: Any) -> MatterContent:
    usual = MatterContent(Source.MEETING, "第7次局务会", "公布安全鉴定结果", "在网站公布", unit.id, date(2026, 10, 30))
    return replace(usual, **values)


def test_a_matter_is_signed_for_reported_returned_reported_again_accepted_and_closed(
    unit: Unit, by: Actor, officer: Actor, make: Factory
) -> None:
    matter = services.register_matter(content(unit), by=by)
    assert (matter.code, matter.state) == ("2026-001", S.ASSIGNED)

    services.sign_for(matter.id, by=officer)
    services.report_result(matter.id, "公布了一部分", by=officer)
    services.judge_result(matter.id, False, "还差三座", by=by)
    services.report_result(matter.id, "全部公布", by=officer)
    services.judge_result(matter.id, True, "", by=by)
    closed = services.close_matter(matter.id, by=make.actor(Role.LEADERSHIP, name="局长"))

    assert (closed.state, closed.closed_by, closed.done_on) == (S.CLOSED, "局长", date(2026, 10, 13))
    assert [(one.result, one.is_accepted, one.opinion) for one in closed.feedback] == [
        ("公布了一部分", False, "还差三座"), ("全部公布", True, ""),
    ]  # fmt: skip


def test_nobody_of_its_own_unit_judges_a_matter(unit: Unit, by: Actor, officer: Actor) -> None:
    matter = services.register_matter(content(unit), by=by)
    services.sign_for(matter.id, by=officer)
    services.report_result(matter.id, "全部公布", by=officer)

    with pytest.raises(NotAllowed, match="another unit"):
        services.judge_result(matter.id, True, "", by=replace(by, unit_id=unit.id))


def test_a_matter_waits_for_its_unit_until_it_is_reported_and_then_for_the_supervision_group(
    make: Factory, unit: Unit, by: Actor, officer: Actor
) -> None:
    rules = get_light_rules(clock.today())
    number = services.register_matter(content(unit), by=by).id
    stranger = make.actor(Role.SECTION, unit=make.unit(), name="外人")

    def waits() -> list[str]:
        people = {"unit": officer, "group": by, "stranger": stranger}
        return [name for name, one in people.items() if queries.list_matters_waiting(one, rules=rules)]

    assert waits() == ["unit"]
    services.sign_for(number, by=officer)
    assert waits() == ["unit"]
    services.report_result(number, "办好了", by=officer)
    assert waits() == ["group"]
    services.judge_result(number, False, "没办好", by=by)
    assert waits() == ["unit"]
    services.report_result(number, "真办好了", by=officer)
    services.judge_result(number, True, "", by=by)
    assert waits() == []


@pytest.mark.parametrize("account", ["same", "second"])
def test_who_reported_a_result_does_not_judge_it_in_another_role_or_account(
    make: Factory, unit: Unit, by: Actor, officer: Actor, account: str
) -> None:
    matter = services.register_matter(content(unit), by=by)
    services.sign_for(matter.id, by=officer)
    services.report_result(matter.id, "全部公布", by=officer)
    changed = replace(officer, role=Role.SUPERVISION, unit_id=by.unit_id)
    if account == "second":
        changed = replace(changed, account_id=make.actor().account_id)

    with pytest.raises(NotAllowed, match="reported by you"):
        services.judge_result(matter.id, True, "", by=changed)

    assert services.judge_result(matter.id, True, "", by=by).state is S.DONE


Do = Callable[[int, Actor], Any]
ACTIONS: dict[str, tuple[Do, MatterState]] = {
    "sign": (lambda number, by: services.sign_for(number, by=by), S.SIGNED),
    "report": (lambda number, by: services.report_result(number, "办好了", by=by), S.ANSWERED),
    "accept": (lambda number, by: services.judge_result(number, True, "", by=by), S.DONE),
    "return": (lambda number, by: services.judge_result(number, False, "没办好", by=by), S.RETURNED),
    "close": (lambda number, by: services.close_matter(number, by=by), S.CLOSED),
}
MAY = {
    "sign": {("section", True), ("office", True)},
    "report": {("section", True), ("office", True)},
    "accept": {("supervision", False)},
    "return": {("supervision", False)},
    "close": {("supervision", False), ("leadership", True), ("leadership", False)},
}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(st.tuples(st.sampled_from(list(ACTIONS)), st.sampled_from(list(Role)), st.booleans())))
def test_any_order_of_moves_by_anybody_follows_the_table_of_moves(
    make: Factory, unit: Unit, by: Actor, moves: list[tuple[str, Role, bool]]
) -> None:
    number, state = services.register_matter(content(unit), by=by).id, S.ASSIGNED

    for name, role, is_own in moves:
        action, target = ACTIONS[name]
        somebody = replace(by, role=role, unit_id=unit.id if is_own else by.unit_id)
        if is_own:
            somebody = replace(somebody, account_id=7_001, name="王芳")
        if target in MOVES[state] and (role.value, is_own) in MAY[name]:
            action(number, somebody)
            state = target
        else:
            with pytest.raises((NotAllowed, NotFound, RuleBroken)):
                action(number, somebody)
        assert queries.get_matter(number, by).state == state


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content": " "}, "content"),
        ({"requirement": ""}, "requirement"),
        ({"source_note": "密级：机密"}, "source_note"),
        ({"due_on": date(2026, 10, 12)}, "due_on"),
        ({"unit_id": 999}, "unit_id"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(unit: Unit, by: Actor, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.register_matter(content(unit, **wrong), by=by)

    assert refusal.value.field == field
    assert services.register_matter(content(unit), by=by).number == 1


def test_a_matter_changes_until_it_is_signed_for_and_never_under_somebody_elses_hands(
    unit: Unit, by: Actor, officer: Actor
) -> None:
    matter = services.register_matter(content(unit), by=by)
    services.change_matter(matter.id, content(unit, content="公布全部结果"), by=by, seen=1)

    with pytest.raises(Stale) as stale:
        services.change_matter(matter.id, content(unit, content="别的"), by=by, seen=1)
    assert stale.value.current["content"] == "公布全部结果"
    services.sign_for(matter.id, by=officer)
    with pytest.raises(RuleBroken, match="signed for"):
        services.change_matter(matter.id, content(unit), by=by)
    with pytest.raises(Stale):
        services.report_result(matter.id, "办好了", by=officer, seen=1)


def test_a_report_keeps_its_files_and_addresses_with_every_round(unit: Unit, by: Actor, officer: Actor) -> None:
    matter = services.register_matter(content(unit), by=by)
    services.sign_for(matter.id, by=officer)
    services.report_result(matter.id, "公布了一部分", by=officer, received=[picture("公布页面.png")])
    services.judge_result(matter.id, False, "还差三座", by=by)
    services.report_result(matter.id, "全部公布", by=officer, urls=["https://water.example/list.html"])

    first, second = queries.get_matter(matter.id, by).feedback
    assert [(one.name, bool(one.file)) for one in first.evidence] == [("公布页面.png", True)]
    assert [(one.url, one.file) for one in second.evidence] == [("https://water.example/list.html", None)]
    with pytest.raises(NotFound):  # an address is no file
        queries.get_evidence(matter.id, second.evidence[0].id, by)


@pytest.mark.parametrize(("wrong", "field"), [({"urls": ["javascript:alert(1)"]}, "url"), ({"files": 7}, "files")])
def test_proofs_that_cannot_be_meant_are_refused_and_nothing_is_reported(
    unit: Unit, by: Actor, officer: Actor, wrong: dict[str, Any], field: str
) -> None:
    matter = services.register_matter(content(unit), by=by)
    services.sign_for(matter.id, by=officer)
    received = [picture(shade=at) for at in range(wrong.get("files", 0))]

    with pytest.raises(RuleBroken) as refusal:
        services.report_result(matter.id, "办好了", by=officer, received=received, urls=wrong.get("urls", ()))

    assert refusal.value.field == field
    assert queries.get_matter(matter.id, by).feedback == []


def test_the_lights_follow_the_rule_set_of_the_agency(unit: Unit, by: Actor, officer: Actor, make: Factory) -> None:
    make.agency()
    late, near, far = (
        services.register_matter(content(unit, due_on=due), by=by).id
        for due in (date(2026, 10, 13), date(2026, 10, 15), date(2026, 12, 31))
    )
    for number in (late, near, far):
        services.sign_for(number, by=officer)
    rules = replace(get_light_rules(clock.today()), today=date(2026, 10, 14))

    found = queries.list_matters(by, 2026, MatterView.OPEN, rules=rules, limit=10)

    assert [(row.id, row.light.kind) for row in found] == [
        (late, LightKind.STOP), (near, LightKind.WAIT), (far, LightKind.GO),
    ]  # fmt: skip
    assert queries.count_matters(by, 2026, today=rules.today)[MatterView.LATE] == 1


def test_a_list_costs_the_same_for_few_and_many_and_shows_a_section_only_its_own(
    make: Factory, unit: Unit, by: Actor, officer: Actor
) -> None:
    services.register_matter(content(unit), by=by)
    rules = get_light_rules(clock.today())

    def cost() -> int:
        with counting() as statements:
            queries.list_matters(by, 2026, MatterView.ALL, rules=rules, limit=50)
        return statements.count

    few = cost()
    other = make.unit()
    for _ in range(10):
        services.register_matter(content(other), by=by)

    assert cost() == few == 1
    assert len(queries.list_matters(officer, 2026, MatterView.ALL, rules=rules, limit=50)) == 1
