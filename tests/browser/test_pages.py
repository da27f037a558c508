"""The door, and the language of the pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import WIDTH, ask, go, serious

PHONE = 390
NAMES = "document.querySelectorAll('option, .glance tbody tr > :first-child')"
LONG_NAMES = f"{NAMES}.forEach(one => one.textContent = '长'.repeat(30))"


def test_the_door_has_nothing_serious_against_it(browser: Callable[..., Page], demonstration: str) -> None:
    page = browser()
    page.goto(f"{demonstration}/login")

    assert serious(page) == []
    assert "本系统是非涉密系统" in page.inner_text("main")


def test_the_pages_speak_english_on_demand(as_person: Callable[..., Page], demonstration: str) -> None:
    page = as_person("caiwu")
    page.goto(f"{demonstration}/account")
    page.select_option("[name=language]", "en")
    go(page.locator("main .btn-primary"))

    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "My settings"


@pytest.mark.parametrize("place", ["", "tasks", "findings", "requests"])
def test_a_unit_with_a_long_name_does_not_widen_the_page_of_a_phone(
    as_person: Callable[..., Page], demonstration: str, place: str
) -> None:
    page = as_person("lingdao", width=PHONE)
    page.goto(f"{demonstration}/{place}")

    assert ask(page, LONG_NAMES, WIDTH) == PHONE


def test_the_first_page_of_the_leadership_fits_a_screen_and_a_phone(as_person: Callable[..., Page]) -> None:
    leader = as_person("lingdao", width=1280, height=900)
    told = ask(leader, "document.querySelector('.demonstration').offsetHeight")
    assert ask(leader, "document.documentElement.scrollHeight") - told <= 900
    for head in ("年度进度", "等我决定", "逾期与本周转红", "各板块", "未销号问题", "上级要点"):
        expect(leader.get_by_role("heading", name=head)).to_be_visible()

    phone = as_person("lingdao", width=390, height=844)
    assert ask(phone, WIDTH) == 390
    tops = ask(
        phone, "[...document.querySelectorAll('main h2')].map(h => [h.getBoundingClientRect().top, h.textContent])"
    )
    assert min(tops)[1] == "等我决定"
