"""Reports over the desk of a unit's head, shares joined into one report, and what the ledgers offer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.heads.test_heads import head_of
from tests.progress.desk import PAGE, Desk, desk_of
from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.files.models import Disclosure
from tracker.heads.services import switch_head_review
from tracker.history.queries import list_history_of
from tracker.ledger.models import LedgerEntry
from tracker.permissions import Actor, Role
from tracker.progress import desk as head_desk
from tracker.progress import services
from tracker.progress.models import ProgressReport
from tracker.progress.proofs import Proofs
from tracker.progress.queries import list_waiting, list_waiting_for_head
from tracker.progress.rules import ReportContent, ReportState, addresses_in
from tracker.progress.writing import get_writing
from tracker.tasks.queries import get_light_rules
from tracker.tasks.rules import TaskState

ClientOf = Callable[[Account], FlaskClient]


@pytest.fixture
def head(make: Factory, desk: Desk) -> Actor:
    account = head_of(make, desk.lead)
    actor = make.actor(Role.SECTION, unit=desk.lead, name="周文斌")
    switch_head_review(desk.lead.id, on=True, by=desk.office)
    return replace(actor, person_id=account.person_id, account_id=account.id)


@pytest.mark.usefixtures("context")
def test_a_report_waits_for_the_head_before_the_office_sees_it(desk: Desk, head: Actor) -> None:
    rules = get_light_rules(clock.today())

    report = desk.report()

    assert (report.state, desk.task.state) == (ReportState.WITH_HEAD, TaskState.SUBMITTED)
    assert list_waiting(desk.office, rules) == []
    assert [one.report.id for one in list_waiting_for_head(head, rules)] == [report.id]
    assert list_waiting_for_head(desk.officer, rules) == []
    with pytest.raises(RuleBroken, match="no longer waiting"):
        services.accept_report(report.id, by=desk.office)
    with pytest.raises(RuleBroken, match="still waits"):
        desk.report()


@pytest.mark.usefixtures("context")
def test_capability_65_who_looked_a_report_through_is_named_before_it_goes_on(desk: Desk, head: Actor) -> None:
    report = desk.report()

    head_desk.pass_report(report.id, by=head)

    assert (report.state, report.passed_by) == (ReportState.SUBMITTED, "周文斌")
    assert list_history_of("progress_report", report.id)[0].event == "report.passed"
    services.accept_report(report.id, by=desk.office)
    assert (report.passed_by, report.decided_by) == ("周文斌", "李明")


@pytest.mark.usefixtures("context")
def test_what_the_head_sends_back_is_mended_and_comes_to_the_head_again(desk: Desk, head: Actor) -> None:
    report = desk.report()

    head_desk.send_report_back(report.id, "请写条数", by=head)

    assert (report.state, report.return_reason, report.decided_by) == (ReportState.RETURNED, "请写条数", "周文斌")
    assert desk.task.state == TaskState.RETURNED
    mended = services.correct_report(report.id, ReportContent("共12条"), by=desk.officer)
    assert mended.state == ReportState.WITH_HEAD
    withdrawn = services.withdraw_report(mended.id, by=desk.officer)
    assert withdrawn.state == ReportState.WITHDRAWN


@pytest.mark.usefixtures("context")
def test_what_the_head_reports_goes_straight_to_the_office_and_so_does_all_without_a_head(
    make: Factory, desk: Desk, head: Actor
) -> None:
    assert services.report_progress(desk.task_id, ReportContent("我报的"), by=head).state == ReportState.SUBMITTED

    account = db.session.get_one(Account, head.account_id)
    account_active(make, account, is_active=False)

    other = desk_of(make, desk.lead, make.unit())
    assert services.report_progress(other.task_id, ReportContent("乙"), by=desk.officer).state == ReportState.SUBMITTED


def account_active(make: Factory, account: Account, *, is_active: bool) -> None:
    from tracker.db import transaction

    with transaction():
        db.session.get_one(Account, account.id).is_active = is_active


@pytest.mark.usefixtures("context")
def test_c2_only_the_head_of_the_unit_passes_on_or_sends_back(make: Factory, desk: Desk, head: Actor) -> None:
    report = desk.report()

    for act in (head_desk.pass_report, lambda number, *, by: head_desk.send_report_back(number, "原因", by=by)):
        with pytest.raises(RuleBroken, match="Only the head"):
            act(report.id, by=desk.officer)
        with pytest.raises(NotFound):
            act(report.id, by=desk.colleague)
    with pytest.raises(RuleBroken, match="what is to be mended"):
        head_desk.send_report_back(report.id, " ", by=head)
    assert report.state == ReportState.WITH_HEAD


def test_the_head_passes_on_from_the_first_page_and_returns_with_a_reason(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    with app.app_context():
        desk = desk_of(make, make.unit("规划科"), make.unit())
        account = head_of(make, desk.lead, language="en")
        switch_head_review(desk.lead.id, on=True, by=desk.office)
        first, second = desk.report("甲的进展").id, desk_of(make, desk.lead, make.unit()).report("乙的进展").id
    client = client_of(account)
    page = client.get("/work").get_data(as_text=True)
    assert "For you to look through" in page
    assert "甲的进展" in page

    assert fill(client, "/work", action=f"/reports/{first}/pass").location == "/work"
    assert fill(client, f"/reports/{second}/head-return", reason="请补网址").location == "/work"

    with app.app_context():
        states = [db.session.get_one(ProgressReport, one).state for one in (first, second)]
        assert states == [ReportState.SUBMITTED, ReportState.RETURNED]


# --- shares --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("context")
def test_the_lead_sees_every_share_and_only_what_is_new_is_joined(make: Factory, desk: Desk) -> None:
    rules = get_light_rules(clock.today())
    assert [one.report for one in get_writing(desk.task_id, by=desk.officer, rules=rules).shares] == [None]

    services.accept_report(desk.report("已开放接口", by=desk.colleague).id, by=desk.office)
    writing = get_writing(desk.task_id, by=desk.officer, rules=rules)
    assert writing.joined == "信息中心：已开放接口"

    services.accept_report(desk.report("含信息中心的接口").id, by=desk.office)
    later = get_writing(desk.task_id, by=desk.officer, rules=rules)
    assert [one.report is not None for one in later.shares] == [True]
    assert later.new_shares == []
    assert get_writing(desk.task_id, by=desk.colleague, rules=rules).shares == ()


@pytest.mark.usefixtures("context")
def test_the_proofs_of_the_shares_prove_the_joined_report(make: Factory, desk: Desk) -> None:
    share = desk.report("已开放接口", by=desk.colleague, urls=[PAGE], titles={PAGE: "接口公告"})
    foreign = desk_of(make, make.unit(), make.unit()).report(urls=["https://example.cn/other"])
    wanted = [share.evidence[0].id, foreign.evidence[0].id]

    joined = desk.report("全部完成", kept=wanted)

    assert [(proof.name, proof.url) for proof in joined.evidence] == [("接口公告", PAGE)]
    mended = services.correct_report(joined.id, ReportContent("全部完成了"), Proofs(kept=wanted), by=desk.officer)
    assert [proof.url for proof in mended.evidence] == [PAGE]


def test_joining_loses_nothing_that_was_typed_and_sends_nothing(app: Flask, make: Factory, client_of: ClientOf) -> None:
    with app.app_context():
        desk = desk_of(make, make.unit("规划科"), make.unit("信息中心"))
        share = desk.report("已开放接口", by=desk.colleague, urls=[PAGE])
        task_id, proof = desk.task_id, str(share.evidence[0].id)
        officer = make.account(Role.SECTION, unit=desk.lead, language="en")
    client, url = client_of(officer), f"/tasks/{task_id}/report"

    answer = fill(client, url, action=url, done="我们完成了目录", next_step="下月公布", join="1")

    page = answer.get_data(as_text=True)
    form = filled(page, action=url)
    assert answer.status_code == 200
    assert form["done"] == ["我们完成了目录\n信息中心：已开放接口"]
    assert (form["next_step"], form["kept"]) == (["下月公布"], [proof])
    assert "Proofs of the shares" in page
    with app.app_context():
        assert db.session.query(ProgressReport).count() == 1
    assert client.post(url, data=form).status_code == 303


# --- what the ledgers know ----------------------------------------------------------------------


def entry(make: Factory, desk: Desk, day: date, **values: object) -> LedgerEntry:
    made = {
        "ledger": "briefing", "day": day, "unit_id": desk.lead.id, "title": "简报", "task_id": desk.task_id,
        "entered_by": "王芳", "entered_at": clock.now(), **values,
    }  # fmt: skip
    return make._save(LedgerEntry(**made))


def test_the_count_is_offered_from_the_ledgers_and_can_be_changed(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    with app.app_context():
        desk = desk_of(make, make.unit("规划科"), make.unit(), target="不少于12期")
        task_id, today = desk.task_id, clock.today()
        entry(make, desk, today)
        entry(make, desk, today, quantity=2)
        entry(make, desk, today, struck_because="重复")
        entry(make, desk, today, task_id=None)
        officer = make.account(Role.SECTION, unit=desk.lead, language="en")
    client, url = client_of(officer), f"/tasks/{task_id}/report"

    for address in (url, f"/work?open={task_id}"):
        page = client.get(address).get_data(as_text=True)
        assert filled(page, action=url)["count"] == ["3"]
        assert "The ledgers hold 3 期 of this task" in page

    assert fill(client, url, action=url, done="三期", count="4").status_code == 303
    with app.app_context():
        assert db.session.query(ProgressReport.count).scalar() == 4


# --- addresses with titles -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("https://a.cn/1", {"https://a.cn/1": ""}),
        ("公示 公告 https://a.cn/1 目录 http://b.cn", {"https://a.cn/1": "公示 公告", "http://b.cn": "目录"}),
        ("甲 https://a.cn https://a.cn", {"https://a.cn": "甲"}),
    ],
)
def test_words_before_an_address_are_its_title(text: str, found: dict[str, str]) -> None:
    assert addresses_in(text) == found


@pytest.mark.parametrize("text", ["www.a.cn https://b.cn", "https://b.cn 说明", "ftp://a.cn/x", "a.cn/x", "说明"])
def test_what_is_no_whole_address_is_never_taken_for_a_title(text: str) -> None:
    with pytest.raises(RuleBroken, match="no web address"):
        addresses_in(text)


@pytest.mark.usefixtures("context")
def test_an_address_keeps_its_title_its_time_and_its_class(desk: Desk) -> None:
    report = desk.report(urls=[PAGE], titles={PAGE: "规划公示"}, disclosure=Disclosure.ON_REQUEST)

    (proof,) = report.evidence
    assert (proof.name, proof.url, proof.disclosure) == ("规划公示", PAGE, Disclosure.ON_REQUEST)
    assert proof.added_at >= report.reported_at
