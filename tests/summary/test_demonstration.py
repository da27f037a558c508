"""The demonstration's summary: issued through all four hands, and other than the records say since."""

import random
from dataclasses import replace
from datetime import date

import pytest

from tests.summary.a_year import a_year
from tests.support.factory import Factory
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.demo.signing import plan_summary
from tracker.issuing.rules import Step
from tracker.permissions import Role
from tracker.summary.desk import get_desk

pytestmark = pytest.mark.usefixtures("context")


def test_the_summary_of_the_finished_year_is_issued_and_a_late_entry_shows_what_differs(make: Factory) -> None:
    office = replace(a_year(make), name="孙丽")
    unit = make.unit("政策法规科")
    section = replace(make.actor(Role.SECTION, unit=unit, name="杨柳"), unit_name=unit.name)
    leader = make.actor(Role.LEADERSHIP, name="王建国")
    diary = Diary(date(2026, 1, 15), random.Random(2025))

    plan_summary(diary, 2025, Bureau(office, leader, leader, {unit.id: section}))
    diary.play()

    desk = get_desk(2025, "", office)
    assert [(one.step, one.name) for one in desk.chain.steps] == [
        (Step.DRAFT, "孙丽"), (Step.CHECK, "王建国"), (Step.COSIGN, "杨柳"), (Step.ISSUE, "王建国"),
    ]  # fmt: skip
    assert desk.chain.paper is not None
    assert desk.chain.differs
    assert [(line.frozen.name, line.by) for line in desk.changed] == [("媒体报道次数", "+1")]
