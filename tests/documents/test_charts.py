"""Charts are plain SVG that needs no style sheet, and can be told as tables."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.documents.samples import BARS, CURVE
from tracker.documents.charts import Bar, Bars, Line, MonthCurve, chart_svg, chart_table

SVG = "{http://www.w3.org/2000/svg}"
EMPTY = MonthCurve("空", "月份", tuple(map(str, range(1, 13))), Line("计划", ()), Line("今年", ()))


@pytest.mark.parametrize("chart", [BARS, CURVE, EMPTY, Bars("空", ("", "", "", ""), ())])
def test_a_chart_says_its_title_first_and_uses_presentation_attributes_only(chart: Bars | MonthCurve) -> None:
    root = ElementTree.fromstring(chart_svg(chart))

    assert root[0].tag == f"{SVG}title"
    assert root[0].text == chart.title
    assert root.get("role") == "img"
    assert not any("style" in element.attrib or element.tag == f"{SVG}style" for element in root.iter())
    drawn = [
        element for element in root.iter() if element.tag in {f"{SVG}rect", f"{SVG}path", f"{SVG}line", f"{SVG}text"}
    ]
    assert all(element.get("fill") or element.get("stroke") for element in drawn)


def test_bars_are_as_long_as_what_is_done_and_notched_where_the_calendar_stands() -> None:
    root = ElementTree.fromstring(chart_svg(BARS))

    tracks = [float(one.get("width", 0)) for one in root.iter(f"{SVG}rect") if one.get("class") == "track"]
    done = [float(one.get("width", 0)) for one in root.iter(f"{SVG}rect") if one.get("class") == "done"]
    notches = [one for one in root.iter(f"{SVG}line") if one.get("class") == "notch"]
    assert len(tracks) == len(BARS.bars)
    assert [round(width / tracks[0], 2) for width in done] == [0.67, 0.4, 1.0]
    assert len(notches) == 3


def test_the_curve_has_its_names_and_values_at_the_ends_of_its_lines_not_upon_each_other() -> None:
    root = ElementTree.fromstring(chart_svg(CURVE))

    labels = [one for one in root.iter(f"{SVG}text") if (one.get("class") or "").startswith("lab")]
    assert {one.text for one in labels} == {"计划48", "今年27", "去年46", "10月13日"}
    ends = sorted(float(one.get("y", 0)) for one in labels if one.text != "10月13日")
    assert all(below - above >= 16 for above, below in pairwise(ends))


@pytest.mark.parametrize("most", [0, 1, 3, 4, 5, 48, 49, 101, 999, 1234, 100_001])
def test_the_grid_reaches_the_highest_value_with_round_numbers(most: int) -> None:
    chart = MonthCurve("图", "月", CURVE.months, Line("计划", (most,)), Line("今年", ()))

    axis = [
        int(one.text or 0)
        for one in ElementTree.fromstring(chart_svg(chart)).iter(f"{SVG}text")
        if one.get("x") == "28"
    ]

    assert axis == sorted(axis)
    assert axis[-1] >= most
    assert axis[-1] <= max(4, most * 1.6)


def test_markup_in_names_is_escaped() -> None:
    svg = chart_svg(Bars("<b>&", ("", "", "", ""), (Bar("</text><script>", 1, 2),)), family='"x" onload="y')

    root = ElementTree.fromstring(svg)
    assert root[0].text == "<b>&"
    assert "onload" not in root.attrib
    assert not list(root.iter(f"{SVG}script"))


def test_a_chart_can_be_told_as_a_table() -> None:
    bars, curve = chart_table(BARS), chart_table(CURVE)

    assert bars.head == ("科室", "办结", "应办", "全年")
    assert bars.rows[1] == ("河湖管理科", "2", "3", "5")
    assert curve.head == ("月份", *CURVE.months)
    assert curve.rows[1] == ("今年", "2", "3", "6", "9", "10", "15", "18", "21", "26", "27", "", "")
