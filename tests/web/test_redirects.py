"""After signing in, people land on our own pages, whatever the address asked for."""

import pytest
from flask import Flask

from tests.support.factory import PASSWORD, Factory
from tests.support.pages import fill
from tracker.web.redirects import own_page

FOREIGN = [
    "https://evil.example",
    "http://evil.example/login",
    "HTTPS://EVIL.EXAMPLE",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    " //evil.example",
    "/ /evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt://x%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/%09/evil.example",
    "/%0d%0aSet-Cookie:a=b",
    "/..//evil.example",
    "/./\\evil.example",
    "/@evil.example",
    "//localhost@evil.example",
    "//evil.example:80\\@localhost/",
    "/;@evil.example",
    "//[",
    "/\\[::1]",
    "//evil.example%00",
    "\x00//evil.example",
    "/\u2028/evil.example",
    "／／evil.example",
    "。evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "login",
    "",
]
OURS = {
    "/organisation": "/organisation",
    "/organisation/people?name=王": "/organisation/people?name=%E7%8E%8B",
    "/organisation/units/7": "/organisation/units/7",
    "/account": "/account",
    "/organisation?next=//evil.example": "/organisation?next=//evil.example",
    "/organisation#//evil.example": "/organisation",
}


@pytest.mark.parametrize("asked", [*FOREIGN, "/logout", "/no/such/page", "/static/app.css", "/accounts/1/role", "/%ff"])
def test_w6_what_is_no_page_of_ours_leads_home(app: Flask, asked: str) -> None:
    with app.test_request_context("/login"):
        assert own_page(asked) == "/"


@pytest.mark.parametrize(("asked", "led"), OURS.items())
def test_w6_a_page_of_ours_is_found_again(app: Flask, asked: str, led: str) -> None:
    with app.test_request_context("/login"):
        found = own_page(asked)

    assert found.replace("王", "%E7%8E%8B") == led


@pytest.mark.parametrize("asked", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"])
def test_w6_signing_in_never_leads_away(app: Flask, make: Factory, asked: str) -> None:
    account = make.account()

    answer = fill(app.test_client(), "/login", username=account.username, password=PASSWORD, next=asked)

    assert (answer.status_code, answer.location) == (303, "/")
