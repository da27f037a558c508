"""The Excel round trip: a filled sheet gives exactly the edits that were made, as a whole or not at all."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import func, select

from tests.roundtrip.filling import Edits, fill_in, given_out, rows_of
from tests.roundtrip.sheets import PLAN, WORK, YEAR
from tests.support.factory import Factory
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, RuleBroken
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportContent, ReportState
from tracker.progress.services import report_progress
from tracker.roundtrip import queries, services
from tracker.roundtrip.rules import FilledRow, SheetKind, from_json, normal, to_json
from tracker.roundtrip.sheet import read_sheet
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskWording
from tracker.tasks.services import add_task

pytestmark = pytest.mark.usefixtures("context")

LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="密\ufffe\uffff")
TEXT = st.text(LETTERS | st.just("\n"), max_size=40)
WRITTEN = TEXT.filter(lambda text: bool(text.strip()))


def sent(kind: SheetKind, edits: Edits, by: Actor) -> list[FilledRow]:
    return rows_of(kind, fill_in(given_out(kind, by), edits))


def reports() -> int:
    return db.session.scalar(select(func.count()).select_from(ProgressReport)) or 0


def values(kind: SheetKind, by: Actor) -> dict[str, dict[str, str]]:
    return {row.key: dict(row.values) for row in queries.list_rows(kind, by=by, today=clock.today())}


def expected(before: dict[str, dict[str, str]], edits: Edits) -> dict[str, dict[str, str]]:
    """What is different from ``before``, field by field, as cells are understood."""
    typed = {key: {field: normal(field, str(value)) for field, value in cells.items()} for key, cells in edits.items()}
    changed = {
        key: {field: text for field, text in cells.items() if text != before[key][field]}
        for key, cells in typed.items()
    }
    return {key: cells for key, cells in changed.items() if cells}


REPORT = st.fixed_dictionaries(
    {"done": WRITTEN}, optional={"difficulty": TEXT, "next_step": TEXT, "percent": st.integers(0, 100)}
)
COUNTED = st.fixed_dictionaries({"done": WRITTEN}, optional={"difficulty": TEXT, "count": st.integers(0, 9999)})


def test_what_a_section_types_arrives_and_nothing_else(
    officer: Actor, tasks: list[Task]
) -> None:  # fmt: skip
    keys = [str(task.id) for task in tasks]
    plans = st.tuples(st.none() | REPORT, st.none() | COUNTED, st.none() | REPORT)

    @settings(max_examples=25)
    @given(plans)
    def check(plan: tuple[dict[str, str | int] | None, ...]) -> None:
        edits = {key: cells for key, cells in zip(keys, plan, strict=True) if cells}
        before = values(WORK, officer)
        wanted = expected(before, edits)

        filled = sent(WORK, edits, officer)
        preview = services.try_sheet(WORK, filled, by=officer)
        found = {one.row.key: {field: new for field, (_, new) in one.cells.items()} for one in preview.changes}
        assert (found, preview.refused) == (wanted, [])
        assert values(WORK, officer) == before
        services.apply_sheet(WORK, from_json(to_json(preview.changes)), by=officer)

        assert values(WORK, officer) == {key: {**cells, **wanted.get(key, {})} for key, cells in before.items()}

    check()


def test_what_the_office_divides_arrives_and_nothing_else(make: Factory, office: Actor, tasks: list[Task]) -> None:
    keys = [str(task.id) for task in tasks]
    names = [make.unit(name).name for name in ("人事、财务科", "宣传科", "信息科")]
    units = st.lists(st.sampled_from(names), unique=True)

    @st.composite
    def cells(draw: st.DrawFn) -> dict[str, str]:
        chosen = draw(units.filter(bool))
        lead = draw(st.integers(1, len(chosen)))
        line = TEXT.map(lambda text: " ".join(text.split()))
        typed = {"lead": "；".join(chosen[:lead]), "coop": "；".join(chosen[lead:]), "target": draw(line)}
        typed["due_on"] = draw(st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))).isoformat()
        return typed

    @settings(max_examples=20)
    @given(st.dictionaries(st.sampled_from(keys), cells()))
    def check(edits: dict[str, dict[str, str]]) -> None:
        before = values(PLAN, office)
        wanted = expected(before, edits)

        preview = services.try_sheet(PLAN, sent(PLAN, edits, office), by=office)
        found = {one.row.key: {field: new for field, (_, new) in one.cells.items()} for one in preview.changes}
        assert (found, preview.refused) == (wanted, [])
        services.apply_sheet(PLAN, from_json(to_json(preview.changes)), by=office)

        assert values(PLAN, office) == {key: {**cells, **wanted.get(key, {})} for key, cells in before.items()}

    check()


def test_capability_21_the_units_of_a_task_are_divided_in_the_sheet(
    make: Factory, office: Actor, tasks: list[Task]
) -> None:
    archive = make.unit("档案科", aliases=("档案",))
    edits = {str(tasks[0].id): {"lead": "规划科、档案", "limit_phrase": "9月底前"}}

    services.apply_sheet(PLAN, sent(PLAN, edits, office), by=office)

    task = db.session.get_one(Task, tasks[0].id, populate_existing=True)
    assert {(one.unit_id, one.duty) for one in task.units} == {
        (task.units[0].unit_id, Duty.LEAD), (archive.id, Duty.LEAD)
    }  # fmt: skip
    assert task.due_on == date(YEAR, 9, 30)


def test_capability_4_a_target_is_set_in_numbers_in_the_sheet(office: Actor, tasks: list[Task]) -> None:
    services.apply_sheet(PLAN, sent(PLAN, {str(tasks[0].id): {"target": "不少于24条"}}, office), by=office)

    task = db.session.get_one(Task, tasks[0].id, populate_existing=True)
    assert (task.target_count, task.target_unit) == (24, "条")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"percent": 30}, "Write what was done"),
        ({"done": "甲", "percent": "很多"}, "no whole number"),
        ({"done": "甲", "percent": 101}, "from 0 to 100"),
        ({"done": "甲", "percent": -1}, "no whole number"),
        ({"done": "机密★10年"}, "mark of secrecy"),
        ({"done": "甲" * 20_001}, "more than 20000"),
    ],
)
def test_one_wrong_row_is_named_and_nothing_of_the_sheet_is_taken_over(
    officer: Actor, tasks: list[Task], cells: dict[str, str | int], message: str
) -> None:
    filled = sent(WORK, {str(tasks[0].id): cells, str(tasks[1].id): {"done": "好"}}, officer)
    history = db.session.scalar(select(func.count()).select_from(HistoryEntry))

    preview = services.try_sheet(WORK, filled, by=officer)

    assert [(one.line, one.title) for one in preview.refused] == [(3, tasks[0].title)]
    assert message in str(preview.refused[0].why)
    assert [one.row.key for one in preview.changes] == [str(tasks[1].id)]
    with pytest.raises(RuleBroken, match="line 3 of the file"):
        services.apply_sheet(WORK, filled, by=officer)
    assert reports() == 0
    assert db.session.scalar(select(func.count()).select_from(HistoryEntry)) == history


@pytest.mark.parametrize(
    ("cells", "message"),
    [({"lead": "没有科"}, "no unit “没有科”"), ({"lead": ""}, "at least one lead"), ({"due_on": "某天"}, "no day"),
     ({"due_on": ""}, "cannot be taken out"),
     ({"coop": "规划科"}, "cannot lead and co-operate"), ({"target": "甲" * 201}, "more than 200")],
)  # fmt: skip
def test_wrong_cells_of_the_plan_are_refused_in_words(
    office: Actor, tasks: list[Task], cells: dict[str, str], message: str
) -> None:
    preview = services.try_sheet(PLAN, sent(PLAN, {str(tasks[0].id): cells}, office), by=office)

    assert [message in str(one.why) for one in preview.refused] == [True]


def test_a_day_that_follows_from_turns_is_not_changed_without_a_word(make: Factory, office: Actor, unit: Unit) -> None:
    quarterly = add_task(YEAR, TaskWording("公布", limit_phrase="每季度"), lead=[unit.id], by=office)
    cells = {str(quarterly.id): {"due_on": date(YEAR + 1, 1, 15)}}

    preview = services.try_sheet(PLAN, rows_of(PLAN, fill_in(given_out(PLAN, office), cells)), by=office)

    assert preview.changes == []
    assert [str(one.message) for one in preview.refused] == [
        "Its days follow from its turns; change the wording of its limit."
    ]


def test_r6_a_row_that_somebody_changed_since_is_refused(officer: Actor, tasks: list[Task]) -> None:
    filled = sent(WORK, {str(tasks[0].id): {"done": "我的"}}, officer)
    report_progress(tasks[0].id, ReportContent("同事的"), by=officer)

    preview = services.try_sheet(WORK, filled, by=officer)

    assert ["since the file was downloaded" in str(one.why) for one in preview.refused] == [True]


def test_c2_rows_of_other_sections_are_neither_given_out_nor_taken_in(
    make: Factory, officer: Actor, tasks: list[Task]
) -> None:
    stranger = make.actor(Role.SECTION, unit=make.unit())
    filled = sent(WORK, {str(tasks[0].id): {"done": "甲"}}, officer)

    assert queries.list_rows(WORK, by=stranger, today=clock.today()) == []
    preview = services.try_sheet(WORK, filled, by=stranger)
    assert preview.changes == []
    assert {one.title for one in preview.refused} == {""}
    with pytest.raises(NotAllowed):
        queries.list_rows(PLAN, by=stranger, today=clock.today())


def test_a_report_that_was_returned_is_mended_by_its_row(
    make: Factory, officer: Actor, unit: Unit, tasks: list[Task]
) -> None:
    old = make.report(tasks[0], unit, state=ReportState.RETURNED, done="旧的", percent=20, return_reason="请写全")

    services.apply_sheet(WORK, sent(WORK, {str(tasks[0].id): {"percent": 40}}, officer), by=officer)

    new = db.session.scalar(select(ProgressReport).order_by(ProgressReport.id.desc()))
    assert new is not None
    assert (new.corrects_id, new.done, new.percent) == (old.id, "旧的", 40)


def test_a_percent_typed_as_excel_shows_it_and_a_day_typed_as_a_date_are_understood(
    officer: Actor, office: Actor, tasks: list[Task]
) -> None:
    content = given_out(WORK, officer)
    book = load_workbook(BytesIO(content))
    cell = book.worksheets[0]["K3"]
    assert book.worksheets[0]["K1"].value == "percent"
    cell.value, cell.number_format = 0.55, "0%"
    saved = BytesIO()
    book.save(saved)

    (row, *_) = read_sheet(saved.getvalue(), "work")["rows"]
    assert row["percent"] == "55"
    (plan, *_) = rows_of(PLAN, fill_in(given_out(PLAN, office), {str(tasks[0].id): {"due_on": date(YEAR, 9, 1)}}))
    assert plan.cells["due_on"] == f"{YEAR}-09-01"
    assert normal("due_on", f"{YEAR}年9月1日") == f"{YEAR}-09-01"
