"""Tables that do not add up: a slip of the file is asked about, a slip of the pen is reported as it stands."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.annual_report.reading.files import Table, one_sheet, table_three_cells, tables_of, title, web_page, word
from tests.annual_report.samples import golden, trial
from tracker.annual_report.reading.reports import ReadReport, read_report
from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.report_json import to_json
from tracker.annual_report.rules import check_report
from tracker.annual_report.tables import DISPUTE_PATHS, Form, row_keys, row_paths

KEYS = row_keys(Form.CURRENT)
Rows = dict[str, tuple[Number | str | None, ...]]


def row(key: str, report: ReportFigures | None = None) -> tuple[Number | str | None, ...]:
    return (report or golden()).row(key)


def with_rows(rows: Rows, report: ReportFigures | None = None) -> Table:
    """Table three with other things standing in some of its rows."""
    keys = row_keys((report or golden()).form_three)
    table = []
    for cell in table_three_cells(report or golden()):
        key = keys[cell.row - 3] if cell.row > 2 else ""
        changes = cell.column > 2 and key in rows
        text = rows[key][cell.column - 3] if changes else cell.text
        table.append(replace(cell, text="" if text is None else str(text)))
    return table


def read(rows: Rows, report: ReportFigures | None = None) -> ReadReport:
    whole = report or golden()
    return read_report(word(whole, tables={**tables_of(whole), "三": with_rows(rows, report)}), "报告.docx")


def failing(found: ReadReport) -> list[tuple[str, str]]:
    return [(one.identity, one.where) for one in check_report(found.figures) if one.is_hard]


def asked(found: ReadReport) -> set[str]:
    return {path for doubt in found.doubts if doubt.is_unread for path in doubt.paths}


def moved(key: str, by: int, filler: object, report: ReportFigures | None = None) -> Rows:
    line = list(row(key, report))
    shown = [*line[by:], *[filler] * by] if by > 0 else [*[filler] * -by, *line[:by]]
    return {key: tuple(shown)}  # type: ignore[arg-type]


ALL_TO_THE_LEFT: Rows = {key: (*row(key)[1:], None) for key in KEYS}
ALL_A_ROW_LOWER: Rows = {"一": (None,) * 7} | {key: row(before) for before, key in pairwise(KEYS)}
EXCHANGED_COLUMNS: Rows = {key: (row(key)[6], *row(key)[1:6], row(key)[0]) for key in KEYS}


@pytest.mark.parametrize(
    "rows",
    [
        {"三(七)": row("四"), "四": row("三(七)")},
        {"三(一)": row("三(七)"), "三(七)": row("三(一)")},
        ALL_A_ROW_LOWER,
        ALL_TO_THE_LEFT,
        EXCHANGED_COLUMNS,
        *(moved(key, by, filler) for key in ("一", "三(一)", "三(七)") for by in (1, -1) for filler in (0, None)),
        {"三(二)": (4629, 0, 0, 0, 0, 471, None)},  # 462 and 9 run together, the rest has moved up
        {"三(二)": (4629, 0, 0, 0, None, 0, 471)},
        {"三(一)": (1408462, *row("三(一)")[1:]), "三(二)": (None, *row("三(二)")[1:])},  # two lines in one cell
        {"三(一)": (*row("三(一)")[:6], 1902), "三(二)": (*row("三(二)")[:6], None)},  # one total for two rows
        {"三(二)": ("462 5", *row("三(二)")[1:])},  # a page number beside the number
    ],
)
def test_a_table_that_slipped_is_asked_about_and_nothing_is_made_of_it(rows: Rows) -> None:
    found = read(rows)

    assert failing(found) == []
    assert asked(found)
    assert all(golden().value(path) == number for path, number in found.figures.cells.items() if number)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            {"三(七)": (3441, 73, 0, 1, 5, 2, 3522)},
            [("H1", "自然人"), ("H2", "自然人"), ("H1", "总计"), ("H2", "总计")],
        ),
        ({"三(二)": (462, 9, 0, 0, 0, 0, 741)}, [("H2", "总计"), ("H3", "三(二)")]),
        ({"三(二)": (4620, 9, 0, 0, 0, 0, 471)}, [("H2", "自然人"), ("H3", "三(二)")]),
        ({"三(四)3": (0, 8, 0, 0, 0, 0, 8)}, [("H2", "自然人"), ("H2", "商业企业")]),  # one number in a wrong column
        ({"三(四)3": (0,) * 7}, [("H2", "自然人"), ("H2", "总计")]),  # a row that was forgotten
        ({"四": (0,) * 7}, [("H1", name) for name in ("自然人", "商业企业", "法律服务机构", "其他", "总计")]),
        ({"三(三)1": (12, 0, 0, 0, 0, 0, 12), "三(二)": (462, 9, 0, 0, 0, 1, 471)}, None),
    ],
)
def test_a_table_filled_in_wrongly_is_reported_as_it_stands(rows: Rows, expected: list[tuple[str, str]] | None) -> None:
    found = read(rows)

    assert asked(found) == set()
    assert all(found.figures.row(key) == numbers for key, numbers in rows.items())
    assert failing(found)
    assert expected is None or failing(found) == expected


def test_a_small_report_whose_only_row_was_forgotten_is_not_taken_for_exchanged_rows() -> None:
    found = read({"三(六)": (0,) * 7}, trial())

    assert asked(found) == set()
    assert failing(found) == [("H2", "自然人"), ("H2", "其他"), ("H2", "总计")]


def test_a_doubt_says_where_it_is_and_gives_both_readings() -> None:
    (doubt,) = read({"三(七)": row("四"), "四": row("三(七)")}).doubts

    assert str(doubt.says) == (
        "Rows “三(七)” and “四” may be exchanged: “三(七)” reads 118 5 0 0 1 1 125, perhaps 3440 73 0 1 5 2 3521"
    )
    assert str(doubt.place) == "table 2, row 27"


def test_a_row_without_its_total_counts_where_the_columns_bear_it_out() -> None:
    found = read({"三(六)3": (352, 2, 0, 0, 0, 0, None), "三(五)5": (0, 0, 0, 0, 0, 0, None)})

    assert (asked(found), failing(found)) == (set(), [("H2", "总计")])


@pytest.mark.parametrize("by", [1, -1])
def test_table_four_moved_by_a_column_is_asked_about(by: int) -> None:
    numbers = [golden().value(path) for path in DISPUTE_PATHS]
    shown = [*numbers[1:], None] if by > 0 else [None, *numbers[:-1]]
    tables = tables_of(golden())
    tables["四"] = [
        replace(cell, text=str(shown[cell.column] or "")) if cell.row > 2 else cell for cell in tables["四"]
    ]

    found = read_report(one_sheet(tables.values(), title(golden())), "报告.xlsx")

    assert failing(found) == []
    assert asked(found) <= set(DISPUTE_PATHS)
    assert asked(found)


def test_figures_under_their_names_count_as_they_stand_and_the_doubt_is_told() -> None:
    exchanged = golden().changed(
        {**dict(zip(row_paths("三(七)"), golden().row("四"), strict=True))}
        | dict(zip(row_paths("四"), golden().row("三(七)"), strict=True))
    )

    found = read_report(to_json(exchanged).encode(), "报告.json")

    assert ("H2", "自然人") in failing(found)
    assert ["may be exchanged" in str(doubt.says) for doubt in found.doubts] == [True]


@pytest.mark.parametrize(
    ("text", "number"), [("1,408", 1408), ("１４０８", 1408), ("一千四百零八", 1408), ("1408 件", 1408)]
)
def test_numbers_given_as_text_in_json_are_read_like_cells(text: str, number: int) -> None:
    content = to_json(golden()).replace("1408,", f'"{text}",')

    assert read_report(content.encode(), "报告.json").figures.value("table3.三(一).自然人") == number


def test_several_numbers_in_one_json_text_are_asked_about() -> None:
    found = read_report(to_json(golden()).replace("1408,", '"1408 21",').encode(), "报告.json")

    assert asked(found) == {"table3.三(一).自然人"}
    assert failing(found) == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("report", [golden(), trial()], ids=["current", "trial"])
def test_a_page_of_a_website_is_read_through_the_table_that_lays_it_out(report: ReportFigures, encoding: str) -> None:
    page = web_page(report, {"一": "收到申请3525件。"}).encode(encoding)

    for name in ("报告.html", "报告.htm", "报告"):
        found = read_report(page, name)

        assert dict(found.figures.cells) == dict(report.cells)
        assert (found.figures.name, found.figures.year, list(found.doubts)) == (report.name, report.year, [])
        assert found.sections["一"] == "收到申请3525件。"


@pytest.mark.parametrize(
    ("text", "number"),
    [("462件", 462), ("４６２", 462), ("四百六十二", 462), ("462.0", 462), ("\u200b462", 462), ("+462", 462), ("0", 0)],
)
def test_a_number_is_known_in_every_way_it_is_written(text: str, number: int) -> None:
    assert read({"三(二)": (text, *row("三(二)")[1:])}).figures.value("table3.三(二).自然人") == number
