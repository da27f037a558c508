"""Every page that a role finds in the demonstration: it answers, fits a phone, and has nothing serious against it."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.hands import ask, serious

PEOPLE = ("lingdao", "bangongshi", "kaifa", "jiandu", "system", "security", "audit")
PHONE = 390
FILES = re.compile(r"\.(xlsx|csv|pdf|docx|html|zip|json|png)$|/(look|source|photo|logout)$|/evidence/|/files?(/|$)")
ALIKE = re.compile(r"(%[0-9A-F]{2})+(\d|%[0-9A-F]{2})*|[0-9a-f]{32}|\d+")
LINKS = "[document.documentElement.scrollWidth, [...document.querySelectorAll('a[href]')].map(one => one.href)]"
held_against_axe: set[str] = set()  # a kind of page is held against it once, by whoever comes there first


def kind_of(address: str) -> str:
    """Return what kind of page an address leads to: its path, with every number and every Chinese name alike."""
    return ALIKE.sub("1", urlsplit(address).path)


def is_own(address: str, home: str) -> bool:
    return address.startswith(home) and not FILES.search(urlsplit(address).path)


def stands_against(page: Page) -> list[str]:
    """Return what stands against the page, once for every kind of page."""
    if kind_of(page.url) in held_against_axe:
        return []
    held_against_axe.add(kind_of(page.url))
    return serious(page)


@pytest.mark.parametrize("username", PEOPLE)
def test_every_page_answers_fits_a_phone_and_has_nothing_serious_against_it(
    as_person: Callable[..., Page], demonstration: str, username: str
) -> None:
    page = as_person(username, width=PHONE, height=800)
    waiting, seen, wrong = [f"{demonstration}/"], set[str](), list[str]()

    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        answer = page.goto(address, wait_until="domcontentloaded")
        if answer is None or answer.status != 200:
            wrong.append(f"{address}: {answer.status if answer else 'nothing'}")
            continue
        width, found = ask(page, LINKS)
        waiting += [urljoin(one, urlsplit(one).path) for one in found if is_own(one, demonstration)]
        wrong += [f"{address}: {width} pixels wide"] if width > PHONE else []
        wrong += [f"{address}: {one}" for one in stands_against(page)]

    assert len(seen) > 3
    assert wrong == []
