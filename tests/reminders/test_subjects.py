"""Findings, supervised matters, complaints and requests for disclosure climb the same ladder as tasks."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.reminders.bureau import Bureau, actor_of, announced, at, found, run_on, said_to
from tests.requests.making import handled
from tests.support.factory import Factory
from tracker import clock
from tracker.checks.models import Finding
from tracker.checks.rules import FindingState
from tracker.complaints.models import Complaint
from tracker.complaints.rules import Channel, ComplaintKind
from tracker.complaints.services import ComplaintContent, assign_complaint, handle_complaint, register_complaint
from tracker.db import db, transaction
from tracker.matters.models import Matter
from tracker.matters.rules import Source
from tracker.organisation.rules import Post, UnitKind
from tracker.permissions import Role
from tracker.reminders.queries import count_unread, list_reminders
from tracker.requests.deeds import Deed
from tracker.requests.handling import Entry, enter_deed
from tracker.scores.models import ScoreMark, ScoreObjection, Scoring
from tracker.scores.rules import ScoringState

pytestmark = pytest.mark.usefixtures("context")
DUE = date(2026, 10, 15)


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.pinned_at(at(date(2026, 1, 5))):
        yield


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    return found(make)


def test_findings_matters_and_requests_climb_the_same_ladder(make: Factory, bureau: Bureau) -> None:
    finding = make.finding(bureau.unit, due_on=DUE, found_on=date(2026, 6, 1), description="主动公开目录没有更新")
    with transaction():
        matter = Matter(
            year=2026, number=3, source=Source.LEADER, content="回应群众关切", requirement="十日内答复", due_on=DUE,
            unit_id=bureau.unit.id, registered_on=date(2026, 6, 1), registered_by="纪委",
        )  # fmt: skip
        db.session.add(matter)
    with clock.pinned_at(at(date(2026, 9, 14))):
        handled(make.actor(Role.OFFICE), date(2026, 9, 11), bureau.unit.id, content="金丝雀")

    run_on(DUE)

    assert said_to()["秦芳"][0].splitlines()[2:5] == [
        f"1．{finding.label} 主动公开目录没有更新：今天到期，整改：开发利用科",
        "2．督办2026-003 回应群众关切：今天到期，承办：开发利用科",
        "3．依申请公开2026-001：今天到期，办理：开发利用科",
    ]
    told = {row.kind: row.title for row in list_reminders(actor_of(bureau.officer, Role.SECTION), limit=9)}
    assert told == {"finding": "主动公开目录没有更新", "matter": "回应群众关切", "request": "金丝雀"}
    assert "金丝雀" not in "".join(text for texts in said_to().values() for text in texts)


def test_what_was_mended_answered_or_stands_still_reminds_nobody(make: Factory, bureau: Bureau) -> None:
    make.finding(bureau.unit, due_on=DUE, state=FindingState.RECTIFIED)
    office = make.actor(Role.OFFICE)
    with clock.pinned_at(at(date(2026, 9, 14))):
        request = handled(office, date(2026, 9, 11), bureau.unit.id)
        enter_deed(request.id, Deed.THIRD_PARTY_ASKED, Entry(date(2026, 9, 14), party="某公司"), by=office)

    assert run_on(DUE).told == 0


def test_c2_a_finding_that_passed_to_another_unit_leaves_the_reminders(make: Factory, bureau: Bureau) -> None:
    finding = make.finding(bureau.unit, due_on=DUE)
    run_on(DUE)
    officer = actor_of(bureau.officer, Role.SECTION)
    assert count_unread(officer) == 1
    other = make.unit("财务科")
    with transaction():
        db.session.get_one(Finding, finding.id).unit_id = other.id

    assert count_unread(officer) == 0
    assert list_reminders(officer, limit=50) == []


def test_a_unit_hears_of_its_announced_score_at_once_and_again_before_the_time_to_object_ends(
    make: Factory, bureau: Bureau
) -> None:
    run_on(date(2026, 10, 12))
    scoring = announced(make, bureau)
    until = scoring.object_until
    assert until is not None

    first, again, last, after = (
        run_on(day).told for day in (date(2026, 10, 13), date(2026, 10, 14), until, until + timedelta(days=4))
    )

    assert (first, again, after) == (2, 2, 0)
    assert last == 2
    lines = said_to()["秦芳"][-3].splitlines()
    assert (
        lines[2]
        == f"1．{scoring.name}得分公示：还剩4个工作日（{until.month}月{until.day}日到期），可提异议：开发利用科"
    )
    (row, *_) = list_reminders(actor_of(bureau.officer, Role.SECTION), limit=9)
    assert (row.kind, row.title, row.subject_id) == ("score", scoring.name, scoring.id)


def test_c2_a_score_reminds_no_other_unit_and_an_issued_one_nobody(make: Factory, bureau: Bureau) -> None:
    other = make.unit("财务科")
    stranger = make.person("林静", unit=other)
    make.account(Role.SECTION, person_id=stranger.id)
    make.post(stranger, other, Post.OFFICER)
    scoring = announced(make, bureau)
    run_on(date(2026, 10, 12))
    run_on(date(2026, 10, 13))

    assert "林静" not in said_to()
    with transaction():
        db.session.get_one(Scoring, scoring.id).state = ScoringState.ISSUED

    assert run_on(date(2026, 10, 16)).told == 0


def test_an_objection_that_nobody_decided_in_time_reminds_the_office_and_then_the_leading_group(
    make: Factory, bureau: Bureau
) -> None:
    office = make.unit("局办公室", kind=UnitKind.OFFICE)
    clerk = make.person("高洁", unit=office)
    make.account(Role.OFFICE, person_id=clerk.id)
    make.post(clerk, office, Post.OFFICER)
    scoring = announced(make, bureau)
    with transaction():
        mark = ScoreMark(
            scored_id=scoring.units[0].id, indicator="1", points=Decimal(2), reason="标题错字", record_kind="url",
            record_name="https://example.cn", marked_by="孙丽", marked_at=clock.now(),
        )  # fmt: skip
        db.session.add(mark)
        mark.objection = ScoreObjection(reason="已改", asked_by="秦芳", asked_at=clock.now())
    assert scoring.object_until is not None
    run_on(scoring.object_until)

    run_on(scoring.object_until + timedelta(days=3))

    assert said_to()["高洁"][-1].splitlines()[2].startswith("1．开发利用科对")
    assert "异议待决定：逾期" in said_to()["高洁"][-1]


def given_complaint(make: Factory, bureau: Bureau, on: date, days: int) -> Complaint:
    """What a caller told on a day, given to the bureau's section at once."""
    by = make.actor(Role.SUPERVISION)
    said = ComplaintContent(
        ComplaintKind.COMPLAINT, Channel.PHONE, on, "周文静反映窗口不公布收费标准", "周文静", "13900000000"
    )
    with clock.pinned_at(at(on)):
        number = register_complaint(said, by=by).id
        return assign_complaint(number, bureau.unit.id, days, "请核实", by=by)


