"""Findings: opened, answered by their own unit, re-checked by somebody else, closed, re-opened; every round is kept."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from tests.checks.files import picture
from tests.support.factory import Factory
from tracker.checks import services
from tracker.checks.models import Finding, Rectification
from tracker.checks.rules import FindingState, Severity
from tracker.checks.services import Demand
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role

pytestmark = pytest.mark.usefixtures("context")
S = FindingState


@pytest.fixture
def checker(make: Factory) -> Actor:
    return make.actor(Role.SUPERVISION, unit=make.unit("机关纪委"), name="周立")


@pytest.fixture
def section(make: Factory) -> Actor:
    return make.actor(Role.SECTION, unit=make.unit("信息科"), name="王芳")


@pytest.fixture
def finding(make: Factory, checker: Actor, section: Actor) -> Finding:
    assert section.unit_id is not None
    return services.add_finding(section.unit_id, "三个链接打不开", Demand(days=10), by=checker)


def answered(finding: Finding, section: Actor) -> Rectification:
    return services.answer_finding(finding.id, "已修复三个链接", by=section)


def test_capability_78_a_finding_by_hand_gives_its_unit_a_limit_in_working_days(make: Factory, checker: Actor) -> None:
    unit = make.unit()

    finding = services.add_finding(
        unit.id, "公开栏长期未更新", Demand(days=3, severity=Severity.GRAVE, basis="省考核细则"), by=checker
    )

    assert (finding.label, finding.due_on, finding.found_by) == ("问题2026-001", date(2026, 10, 16), "周立")
    assert (finding.task_id, finding.round_id, finding.state) == (None, None, S.OPEN)
    (entry,) = list_history_of("finding", finding.id)
    assert entry.event == "finding.opened"
    assert entry.changes["due_on"] == [None, "2026-10-16"]


def test_a_finding_about_a_task_is_numbered_in_the_year_of_the_task(make: Factory, checker: Actor) -> None:
    unit = make.unit()
    old = make.task(lead=unit, year=2025)

    first = services.add_finding(unit.id, "缺说明", Demand(), by=checker, task_id=old.id)
    second = services.add_finding(unit.id, "缺说明", Demand(), by=checker)

    assert [(one.year, one.number) for one in (first, second)] == [(2025, 1), (2026, 1)]


@pytest.mark.parametrize("what", ["no unit", "outside", "closed", "no task", "no text", "no days"])
def test_a_finding_that_cannot_be_mended_is_refused(make: Factory, checker: Actor, what: str) -> None:
    last_day = date(2026, 10, 12) if what == "closed" else None
    unit = make.unit(kind=UnitKind.OUTSIDE if what == "outside" else UnitKind.SECTION, to_on=last_day)

    with pytest.raises(RuleBroken) as refused:
        services.add_finding(
            999 if what == "no unit" else unit.id, " " if what == "no text" else "缺说明",
            Demand(days=0 if what == "no days" else 10), by=checker, task_id=999 if what == "no task" else None,
        )  # fmt: skip

    fields = {
        "outside": "unit_id",
        "closed": "unit_id",
        "no unit": "unit_id",
        "no task": "task_id",
        "no text": "description",
    }
    assert refused.value.field == fields.get(what, "days")
    assert db.session.scalars(select(Finding)).all() == []


def test_a_limit_beyond_the_known_calendar_says_which_year_is_missing(make: Factory, checker: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.add_finding(make.unit().id, "缺说明", Demand(days=100), by=checker)

    assert refused.value.values == {"year": 2027}


def test_a_finding_is_answered_with_proofs_rechecked_and_closed(
    finding: Finding, section: Actor, checker: Actor
) -> None:
    answer = services.answer_finding(
        finding.id, "已修复三个链接", by=section, received=[picture("修复后.png")], urls=["https://www.example.cn/a"]
    )
    assert [(proof.name, proof.url, bool(proof.file)) for proof in answer.evidence] == [
        ("修复后.png", "", True),
        ("https://www.example.cn/a", "https://www.example.cn/a", False),
    ]

    closed = services.recheck(finding.id, True, "现场核过，能打开", by=checker)

    assert (closed.state, closed.closed_on, closed.closed_by) == (S.CLOSED, date(2026, 10, 13), "周立")
    (kept,) = closed.rectifications
    assert (kept.is_passed, kept.rechecked_by, kept.opinion) == (True, "周立", "现场核过，能打开")
    events = [row.event for row in list_history_of("finding", finding.id)]
    assert events == ["finding.closed", "finding.answered", "finding.opened"]


def test_returned_and_reopened_findings_keep_every_round(finding: Finding, section: Actor, checker: Actor) -> None:
    answered(finding, section)
    returned = services.recheck(finding.id, False, "还有一个打不开", by=checker, days=3)
    assert (returned.state, returned.due_on) == (S.RETURNED, date(2026, 10, 16))

    services.answer_finding(finding.id, "最后一个也修复了", by=section)
    services.recheck(finding.id, True, "", by=checker)
    with time_machine.travel(datetime(2026, 10, 20, 2, tzinfo=UTC), tick=False):
        again = services.reopen_finding(finding.id, "又打不开了", by=checker, days=5)

    assert (again.state, again.due_on, again.closed_on, again.closed_by) == (S.OPEN, date(2026, 10, 27), None, "")
    assert [one.is_passed for one in again.rectifications] == [False, True]
    assert [(one.reason, one.due_on) for one in again.reopenings] == [("又打不开了", date(2026, 10, 27))]
    with time_machine.travel(datetime(2026, 10, 21, 2, tzinfo=UTC), tick=False):
        services.answer_finding(finding.id, "换了服务器", by=section)
        closed = services.recheck(finding.id, True, "", by=checker)
    assert (closed.state, closed.closed_on) == (S.CLOSED, date(2026, 10, 21))
    assert [one.is_passed for one in closed.rectifications] == [False, True, True]


def test_returned_without_new_days_the_limit_stays(finding: Finding, section: Actor, checker: Actor) -> None:
    answered(finding, section)

    returned = services.recheck(finding.id, False, "还有一个打不开", by=checker)

    assert returned.due_on == date(2026, 10, 27)


def test_a_return_says_why_and_a_reopening_too(finding: Finding, section: Actor, checker: Actor) -> None:
    answered(finding, section)

    with pytest.raises(RuleBroken) as refused:
        services.recheck(finding.id, False, " ", by=checker)
    assert refused.value.field == "opinion"
    services.recheck(finding.id, True, "", by=checker)
    with pytest.raises(RuleBroken) as refused:
        services.reopen_finding(finding.id, "", by=checker)
    assert refused.value.field == "reason"


def test_capability_23_neither_the_rectifier_nor_the_own_unit_rechecks(
    make: Factory, finding: Finding, section: Actor, checker: Actor
) -> None:
    answered(finding, section)
    own_colleague = Actor(name="赵敏", role=Role.SUPERVISION, account_id=901, unit_id=section.unit_id)
    moved_rectifier = Actor(name="王芳", role=Role.SUPERVISION, account_id=section.account_id, unit_id=checker.unit_id)

    second_account = Actor(name=section.name, role=Role.SUPERVISION, account_id=903, unit_id=checker.unit_id)

    for by in (own_colleague, moved_rectifier, second_account):
        with pytest.raises(NotAllowed):
            services.recheck(finding.id, True, "", by=by)

    assert db.session.get_one(Finding, finding.id, populate_existing=True).state is S.RECTIFIED


def test_who_answered_an_earlier_round_does_not_recheck_a_later_one(
    make: Factory, finding: Finding, section: Actor, checker: Actor
) -> None:
    answered(finding, section)
    services.recheck(finding.id, False, "不全", by=checker)
    colleague = Actor(name="赵敏", role=Role.SECTION, account_id=902, unit_id=section.unit_id)
    services.answer_finding(finding.id, "补全了", by=colleague)
    moved = Actor(name="王芳", role=Role.SUPERVISION, account_id=section.account_id, unit_id=checker.unit_id)

    with pytest.raises(NotAllowed):
        services.recheck(finding.id, True, "", by=moved)


def test_only_the_own_unit_answers(make: Factory, finding: Finding, checker: Actor) -> None:
    with pytest.raises(NotFound):
        services.answer_finding(finding.id, "修好了", by=make.actor(Role.SECTION, unit=make.unit()))
    with pytest.raises(NotAllowed):
        services.answer_finding(finding.id, "修好了", by=make.actor(Role.OFFICE, unit=make.unit()))
    with pytest.raises(NotAllowed):
        services.answer_finding(finding.id, "修好了", by=checker)

    assert db.session.scalars(select(Rectification)).all() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISION])
def test_other_roles_neither_open_nor_recheck_nor_reopen(make: Factory, finding: Finding, role: Role) -> None:
    by = make.actor(role)

    with pytest.raises(NotAllowed):
        services.add_finding(finding.unit_id, "缺说明", Demand(), by=by)
    with pytest.raises(NotAllowed):
        services.recheck(finding.id, True, "", by=by)
    with pytest.raises(NotAllowed):
        services.reopen_finding(finding.id, "又坏了", by=by)


def test_an_answer_needs_measures_and_openable_addresses(finding: Finding, section: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.answer_finding(finding.id, "\n", by=section)
    assert refused.value.field == "measures"
    with pytest.raises(RuleBroken) as refused:
        services.answer_finding(finding.id, "修好了", by=section, urls=["javascript:alert(1)"])
    assert refused.value.field == "url"


def test_r6_of_two_answers_the_second_sees_the_first(make: Factory, finding: Finding, section: Actor) -> None:
    answered(finding, section)
    colleague = Actor(name="赵敏", role=Role.SECTION, account_id=903, unit_id=section.unit_id)

    with pytest.raises(Stale) as stale:
        services.answer_finding(finding.id, "我也修了", by=colleague, seen=1)
    assert stale.value.current == {"measures": "已修复三个链接"}
    assert (stale.value.saved_by, stale.value.version) == ("王芳", 2)
    with pytest.raises(RuleBroken):
        services.answer_finding(finding.id, "我也修了", by=colleague, seen=2)


def test_r6_an_answer_that_came_later_is_not_closed_unseen(finding: Finding, section: Actor, checker: Actor) -> None:
    answered(finding, section)
    services.recheck(finding.id, False, "不全", by=checker, seen=2)
    services.answer_finding(finding.id, "补全了", by=section)

    with pytest.raises(Stale):
        services.recheck(finding.id, True, "", by=checker, seen=2)

    assert db.session.get_one(Finding, finding.id, populate_existing=True).state is S.RECTIFIED


def test_r6_a_reopening_is_not_done_twice(finding: Finding, section: Actor, checker: Actor) -> None:
    answered(finding, section)
    services.recheck(finding.id, True, "", by=checker)
    services.reopen_finding(finding.id, "又坏了", by=checker, seen=3)

    with pytest.raises(Stale) as stale:
        services.reopen_finding(finding.id, "我也看见了", by=checker, seen=3)

    assert stale.value.current == {"reason": "又坏了"}
    assert stale.value.saved_by == "周立"
