"""Entering, correcting, striking out, locking: who may, and what stays to be seen."""

from datetime import date
from decimal import Decimal

import pytest

from tests.ledger.entering import entered, facts
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.ledger.models import LedgerEntry, LedgerLock
from tracker.ledger.periods import year_period
from tracker.ledger.queries import find_last, get_entry, list_entries, list_ledgers, list_task_choices
from tracker.ledger.rows import Wanted
from tracker.ledger.services import edit_entry, enter_entry, lock_month, strike_entry, unlock_month
from tracker.permissions import Actor

pytestmark = pytest.mark.usefixtures("context")
YEAR = year_period(2026)


def test_an_entry_keeps_every_number_exactly(section: Actor) -> None:
    entry = entered("resource", section, "网站改版", category="经费", amount="72701.257801", quantity="0.000001")

    db.session.expire_all()
    kept = get_entry(entry.id, section)

    assert (kept.amount, kept.quantity) == (Decimal("72701.257801"), Decimal("0.000001"))


def test_a_section_enters_for_itself_only_and_the_office_for_any_unit(
    section: Actor, other: Actor, office: Actor
) -> None:
    with pytest.raises(NotFound):
        enter_entry("meeting", facts(), unit_id=other.unit_id, by=section)

    assert enter_entry("meeting", facts(), unit_id=other.unit_id, by=office).unit_id == other.unit_id
    assert enter_entry("meeting", facts(), by=section).unit_id == section.unit_id


