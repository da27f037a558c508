"""The annual report in a browser: what does not hold is told while it is typed."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.hands import go


def test_a_number_is_checked_while_it_is_typed_and_saved_only_when_the_office_says_so(
    as_person: Callable[..., Page], demonstration: str
) -> None:
    office = as_person("bangongshi")
    office.goto(f"{demonstration}/annual-report")
    begin = office.locator("form[action$='/annual-report/2026/draft'] button")
    if begin.count():
        go(begin.first)
    office.goto(f"{demonstration}/annual-report/2026?part=3")
    cell, wrong = office.locator("[id='table3.一.自然人']"), office.locator("#wrong")
    before = cell.input_value()
    expect(wrong).not_to_contain_text("H1 自然人")

    cell.fill(str(int(before) + 88))
    expect(wrong).to_contain_text("H1 自然人")
    expect(wrong).to_contain_text("尚未保存")
    expect(office.locator("td[data-now]")).to_have_count(1)  # the sum of the row follows
    cell.fill(before)
    expect(wrong).not_to_contain_text("H1 自然人")

    office.goto(f"{demonstration}/annual-report/2026?part=3")
    expect(cell).to_have_value(before)
