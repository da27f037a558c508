"""Which part of a list is asked for; what is odd gives the first page."""

import pytest
from flask import Flask, url_for

from tracker.web.tables import Page, PageAsked, addresses, page_asked, same_page

SORTS = ("due", "title")


@pytest.mark.parametrize(
    ("query", "number", "per_page", "sort", "is_descending"),
    [
        ("", 1, 50, "due", False),
        ("page=3&per_page=20&sort=title", 3, 20, "title", False),
        ("sort=-title", 1, 50, "title", True),
        ("page=0&per_page=0", 1, 1, "due", False),
        ("page=-5&per_page=101", 1, 100, "due", False),
        ("page=x&per_page=y&sort=password_hash", 1, 50, "due", False),
        ("sort=-1;drop", 1, 50, "due", False),
        (f"page={10**30}", 1_000_000, 50, "due", False),
        ("page=2&page=9", 2, 50, "due", False),
    ],
)
def test_w8_the_page_asked_for_is_within_bounds(
    app: Flask, query: str, number: int, per_page: int, sort: str, is_descending: bool
) -> None:
    with app.test_request_context(f"/organisation/people?{query}"):
        asked = page_asked(SORTS)

    assert (asked.number, asked.per_page, asked.sort, asked.is_descending) == (number, per_page, sort, is_descending)
    assert asked.offset == (number - 1) * per_page


@pytest.mark.parametrize(
    ("number", "total", "first", "last_row", "last"),
    [(1, 0, 0, 0, 1), (1, 7, 1, 7, 1), (2, 25, 11, 20, 3), (3, 25, 21, 25, 3), (9, 25, 25, 25, 3)],
)
def test_a_page_says_which_rows_it_shows(number: int, total: int, first: int, last_row: int, last: int) -> None:
    page = Page([], number, 10, total)

    assert (page.first_row, page.last_row, page.last) == (first, last_row, last)


def test_a_link_changes_one_part_of_the_address(app: Flask) -> None:
    with app.test_request_context("/organisation/people?name=王&page=2"):
        assert same_page(page=3) == "/organisation/people?name=%E7%8E%8B&page=3"
        assert same_page(name=None, page=None) == "/organisation/people"


@pytest.mark.parametrize(("number", "found", "has_all"), [(1, 0, True), (1, 9, True), (1, 10, False), (2, 3, False)])
def test_only_a_first_page_that_is_not_full_is_surely_the_whole_list(number: int, found: int, has_all: bool) -> None:
    assert PageAsked(number, 10, "due", is_descending=False).has_all([object()] * found) is has_all


def test_the_address_of_a_record_is_that_of_url_for(app: Flask) -> None:
    with app.test_request_context("/tasks"):
        assert addresses("tasks.show", "task_id")(17) == url_for("tasks.show", task_id=17)
        assert addresses("tasks.edit", "task_id")(17) == url_for("tasks.edit", task_id=17)