def test_a_foreign_entry_is_not_there_for_a_section(section: Actor, other: Actor, office: Actor) -> None:
    foreign = entered("meeting", other)

    for attempt in (
        lambda: get_entry(foreign.id, section),
        lambda: edit_entry(foreign.id, facts("改"), by=section),
        lambda: strike_entry(foreign.id, "不是我的", by=section),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert list_entries(section, Wanted("meeting", YEAR)) == []
    assert [row.unit for row in list_entries(office, Wanted("meeting", YEAR))] == ["规划科"]


def test_leaders_read_and_enter_nothing(section: Actor, leader: Actor) -> None:
    entry = entered("meeting", section)

    assert get_entry(entry.id, leader).title == entry.title
    for attempt in (
        lambda: enter_entry("meeting", facts(), by=leader),
        lambda: edit_entry(entry.id, facts(), by=leader),
        lambda: strike_entry(entry.id, "重复", by=leader),
        lambda: lock_month(2026, 3, by=leader),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": date(2026, 11, 21)}, "day"),
        ({"day": None}, "day"),
        ({"title": ""}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"extra": {"place": "长" * 1001}}, "place"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(section: Actor, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        entered("meeting", section, **wrong)

    assert refused.value.field == field
    assert db.session.query(LedgerEntry).count() == 0


def test_a_correction_stays_in_the_history(section: Actor, office: Actor) -> None:
    entry = entered("training", section, "信息员培训", people=109)

    edit_entry(entry.id, facts("信息员培训", people=110), by=office, seen=1)

    newest = list_history_of("ledger_entry", entry.id)[0]
    assert newest.event == "ledger.corrected"
    assert newest.changes == {"参加人数": ["109", "110"]}


def test_r6_a_correction_of_what_somebody_else_saved_shows_both(section: Actor, office: Actor) -> None:
    entry = entered("training", section, "信息员培训", people=109)
    edit_entry(entry.id, facts("信息员培训班", people=109), by=office, seen=1)

    with pytest.raises(Stale) as stale:
        edit_entry(entry.id, facts("信息员轮训", people=109), by=section, seen=1)

    assert stale.value.current["title"] == "信息员培训班"
    assert get_entry(entry.id, section).title == "信息员培训班"


def test_an_entry_that_was_struck_out_stays_and_counts_again_when_taken_back(section: Actor) -> None:
    entry = entered("meeting", section)

    strike_entry(entry.id, "与办公室重复登记", by=section)
    reasons = [row.entry.struck_because for row in list_entries(section, Wanted("meeting", YEAR))]
    struck = next(one for one in list_ledgers(section, YEAR) if one.ledger.kind == "meeting").entries
    strike_entry(entry.id, "", by=section)
    back = next(one for one in list_ledgers(section, YEAR) if one.ledger.kind == "meeting").entries

    assert (reasons, struck, back) == (["与办公室重复登记"], 0, 1)


def test_a_locked_month_refuses_sections_and_not_the_office(section: Actor, office: Actor) -> None:
    inside = entered("meeting", section, day=date(2026, 3, 31))
    outside = entered("meeting", section, "四月例会", day=date(2026, 4, 1))

    lock = lock_month(2026, 3, by=office)

    for attempt in (
        lambda: entered("meeting", section, "迟到的", day=date(2026, 3, 1)),
        lambda: edit_entry(inside.id, facts("改", day=date(2026, 4, 2)), by=section),
        lambda: edit_entry(outside.id, facts("移入", day=date(2026, 3, 31)), by=section),
        lambda: strike_entry(inside.id, "重复", by=section),
    ):
        with pytest.raises(RuleBroken, match="2026-03 is locked"):
            attempt()
    assert edit_entry(inside.id, facts("三月例会", day=date(2026, 3, 31)), by=office).title == "三月例会"
    unlock_month(lock.id, by=office)
    assert entered("meeting", section, "补登", day=date(2026, 3, 1)).id


def test_only_the_office_locks_and_a_month_is_locked_once(section: Actor, office: Actor) -> None:
    for attempt in (lambda: lock_month(2026, 3, by=section), lambda: lock_month(2026, 13, by=office)):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(RuleBroken):
        lock_month(2026, 12, by=office)

    assert lock_month(2026, 3, by=office).id == lock_month(2026, 3, by=office).id
    assert db.session.query(LedgerLock).count() == 1


def test_the_same_title_on_the_same_day_by_two_units_is_marked(section: Actor, other: Actor, office: Actor) -> None:
    entered("meeting", section, "全市推进会")
    entered("meeting", other, "全市推进会")
    entered("meeting", other, "全市推进会", day=date(2026, 3, 6))
    entered("training", other, "全市推进会")

    seen_by_office = [(row.unit, row.twins) for row in list_entries(office, Wanted("meeting", YEAR))]
    (seen_by_section,) = list_entries(section, Wanted("meeting", YEAR))

    assert seen_by_office == [("规划科", ()), ("规划科", ("法规科",)), ("法规科", ("规划科",))]
    assert seen_by_section.twins == ("",)  # it learns that there is one, not whose


def test_the_last_entry_of_the_own_unit_is_offered_for_repetition(section: Actor, other: Actor) -> None:
    entered("briefing", section, "第一期", series="政务公开简报", issue=1)
    newest = entered("briefing", section, "第二期", series="政务公开简报", issue=2)
    entered("briefing", other, "别的", series="规划动态", issue=9)

    assert find_last("briefing", section) is newest


def test_an_entry_belongs_to_a_task_of_its_unit_and_year(make: Factory, section: Actor, other: Actor) -> None:
    from tracker.organisation.queries import get_unit

    own = make.task(lead=get_unit(section.unit_id or 0))
    foreign = make.task(lead=get_unit(other.unit_id or 0))

    assert [task_id for task_id, _ in list_task_choices(2026, section)] == [own.id]
    assert enter_entry("meeting", facts(), task_id=own.id, by=section).task_id == own.id
    with pytest.raises(RuleBroken):
        enter_entry("meeting", facts(), task_id=foreign.id, by=section)


def test_a_list_costs_the_same_statements_for_any_number_of_entries(section: Actor, other: Actor) -> None:
    entered("meeting", section)
    with counting() as few:
        list_entries(section, Wanted("meeting", YEAR))
    for number in range(30):
        entered("meeting", section, f"例会{number % 7}")
        entered("meeting", other, f"例会{number % 7}")
    with counting() as many:
        rows = list_entries(section, Wanted("meeting", YEAR))

    assert few.count == many.count == 3
    assert len(rows) == 31
