"""Notices are numbered without gaps or doubles, kept as printed, and signed for by the unit they were sent to."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.factory import Factory
from tracker.checks.rules import FindingState
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.files.services import file_store
from tracker.history.models import HistoryEntry
from tracker.history.services import first_broken_entry
from tracker.notices import queries, services
from tracker.notices.material import Order
from tracker.notices.models import Notice
from tracker.notices.rules import NoticeKind
from tracker.permissions import Actor, Role

K = NoticeKind
HANDS = 20


def issue(order: Order, by: Actor) -> Notice:
    return services.issue_notice(order, services.draft_notice(order, by=by), by=by)


def test_twenty_hands_at_once_get_twenty_numbers_in_a_row(app: Flask, make: Factory) -> None:
    make.agency()
    unit = make.unit("河湖管理科")
    make.finding(unit)
    checkers = [make.actor(Role.SUPERVISION, name=f"督查{number}") for number in range(HANDS)]

    def print_one(number: int) -> str:
        with app.app_context(), services.taking_turns():
            return issue(Order(K.LIST), checkers[number]).code

    with ThreadPoolExecutor(HANDS) as hands:
        codes = list(hands.map(print_one, range(HANDS)))

    assert sorted(codes) == sorted(f"问题清单〔2026〕{number}号" for number in range(1, HANDS + 1))
    with app.app_context():
        kept = {one.code: (one.issued_by, one.content["subtitle"]) for one in db.session.scalars(select(Notice))}
        assert kept == {code: (f"督查{hand}", code) for hand, code in enumerate(codes)}
        assert first_broken_entry() is None


def test_hands_in_other_processes_are_numbered_in_a_row_too(app: Flask, make: Factory) -> None:
    """They do not know of each other's turns: all have drafted before the first is numbered."""
    make.agency()
    make.finding(make.unit())
    checkers = [make.actor(Role.SUPERVISION, name=f"监督{number}") for number in range(4)]
    ready = Barrier(len(checkers))

    def print_one(by: Actor) -> str:
        with app.app_context():
            draft = services.draft_notice(Order(K.LIST), by=by)
            ready.wait()
            return services.issue_notice(Order(K.LIST), draft, by=by).code

    with ThreadPoolExecutor(len(checkers)) as hands:
        codes = list(hands.map(print_one, checkers))

    assert sorted(codes) == [f"问题清单〔2026〕{number}号" for number in range(1, 5)]
    with app.app_context():
        assert {one.content["subtitle"] for one in db.session.scalars(select(Notice))} == set(codes)


@pytest.mark.usefixtures("context")
def test_each_kind_is_numbered_by_itself_and_a_refused_paper_leaves_no_gap(make: Factory) -> None:
    make.agency()
    by, unit, clean = make.actor(Role.SUPERVISION), make.unit(), make.unit()
    make.finding(unit)

    first = issue(Order(K.LIST), by)
    with pytest.raises(RuleBroken, match="Tick at least one"):
        services.draft_notice(Order(K.LIST, unit_id=clean.id), by=by)
    with pytest.raises(RuleBroken, match="secrecy"):
        services.draft_notice(Order(K.LIST, text="机密★1年"), by=by)
    second, other = issue(Order(K.LIST), by), issue(Order(K.RECTIFY, unit_id=unit.id), by)

    assert [one.number for one in (first, second, other)] == [1, 2, 1]


@pytest.mark.usefixtures("context")
def test_a_paper_is_kept_with_its_hash_and_says_what_held_when_it_was_numbered(make: Factory) -> None:
    make.agency()
    by, unit = make.actor(Role.SUPERVISION), make.unit()
    finding = make.finding(unit)
    order = Order(K.LIST)
    draft = services.draft_notice(order, by=by)
    with transaction():
        db.session.merge(finding).description = "说明里的数字不一致"

    notice = services.issue_notice(order, draft, by=by)

    assert notice.file.sha256 != draft.received.blob.sha256
    with file_store().open(notice.file.storage_key) as file:
        assert sha256(file.read()).hexdigest() == notice.file.sha256
    assert "说明里的数字不一致" in str(notice.content)
    entry = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert entry is not None
    assert entry.event == "notice.issued"
    assert notice.file.sha256 in str(entry.changes)


