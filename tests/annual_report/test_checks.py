"""H1 to H6 and H9 to H12, on a report in which all of them hold."""

from decimal import Decimal

import pytest
from hypothesis import given

from tests.annual_report.samples import changed, golden, row_cells, sound_report, trial
from tracker.annual_report.checks import Failure, Mend, check_sections, check_tables
from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.tables import COLUMNS, DISPUTE_PATHS, Form, row_paths


def found(failures: list[Failure]) -> list[tuple[str, str, object, object]]:
    return [(failure.identity, failure.where, failure.left, failure.right) for failure in failures]


def previous(**cells: Number | None) -> ReportFigures:
    before = golden().changed(row_cells("四", (118, 3, 0, 0, 0, 0, 121)))
    before = before.changed({"table2.规章.现行有效": 11, "table2.行政规范性文件.现行有效": 597})
    return changed(before, **cells)


@given(sound_report())
def test_a_report_whose_tables_add_up_fails_nothing(report: ReportFigures) -> None:
    assert check_tables(report) == []


def test_a_true_report_holds_against_the_one_before() -> None:
    assert check_tables(golden(), previous()) == []


@pytest.mark.parametrize(
    ("cells", "failures"),
    [
        ({"一__自然人": 3441}, [("H1", "自然人", 3559, 3558), ("H3", "一", 3525, 3526)]),
        ({"四__总计": 126}, [("H1", "总计", 3646, 3647), ("H3", "四", 126, 125)]),
        ({"三(五)1__商业企业": 2}, [("H2", "商业企业", 73, 74), ("H3", "三(五)1", 87, 88)]),
        ({"三(二)__总计": 470}, [("H2", "总计", 3521, 3520), ("H3", "三(二)", 470, 471)]),
        ({"三(一)__其他": None}, []),  # a blank part counts as 0
        ({"三(一)__总计": None}, [("H2", "总计", 3521, 2090)]),
        ({"三(七)__总计": None}, []),  # where the total is blank nothing is checked
        ({"三(七)__自然人": None}, [("H3", "三(七)", 3521, 81)]),
    ],
)
def test_hard_identities_give_the_stated_and_the_added_side(
    cells: dict[str, Number | None], failures: list[tuple[str, str, int, int]]
) -> None:
    failed = [failure for failure in check_tables(changed(golden(), **cells)) if failure.is_hard]

    assert found(failed) == failures


def test_a_column_of_results_all_blank_leaves_its_total_unchecked() -> None:
    cells = {path: None for path in golden().cells if path.startswith("table3.三(") and path.endswith("总计")}
    report = golden().changed({**cells, "table3.三(七).总计": 3521})

    assert [failure for failure in check_tables(report) if failure.is_hard] == []


def test_the_single_row_of_the_trial_form_is_part_of_its_total() -> None:
    assert check_tables(trial()) == []
    assert found(check_tables(changed(trial(), **{"三(六)__其他": 0})))[0] == ("H2", "其他", 1, 0)


def test_what_was_carried_over_is_compared_column_by_column() -> None:
    failed = check_tables(golden(), previous(四__自然人=117, 四__商业企业=4))

    assert found(failed) == [("H4", "自然人", 118, 117), ("H4", "商业企业", 3, 4)]
    assert failed[0].mend == Mend("table3.二.自然人", 117)


@pytest.mark.parametrize(("at", "where"), [(0, "行政复议"), (5, "未经复议直接起诉"), (10, "复议后起诉")])
def test_each_group_of_disputes_has_its_own_sum(at: int, where: str) -> None:
    report = golden()
    total = report.value(DISPUTE_PATHS[at + 4])
    assert total is not None

    failed = check_tables(report.changed({DISPUTE_PATHS[at + 4]: total + 1}))

    assert found(failed) == [("H5", where, total + 1, total)]


def test_regulations_in_force_are_a_warning_against_last_year() -> None:
    failed = check_tables(golden().changed({"table2.规章.现行有效": 13}), previous())

    assert found(failed) == [("H6", "规章", 13, 12)]
    assert not failed[0].is_hard
    assert failed[0].mend == Mend("table2.规章.现行有效", 12)


