"""The pages of plans, as the office uses them and as others are kept out of them."""

import io
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.files import making
from tests.plans.readings import DOUBT, document, item, reading
from tests.support.factory import Factory
from tests.support.pages import fill, filled, token_of
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.history.models import HistoryEntry
from tracker.organisation.models import UnitAlias
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.plans.models import Plan, PlanItem, PlanStep
from tracker.plans.queries import list_items
from tracker.plans.reading.model import ReadItem
from tracker.plans.rules import PlanState
from tracker.plans.services import import_plan

OFFICE = Actor(name="李明", role=Role.OFFICE)
ROWS = (
    item("公开规划。", "规划科", limit="6月底前", number="1", heading_path=("一、公开",)),
    item("公开用地。应公开尽公开。", "用图管制科", limit="年底前", at=2, number="2", heading_path=("一、公开",)),
    item("开展活动。", "规划科", at=3, doubts=(DOUBT,)),
)
Browser = Callable[[Account], FlaskClient]


@pytest.fixture
def office(make: Factory, client_of: Browser) -> FlaskClient:
    make.unit("规划科")
    make.unit("用途管制科")
    make.unit("办公室", kind=UnitKind.OFFICE)
    return client_of(make.account(Role.OFFICE))


@pytest.fixture
def plan(app: Flask, office: FlaskClient) -> int:
    return brought_in(app, *ROWS)


def brought_in(app: Flask, *rows: ReadItem) -> int:
    with app.app_context():
        return import_plan(document(reading(*rows)), by=OFFICE).id


def items_of(app: Flask, plan_id: int) -> list[PlanItem]:
    with app.app_context():
        return list_items(plan_id)


def texts(app: Flask, plan_id: int) -> list[str]:
    return [one.text for one in items_of(app, plan_id)]


