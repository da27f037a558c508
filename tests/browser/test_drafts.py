"""Drafts in a browser: what was typed survives a closed lid and a refused file, and is gone once it was sent."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import showing
from tests.browser.hands import enter
from tracker.demo.bureau import PASSWORD

TEXT = "已公布第一批规范性文件。" * 40
SECTION = "kaifa"
TRIES = 20


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


def test_r14_what_was_typed_is_back_after_more_was_sent_than_the_server_reads(
    browser: Callable[..., Page], played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_UPLOAD_MB", "1")
    large = tmp_path / "大文件.pdf"
    large.write_bytes(bytes(7_000_000))
    with showing(played, tmp_path / "instance") as home:
        page = browser()
        enter(page, home, SECTION, PASSWORD)
        page.goto(f"{home}/work")
        page.set_input_files("input[name=files]", large)
        page.fill("textarea[name=done]", TEXT)
        with suppress(Error):  # the server may hang up before the browser has sent everything
            page.get_by_role("button", name="提交给办公室审核").click()

        offer = page.locator(".draft-offer")
        for _ in range(TRIES):  # the draft is sent beside the form, and nothing waits for it
            page.goto(f"{home}/work", wait_until="commit")
            expect(page.locator("textarea[name=done]")).to_be_visible()
            if offer.count():
                break
            page.wait_for_timeout(500)
        expect(offer).to_contain_text("还没有提交")
        expect(page.locator("textarea[name=done]")).to_have_value(TEXT)
