"""What waits for the reader of a first page, and that each line leads to where it is done."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill
from tracker.accounts.models import Account
from tracker.checks.rules import FindingState
from tracker.complaints.rules import Channel, ComplaintKind
from tracker.complaints.services import ComplaintContent, assign_complaint, register_complaint
from tracker.extensions.services import ask_extension
from tracker.home.kinds import Kind, Waits
from tracker.home.queries import find_glance
from tracker.home.words import line_of
from tracker.ledger.months import get_grid, save_grid
from tracker.organisation.rules import Post, UnitKind
from tracker.permissions import Actor, Role
from tracker.progress.rules import ReportState
from tracker.talk.services import instruct
from tracker.tasks.rules import TaskState

Browser = Callable[[Account], FlaskClient]
NOW = "2026-07-01T02:00:00+00:00"
TODAY = date(2026, 7, 1)


def waits_of(app: Flask, by: Actor) -> dict[Kind, Waits]:
    with app.app_context():
        glance = find_glance(TODAY, by=by)
    assert glance is not None
    return {one.kind: one for one in glance.waits}


@pytest.mark.parametrize("kind", Kind)
def test_every_line_has_words_and_leads_to_a_page(app: Flask, kind: Kind) -> None:
    at = ("issuing.show", {"kind": "summary", "document_id": 1}) if kind is Kind.SIGN else None

    with app.test_request_context():
        line = line_of(Waits(kind, 2, id=1, title="公开", who="办公室", on=TODAY, until=TODAY, at=at))

    assert line.title
    assert "%(" not in line.title + line.second
    assert line.url.startswith("/")


@time_machine.travel(NOW, tick=False)
def test_a_request_for_more_time_waits_for_the_leadership_and_its_number_stands_in_the_sentence(
    app: Flask, make: Factory, client_of: Browser
) -> None:
    unit = make.unit("档案科")
    task = make.task(lead=unit, title="开放目录", due_on=date(2026, 7, 20), state=TaskState.IN_PROGRESS)
    with app.app_context():
        ask_extension(
            task.id, reason="材料未齐", progress="过半", asked_due_on=date(2026, 8, 20),
            by=make.actor(Role.SECTION, unit=unit),
        )  # fmt: skip

    page = client_of(make.account(Role.LEADERSHIP)).get("/").get_data(as_text=True)

    assert "1件事等您决定" in page
    assert "延期申请：开放目录" in page
    assert "档案科 · 申请由7月20日延至8月20日" in page
    assert Kind.EXTENSION not in waits_of(app, make.actor(Role.OFFICE))


@time_machine.travel(NOW, tick=False)
def test_an_instruction_waits_until_its_units_answered(app: Flask, make: Factory) -> None:
    task = make.task(lead=make.unit(), due_on=date(2026, 7, 20), state=TaskState.IN_PROGRESS)
    leader = make.actor(Role.LEADERSHIP)
    with app.app_context():
        instruct(task.id, "请抓紧", by=leader)

    waits = waits_of(app, leader)

    assert waits[Kind.SILENT].count == 1
    assert Kind.ANSWERED not in waits


@time_machine.travel(NOW, tick=False)
def test_the_office_sees_reports_posts_and_missing_numbers(app: Flask, make: Factory, client_of: Browser) -> None:
    unit = make.unit("档案科")
    task = make.task(lead=unit, due_on=date(2026, 7, 20), state=TaskState.SUBMITTED)
    make.report(task, unit, state=ReportState.SUBMITTED, reported_at=datetime(2026, 7, 1, tzinfo=UTC))

    waits = waits_of(app, make.actor(Role.OFFICE))
    page = client_of(make.account(Role.OFFICE)).get("/").get_data(as_text=True)

    assert (waits[Kind.REPORTS].count, waits[Kind.STAFF].who, waits[Kind.LEDGERS].who) == (1, "档案科", "档案科")
    assert "1个科室没有填6月的台账" in page
    assert 'href="/ledger/months/2026?silent=6"' in page


@time_machine.travel(NOW, tick=False)
def test_the_units_that_owe_something_to_the_office_are_listed_where_their_number_leads(
    app: Flask, make: Factory, client_of: Browser
) -> None:
    law, _, market = make.unit("法规科"), make.unit("档案科"), make.unit("市场科")
    make.task(lead=law, due_on=date(2026, 7, 20))
    make.unit("市财政局", kind=UnitKind.OUTSIDE)
    for post in Post:
        make.post(make.person(f"张{post}", unit=law), law, post)
    with app.app_context():
        column = get_grid(2026, market.id, make.actor(Role.OFFICE)).columns[0]
        save_grid(2026, market.id, {(6, column): "3"}, by=make.actor(Role.OFFICE))
    client = client_of(make.account(Role.OFFICE))
    waits = waits_of(app, make.actor(Role.OFFICE))

    with app.test_request_context():
        silent, short = (line_of(waits[kind]).url for kind in (Kind.LEDGERS, Kind.STAFF))
    units = re.findall(r'class="chip" href="[^"]*unit=\d+[^"]*">([^<]+)<', client.get(silent).get_data(as_text=True))
    rows = re.findall(
        r'<a class="title" href="/organisation/units/\d+">([^<]+)<', client.get(short).get_data(as_text=True)
    )

    assert (waits[Kind.LEDGERS].count, units) == (2, ["法规科", "档案科"])
    assert (waits[Kind.STAFF].count, rows) == (2, ["档案科", "市场科"])


@time_machine.travel(NOW, tick=False)
def test_supervision_sees_what_to_recheck_what_is_overdue_and_the_round_under_way(app: Flask, make: Factory) -> None:
    unit = make.unit()
    task = make.task(lead=unit, due_on=date(2026, 7, 20))
    make.finding(unit, found_on=date(2026, 6, 1), due_on=date(2026, 6, 10))
    make.finding(unit, found_on=date(2026, 6, 1), due_on=date(2026, 6, 10), state=FindingState.RECTIFIED)
    make.round(task, name="二季度检查")

    waits = waits_of(app, make.actor(Role.SUPERVISION))

    assert (waits[Kind.RECHECK].count, waits[Kind.DEEMED].count) == (1, 1)
    assert waits[Kind.ROUNDS].title == "二季度检查"
    assert Kind.RECHECK not in waits_of(app, make.actor(Role.OFFICE))


@time_machine.travel(NOW, tick=False)
def test_capability_15_the_agency_names_one_information_officer_and_is_told_when_it_has_none(
    app: Flask, make: Factory, client_of: Browser
) -> None:
    office = make.unit("办公室", kind=UnitKind.OFFICE)
    make.task(lead=office, due_on=date(2026, 7, 20))
    make.post(make.person("张伟", unit=office), office, Post.HEAD)
    without = waits_of(app, make.actor(Role.OFFICE))

    make.post(make.person("李秀英", unit=office), office, Post.OFFICER)
    page = client_of(make.account(Role.OFFICE)).get("/organisation").get_data(as_text=True)

    assert (without[Kind.STAFF].count, without[Kind.STAFF].who) == (1, "办公室")
    assert Kind.STAFF not in waits_of(app, make.actor(Role.OFFICE))
    assert "李秀英" in page


@time_machine.travel(NOW, tick=False)
def test_late_work_that_no_reminder_moved_waits_as_a_paper_one_click_away(make: Factory, client_of: Browser) -> None:
    make.agency()
    unit = make.unit("档案科")
    make.task(lead=unit, title="开放目录", due_on=date(2026, 6, 1))
    checker = client_of(make.account(Role.SUPERVISION, unit=make.unit("机关纪委")))

    page = checker.get("/").get_data(as_text=True)
    paper = fill(checker, f"/notices/new?kind=urge&unit={unit.id}", text="")

    assert "催办通知可以印发：档案科" in page
    assert f"/notices/new?kind=urge&amp;unit={unit.id}" in page
    assert paper.status_code == 303
    assert "催办通知可以印发" not in checker.get("/").get_data(as_text=True)


@time_machine.travel(NOW, tick=False)
def test_a_complaint_that_its_unit_did_not_report_on_in_time_stands_on_the_first_page_of_supervision(
    app: Flask, make: Factory
) -> None:
    unit, by = make.unit("服务科"), make.actor(Role.SUPERVISION)
    make.task(lead=unit)
    said = ComplaintContent(ComplaintKind.COMPLAINT, Channel.PHONE, date(2026, 6, 1), "窗口不公布收费标准")
    with app.app_context():
        for days in (1, 10):
            assign_complaint(register_complaint(said, by=by).id, unit.id, days, "", by=by)

    with time_machine.travel("2026-07-06T02:00:00+00:00", tick=False), app.app_context():
        glance = find_glance(date(2026, 7, 6), by=by)

    assert glance is not None
    waits = {one.kind: (one.count, one.id) for one in glance.waits}
    assert waits == {Kind.COMPLAINTS_LATE: (1, 2026), Kind.COMPLAINTS: (2, 2026)}
