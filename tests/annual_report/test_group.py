"""H13: the units' reports and the report of the whole."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.annual_report.samples import any_report, golden, sound_report, trial
from tracker.annual_report.checks import Mend, check_tables
from tracker.annual_report.group import check_sum
from tracker.annual_report.report import ReportFigures


def mended(whole: ReportFigures, parts: Sequence[ReportFigures]) -> ReportFigures:
    """Return the report of the whole with everything put in that the check offers."""
    return whole.changed({failure.mend.path: failure.mend.value for failure in check_sum(whole, parts) if failure.mend})


def empty_like(part: ReportFigures) -> ReportFigures:
    return ReportFigures("全市", 2024, part.form, part.form_three, {})


@given(st.lists(any_report(), min_size=1, max_size=3))
def test_a_report_filled_as_the_check_offers_is_the_sum_of_its_units(parts: list[ReportFigures]) -> None:
    same = [part for part in parts if (part.form, part.form_three) == (parts[0].form, parts[0].form_three)]

    whole = mended(empty_like(parts[0]), same)

    assert check_sum(whole, same) == []


def test_sound_reports_add_up_to_a_sound_one() -> None:
    whole = mended(empty_like(golden()), [golden(), golden()])

    assert [failure for failure in check_tables(whole) if failure.is_hard] == []
    assert whole.value("table3.一.总计") == 7050


def test_a_cell_that_is_not_the_sum_is_named_with_both_numbers() -> None:
    summed = mended(empty_like(golden()), [golden(), golden()])
    whole = summed.changed({"table3.一.总计": 7049, "table2.行政强制": None})

    failed = check_sum(whole, [golden(), golden()])

    assert [(failure.identity, failure.where, failure.left, failure.right) for failure in failed] == [
        ("H13", "行政强制", None, 58702),
        ("H13", "一 总计", 7049, 7050),
    ]
    assert failed[1].mend == Mend("table3.一.总计", 7050)


def test_a_unit_in_another_form_cannot_be_added() -> None:
    failed = check_sum(golden(), [golden(), trial()])

    assert [(failure.identity, failure.where) for failure in failed] == [("H13", "青禾新区管委会")]


@given(sound_report())
def test_one_unit_is_the_whole(report: ReportFigures) -> None:
    assert check_sum(report, [report]) == []
