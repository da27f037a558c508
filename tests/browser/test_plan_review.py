"""The review page: a plan is corrected beside its source, and a changed version of it is read again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Opener, go, press
from tests.browser.test_year import bureau, sign_in

__all__ = ["bureau", "sign_in"]  # the fixtures of the year are those of this page
HEAD = "清河市档案局{year}年政务公开工作要点\n序号\t工作任务\t责任科室\t完成时限\n"
FIRST = (
    HEAD
    + "1\t规范性文件集中公开\t政策法规科\t6月底前\n2\t档案开放目录公布\t档管科\t适时\n3\t网站栏目优化\t办公室\t年底前\n"
)
SECOND = (
    HEAD
    + "1\t规范性文件集中公开\t政策法规科\t8月底前\n2\t档案开放目录公布\t档管科\t适时\n3\t政府开放日\t办公室\t10月底前\n"
)


def paste(page: Page, text: str) -> None:
    page.locator("summary", has_text="粘贴").first.click()
    page.fill("[name=text]", text)


@pytest.mark.parametrize(("scripts", "year"), [(True, 2028), (False, 2029)])
def test_a_plan_is_corrected_in_place_and_its_newer_version_shows_only_what_changed(
    sign_in: Opener, bureau: str, scripts: bool, year: int
) -> None:
    page = sign_in("office", scripts=scripts)
    page.goto(f"{bureau}/plans")
    paste(page, FIRST.format(year=year))
    press(page, "读入，看看读出了什么")

    # The doubtful item stands open beside its place in the source; the unknown unit is put right in place.
    expect(page.locator("h1")).to_contain_text("读出3条")
    review = re.sub(r"\?.*", "", page.url)
    expect(page.locator(".item-open h3")).to_contain_text("档案开放目录公布")
    expect(page.locator(".source .is-here").first).to_be_visible()
    page.fill(".item-open [name=lead]", "档案管理科")
    page.fill(".item-open [name=text]", "档案开放目录分批公布")
    press(page, "确认，看下一条")
    page.goto(review)
    expect(page.locator("main")).to_contain_text("档案开放目录分批公布")

    # The last step can be taken back and done again; closing the browser loses nothing.
    go(page.get_by_role("button", name=re.compile("^撤销")).first)
    expect(page.locator(".side:not(.source)")).not_to_contain_text("档案开放目录分批公布")

    # A newer version shows what was added, changed and dropped, and is applied with a reason.
    page.goto(review.replace("/review", "/compare"))
    page.locator("summary", has_text="粘贴").first.click()
    page.locator("[name=text]").last.fill(SECOND.format(year=year))
    press(page, "和要点比一比")
    expect(page.locator("main")).to_contain_text("政府开放日")
    expect(page.locator("main")).to_contain_text("网站栏目优化")
    page.fill("[name=reason]", "市里调整了要点")
    go(page.locator("form[action*=adjustments] .btn-primary"))
    page.goto(review)
    items = page.locator(".side:not(.source)")
    expect(items).to_contain_text("政府开放日")
    expect(items).not_to_contain_text("网站栏目优化")
