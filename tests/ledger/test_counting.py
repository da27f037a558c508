"""Counting: the sum in the database follows the rule of each indicator, for any period and in few statements."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from tests.ledger.entering import entered, facts
from tests.support.statements import counting
from tracker.errors import NotFound, RuleBroken
from tracker.ledger.counting import break_down, count_counted, count_indicators, list_counted
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import months_period, period_of, year_period
from tracker.ledger.queries import list_indicators
from tracker.ledger.rules import SUMS, Counts, Indicator
from tracker.ledger.services import add_indicator, enter_entry, remove_indicator, strike_entry
from tracker.ledger.shipped import INDICATORS, LEDGERS
from tracker.permissions import Actor

pytestmark = pytest.mark.usefixtures("context")
YEAR = year_period(2026)
BY_NAME = {one.name: one for one in INDICATORS}


def value(name: str, period=YEAR) -> Decimal | Fraction:
    return count_indicators(INDICATORS, period)[name].value


def test_one_entry_counts_in_every_figure_that_takes_it(section: Actor) -> None:
    entered("published", section, channel="网站", category="财政预决算", quantity=3)
    entered("published", section, "公开栏张贴", channel="公开栏", category="人事", quantity=2)

    names = ("主动公开信息数", "网站发布数", "财政预决算公开数", "公开栏公开数", "工作动态公开数")
    assert [value(name) for name in names] == [5, 3, 3, 2, 0]


def test_tags_decide_and_a_part_of_a_tag_does_not(section: Actor) -> None:
    entered("submission", section, tags="采用、头条")
    entered("submission", section, tags="未采用")
    entered("submission", section)

    assert (value("信息上报数"), value("信息采用数")) == (3, 1)


def test_a_struck_entry_and_one_of_another_year_do_not_count(section: Actor) -> None:
    struck = entered("meeting", section)
    strike_entry(struck.id, "重复", by=section)
    entered("meeting", section, day=date(2025, 12, 31))
    entered("meeting", section, day=date(2026, 1, 1))

    assert (value("会议次数"), value("会议次数", YEAR.before)) == (1, 1)


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2026-03", 1), ("2026-Q1", 2), ("2026-H1", 3), ("2026", 4), ("2026-03-31..2026-04-01", 2)],
)
def test_any_period_counts_what_lies_in_it(section: Actor, period: str, expected: int) -> None:
    for day in (date(2026, 1, 15), date(2026, 3, 31), date(2026, 4, 1), date(2026, 7, 1)):
        entered("meeting", section, day=day)

    assert value("会议次数", period_of(period)) == expected


def test_what_stands_is_counted_from_the_beginning_less_what_ended(section: Actor) -> None:
    entered("regulation", section, "旧办法", date(2020, 5, 1), category="制定", tags="规范性文件")
    entered("regulation", section, "新办法", category="制定", tags="规范性文件")
    entered("regulation", section, "旧办法废止", date(2026, 6, 1), category="废止", tags="规范性文件")

    assert value("现行有效规范性文件数") == 1
    assert value("现行有效规范性文件数", months_period(2026, 1, 3)) == 2
    assert (value("规范性文件制发数"), value("规范性文件废止数")) == (1, 1)


def test_a_rank_is_the_newest_one_of_the_period(section: Actor) -> None:
    entered("appraisal", section, "三季度", date(2026, 10, 8), category="政务公开", quantity=3, amount="92.5")
    entered("appraisal", section, "一季度", date(2026, 4, 8), category="政务公开", quantity=7, amount="88")
    entered("appraisal", section, "信息工作", date(2026, 11, 1), category="信息报送", quantity=1)

    assert (value("考核名次"), value("考核得分")) == (3, Decimal("92.5"))
    assert value("考核名次", months_period(2026, 1, 6)) == 7


def test_a_share_divides_two_figures_and_of_nothing_is_nothing(section: Actor) -> None:
    none = value("公文主动公开率")
    entered("document", section, category="主动公开", quantity=673)
    entered("document", section, category="不予公开", quantity=34)

    assert (none, value("公文主动公开率")) == (0, Fraction(673, 707))


def test_about_so_many_makes_a_sum_a_lower_bound(section: Actor) -> None:
    entered("published", section, quantity=6000, is_approximate=True)
    entered("published", section, "另一条", quantity=5)

    tally = count_indicators(INDICATORS, YEAR)["主动公开信息数"]

    assert (tally.value, tally.is_least) == (6005, True)


def test_the_rows_behind_a_figure_are_those_its_rule_takes(section: Actor, office: Actor) -> None:
    dice = Random(7)
    entries: list[LedgerEntry] = []
    for kind in ("published", "regulation", "message", "new_media", "platform"):
        choices = LEDGERS[kind].choices
        for number in range(12):
            entries.append(
                entered(
                    kind, section, f"第{number}条", date(2026, 1, 1) + timedelta(days=dice.randrange(320)),
                    category=dice.choice(choices["category"]), channel=dice.choice(["", *choices.get("channel", [""])]),
                    tags="、".join(dice.sample(["采用", "规范性文件", "100%", "_"], dice.randrange(3))),
                    quantity=dice.randrange(1, 9),
                )
            )  # fmt: skip
    odd = Indicator("百分号", Counts.ENTRIES, "条", "published", tags=("_",))

    for indicator in (*INDICATORS, odd):
        if indicator.counts not in SUMS:
            continue
        rows = [row.entry for row in list_counted(indicator, YEAR, office)]
        taken = [one for one in entries if indicator.takes(one.ledger, one.category, one.channel, one.tags)]
        assert {one.id for one in rows} == {one.id for one in taken}
        assert count_counted(indicator, YEAR) == len(rows)
        signed = sum(
            indicator.sign(one.category, one.channel) * (getattr(one, indicator.counts, 1) or 0) for one in rows
        )
        assert count_indicators([indicator], YEAR)[indicator.name].value == signed
        for parts in (break_down(indicator, YEAR).get(name, []) for name in ("unit", "month")):
            assert sum(part.value for part in parts) == (signed if parts else 0)


def test_all_figures_cost_four_statements_for_any_number_of_entries(section: Actor) -> None:
    with counting() as few:
        count_indicators(list_indicators(), YEAR)
    for number in range(20):
        entered("published", section, f"第{number}条", channel="网站")
    with counting() as many:
        count_indicators(list_indicators(), YEAR)

    assert few.count == many.count == 4


def test_the_office_adds_figures_of_its_own(section: Actor, office: Actor) -> None:
    entered("new_media", section, "短视频", channel="抖音", quantity=4)
    own = Indicator("短视频数", Counts.QUANTITY, "条", "new_media", channel=("抖音",))

    with pytest.raises(NotFound):
        add_indicator(own, by=section)
    made = add_indicator(own, by=office)
    with pytest.raises(RuleBroken):
        add_indicator(own, by=office)

    assert count_indicators(list_indicators(), YEAR)["短视频数"].value == 4
    remove_indicator(made.id, by=office)
    assert "短视频数" not in {one.name for one in list_indicators()}


def test_the_office_counts_for_the_unit_it_entered_for(section: Actor, office: Actor) -> None:
    enter_entry("published", facts(quantity=2), unit_id=section.unit_id, by=office)
    entered("published", office, quantity=3)

    parts = break_down(BY_NAME["主动公开信息数"], YEAR)["unit"]

    assert {part.name: part.value for part in parts} == {"法规科": 2, "办公室": 3}
