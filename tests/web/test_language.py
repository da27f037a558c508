"""The language of a page: the person's, then the browser's choice, then the machine's."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tracker.accounts.models import Account
from tracker.errors import RuleBroken
from tracker.files.inspection import NOT_TAKEN
from tracker.web.templating import moment, size
from tracker.web.words import day, worded

ClientOf = Callable[[Account], FlaskClient]


@pytest.mark.parametrize(
    ("own", "cookie", "shown"),
    [
        ("", None, 'lang="zh-CN"'),
        ("", "en", 'lang="en"'),
        ("zh_Hans", "en", 'lang="zh-CN"'),
        ("en", "zh_Hans", 'lang="en"'),
        ("", "../../etc", 'lang="zh-CN"'),
    ],
)
def test_the_language_of_a_page(make: Factory, client_of: ClientOf, own: str, cookie: str | None, shown: str) -> None:
    client = client_of(make.account(language=own))
    if cookie:
        client.set_cookie("language", cookie)

    assert f"<html {shown}" in client.get("/account").get_data(as_text=True)


def test_a_refusal_is_told_in_the_language_of_the_page(app: Flask) -> None:
    refusal = RuleBroken("At most %(limit)d units can be added at once.", limit=5)

    with app.test_request_context("/"):
        assert worded(refusal) == "一次最多添加5个单位，请分几次粘贴。"
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert worded(refusal) == "At most 5 units can be added at once."


@time_machine.travel(datetime(2026, 10, 13, 1, 0, tzinfo=UTC), tick=False)
def test_a_refusal_names_days_and_several_things_as_people_write_them(app: Flask) -> None:
    later = RuleBroken("The new date must be later than %(due)s.", due=date(2026, 10, 20))
    kinds = RuleBroken(NOT_TAKEN, name="要点", kinds=(".docx", ".xlsx"))

    with app.test_request_context("/"):
        assert worded(later) == "新的日期要晚于10月20日。"
        assert "只收这几种文件：.docx、.xlsx。" in worded(kinds)
    assert str(later) == "The new date must be later than 2026-10-20."
    assert ".docx, .xlsx" in str(kinds)


@time_machine.travel(datetime(2026, 10, 13, 1, 0, tzinfo=UTC), tick=False)
def test_days_and_moments_read_as_people_write_them(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [day(value) for value in (date(2026, 10, 13), date(2025, 1, 2), None)] == [
            "10月13日",
            "2025年1月2日",
            "",
        ]
        assert moment(datetime(2026, 10, 13, 6, 5, tzinfo=UTC)) == "10月13日 14时05分"
        assert moment(datetime(2025, 12, 31, 17, 0, tzinfo=UTC)) == "1月1日 1时00分"  # already the new year in China
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert day(date(2026, 10, 13)) == "2026-10-13"
        assert moment(datetime(2026, 10, 13, 6, 5, tzinfo=UTC)) == "2026-10-13 14:05"


@pytest.mark.parametrize(("octets", "words"), [(0, "1KB"), (86_400, "86KB"), (999_999, "1000KB"), (1_400_000, "1.4MB")])
def test_sizes_read_as_people_write_them(octets: int, words: str) -> None:
    assert size(octets) == words
