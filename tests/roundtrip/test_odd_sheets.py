"""Sheets that people changed in other ways than by filling them in."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.roundtrip.filling import given_out, rows_of
from tests.roundtrip.sheets import PLAN, WORK, YEAR
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.errors import RuleBroken, Unreadable
from tracker.organisation.models import Unit
from tracker.permissions import Actor
from tracker.roundtrip import queries, services
from tracker.roundtrip.rules import from_json, split_names
from tracker.roundtrip.sheet import read_sheet
from tracker.tasks.models import Task

pytestmark = pytest.mark.usefixtures("context")


def test_another_file_is_refused_and_so_is_the_sheet_of_the_other_kind(office: Actor, tasks: list[Task]) -> None:
    book = load_workbook(BytesIO(given_out(PLAN, office)))
    book.worksheets[0]["A1"].value = "x"
    saved = BytesIO()
    book.save(saved)

    for content, kind in ((saved.getvalue(), "plan"), (given_out(PLAN, office), "work")):
        with pytest.raises(Unreadable, match="not a file that was downloaded here"):
            read_sheet(content, kind)


def edited(content: bytes, edit: Callable[[Worksheet], None]) -> bytes:
    """Return a sheet after somebody did to it what Excel and WPS allow."""
    book, saved = load_workbook(BytesIO(content)), BytesIO()
    edit(book.worksheets[0])
    book.save(saved)
    return saved.getvalue()


def put(cell: str, text: str) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.__setitem__(cell, text)


def test_moved_columns_and_deleted_rows_do_no_harm(officer: Actor, tasks: list[Task]) -> None:
    def move(sheet: Worksheet) -> None:
        sheet["H4"] = "已编发3期。"
        sheet.delete_rows(3)
        sheet.insert_cols(1)
        sheet.insert_cols(5)

    preview = services.try_sheet(WORK, rows_of(WORK, edited(given_out(WORK, officer), move)), by=officer)

    assert not preview.refused
    assert [(one.row.key, one.text("done")) for one in preview.changes] == [(str(tasks[1].id), "已编发3期。")]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda sheet: sheet.merge_cells("H3:H4"), "merged cells"),
        (put("M1", "done"), "stands twice"),
        (lambda sheet: sheet.delete_rows(1), "not a file that was downloaded here"),
    ],
)
def test_a_sheet_out_of_which_nobody_can_read_what_was_meant_is_refused_as_a_whole(
    officer: Actor, tasks: list[Task], edit: Callable[[Worksheet], None], words: str
) -> None:
    with pytest.raises(Unreadable, match=words):
        read_sheet(edited(given_out(WORK, officer), edit), "work")


def test_an_error_of_excel_is_no_report_and_a_line_end_of_windows_is_no_text(officer: Actor, tasks: list[Task]) -> None:
    failed = edited(given_out(WORK, officer), put("H3", "#REF!"))
    lines = edited(given_out(WORK, officer), put("H3", "第一批。_x000D_\n第二批。"))

    (refused,) = services.try_sheet(WORK, rows_of(WORK, failed), by=officer).refused
    (change,) = services.try_sheet(WORK, rows_of(WORK, lines), by=officer).changes
    assert refused.why.values["text"] == "#REF!"
    assert change.text("done") == "第一批。\n第二批。"


def test_f10_no_text_of_the_sheet_is_a_formula(make: Factory, officer: Actor, unit: Unit) -> None:
    make.task(lead=unit, year=YEAR, title="=HYPERLINK(1)")
    task = make.task(lead=unit, year=YEAR, title="<r>甲</r>")
    make.report(task, unit, done="=1+1", difficulty="@x", next_step="<r>乙</r>")

    content = given_out(WORK, officer)

    cells = [cell for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert services.try_sheet(WORK, rows_of(WORK, content), by=officer) == services.Preview([], [])


def test_only_report_columns_are_unlocked_and_numbers_are_hidden(officer: Actor, tasks: list[Task]) -> None:
    sheet = load_workbook(BytesIO(given_out(WORK, officer))).worksheets[0]

    assert sheet.protection.sheet
    assert [sheet.cell(3, column).protection.locked for column in range(1, 13)] == [True] * 7 + [False] * 5
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[1].hidden


def test_the_sheet_takes_the_same_statements_for_few_tasks_and_for_many(
    make: Factory, officer: Actor, office: Actor, unit: Unit, tasks: list[Task]
) -> None:
    counts = []
    for _ in range(2):
        for kind, by in ((WORK, officer), (PLAN, office)):
            with counting() as statements:
                queries.list_rows(kind, by=by, today=clock.today())
            counts.append(statements.count)
        for _ in range(5):
            make.task(lead=unit, year=YEAR)

    assert counts[:2] == counts[2:]


@pytest.mark.parametrize("text", ["", "[]x", "[1]", '[["a", "b", "c", {}]]', '[[1, "1", "x", []]]', "null"])
def test_changes_that_did_not_arrive_whole_are_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="did not arrive whole"):
        from_json(text)


def test_names_of_units_are_told_apart_also_when_one_holds_a_comma() -> None:
    known = {"人事、财务科": 1, "宣传科": 2, "信息科": 3}

    assert split_names("人事、财务科；宣传科、信息科，宣传科", known) == [1, 2, 3]
