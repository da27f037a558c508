"""The report on its way through the chain: sent, checked, issued with its paper and frozen; taken back, signed anew."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.requests.making import answered
from tests.support.factory import Factory
from tracker import clock
from tracker.annual_report.models import AnnualReport
from tracker.annual_report.queries import get_page, get_report
from tracker.annual_report.services import change_cells, draft_report, edit_text, take_back_report
from tracker.errors import NotAllowed, RuleBroken
from tracker.issuing.queries import get_chain
from tracker.issuing.rules import Step
from tracker.issuing.services import issue, print_paper, take_step, waive
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role

pytestmark = pytest.mark.usefixtures("context")
KIND = AnnualReport.__tablename__
TOTAL = "table3.三(七).自然人"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 1, 20, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def unit(make: Factory) -> Unit:
    make.agency(name="清河市档案局")
    return make.unit("办公室", kind=UnitKind.OFFICE)


@pytest.fixture
def office(make: Factory, unit: Unit) -> Actor:
    return make.actor(Role.OFFICE, unit=unit, name="李明")


@pytest.fixture
def leader(make: Factory) -> Actor:
    return make.actor(Role.LEADERSHIP, name="刘局长")


@pytest.fixture
def report(office: Actor, unit: Unit) -> AnnualReport:
    answered(office, date(2025, 3, 3), unit.id, "三(一)", date(2025, 3, 20))
    return draft_report(2025, by=office)


def step(report: AnnualReport, which: Step, by: Actor) -> None:
    take_step(KIND, report.id, which, seen=get_chain(KIND, report.id, by).drafted.content, by=by)


def issued(report: AnnualReport, by: Actor) -> None:
    seen = get_chain(KIND, report.id, by).drafted.content
    issue(KIND, report.id, print_paper(KIND, report.id, by=by), seen=seen, by=by)


def test_a_report_is_sent_checked_and_issued_with_its_paper(office: Actor, leader: Actor, report: AnnualReport) -> None:
    step(report, Step.DRAFT, office)
    with pytest.raises(NotAllowed):
        step(report, Step.CHECK, office)
    step(report, Step.CHECK, leader)
    issued(report, leader)

    chain = get_chain(KIND, report.id, office)
    assert (chain.standing.next, chain.differs) == (None, False)
    assert chain.paper is not None
    assert chain.paper.title == "清河市档案局2025年政府信息公开工作年度报告"
    kept = get_report(2025)
    assert (kept.issued_on, kept.issued_by) == (date(2026, 1, 20), "刘局长")
    assert chain.paper.figures["table3"]["rows"]["一"][6] == 1


def test_a_hard_failure_stands_in_the_gate_until_it_is_waived(office: Actor, report: AnnualReport) -> None:
    change_cells(2025, {TOTAL: "3"}, "漏登", by=office)
    with pytest.raises(RuleBroken, match="at the gate"):
        step(report, Step.DRAFT, office)

    for shown in get_page(2025).shown:
        if shown.blocks:
            waive(KIND, report.id, shown.mark, "机构改革", by=office)
    step(report, Step.DRAFT, office)

    assert get_chain(KIND, report.id, office).standing.next is Step.CHECK


def test_a_word_changed_after_it_was_sent_lets_the_signatures_lapse(office: Actor, report: AnnualReport) -> None:
    step(report, Step.DRAFT, office)

    edit_text(2025, "六", "无其他事项。", by=office)

    assert get_chain(KIND, report.id, office).standing.next is Step.DRAFT


def test_a_report_of_a_year_that_is_not_over_cannot_be_sent(office: Actor, unit: Unit) -> None:
    early = draft_report(2026, by=office)

    with pytest.raises(RuleBroken, match="at the gate"):
        step(early, Step.DRAFT, office)


def test_a_report_taken_back_is_signed_anew_and_its_first_paper_stays(
    office: Actor, leader: Actor, report: AnnualReport
) -> None:
    step(report, Step.DRAFT, office)
    step(report, Step.CHECK, leader)
    issued(report, leader)

    take_back_report(2025, "数字有误", by=leader)

    chain = get_chain(KIND, report.id, office)
    assert chain.standing.next is Step.DRAFT
    assert chain.paper is not None
    assert get_report(2025).issued_on is None
