"""Pages of the ledgers and the figures: entering, correcting, lists, months, figures, and who sees what."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill
from tests.support.statements import counting
from tracker.db import db
from tracker.ledger.models import LedgerEntry, LedgerLock
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.web.exports import xlsx_bytes

ENTRY = {"day": "2026-03-05", "title": "信息员培训", "category": "专题培训", "people": "109", "lecturer": "张教授"}


@pytest.fixture
def section(make: Factory) -> FlaskClient:
    return make.client_of(make.account(Role.SECTION, unit=make.unit("法规科")))


@pytest.fixture
def office(make: Factory) -> FlaskClient:
    return make.client_of(make.account(Role.OFFICE, unit=make.unit("办公室", kind=UnitKind.OFFICE)))


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def enter(client: FlaskClient, kind: str = "training", **fields: object):
    return fill(client, f"/ledger/{kind}", action=f"/ledger/{kind}", **{**ENTRY, **fields})


def test_an_entry_is_made_shown_corrected_struck_out_and_taken_back(section: FlaskClient) -> None:
    made = enter(section)
    assert made.status_code == 303
    assert "张教授" in text_of(section, "/ledger/training")

    fill(section, "/ledger/entries/1/edit", people="110")
    assert "<del>109</del> → 110" in text_of(section, "/ledger/entries/1")

    fill(section, "/ledger/entries/1/strike", reason="重复登记")
    assert "重复登记" in text_of(section, "/ledger/training")
    fill(section, "/ledger/entries/1", action="/ledger/entries/1/restore")
    assert "重复登记" not in text_of(section, "/ledger/training")


def test_a_refused_entry_keeps_what_was_typed(section: FlaskClient) -> None:
    answer = enter(section, people="很多")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "参加人数“很多”不是数字" in page
    assert 'value="张教授"' in page


def test_the_same_form_sent_twice_makes_one_entry(section: FlaskClient, app) -> None:
    from tests.support.pages import body_of, filled

    sent = filled(text_of(section, "/ledger/training"), action="/ledger/training", **ENTRY)
    first = section.post("/ledger/training", **body_of(sent))
    second = section.post("/ledger/training", **body_of(sent))

    assert first.location == second.location
    with app.app_context():
        assert db.session.query(LedgerEntry).count() == 1


def test_the_last_entry_is_repeated_with_the_next_issue(section: FlaskClient) -> None:
    fields = {"category": None, "people": None, "lecturer": None, "series": "政务公开简报", "issue": "34"}
    enter(section, "briefing", **fields)

    page = text_of(section, "/ledger/briefing?repeat=1")

    assert 'value="政务公开简报"' in page
    assert 'value="35"' in page


def test_c2_nothing_of_another_section_can_be_opened(section: FlaskClient, make: Factory) -> None:
    other = make.client_of(make.account(Role.SECTION, unit=make.unit("规划科")))
    proof = (BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"), "x.pdf")
    enter(section, title="只有法规科的事", files=proof)

    for path in ("entries/1", "entries/1/edit", "entries/1/strike", "entries/1/files/1", "months/2026?unit=1"):
        assert other.get(f"/ledger/{path}").status_code == 404
    assert "只有法规科的事" not in text_of(other, "/ledger/training")
    assert "只有法规科的事".encode() not in other.get("/ledger/training/list.xlsx").data


def test_r6_a_stale_correction_shows_both_texts(section: FlaskClient, office: FlaskClient) -> None:
    from tests.support.pages import body_of, filled

    enter(section)
    mine = filled(text_of(section, "/ledger/entries/1/edit"), title="我的题目")
    fill(office, "/ledger/entries/1/edit", title="办公室的题目")

    answer = section.post("/ledger/entries/1/edit", **body_of(mine))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "我的题目" in page
    assert "办公室的题目" in page


def test_a_list_is_pasted_looked_over_and_entered(section: FlaskClient) -> None:
    answer = fill(section, "/ledger/training/paste", text="3月5日\t甲班\n3月6日\t乙班")
    assert "2行都可以登记" in text_of(section, answer.location)

    done = fill(section, answer.location, action=answer.location)

    assert done.location == "/ledger/training"
    assert "乙班" in text_of(section, "/ledger/training")


def test_a_wrong_line_is_named_and_there_is_no_button(section: FlaskClient) -> None:
    answer = fill(section, "/ledger/training/paste", text="3月5日\t甲班\n昨天\t乙班")

    page = text_of(section, answer.location)

    assert "第2行" in page
    assert "举办日期“昨天”不是日期" in page
    assert "登记全部" not in page


def test_an_excel_file_is_read_in(section: FlaskClient) -> None:
    content = xlsx_bytes("培训", ["举办日期", "培训主题"], [["2026-03-05", "=甲班"]])

    answer = fill(section, "/ledger/training/paste", text="", files=(BytesIO(content), "培训.xlsx"))

    assert "=甲班" in text_of(section, answer.location)
    refused = fill(section, "/ledger/training/paste", text="", files=(BytesIO(b"no sheet"), "培训.xlsx"))
    assert refused.status_code == 200


def test_the_office_locks_a_month_and_opens_it(section: FlaskClient, office: FlaskClient, app) -> None:
    enter(section)
    fill(office, "/ledger?year=2026", action="/ledger/locks/2026", month="3")

    refused = fill(section, "/ledger/entries/1/edit", title="改")
    assert "2026-03已经锁定" in refused.get_data(as_text=True)
    fill(office, "/ledger?year=2026", action="/ledger/locks/1/open")
    with app.app_context():
        assert db.session.query(LedgerLock).count() == 0


def test_the_grid_of_months_is_filled_in(section: FlaskClient) -> None:
    done = fill(section, "/ledger/months/2026", c1_0="1200")

    assert done.status_code == 303
    assert 'value="1200"' in text_of(section, "/ledger/months/2026")
    refused = fill(section, "/ledger/months/2026", c2_0="很多")
    assert "不是数字" in refused.get_data(as_text=True)


def test_every_figure_of_the_page_opens_the_entries_behind_it(section: FlaskClient, office: FlaskClient) -> None:
    import re

    enter(section)
    page = text_of(office, "/figures/2026")

    assert "培训台账，按举办日期计入，参加人数之和" in page
    links = {link.replace("&amp;", "&") for link in re.findall(r'class="fig" href="(/figures/[^"]+)"', page)}
    assert len(links) > 80
    for link in sorted(links)[::7]:
        text_of(office, link)
    assert "信息员培训" in text_of(office, "/figures/2026/培训人次")
    assert "信息员培训" not in text_of(office, "/figures/2026/培训人次?period=2026-Q2")
    assert "109人次" in text_of(office, "/figures/2026/培训人次?first=2026-03-01&last=2026-03-31")


def test_the_office_adds_a_figure_and_a_text_can_name_it(office: FlaskClient, section: FlaskClient) -> None:
    fields = {"name": "短视频数", "unit": "条", "ledger": "new_media", "counts": "quantity", "channel": "抖音"}
    done = fill(office, "/ledger/indicators", **fields)

    assert done.status_code == 303
    assert "短视频数" in text_of(office, "/figures/2026")
    assert section.get("/ledger/indicators").status_code == 404


def test_leaders_read_and_find_nothing_to_press(section: FlaskClient, make: Factory) -> None:
    enter(section)
    leader = make.client_of(make.account(Role.LEADERSHIP))

    for path in ("/ledger", "/ledger/training", "/ledger/entries/1", "/ledger/months/2026", "/figures/2026"):
        page = text_of(leader, path)
        assert "btn-primary" not in page, path


def test_unknown_ledgers_figures_and_years_are_not_there(office: FlaskClient) -> None:
    for path in ("/ledger/nothing", "/ledger/entries/9", "/figures/2026/没有", "/figures/1", "/ledger/months/1"):
        assert office.get(path).status_code == 404, path


def test_pages_cost_the_same_statements_for_any_number_of_entries(section: FlaskClient, office: FlaskClient) -> None:
    enter(section)
    pages = ("/ledger/training", "/ledger", "/figures/2026", "/figures/2026/培训人次")
    few = []
    for path in pages:
        with counting() as counted:
            text_of(office, path)
        few.append(counted.count)
    lines = "\n".join(f"3月{day}日\t第{day}班" for day in range(1, 31))
    answer = fill(section, "/ledger/training/paste", text=lines)
    fill(section, answer.location, action=answer.location)

    for path, count in zip(pages, few, strict=True):
        with counting() as counted:
            text_of(office, path)
        assert counted.count == count, path
