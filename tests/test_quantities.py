"""Numbers of cases in running text."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.quantities import clean, find_quantities, read_chinese


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("零", 0),
        ("〇", 0),
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("两百", 200),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一千零五十", 1050),
        ("三千五百二十五", 3525),
        ("一万二千", 12000),
        ("十二万三千", 123000),
        ("三千万", 30_000_000),
    ],
)
def test_chinese_numerals_are_read(numeral: str, number: int) -> None:
    assert read_chinese(numeral) == number


@pytest.mark.parametrize("numeral", ["一百二", "一万二", "二〇二四", "一二", "百", "二十二十", "零零"])
def test_what_can_be_read_in_two_ways_is_not_read(numeral: str) -> None:
    assert read_chinese(numeral) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12件", 12),
        ("１２件", 12),
        ("1,206件", 1206),
        ("１，２０６件", 1206),
        ("12 件", 12),
        ("二十三件", 23),
        ("8份", 8),
        ("1起", 1),
        ("1.2万件", 12000),
        ("3.5254万件", 35254),
        ("0件", 0),
    ],
)
def test_a_number_with_its_unit_is_found(text: str, number: int) -> None:
    (quantity,) = find_quantities(clean(text).text)

    assert quantity.value == number


@pytest.mark.parametrize(
    "text", ["2024年", "第一件", "之一条", "12件次", "十几件", "三四件", "万件", "3，525件", "86.92%", "12人", "数十件"]
)
def test_what_is_no_certain_number_of_cases_is_left_out(text: str) -> None:
    assert list(find_quantities(clean(text).text)) == []


@pytest.mark.parametrize(
    ("text", "agrees", "contradicts"),
    [
        ("12件", [12], [11, 13]),
        ("1.2万件", [12000, 12034, 11950], [13100, 10900]),
        ("30余件", [30, 38], [29, 40]),
        ("一百多件", [100, 199], [99, 200]),
        ("1.2万余件", [12000, 12999], [11999, 13000]),
        ("30件以上", [30, 300], [29]),
        ("100多件", [100, 140], [99]),
        ("超过100件", [101], [99]),
        ("近100件", [98, 60], []),
        ("约100件", [104], []),
        ("100件左右", [97], []),
    ],
)
def test_rough_numbers_agree_with_what_they_can_mean(text: str, agrees: list[int], contradicts: list[int]) -> None:
    (quantity,) = find_quantities(clean(text).text)

    assert all(quantity.agrees_with(number) for number in agrees)
    assert not any(quantity.agrees_with(number) for number in contradicts)


def test_remarks_in_brackets_and_blanks_are_left_out_and_places_are_kept() -> None:
    text = "收到 申请（含结转2件）１，２０６ 件"

    cleaned = clean(text)
    (quantity,) = find_quantities(cleaned.text)

    assert cleaned.text == "收到申请1206件"
    first, last = cleaned.origin[quantity.digits_start], cleaned.origin[quantity.digits_end - 1]
    assert text[first : last + 1] == "１，２０６"


@given(st.integers(0, 99_999_999))
def test_any_arabic_number_is_read_with_and_without_separators(number: int) -> None:
    values = [next(find_quantities(clean(f"{shown}件").text)).value for shown in (str(number), f"{number:,}")]

    assert values == [number, number]


@given(st.text(alphabet="零〇一二两十百千万件余多第。12３，,.（）", max_size=60))
def test_any_text_gives_numbers_or_none(text: str) -> None:
    for quantity in find_quantities(clean(text).text):
        assert Decimal(quantity.value) >= 0


@pytest.mark.parametrize("piece", ["一", "1", "（", "万", "1,111"])
def test_long_nonsense_is_read_quickly(piece: str) -> None:
    started = time.process_time()

    list(find_quantities(clean(piece * 50_000).text))

    assert time.process_time() - started < 2
