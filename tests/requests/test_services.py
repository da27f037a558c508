"""The register through its services: registering, every step of handling, who may do it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.requests.making import a_request, answered, handled, registration
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.history.models import HistoryEntry
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.requests.counting import DisputeKind, DisputeResult, tabulate, tabulate_disputes
from tracker.requests.deeds import Deed
from tracker.requests.disputes import list_dispute_records
from tracker.requests.fees import FeeStandard
from tracker.requests.handling import Entry, enter_deed
from tracker.requests.models import DisclosureRequest, Dispute
from tracker.requests.queries import (
    count_views,
    get_request,
    get_request_page,
    list_all,
    list_open,
    list_records,
    sum_fees,
)
from tracker.requests.rows import View, Wanted
from tracker.requests.rules import Applicant, Arrival, Channel, Step
from tracker.requests.services import DisputeEntry, edit_dispute, edit_request, enter_dispute, register_request

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 6, 30)
MARCH = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 6, 30, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def office(make: Factory) -> Actor:
    return make.actor(Role.OFFICE, unit=make.unit("办公室"))


@pytest.fixture
def leader(make: Factory) -> Actor:
    return make.actor(Role.LEADERSHIP, name="刘局长")


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("规划科")


def do(request: DisclosureRequest, deed: Deed, day: date, by: Actor, **typed: object) -> DisclosureRequest:
    return enter_deed(request.id, deed, Entry(day, **typed), by=by)  # type: ignore[arg-type]


def test_numbers_run_within_the_year_of_receipt_without_a_gap(office: Actor) -> None:
    codes = [a_request(office, day).code for day in (date(2025, 12, 31), MARCH, MARCH)]
    with pytest.raises(RuleBroken):
        register_request(registration(MARCH, name=" "), by=office)

    assert codes == ["2025-001", "2026-001", "2026-002"]
    assert a_request(office, MARCH).code == "2026-003"


def test_the_day_of_receipt_follows_the_channel(office: Actor) -> None:
    sent, confirmed = date(2026, 3, 2), date(2026, 3, 4)
    fax = registration(sent, channel=Channel.FAX, arrival=Arrival(submitted_on=sent, confirmed_on=confirmed))

    request = register_request(fax, by=office)

    assert request.received_on == confirmed
    with pytest.raises(RuleBroken, match="confirmed"):
        register_request(registration(sent, channel=Channel.INTERNET), by=office)


@pytest.mark.parametrize(
    ("arrival", "words"),
    [
        (Arrival(submitted_on=TODAY + timedelta(days=1)), "not come yet"),
        (Arrival(submitted_on=MARCH, signed_on=MARCH - timedelta(days=1)), "before it was sent"),
    ],
)
def test_impossible_days_of_arrival_are_refused(office: Actor, arrival: Arrival, words: str) -> None:
    channel = Channel.SIGNED_MAIL if arrival.signed_on else Channel.IN_PERSON

    with pytest.raises(RuleBroken, match=words):
        register_request(registration(MARCH, channel=channel, arrival=arrival), by=office)


def test_capability_63_a_request_goes_through_all_five_steps(office: Actor, unit: Unit) -> None:
    request = answered(office, MARCH, unit.id, "三(一)", date(2026, 3, 20))

    assert (request.step, request.outcome, request.answered_on) == (Step.ANSWERED, "三(一)", date(2026, 3, 20))
    with pytest.raises(RuleBroken, match="letter of answer"):
        do(request, Deed.ARCHIVED, date(2026, 3, 25), office)
    events = [event.deed for event in get_request(request.id, office).events]
    assert events == [Deed.RECEIVED, Deed.REVIEWED, Deed.ASSIGNED, Deed.ANSWERED]
    told = [row.event for row in list_history_of("disclosure_request", request.id)]
    assert told == ["request.answered", "request.assigned", "request.reviewed", "request.registered"]


def test_no_step_is_skipped(office: Actor) -> None:
    request = a_request(office, MARCH)

    with pytest.raises(RuleBroken, match="in this order"):
        do(request, Deed.ANSWERED, MARCH, office, outcome="三(一)")


def test_an_extension_counts_only_with_consent_and_a_letter(office: Actor, leader: Actor, unit: Unit) -> None:
    request = handled(office, date(2026, 6, 8), unit.id)
    page = get_request_page(request.id, office, TODAY)
    assert page.clock.reading is not None
    before = page.clock.reading.due_on

    do(request, Deed.EXTENSION_ASKED, date(2026, 6, 20), office, days=10, note="涉及多个科室")
    with pytest.raises(RuleBroken, match="not consented"):
        do(request, Deed.EXTENDED, date(2026, 6, 22), office, is_told=True)
    with pytest.raises(NotAllowed):
        do(request, Deed.EXTENSION_AGREED, date(2026, 6, 22), office)
    do(request, Deed.EXTENSION_AGREED, date(2026, 6, 22), leader)
    with pytest.raises(RuleBroken, match="told"):
        do(request, Deed.EXTENDED, date(2026, 6, 23), office)
    do(request, Deed.EXTENDED, date(2026, 6, 23), office, is_told=True)

    after = get_request_page(request.id, office, TODAY).clock.reading
    assert after is not None
    assert after.days_allowed == 30
    assert before is not None
    assert after.due_on is not None
    assert after.due_on > before
    assert get_request_page(request.id, office, TODAY).extension is None


def test_a_refused_extension_can_be_asked_for_again(office: Actor, leader: Actor, unit: Unit) -> None:
    request = handled(office, date(2026, 6, 8), unit.id)
    do(request, Deed.EXTENSION_ASKED, date(2026, 6, 10), office, days=10, note="材料多")

    with pytest.raises(RuleBroken, match="why it is refused"):
        do(request, Deed.EXTENSION_REFUSED, date(2026, 6, 11), leader)
    do(request, Deed.EXTENSION_REFUSED, date(2026, 6, 11), leader, note="按期答复")

    assert Deed.EXTENSION_ASKED in get_request_page(request.id, office, TODAY).deeds


def test_a_correction_stops_the_clock_and_closes_when_nobody_answers(office: Actor, unit: Unit) -> None:
    request = handled(office, date(2026, 4, 1), unit.id)

    do(request, Deed.CORRECTION_ASKED, date(2026, 4, 7), office, until=date(2026, 4, 30))
    page = get_request_page(request.id, office, TODAY)

    assert page.clock.reading is not None
    assert page.clock.reading.due_on is None
    assert page.clock.reading.may_close_as == "三(六)1"
    do(request, Deed.ANSWERED, date(2026, 5, 8), office, outcome="三(六)1")
    assert get_request(request.id, office).outcome == "三(六)1"


def test_silence_closes_nothing_before_its_time(office: Actor, unit: Unit) -> None:
    request = handled(office, date(2026, 4, 1), unit.id)
    do(request, Deed.CORRECTION_ASKED, date(2026, 4, 7), office, until=date(2026, 4, 30))

    with pytest.raises(RuleBroken, match="not over"):
        do(request, Deed.ANSWERED, date(2026, 4, 20), office, outcome="三(六)1")


def test_opinions_are_asked_and_come_from_several_parties_at_once(office: Actor, unit: Unit) -> None:
    request = handled(office, date(2026, 6, 1), unit.id)
    do(request, Deed.THIRD_PARTY_ASKED, date(2026, 6, 3), office, party="甲公司")
    do(request, Deed.THIRD_PARTY_ASKED, date(2026, 6, 3), office, party="乙公司")

    with pytest.raises(RuleBroken, match="asked already"):
        do(request, Deed.THIRD_PARTY_ASKED, date(2026, 6, 4), office, party="甲公司")
    with pytest.raises(RuleBroken, match="Nothing was asked"):
        do(request, Deed.THIRD_PARTY_ANSWERED, date(2026, 6, 5), office, party="丙公司")
    do(request, Deed.THIRD_PARTY_ANSWERED, date(2026, 6, 5), office, party="甲公司")
    do(request, Deed.DELIVERED, date(2026, 6, 5), office, party="乙公司")

    page = get_request_page(request.id, office, TODAY)
    assert Deed.THIRD_PARTY_ANSWERED in page.deeds
    assert page.clock.reading is not None
    assert page.clock.reading.waiting_until is None


def test_a_fee_is_counted_by_the_tariff_and_summed_for_the_report(office: Actor, unit: Unit) -> None:
    request = handled(office, date(2026, 6, 1), unit.id)

    with pytest.raises(RuleBroken, match="free"):
        do(request, Deed.FEE_NOTIFIED, date(2026, 6, 2), office, standard=FeeStandard.BY_ITEM)
    do(request, Deed.FEE_NOTIFIED, date(2026, 6, 2), office, standard=FeeStandard.BY_PAGE, pages=120)
    with pytest.raises(RuleBroken, match="sent already"):
        do(request, Deed.FEE_NOTIFIED, date(2026, 6, 3), office, standard=FeeStandard.BY_PAGE, pages=5)
    do(request, Deed.FEE_PAID, date(2026, 6, 9), office)

    assert sum_fees(2026) == (1, 70 * 10 + 20 * 20, 70 * 10 + 20 * 20)


def test_by_item_the_eleventh_request_of_a_month_is_charged(office: Actor, unit: Unit) -> None:
    for _ in range(10):
        a_request(office, date(2026, 6, 1), name="张三")
    request = handled(office, date(2026, 6, 2), unit.id, name="张三")

    do(request, Deed.FEE_NOTIFIED, date(2026, 6, 3), office, standard=FeeStandard.BY_ITEM)

    assert sum_fees(2026)[1] == 100


def test_only_the_office_registers_and_answers(make: Factory, office: Actor, unit: Unit) -> None:
    section = make.actor(Role.SECTION, unit=unit)
    request = handled(office, MARCH, unit.id)

    with pytest.raises(NotAllowed):
        a_request(section, MARCH)
    with pytest.raises(NotAllowed):
        do(request, Deed.ANSWERED, MARCH, section, outcome="三(一)")
    do(request, Deed.NOTED, MARCH, section, note="已找到原文，建议公开。")

    assert get_request(request.id, section).events[-1].note == "已找到原文，建议公开。"


def test_a_section_sees_only_what_it_handles(make: Factory, office: Actor, unit: Unit) -> None:
    stranger = make.actor(Role.SECTION, unit=make.unit("人事科"))
    request = handled(office, MARCH, unit.id)

    with pytest.raises(NotFound):
        get_request(request.id, stranger)
    with pytest.raises(NotFound):
        do(request, Deed.NOTED, MARCH, stranger, note="看看")
    assert list_open(stranger, Wanted(), TODAY) == []
    assert list_all(stranger, Wanted(View.ALL), TODAY, limit=None) == []
    assert count_views(stranger, Wanted(), []).of(View.ALL) == 0
    assert [row.id for row in list_open(make.actor(Role.SECTION, unit=unit), Wanted(), TODAY)] == [request.id]


def test_a_unit_that_no_longer_handles_it_sees_it_no_longer(make: Factory, office: Actor, unit: Unit) -> None:
    other = make.unit("法规科")
    request = handled(office, MARCH, unit.id)

    do(request, Deed.ASSIGNED, MARCH, office, units=[other.id])

    with pytest.raises(NotFound):
        get_request(request.id, make.actor(Role.SECTION, unit=unit))


def test_what_was_registered_can_be_mended_but_stays_in_its_year(office: Actor) -> None:
    request = a_request(office, MARCH)

    edit_request(request.id, registration(MARCH, applicant=Applicant.BUSINESS, name="某公司"), by=office, seen=1)

    assert get_request(request.id, office).applicant is Applicant.BUSINESS
    with pytest.raises(Stale):
        edit_request(request.id, registration(MARCH), by=office, seen=1)
    with pytest.raises(RuleBroken, match="stays in it"):
        edit_request(request.id, registration(date(2025, 12, 1)), by=office)


def test_a_wrong_outcome_is_put_right_with_a_reason(office: Actor, unit: Unit) -> None:
    request = answered(office, MARCH, unit.id, "三(一)", date(2026, 3, 20))

    with pytest.raises(RuleBroken, match="what was wrong"):
        do(request, Deed.AMENDED, TODAY, office, outcome="三(二)")
    do(request, Deed.AMENDED, TODAY, office, outcome="三(二)", note="实际为区分处理")

    assert get_request(request.id, office).outcome == "三(二)"


def test_capability_62_without_requests_the_table_is_all_zero() -> None:
    table = tabulate(list_records(2026), 2026)

    assert {number for row in table.values() for number in row} == {0}


def test_a_request_open_at_the_end_of_the_year_is_carried_over_by_itself(office: Actor, unit: Unit) -> None:
    answered(office, date(2025, 12, 20), unit.id, "三(四)1", date(2026, 1, 10))
    answered(office, date(2025, 5, 1), unit.id, "三(一)", date(2025, 5, 10))

    last, this = (tabulate(list_records(year), year) for year in (2025, 2026))

    assert (last["一"][-1], last["三(七)"][-1], last["四"][-1]) == (2, 1, 1)
    assert (this["二"][-1], this["三(四)1"][-1], this["四"][-1]) == (1, 1, 0)


def test_reviews_and_lawsuits_count_in_table_four(office: Actor) -> None:
    entry = DisputeEntry(DisputeKind.REVIEW, date(2026, 2, 3))
    dispute = enter_dispute(entry, by=office)

    with pytest.raises(RuleBroken, match="its result"):
        edit_dispute(dispute.id, DisputeEntry(DisputeKind.REVIEW, date(2026, 2, 3), date(2026, 5, 1)), by=office)
    with pytest.raises(RuleBroken, match="no request"):
        enter_dispute(DisputeEntry(DisputeKind.REVIEW, date(2026, 2, 3), request_code="2026-009"), by=office)
    decided = DisputeEntry(DisputeKind.REVIEW, date(2026, 2, 3), date(2026, 5, 1), DisputeResult.UPHELD)
    edit_dispute(dispute.id, decided, by=office, seen=1)

    assert tabulate_disputes(list_dispute_records(2026), 2026)[:5] == (1, 0, 0, 0, 1)
    assert db.session.get_one(Dispute, dispute.id).version == 2


def test_the_list_takes_the_same_statements_for_few_and_many(office: Actor, unit: Unit) -> None:
    def statements() -> int:
        db.session.rollback()
        db.session.expunge_all()
        with counting() as counted:
            list_open(office, Wanted(), TODAY)
        return counted.count

    handled(office, MARCH, unit.id)
    few = statements()
    for _ in range(12):
        handled(office, MARCH, unit.id)

    assert statements() == few <= 5


def test_a_year_of_3600_requests_is_counted_in_one_quick_statement(office: Actor, unit: Unit) -> None:
    with transaction():
        db.session.add_all(
            DisclosureRequest(
                year=2026, number=number, applicant=Applicant.NATURAL_PERSON, name="某人", channel=Channel.FAX,
                received_on=MARCH, content="某项信息", step=Step.ANSWERED, outcome="三(一)", answered_on=TODAY,
                registered_by="李明", registered_at=clock.now(),
            )
            for number in range(1, 3601)
        )  # fmt: skip
    db.session.rollback()
    started = datetime.now(UTC)

    with counting() as counted:
        table = tabulate(list_records(2026), 2026)

    assert counted.count == 1
    assert table["一"][-1] == table["三(七)"][-1] == 3600
    assert datetime.now(UTC) - started < timedelta(seconds=1)


def test_the_history_does_not_tell_who_asked_and_how_to_reach_them(office: Actor, unit: Unit) -> None:
    request = a_request(office, date(2026, 2, 3), name="赵某", contact="13800000000")
    edited = registration(date(2026, 2, 3), name="钱某", contact="13800000000")
    edit_request(request.id, edited, by=office)

    entries = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id))
    kept = [str(one.changes) for one in entries]

    assert not any(word in text for text in kept for word in ("赵某", "钱某", "13800000000"))
    assert "（已改）" in kept[-1]
    assert db.session.get_one(DisclosureRequest, request.id).name == "钱某"


def test_a_fee_notice_after_the_time_to_answer_does_not_start_the_days_afresh(office: Actor, unit: Unit) -> None:
    request = handled(office, date(2026, 2, 2), unit.id)

    with pytest.raises(RuleBroken, match="within it") as refused:
        enter_deed(
            request.id, Deed.FEE_NOTIFIED, Entry(date(2026, 3, 9), standard=FeeStandard.BY_PAGE, pages=50), by=office
        )

    assert refused.value.field == "day"


@pytest.mark.parametrize("outcome", ["三(六)1", "三(六)2", "三(四)3"])
def test_an_outcome_is_not_put_right_to_one_whose_cause_never_happened(office: Actor, unit: Unit, outcome: str) -> None:
    request = answered(office, date(2026, 2, 3), unit.id, "三(一)", date(2026, 2, 10))

    with pytest.raises(RuleBroken):
        enter_deed(request.id, Deed.AMENDED, Entry(date(2026, 2, 11), outcome=outcome, note="记错"), by=office)
