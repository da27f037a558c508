"""A list of problems from outside is shown first, then entered as a whole or not at all."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document as WordDocument
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from tests.checks.lists import HEADS, TODAY, Clients, findings
from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tests.support.statements import counting
from tracker.checks.finding_tables import read_limit
from tracker.checks.rules import FindingState, Severity
from tracker.history.unchanged import forget
from tracker.organisation.models import Unit
from tracker.permissions import Role

ROWS = [
    ["1", "栏目更新", "“通知公告”栏目三个月没有更新", "信息科", "2026年10月30日前", ""],
    ["2", "附件", "年度预算公开表缺少说明", "财务科", "5个工作日", "严重"],
]


def xlsx() -> BytesIO:
    book = Workbook()
    sheet = book.active
    sheet.append(["2026年三季度政务公开第三方评估问题清单"])
    sheet.merge_cells("A1:F1")
    for row in (HEADS, *ROWS):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def docx() -> BytesIO:
    document = WordDocument()
    document.add_paragraph("问题清单")
    table = document.add_table(rows=0, cols=len(HEADS))
    for row in (HEADS, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return file


@pytest.mark.parametrize(("make_file", "name"), [(xlsx, "问题清单.xlsx"), (docx, "问题清单.docx")])
def test_an_uploaded_list_is_shown_row_by_row_and_then_entered(
    app: Flask, checker: FlaskClient, units: tuple[Unit, Unit], make_file: Callable[[], BytesIO], name: str
) -> None:
    shown = fill(checker, "/findings/import", text="", source="三季度第三方评估", files=(make_file(), name))
    page = shown.get_data(as_text=True)
    assert "将录入2个问题" in page
    assert findings(app) == []

    done = checker.post("/findings/import", data=filled(page, source="三季度第三方评估") | {"step": "enter"})

    assert done.status_code == 303
    first, second = findings(app)
    assert (first.unit_id, first.due_on, first.basis) == (units[0].id, date(2026, 10, 30), "栏目更新")
    assert (second.unit_id, second.due_on, second.number) == (units[1].id, date(2026, 10, 20), 2)


def test_a_refused_row_is_named_with_its_reason_and_nothing_at_all_is_entered(app: Flask, checker: FlaskClient) -> None:
    rows = ["缺说明|信息科|10个工作日", "错链|没有这个科|", "过期|财务科|2026年9月1日", "空话|财务科|尽快"]
    typed = "\n".join(["存在问题|责任单位|整改时限", *rows])

    shown = fill(checker, "/findings/import", text=typed).get_data(as_text=True)
    sent = checker.post("/findings/import", data=filled(shown, text=typed, step="enter"))

    assert "1个问题可以录入，3行不能录入" in shown
    assert "不是本机关的单位" in shown
    assert "已经过了" in shown
    assert "看不明白" in shown
    assert "一条都没有录" in sent.get_data(as_text=True)
    assert findings(app) == []


def test_what_is_in_the_list_already_or_twice_in_the_table_is_refused(
    app: Flask, make: Factory, checker: FlaskClient, units: tuple[Unit, Unit]
) -> None:
    make.finding(units[0], description="缺说明", number=7)
    make.finding(units[0], description="已经销号的", state=FindingState.CLOSED)
    typed = "存在问题|责任单位\n缺说明|信息科\n已经销号的|信息科\n错链|财务科\n别的|财务科\n错链|财务科"

    page = fill(checker, "/findings/import", text=typed).get_data(as_text=True)

    assert "3个问题可以录入，2行不能录入" in page
    assert "2026-007" in page


def test_rows_without_unit_or_limit_take_what_was_chosen_for_them(
    app: Flask, checker: FlaskClient, units: tuple[Unit, Unit]
) -> None:
    typed = "问题\t严重程度\n缺说明\t严重"
    page = fill(checker, "/findings/import", text=typed, unit_id=str(units[1].id), days="3").get_data(as_text=True)

    checker.post("/findings/import", data=filled(page, text=typed, step="enter"))

    (made,) = findings(app)
    assert (made.unit_id, made.due_on, made.severity) == (units[1].id, date(2026, 10, 16), Severity.GRAVE)


def test_the_same_list_sent_twice_is_entered_once(app: Flask, checker: FlaskClient) -> None:
    typed = "存在问题|责任单位\n缺说明|信息科"
    page = fill(checker, "/findings/import", text=typed).get_data(as_text=True)
    sent = filled(page, text=typed, step="enter")

    answers = [checker.post("/findings/import", data=sent) for _ in range(2)]

    assert answers[0].status_code == 303
    assert len(findings(app)) == 1


@pytest.mark.parametrize("content", [b"not a table", b"PK\x03\x04damaged"])
def test_a_file_that_is_no_table_is_refused_in_words(app: Flask, checker: FlaskClient, content: bytes) -> None:
    answer = fill(checker, "/findings/import", text="", files=(BytesIO(content), "清单.xlsx"))

    assert answer.status_code == 200
    assert "error-text" in answer.get_data(as_text=True)
    assert findings(app) == []


def test_only_the_supervision_group_takes_lists_in(make: Factory, client_of: Clients) -> None:
    for role in (Role.OFFICE, Role.SECTION, Role.LEADERSHIP):
        assert client_of(make.account(role, unit=make.unit())).get("/findings/import").status_code == 403


def test_a_preview_costs_the_same_for_few_and_many_rows(checker: FlaskClient) -> None:
    def cost(rows: int) -> int:
        typed = "存在问题|责任单位\n" + "\n".join(f"第{at}个|信息科" for at in range(rows))
        page = filled(checker.get("/findings/import").get_data(as_text=True), text=typed)
        forget()
        with counting() as statements:
            assert checker.post("/findings/import", data=page).status_code == 200
        return statements.count

    assert cost(1) == cost(100)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", None), ("10个工作日", 10), ("5 个工作日内", 5), ("2026年10月30日前", date(2026, 10, 30)),
        ("10月30日", date(2026, 10, 30)), ("2026-11-02", date(2026, 11, 2)), ("2026.11.2", date(2026, 11, 2)),
        ("2026-11-02 00:00:00", date(2026, 11, 2)), ("二〇二六年十月三十日", date(2026, 10, 30)),
        ("十月二十日前完成", date(2026, 10, 20)), ("10月底前", date(2026, 10, 31)), ("2026年11月", date(2026, 11, 30)),
        ("46328", date(2026, 11, 2)), ("十个工作日内", 10), ("一周内", TODAY + timedelta(days=7)),
    ],
)  # fmt: skip
def test_a_limit_is_read_as_working_days_or_as_a_day(written: str, meant: int | date | None) -> None:
    assert read_limit(written, TODAY) == meant
