"""The pages of the organisation: read by everybody, changed by the office and the system administrator."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account
from tracker.organisation import queries
from tracker.organisation.models import Person, Unit
from tracker.organisation.rules import Group, Post, Seat, UnitKind
from tracker.permissions import Role
from tracker.tasks.queries import get_light_rules
from tracker.workdays.rule_sets import RULE_SETS

ClientOf = Callable[[Account], FlaskClient]
READ = ("", "/units/{unit}", "/people", "/people?left=1", "/people/{person}", "/groups", "/agency")
CHANGE = (
    *("/units/new", "/units/import", "/units/{unit}/edit", "/units/{unit}/posts/head", "/units/{unit}/close"),
    *("/people/new", "/people/{person}/edit", "/groups/leading/new", "/seats/{seat}/end", "/agency/edit"),
)


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.OFFICE))


def text_of(client: FlaskClient, path: str) -> str:
    page = client.get(f"/organisation{path}")
    assert page.status_code == 200
    return page.get_data(as_text=True)


def addresses(make: Factory, paths: tuple[str, ...]) -> list[str]:
    unit, person = make.unit("法规科"), make.person("张伟")
    seat = make.seat(person)
    return [f"/organisation{path.format(unit=unit.id, person=person.id, seat=seat.id)}" for path in paths]


@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_the_organisation(make: Factory, client_of: ClientOf, role: Role) -> None:
    client = client_of(make.account(role))

    assert [client.get(path).status_code for path in addresses(make, READ)] == [200] * len(READ)


@pytest.mark.parametrize("role", list(Role))
def test_only_office_and_system_administrator_open_its_forms(make: Factory, client_of: ClientOf, role: Role) -> None:
    client = client_of(make.account(role))

    expected = 200 if role in (Role.OFFICE, Role.SYSTEM_ADMIN) else 403
    assert [client.get(path).status_code for path in addresses(make, CHANGE)] == [expected] * len(CHANGE)


def test_who_only_reads_is_offered_no_button(make: Factory, client_of: ClientOf) -> None:
    client = client_of(make.account(Role.SECTION))
    unit = make.unit("法规科")

    assert "添加单位" not in text_of(client, "")
    assert "换人" not in text_of(client, f"/units/{unit.id}")


@pytest.mark.parametrize(
    "path", ["/units/999", "/people/999", "/units/999/edit", "/seats/999/end", "/units/1/posts/cook"]
)
def test_what_does_not_exist_is_404(office: FlaskClient, path: str) -> None:
    assert office.get(f"/organisation{path}").status_code == 404


def test_the_list_says_which_posts_nobody_fills(make: Factory, office: FlaskClient) -> None:
    full, empty = make.unit("政策法规科", aliases=("法规科",)), make.unit("财务科")
    for post in Post:
        make.post(make.person("张伟"), full, post, from_on=date(2025, 3, 1))

    page = text_of(office, "")

    assert "1个单位还缺负责人或信息员" in page
    assert f'/organisation/units/{empty.id}">财务科</a> 负责人、信息员' in page
    assert "又称法规科" in page
    assert "2025年3月1日起" in page


def test_capability_22_units_are_counted_by_kind(make: Factory, office: FlaskClient) -> None:
    for kind, number in ((UnitKind.SECTION, 3), (UnitKind.AFFILIATED, 2)):
        for _ in range(number):
            make.unit(kind=kind)
    make.unit(to_on=date(2020, 12, 31))

    page = text_of(office, "")

    assert "5个单位 · 科室 3 · 下属单位 2" in page


def test_an_empty_organisation_says_what_to_do(office: FlaskClient) -> None:
    assert "还没有单位" in text_of(office, "")
    assert "还没有录入本机关" in text_of(office, "/agency")


def test_a_unit_is_added_through_the_page(app: Flask, office: FlaskClient) -> None:
    answer = fill(
        office, "/organisation/units/new", name="政策法规科", kind="section", aliases="法规科\n法制科、法规股"
    )

    page = office.get(answer.location).get_data(as_text=True)
    assert "单位已添加" in page
    assert "法制科、法规科、法规股" in page


def test_a_refused_unit_keeps_what_was_typed(make: Factory, office: FlaskClient) -> None:
    make.unit("法规科")

    answer = fill(office, "/organisation/units/new", name="法规科", kind="affiliated", aliases="某某科")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "“法规科”已经是法规科的名称或别名" in page
    assert "某某科" in page
    assert '<option selected value="affiliated">' in page


def test_r6_two_people_edit_one_unit(make: Factory, client_of: ClientOf) -> None:
    unit = make.unit("法规科", aliases=("法制科",))
    first, second = (client_of(make.account(Role.OFFICE)) for _ in range(2))
    address = f"/organisation/units/{unit.id}/edit"
    opened = second.get(address).get_data(as_text=True)
    fill(first, address, name="政策法规科", kind="affiliated")

    answer = fill(second, address, name="法务科", version="1")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "政策法规科" in page
    assert "法务科" in page
    assert 'name="version" value="1"' in opened


def test_the_editor_of_a_unit_shows_its_aliases_one_a_line(make: Factory, office: FlaskClient) -> None:
    unit = make.unit("政策法规科", aliases=("法制科", "法规科"))

    assert "法制科\n法规科</textarea>" in text_of(office, f"/units/{unit.id}/edit")


def test_a_list_pasted_from_excel_becomes_units_with_head_and_officer(app: Flask, office: FlaskClient) -> None:
    rows = ("办公室\t\t综合办\t王芳\t李明", "法规科\t科室\t\t张伟\t张伟", "信息中心 | 下属单位")
    pasted = "\n".join(("名称\t类别\t别名\t负责人\t信息员", *rows))

    answer = fill(office, "/organisation/units/import", text=pasted)

    assert answer.location == "/organisation"
    with app.app_context():
        units = queries.list_units(date(2100, 1, 1))
    assert [(row.name, row.kind, row.head and row.head.name, row.officer and row.officer.name) for row in units] == [
        ("办公室", UnitKind.OFFICE, "王芳", "李明"),
        ("法规科", UnitKind.SECTION, "张伟", "张伟"),
        ("信息中心", UnitKind.AFFILIATED, None, None),
    ]


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("名称\t类别", "名单里没有单位"),
        ("办公室\n\t科室", "第2行没有名称"),
        ("办公室\n法规科\t食堂", "没有“食堂”这个类别"),
        ("办公室\n法规科\n办公室", "“办公室”已经是办公室的名称或别名"),
        ("办公室\n" + "长" * 101, "第2行：有一个名称太长"),
        ("\n".join(f"第{number}科" for number in range(501)), "一次最多添加500个单位"),
    ],
)
def test_a_list_that_cannot_be_read_adds_nothing(app: Flask, office: FlaskClient, pasted: str, said: str) -> None:
    answer = fill(office, "/organisation/units/import", text=pasted)

    assert said in answer.get_data(as_text=True)
    with app.app_context():
        assert queries.list_units(date(2100, 1, 1)) == []


def test_a_post_changes_hands_through_the_page(make: Factory, office: FlaskClient) -> None:
    unit = make.unit("法规科")
    make.post(make.person("张伟"), unit, from_on=date(2025, 3, 1))
    new = make.person("王芳", unit=unit)

    answer = fill(office, f"/organisation/units/{unit.id}/posts/head", person_id=str(new.id), from_on="2026-04-01")

    page = office.get(answer.location).get_data(as_text=True)
    assert "王芳" in page
    assert "2025年3月1日至" in page


def test_a_unit_is_closed_and_opened_again(make: Factory, office: FlaskClient) -> None:
    unit = make.unit("档案科")

    closed = fill(office, f"/organisation/units/{unit.id}/close", to_on="2020-12-31")
    assert "到2020年12月31日为止" in office.get(closed.location).get_data(as_text=True)
    assert "已撤销或尚未设立的单位，共1个" in text_of(office, "")
    opened = fill(office, f"/organisation/units/{unit.id}", action=f"/organisation/units/{unit.id}/reopen")

    assert "为止" not in office.get(opened.location).get_data(as_text=True)


def test_a_person_is_added_changed_and_found(make: Factory, office: FlaskClient) -> None:
    unit = make.unit("法规科")

    added = fill(
        office, "/organisation/people/new", name="张伟", unit_id=str(unit.id), phone="8021", mail="zhang@example.cn"
    )
    fill(office, f"{added.location}/edit", title="科长")

    page = office.get(added.location).get_data(as_text=True)
    assert "科长" in page
    assert "zhang@example.cn" in page
    assert "张伟" in text_of(office, "/people?name=张")
    assert "没有姓名里带这几个字的人" in text_of(office, "/people?name=李某某")


@pytest.mark.parametrize("typed", [{"mail": "somewhere"}, {"phone": "see board"}, {"name": ""}, {"from_on": "soon"}])
def test_a_person_with_impossible_fields_is_refused_on_the_form(office: FlaskClient, typed: dict[str, str]) -> None:
    answer = fill(office, "/organisation/people/new", **{"name": "张伟", **typed})

    assert answer.status_code == 200
    assert "有1处要改" in answer.get_data(as_text=True)


def test_a_person_of_a_closed_unit_can_still_be_edited(make: Factory, office: FlaskClient) -> None:
    person = make.person("张伟", unit=make.unit("档案科", to_on=date(2020, 12, 31)))

    answer = fill(office, f"/organisation/people/{person.id}/edit", title="退休")

    assert "退休" in office.get(answer.location).get_data(as_text=True)


def test_who_leaves_is_found_among_those_who_left(make: Factory, office: FlaskClient) -> None:
    person = make.person("张伟")

    fill(office, f"/organisation/people/{person.id}/edit", to_on="2020-12-31")

    assert "张伟" not in text_of(office, "/people")
    assert "张伟" in text_of(office, "/people?left=1")


def test_a_group_is_filled_and_a_seat_ended(make: Factory, office: FlaskClient) -> None:
    person = make.person("赵强", title="人大代表")

    fill(office, "/organisation/groups/supervision/new", person_id=str(person.id), seat="outside", from_on="2026-01-01")
    page = text_of(office, "/groups")
    assert "特邀监督员" in page
    seat = page.split("/organisation/seats/")[1].split("/")[0]
    fill(office, f"/organisation/seats/{seat}/end", to_on="2026-02-01")

    assert "人员变动" in text_of(office, "/groups")


def test_the_leading_group_offers_no_seat_for_outsiders(make: Factory, office: FlaskClient) -> None:
    page = text_of(office, "/groups/leading/new")

    assert "副组长" in page
    assert "特邀监督员" not in page


def test_the_agency_is_entered_and_shown_on_every_page(office: FlaskClient) -> None:
    answer = fill(office, "/organisation/agency/edit", name="清河市档案局", check_word="检查", light_preset="default")

    assert answer.location == "/organisation/agency"
    assert "清河市档案局" in text_of(office, "")


@pytest.mark.parametrize("units", [1, 8])
def test_pages_take_a_fixed_number_of_statements(make: Factory, office: FlaskClient, units: int) -> None:
    people: list[Person] = []
    all_units: list[Unit] = []
    for _ in range(units):
        all_units.append(make.unit())
        people.append(make.person(unit=all_units[-1]))
        make.post(people[-1], all_units[-1])
        make.seat(people[-1], Group.LEADING, Seat.MEMBER)

    counts = []
    for path in ("", f"/units/{all_units[0].id}", "/people", "/groups"):
        with counting() as statements:
            text_of(office, path)
        counts.append(statements.count)

    assert counts == [10, 10, 6, 4]


def test_every_rule_set_of_the_lights_can_be_chosen_and_says_where_it_is_in_use(office: FlaskClient) -> None:
    page = text_of(office, "/agency/edit")

    assert all(f'value="{key}"' in page and rules.origin in page for key, rules in RULE_SETS.items())
    assert page.count("<option") == len(RULE_SETS) == 8


def test_the_lists_go_by_the_rule_set_that_was_chosen(app: Flask, make: Factory, office: FlaskClient) -> None:
    make.agency()
    fill(office, "/organisation/agency/edit", light_preset="three_slips")

    with app.app_context():
        assert get_light_rules(clock.today()).rule_set is RULE_SETS["three_slips"]


def test_the_form_of_the_agency_offers_the_usual_word_for_checks(make: Factory, client_of: ClientOf) -> None:
    page = client_of(make.account(Role.OFFICE, unit=make.unit())).get("/organisation/agency/edit")

    assert 'value="督办"' in page.get_data(as_text=True)
