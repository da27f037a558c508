"""The pages of the annual report, from its beginning to the issued files; refusals; what others may not see."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from tests.annual_report.samples import golden
from tests.requests.making import answered
from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account
from tracker.annual_report.commands import annual_report
from tracker.annual_report.document import report_document
from tracker.annual_report.reading.reports import read_report
from tracker.annual_report.receiving import receive_report, take_file
from tracker.annual_report.report_json import to_json
from tracker.annual_report.xlsx_file import write_xlsx
from tracker.db import transaction
from tracker.documents import print_pdf
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]
HERE = "/annual-report/2025"
NEW = "table3.一.自然人"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 1, 20, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def unit(app: Flask, make: Factory) -> Unit:
    make.agency(name="清河市档案局")
    unit = make.unit("办公室", kind=UnitKind.OFFICE)
    with app.app_context():
        answered(make.actor(Role.OFFICE, unit=unit), date(2025, 3, 3), unit.id, "三(一)", date(2025, 3, 20))
    return unit


@pytest.fixture
def office(make: Factory, client_of: ClientOf, unit: Unit) -> FlaskClient:
    return client_of(make.account(Role.OFFICE, unit=unit))


@pytest.fixture
def leader(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.LEADERSHIP))


@pytest.fixture
def begun(office: FlaskClient) -> FlaskClient:
    assert fill(office, "/annual-report", action=f"{HERE}/draft").status_code == 303
    return office


def text_of(client: FlaskClient, url: str, status: int = 200) -> str:
    page = client.get(url)
    assert page.status_code == status, url
    return page.get_data(as_text=True)


def test_every_part_of_a_report_is_shown(begun: FlaskClient) -> None:
    for part in range(7):
        assert "2025年政府信息公开工作年度报告" in text_of(begun, f"{HERE}?part={part}")

    assert text_of(begun, f"{HERE}?part=3").count('name="table3.') == 175
    assert text_of(begun, f"{HERE}?part=4").count('name="table4.') == 15


def test_a_cell_is_changed_marked_and_put_right_again(begun: FlaskClient) -> None:
    page = fill(begun, f"{HERE}?part=3", **{"table3.三(七).自然人": "3"})
    assert "请写明原因" in page.get_data(as_text=True)

    assert fill(begun, f"{HERE}?part=3", **{"table3.三(七).自然人": "3", "reason": "漏登"}).status_code == 303
    html = text_of(begun, f"{HERE}?part=3")
    assert "cell-own cell-bad" in html
    assert "3≠1" in html
    assert "漏登" in html
    assert fill(begun, f"{HERE}?part=3", action=f"{HERE}/mend").status_code == 303

    assert "cell-own" not in text_of(begun, f"{HERE}?part=3")


def test_r6_a_stale_table_shows_both_numbers(begun: FlaskClient) -> None:
    old = filled(text_of(begun, f"{HERE}?part=3"), **{NEW: "7", "reason": "甲"})
    fill(begun, f"{HERE}?part=3", **{NEW: "8", "reason": "乙"})

    page = begun.post(f"{HERE}?part=3", data=old)

    html = page.get_data(as_text=True)
    assert page.status_code == 409
    assert "7" in html
    assert "8" in html


def test_other_cells_changed_in_another_tab_are_kept_without_a_question(begun: FlaskClient) -> None:
    other = "table3.三(一).商业企业"
    old = filled(text_of(begun, f"{HERE}?part=3"), **{other: "3", "reason": "甲"})
    fill(begun, f"{HERE}?part=3", **{NEW: "8", "reason": "乙"})

    page = begun.post(f"{HERE}?part=3", data=old)

    now = filled(text_of(begun, f"{HERE}?part=3"), reason="")
    assert page.status_code == 303
    assert (now[other], now[NEW], now["table3.三(一).总计"]) == (["3"], ["8"], ["4"])


def test_r6_a_stale_text_shows_both_texts(begun: FlaskClient) -> None:
    old = filled(text_of(begun, f"{HERE}?part=5"), text="我的一稿")
    fill(begun, f"{HERE}?part=5", text="别人的一稿")

    page = begun.post(f"{HERE}?part=5", data=old)

    assert page.status_code == 409
    assert "我的一稿" in page.get_data(as_text=True)
    assert "别人的一稿" in page.get_data(as_text=True)


def test_a_hard_failure_is_waived_and_the_report_issued(begun: FlaskClient, leader: FlaskClient) -> None:
    fill(begun, f"{HERE}?part=3", **{"table3.三(七).总计": "3", "reason": "漏登"})
    signing = re.search(r"/signing/annual_report/\d+", text_of(begun, HERE))
    assert signing is not None
    assert "H2 总计" in text_of(begun, signing.group())

    waivers = re.findall(rf"{signing.group()}/waive/\w+", text_of(begun, f"{HERE}?part=3"))
    assert len(waivers) == 3
    for waiver in waivers:
        assert fill(begun, waiver, reason="机构改革").status_code == 303
    assert text_of(begun, f"{HERE}?part=3").count("机构改革") == 3
    for client, move in ((begun, "draft"), (leader, "check"), (leader, "issue")):
        form = filled(text_of(client, signing.group()), opinion="同意")
        assert client.post(signing.group(), data={**form, "move": move}).status_code == 303

    html = text_of(begun, f"{HERE}?part=3")
    assert "SHA-256" in html
    assert "readonly" in html
    assert fill(leader, f"{HERE}/take-back", reason="数字有误").status_code == 303


def test_the_files_are_made_from_the_same_figures(begun: FlaskClient) -> None:
    book = begun.get(f"{HERE}.xlsx").data
    page = begun.get(f"{HERE}.html")

    figures = read_report(book, "a.xlsx").figures

    assert figures.value("table3.一.总计") == 1
    assert "一、本年新收政府信息公开申请数量" in page.get_data(as_text=True)
    assert "attachment" in page.headers["Content-Disposition"]
    assert begun.get(f"{HERE}.docx").data[:2] == b"PK"


def test_a_report_prints_the_same_from_the_page_and_from_the_shell(
    app: Flask, begun: FlaskClient, tmp_path: Path
) -> None:
    pdf = begun.get(f"{HERE}.pdf").data
    out = tmp_path / "a.pdf"

    done = CliRunner().invoke(annual_report, ["render", "2025", "--pdf", str(out)], obj=app.app_context)

    assert done.exit_code == 0, done.output
    assert pdf[:5] == b"%PDF-"
    assert out.read_bytes() == pdf


def test_quantities_are_entered_month_by_month(begun: FlaskClient) -> None:
    page = fill(begun, f"{HERE}/quantities", **{"行政许可.3": "十二"})
    assert "不是整数" in page.get_data(as_text=True)

    typed = {"行政许可.3": "12", "行政许可.4": "5", "行政事业性收费_万元.1": "0.5"}
    assert fill(begun, f"{HERE}/quantities", **typed).status_code == 303

    html = text_of(begun, f"{HERE}?part=2")
    assert 'value="17"' in html
    assert 'value="0.5"' in html


def test_c2_a_section_fills_in_its_own_quantities_and_sees_no_report(
    make: Factory, client_of: ClientOf, begun: FlaskClient
) -> None:
    own, other = make.unit("执法科"), make.unit("法规科")
    section = client_of(make.account(Role.SECTION, unit=own))

    assert fill(section, f"{HERE}/quantities", **{"行政处罚.1": "2"}).status_code == 303

    text_of(section, f"{HERE}/quantities?unit={other.id}", 404)
    assert "法规科" not in text_of(section, f"{HERE}/quantities")
    for path in ("/annual-report", HERE, f"{HERE}.pdf", f"{HERE}/group"):
        text_of(section, path, 403)


def test_last_years_report_is_taken_in_and_compared_with(begun: FlaskClient) -> None:
    file = (BytesIO(to_json(golden()).encode()), "2024.json")

    page = fill(begun, f"{HERE}/upload", whose="", files=file)

    assert page.status_code == 303
    assert "全部读准" in text_of(begun, page.headers["Location"])
    assert "0≠118" in text_of(begun, f"{HERE}?part=3")
    with begun.get(f"{page.headers['Location']}/file") as kept:
        assert kept.data == to_json(golden()).encode()


def test_last_years_issued_report_is_taken_in_as_it_was_printed(begun: FlaskClient) -> None:
    issued = print_pdf(report_document(golden(), {}, date(2025, 1, 20), frozen=to_json(golden())))

    page = fill(begun, f"{HERE}/upload", whose="", files=(BytesIO(issued), "2024年报.pdf"))

    assert page.status_code == 303
    assert "全部读准" in text_of(begun, page.headers["Location"])


@pytest.mark.parametrize(("name", "is_told"), [("登记中心", False), ("宿河市登记中心", False), ("殡仪馆", True)])
def test_a_title_that_names_another_body_is_told(make: Factory, begun: FlaskClient, name: str, is_told: bool) -> None:
    unit = make.unit("登记中心", kind=UnitKind.AFFILIATED)
    file = (BytesIO(to_json(replace(golden(), name=name, year=2025)).encode()), "a.json")

    page = fill(begun, f"{HERE}/upload", whose=str(unit.id), files=file)

    assert (f"标题写的是“{name}”" in text_of(begun, page.headers["Location"])) is is_told
    assert "a.json" in text_of(begun, f"{HERE}/group")


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "a.xlsx"), (b"hello", "a.docx"), (b"{}", "a.json"), (b"MZ", "a.exe")]
)
def test_what_is_no_report_is_refused_on_the_form(begun: FlaskClient, content: bytes, name: str) -> None:
    page = fill(begun, f"{HERE}/upload", whose="", files=(BytesIO(content), name))

    assert page.status_code == 200
    assert "error-text" in page.get_data(as_text=True)


def test_a_missing_unit_is_named_in_the_group_report(make: Factory, begun: FlaskClient) -> None:
    make.unit("登记中心", kind=UnitKind.AFFILIATED)

    html = text_of(begun, f"{HERE}/group")

    assert "登记中心" in html
    assert "未报送" in html
    assert fill(begun, f"{HERE}/group", action=f"{HERE}/group/scope").status_code == 303


def test_the_page_takes_the_same_statements_however_many_requests(
    app: Flask, make: Factory, begun: FlaskClient, unit: Unit
) -> None:
    def statements() -> int:
        with counting() as counted:
            text_of(begun, f"{HERE}?part=3")
        return counted.count

    text_of(begun, f"{HERE}?part=3")
    few = statements()
    with app.app_context():
        for _ in range(8):
            answered(make.actor(Role.OFFICE), date(2025, 3, 3), unit.id, "三(二)", date(2025, 3, 20))

    assert statements() == few <= 22


def test_r6_who_settles_what_a_colleague_settled_sees_both_numbers(
    app: Flask, make: Factory, begun: FlaskClient
) -> None:
    cells = [f"table3.三(一).{column}" for column in ("自然人", "商业企业")]
    with app.app_context(), transaction():
        by, book = make.actor(Role.OFFICE), BytesIO(write_xlsx(golden().changed(dict.fromkeys(cells))))
        kept = receive_report(2024, None, [take_file(book, "a.xlsx")], by=by)
        asked = "%(cell)s cannot be read with certainty: “%(found)s”"
        kept.doubts = [[asked, {"cell": "一", "found": "?"}, None, cells]]
    here = "/annual-report/received/1"
    old = filled(text_of(begun, here), **{cells[0]: "7", cells[1]: "9"})
    assert fill(begun, here, **{cells[0]: "8"}).status_code == 303

    page = begun.post(here, data=old).get_data(as_text=True)

    assert "现在存的是8，您填的是7" in page
    assert 'value="9"' in page
    assert begun.post(here, data=filled(page, **{cells[1]: "9"})).status_code == 303
