"""Typed numbers, days and tags; periods; the shipped indicators; what an indicator takes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.ledger.periods import Period, months_period, period_of, year_period
from tracker.ledger.rules import (
    Counts,
    Indicator,
    check_indicator,
    day_of,
    definition,
    number_of,
    tags_of,
    tags_shown,
    whole_of,
)
from tracker.ledger.shipped import INDICATORS, LEDGERS

OTHER_SOURCES = {18, 19, 20, 42, 43, 44, 48, 50}  # requests, checks, notices and tasks have figures of their own


@pytest.mark.parametrize(
    ("text", "value", "is_least"),
    [
        ("12", 12, False), ("1,200", 1200, False), ("１２", 12, False), ("3万", 30000, False),
        ("26.8万", 268000, False), ("6000余", 6000, True), ("40多", 40, True), ("3万余", 30000, True),
        ("3余万", 30000, True), ("35期", 35, False), ("1,200人次", 1200, False), ("40余条", 40, True),
        ("72701.2578", "72701.2578", False),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(text: str, value: object, is_least: bool) -> None:
    assert number_of(text, "条数") == (Decimal(str(value)), is_least)


@pytest.mark.parametrize("text", ["", "-3", "约12", "1.1234567", "1" * 14, "1e9", "NaN", "十二"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        number_of(text, "条数")


@pytest.mark.parametrize("text", ["1.5", "3000000000"])
def test_people_are_whole(text: str) -> None:
    with pytest.raises(RuleBroken, match="whole number"):
        whole_of(text, "人数")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "3月5日",
        "3-5",
        "3月5号",
        "２０２６．３．５",
        "20260305",
        "46086",
        "46086.5",
        "2026/3/5 0:00",
        "2026-03-05T00:00:00",
        "2026年 3月 5日（星期四）",
    ],
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert day_of(text, "日期", 2026) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["2026-02-30", "去年", "20261305", "99999", "1234567", "13月1日", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="is not a day"):
        day_of(text, "日期", 2026)


@given(st.text(max_size=60))
def test_tags_are_kept_once_each_and_shown_as_typed_before(text: str) -> None:
    kept = tags_of(text)

    assert tags_of(tags_shown(kept)) == kept
    assert kept == "" or (kept[0] == kept[-1] == "|" and "||" not in kept)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12-20..2026-01-05", date(2025, 12, 20), date(2026, 1, 5)),
    ],
)
def test_a_period_is_a_month_a_quarter_half_a_year_a_year_or_any_two_days(text: str, first: date, last: date) -> None:
    assert period_of(text) == Period(first, last)


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-13", "2026-01-05..2026-01-04", "0001", "x..y", "2026-01-05.."])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        period_of(text)


def test_the_period_before_is_the_same_a_year_earlier() -> None:
    assert year_period(2026).before == year_period(2025)
    assert months_period(2025, 2, 2).before == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert months_period(2024, 2, 2).before == Period(date(2023, 2, 1), date(2023, 2, 28))


def test_every_figure_of_the_usual_list_ships() -> None:
    assert {one.figure for one in INDICATORS} | OTHER_SOURCES == set(range(1, 51))
    assert len({one.name for one in INDICATORS}) == len(INDICATORS)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.name)
def test_a_shipped_figure_fits_its_ledger(indicator: Indicator) -> None:
    names = {one.name for one in INDICATORS}
    if indicator.counts is Counts.SHARE:
        assert {indicator.part, indicator.whole} <= names
        return
    ledger = LEDGERS[indicator.ledger]

    check_indicator(indicator, LEDGERS, ())
    assert set(indicator.category) <= set(ledger.choices.get("category", ()))
    assert set(indicator.channel) <= set(ledger.choices.get("channel", ()))
    assert set(indicator.tags) <= set(ledger.choices.get("tags", ()))
    usual = {*ledger.choices.get("category", ()), *ledger.choices.get("channel", ())}
    assert set(indicator.less) <= usual


def test_a_definition_can_be_read() -> None:
    by_name = {one.name: one for one in INDICATORS}

    def said(name: str) -> str:
        return definition(by_name[name], LEDGERS.get(by_name[name].ledger))

    assert said("网站发布数") == "公开信息台账，渠道为网站，按公开日期计入，条数之和"
    assert said("现行有效规范性文件数") == (
        "制度台账，动作为制定或废止，标签含“规范性文件”，印发日期截至期末，件数之和，减去废止的"
    )
    assert said("热线回复率") == "热线按期回复数除以热线工单数"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "a{b}"}, "name"), ({"name": "主动公开信息数"}, "name"), ({"ledger": "nowhere"}, "ledger"),
        ({"counts": Counts.AMOUNT}, "counts"),
    ],
)  # fmt: skip
def test_an_own_figure_that_cannot_be_counted_is_refused(values: dict[str, object], field: str) -> None:
    plain = {"name": "短视频数", "counts": Counts.QUANTITY, "ledger": "new_media"}

    with pytest.raises(RuleBroken) as refused:
        check_indicator(Indicator(**{**plain, **values}), LEDGERS, ["主动公开信息数"])  # type: ignore[arg-type]

    assert refused.value.field == field
