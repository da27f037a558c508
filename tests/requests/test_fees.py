"""The tariff of 国办函〔2020〕109号, by item and by page."""

import pytest

from tracker.requests.fees import FeeStandard, fee


@pytest.mark.parametrize(
    ("quantity", "yuan"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000), (51, 7400)],
)
def test_requests_of_one_applicant_in_a_month_cost_more_from_step_to_step(quantity: int, yuan: int) -> None:
    assert fee(FeeStandard.BY_ITEM, quantity) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (1000, 34700)]
)
def test_pages_cost_more_from_step_to_step(pages: int, yuan: int) -> None:
    assert fee(FeeStandard.BY_PAGE, pages) == yuan


def test_a_further_request_in_the_month_costs_the_rate_of_its_place() -> None:
    assert [fee(FeeStandard.BY_ITEM, 1, already) for already in (9, 10, 29, 30, 40)] == [0, 100, 100, 200, 300]
