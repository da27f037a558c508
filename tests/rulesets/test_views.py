"""The pages of rule sets."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill
from tracker.accounts.models import Account
from tracker.permissions import Role
from tracker.rulesets.queries import list_newest_rules, list_quotas

ClientOf = Callable[[Account], FlaskClient]


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    make.agency()
    return client_of(make.account(Role.OFFICE))


def taken(office: FlaskClient, key: str = "hundred") -> str:
    answer = fill(office, "/rulesets", action=f"/rulesets/presets/{key}")
    assert answer.status_code == 303
    return answer.location


def test_three_rule_sets_ship_and_are_taken_over_once(office: FlaskClient) -> None:
    assert office.get("/rulesets").get_data(as_text=True).count("/rulesets/presets/") == 3

    here = taken(office)

    page = office.get(here).get_data(as_text=True)
    assert "解读回应" in page
    assert "第1版" in page
    assert office.get("/rulesets").get_data(as_text=True).count("/rulesets/presets/") == 2


def test_a_change_makes_a_new_version_with_its_reason(app: Flask, office: FlaskClient) -> None:
    here = taken(office)

    answer = fill(office, f"{here}/edit", each_0="4", objection_days="7", reason="减轻扣分")

    assert answer.status_code == 303
    page = office.get(answer.location).get_data(as_text=True)
    assert "第2版" in page
    assert "减轻扣分" in page
    with app.app_context():
        newest = list_newest_rules()[0]
        assert (newest.revision, newest.rules.objection_days) == (2, 7)
        assert str(newest.rules.indicators[0].each) == "4"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"points_0": "10"}, "合计90分"),
        ({"points_0": "四十"}, "第1行：“四十”不是分数"),
        ({"number_1": "二十"}, "第2行"),
        ({"grades": "优秀 90、良好 95"}, "从高到低"),
        ({"each_0": ""}, "请写明每次多少分"),
        ({"reason": ""}, "修改原因"),
    ],
)
def test_rules_that_give_no_clear_score_are_refused_in_words_and_lose_nothing(
    office: FlaskClient, typed: dict[str, str], said: str
) -> None:
    here = taken(office)

    answer = fill(office, f"{here}/edit", **{"reason": "试改", "name_16": "新指标", "way_16": "add", **typed})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert said in page
    assert "新指标" in page


def test_an_emptied_row_goes_and_a_new_one_comes(app: Flask, office: FlaskClient) -> None:
    here = taken(office)

    answer = fill(
        office, f"{here}/edit", name_14="", name_16="典型经验", group_16="加分项", way_16="add", cap_16="2",
        reason="调整加分",
    )  # fmt: skip

    assert answer.status_code == 303
    with app.app_context():
        names = [one.name for one in list_newest_rules()[0].rules.indicators]
    assert "工作亮点" not in names
    assert names[-1] == "典型经验"


def test_weights_of_groups_and_doubled_deductions_are_typed_into_the_table(app: Flask, office: FlaskClient) -> None:
    here = taken(office)

    refused = fill(office, f"{here}/edit", weights="主动公开 80、监督保障 20", reason="按权重")
    assert "各写一次权重：主动公开、依申请公开、年度报告、平台建设、监督保障" in refused.get_data(as_text=True)
    weights = "主动公开 50、依申请公开 20、年度报告 10、平台建设 5、监督保障 15"
    typed = {"weights": weights, "doubled_for_0": "affiliated", "part_0": "年度要点", "reason": "按权重"}
    done = fill(office, f"{here}/edit", **typed)

    assert done.status_code == 303
    with app.app_context():
        newest = list_newest_rules()[0].rules
        assert [(name, str(weight)) for name, weight in newest.weights] == [
            ("主动公开", "50"), ("依申请公开", "20"), ("年度报告", "10"), ("平台建设", "5"), ("监督保障", "15"),
        ]  # fmt: skip
        assert newest.indicators[0].doubled_for == "affiliated"
        assert newest.indicators[0].label == "主动公开：年度要点：年度要点任务完成（每项5分）"
        assert newest.is_pooled


def test_a_copy_gets_a_name_of_its_own(office: FlaskClient) -> None:
    here = taken(office)

    same = fill(office, f"{here}/copy", name="百分制考核（扣分、加分）")
    assert "没用过的名称" in same.get_data(as_text=True)
    answer = fill(office, f"{here}/copy", name="本局考核办法")

    assert "本局考核办法（第1版）" in office.get(answer.location).get_data(as_text=True)


def test_quotas_are_set_for_each_unit(app: Flask, make: Factory, office: FlaskClient) -> None:
    unit = make.unit("法规科")

    wrong = fill(office, "/rulesets/quotas/2026", **{f"unit_{unit.id}": "很多"})
    assert "法规科：“很多”不是分数" in wrong.get_data(as_text=True)
    assert fill(office, "/rulesets/quotas/2026", **{f"unit_{unit.id}": "12"}).status_code == 303

    with app.app_context():
        assert {one.unit_id: one.monthly for one in list_quotas(2026).values()} == {unit.id: 12}
    assert office.get("/rulesets/quotas/1").status_code == 404


def test_everybody_who_works_reads_the_rules_and_only_the_office_changes_them(
    make: Factory, client_of: ClientOf, office: FlaskClient
) -> None:
    here = taken(office)
    section = client_of(make.account(Role.SECTION, unit=make.unit()))

    page = section.get(here)

    assert page.status_code == 200
    assert "/edit" not in page.get_data(as_text=True)
    assert section.get(f"{here}/edit").status_code == 403
