"""Supervision in the browser, on a phone and on a desk: from a round of checks to the closing of what was found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.hands import WIDTH, Opener, ask, enter, follow, go, press, serious
from tests.checks.files import png
from tests.support.factory import Factory
from tracker import config
from tracker.app import create_app
from tracker.config import load_settings
from tracker.db import db, migrate
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role

SIZES = {"phone": {"width": 390, "height": 800}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an agency in which two sections lead a task each, with a person in each and a checker."""
    settings = load_settings({"TRACKER_INSTANCE": str(tmp_path_factory.mktemp("bureau"))})
    migrate(settings)
    app = create_app(settings)
    make = Factory(app)
    make.agency()
    make.unit("办公室", kind=UnitKind.OFFICE, position=0)
    law, archive = make.unit("政策法规科", position=1), make.unit("档案管理科", position=2)
    for username, role, unit in (
        ("law", Role.SECTION, law), ("archive", Role.SECTION, archive), ("leader", Role.LEADERSHIP, None),
        ("check", Role.SUPERVISION, make.unit("机关纪委", position=3)),
    ):  # fmt: skip
        make.account(role, unit=unit, username=username)
    make.task(lead=law, title="集中公开规范性文件并标注有效性")
    make.task(lead=archive, title="公布档案开放目录")
    with app.app_context():
        db.engine.dispose()
    config.use(settings)
    with serving(settings.instance) as address:
        yield address


@pytest.fixture(params=list(SIZES))
def sign_in(browser: Opener, bureau: str, request: pytest.FixtureRequest) -> Opener:
    def open_as(username: str, *, scripts: bool = True) -> Page:
        page = browser(**SIZES[request.param], scripts=scripts)
        enter(page, bureau, username)
        return page

    return open_as


def choose(page: Page, name: str) -> None:
    """Press one of the big choices."""
    page.get_by_role("radio", name=name).first.check()


def fits(page: Page) -> None:
    """The page is no wider than the screen, and a screen reader can use it."""
    assert ask(page, WIDTH) <= page.viewport_size["width"]  # type: ignore[index]
    assert serious(page) == []


def save(page: Page) -> None:
    go(page.locator("main form[method=post] .btn-primary").first)


def check_both_tasks(check: Page, photo: Path) -> None:
    """Open a round and walk through it: the first task satisfies, the second has a problem with a picture."""
    check.fill("[name=name]", "三季度检查")
    check.fill("[name=people]", "赵敏、孙立")
    fits(check)
    press(check, "开始检查")
    follow(check, "开始查")
    fits(check)
    choose(check, "符合")
    press(check, "存好，下一项")
    expect(check.locator("h1")).to_have_text("公布档案开放目录")
    choose(check, "有问题")
    press(check, "存好，下一项")
    expect(check.locator(".error-text").first).to_be_visible()  # a problem without a word is refused; the choice stays
    expect(check.locator("[name=verdict][value=problem]")).to_be_checked()
    check.fill("[name=note]", "目录里三个链接打不开")
    check.set_input_files("[name=files]", photo)
    press(check, "存好，下一项")
    expect(check.locator("h1")).to_contain_text("有问题1项")
    fits(check)
    press(check, "结束这一轮")
    expect(check.locator(".message").first).to_contain_text("已结束")


def test_a_round_ends_in_the_closing_of_what_was_found(sign_in: Opener, bureau: str, tmp_path: Path) -> None:
    photo = tmp_path / "现场.png"
    photo.write_bytes(png())
    check = sign_in("check")
    check.goto(f"{bureau}/checks/new?year=2026")
    check_both_tasks(check, photo)

    # The finding goes to the section on paper, which signs for it and answers with a proof.
    go(check.get_by_role("link", name="问题2026-").first)
    fits(check)
    finding = check.url
    check.goto(f"{bureau}/notices/new?kind=rectify&finding={finding.rpartition('/')[2]}")
    fits(check)
    press(check, "编号并印制")
    notice = check.url
    fits(check)
    archive = sign_in("archive")
    archive.goto(notice)
    press(archive, "签收")
    expect(archive.locator("main")).to_contain_text("1个单位中1个已签收")
    archive.goto(finding)
    fits(archive)
    follow(archive, "报整改")
    archive.fill("[name=measures]", "修复了一个链接。")
    archive.fill("[name=url]", "https://archive.example/catalogue.html")
    archive.set_input_files("[name=files]", photo)
    fits(archive)
    save(archive)

    # Another section finds nothing; the re-check returns it once, then closes it.
    law = sign_in("law")
    answer = law.goto(finding)
    assert answer is not None
    assert answer.status == 404
    for is_mended in (False, True):
        check.goto(f"{finding}/recheck")
        fits(check)
        choose(check, "整改到位，销号" if is_mended else "没有到位，退回")
        check.fill("[name=opinion]", "三个链接都能打开。" if is_mended else "还有两个打不开。")
        save(check)
        if not is_mended:
            archive.goto(f"{finding}/answer")
            expect(archive.locator("main")).to_contain_text("还有两个打不开")
            archive.fill("[name=measures]", "其余两个也修复了。")
            save(archive)
    expect(check.locator("main")).to_contain_text("已销号")
    expect(check.locator("main")).to_contain_text("还有两个打不开")  # every round stays
    fits(check)
    archive.goto(f"{finding}/answer")
    expect(archive.locator("[name=measures]")).to_have_count(0)  # nothing is left to answer

    leader = sign_in("leader")
    leader.goto(finding)
    expect(leader.locator("main")).to_contain_text("已销号")


def test_a_matter_goes_from_the_leaders_word_to_its_closing(sign_in: Opener, bureau: str, tmp_path: Path) -> None:
    photo = tmp_path / "公布页面.png"
    photo.write_bytes(png())
    check = sign_in("check")
    check.goto(f"{bureau}/matters/new")
    fits(check)
    check.fill("[name=source_note]", "局长在第7次局务会上的批示")
    check.fill("[name=content]", "公布档案开放目录")
    check.fill("[name=requirement]", "10月底前公布，并答复来信群众。")
    check.select_option("[name=unit_id]", label="档案管理科")
    check.fill("[name=due_on]", "2099-12-30")
    save(check)
    matter = check.url
    fits(check)
    follow(check, "印督办单")
    press(check, "编号并印制")
    expect(check.locator("main")).to_contain_text("督办单〔")

    archive = sign_in("archive")
    archive.goto(matter)
    press(archive, "签收")
    follow(archive, "反馈结果")
    archive.fill("[name=result]", "已公布，来信已答复。")
    archive.set_input_files("[name=files]", photo)
    fits(archive)
    save(archive)

    check.goto(f"{matter}/judge")
    expect(check.get_by_role("link", name="公布页面.png")).to_be_visible()
    fits(check)
    choose(check, "审核通过")
    save(check)
    press(check, "销号")
    expect(check.locator("main")).to_contain_text("已销号")
    fits(check)


def test_a_finding_is_closed_without_scripts_too(sign_in: Opener, bureau: str) -> None:
    check = sign_in("check", scripts=False)
    check.goto(f"{bureau}/findings/new")
    check.select_option("[name=unit_id]", label="档案管理科")
    check.fill("[name=description]", "目录里三个链接打不开")
    save(check)
    finding = check.url
    archive = sign_in("archive", scripts=False)
    archive.goto(f"{finding}/answer")
    archive.fill("[name=measures]", "三个链接都修复了。")
    save(archive)
    check.goto(f"{finding}/recheck")
    choose(check, "整改到位，销号")
    save(check)

    expect(check.locator("main")).to_contain_text("已销号")
