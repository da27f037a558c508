"""Superior plans: read in, held against ours item by item, and what may not be done with them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.coverage import services
from tracker.coverage.likeness import propose
from tracker.coverage.models import SuperiorPlan
from tracker.coverage.queries import get_superior_row, list_carried_out_by, list_items
from tracker.coverage.rules import CoverView, Standing
from tracker.coverage.services import Front
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.permissions import Actor, Role
from tracker.plans.models import PlanItem
from tracker.plans.receiving import take_text

ClientOf = Callable[[Account], FlaskClient]
TEXT = """清河市2026年政务公开工作要点
一、主动公开
1.集中公开规范性文件，标注有效性。牵头单位：市政府办公室，6月底前完成。
2.公开国土空间规划。牵头单位：市自然资源局，9月底前完成。
二、监督保障
3.开展政务公开业务培训，全年不少于2期。牵头单位：各部门，年底前完成。
"""
OURS = ("规范性文件集中公开，标注有效性", "开放档案目录分批公布", "政务公开业务培训，全年不少于2期")


@pytest.fixture
def office(make: Factory) -> Actor:
    return make.actor(Role.OFFICE)


@pytest.fixture
def ours(make: Factory) -> list[PlanItem]:
    plan = make.plan(2026)
    return [make.item(plan, text=text, number=str(place), position=place) for place, text in enumerate(OURS, 1)]


def entered(by: Actor) -> SuperiorPlan:
    front = Front(code="清政办〔2026〕3号")
    return services.enter_superior_plan(take_text(TEXT, year=2026, by=by), front, by=by)


@pytest.mark.usefixtures("context")
class TestServices:
    def test_capability_5_each_item_of_a_superior_plan_is_there_with_its_heading_and_limit(self, office: Actor) -> None:
        plan = entered(office)

        assert (plan.title, plan.year, plan.code) == ("清河市2026年政务公开工作要点", 2026, "清政办〔2026〕3号")
        assert [item.heading for item in plan.items] == ["一、主动公开", "一、主动公开", "二、监督保障"]
        assert [bool(item.limit_phrase) for item in plan.items] == [True, True, True]

    def test_what_is_alike_is_proposed_and_nothing_is_taken_for_covered_by_itself(
        self, office: Actor, ours: list[PlanItem]
    ) -> None:
        plan = entered(office)

        rows = list_items(plan)

        assert [[one.id for one, _ in row.proposals][:1] for row in rows] == [[ours[0].id], [], [ours[2].id]]
        assert {row.standing for row in rows} == {Standing.OPEN}

    def test_an_item_is_covered_not_ours_or_open_again(self, office: Actor, ours: list[PlanItem]) -> None:
        plan = entered(office)
        first, second, _ = plan.items

        services.decide_item(first.id, [ours[0].id, ours[1].id], "", by=office)
        services.decide_item(second.id, [], "由市自然资源局承担，与本局无关", by=office)
        counts = get_superior_row(plan).counts
        services.decide_item(first.id, [], "", by=office)

        assert counts == {CoverView.ALL: 3, CoverView.OPEN: 1, CoverView.COVERED: 1, CoverView.NOT_OURS: 1}
        assert get_superior_row(plan).counts[CoverView.OPEN] == 2

    def test_the_items_that_ours_carries_out_are_found_from_ours(self, office: Actor, ours: list[PlanItem]) -> None:
        plan = entered(office)
        services.decide_item(plan.items[0].id, [ours[0].id], "", by=office)

        assert [(item.number, of.title) for item, of in list_carried_out_by(ours[0].id)] == [
            (plan.items[0].number, plan.title)
        ]
        assert list_carried_out_by(None) == []

    def test_only_clear_proposals_are_taken_over_at_once(self, office: Actor, ours: list[PlanItem]) -> None:
        plan = entered(office)

        taken = services.take_over_clear_proposals(plan.id, by=office)

        assert taken == 2
        assert [row.standing for row in list_items(plan)] == [Standing.COVERED, Standing.OPEN, Standing.COVERED]

    def test_covered_and_not_ours_at_once_is_refused(self, office: Actor, ours: list[PlanItem]) -> None:
        plan = entered(office)

        with pytest.raises(RuleBroken) as refused:
            services.decide_item(plan.items[0].id, [ours[0].id], "无关", by=office)

        assert refused.value.field == "reason"

    def test_an_item_of_another_year_cannot_carry_it_out(self, make: Factory, office: Actor) -> None:
        plan = entered(office)
        other = make.item(make.plan(2025), text="旧年的事", position=1)

        with pytest.raises(NotFound):
            services.decide_item(plan.items[0].id, [other.id], "", by=office)

    def test_r6_a_decision_over_a_newer_one_is_stale(self, office: Actor, ours: list[PlanItem]) -> None:
        plan = entered(office)
        seen = plan.items[0].version
        services.decide_item(plan.items[0].id, [ours[0].id], "", by=office, seen=seen)

        with pytest.raises(Stale):
            services.decide_item(plan.items[0].id, [], "无关", by=office, seen=seen)

    def test_the_same_plan_is_entered_once(self, office: Actor) -> None:
        entered(office)

        with pytest.raises(RuleBroken) as refused:
            entered(office)

        assert refused.value.field == "title"

    def test_a_document_without_items_says_so(self, office: Actor) -> None:
        with pytest.raises(RuleBroken, match="No items"):
            services.enter_superior_plan(
                take_text("关于放假的通知\n各科室：", year=2026, by=office), Front(), by=office
            )

    def test_a_plan_entered_wrongly_goes_with_its_items(self, office: Actor, ours: list[PlanItem]) -> None:
        plan = entered(office)
        services.take_over_clear_proposals(plan.id, by=office)

        services.remove_superior_plan(plan.id, by=office)

        assert db.session.query(SuperiorPlan).count() == 0
        assert list_carried_out_by(ours[0].id) == []

    @pytest.mark.parametrize("role", [Role.SECTION, Role.LEADERSHIP, Role.SUPERVISION])
    def test_others_only_look(self, make: Factory, office: Actor, role: Role) -> None:
        plan = entered(office)

        with pytest.raises(NotAllowed):
            services.decide_item(plan.items[0].id, [], "无关", by=make.actor(role))

    def test_a_list_takes_the_same_statements_for_few_items_and_many(self, make: Factory, office: Actor) -> None:
        counts = []
        for year, number in ((2024, 3), (2025, 60)):
            ours = make.plan(year)
            for place in range(number):
                make.item(ours, text=f"公开第{place}类信息", position=place)
            text = f"{year}年政务公开工作要点\n" + "".join(
                f"{n}.公开第{n}类信息，年底前完成。\n" for n in range(1, number + 1)
            )
            plan = services.enter_superior_plan(take_text(text, year=year, by=office), Front(), by=office)
            services.take_over_clear_proposals(plan.id, by=office)
            with counting() as statements:
                list_items(plan, limit=50)
            counts.append(statements.count)

        assert counts[0] == counts[1] <= 4


def test_proposals_are_the_most_alike_first_and_at_most_three() -> None:
    ours = {
        1: "公开规范性文件并标注有效性",
        2: "公开规范性文件",
        3: "组织业务培训",
        4: "集中公开规范性文件目录",
        5: "规范性文件解读",
    }

    found = propose(["集中公开规范性文件，标注有效性", "开展安全生产检查"], ours)

    assert found[0][0].plan_item_id == 1
    assert len(found[0]) <= 3
    assert found[1] == []


def test_the_office_reads_one_in_decides_and_sees_it_on_the_task(
    make: Factory, client_of: ClientOf, app: Flask, ours: list[PlanItem]
) -> None:
    task = make.task(year=2026, item_id=ours[0].id)
    browser = client_of(make.account(Role.OFFICE, unit=make.unit("办公室"), language="en"))

    answer = fill(browser, "/superior/new", action="", text=TEXT, issuer="市政府办公室")
    page = answer.headers["Location"]
    shown = browser.get(page).get_data(as_text=True)
    with app.app_context():
        item_id = db.session.query(SuperiorPlan).one().items[0].id
    decided = fill(browser, f"/superior/items/{item_id}", reason="", covers=[str(ours[0].id)])

    assert "0 of 3 items covered" in shown
    assert "perhaps" in shown
    assert decided.status_code == 303
    assert "1 of 3 items covered" in browser.get(page).get_data(as_text=True)
    assert "清河市2026年政务公开工作要点" in browser.get(f"/tasks/{task.id}").get_data(as_text=True)
    assert browser.get(f"{page}/list.xlsx").data[:2] == b"PK"
    assert browser.get(f"{page}/file", buffered=True).status_code == 200


def test_a_refused_upload_keeps_what_was_typed(make: Factory, client_of: ClientOf) -> None:
    browser = client_of(make.account(Role.OFFICE, unit=make.unit("办公室"), language="en"))

    answer = fill(browser, "/superior/new", action="", text="只有一句话", issuer="市政府办公室", year="2026")

    assert answer.status_code == 200
    assert "No items were found" in answer.get_data(as_text=True)
    assert "市政府办公室" in answer.get_data(as_text=True)
