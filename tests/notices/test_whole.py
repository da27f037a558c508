"""All or nothing: broken off at any statement, a use case of supervision leaves everything as it was before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.checks.test_whole import PowerCut, Work, everything, power_cut_at
from tests.support.factory import Factory
from tracker.checklists import services as checklists
from tracker.checklists.queries import list_newest
from tracker.checks import importing
from tracker.complaints import services as complaints
from tracker.complaints.rules import Channel, ComplaintKind
from tracker.complaints.services import ComplaintContent
from tracker.matters import services as matters
from tracker.matters.rules import Source
from tracker.matters.services import MatterContent
from tracker.notices import services as notices
from tracker.notices.material import Order
from tracker.notices.rules import NoticeKind
from tracker.permissions import Role

pytestmark = pytest.mark.usefixtures("context")


def issue(make: Factory) -> Work:
    make.agency()
    unit, by = make.unit(), make.actor(Role.SUPERVISION)
    make.finding(unit)
    order = Order(NoticeKind.RECTIFY, unit_id=unit.id)
    draft = notices.draft_notice(order, by=by)
    return lambda: notices.issue_notice(order, draft, by=by)


def report_on_a_matter(make: Factory) -> Work:
    unit, by = make.unit(), make.actor(Role.SUPERVISION)
    content = MatterContent(Source.LEADER, "", "公布结果", "月底前", unit.id, date(2026, 12, 30))
    number = matters.register_matter(content, by=by).id
    officer = replace(by, role=Role.SECTION, unit_id=unit.id)
    matters.sign_for(number, by=officer)
    return lambda: matters.report_result(number, "已公布", by=officer)


def use_a_list(make: Factory) -> Work:
    opened, by = make.round(make.task()), make.actor(Role.SUPERVISION)
    number, list_id = opened.id, list_newest()[0].id
    return lambda: checklists.use_list(number, list_id, by=by)


def take_in_a_list(make: Factory) -> Work:
    make.unit("信息科")
    by, text = make.actor(Role.SUPERVISION), "存在问题|责任单位\n缺说明|信息科\n错链|信息科"
    return lambda: importing.import_findings(text, importing.Origin(), by=by)


def give_a_complaint_to_a_unit(make: Factory) -> Work:
    unit, by = make.unit(), make.actor(Role.SUPERVISION)
    content = ComplaintContent(ComplaintKind.OPINION, Channel.BOX, date(2026, 10, 12), "太慢")
    number, unit_id = complaints.register_complaint(content, by=by).id, unit.id
    return lambda: complaints.assign_complaint(number, unit_id, 5, "", by=by)


@pytest.mark.parametrize("prepare", [issue, report_on_a_matter, use_a_list, take_in_a_list, give_a_complaint_to_a_unit])
def test_r8_broken_off_at_any_statement_nothing_is_left_half_done(
    make: Factory, prepare: Callable[[Factory], Work]
) -> None:
    work = prepare(make)
    before = everything()

    for number in range(1, 100):
        with power_cut_at(number) as executed:
            try:
                work()
            except PowerCut:
                pass
            else:
                break
        assert everything() == before, executed[-1]

    assert 5 < number < 99
    assert everything() != before
