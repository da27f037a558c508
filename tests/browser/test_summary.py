"""The summary in a browser, from the draft to the issued paper: edit → gate → waive → 核稿 → 会签 → 签发 → PDF."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.hands import go

OFFICE, SECTION, LEADER = "bangongshi", "kaifa", "lingdao"


def test_a_summary_goes_from_its_draft_over_the_gate_and_four_hands_to_its_paper(
    as_person: Callable[..., Page], demonstration: str
) -> None:
    office = as_person(OFFICE)
    office.goto(f"{demonstration}/summary")
    if office.locator("form[action$='/summary/2026/draft']").count():
        go(office.locator("form[action$='/summary/2026/draft'] button").first)
    office.goto(f"{demonstration}/summary/2026")
    here = office.url

    # a number typed by hand, mended with one press; the figure is inserted by its name
    go(office.locator(".draft-head a[href*='/summary/sections/']:not([href*='versions'])").first)
    office.fill("#find-figure", "任务总数")
    office.locator("#find-figure").press("Enter")
    expect(office.locator("textarea[name=text]")).to_have_value(re.compile(r"\{任务总数\}"))
    office.fill("textarea[name=text]", "全年分解任务 999 项。")
    go(office.locator("main form .btn-primary"))
    office.wait_for_url("**/summary/2026*")
    expect(office.locator("#gate")).to_contain_text("手写“全年分解任务999项”")
    go(office.locator("#gate button:has-text('改用')").first)
    expect(office.locator("#gate")).not_to_contain_text("999")

    # what is left is waived by name and reason
    while office.locator("#gate a:has-text('放行')").count():
        go(office.locator("#gate a:has-text('放行')").first)
        office.fill("textarea[name=reason]", "年后处理，局领导知悉。")
        go(office.locator("form .btn-primary"))
        office.wait_for_url("**/summary/2026*")
    expect(office.locator("#gate")).to_contain_text("年后处理")

    # the real pages
    office.goto(f"{here}/preview")
    expect(office.locator("ol.pages img").first).to_have_js_property("naturalWidth", 794)

    # 拟稿 → 核稿 → 会签 → 签发
    office.goto(here)
    go(office.locator("header a[href*='/signing/summary/']"))
    signing = office.url
    office.locator("label:has-text('开发利用科')").click()
    go(office.locator("button[value=draft]"))
    expect(office.locator("main")).to_contain_text("核稿")
    leader = as_person(LEADER)
    leader.goto(signing)
    leader.fill("textarea[name=opinion]", "数字已核对。")
    go(leader.locator("button[value=check]"))
    section = as_person(SECTION, width=390)
    section.goto(signing)
    section.fill("textarea[name=opinion]", "同意。")
    go(section.locator("button[value=cosign]"))
    leader.goto(signing)
    go(leader.locator("button[value=issue]"))  # a page says that both files are being printed, until they are
    expect(leader.locator(".message-go")).to_contain_text("已签发", timeout=60_000)

    # the paper, for everybody who works here
    section.goto(signing)
    go(section.locator("a[href*='/papers/']").first)
    with section.expect_download() as kept:
        section.click("a[href$='.pdf']")
    with open(kept.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"
    go(section.locator("a[href*='rebuild=1']"))
    expect(section.locator(".message-go")).to_contain_text("逐字节相同", timeout=60_000)
