"""The demonstration's reports: last year's is issued with everything in order, this year's has one slip in its text."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.annual_report.drafted import SOURCE
from tracker.annual_report.queries import get_page, get_report
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.demo.publishing import play_annual_report
from tracker.demo.requesting import leave_requests_open, play_requests
from tracker.issuing.queries import get_chain
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.requests.queries import list_open
from tracker.requests.rows import Wanted

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 11, 28, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    make.agency()
    units = [make.unit("办公室", kind=UnitKind.OFFICE), make.unit("规划科"), make.unit("执法科")]
    office = make.actor(Role.OFFICE, unit=units[0], name="李明")
    return Bureau(office, make.actor(Role.LEADERSHIP, name="刘局长"), office, {unit.id: office for unit in units})


def test_the_years_of_the_demonstration_have_their_reports(bureau: Bureau) -> None:
    for year, last_day in ((2025, date(2026, 1, 15)), (2026, TODAY)):
        diary = Diary(last_day, random.Random(year))
        play_requests(diary, year, bureau)
        play_annual_report(diary, year, bureau)
        diary.play()

    assert get_report(2025).issued_on == date(2026, 1, 14)
    assert get_page(2025).shown == []
    paper = get_chain(SOURCE.kind, get_report(2025).id, bureau.office).paper
    assert paper is not None
    assert (paper.issued_on, paper.figures["table3"]["rows"]["一"][6] > 0) == (date(2026, 1, 14), True)
    assert get_report(2026).issued_on is None
    assert get_page(2026).blocking == 0


def test_requests_wait_in_every_way_on_the_day_it_is_shown(bureau: Bureau) -> None:
    leave_requests_open(bureau)

    assert len(list_open(bureau.office, Wanted(), TODAY)) == 3
