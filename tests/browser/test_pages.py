"""Every page of the demonstration, as each role sees it: it fits, and a screen reader can use it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PAGES = [
    ("lingdao", "/"), ("lingdao", "/tasks"), ("lingdao", "/tasks/60"), ("lingdao", "/summary/2025"),
    ("bangongshi", "/plans"), ("bangongshi", "/plans/2"), ("bangongshi", "/tasks/60/assign"),
    ("bangongshi", "/tasks/60/edit"), ("bangongshi", "/review"), ("bangongshi", "/summary"),
    ("bangongshi", "/organisation"), ("bangongshi", "/organisation/people"), ("bangongshi", "/organisation/groups"),
    ("kaifa", "/work"), ("kaifa", "/tasks"), ("kaifa", "/findings"),
    ("jiandu", "/checks"), ("jiandu", "/checks/6"), ("jiandu", "/findings"), ("jiandu", "/checks/new"),
    ("system", "/accounts"), ("system", "/accounts/new"), ("audit", "/history"), ("system", "/account"),
]  # fmt: skip
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize(("username", "path"), PAGES)
def test_a_page_fits_a_phone_and_has_nothing_serious_against_it(
    as_person: Callable[..., Page], demonstration: str, username: str, path: str
) -> None:
    page = as_person(username, width=390, height=800)
    answer = page.goto(demonstration + path)

    assert answer is not None
    assert answer.status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations if one["impact"] in SERIOUS] == []


def test_the_door_has_nothing_serious_against_it(browser: Callable[..., Page], demonstration: str) -> None:
    page = browser()
    page.goto(f"{demonstration}/login")

    violations = Axe().run(page).response["violations"]

    assert [one["id"] for one in violations if one["impact"] in SERIOUS] == []
    assert "本系统是非涉密系统" in page.inner_text("main")


def test_the_pages_speak_english_on_demand(as_person: Callable[..., Page], demonstration: str) -> None:
    page = as_person("renshi")
    page.goto(f"{demonstration}/account")
    page.select_option("[name=language]", "en")
    page.click("main .btn-primary")

    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "My settings"
