"""Drafts in a browser: what was typed survives a closed lid, and never comes back once it was sent."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

TEXT = "已公布第一批规范性文件。" * 40
SECTION = "fagui"


def open_report(page: Page, address: str) -> str:
    """Open the first report that can be written and return where it is."""
    page.goto(f"{address}/work?open=none")
    page.locator("a.btn", has_text="填报").first.click()
    page.wait_for_selector("textarea[name=done]")
    return page.url


def test_r14_what_was_typed_is_back_after_the_browser_was_closed(
    as_person: Callable[..., Page], demonstration: str
) -> None:
    page = as_person(SECTION)
    address = open_report(page, demonstration)
    page.fill("textarea[name=done]", TEXT)
    page.locator("textarea[name=next_step]").focus()
    expect(page.locator("[data-draft]")).to_contain_text("草稿已存")
    page.close()

    later = as_person(SECTION, width=390)
    later.goto(address)

    expect(later.locator("textarea[name=done]")).to_have_value(TEXT)
    expect(later.locator(".draft-offer")).to_contain_text("还没有提交")
    later.click("text=不要了")
    expect(later.locator(".draft-offer")).to_have_count(0)
