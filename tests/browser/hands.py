"""What a person's hands do in the browser tests; nothing is asked of a page before it is there, however slow."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Locator, Page

from tests.support.factory import PASSWORD

Opener = Callable[..., Page]
AXE = Axe().axe_script
HOLD_AGAINST = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
SERIOUS = ("serious", "critical")
WIDTH = "document.documentElement.scrollWidth"
TRIES = 5


def go(target: Locator) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with target.page.expect_navigation():
        target.click()


def press(page: Page, name: str) -> None:
    go(page.get_by_role("button", name=name, exact=True).first)


def follow(page: Page, name: str) -> None:
    go(page.get_by_role("link", name=name, exact=True).first)


def enter(page: Page, home: str, username: str, password: str = PASSWORD) -> None:
    """Sign in; the first page of the person is there."""
    page.goto(f"{home}/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    go(page.locator("form .btn-primary"))
    page.wait_for_url(lambda url: "/login" not in url)


def ask(page: Page, *scripts: str) -> Any:
    """Return what the last of ``scripts`` gives; asked again if the page went on by itself meanwhile."""
    for left in reversed(range(TRIES)):
        page.wait_for_load_state()
        try:
            return [page.evaluate(script) for script in scripts][-1]
        except Error as error:
            if not left or "navigation" not in error.message:
                raise
    raise AssertionError("unreachable")


def serious(page: Page) -> list[str]:
    """Return what a screen reader would stumble over."""
    found = [one for one in ask(page, AXE, HOLD_AGAINST) if one["impact"] in SERIOUS]
    return [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
