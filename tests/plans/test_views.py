"""The plan as a whole: what is missing, newer versions, who may see and change it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.plans.browsing import OFFICE, Browser, items_of, page, texts
from tests.plans.readings import DOUBT, document, item, reading
from tests.support.factory import Factory
from tests.support.pages import fill, filled, token_of
from tests.support.statements import counting
from tracker.db import db, transaction
from tracker.history.models import HistoryEntry
from tracker.permissions import Role
from tracker.plans.models import Plan
from tracker.plans.reading.model import ReadItem
from tracker.plans.rules import PlanState
from tracker.plans.services import import_plan


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
