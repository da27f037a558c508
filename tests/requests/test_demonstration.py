"""The requests of the demonstration are played through the services and fill a report that holds."""

import random
from datetime import date

import pytest

from tests.support.factory import Factory
from tracker.annual_report.queries import get_page
from tracker.annual_report.services import draft_report
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.demo.requesting import play_requests
from tracker.permissions import Role

pytestmark = pytest.mark.usefixtures("context")


def test_a_demonstration_year_of_requests_fills_a_report_that_holds(make: Factory) -> None:
    make.agency()
    office, unit = make.actor(Role.OFFICE), make.unit("规划科")
    bureau = Bureau(office, office, office, {unit.id: office})
    diary = Diary(date(2025, 12, 31), random.Random(1))

    play_requests(diary, 2025, bureau)
    diary.play()
    draft_report(2025, by=office)

    page = get_page(2025)
    assert [page.filled.now.value(f"table3.{key}.总计") for key in ("一", "三(七)", "四")] == [12, 11, 1]
    assert page.blocking == 0