def test_regulations_are_not_compared_with_a_report_in_the_trial_form() -> None:
    before = trial()
    report = golden().changed(row_cells("二", before.row("四")))  # type: ignore[arg-type]

    assert [failure.identity for failure in check_tables(report, before) if failure.identity == "H6"] == []


def test_blank_cells_and_strokes_are_warnings_and_a_blank_table_is_one() -> None:
    report = golden().changed({**dict.fromkeys(DISPUTE_PATHS), "table3.三(五)3.其他": None, "table2.行政强制": None})
    report = ReportFigures(
        report.name, 2024, Form.CURRENT, Form.CURRENT, report.cells, {"table2.行政强制": "/", "table3.一.其他": "—"}
    )

    failed = check_tables(report)

    assert found(failed) == [
        ("H9", "行政强制", None, None),
        ("H9", "三(五)3 其他", None, None),
        ("H9", "表四", None, None),
    ]
    assert "“/”" in str(failed[0].says)
    assert "Blank" in str(failed[1].says)


@pytest.mark.parametrize(
    ("path", "number", "reason"),
    [
        ("table2.行政许可", -1, "negative"),
        ("table2.行政许可", Decimal("1.5"), "whole"),
        ("table2.行政事业性收费_万元", Decimal("-0.5"), "negative"),
        ("table3.三(五)3.其他", -1, "negative"),
        ("table4.行政复议.总计", Decimal("170.5"), "whole"),
    ],
)
def test_a_number_of_the_wrong_kind_is_hard(path: str, number: Number, reason: str) -> None:
    failed = [failure for failure in check_tables(golden().changed({path: number})) if failure.identity == "H12"]

    assert [(failure.path, failure.left, failure.is_hard) for failure in failed] == [(path, number, True)]
    assert reason in str(failed[0].says)


def test_a_word_in_a_cell_is_hard_and_no_blank() -> None:
    report = golden().changed({"table4.行政复议.尚未审结": None, "table4.行政复议.总计": None})
    report = ReportFigures(
        report.name, 2024, Form.CURRENT, Form.CURRENT, report.cells, {"table4.行政复议.尚未审结": "约三十"}
    )

    failed = check_tables(report)

    assert [(failure.identity, failure.path) for failure in failed] == [
        ("H12", "table4.行政复议.尚未审结"),
        ("H9", "table4.行政复议.总计"),
    ]


def test_a_change_may_be_negative_and_money_has_decimals() -> None:
    report = trial().changed({"table2.行政处罚.增减": -3, "table2.政府集中采购.采购总金额_元": Decimal("10.25")})

    assert check_tables(report) == []


@pytest.mark.parametrize("text", ["", "无", "无。", "暂无", "本年度无其他需要报告的事项。", "没有。"])
def test_capability_90_the_section_on_problems_must_say_something(text: str) -> None:
    report = golden().changed({"table2.行政事业性收费_万元": 0, "table3.三(六)2.总计": 0})

    failed = check_sections(report, {"一": "总体情况。", "五": text, "六": text})

    assert found(failed) == [("H10", "五", None, None)]
    assert check_sections(report, {"一": "总体情况。", "五": "公开不够主动，将改进。", "六": text}) == []


def test_fees_have_to_be_reported_in_the_last_section() -> None:
    sections = {"一": "总体情况。", "五": "公开不够主动。"}

    assert found(check_sections(golden(), {**sections, "六": "无"})) == [("H11", "六", None, None)]
    assert check_sections(golden(), {**sections, "六": "有3件收取信息处理费2230元。"}) == []


def test_tables_without_any_text_have_no_section_to_check() -> None:
    assert check_sections(golden(), {}) == []


def test_every_failure_names_its_cell_and_where_the_rule_comes_from() -> None:
    failed = check_tables(changed(golden(), 一__自然人=3441), previous(四__自然人=1))

    assert [failure.path for failure in failed] == ["table3.四.自然人", row_paths("一")[-1], "table3.二.自然人"]
    assert all(failure.basis for failure in failed)
    assert {failure.where for failure in failed} <= {*COLUMNS, "一"}
