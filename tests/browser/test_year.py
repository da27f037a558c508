"""The year once through the browser, with four signed-in people: office, section, supervision, leadership."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.hands import Opener, enter, follow, go, press
from tests.support.factory import Factory
from tests.support.plan_file import TITLE, plan_docx
from tracker import config
from tracker.app import create_app
from tracker.config import load_settings
from tracker.db import db, migrate
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an agency with three units and four accounts, and nothing else."""
    settings = load_settings({"TRACKER_INSTANCE": str(tmp_path_factory.mktemp("bureau"))})
    migrate(settings)
    app = create_app(settings)
    make = Factory(app)
    make.agency()
    office = make.unit("办公室", kind=UnitKind.OFFICE, position=0)
    law, _ = make.unit("政策法规科", position=1), make.unit("档案管理科", position=2)
    people: tuple[tuple[str, Role, Unit | None], ...] = (
        ("office", Role.OFFICE, office), ("law", Role.SECTION, law), ("check", Role.SUPERVISION, None),
        ("leader", Role.LEADERSHIP, None),
    )  # fmt: skip
    for username, role, unit in people:
        make.account(role, unit=unit, username=username)
    with app.app_context():
        db.engine.dispose()
    config.use(settings)
    with serving(settings.instance) as address:
        yield address


@pytest.fixture
def sign_in(browser: Opener, bureau: str) -> Opener:
    def open_as(username: str, **size: int) -> Page:
        page = browser(**size)
        enter(page, bureau, username)
        return page

    return open_as


def picture(folder: Path) -> Path:
    from PIL import Image

    path = folder / "栏目截图.png"
    Image.new("RGB", (20, 20), "white").save(path)
    return path


def test_four_people_carry_a_year_from_the_plan_to_the_printed_summary(
    sign_in: Opener, bureau: str, tmp_path: Path
) -> None:
    # The office uploads the plan, looks it through, publishes it.
    plan_file = tmp_path / "任务分解表.docx"
    plan_file.write_bytes(plan_docx())
    office = sign_in("office")
    office.goto(f"{bureau}/plans")
    office.set_input_files("[type=file]", plan_file)
    press(office, "读入，看看读出了什么")
    expect(office.locator("h1")).to_contain_text("读出4条")
    expect(office.locator("main")).to_contain_text(TITLE)
    press(office, "发布")
    office.goto(f"{bureau}/tasks?year=2026")
    expect(office.locator('tr[id^="task-"]')).to_have_count(4)

    # The section signs for its task and reports it with a picture, on a phone.
    law = sign_in("law", width=390, height=800)
    expect(law.locator("h1")).to_have_text("我科室的工作")
    press(law, "签收")
    law.goto(f"{bureau}/work?open=1")
    law.fill("[name=done]", "集中公开规范性文件12件，标注有效性。")
    law.set_input_files(".duty-open [type=file]", picture(tmp_path))
    press(law, "提交并申请办结")
    expect(law.locator(".message").first).to_contain_text("办公室")

    # The office accepts it; the supervision group checks and finds a problem.
    office.goto(f"{bureau}/review")
    expect(office.locator("main")).to_contain_text("集中公开规范性文件12件")
    press(office, "审核通过")
    office.goto(f"{bureau}/tasks/1")
    expect(office.locator("main")).to_contain_text("办结")

    check = sign_in("check")
    check.goto(f"{bureau}/findings/new")
    check.select_option("[name=unit_id]", label="政策法规科")
    check.fill("[name=description]", "失效文件没有标注")
    go(check.locator("main form[method=post] .btn-primary"))
    expect(check.locator("main")).to_contain_text("失效文件没有标注")
    finding = re.sub(r"\?.*", "", check.url)

    # The section mends it, the supervision group looks again and closes it.
    law.goto(finding)
    follow(law, "报整改")
    law.fill("[name=measures]", "已逐件标注，安排专人每月核对。")
    go(law.locator("main form .btn-primary"))
    check.goto(f"{finding}/recheck")
    check.locator("[name=passed]").first.check(force=True)
    check.fill("[name=opinion]", "已核实。")
    go(check.locator("main form .btn-primary"))
    expect(check.locator("main")).to_contain_text("销号")

    # The office drafts the summary and prints it; the leader reads the same figures.
    office.goto(f"{bureau}/summary")
    press(office, "按数据起草")
    expect(office.locator(".draft")).to_contain_text("集中公开规范性文件12件")
    expect(office.locator(".draft")).to_contain_text("重点整改了以下问题：失效文件没有标注")
    with office.expect_response("**/summary/2026.pdf") as printed:
        office.evaluate("fetch('/summary/2026.pdf')")
    assert printed.value.status == 200
    assert printed.value.headers["content-type"] == "application/pdf"

    leader = sign_in("leader")
    expect(leader.locator("h1")).to_contain_text("4项任务办结1项")


def test_another_sections_task_is_not_there_for_a_stranger(sign_in: Opener, bureau: str) -> None:
    law = sign_in("law")

    answer = law.goto(f"{bureau}/tasks/3")

    assert answer is not None
    assert answer.status == 404
