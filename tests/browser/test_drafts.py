"""Drafts in a browser: what was typed survives a closed lid, and never comes back once it was sent."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

TEXT = "已公布第一批规范性文件。" * 40
SECTION = "kaifa"


def test_r14_what_was_typed_is_back_after_the_browser_was_closed(
    as_person: Callable[..., Page], demonstration: str
) -> None:
    page = as_person(SECTION)
    page.goto(f"{demonstration}/work")
    page.fill("textarea[name=done]", TEXT)
    page.locator("textarea[name=next_step]").focus()
    expect(page.locator("[data-draft]")).to_contain_text("草稿已存")
    page.close()

    later = as_person(SECTION, width=390)
    later.goto(f"{demonstration}/work")

    expect(later.locator("textarea[name=done]")).to_have_value(TEXT)
    expect(later.locator(".draft-offer")).to_contain_text("还没有提交")
    later.click("text=不要了")
    expect(later.locator(".draft-offer")).to_have_count(0)
