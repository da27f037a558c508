"""Who is told of a limit, and by which way."""

from dataclasses import replace
from datetime import date

import pytest

from tests.reminders.bureau import Bureau
from tests.reminders.calling import DUE, ONE_DAY, told_names
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import config
from tracker.db import db, transaction
from tracker.history.unchanged import forget
from tracker.organisation.rules import Group, Post
from tracker.permissions import Role
from tracker.reminders.digests import drafts_of, plan_digests
from tracker.reminders.sending import Channel
from tracker.tasks.models import Task

pytestmark = pytest.mark.usefixtures("context", "january")


def test_the_named_officer_goes_before_the_one_of_the_unit(make: Factory, bureau: Bureau) -> None:
    named = make.person("陶然", unit=bureau.unit)
    make.task(lead=bureau.unit, due_on=DUE, officer_id=named.id)

    assert told_names() == {"陶然", "朱伟民"}


def test_where_a_post_is_empty_the_other_one_is_told_and_where_both_are_the_office(
    make: Factory, bureau: Bureau
) -> None:
    headed, empty = make.unit("财务科"), make.unit("人事科")
    make.post(make.person("曹慧", unit=headed), headed)
    make.task(lead=headed, due_on=DUE)
    assert told_names() == {"曹慧"}

    make.task(lead=empty, due_on=DUE)
    assert told_names() == {"曹慧", "孙丽"}


def test_a_former_officer_is_not_told(make: Factory, bureau: Bureau) -> None:
    unit = make.unit("法规科")
    make.post(make.person("韩雪梅", unit=unit), unit, Post.OFFICER, to_on=date(2026, 1, 1))
    make.post(make.person("杨柳", unit=unit), unit, Post.OFFICER, from_on=date(2026, 1, 2))
    make.task(lead=unit, due_on=DUE)

    assert told_names() == {"杨柳"}


def test_a_unit_that_co_operates_with_a_duty_of_its_own_is_told_too(make: Factory, bureau: Bureau) -> None:
    coop = make.unit("财务科")
    make.post(make.person("严冬", unit=coop), coop, Post.OFFICER)
    task = make.task(lead=bureau.unit, coop=(coop,), due_on=DUE)
    assert told_names() == {"秦芳", "朱伟民"}

    with transaction():
        db.session.get_one(Task, task.id).units[1].own_duty = "核对供地收入"

    assert told_names() == {"秦芳", "朱伟民", "严冬"}


def test_c2_a_member_of_the_leading_group_from_another_section_learns_nothing(make: Factory, bureau: Bureau) -> None:
    other = make.unit("财务科")
    stranger, auditor = make.person("曹慧", unit=other), make.person("小戴")
    make.account(Role.SECTION, person_id=stranger.id)
    make.account(Role.AUDIT_ADMIN, person_id=auditor.id)
    for person in (stranger, auditor):
        make.seat(person, Group.LEADING)
    make.task(lead=bureau.unit, due_on=DUE)

    late = {digest.person.name for digest in plan_digests(date(2026, 10, 22), date(2026, 10, 21))}

    assert late == {"秦芳", "朱伟民", "刘振华"}


def test_robots_tell_names_and_numbers_and_no_task(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE, title="金丝雀任务")
    settings = replace(config.current(), wecom_url="https://robot.example/a", dingtalk_url="https://robot.example/b")

    drafts = drafts_of(plan_digests(DUE, DUE - ONE_DAY), DUE, settings)
    robots = [draft for draft in drafts if draft.person_id is None]

    assert [draft.channel for draft in robots] == [Channel.WECOM, Channel.DINGTALK]
    assert "开发利用科 秦芳：临期1项" in robots[0].text
    assert robots[0].address == "13800000001"
    assert not any("金丝雀" in draft.text for draft in robots)


def test_mail_goes_to_who_has_an_address_when_a_server_is_set_up(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE)
    settings = replace(config.current(), mail_server="smtp://mail.example", mail_sender="gk@bureau.example")

    drafts = drafts_of(plan_digests(DUE, DUE - ONE_DAY), DUE, settings)

    mailed = [draft.address for draft in drafts if draft.channel is Channel.MAIL]
    assert mailed == ["qin@bureau.example", "zhu@bureau.example"]


def test_a_run_takes_the_same_statements_for_one_task_and_for_many(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE)
    plan_digests(DUE, DUE - ONE_DAY)  # a calendar that a test before entered is put away
    db.session.rollback()
    forget()
    with counting() as one:
        plan_digests(DUE, DUE - ONE_DAY)
    for _ in range(6):
        make.task(lead=bureau.unit, due_on=DUE)
    forget()
    with counting() as many:
        digests = plan_digests(DUE, DUE - ONE_DAY)

    assert sum(len(digest.notices) for digest in digests) == 14
    assert one.count == many.count <= 16
