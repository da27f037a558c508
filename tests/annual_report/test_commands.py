"""`tracker annual-report check`."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.annual_report.reading.files import workbook
from tests.annual_report.samples import changed, golden
from tracker.annual_report.commands import annual_report
from tracker.annual_report.document import report_document
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.report_json import to_json
from tracker.annual_report.xlsx_file import write_xlsx
from tracker.cli import RefusingGroup
from tracker.documents import print_pdf


def check(*arguments: str | Path) -> Result:
    group = RefusingGroup("tracker", commands=[annual_report])
    return CliRunner().invoke(group, ["annual-report", "check", *map(str, arguments)])


def save(folder: Path, report: ReportFigures, name: str = "report.json", **sections: str) -> Path:
    path = folder / name
    path.write_text(to_json(report, sections), encoding="utf-8")
    return path


def before(**cells: int | None) -> ReportFigures:
    last = changed(golden(), 四__自然人=118, 四__商业企业=3, 四__法律服务机构=0, 四__其他=0, 四__总计=121)
    last = last.changed({"table2.规章.现行有效": 11, "table2.行政规范性文件.现行有效": 597})
    return changed(replace(last, year=2023), **cells)


def test_a_true_report_prints_nothing(tmp_path: Path) -> None:
    result = check(save(tmp_path, golden()), "--previous", save(tmp_path, before(), "last.json"))

    assert (result.exit_code, result.output) == (0, "")


def test_each_failed_identity_is_one_line_with_both_numbers(tmp_path: Path) -> None:
    path = save(tmp_path, changed(golden(), **{"三(七)__自然人": 3441, "三(七)__总计": 3522, "四__自然人": 117}))

    result = check(path)

    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == ["H2 自然人", "H1 总计", "H2 总计", "H3 四"]
    assert "3441" in lines[0]
    assert "3440" in lines[0]
    assert all(line.endswith("[hard]") for line in lines)


def test_last_year_is_compared_when_it_is_given(tmp_path: Path) -> None:
    path = save(tmp_path, golden().changed({"table2.规章.现行有效": 13}))

    result = check(path, "--previous", save(tmp_path, before(四__总计=120), "last.json"))

    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["H4 总计", "H6 规章"]
    assert result.stdout.splitlines()[1].endswith("[soft]")


def test_the_text_is_compared_and_alone_fails_nothing(tmp_path: Path) -> None:
    path = save(tmp_path, golden(), 一="收到申请12件。", 五="不够主动。", 六="有3件收取信息处理费。")

    result = check(path)

    assert result.exit_code == 0
    assert result.stdout.startswith("H7 一 收到: ")


def test_blanks_are_remarks_beside_the_identities(tmp_path: Path) -> None:
    path = save(tmp_path, changed(golden(), 三__x=None, **{"三(五)3__总计": None, "三(五)5__总计": None}))

    result = check(path)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "remark: H9 三(五)3 总计, 三(五)5 总计: Blank; zero is written 0\n"


def test_a_workbook_is_checked_like_json(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(write_xlsx(changed(golden(), 一__总计=3526)))

    result = check(path)

    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["H1 总计", "H3 一"]


def test_an_issued_report_that_carries_its_figures_is_checked_too(tmp_path: Path) -> None:
    wrong = changed(golden(), **{"三(七)__总计": 3522})
    path = tmp_path / "issued.pdf"
    path.write_bytes(print_pdf(report_document(wrong, {}, date(2025, 1, 20), frozen=to_json(wrong, {}))))

    result = check(path)

    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["H1 总计", "H2 总计", "H3 三(七)"]


def test_what_could_not_be_read_is_named_and_is_no_success(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(workbook(golden(), lambda book: book["表三"].merge_cells("I8:J8")))

    result = check(path)

    assert result.exit_code == 2
    assert "三(一) 总计 cannot be read with certainty" in result.stderr
    assert "sheet 表三, cell A8" in result.stderr


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"name": "甲局"}'])
def test_bad_input_is_one_line_on_stderr(tmp_path: Path, content: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(content, encoding="utf-8")

    result = check(path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    assert check(tmp_path / "none.json").exit_code == 2


def test_a_previous_report_of_another_year_is_bad_input(tmp_path: Path) -> None:
    last = save(tmp_path, replace(golden(), year=2022), "last.json")

    result = check(save(tmp_path, golden()), "--previous", last)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "2022" in result.stderr


def test_keys_the_form_does_not_know_are_left_alone_at_the_top(tmp_path: Path) -> None:
    path = save(tmp_path, golden())
    report = {**json.loads(path.read_text(encoding="utf-8")), "failed_identities": [], "source": "网站"}
    path.write_text(json.dumps(report), encoding="utf-8")

    assert check(path).exit_code == 0
