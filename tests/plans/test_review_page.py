"""The page that reviews a plan, item by item."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from tests.plans.browsing import items_of, page, texts
from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tracker.db import db, transaction
from tracker.organisation.models import UnitAlias
from tracker.plans.models import Plan, PlanStep
from tracker.plans.rules import PlanState


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


def test_capability_6_a_task_is_entered_from_a_superior_notice_with_its_number_and_names_it(
    app: Flask, make: Factory, office: FlaskClient, plan: int
) -> None:
    notice = "清政办发〔2026〕3号《关于做好依申请公开工作的通知》"

    fill(office, f"/plans/{plan}/items/new", text="规范依申请公开办理", lead="办公室", basis=notice)

    added = items_of(app, plan)[-1]
    assert (added.text, added.basis, added.is_settled) == ("规范依申请公开办理", notice, True)
    task = make.task(lead=make.unit(), item_id=added.id)
    assert f"依据：{notice}" in page(office.get(f"/tasks/{task.id}"))


def test_units_that_nobody_has_entered_yet_are_entered_from_the_plan_all_at_once(
    app: Flask, office: FlaskClient, plan: int
) -> None:
    shown = page(office.get(f"/plans/{plan}/units"))
    (link,) = re.findall(r'href="(/organisation/units/import\?name=[^"]*)"', shown)

    assert fill(office, unescape(link)).status_code == 303

    assert "一次登记" not in page(office.get(f"/plans/{plan}/units"))
    fill(office, f"/plans/{plan}/units")
    assert "要点里的科室都认得" in page(office.get(f"/plans/{plan}/units"))
