"""H7 and H8: the text against the tables."""

from dataclasses import replace

import pytest

from tests.annual_report.samples import golden
from tracker.annual_report.checks import Failure, TextMend
from tracker.annual_report.narrative.text_checks import check_text
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.tables import DISPUTE_PATHS, Form


def found(failures: list[Failure]) -> list[tuple[str, str, object, object]]:
    return [(failure.identity, failure.where, failure.left, failure.right) for failure in failures]


def test_a_text_that_says_what_the_tables_say_fails_nothing() -> None:
    text = (
        "2024年，全市新收政府信息公开申请3525件，上年结转121件，收办3646件，办结3521件。其中，予以公开1431件，部分公开471件，"
        "不予公开92件，无法提供941件，不予处理117件，其他处理469件，结转下年度125件。因政府信息公开引发行政复议170件、行政诉讼77件。"
    )

    assert check_text(golden(), {"一": text}) == []


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("收到申请12件。", ("H7", "一 收到", 12, 3525)),
        ("新收政府信息公开申请3646件。", ("H7", "一 新收", 3646, 3525)),
        ("全市收办政府信息公开申请3525件。", ("H8", "一 收办", 3525, 3646)),
        ("政府信息公开申请上年结转118件。", ("H7", "一 上年结转", 118, 121)),
        ("政府信息公开申请办结3520件。", ("H7", "一 办结", 3520, 3521)),
        ("政府信息公开申请不予公开九十一件。", ("H7", "一 不予公开", 91, 92)),
        ("政府信息公开申请结转2025年继续办理124件。", ("H7", "一 结转下年度", 124, 125)),
        ("因政府信息公开引发行政复议134件。", ("H7", "一 行政复议", 134, 170)),
        ("因政府信息公开引发行政诉讼57件。", ("H7", "一 行政诉讼", 57, 77)),
        ("2024年，我市未收到政府信息公开申请。", ("H7", "一 新收", 0, 3525)),
    ],
)
def test_a_number_the_tables_do_not_bear_out_is_shown_with_both(text: str, failure: tuple[object, ...]) -> None:
    failed = check_text(golden(), {"一": text})

    assert found(failed) == [failure]
    assert not failed[0].is_hard


@pytest.mark.parametrize("text", ["收到申请3525件。", "收到政府信息公开申请3646件。", "办理政府信息公开申请3521件。"])
def test_a_wording_that_leaves_open_what_it_counts_may_mean_any(text: str) -> None:
    assert check_text(golden(), {"一": text}) == []


def test_the_mend_puts_the_number_of_the_table_into_the_text() -> None:
    text = "全市共收到申请１２件。"

    (failure,) = check_text(golden(), {"一": text})

    assert isinstance(failure.mend, TextMend)
    mended = text[: failure.mend.start] + failure.mend.text + text[failure.mend.end :]
    assert mended == "全市共收到申请3525件。"
    assert check_text(golden(), {"一": mended}) == []


def test_a_blank_table_bears_out_anything() -> None:
    report = golden().changed(dict.fromkeys(DISPUTE_PATHS))

    assert check_text(report, {"四": "行政复议134件。"}) == []


def test_other_handling_is_one_row_in_the_trial_form() -> None:
    report = ReportFigures("", 2020, Form.TRIAL, Form.TRIAL, {"table3.三(六).总计": 4})

    failed = check_text(report, {"三": "其他处理5件。"})

    assert [(failure.left, failure.right, failure.path) for failure in failed] == [(5, 4, "table3.三(六).总计")]


def test_the_sections_on_problems_and_other_matters_state_nothing_about_the_tables() -> None:
    assert check_text(golden(), {"五": "收到申请12件。", "六": "收到申请12件。"}) == []


def test_without_a_year_no_text_is_held_against_the_tables() -> None:
    report = replace(golden(), year=None)

    assert check_text(report, {"一": "收到申请1件。"}) == []
