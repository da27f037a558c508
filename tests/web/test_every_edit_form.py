"""R6 for every form that edits: the list comes out of the program, and a form that nobody could send fails the test."""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.addresses import example_of
from tests.support.factory import Factory
from tests.support.pages import find_form, forms_of
from tests.web.open_forms import open_forms
from tracker.accounts.models import Account
from tracker.db import db
from tracker.demo import build_demonstration, open_accounts
from tracker.permissions import Actor

TESTS = Path(__file__).parents[1]
PEOPLE = ("bangongshi", "kaifa", "jiandu", "lingdao", "system")
MOST_TRIED = 30  # records of one kind that are looked at for one whose form stands open
THEIRS, MINE = "同事先保存的字", "我后写的字"
SELECT = re.compile(r'<select[^>]*\bname="(?P<name>[^"]+)"[^>]*>(?P<choices>.*?)</select>', re.DOTALL)
NOT_SAVED = "nobody could save this form"
REFUSAL = re.compile(r'role="alert".*?</div>', re.DOTALL)
BUTTON = re.compile(r'<button[^>]*\bname="(\w+)" value="(\d+)"')
CHOICE = re.compile(r'<option[^>]*\bvalue="([^"]+)"')
TEXT_FIELD = re.compile(r'<(?:textarea|input)[^>]*\bname="(?P<name>[^"]+)"[^>]*>')
RADIO = re.compile(r'<input[^>]*type="radio"[^>]*>')
ATTRIBUTE = {name: re.compile(rf'\b{name}="([^"]*)"') for name in ("name", "value")}
ALSO_TYPED = {
    "rulesets.edit": {"reason": "减轻扣分"},
    "scores.assess": {"got": "1", "note": "已标注", "url": "https://zrzy.lincheng.example/zgqk/1.html"},
}  # what a form asks for besides the text that is tried
PROVEN_BY = {"annual_report.received": "test_r6_who_settles_what_a_colleague_settled_sees_both_numbers"}


def versioned(app: Flask) -> list[str]:
    """Return the views that compare the version a form was filled from, themselves or by a function beside them."""
    found = []
    for rule in app.url_map.iter_rules():
        view = inspect.unwrap(app.view_functions[rule.endpoint])
        source = inspect.getsource(view)
        beside = inspect.getmembers(sys.modules[view.__module__], inspect.isfunction)
        called = [inspect.getsource(one) for name, one in beside if name.startswith("_") and f"{name}(" in source]
        if "POST" in (rule.methods or ()) and any("seen_version" in text for text in (source, *called)):
            found.append(rule.endpoint)
    return sorted(found)


@pytest.fixture
def opened(app: Flask) -> dict[str, str]:
    """A demonstration with forms of all kinds left open; gives addresses of those that are hard to find."""
    with app.app_context():
        build_demonstration(lambda _: None)
        open_accounts(lambda _: None)
        accounts = db.session.scalars(select(Account).where(Account.username.in_(PEOPLE))).all()
        return open_forms({one.role: actor_of(one) for one in accounts if one.role})


def actor_of(account: Account) -> Actor:
    person = account.person
    return Actor(person.name, account.role, account.id, person.id, person.unit_id)


@pytest.fixture
def bureau(app: Flask, make: Factory, opened: dict[str, str]) -> list[FlaskClient]:
    """Browsers of one person of each role in the demonstration."""
    with app.app_context():
        accounts = list(db.session.scalars(select(Account).where(Account.username.in_(PEOPLE)).order_by(Account.id)))
        for account in accounts:
            db.session.expunge(account)
    return [make.client_of(account) for account in accounts]


def test_r6_of_two_who_fill_in_one_form_the_second_sees_both_texts(
    app: Flask, bureau: list[FlaskClient], opened: dict[str, str]
) -> None:
    tried = [endpoint for endpoint in versioned(app) if endpoint not in PROVEN_BY]

    said = {endpoint: try_form(app, endpoint, opened.get(endpoint, ""), bureau) for endpoint in tried}

    assert "\n".join(f"{endpoint}: {one}" for endpoint, one in said.items() if one) == ""
    assert len(tried) > len(opened)
    tests = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    assert [name for name in PROVEN_BY.values() if f"def {name}(" not in tests] == []


