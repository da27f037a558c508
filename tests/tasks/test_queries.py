"""Reading tasks: who sees which, filters, order, counts, neighbours."""

from datetime import date, timedelta

import pytest

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotFound
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.plans.rules import Duty
from tracker.tasks import queries
from tracker.tasks.filters import LOOKED_UP, SORTS, LimitFilter, StateFilter, TaskFilter
from tracker.tasks.lights import LightKind, LightRules
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rows import CalledUnits, called
from tracker.tasks.rules import TaskState
from tracker.workdays.limits import LimitKind
from tracker.workdays.rule_sets import DEFAULT
from tracker.workdays.shipped import shipped_calendar

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 7, 15)
RULES = LightRules(DEFAULT, TODAY, shipped_calendar())


def titles(wanted: TaskFilter, by: Actor, **asked: object) -> list[str]:
    return [row.title for row in queries.list_tasks(wanted, by=by, rules=RULES, **asked)]  # type: ignore[arg-type]


def found(make: Factory, **asked: object) -> set[str]:
    return set(titles(TaskFilter(2026, **asked), make.actor(Role.OFFICE)))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_c2_a_section_sees_its_own_others_see_all_administrators_see_nothing(make: Factory, role: Role) -> None:
    unit = make.unit()
    make.task(title="牵头的", lead=unit)
    make.task(title="配合的", coop=(unit,))
    other = make.task(title="别科的")
    by = make.actor(role, unit=unit)
    all_of_them = {"牵头的", "配合的", "别科的"}
    seen = {
        Role.SECTION: {"牵头的", "配合的"}, Role.OFFICE: all_of_them, Role.LEADERSHIP: all_of_them,
        Role.SUPERVISION: all_of_them,
    }.get(role, set())  # fmt: skip

    assert set(titles(TaskFilter(2026), by)) == seen
    assert queries.count_by_light(TaskFilter(2026), by=by, rules=RULES).total == len(seen)
    assert queries.tally_year(2026, by=by, rules=RULES).count(None) == len(seen)
    assert queries.list_years(by) == ([2026] if seen else [])
    if "别科的" not in seen:
        with pytest.raises(NotFound):
            queries.get_task_page(other.id, by=by, rules=RULES)


def test_the_states_and_groups_of_states(make: Factory) -> None:
    make.task(title="逾期", due_on=TODAY - timedelta(days=1), reported_at=clock.now(), state=TaskState.IN_PROGRESS)
    make.task(title="临期", due_on=TODAY + timedelta(days=2), reported_at=clock.now(), state=TaskState.SUBMITTED)
    make.task(title="远期", due_on=TODAY + timedelta(days=90))
    make.task(title="办结", due_on=TODAY - timedelta(days=9), state=TaskState.DONE, done_on=TODAY)
    make.task(title="取消", state=TaskState.CANCELLED)

    assert found(make, state=StateFilter.OPEN) == {"逾期", "临期", "远期"}
    assert found(make, state=StateFilter.LATE) == {"逾期"}
    assert found(make, state=StateFilter.SOON) == {"临期"}
    assert found(make, state=StateFilter.SILENT) == {"远期"}
    assert found(make, state=StateFilter.SUBMITTED) == {"临期"}
    assert found(make, state=StateFilter.DONE) == {"办结"}
    assert found(make, state=StateFilter.CANCELLED) == {"取消"}
    assert found(make, light=LightKind.STOP) == {"逾期"}
    office = make.actor(Role.OFFICE)
    year = queries.tally_year(2026, by=office, rules=RULES)
    for state in (None, *(one for one in StateFilter if one not in LOOKED_UP)):
        assert year.count(state) == len(titles(TaskFilter(2026, state=state), office))
        for light in (None, *LightKind):
            wanted = TaskFilter(2026, state=state, light=light)
            assert year.lights(state, light) == queries.count_by_light(wanted, by=office, rules=RULES)


def test_a_text_is_found_in_either_case_and_its_signs_mean_themselves(make: Factory) -> None:
    make.task(title="公开PDF文本", requirement="覆盖率100%")
    make.task(title="公开pdf目录", requirement="见a_b/c，共1000条")

    assert found(make, text="Pdf 公开") == {"公开PDF文本", "公开pdf目录"}
    assert found(make, text="100%") == {"公开PDF文本"}
    assert found(make, text="a_b/c") == {"公开pdf目录"}
    assert found(make, text="axb") == found(make, text="pdf%目录") == set()


def test_what_a_filter_finds_is_counted_alike_from_its_rows_and_by_the_database(make: Factory) -> None:
    make.task(title="公开甲", due_on=TODAY - timedelta(days=9))
    make.task(title="公开乙", state=TaskState.DONE, done_on=TODAY)
    make.task(title="公开丙", due_on=TODAY + timedelta(days=90))
    by, wanted = make.actor(Role.OFFICE), TaskFilter(2026, text="公开")

    counted = queries.count_by_light(wanted, by=by, rules=RULES)
    rows = queries.list_tasks(wanted, by=by, rules=RULES)

    assert counted.total == len(rows) == 3
    assert queries.count_by_light(wanted, rows, by=by, rules=RULES) == counted


def test_a_quarter_begins_and_ends_with_its_days(make: Factory) -> None:
    for due_on in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1)):
        make.task(title=due_on.isoformat(), due_on=due_on)
    make.task(title="没有日期", limit_kind=LimitKind.OPEN_ENDED)

    assert found(make, limit=LimitFilter.Q4) == {"2026-10-01", "2026-12-31"}
    assert found(make, limit=LimitFilter.Q3) == {"2026-09-30"}
    assert found(make, limit=LimitFilter.UNDATED) == found(make, limit=LimitFilter.ONGOING) == {"没有日期"}