@pytest.mark.usefixtures("context")
def test_only_an_open_finding_stands_on_a_notice_to_rectify(make: Factory) -> None:
    make.agency()
    by, unit = make.actor(Role.SUPERVISION), make.unit()
    make.finding(unit, state=FindingState.CLOSED)
    open_one = make.finding(unit)

    notice = issue(Order(K.RECTIFY, unit_id=unit.id), by)

    assert [one.finding_id for one in notice.subjects] == [open_one.id]
    with pytest.raises(NotFound):
        services.draft_notice(Order(K.RECTIFY, unit_id=unit.id, finding_ids=frozenset({open_one.id, 999})), by=by)


@pytest.mark.usefixtures("context")
def test_the_unit_signs_once_and_no_other_unit_can(make: Factory) -> None:
    make.agency()
    unit, other = make.unit(), make.unit()
    make.finding(unit)
    notice = issue(Order(K.RECTIFY, unit_id=unit.id), make.actor(Role.SUPERVISION))
    officer = make.actor(Role.SECTION, unit=unit, name="王芳")

    services.sign_for(notice.id, by=officer)

    (slip,) = queries.get_notice(notice.id, officer).slips
    assert (slip.signed_by, slip.signer_id, slip.unit_id) == ("王芳", officer.account_id, unit.id)
    with pytest.raises(RuleBroken, match="signed for this notice already"):
        services.sign_for(notice.id, by=officer)
    with pytest.raises(NotFound):
        services.sign_for(notice.id, by=make.actor(Role.SECTION, unit=other))
    with pytest.raises(NotAllowed):
        services.sign_for(notice.id, by=make.actor(Role.SUPERVISION, unit=unit))


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISION])
def test_only_the_supervision_group_makes_papers_but_a_unit_its_own_report(make: Factory, role: Role) -> None:
    make.agency()
    unit, other = make.unit(), make.unit()
    make.finding(unit)
    by = make.actor(role, unit=unit)

    for order in (Order(K.RECTIFY, unit_id=unit.id), Order(K.LIST), Order(K.REPORT, unit_id=other.id)):
        with pytest.raises(NotAllowed):
            services.draft_notice(order, by=by)

    if role in (Role.SECTION, Role.OFFICE):
        assert issue(Order(K.REPORT, unit_id=unit.id), by).code == "整改情况报告〔2026〕1号"


@pytest.mark.usefixtures("context")
def test_a_unit_sees_the_notices_sent_to_it_and_no_others(make: Factory) -> None:
    make.agency()
    by, unit, other = make.actor(Role.SUPERVISION), make.unit(), make.unit()
    for one in (unit, other):
        make.finding(one)
    mine, theirs = (issue(Order(K.RECTIFY, unit_id=one.id), by) for one in (unit, other))
    whole = issue(Order(K.LIST), by)
    officer = make.actor(Role.SECTION, unit=unit)

    assert [row.id for row in queries.list_notices(officer, 2026, limit=10)] == [mine.id]
    assert queries.count_notices(officer, 2026) == 1
    for hidden in (theirs, whole):
        with pytest.raises(NotFound):
            queries.get_notice(hidden.id, officer)
    leader = make.actor(Role.LEADERSHIP)
    assert queries.count_notices(leader, 2026) == 3


@pytest.mark.usefixtures("context")
def test_a_notice_waits_for_its_unit_until_it_is_signed_for(make: Factory) -> None:
    make.agency()
    unit, by = make.unit(), make.actor(Role.SUPERVISION)
    make.finding(unit)
    notice = issue(Order(K.RECTIFY, unit_id=unit.id), by)
    officer, stranger = make.actor(Role.SECTION, unit=unit), make.actor(Role.SECTION, unit=make.unit())

    assert [row.id for row in queries.list_notices_to_sign(officer)] == [notice.id]
    assert queries.list_notices_to_sign(stranger) == queries.list_notices_to_sign(by) == []
    services.sign_for(notice.id, by=officer)
    assert queries.list_notices_to_sign(officer) == []
