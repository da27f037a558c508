"""Figures as JSON: read, refused with the place, written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annual_report.samples import any_report, golden, trial
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.report_json import from_json, to_json
from tracker.errors import Unreadable


@given(any_report())
def test_what_is_written_is_read_again(report: ReportFigures) -> None:
    assert from_json(to_json(report)) == (report, {})


def test_the_text_of_the_sections_goes_with_the_figures() -> None:
    sections = {"一": "2024年收到申请3525件。", "五": "存在问题。"}

    assert from_json(to_json(golden(), sections)) == (golden(), sections)


def test_a_blank_cell_is_null_and_a_word_stays_a_word() -> None:
    report = trial()
    written = json.loads(to_json(report))
    written["table3"]["rows"]["一"][2] = None
    written["table4"][3] = " / "

    read, _ = from_json(json.dumps(written))

    assert read.value("table3.一.科研机构") is None
    assert (read.value("table4.行政复议.尚未审结"), read.written) == (None, {"table4.行政复议.尚未审结": "/"})


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("year",), "2024", "year"),
        (("year",), True, "year"),
        (("name",), 3, "name"),
        (("form",), "2022", "form"),
        (("table2",), [], "table2"),
        (("table2", "规章"), 3, "table2.规章"),
        (("table2", "规章", "制发"), {}, "table2.规章.制发"),
        (("table2", "行政许可"), [1], "table2.行政许可"),
        (("table2", "罚款"), 3, "罚款"),
        (("table3", "form"), None, "table3.form"),
        (("table3", "rows"), {}, "table3.rows"),
        (("table3", "rows", "一"), [1, 2, 3], "table3.rows.一"),
        (("table3", "rows", "三(一)"), [1, 2, 3, 4, 5, 6, {}], "table3.rows.三(一)[6]"),
        (("table3", "rows", "三(一)"), [1, 2, True, 4, 5, 6, 7], "table3.rows.三(一)[2]"),
        (("table4",), [0] * 14, "table4"),
        (("table4",), [0] * 14 + [10**15], "table4[14]"),
        (("sections",), "一", "sections"),
    ],
)
def test_a_wrong_place_is_named(path: tuple[str, ...], value: object, place: str) -> None:
    report = json.loads(to_json(golden()))
    parent = report
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = value

    with pytest.raises(Unreadable) as refused:
        from_json(json.dumps(report))

    assert place in str(refused.value)


def test_a_missing_row_is_named() -> None:
    report = json.loads(to_json(golden()))
    del report["table3"]["rows"]["三(三)4"]

    with pytest.raises(Unreadable, match="三\\(三\\)4"):
        from_json(json.dumps(report))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[1]",
        b"3",
        b'{"name": "a"}',
        b"[" * 100_000,
        b'{"a": ' * 50_000,
        b'{"year": ' + b"9" * 5000 + b"}",
        b"\xef\xbb\xbf{}",
        b" " * 5_000_001,
        b'{"name": "\\ud800", "year": 2024, "form": "2021", "table2": 1, "table3": 1, "table4": 1}',
    ],
)
def test_what_is_no_report_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        from_json(content)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "1e-400", "0.1234567890123456", "1e999999999"])
def test_a_number_no_table_can_hold_is_refused(number: str) -> None:
    text = to_json(golden()).replace("72701.2578", number)

    with pytest.raises(Unreadable, match="行政事业性收费_万元"):
        from_json(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        from_json(content)
