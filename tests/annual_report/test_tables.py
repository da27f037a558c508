"""The cells of the two official forms."""

import pytest

from tracker.annual_report.tables import (
    COLUMNS,
    DISPUTE_PATHS,
    HEADER_FOUR,
    HEADER_THREE,
    TABLE_TWO,
    Form,
    HeaderRows,
    Kind,
    form_of_year,
    kinds,
    result_keys,
    row_keys,
    table_three,
)


def test_capability_89_the_trial_form_is_for_2019_and_2020_and_the_current_one_from_2021() -> None:
    assert [form_of_year(year).value for year in (2019, 2020, 2021, 2026)] == ["2019", "2019", "2021", "2021"]


@pytest.mark.parametrize(
    ("form", "rows", "results", "cells"),
    [(Form.CURRENT, 25, 21, 10 + 175 + 15), (Form.TRIAL, 23, 19, 22 + 161 + 15)],
)
def test_each_form_has_its_rows_and_cells(form: Form, rows: int, results: int, cells: int) -> None:
    assert len(table_three(form)) == len(set(row_keys(form))) == rows
    assert len(result_keys(form)) == results
    assert len(kinds(form, form)) == cells


def test_the_forms_of_table_two_and_three_mix() -> None:
    cells = kinds(Form.CURRENT, Form.TRIAL)

    assert "table2.行政许可" in cells
    assert "table3.三(六).自然人" in cells
    assert "table3.三(六)1.自然人" not in cells


@pytest.mark.parametrize("form", list(Form))
def test_the_label_cells_of_table_three_cover_three_columns_without_gap_or_overlap(form: Form) -> None:
    covered: set[tuple[int, int]] = set()

    for at, row in enumerate(table_three(form)):
        column = 3 - sum(columns for _, _, columns in row.labels)
        for _, rows, columns in row.labels:
            cells = {(at + down, column + across) for down in range(rows) for across in range(columns)}
            assert not covered & cells
            covered |= cells
            column += columns

    assert covered == {(row, column) for row in range(len(table_three(form))) for column in range(3)}


@pytest.mark.parametrize(("header", "width"), [(HEADER_THREE, 3 + len(COLUMNS)), (HEADER_FOUR, len(DISPUTE_PATHS))])
def test_the_heading_cells_fill_their_rows(header: HeaderRows, width: int) -> None:
    assert sum(rows * columns for row in header for _, rows, columns in row) == len(header) * width


def test_the_results_span_twenty_two_rows_in_the_current_form_and_twenty_in_the_trial_form() -> None:
    spans = [table_three(form)[2].labels[0] for form in (Form.CURRENT, Form.TRIAL)]

    assert spans == [("三、本年度办理结果", 22, 1), ("三、本年度办理结果", 20, 1)]


def test_only_fees_and_purchases_have_decimals_and_only_changes_may_be_negative() -> None:
    money = [path for form in Form for path, kind in kinds(form, form).items() if kind is Kind.MONEY]
    changes = [path for path, kind in kinds(Form.TRIAL, Form.TRIAL).items() if kind is Kind.CHANGE]

    assert sorted(money) == ["table2.政府集中采购.采购总金额_元", "table2.行政事业性收费_万元"]
    assert [path.split(".")[1] for path in changes] == [
        "行政许可",
        "其他对外管理服务事项",
        "行政处罚",
        "行政强制",
        "行政事业性收费",
    ]


def test_every_result_says_what_it_is_for_and_what_it_rests_on() -> None:
    rows = [row for row in table_three(Form.CURRENT) if row.key in result_keys(Form.CURRENT)]

    assert all(row.meaning and row.basis for row in rows)


def test_every_block_names_its_article() -> None:
    captions = [[block.caption for block in TABLE_TWO[form]] for form in (Form.CURRENT, Form.TRIAL)]

    assert captions[0] == [f"第二十条第（{number}）项" for number in "一五六八"]
    assert captions[1] == [f"第二十条第（{number}）项" for number in "一五六八九"]