def test_a_complaint_that_a_unit_was_given_climbs_the_ladder_until_the_unit_has_reported(
    make: Factory, bureau: Bureau
) -> None:
    complaint = given_complaint(make, bureau, date(2026, 9, 1), 10)
    assert complaint.due_on is not None
    for day in (date(2026, 9, 1), complaint.due_on):
        run_on(day)

    said = said_to()
    assert said["秦芳"][-1].splitlines()[2] == "1．来信来电2026-001：今天到期，办理：开发利用科"
    assert set(said) == {"秦芳", "朱伟民"}
    assert not any("周文静" in text for texts in said.values() for text in texts)

    run_on(complaint.due_on + timedelta(days=1))
    with clock.pinned_at(at(complaint.due_on + timedelta(days=2))):
        handle_complaint(complaint.id, "已张贴", by=actor_of(bureau.officer, Role.SECTION))
    late = len(said_to()["秦芳"])
    run_on(complaint.due_on + timedelta(days=8))

    assert len(said_to()["秦芳"]) == late == 2
    (row, *_) = list_reminders(actor_of(bureau.officer, Role.SECTION), limit=9)
    assert (row.kind, row.code, row.subject_id) == ("complaint", "2026-001", complaint.id)


def test_c2_a_complaint_that_passed_to_another_unit_leaves_the_reminders(make: Factory, bureau: Bureau) -> None:
    complaint = given_complaint(make, bureau, date(2026, 9, 1), 3)
    run_on(date(2026, 9, 1))
    run_on(date(2026, 9, 4))
    officer = actor_of(bureau.officer, Role.SECTION)
    assert [row.kind for row in list_reminders(officer, limit=50)] == ["complaint"]

    with clock.pinned_at(at(date(2026, 9, 7))):
        assign_complaint(complaint.id, make.unit("财务科").id, 5, "", by=make.actor(Role.SUPERVISION))

    assert count_unread(officer) == 0
    assert list_reminders(officer, limit=50) == []
