"""The day of the three roles in a browser: few clicks, the keyboard alone, a phone."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

MOST_CLICKS = 4
MOST_TABS = 150
TEXT = "本月公布信息5条，均已核对。"


class Counting:
    """Presses on a page like a person, and counts how often."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def press(self, target: Locator) -> None:
        self.clicks += 1
        target.click()


def open_a_duty(page: Page) -> Locator:
    """Return what has to be pressed to open the first duty that is folded."""
    return page.get_by_role("link", name="填报", exact=True).first


def test_a_report_takes_no_more_than_four_clicks_after_signing_in(as_person: Callable[..., Page]) -> None:
    person = Counting(as_person("chubei"))
    expect(person.page.locator("h1")).to_have_text("我科室的工作")

    if person.page.locator("textarea[name=done]").count() == 0:
        person.press(open_a_duty(person.page))
    person.press(person.page.locator("textarea[name=done]"))
    person.page.keyboard.type(TEXT)
    person.press(person.page.get_by_role("button", name="提交给办公室审核"))

    expect(person.page.locator(".message").first).to_contain_text("已提交")
    assert person.clicks <= MOST_CLICKS


def tab_to(page: Page, target: Locator) -> None:
    """Go to a control with the Tab key alone; what has the focus must be seen to have it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            style = target.evaluate("one => getComputedStyle(one).outlineStyle + getComputedStyle(one).boxShadow")
            assert style != "nonenone"
            return
    raise AssertionError("the Tab key does not lead there")


def test_a_section_reports_with_the_keyboard_alone_and_on_a_phone(as_person: Callable[..., Page]) -> None:
    page = as_person("fagui", width=390, height=800)
    page.evaluate("document.activeElement.blur()")
    if page.locator("textarea[name=done]").count() == 0:
        tab_to(page, open_a_duty(page))
        page.keyboard.press("Enter")
        page.wait_for_url("**open=**")

    tab_to(page, page.locator("textarea[name=done]"))
    page.keyboard.type(TEXT)
    tab_to(page, page.get_by_role("button", name="提交给办公室审核"))
    page.keyboard.press("Enter")

    expect(page.locator(".message").first).to_contain_text("已提交")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_office_accepts_with_the_keyboard_alone(as_person: Callable[..., Page], demonstration: str) -> None:
    page = as_person("bangongshi")
    page.goto(f"{demonstration}/review")
    waiting = page.locator("article.duty").count()
    assert waiting

    tab_to(page, page.locator("article.duty").get_by_role("button", name="审核通过", exact=True).first)
    page.keyboard.press("Enter")

    expect(page.locator(".message").first).to_contain_text("审核通过")
    expect(page.locator("article.duty")).to_have_count(waiting - 1)


def test_a_leader_instructs_with_the_keyboard_alone_and_the_section_answers_in_place(
    as_person: Callable[..., Page], demonstration: str
) -> None:
    section = as_person("zhifa")
    href = section.locator("article.duty", has_text="牵头").locator("h3 a").first.get_attribute("href")
    leader = as_person("lingdao")
    leader.goto(f"{demonstration}{href}/instruct")
    tab_to(leader, leader.locator("textarea[name=text]"))
    leader.keyboard.type("请本周内报告进展。")
    tab_to(leader, leader.locator("main button.btn-primary"))
    leader.keyboard.press("Enter")
    leader.wait_for_url(lambda url: "/instruct" not in url)

    section.goto(f"{demonstration}/work")
    asked = section.locator("article.duty", has_text="请本周内报告进展。")
    asked.locator("textarea").fill("已安排，周五前报告。")
    asked.get_by_role("button", name="答复").click()

    expect(section.locator(".message").first).to_contain_text("已答复")
    expect(section.locator("article.duty", has_text="请本周内报告进展。")).to_have_count(0)


def test_a_report_offers_the_number_that_the_ledgers_know(as_person: Callable[..., Page]) -> None:
    page = as_person("renshi")
    duty = page.locator("article.duty", has_text="政务公开业务培训")
    duty.get_by_role("link", name="填报", exact=True).click()

    opened = page.locator("article.duty", has=page.locator("input[name=count]"))
    expect(opened).to_contain_text("台账里属于这项任务的有")
    assert int(opened.locator("input[name=count]").input_value()) > 0
    texts, proofs = (opened.locator(f"[name={name}]").bounding_box() for name in ("done", "files"))
    assert texts
    assert proofs
    assert texts["x"] + texts["width"] < proofs["x"]  # beside each other, nothing empty between
