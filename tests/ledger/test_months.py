"""The grid of monthly numbers."""

from decimal import Decimal

import pytest

from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.ledger.counting import count_indicators
from tracker.ledger.months import get_grid, save_grid
from tracker.ledger.periods import Period, months_period, year_period
from tracker.ledger.services import lock_month
from tracker.ledger.shipped import INDICATORS
from tracker.permissions import Actor

pytestmark = pytest.mark.usefixtures("context")
VISITS, PAGES, FEES = "网站访问量", "公开页面", "行政事业性收费（万元）"


YEAR = year_period(2026)


def value(name: str, period: Period = YEAR) -> object:
    return count_indicators(INDICATORS, period)[name].value


def test_capability_51_pages_and_visits_are_kept_month_by_month_and_become_figures(section: Actor) -> None:
    typed = {(1, VISITS): "1200", (2, VISITS): "800", (1, PAGES): "2400", (2, PAGES): "2500", (2, FEES): "72701.2578"}

    assert save_grid(2026, None, typed, by=section) == 5

    assert (value("网站访问量"), value("公开页面数")) == (2000, 2500)
    assert value("行政事业性收费金额") == Decimal("72701.2578")
    assert value("网站访问量", months_period(2026, 1, 1)) == 1200


def test_an_emptied_cell_counts_nowhere_and_is_not_zero(section: Actor) -> None:
    save_grid(2026, None, {(1, VISITS): "1200"}, by=section)
    save_grid(2026, None, {(1, VISITS): ""}, by=section)

    assert get_grid(2026, section.unit_id, section).cells == {}
    assert value("网站访问量") == 0


def test_each_unit_has_its_own_grid_and_the_office_reads_the_sum(section: Actor, other: Actor, office: Actor) -> None:
    save_grid(2026, None, {(1, VISITS): "1000"}, by=section)
    save_grid(2026, None, {(1, VISITS): "500"}, by=other)
    save_grid(2026, other.unit_id, {(1, VISITS): "600"}, by=office)

    assert get_grid(2026, None, office).cells == {(1, VISITS): 1600}
    assert get_grid(2026, None, office).may_edit is False
    for attempt in (
        lambda: get_grid(2026, other.unit_id, section),
        lambda: save_grid(2026, other.unit_id, {(1, VISITS): "1"}, by=section),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_r6_two_people_at_one_grid_lose_nothing(section: Actor, office: Actor) -> None:
    seen = get_grid(2026, section.unit_id, section).version
    save_grid(2026, section.unit_id, {(1, VISITS): "1000"}, by=office, seen=seen)

    with pytest.raises(Stale) as stale:
        save_grid(2026, None, {(1, VISITS): "900"}, by=section, seen=seen)

    assert stale.value.current["c1_0"] == "1000"


@pytest.mark.parametrize(("month", "text"), [(12, "5"), (3, "很多")])
def test_what_lies_ahead_or_is_no_number_is_refused_and_nothing_is_saved(section: Actor, month: int, text: str) -> None:
    with pytest.raises(RuleBroken):
        save_grid(2026, None, {(1, VISITS): "1000", (month, VISITS): text}, by=section)

    assert get_grid(2026, section.unit_id, section).cells == {}


def test_a_locked_month_stays_as_it_is_for_sections(section: Actor, office: Actor, leader: Actor) -> None:
    lock_month(2026, 3, by=office)

    with pytest.raises(RuleBroken, match="locked"):
        save_grid(2026, None, {(3, VISITS): "1"}, by=section)
    assert save_grid(2026, section.unit_id, {(3, VISITS): "1"}, by=office) == 1
    with pytest.raises(NotAllowed):
        save_grid(2026, section.unit_id, {(4, VISITS): "1"}, by=leader)