def page(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def word_file(*rows: tuple[str, ...], title: str = "2026年政务公开工作要点") -> io.BytesIO:
    """A Word document with a title and one table."""
    made = docx.Document()
    made.add_paragraph(title)
    table = made.add_table(rows=0, cols=4)
    for row in (("序号", "工作任务", "责任科室", "完成时限"), *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    content = io.BytesIO()
    made.save(content)
    content.seek(0)
    return content


def upload(client: FlaskClient, content: bytes | io.BytesIO, name: str, **fields: str) -> TestResponse:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return fill(client, "/plans", action="/plans/new", files=(stream, name), **fields)


def test_capability_1_an_uploaded_document_becomes_the_draft_plan_of_its_year(app: Flask, office: FlaskClient) -> None:
    rows = (("1", "公开规划成果", "规划科", "6月底前"), ("2", "公开用地审批", "用图管制科", "年底前"))

    answer = upload(office, word_file(*rows), "2026年要点.docx")

    second = items_of(app, 1)[1]
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/plans/1/review?doubts=1&open={second.id}#i{second.id}"
    shown = page(office.get(answer.headers["Location"]))
    assert "读出2条，" in shown
    assert "还有1条要您定" in shown
    assert "<mark>用图管制科</mark>" in shown
    assert "“用图管制科”不在科室名册里，最接近的是“用途管制科”。" in shown
    assert "2026年要点.docx" in page(office.get("/plans"))


def test_pasted_text_is_read_like_a_file_and_kept_as_one(app: Flask, office: FlaskClient) -> None:
    text = "2026年政务公开工作要点\n\t序号\t工作任务\t责任科室\n\t1\t公开规划成果\t规划科\n"

    answer = fill(office, "/plans", action="/plans/new", text=text)

    assert answer.status_code == 303
    assert texts(app, 1) == ["公开规划成果"]
    assert "公开规划成果" in page(office.get("/plans/1/source", buffered=True))


def test_the_file_itself_is_given_back_under_its_name_and_opens_nowhere(office: FlaskClient) -> None:
    content = word_file(("1", "公开规划成果", "规划科", "6月底前")).getvalue()
    upload(office, content, "清河市 “要点”.docx")

    answer = office.get("/plans/1/source", buffered=True)

    assert answer.data == content
    assert "清河市 “要点”.docx" in unquote(answer.headers["Content-Disposition"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


SCAN = making.pdf()
UNREAD = [
    (b"", "空.docx", "文件是空的"),
    (making.old_office("EncryptedPackage"), "加密.docx", "密码"),
    (making.old_office("WordDocument"), "旧.doc", "旧版"),
    (making.docx()[:600], "坏.docx", "坏"),
    (b"%PDF-1.7 \xe4", "假.docx", ""),
    (making.xlsx(), "假.docx", "xlsx"),
    (making.png(), "图.png", "docx"),
    (SCAN, "扫描.pdf", ""),
    (word_file().getvalue(), "空表.docx", "没有读到任务"),
    ("机密★10年\n一、公开规划。".encode(), "密.txt", "密"),
]


@pytest.mark.parametrize(("content", "name", "sentence"), UNREAD, ids=[row[1] for row in UNREAD])
def test_a_file_that_cannot_be_read_gets_a_sentence_and_what_was_typed_stays(
    app: Flask, office: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    answer = upload(office, content, name, year="2026")

    assert answer.status_code == 200
    refusals = re.findall(r'class="error-text" id="files-error">([^<]+)<', page(answer))
    assert len(refusals) == 1
    assert sentence in refusals[0]
    assert re.search("[一-龥]", refusals[0])
    assert not re.search("[A-Za-z]{3,} [a-z]+ [a-z]+", refusals[0]), refusals[0]
    assert 'value="2026"' in page(answer)
    with app.app_context():
        assert db.session.query(Plan).count() == 0


def test_nothing_chosen_a_year_taken_and_a_year_unknown_are_said_beside_their_fields(
    office: FlaskClient, plan: int
) -> None:
    rows = (("1", "公开规划成果", "规划科", "6月底前"),)

    nothing = page(fill(office, "/plans", action="/plans/new", text="  "))
    taken = page(upload(office, word_file(*rows), "要点.docx"))
    unknown = page(upload(office, word_file(*rows, title="政务公开工作要点"), "要点.docx"))
    odd = page(upload(office, word_file(*rows), "要点.docx", year="1926"))

    both = page(upload(office, word_file(*rows), "要点.docx", text="一、公开"))

    assert "请选一个文件，或者把要点的文字粘贴进来。" in nothing
    assert "您选了文件，又粘贴了文字" in both
    assert "2026年已经有工作要点" in taken
    assert "文件里没有写是哪一年的" in unknown
    assert "年份请填2000至2099之间" in odd
    assert upload(office, word_file(*rows, title="政务公开工作要点"), "要点.docx", year="2027").status_code == 303


def test_r7_the_same_upload_sent_twice_makes_one_plan(app: Flask, office: FlaskClient) -> None:
    sent = filled(page(office.get("/plans")), action="/plans/new", text="2026年要点\n序号\t工作任务\n1\t公开规划\n")

    answers = [office.post("/plans/new", data=sent) for _ in range(3)]

    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    with app.app_context():
        assert db.session.query(Plan).count() == 1


def test_a_year_without_a_plan_says_so_and_offers_the_one_thing_to_press(
    office: FlaskClient, make: Factory, client_of: Browser
) -> None:
    section = client_of(make.account(Role.SECTION, unit=make.unit()))

    mine, theirs = page(office.get("/plans")), page(section.get("/plans"))

    assert "年还没有工作要点" in mine
    assert "读入，看看读出了什么" in mine
    assert "年还没有工作要点" in theirs
    assert "读入，看看读出了什么" not in theirs


def test_confirming_saves_what_stands_in_the_form_and_leads_to_the_next_doubt(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    _, second, third = items_of(app, plan)
    address = f"/plans/{plan}/review?doubts=1&open={second.id}"

    answer = fill(office, address, action=f"/plans/{plan}/review", text="公开用地审批。", then="confirm")

    assert answer.headers["Location"] == f"/plans/{plan}/review?open={third.id}&doubts=1#i{third.id}"
    kept = items_of(app, plan)[1]
    assert (kept.text, kept.is_settled, kept.units[0].unit_id) == ("公开用地审批。", True, 2)
    with app.app_context():
        assert [alias.name for alias in db.session.query(UnitAlias)] == ["用图管制科"]


def test_a_name_typed_just_now_that_nobody_knows_is_asked_about_at_once(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    first = items_of(app, plan)[0]
    address = f"/plans/{plan}/review?open={first.id}"

    answer = fill(office, address, action=f"/plans/{plan}/review", lead="规划室", then="confirm")

    assert answer.headers["Location"].endswith(f"#i{first.id}")
    assert "“规划室”不在科室名册里，最接近的是“规划科”。" in page(office.get(answer.headers["Location"]))


def test_a_limit_without_a_day_is_refused_beside_its_field_and_the_rest_stays(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    first = items_of(app, plan)[0]
    address = f"/plans/{plan}/review?open={first.id}"

    answer = page(
        fill(office, address, action=f"/plans/{plan}/review", text="改过的文字", limit_phrase="尽快", then="confirm")
    )

    assert "“尽快”看不出到哪一天" in answer
    assert "改过的文字" in answer
    assert texts(app, plan)[0] == "公开规划。"
    done = fill(
        office, address, action=f"/plans/{plan}/review", limit_phrase="尽快", limit_as="one_day", due_on="2026-05-01",
        then="confirm",
    )  # fmt: skip
    assert done.status_code == 303
    assert str(items_of(app, plan)[0].limit_due_on) == "2026-05-01"


def test_r6_the_second_of_two_editors_sees_both_texts_and_loses_nothing(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    first = items_of(app, plan)[0]
    address = f"/plans/{plan}/review?open={first.id}"
    opened = page(office.get(address))
    fill(office, address, action=f"/plans/{plan}/review", text="甲的文字", then="confirm")

    mine = filled(opened, action=f"/plans/{plan}/review", text="乙的文字", then="confirm")
    answer = office.post(address, data=mine)

    assert answer.status_code == 409
    assert "甲的文字" in page(answer)
    assert "乙的文字" in page(answer)
    assert texts(app, plan)[0] == "甲的文字"
    office.post(address, data=filled(page(answer), text="甲和乙的文字"))
    assert texts(app, plan)[0] == "甲和乙的文字"


def test_what_was_typed_stays_when_the_plan_was_published_meanwhile(app: Flask, office: FlaskClient, plan: int) -> None:
    first = items_of(app, plan)[0]
    address = f"/plans/{plan}/review?open={first.id}"
    sent = filled(page(office.get(address)), action=f"/plans/{plan}/review", text="写到一半的话", then="confirm")
    with app.app_context(), transaction():
        db.session.get_one(Plan, plan).state = PlanState.PUBLISHED

    answer = office.post(address, data=sent)

    assert "要点已经发布，不能直接改" in page(answer)
    assert "写到一半的话" in page(answer)
    assert texts(app, plan)[0] == "公开规划。"


def test_r7_a_button_pressed_twice_acts_once(app: Flask, office: FlaskClient, plan: int) -> None:
    third = items_of(app, plan)[2]
    address = f"/plans/{plan}/review?open={third.id}"
    for then in ("join", "remove"):
        third = items_of(app, plan)[-1]
        address = f"/plans/{plan}/review?open={third.id}"
        sent = filled(page(office.get(address)), action=f"/plans/{plan}/review", then=then)

        answers = [office.post(address, data=sent) for _ in range(3)]

        assert {answer.status_code for answer in answers} == {303}
        assert len({answer.headers["Location"] for answer in answers}) == 1
    assert texts(app, plan) == ["公开规划。"]
    with app.app_context():
        assert db.session.query(PlanStep).count() == 2


def test_an_item_is_split_moved_taken_out_and_everything_taken_back(app: Flask, office: FlaskClient, plan: int) -> None:
    before = texts(app, plan)
    first, second, third = items_of(app, plan)
    address = f"/plans/{plan}/review?open={second.id}"

    to_split = fill(office, address, action=f"/plans/{plan}/review", text="甲。乙。", then="split").headers["Location"]
    fill(office, to_split, first="甲做到底。")
    assert texts(app, plan) == [before[0], "甲做到底。", "乙。", before[2]]
    to_move = fill(
        office, f"/plans/{plan}/review?open={third.id}", action=f"/plans/{plan}/review", then="move"
    ).headers["Location"]  # fmt: skip
    office.post(to_move, data=filled(page(office.get(to_move)), version="1", before=str(first.id)))
    assert texts(app, plan)[0] == before[2]
    fill(office, f"/plans/{plan}/review?open={first.id}", action=f"/plans/{plan}/review", then="remove")
    assert before[0] not in texts(app, plan)

    for _ in range(4):
        fill(office, f"/plans/{plan}/review", action=f"/plans/{plan}/undo")

    assert texts(app, plan) == before
    assert "撤销：" not in page(office.get(f"/plans/{plan}/review"))


def test_a_place_that_was_read_as_no_item_is_shown_and_made_one(app: Flask, office: FlaskClient, plan: int) -> None:
    shown = page(office.get(f"/plans/{plan}/review?rest=1"))
    assert "加为一条" in shown

    fill(office, f"/plans/{plan}/items/new?from=t1r0", text="原来没读出来的一条", lead="规划科")

    added = next(one for one in items_of(app, plan) if one.text == "原来没读出来的一条")
    assert (added.anchors, added.place) == (["t1r0"], "表1第1行")


def test_unknown_names_are_chosen_once_on_one_page(app: Flask, office: FlaskClient, plan: int) -> None:
    shown = page(office.get(f"/plans/{plan}/units"))
    assert "有1个名称不在科室名册里" in shown

    fill(office, f"/plans/{plan}/units")

    assert items_of(app, plan)[1].units[0].unit_id == 2
    assert "要点里的科室都认得" in page(office.get(f"/plans/{plan}/units"))


def test_capability_5_an_item_names_the_superior_document_it_carries_out(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    first = items_of(app, plan)[0]
    basis = "《清河市2026年政务公开工作要点》"

    fill(office, f"/plans/{plan}/review?open={first.id}", action=f"/plans/{plan}/review", basis=basis, then="confirm")

    assert f"依据：{basis}" in page(office.get(f"/plans/{plan}"))


def test_capability_6_a_task_is_entered_from_a_superior_notice_with_its_number(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    notice = "清政办发〔2026〕3号《关于做好依申请公开工作的通知》"

    fill(office, f"/plans/{plan}/items/new", text="规范依申请公开办理", lead="办公室", basis=notice)

    added = items_of(app, plan)[-1]
    assert (added.text, added.basis, added.is_settled) == ("规范依申请公开办理", notice, True)


def test_units_that_nobody_has_entered_yet_are_entered_from_the_plan_all_at_once(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    shown = page(office.get(f"/plans/{plan}/units"))
    (link,) = re.findall(r'href="(/organisation/units/import\?name=[^"]*)"', shown)

    assert fill(office, unescape(link)).status_code == 303

    assert "一次登记" not in page(office.get(f"/plans/{plan}/units"))
    fill(office, f"/plans/{plan}/units")
    assert "要点里的科室都认得" in page(office.get(f"/plans/{plan}/units"))


def test_the_plan_page_says_what_is_missing_and_offers_publishing_when_nothing_stops_it(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    before = page(office.get(f"/plans/{plan}"))
    assert "还不能发布：有1条没有认得的科室" in before
    assert "变成任务" not in before
    assert "还不能发布：1条没有认得的科室" in page(office.get(f"/plans/{plan}/review"))

    fill(office, f"/plans/{plan}/units")

    after = page(office.get(f"/plans/{plan}"))
    assert "发布，3条变成任务" in after
    assert "还有1条没有核对" in after
    assert fill(office, f"/plans/{plan}/review", action=f"/plans/{plan}/publish").status_code == 303
    assert office.get(f"/plans/{plan}/review").headers["Location"] == f"/plans/{plan}"


def test_a_newer_version_is_compared_shown_and_applied_with_its_reason(
    app: Flask, make: Factory, office: FlaskClient, plan: int
) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Plan, plan).state = PlanState.PUBLISHED
    rows = ("序号\t工作任务\t责任科室\t时限", "1\t公开规划。\t规划科\t9月底前", "2\t全新的一件事\t新设科\t年底前")
    newer = "\n".join(("2026年政务公开工作要点", *rows))

    fill(office, f"/plans/{plan}/compare", action=f"/plans/{plan}/compare", text=newer)
    shown = page(office.get(f"/plans/{plan}/compare"))
    assert "全新的一件事" in shown
    assert "<del>6月底前</del>" in shown
    assert "“新设科”不在科室名册里" in shown
    unexplained = fill(office, f"/plans/{plan}/compare", action=f"/plans/{plan}/adjustments")
    assert "请写明原因" in page(unexplained)
    keys = re.findall(r'name="taken" value="([^"]+)" checked', shown)
    sent = filled(shown, action=f"/plans/{plan}/adjustments", reason="市里印发了修订版", taken=keys)
    make.unit("新设科")  # a new item of a published plan becomes a task, and a task has a unit that is known
    where = re.findall(rf'action="(/plans/{plan}/adjustments/\d+)"', shown)[0]

    answers = [office.post(where, data=sent) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [f"/plans/{plan}"] * 2
    assert [(one.text, one.limit_phrase, one.is_dropped) for one in items_of(app, plan)][:2] == [
        ("公开规划。", "9月底前", False), ("全新的一件事", "年底前", False),
    ]  # fmt: skip
    after = page(office.get(f"/plans/{plan}"))
    assert "市里印发了修订版" in after
    assert after.count("已调出") == 2


def test_a_comparison_without_differences_says_so_and_one_can_be_left(
    app: Flask, office: FlaskClient, make: Factory
) -> None:
    text = "2026年要点\n序号\t工作任务\t责任科室\n1\t公开规划。\t规划科\n"
    fill(office, "/plans", action="/plans/new", text=text)

    fill(office, "/plans/1/compare", action="/plans/1/compare", text=text)

    assert "两个版本内容一样" in page(office.get("/plans/1/compare"))
    assert fill(office, "/plans/1/compare", action="/plans/1/compare/drop").status_code == 303
    assert "两个版本内容一样" not in page(office.get("/plans/1/compare"))


def test_a_draft_can_be_given_up(app: Flask, office: FlaskClient, plan: int) -> None:
    answer = fill(office, f"/plans/{plan}", action=f"/plans/{plan}/discard")

    assert answer.headers["Location"] == "/plans"
    assert office.get(f"/plans/{plan}").status_code == 404


def test_title_and_year_are_corrected(app: Flask, office: FlaskClient, plan: int) -> None:
    fill(office, f"/plans/{plan}/front", title="另一个标题", year="2027")

    assert "另一个标题" in page(office.get("/plans"))
    assert str(items_of(app, plan)[0].limit_due_on) == "2027-06-30"


CLOSED_TO_OTHERS = [
    ("GET", "/plans/new"), ("POST", "/plans/new"), ("GET", "/plans/1/review"), ("POST", "/plans/1/review?open=1"),
    ("GET", "/plans/1/items/1/split"), ("POST", "/plans/1/items/1/split"), ("POST", "/plans/1/items/1/move"),
    ("POST", "/plans/1/items/new"), ("POST", "/plans/1/undo"), ("GET", "/plans/1/units"), ("POST", "/plans/1/units"),
    ("GET", "/plans/1/compare"), ("POST", "/plans/1/compare"), ("POST", "/plans/1/adjustments/1"),
    ("POST", "/plans/1/compare/drop"), ("POST", "/plans/1/front"), ("POST", "/plans/1/discard"),
]  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_other_roles_are_kept_out_of_editing_and_it_is_recorded(
    app: Flask, plan: int, make: Factory, client_of: Browser, role: Role
) -> None:
    stranger = client_of(make.account(role, unit=make.unit()))
    before = texts(app, plan)
    token = token_of(stranger)

    for method, address in CLOSED_TO_OTHERS:
        answer = stranger.open(address, method=method, data={"csrf_token": token, "then": "remove", "text": "改"})
        assert answer.status_code == 403, address

    assert texts(app, plan) == before
    with app.app_context():
        denied = db.session.query(HistoryEntry).filter_by(event="access.denied").count()
    assert denied == len(CLOSED_TO_OTHERS)


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SECTION, Role.SUPERVISION])
def test_a_draft_is_for_the_office_alone_and_a_published_plan_for_all_who_work(
    app: Flask, plan: int, make: Factory, client_of: Browser, role: Role
) -> None:
    reader = client_of(make.account(role, unit=make.unit()))
    assert reader.get(f"/plans/{plan}").status_code == 404
    assert reader.get(f"/plans/{plan}/source").status_code == 404
    assert "公开" not in re.sub("政务公开|依申请公开", "", page(reader.get("/plans")))

    with app.app_context(), transaction():
        db.session.get_one(Plan, plan).state = PlanState.PUBLISHED

    shown = page(reader.get(f"/plans/{plan}"))
    assert "公开规划。" in shown
    assert "/review" not in shown
    assert reader.get(f"/plans/{plan}/source", buffered=True).status_code == 200


def test_nobody_sees_plans_without_signing_in(app: Flask, plan: int) -> None:
    assert app.test_client().get(f"/plans/{plan}").status_code == 302


def test_an_item_of_another_plan_is_not_found_and_not_changed(app: Flask, office: FlaskClient, plan: int) -> None:
    with app.app_context():
        other = import_plan(document(reading(item("别的计划"), year=2027)), by=OFFICE).id
    foreign = items_of(app, other)[0]
    own = items_of(app, plan)[0]
    sent = filled(page(office.get(f"/plans/{plan}/review?open={own.id}")), action=f"/plans/{plan}/review", text="改")

    for address in (
        f"/plans/{plan}/review?open={foreign.id}", f"/plans/{plan}/items/{foreign.id}/split",
        f"/plans/{plan}/items/{foreign.id}/move", "/plans/999/review?open=1",
    ):  # fmt: skip
        assert office.get(address).status_code == 404
        assert office.post(address, data={**sent, "form_token": f"x{address}"}).status_code == 404

    assert texts(app, other) == ["别的计划"]


def many(count: int) -> list[ReadItem]:
    sections = ("规划科", "用途管制科", "办公室")
    return [
        item(
            f"第{at}项：更新本领域权责清单、办事指南和现行有效政策文件。", sections[at % 3], "各科室", limit="每季度",
            at=at, number=str(at), heading_path=(f"领域{at // 20}",), doubts=(DOUBT,) if at % 10 == 0 else (),
        )
        for at in range(1, count + 1)
    ]  # fmt: skip


def test_four_hundred_and_twenty_rows_stay_small_and_need_no_more_statements(app: Flask, office: FlaskClient) -> None:
    counts = []
    for year, count in ((2026, 8), (2027, 420)):
        with app.app_context():
            plan = import_plan(document(reading(*many(count), year=year)), by=OFFICE).id
        opened = items_of(app, plan)[count // 2].id
        for address in (f"/plans/{plan}/review?open={opened}", f"/plans/{plan}", "/plans"):
            with counting() as statements:
                answer = office.get(address)
            counts.append(statements.count)
            assert answer.status_code == 200
            assert len(answer.data) < 400_000

    assert counts[:3] == counts[3:]
    assert counts[0] <= 13


def test_the_page_of_review_needs_no_script_and_brings_only_our_own(office: FlaskClient, plan: int, app: Flask) -> None:
    first = items_of(app, plan)[0]

    shown = page(office.get(f"/plans/{plan}/review?open={first.id}"))

    assert sorted(re.findall(r'<script src="/static/([^"]*)"', shown)) == ["drafts.js", "plan-review.js"]
    assert shown.count("<script") == 2
    for then in ("confirm", "split", "join", "move", "remove"):
        assert f'name="then" value="{then}"' in shown
