"""Exact and rounded wording of a figure: 35期, 40余条, never 余 below the stated base."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures.rules import Figure, about, filled, nearly, next_base, usual_base


def figure(value: int | Decimal | Fraction, **values: bool) -> Figure:
    return Figure("网站发布数", value, "条", "", None, **values)


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (35, "", "35条"), (46, "余", "40余条"), (46, "多", "40多条"), (40, "余", "40条"), (9, "余", "9条"),
        (1134, "余", "1100余条"), (30500, "余", "3万余条"), (6000, "余", "6000条"), (46, "45余", "45余条"),
        (38, "40余", "38条"), (40, "40余", "40条"), (46, "大约", "46条"), (Decimal("72701.2578"), "", "72701.2578条"),
        (Fraction(19, 20), "余", "95%"), (0, "余", "0条"), (5, "0余", "5条"),
        (1000, "40余", "1000条"), (1020, "40余", "1000余条"), (54, "45余", "45余条"), (4001, "3000余", "4000余条"),
        (298, "近", "近300条"), (300, "近", "300条"), (240, "近", "240条"), (9950, "近", "近1万条"),
        (29900, "近", "近3万条"),
        (7, "近", "7条"), (47, "近50", "近50条"), (51, "近50", "51条"), (30, "近50", "30条"), (6, "近0", "6条"),
    ],
)  # fmt: skip
def test_a_figure_is_worded_as_the_text_asks(value: int, style: str, shown: str) -> None:
    assert figure(value).worded(style) == shown


def test_capability_49_about_so_many_entered_is_about_so_many_printed() -> None:
    assert figure(6000, is_least=True).shown == "6000余条"
    assert figure(6000, is_least=True).worded("5000余") == "6000余条"
    assert [figure(value, is_least=True).shown for value in (6005, 1150, 65, 30000)] == [
        "6000余条", "1150余条", "60余条", "3万余条",
    ]  # fmt: skip


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from("余多"))
def test_never_more_than_a_base_that_was_not_passed(value: int, stated: int, word: str) -> None:
    for base in (usual_base(value), stated):
        text = about(value, base, word, "条")
        match = re.fullmatch(rf"(\d+)(万)?({word})?条", text)
        assert match
        said = int(match[1]) * (10_000 if match[2] else 1)

        assert (said < value) if match[3] else (said == value)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_nearly_is_never_said_of_what_reached_its_base(value: int, stated: int) -> None:
    for base in (next_base(value), stated):
        match = re.fullmatch(r"(近)?(\d+)(万)?条", nearly(value, base, "条"))
        assert match
        said = int(match[2]) * (10_000 if match[3] else 1)

        assert (value < said <= value * 10 / 9) if match[1] else (said == value)


@given(st.integers(0, 10**9))
def test_the_usual_base_is_round_and_near(value: int) -> None:
    base = usual_base(value)

    assert base <= value
    assert value < 10 or value - base < max(10, value / 2 + 1)
    assert value < 10 or base % 10 == 0


def test_a_text_names_a_figure_with_its_wording() -> None:
    assert (
        filled("网站发布{网站发布数}，共{ 网站发布数 | 余 }。", {"网站发布数": figure(46)})
        == "网站发布46条，共40余条。"
    )