def test_unit_and_category_narrow_the_list(make: Factory) -> None:
    unit = make.unit()
    make.task(title="甲", lead=unit, category="主动公开")
    make.task(title="乙", coop=(unit,), category="解读回应")
    make.task(title="丙", category="主动公开")

    assert found(make, unit_id=unit.id) == {"甲", "乙"}
    assert found(make, category="主动公开") == {"甲", "丙"}
    assert found(make, unit_id=unit.id, category="主动公开") == {"甲"}


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("公示", {"征地公示"}), ("征地 公示", {"征地公示"}), ("二十日", {"征地公示"}), ("100%", {"达到100%"}),
        ("%", {"达到100%"}), ("_", set()), ("ABC", {"abc系统"}), ("'; DROP", set()), ("  ", None),
    ],
)  # fmt: skip
def test_words_are_looked_for_as_they_are_typed(make: Factory, text: str, hits: set[str] | None) -> None:
    everything = {"征地公示", "达到100%", "abc系统"}
    make.task(title="征地公示", requirement="公示二十日")
    make.task(title="达到100%")
    make.task(title="abc系统")

    assert found(make, text=text) == (everything if hits is None else hits)


def test_what_has_no_day_stands_last_in_either_direction(make: Factory) -> None:
    make.task(title="无", number=1)
    make.task(title="早", number=2, due_on=date(2026, 3, 1))
    make.task(title="晚", number=3, due_on=date(2026, 9, 1))
    office = make.actor(Role.OFFICE)

    assert titles(TaskFilter(2026), office) == ["早", "晚", "无"]
    assert titles(TaskFilter(2026), office, is_descending=True) == ["晚", "早", "无"]
    assert titles(TaskFilter(2026), office, sort="number") == ["无", "早", "晚"]
    assert titles(TaskFilter(2026), office, limit=1, offset=1) == ["晚"]


def test_lists_are_sorted_by_lead_unit_and_by_progress(make: Factory) -> None:
    first, second = make.unit(position=1), make.unit(position=2)
    make.task(title="乙", lead=second, coop=(first,), percent=10)
    make.task(title="甲", lead=first, percent=90)
    office = make.actor(Role.OFFICE)

    assert titles(TaskFilter(2026), office, sort="unit") == ["甲", "乙"]
    assert titles(TaskFilter(2026), office, sort="progress") == ["乙", "甲"]


def test_a_row_names_units_turns_and_light(make: Factory) -> None:
    lead, coop = make.unit("规划科"), make.unit("信息中心")
    task = make.task(lead=lead, coop=(coop,), limit_kind=LimitKind.RECURRING)
    make.occurrence(task, date(2026, 3, 31), name="2026年第1季度", done_on=date(2026, 3, 30))
    make.occurrence(task, date(2026, 9, 30), name="2026年第3季度")
    make.occurrence(task, date(2026, 6, 30), name="2026年第2季度")

    (row,) = queries.list_tasks(TaskFilter(2026), by=make.actor(Role.OFFICE), rules=RULES)

    assert [unit.name for unit in row.leads] == ["规划科"]
    assert [unit.name for unit in row.coops] == ["信息中心"]
    assert (row.turns.all, row.turns.done) == (3, 1)
    assert (row.turns.next_name, row.turns.next_due_on) == ("2026年第2季度", date(2026, 6, 30))
    assert row.light.kind == LightKind.NONE


def test_units_out_of_one_collective_name_are_called_together(make: Factory) -> None:
    task = make.task(lead=make.unit("办公室"))
    for name in ("法规科", "财务科"):
        _join(task, make.unit(name), "各科室")
    _join(task, make.unit("信息中心"), "")

    (row,) = queries.list_tasks(TaskFilter(2026), by=make.actor(Role.OFFICE), rules=RULES)

    assert called(row.coops) == [CalledUnits("各科室", 2), CalledUnits("信息中心")]


def _join(task: Task, unit: Unit, named_as: str) -> None:
    with transaction():
        db.session.add(TaskUnit(task_id=task.id, unit_id=unit.id, duty=Duty.COOP, named_as=named_as))


def test_neighbours_are_those_the_reader_may_see(make: Factory) -> None:
    unit = make.unit()
    first = make.task(number=1, lead=unit)
    make.task(number=2)
    third = make.task(number=3, lead=unit)
    make.task(number=4, lead=unit, year=2025)

    page = queries.get_task_page(first.id, by=make.actor(Role.SECTION, unit=unit), rules=RULES)

    assert (page.previous_id, page.next_id) == (None, third.id)


@pytest.mark.parametrize("sort", SORTS)
def test_a_list_takes_the_same_statements_for_few_tasks_and_for_many(make: Factory, sort: str) -> None:
    by = make.actor(Role.OFFICE)
    counts = []
    for number in (5, 60):
        while db.session.query(Task).count() < number:
            task = make.task(coop=(make.unit(),))
            make.occurrence(task, date(2026, 9, 30))
        db.session.rollback()
        with counting() as statements:
            rows = queries.list_tasks(TaskFilter(2026), by=by, rules=RULES, sort=sort)
        assert len(rows) == number
        counts.append(statements.count)

    assert counts == [3, 3]
