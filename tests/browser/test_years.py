"""The finished year of the demonstration is closed and carried over in the browser, and its package taken away."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import showing
from tests.browser.hands import follow, go, press

YEAR = 2025
UNITS = 14


@pytest.fixture(scope="module")
def demonstration(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration of its own: what is closed here must be open elsewhere."""
    with showing(played, tmp_path_factory.mktemp("closing") / "instance") as address:
        yield address


def test_the_year_of_the_demonstration_is_closed_and_carried_over(
    as_person: Callable[..., Page], demonstration: str, tmp_path: Path
) -> None:
    # The office sees what is missing and decides what the year leaves: two go over, one is merged.
    office = as_person("bangongshi")
    office.goto(f"{demonstration}/years/{YEAR}")
    expect(office.locator("h1")).to_contain_text("收口前还差2步")
    follow(office, "逐项处理")
    boxes = office.locator("[name=tasks]")
    expect(boxes).to_have_count(3)
    boxes.nth(0).check()
    boxes.nth(1).check()
    press(office, "就这样处理")
    office.locator("[name=tasks]").nth(2).check()
    office.select_option("[name=fate]", "merged")
    office.select_option("[name=into]", index=1)
    office.fill("[name=reason]", "同类事项合并办理")
    press(office, "就这样处理")
    expect(office.locator("h1")).to_contain_text("已有处理意见3项")

    # A section stands by its figures; for those who are away the office does it with the reason.
    section = as_person("kaifa", width=390, height=800)
    section.goto(f"{demonstration}/years/{YEAR}")
    follow(section, "确认")
    press(section, "数据属实，确认")
    expect(section.locator("main")).to_contain_text("已确认")
    office.goto(f"{demonstration}/years/{YEAR}")
    for _ in range(UNITS - 1):
        go(office.locator("#units a", has_text="确认").first)
        office.fill("[name=note]", "电话核对无误")
        go(office.locator("main form .btn-primary"))
        office.wait_for_url(re.compile(rf"/years/{YEAR}$"))
    expect(office.locator("h1")).to_contain_text("可以收口了")

    # Closed: what goes over stands in the next year, and nothing of this one can be changed.
    press(office, f"{YEAR}年收口")
    expect(office.locator("h1")).to_contain_text("已收口")
    office.goto(f"{demonstration}/years/{YEAR + 1}/lookback")
    expect(office.locator("tbody tr")).to_have_count(3)
    go(office.locator("tbody tr td a", has_text="第").first)
    expect(office.locator("main")).to_contain_text("来自上一年")
    office.goto(f"{demonstration}/tasks?year={YEAR}&state=open")
    go(office.locator("tr[id^=task-] a.title").first)
    expect(office.locator("main")).to_contain_text("结转下年")
    follow(office, "取消任务…")
    office.fill("[name=reason]", "不做了")
    go(office.locator("main form .btn-stop"))
    expect(office.locator("main")).to_contain_text("已收口，任务不能再改")

    # The package is made while the page tells how far, and verified with nothing but sha256sum.
    office.goto(f"{demonstration}/archive")
    press(office, f"制作{YEAR}年档案包")
    save = office.get_by_role("link", name="保存文件")
    expect(save).to_be_visible(timeout=60_000)
    with office.expect_download() as saved:
        save.click()
    shutil.unpack_archive(saved.value.path(), tmp_path, "zip")
    (folder,) = tmp_path.iterdir()
    assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=False).returncode == 0
    assert "已于" in (folder / "index.html").read_text(encoding="utf-8")

    # The leadership opens the year again, with the reason.
    leader = as_person("lingdao")
    leader.goto(f"{demonstration}/years/{YEAR}/reopen")
    leader.fill("[name=reason]", "上级要求更正一项数据")
    press(leader, "重新打开")
    expect(leader.locator("main")).to_contain_text("上级要求更正一项数据")
