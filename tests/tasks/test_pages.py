"""The page of a task and its forms, as people of each role use them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill, filled, token_of
from tests.support.statements import counting
from tests.tasks.browsing import SOON, YEAR, ClientOf, html
from tracker import clock
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.plans.rules import PlanState
from tracker.progress.rules import ReportState
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState


def test_the_page_of_a_task_tells_what_waits_and_what_happened(
    make: Factory, office: FlaskClient, section: Unit
) -> None:
    task = make.task(
        year=YEAR, lead=section, due_on=SOON, state=TaskState.SUBMITTED, target="不少于12期", target_count=12,
        requirement="全文公开", limit_phrase="每月",
    )  # fmt: skip
    make.report(task, section, done="本月已公布三期", count=3, difficulty="数据多")
    make.finding(section, task_id=task.id, description="链接打不开")

    page = html(office, f"/tasks/{task.id}")

    assert page.count("本月已公布三期") == 2  # what waits, and the line of time
    assert "Accept" in page
    assert 'id="journal-1"' in page
    assert "链接打不开" in page
    assert "全文公开" in page
    assert "不少于12期" in page


def test_the_line_of_time_shows_one_kind_and_the_newest_first(
    make: Factory, office: FlaskClient, section: Unit
) -> None:
    task = make.task(year=YEAR, lead=section, state=TaskState.SUBMITTED)
    for number in range(15):
        make.report(task, section, done=f"第{number}次", state=ReportState.RETURNED)

    page = html(office, f"/tasks/{task.id}")
    assert page.count('id="journal-') == 10
    assert page.index("第14次") < page.index("第5次")
    assert "5 earlier entries" in page
    assert html(office, f"/tasks/{task.id}?all=1").count('id="journal-') == 15
    assert html(office, f"/tasks/{task.id}?only=change").count('id="journal-') == 0
    assert html(office, f"/tasks/{task.id}?only=nonsense").count('id="journal-') == 10


def test_c2_another_sections_task_is_not_there(make: Factory, officer: FlaskClient, app: Flask) -> None:
    task = make.task(year=YEAR, title="金丝雀任务")

    assert "金丝雀" not in html(officer, f"/tasks/{task.id}", 404)
    answer = officer.post(f"/tasks/{task.id}/sign", data={"csrf_token": token_of(officer)})

    assert answer.status_code == 404
    with app.app_context():
        newest = db.session.query(HistoryEntry).order_by(HistoryEntry.id.desc()).first()
        assert newest is not None
        assert (newest.event, newest.result) == ("access.not_found", "refused")
        assert newest.changes["asked"][1] == f"POST /tasks/{task.id}/sign"


def test_a_section_signs_for_its_task(make: Factory, officer: FlaskClient, section: Unit, app: Flask) -> None:
    task = make.task(year=YEAR, lead=section)

    answer = fill(officer, f"/tasks/{task.id}", action=f"/tasks/{task.id}/sign")

    assert answer.status_code == 303
    with app.app_context():
        assert db.session.get(Task, task.id).state == TaskState.SIGNED_FOR  # type: ignore[union-attr]


def test_the_office_changes_a_task(make: Factory, office: FlaskClient, app: Flask) -> None:
    task = make.task(year=YEAR, title="原来的")

    answer = fill(office, f"/tasks/{task.id}/edit", title="改过的", limit_phrase="10月底前")

    assert answer.status_code == 303
    page = html(office, f"/tasks/{task.id}")
    assert "原来的 → 改过的" in page
    assert f"{YEAR}-10-31" in page


def test_r6_stale_form_shows_both_texts_and_saves_nothing(make: Factory, office: FlaskClient, app: Flask) -> None:
    task = make.task(year=YEAR, title="原来的")
    opened = filled(html(office, f"/tasks/{task.id}/edit"), title="我的标题")
    fill(office, f"/tasks/{task.id}/edit", title="别人的标题")

    answer = office.post(f"/tasks/{task.id}/edit", data=opened)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "别人的标题" in page
    assert "我的标题" in page
    with app.app_context():
        assert db.session.get(Task, task.id).title == "别人的标题"  # type: ignore[union-attr]
    assert office.post(f"/tasks/{task.id}/edit", data=filled(page, title="我的标题")).status_code == 303


def test_r6_a_stale_assignment_shows_both_by_name(make: Factory, office: FlaskClient, section: Unit) -> None:
    law = make.unit("法规科")
    task = make.task(year=YEAR, lead=section)
    opened = filled(html(office, f"/tasks/{task.id}/assign"), lead=["规划科"], coop=["办公室"])
    fill(office, f"/tasks/{task.id}/assign", lead=[law.name])

    answer = office.post(f"/tasks/{task.id}/assign", data=opened)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "法规科" in page
    joined = filled(page, lead="法规科、规划科", coop="办公室")
    assert office.post(f"/tasks/{task.id}/assign", data=joined).status_code == 303
    assert "法规科" in html(office, f"/tasks/{task.id}")


def test_a_refused_form_keeps_what_was_typed(make: Factory, office: FlaskClient) -> None:
    task = make.task(year=YEAR)

    answer = fill(office, f"/tasks/{task.id}/edit", title="", requirement="写了很久的要求", due_on="不是日期")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "写了很久的要求" in page
    assert "2 things to mend" in page


def test_w8_a_title_of_200_characters_is_saved_and_one_of_201_is_not(make: Factory, office: FlaskClient) -> None:
    task = make.task(year=YEAR)

    assert fill(office, f"/tasks/{task.id}/edit", title="甲" * 200).status_code == 303
    answer = fill(office, f"/tasks/{task.id}/edit", title="乙" * 201)

    assert answer.status_code == 200
    assert "乙" * 201 in answer.get_data(as_text=True)


def test_r7_the_same_form_sent_twice_makes_one_task(make: Factory, office: FlaskClient, app: Flask) -> None:
    make.unit("规划科")
    sent = filled(html(office, f"/tasks/new?year={YEAR}"), action="", title="临时交办", lead=["规划科"])

    answers = [office.post(f"/tasks/new?year={YEAR}", data=sent) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with app.app_context():
        assert db.session.query(Task).count() == 1


def test_a_unit_that_does_not_exist_is_named(make: Factory, office: FlaskClient) -> None:
    task = make.task(year=YEAR)

    page = fill(office, f"/tasks/{task.id}/assign", lead=["没有这个科"]).get_data(as_text=True)

    assert "There is no unit called 没有这个科." in page


def test_a_task_is_cancelled_with_a_reason(make: Factory, office: FlaskClient) -> None:
    task = make.task(year=YEAR)

    assert fill(office, f"/tasks/{task.id}/cancel", reason="").status_code == 200
    assert fill(office, f"/tasks/{task.id}/cancel", reason="文件已废止").status_code == 303
    assert "文件已废止" in html(office, f"/tasks/{task.id}")


def test_a_finished_task_is_taken_up_again(make: Factory, office: FlaskClient, app: Flask) -> None:
    task = make.task(year=YEAR, state=TaskState.DONE, done_on=clock.today())

    assert fill(office, f"/tasks/{task.id}", action=f"/tasks/{task.id}/reopen").status_code == 303

    with app.app_context():
        assert db.session.get(Task, task.id).state == TaskState.IN_PROGRESS  # type: ignore[union-attr]


def test_capability_2_the_office_publishes_a_plan(make: Factory, office: FlaskClient, section: Unit) -> None:
    plan = make.plan(YEAR)
    make.item(plan, lead=(section,), text="公开规范性文件。全年更新。")

    answer = office.post(f"/plans/{plan.id}/publish", data={"csrf_token": token_of(office)})

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/tasks?year={YEAR}"
    assert "公开规范性文件" in html(office, f"/tasks?year={YEAR}")


def test_c3_fields_nobody_offered_change_nothing(make: Factory, office: FlaskClient, app: Flask) -> None:
    task = make.task(year=YEAR, number=7)

    fill(
        office, f"/tasks/{task.id}/edit", title="改过的", state="done", year="1999", number="1", percent="100",
        done_on="2026-01-01", created_at="x", item_id="5",
    )  # fmt: skip

    with app.app_context():
        saved = db.session.get(Task, task.id)
        assert saved is not None
        assert (saved.title, saved.state, saved.year, saved.number) == ("改过的", TaskState.ASSIGNED, YEAR, 7)
        assert (saved.percent, saved.done_on, saved.item_id, saved.version) == (0, None, None, 2)


VIEWERS = {Role.LEADERSHIP, Role.OFFICE, Role.SECTION, Role.SUPERVISION}
ASSIGNERS = {Role.LEADERSHIP, Role.OFFICE}
PAGES = {
    "/tasks": VIEWERS, "/tasks.csv": VIEWERS, "/tasks.xlsx": VIEWERS, "/search?q=x": VIEWERS, "/tasks/new": ASSIGNERS,
    "/tasks/{id}": VIEWERS, "/tasks/{id}/edit": ASSIGNERS, "/tasks/{id}/assign": ASSIGNERS,
    "/tasks/{id}/cancel": ASSIGNERS,
}  # fmt: skip
BUTTONS = {
    "/tasks/{id}/sign": {Role.SECTION, Role.OFFICE},
    "/tasks/{id}/reopen": ASSIGNERS,
    "/plans/{plan}/publish": {Role.OFFICE},
}


@pytest.mark.parametrize("role", [None, *Role])
def test_c1_every_page_and_button_for_every_role(
    make: Factory, client_of: ClientOf, app: Flask, role: Role | None
) -> None:
    unit = make.unit()
    task, plan = make.task(year=YEAR, lead=unit), make.plan(YEAR, state=PlanState.PUBLISHED)
    client = client_of(make.account(role, unit=unit)) if role else app.test_client()
    token = token_of(client) if role else ""

    for url, roles in PAGES.items():
        status = client.get(url.format(id=task.id)).status_code
        assert status in ((200, 302) if role in roles else (302,) if role is None else (403,)), url
    for url, roles in BUTTONS.items():
        address = url.format(id=task.id, plan=plan.id)
        status = client.post(address, data={"csrf_token": token}).status_code
        assert status == (303 if role in roles else 400 if role is None else 403), url


def test_pages_take_the_same_statements_for_few_tasks_and_for_many(
    make: Factory, office: FlaskClient, section: Unit, app: Flask
) -> None:
    task = make.task(year=YEAR, lead=section, due_on=SOON)
    counts = []
    for number in (5, 60):
        with app.app_context():
            present = db.session.query(Task).count()
        for _ in range(number - present):
            make.occurrence(make.task(year=YEAR, lead=section, coop=(make.unit(),)), SOON)
        for _ in range(number // 5):
            make.report(task, section)
        office.get("/tasks")
        for url in ("/tasks", f"/tasks/{task.id}", "/tasks.csv"):
            with counting() as statements:
                assert office.get(url).status_code == 200
            counts.append(statements.count)

    assert counts[:3] == counts[3:]
    assert counts[0] <= 9
    assert counts[1] <= 15
    assert counts[2] <= 5


def test_a_section_gives_its_task_to_a_colleague(
    make: Factory, officer: FlaskClient, section: Unit, app: Flask
) -> None:
    task, colleague = make.task(year=YEAR, lead=section), make.person("王芳", unit=section)

    assert f'href="/tasks/{task.id}/delegate"' in html(officer, f"/tasks/{task.id}")
    answer = fill(officer, f"/tasks/{task.id}/delegate", person=str(colleague.id))

    assert answer.status_code == 303
    assert "王芳" in html(officer, f"/tasks/{task.id}")
    assert officer.get(f"/tasks/{make.task(year=YEAR).id}/delegate").status_code == 404


def test_capability_21_each_unit_of_a_task_has_its_own_duty(
    make: Factory, office: FlaskClient, client_of: ClientOf, section: Unit
) -> None:
    archive = make.unit("档案科")
    task = make.task(year=YEAR, lead=section, coop=(archive,))
    here, said = f"/tasks/{task.id}/assign", "规划科：公布信息\n档案科：制定档案编码规则"

    wrong = fill(office, here, duties="规划科：公布信息\n人事科：培训").get_data(as_text=True)
    assert "人事科：培训" in wrong
    assert "Line 2: no unit on this task" in wrong
    assert fill(office, here, duties=said).status_code == 303

    assert said in html(office, here)
    assert "制定档案编码规则" in html(office, f"/tasks/{task.id}")
    officer = client_of(make.account(Role.SECTION, unit=archive))
    assert "制定档案编码规则" in html(officer, "/work")
