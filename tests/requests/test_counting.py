"""Registers counted into tables three and four."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.requests.counting import (
    ROW_KEYS,
    DisputeKind,
    DisputeRecord,
    DisputeResult,
    RequestRecord,
    rows_of,
    tabulate,
    tabulate_disputes,
)
from tracker.requests.outcomes import OUTCOMES
from tracker.requests.rules import Applicant

CODES = [outcome.code for outcome in OUTCOMES]


@st.composite
def requests(draw: st.DrawFn) -> RequestRecord:
    received = draw(st.dates(date(2023, 1, 1), date(2026, 12, 31)))
    took = draw(st.none() | st.integers(0, 400))
    return RequestRecord(
        draw(st.sampled_from(Applicant)),
        received,
        None if took is None else received + timedelta(days=took),
        None if took is None else draw(st.sampled_from(CODES)),
    )


REGISTERS = st.lists(requests(), max_size=60)


@given(REGISTERS)
def test_any_register_satisfies_the_sums_of_columns_and_rows(register: list[RequestRecord]) -> None:
    rows = tabulate(register, 2025)

    for column in range(7):
        assert rows["一"][column] + rows["二"][column] == rows["三(七)"][column] + rows["四"][column]
        assert rows["三(七)"][column] == sum(rows[code][column] for code in CODES)
    assert all(row[6] == sum(row[:6]) for row in rows.values())


@given(REGISTERS)
def test_what_one_year_carries_over_the_next_year_takes_in(register: list[RequestRecord]) -> None:
    assert tabulate(register, 2024)["四"] == tabulate(register, 2025)["二"]


def test_capability_62_a_year_without_requests_gives_a_table_of_zeros() -> None:
    assert tabulate([], 2025) == dict.fromkeys(ROW_KEYS, (0,) * 7)


@pytest.mark.parametrize(
    ("received", "answered", "rows"),
    [
        (date(2025, 3, 1), date(2025, 3, 9), ("一", "三(一)", "三(七)")),
        (date(2025, 12, 31), date(2026, 1, 20), ("一", "四")),
        (date(2025, 12, 31), None, ("一", "四")),
        (date(2024, 12, 31), date(2025, 12, 31), ("二", "三(一)", "三(七)")),
        (date(2023, 12, 31), None, ("二", "四")),
        (date(2024, 12, 1), date(2024, 12, 31), ()),
        (date(2026, 1, 1), None, ()),
    ],
)
def test_a_request_counts_by_the_year_of_receipt_and_of_answer(
    received: date, answered: date | None, rows: tuple[str, ...]
) -> None:
    record = RequestRecord(Applicant.BUSINESS, received, answered, "三(一)" if answered else None)

    assert rows_of(record, 2025) == rows


def test_a_year_of_3600_requests_is_counted_in_under_a_second() -> None:
    register = [
        RequestRecord(
            list(Applicant)[n % 6],
            date(2025, 1, 1) + timedelta(days=n % 365),
            date(2025, 1, 20) + timedelta(days=n % 365),
            CODES[n % len(CODES)],
        )
        for n in range(3600)
    ]
    started = time.process_time()

    rows = tabulate(register, 2025)

    assert time.process_time() - started < 1
    assert rows["一"][6] == 3600


@st.composite
def disputes(draw: st.DrawFn) -> DisputeRecord:
    filed = draw(st.dates(date(2023, 1, 1), date(2026, 12, 31)))
    took = draw(st.none() | st.integers(0, 500))
    ended = [result for result in DisputeResult if result is not DisputeResult.PENDING]
    return DisputeRecord(
        draw(st.sampled_from(DisputeKind)),
        filed,
        None if took is None else filed + timedelta(days=took),
        DisputeResult.PENDING if took is None else draw(st.sampled_from(ended)),
    )


@given(st.lists(disputes(), max_size=40))
def test_any_register_of_disputes_satisfies_the_sums_of_table_four(register: list[DisputeRecord]) -> None:
    numbers = tabulate_disputes(register, 2025)

    assert len(numbers) == 15
    assert all(numbers[at + 4] == sum(numbers[at : at + 4]) for at in (0, 5, 10))


def test_a_dispute_counts_as_open_at_the_end_of_one_year_and_by_its_result_in_the_next() -> None:
    suit = DisputeRecord(DisputeKind.DIRECT_SUIT, date(2024, 11, 1), date(2025, 4, 1), DisputeResult.UPHELD)

    assert tabulate_disputes([suit], 2024) == (0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
    assert tabulate_disputes([suit], 2025) == (0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0)
    assert tabulate_disputes([suit], 2026) == (0,) * 15


def test_a_suit_against_us_as_the_reviewing_body_is_not_counted() -> None:
    suit = DisputeRecord(DisputeKind.SUIT_AFTER_REVIEW, date(2025, 2, 1), is_as_reviewer=True)

    assert tabulate_disputes([suit], 2025) == (0,) * 15
