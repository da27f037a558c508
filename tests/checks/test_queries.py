"""What lists and pages of checks read: filters, counts, ages, who sees what, and how many statements it takes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.checks import dossier, queries, rounds
from tracker.checks.queries import FindingFilter
from tracker.checks.rules import FindingState, FindingView, Verdict
from tracker.db import db, transaction
from tracker.errors import NotFound
from tracker.permissions import Actor, Role
from tracker.tasks.lights import LightKind, LightRules
from tracker.tasks.queries import get_light_rules

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 10, 13)
S = FindingState


def rules() -> LightRules:
    return get_light_rules(TODAY)


def descriptions(by: Actor, **wanted: Any) -> list[str]:
    return [row.description for row in queries.list_findings(by, FindingFilter(**wanted), rules=rules())]


@pytest.fixture
def everybody(make: Factory) -> Actor:
    return make.actor(Role.LEADERSHIP)


def set_of_findings(make: Factory) -> None:
    unit = make.unit()
    for name, state, due_on in (
        ("open", S.OPEN, TODAY),
        ("late", S.OPEN, date(2026, 10, 12)),
        ("returned late", S.RETURNED, date(2026, 9, 30)),
        ("answered after its day", S.RECTIFIED, date(2026, 9, 29)),
        ("closed", S.CLOSED, date(2026, 9, 28)),
    ):
        closed_on = TODAY if state is S.CLOSED else None
        make.finding(unit, description=name, state=state, due_on=due_on, closed_on=closed_on)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (FindingView.UNCLOSED, ["answered after its day", "returned late", "late", "open"]),
        (FindingView.MEND, ["returned late", "late", "open"]),
        (FindingView.LATE, ["returned late", "late"]),
        (FindingView.RECHECK, ["answered after its day"]),
        (FindingView.CLOSED, ["closed"]),
        (FindingView.ALL, ["closed", "answered after its day", "returned late", "late", "open"]),
    ],
)
def test_each_view_lists_what_it_counts(
    make: Factory, everybody: Actor, view: FindingView, expected: list[str]
) -> None:
    set_of_findings(make)

    counts = queries.count_findings(everybody, year=2026, today=TODAY)

    assert descriptions(everybody, view=view) == expected
    assert counts.of(view) == len(expected)


def test_what_passed_its_limit_counts_as_not_mended_until_it_is_answered(make: Factory, everybody: Actor) -> None:
    set_of_findings(make)

    found = queries.list_findings(everybody, FindingFilter(), rules=rules())

    assert {row.description for row in found if row.is_deemed_unmended} == {"late", "returned late"}
    assert {row.description: row.light.kind for row in found} == {
        "open": LightKind.WAIT,
        "late": LightKind.STOP,
        "returned late": LightKind.STOP,
        "answered after its day": LightKind.NONE,
        "closed": LightKind.DONE,
    }


def test_findings_are_found_by_year_and_unit(make: Factory, everybody: Actor) -> None:
    unit, other = make.unit(), make.unit()
    make.finding(unit, description="mine")
    make.finding(other, description="theirs")
    make.finding(unit, description="last year", year=2025)

    assert descriptions(everybody, year=2026, unit_id=unit.id) == ["mine"]
    assert descriptions(everybody, year=2025) == ["last year"]
    assert queries.count_findings(everybody, year=2026, unit_id=unit.id, today=TODAY).all == 1
    assert queries.list_years() == [2026, 2025]


@pytest.mark.parametrize("sort", list(queries.SORTS))
def test_findings_are_sorted_both_ways_and_paged(make: Factory, everybody: Actor, sort: str) -> None:
    for day in range(1, 6):
        made_on = date(2026, 10, day)
        make.finding(make.unit(position=day), description=str(day), found_on=made_on, due_on=made_on, number=day)

    def numbers(**asked: Any) -> list[str]:
        found = queries.list_findings(everybody, FindingFilter(), rules=rules(), sort=sort, **asked)
        return [row.description for row in found]

    assert numbers() == ["1", "2", "3", "4", "5"]
    assert numbers(is_descending=True, limit=2, offset=1) == ["4", "3"]


def test_c2_a_section_sees_the_findings_of_its_own_unit_only(make: Factory) -> None:
    own, other = make.unit(), make.unit()
    task = make.task(lead=own, coop=(other,))
    mine = make.finding(own, description="mine", task_id=task.id)
    theirs = make.finding(other, description="theirs", task_id=task.id)
    section = make.actor(Role.SECTION, unit=own)

    assert descriptions(section) == ["mine"]
    assert descriptions(section, unit_id=other.id) == []
    assert [row.id for row in queries.list_findings_of_task(task.id, section, rules=rules())] == [mine.id]
    assert queries.count_findings(section, year=None, today=TODAY).all == 1
    assert queries.count_findings_by_age(section, year=None, rules=rules()).new == 1
    assert queries.get_finding(mine.id, section).id == mine.id
    for look in (queries.get_finding, lambda one, by: dossier.get_finding_page(one, by, rules=rules())):
        with pytest.raises(NotFound):
            look(theirs.id, section)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_administrators_see_no_findings_not_even_of_their_own_unit(make: Factory, role: Role) -> None:
    unit = make.unit()
    task = make.task(lead=unit)
    make.finding(unit)
    by = make.actor(role, unit=unit)
    opened = make.round(task)

    assert descriptions(by) == []
    assert rounds.list_rounds(2026, by) == []
    with pytest.raises(NotFound):
        rounds.get_round(opened.id, by)


@pytest.mark.parametrize(
    ("found_on", "band", "age"),
    [
        (date(2026, 10, 13), "new", 0),
        (date(2026, 9, 22), "new", 10),  # nine days off in between, two of them worked
        (date(2026, 9, 20), "older", 12),
        (date(2026, 9, 9), "older", 20),
        (date(2026, 9, 8), "old", 21),
    ],
)
def test_the_age_of_a_finding_is_counted_in_working_days(
    make: Factory, everybody: Actor, found_on: date, band: str, age: int
) -> None:
    make.finding(make.unit(), found_on=found_on)

    (row,) = queries.list_findings(everybody, FindingFilter(), rules=rules())
    counts = queries.count_findings_by_age(everybody, year=2026, rules=rules())

    assert row.age == age
    assert {name: number for name, number in vars(counts).items() if number} == {band: 1}


def test_the_age_of_a_closed_finding_stands_still(make: Factory, everybody: Actor) -> None:
    found, closed = date(2026, 10, 8), date(2026, 10, 9)
    make.finding(make.unit(), state=S.CLOSED, found_on=found, closed_on=closed)

    (row,) = queries.list_findings(everybody, FindingFilter(), rules=rules())

    assert row.age == 1
    assert queries.count_findings_by_age(everybody, year=2026, rules=rules()).new == 0


def test_without_a_calendar_of_the_year_pages_still_answer(make: Factory, everybody: Actor) -> None:
    finding = make.finding(make.unit(), found_on=date(2030, 3, 1), due_on=date(2030, 3, 15), year=2030)
    later = get_light_rules(date(2030, 3, 8))

    (row,) = queries.list_findings(everybody, FindingFilter(), rules=later)
    page = dossier.get_finding_page(finding.id, everybody, rules=later)

    assert row.age == 5
    assert page.limit is None


def test_what_waits_is_to_be_mended_by_the_unit_and_rechecked_by_others(make: Factory) -> None:
    own, other = make.unit(), make.unit()
    make.finding(own, description="to mend", due_on=date(2026, 10, 20))
    make.finding(own, description="returned", state=S.RETURNED, due_on=date(2026, 10, 14))
    make.finding(own, description="answered", state=S.RECTIFIED)
    make.finding(other, description="of others")

    def waiting(role: Role, unit: Any) -> list[str]:
        by = make.actor(role, unit=unit)
        return [row.description for row in queries.list_findings_waiting(by, rules=rules())]

    assert waiting(Role.SECTION, own) == ["returned", "to mend"]
    assert waiting(Role.OFFICE, own) == ["returned", "to mend"]
    assert waiting(Role.SUPERVISION, other) == ["answered"]
    assert waiting(Role.SUPERVISION, None) == ["answered"]
    assert waiting(Role.SUPERVISION, own) == []
    assert waiting(Role.LEADERSHIP, own) == []
    assert waiting(Role.SECTION, None) == []


def test_a_page_of_a_finding_explains_the_limit_that_holds_now(make: Factory, everybody: Actor) -> None:
    finding = make.finding(make.unit(), found_on=date(2026, 9, 28), due_on=date(2026, 10, 19))

    page = dossier.get_finding_page(finding.id, everybody, rules=rules())

    assert page.limit is not None
    assert (page.limit.start, page.limit.length, page.limit.due_on) == (date(2026, 9, 28), 11, date(2026, 10, 19))


def test_c2_a_section_sees_a_round_as_far_as_it_leads_the_tasks(make: Factory) -> None:
    own, other = make.unit(), make.unit()
    mine, theirs = make.task(lead=own), make.task(lead=other, coop=(own,))
    opened, foreign = make.round(mine, theirs, number=1), make.round(theirs, number=2)
    section = make.actor(Role.SECTION, unit=own)

    assert [(row.id, row.tasks) for row in rounds.list_rounds(2026, section)] == [(opened.id, 1)]
    assert [row.task_id for row in rounds.list_results(opened.id, section, limit=50)] == [mine.id]
    assert rounds.get_round(opened.id, make.actor(Role.LEADERSHIP)).tasks == 2
    with pytest.raises(NotFound):
        rounds.get_round(foreign.id, section)


def test_c2_a_lead_unit_does_not_read_what_another_unit_has_to_mend(make: Factory) -> None:
    own, other = make.unit(), make.unit()
    task = make.task(lead=own, coop=(other,))
    opened = make.round(task)
    make.finding(other, round_id=opened.id, task_id=task.id)
    with transaction():
        (result,) = db.session.merge(opened).results
        result.verdict, result.note = Verdict.PROBLEM, "配合科室没有报"

    (seen,) = rounds.list_results(opened.id, make.actor(Role.SECTION, unit=own), limit=50)
    (whole,) = rounds.list_results(opened.id, make.actor(Role.SUPERVISION), limit=50)

    assert (seen.verdict, seen.note, seen.finding_id) == (Verdict.PROBLEM, "", None)
    assert (whole.note, bool(whole.finding_id)) == ("配合科室没有报", True)


def test_the_checker_is_led_from_task_to_task_and_round_again(make: Factory) -> None:
    tasks = [make.task() for _ in range(3)]
    opened = make.round(*tasks)
    first, second, third = (task.id for task in tasks)
    checker = make.actor(Role.SUPERVISION)

    assert rounds.find_next_unchecked(opened.id) == first
    assert rounds.find_next_unchecked(opened.id, first) == second
    assert rounds.find_next_unchecked(opened.id, third) == first
    item = rounds.get_check_item(opened.id, second, checker, today=TODAY)
    assert (item.position, item.previous_id, item.round.tasks) == (2, first, 3)
    with transaction():
        for result in db.session.merge(opened).results:
            result.verdict = Verdict.SATISFIED
    assert rounds.find_next_unchecked(opened.id, third) is None


def statements(work: Callable[[], object]) -> int:
    db.session.rollback()
    with counting() as counted:
        work()
    return counted.count


def test_lists_take_the_same_number_of_statements_for_few_and_many_rows(make: Factory) -> None:
    unit = make.unit()
    by, light_rules = make.actor(Role.SUPERVISION), rules()
    round_id = make.round(make.task(lead=unit)).id

    def work() -> list[int]:
        wanted = FindingFilter(2026)
        return [
            statements(lambda: queries.list_findings(by, wanted, rules=light_rules)),
            statements(lambda: queries.count_findings(by, year=2026, today=TODAY)),
            statements(lambda: queries.count_findings_by_age(by, year=2026, rules=light_rules)),
            statements(lambda: queries.list_findings_waiting(by, rules=light_rules)),
            statements(lambda: rounds.list_rounds(2026, by)),
            statements(lambda: rounds.get_round_page(round_id, by, limit=50)),
            statements(lambda: dossier.get_overview(2026, by, rules=light_rules)),
        ]

    few = work()
    for number in range(30):
        task = make.task(lead=unit, coop=(make.unit(),))
        make.finding(unit, task_id=task.id, state=S.RECTIFIED if number % 2 else S.OPEN)
        make.round(task)
    many = work()

    assert few == many == [1, 1, 1, 1, 1, 4, 4]


def test_a_finding_with_many_rounds_takes_the_same_number_of_statements(make: Factory) -> None:
    finding = make.finding(make.unit(), state=S.RECTIFIED)
    by, light_rules, finding_id = make.actor(Role.SUPERVISION), rules(), finding.id

    def work() -> int:
        return statements(lambda: dossier.get_finding_page(finding_id, by, rules=light_rules))

    make.rectification(finding)
    few = work()
    for _ in range(20):
        make.rectification(finding)

    assert work() == few <= 6