def try_form(app: Flask, endpoint: str, known: str, clients: list[FlaskClient]) -> str:
    """Send a form of ``endpoint`` twice, and return what was not as promised."""
    said = "this form stood open nowhere"
    for address in [known] if known else addresses(app, endpoint):
        for client in clients:
            answer = client.get(address)
            html = answer.get_data(as_text=True) if answer.status_code == 200 else ""
            action = own_action(html, address)
            if action is not None:
                said = second_of_two(client, endpoint, address, action)
                if NOT_SAVED not in said:
                    return said
    return said


def addresses(app: Flask, endpoint: str) -> Iterator[str]:
    rule = next(one for one in app.url_map.iter_rules() if one.endpoint == endpoint)
    adapter = app.url_map.bind("localhost")
    if rule.arguments == {"year"}:
        yield from (adapter.build(endpoint, {"year": year}) for year in (2025, 2026))
        return
    for number in range(1, 1 + MOST_TRIED) if rule.arguments else (0,):
        values = {name: example_of(rule, name) if name == "year" else number for name in rule.arguments}
        yield adapter.build(endpoint, values)


def own_action(html: str, address: str) -> str | None:
    """Return where a page sends its form with the version it was filled from; None when it has no such form."""
    path = address.partition("?")[0]
    for form in forms_of(html):
        is_own = form["action"] == "" or form["action"].partition("?")[0] == path
        if form["method"] == "post" and is_own and "version" in dict(form["fields"]):
            return str(form["action"])
    return None


def typed_fields(html: str, action: str) -> list[tuple[str, str, str]]:
    """Return the fields that a person fills in, each with what a colleague and what I put into it; texts come first."""
    shown = {name for name, _ in find_form(html, action=action, field="version")["fields"]}
    texts, numbers = [], []
    for found in TEXT_FIELD.finditer(html):
        is_typed = found[0].startswith("<textarea") or 'type="text"' in found[0]
        if is_typed and found["name"] in shown:
            (numbers if "inputmode" in found[0] else texts).append(found["name"])
    pressed: dict[str, list[str]] = {}
    for name, value in BUTTON.findall(html):
        pressed.setdefault(name, []).append(value)
    chosen = [(found["name"], CHOICE.findall(found["choices"])) for found in SELECT.finditer(html)]
    return [
        *((name, THEIRS, MINE) for name in texts),
        *((name, "3", "4") for name in numbers),
        *((name, choices[-1], choices[0]) for name, choices in chosen if len(choices) > 1 and name in shown),
        *((name, values[-1], values[0]) for name, values in pressed.items() if len(values) > 1),
    ]


def standing_in(html: str, action: str) -> dict[str, list[str]]:
    """Return what stands in the form of a page that has a version, with the first choice where nothing is chosen."""
    fields: dict[str, list[str]] = {}
    for name, value in find_form(html, action=action, field="version")["fields"]:
        fields.setdefault(name, []).append(value)
    for radio in RADIO.findall(html):
        name, value = ATTRIBUTE["name"].search(radio), ATTRIBUTE["value"].search(radio)
        if name and value:
            fields.setdefault(name[1], [value[1]])
    return fields


def second_of_two(client: FlaskClient, endpoint: str, address: str, action: str) -> str:
    """Send one form twice with different texts, and return what was not as promised to the second."""
    refusals: list[str] = []
    target, also = action or address, ALSO_TYPED.get(endpoint, {})
    html = client.get(address).get_data(as_text=True)
    mine = standing_in(html, action) | {name: [text] for name, text in also.items()}
    for name, theirs_typed, mine_typed in typed_fields(html, action):
        theirs = standing_in(client.get(address).get_data(as_text=True), action) | also
        saved = client.post(target, data={**theirs, name: theirs_typed})
        if saved.status_code != 303:
            refusals += REFUSAL.findall(saved.get_data(as_text=True))
            continue
        answer = client.post(target, data={**mine, name: mine_typed})
        page = answer.get_data(as_text=True)
        missing = [text for text in (theirs_typed, mine_typed) if text in (THEIRS, MINE) and text not in page]
        return f"{address} {name}: {answer.status_code} {missing}" if answer.status_code != 409 or missing else ""
    return f"{address}: {NOT_SAVED} {refusals}"
