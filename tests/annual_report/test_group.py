"""H13: the units' reports and the report of the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annual_report.samples import any_report, golden, sound_report, trial
from tracker.annual_report.checks import Mend, check_tables
from tracker.annual_report.group import add_up, check_sum
from tracker.annual_report.report import ReportFigures
from tracker.errors import RuleBroken


@given(st.lists(any_report(), min_size=1, max_size=3))
def test_the_sum_of_units_is_the_sum_of_units(parts: list[ReportFigures]) -> None:
    same = [part for part in parts if (part.form, part.form_three) == (parts[0].form, parts[0].form_three)]

    whole = add_up(same, "全市", 2024)

    assert check_sum(whole, same) == []


def test_sound_reports_add_up_to_a_sound_one() -> None:
    whole = add_up([golden(), golden()], "全市", 2024)

    assert check_tables(whole) == []
    assert whole.value("table3.一.总计") == 7050


def test_a_cell_that_is_not_the_sum_is_named_with_both_numbers() -> None:
    whole = add_up([golden(), golden()], "全市", 2024).changed({"table3.一.总计": 7049, "table2.行政强制": None})

    failed = check_sum(whole, [golden(), golden()])

    assert [(failure.identity, failure.where, failure.left, failure.right) for failure in failed] == [
        ("H13", "行政强制", None, 58702),
        ("H13", "一 总计", 7049, 7050),
    ]
    assert failed[1].mend == Mend("table3.一.总计", 7050)


def test_a_unit_in_another_form_cannot_be_added() -> None:
    with pytest.raises(RuleBroken, match="青禾新区管委会"):
        add_up([golden(), trial()], "全市", 2024)

    failed = check_sum(golden(), [golden(), trial()])

    assert [(failure.identity, failure.where) for failure in failed] == [("H13", "青禾新区管委会")]


def test_nothing_cannot_be_added_up() -> None:
    with pytest.raises(RuleBroken):
        add_up([], "全市", 2024)


@given(sound_report())
def test_one_unit_is_the_whole(report: ReportFigures) -> None:
    assert add_up([report], report.name, 2024) == report
