"""A circular from its draft to the issued paper, and every number in it counted again by other means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.documents.twins import broken_heads
from tests.ledger.entering import entered
from tests.support.factory import Factory
from tests.support.pages import fill
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account
from tracker.bulletins.document import bulletin_document
from tracker.bulletins.drafted import SOURCE, names_in
from tracker.bulletins.models import Bulletin, BulletinSection
from tracker.bulletins.queries import gather, get_bulletin
from tracker.bulletins.rules import UnitState, advanced, lagging, typed_numbers
from tracker.bulletins.services import draft_bulletin, edit_front, edit_section, redraft_section
from tracker.checks.models import Finding
from tracker.db import db, transaction
from tracker.documents.model import Paragraph, Table
from tracker.errors import NotAllowed, RuleBroken, Stale
from tracker.figures.frozen import find_frozen, frozen_figures
from tracker.issuing.queries import gate_of, get_chain
from tracker.issuing.rules import Step
from tracker.issuing.services import issue, print_paper, take_step, waive
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import Period, months_period
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.rulesets.services import take_preset
from tracker.scores.marking import Proofs, object_to
from tracker.scores.services import ScoringOrder, announce_scoring, issue_scoring, make_scoring
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState

ClientOf = Callable[[Account], FlaskClient]
QUARTER = months_period(2026, 7, 9)
DAY = date(2026, 10, 12)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 10, 20, 4, tzinfo=UTC)):
        yield


@dataclass(frozen=True)
class Bureau:
    law: Unit
    plan: Unit
    office: Actor
    checker: Actor
    leader: Actor
    section: Actor


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    """Law finished late and left one task open, with a problem unclosed; Plan did everything in time."""
    make.agency(document_code="清档发")
    unit = make.unit("办公室", kind=UnitKind.OFFICE, position=0)
    law, plan = make.unit("法规科", position=1), make.unit("规划科", position=2)
    make.task(lead=law, title="公开目录", due_on=date(2026, 9, 10))
    make.task(lead=law, title="公开指南", due_on=date(2026, 8, 3), done_on=date(2026, 8, 20), state=TaskState.DONE)
    done = make.task(
        lead=plan, title="规划公示", due_on=date(2026, 9, 1), done_on=date(2026, 8, 28), state=TaskState.DONE
    )
    make.report(done, plan, state="accepted", done="规划草案公示30日，收到意见23条。", reported_at=clock_of(8, 28))
    make.finding(law, found_on=date(2026, 7, 9), due_on=date(2026, 7, 23), description="3个链接打不开")
    shut = make.finding(
        plan, found_on=date(2026, 7, 9), due_on=date(2026, 7, 23), state="closed", closed_on=date(2026, 7, 20)
    )
    make.rectification(shut, submitted_at=clock_of(7, 15))
    return Bureau(
        law, plan, make.actor(Role.OFFICE, unit=unit), make.actor(Role.OFFICE, unit=unit, name="陈核"),
        make.actor(Role.LEADERSHIP, name="刘局长"), make.actor(Role.SECTION, unit=law),
    )  # fmt: skip


def clock_of(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 4, tzinfo=UTC)


@pytest.fixture
def scored(app: Flask, bureau: Bureau) -> None:
    """The quarter is scored, and the list issued."""
    with app.app_context():
        for unit, number in ((bureau.law, 4), (bureau.plan, 18)):
            by = Actor("录入", Role.SECTION, unit_id=unit.id, unit_name=unit.name)
            with clock.pinned_at(clock_of(9, 29)):
                entered("published", by, day=date(2026, 9, 3), quantity=number)
        rules = take_preset("hundred", by=bureau.office)
        with clock.pinned_at(clock_of(10, 12)):
            made = make_scoring(ScoringOrder(rules.id, QUARTER, DAY), by=bureau.office)
            announce_scoring(made.id, by=bureau.office)
        issue_scoring(made.id, by=bureau.office)


def drafted(by: Actor, period: Period = QUARTER) -> Bulletin:
    return draft_bulletin(period, by=by, as_of=DAY)


def paper_of(bulletin: Bulletin) -> tuple[str, list[Table]]:
    document = bulletin_document(bulletin, gather(bulletin.period, bulletin.as_of), DAY)
    texts = ["".join(run.text for run in one.runs) for one in document.blocks if isinstance(one, Paragraph)]
    return "\n".join(texts), [one for one in document.blocks if isinstance(one, Table)]


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


@pytest.mark.usefixtures("context", "scored")
def test_every_number_of_a_circular_equals_an_independent_count(bureau: Bureau) -> None:
    bulletin = drafted(bureau.office)
    text, (state, ranking) = paper_of(bulletin)

    # counted again in plain Python over whole tables
    tasks = [one for one in db.session.scalars(select(Task)) if QUARTER.first <= (one.due_on or DAY) <= QUARTER.last]
    done = [one for one in tasks if one.done_on and one.done_on <= DAY]
    late = [one for one in done if one.done_on and one.due_on and one.done_on > one.due_on]
    findings = [one for one in db.session.scalars(select(Finding)) if QUARTER.first <= one.found_on <= QUARTER.last]
    closed = [one for one in findings if one.closed_on and one.closed_on <= DAY]
    published = sum(one.quantity for one in db.session.scalars(select(LedgerEntry)))
    assert f"到期事项{len(tasks)}项，办结{len(done)}项，未办结{len(tasks) - len(done)}项，逾期办结{len(late)}项" in text
    assert f"公开信息{published}条" in text
    assert f"发现问题{len(findings)}个，已销号{len(closed)}个，未销号{len(findings) - len(closed)}个" in text
    assert broken_heads(bulletin_document(bulletin, gather(bulletin.period, bulletin.as_of), DAY)) == []
    assert cells(state) == [
        ("办公室", "0", "0", "0", "0", "0", "0", "0"),
        ("法规科", "2", "1", "1", "1", "1", "1", "4"),
        ("规划科", "1", "1", "0", "0", "1", "0", "18"),
    ]
    # 办公室 and 规划科 lose 5 (no officer), 规划科 2 more (a finding);
    # 法规科 5 (officer), 5 (open task), 2 (a finding), 4 (not answered in time)
    assert cells(ranking) == [
        ("1", "办公室", "95", "优秀"), ("2", "规划科", "93", "优秀"), ("3", "法规科", "84", "良好"),
    ]  # fmt: skip
    assert "平均90.67分，其中优秀2个、良好1个、合格0个、不合格0个" in text


@pytest.mark.usefixtures("context", "scored")
def test_capability_75_a_circular_names_advanced_and_lagging_units(bureau: Bureau) -> None:
    text, _ = paper_of(drafted(bureau.office))

    assert "工作先进的科室、单位：办公室（95分，第1名）；规划科（93分，第2名）。" in text
    assert "工作滞后的科室、单位：法规科（84分，第3名，未办结1项，问题未销号1个）。" in text
    assert "法规科要查明原因" in text


@pytest.mark.usefixtures("context", "scored")
def test_capability_74_a_quarterly_circular_tells_good_practice_problems_and_demands(bureau: Bureau) -> None:
    bulletin = drafted(bureau.office)
    by_heading = {one.heading: one for one in bulletin.sections}

    assert bulletin.title == "关于2026年第3季度政务公开工作情况的通报"
    assert "规划科：规划草案公示30日，收到意见23条" in by_heading["好的做法"].text
    assert "法规科：3个链接打不开" in by_heading["存在的问题"].text
    assert "法规科：《公开目录》，时限" not in by_heading["存在的问题"].text
    assert "法规科：《公开目录》" in by_heading["存在的问题"].text
    assert by_heading["工作要求"].text
    assert {source["kind"] for source in by_heading["存在的问题"].sources} == {"task", "finding"}


@pytest.mark.usefixtures("context", "scored")
def test_a_report_of_the_first_day_of_the_period_is_told_and_one_of_the_day_before_is_not(
    make: Factory, bureau: Bureau
) -> None:
    for day, done in (((7, 1), "首日报送经验。"), ((6, 30), "上季度报送。")):
        task = make.task(lead=bureau.plan, due_on=date(2026, 12, 1))
        make.report(task, bureau.plan, state="accepted", done=done, reported_at=clock_of(*day))

    told = {item.text for item in gather(QUARTER, DAY).practices}

    assert "首日报送经验。" in told
    assert "上季度报送。" not in told


@pytest.mark.usefixtures("context", "scored")
def test_no_unit_fills_the_good_practice_of_a_circular_alone(make: Factory, bureau: Bureau) -> None:
    for number in range(4):
        task = make.task(lead=bureau.plan, due_on=date(2026, 12, 1))
        make.report(task, bureau.plan, state="accepted", done=f"做法{number}。", reported_at=clock_of(8, 10 + number))

    assert [item.text for item in gather(QUARTER, DAY).practices if item.unit == "规划科"] == ["做法3。", "做法2。"]


@pytest.mark.usefixtures("context")
def test_more_problems_than_a_circular_tells_are_counted_and_not_left_out_in_silence(
    make: Factory, bureau: Bureau
) -> None:
    for number in range(10):
        make.finding(bureau.law, found_on=date(2026, 8, 3), due_on=date(2026, 8, 20), description=f"第{number}处不准")

    (text,) = (one.text for one in drafted(bureau.office).sections if one.heading == "存在的问题")

    assert "八是" in text
    assert "九是" not in text
    assert "其余4个问题见表1" in text  # 10 and the two of the bureau, 8 told


@pytest.mark.usefixtures("context")
def test_capability_48_what_was_published_stands_in_the_circular_by_unit(bureau: Bureau) -> None:
    by = Actor("录入", Role.SECTION, unit_id=bureau.law.id, unit_name="法规科")
    with clock.pinned_at(clock_of(9, 29)):
        entered("published", by, day=date(2026, 9, 3), quantity=7, category="工作动态")
        entered("published", by, "上季度的", day=date(2026, 6, 3), quantity=9)

    units = {unit.name: unit.published for unit in gather(QUARTER, DAY).units}

    assert units == {"办公室": 0, "法规科": 7, "规划科": 0}


@pytest.mark.usefixtures("context")
def test_without_scores_units_are_named_by_their_work_and_the_gate_says_so(bureau: Bureau) -> None:
    bulletin = drafted(bureau.office)
    text, tables = paper_of(bulletin)

    assert "工作滞后的科室、单位：法规科（未办结1项，问题未销号1个）。" in text
    assert "工作先进的科室、单位：规划科（到期1项，全部按时办结）。" in text
    assert len(tables) == 1
    assert [one.kind for one in gate_of(SOURCE, bulletin.id).open] == ["unscored"]


@pytest.mark.usefixtures("context", "scored")
def test_numbers_typed_by_hand_and_empty_sections_stand_in_the_way(bureau: Bureau) -> None:
    bulletin = drafted(bureau.office)
    _, state, *_, demands = bulletin.sections
    edit_section(state.id, heading=state.heading, text=state.text + "其中重点事项12项。", by=bureau.office)
    edit_section(demands.id, heading=demands.heading, text="", by=bureau.office)

    found = {one.kind: one for one in gate_of(SOURCE, bulletin.id).open}

    assert set(found) == {"typed", "empty"}
    assert found["typed"].facts[1] == "12项"
    with pytest.raises(RuleBroken, match="cannot be waived"):
        waive(SOURCE.kind, bulletin.id, found["empty"].mark, "算了", by=bureau.office)
    with pytest.raises(RuleBroken, match="gate"):
        content = SOURCE.get(bulletin.id).content
        take_step(SOURCE.kind, bulletin.id, Step.DRAFT, seen=content, by=bureau.office)


@pytest.mark.usefixtures("context", "scored")
def test_a_circular_goes_through_the_chain_gets_its_number_and_keeps_its_figures(bureau: Bureau) -> None:
    bulletin = drafted(bureau.office)
    kind, content = SOURCE.kind, SOURCE.get(bulletin.id).content
    take_step(kind, bulletin.id, Step.DRAFT, seen=content, by=bureau.office)
    take_step(kind, bulletin.id, Step.CHECK, seen=content, by=bureau.checker)
    with pytest.raises(NotAllowed):
        print_paper(kind, bulletin.id, by=bureau.office)

    printed = print_paper(kind, bulletin.id, by=bureau.leader)
    paper = issue(kind, bulletin.id, printed, seen=content, by=bureau.leader)

    assert paper.code == "清档发〔2026〕1号"
    assert paper.is_for_everybody
    frozen = find_frozen(kind, bulletin.id)
    assert frozen is not None
    assert frozen.is_whole
    figures = frozen_figures(frozen)
    assert figures["发现问题数"].value == 2
    assert "到期事项数" in paper.figures
    assert get_chain(kind, bulletin.id, bureau.leader).standing.next is None
    with transaction():
        finding = db.session.scalars(select(Finding).where(Finding.unit_id == bureau.law.id)).one()
        finding.found_on = date(2026, 6, 1)
    assert get_chain(kind, bulletin.id, bureau.leader).differs
    kept = find_frozen(kind, bulletin.id)
    assert kept is not None
    assert frozen_figures(kept)["发现问题数"].value == 2


@pytest.mark.usefixtures("context")
def test_a_period_has_one_circular_of_a_month_a_quarter_half_a_year_or_a_year(bureau: Bureau) -> None:
    drafted(bureau.office)

    with pytest.raises(RuleBroken, match="already"):
        drafted(bureau.office)
    with pytest.raises(RuleBroken, match="a quarter"):
        drafted(bureau.office, months_period(2026, 7, 8))
    with pytest.raises(RuleBroken, match="first of the period"):
        draft_bulletin(months_period(2026, 11, 11), by=bureau.office)
    with pytest.raises(NotAllowed):
        drafted(bureau.leader, months_period(2026, 9, 9))
    for period in (months_period(2026, 9, 9), months_period(2026, 1, 6)):
        assert drafted(bureau.office, period).sections


@pytest.mark.usefixtures("context", "scored")
def test_a_section_is_edited_by_names_of_figures_and_drafted_anew(bureau: Bureau) -> None:
    section = drafted(bureau.office).sections[1]
    draft = section.text

    with pytest.raises(RuleBroken, match="no figure called"):
        edit_section(section.id, heading="总体情况", text="办结{没有的数}", by=bureau.office)
    with pytest.raises(RuleBroken, match="brace"):
        edit_section(section.id, heading="总体情况", text="办结{到期办结数", by=bureau.office)
    changed = edit_section(section.id, heading="总体情况", text="办结{到期办结数}。", by=bureau.office, seen=1)
    with pytest.raises(Stale):
        edit_section(section.id, heading="总体情况", text="另一稿", by=bureau.office, seen=1)

    assert names_in(get_bulletin(changed.bulletin_id))[0] == "到期办结数"
    assert redraft_section(section.id, by=bureau.office).text == draft


@pytest.mark.usefixtures("context", "scored")
def test_figures_follow_the_day_of_the_circular(bureau: Bureau) -> None:
    bulletin = drafted(bureau.office)

    edit_front(bulletin.id, title=bulletin.title, addressee="各科室", as_of=date(2026, 8, 10), by=bureau.office)

    text, _ = paper_of(get_bulletin(bulletin.id))
    assert "到期事项3项，办结0项，未办结3项" in text
    with pytest.raises(RuleBroken, match="between"):
        edit_front(bulletin.id, title="通报", addressee="", as_of=date(2026, 12, 1), by=bureau.office)


def unit(name: str, **values: object) -> UnitState:
    made = {"due": 0, "done": 0, "late": 0, "findings": 0, "unclosed": 0, "published": 0, **values}
    return UnitState(1, name, **made)  # type: ignore[arg-type]


def test_advanced_are_the_first_places_without_open_work_and_lagging_the_lowest_with_some() -> None:
    units = [
        unit("甲", place=1, score=Decimal(99)),
        unit("乙", place=2, score=Decimal(98), due=2, done=1),
        unit("丙", place=3, score=Decimal(97)),
        unit("丁", place=4, score=Decimal(60), unclosed=1),
    ]

    assert [one.name for one in advanced(units)] == ["甲", "丙"]
    assert [one.name for one in lagging(units)] == ["丁", "乙"]
    assert lagging([unit("甲")]) == advanced([unit("甲")]) == []


def test_numbers_of_the_draft_and_names_of_figures_are_not_typed_by_hand() -> None:
    assert typed_numbers("办结{到期办结数}，重点5项、3个链接打不开", "3个链接打不开") == ["5项"]


def test_the_office_drafts_reads_and_prints_a_circular(
    app: Flask, make: Factory, client_of: ClientOf, bureau: Bureau, scored: None
) -> None:
    office = client_of(make.account(Role.OFFICE))

    made = fill(office, "/circulars/new", period="2026-Q3", as_of="2026-10-12")
    page = office.get(made.location).get_data(as_text=True)
    figured = office.get(f"{made.location}?figure=到期办结数").get_data(as_text=True)
    pdf, docx = office.get(f"{made.location}.pdf"), office.get(f"{made.location}.docx")

    assert made.status_code == 303
    assert "工作先进的科室、单位" in page
    assert "送签" in page
    assert "其中截至统计日已办结的" in figured
    assert pdf.get_data().startswith(b"%PDF-")
    assert docx.get_data().startswith(b"PK")
    with app.app_context():
        section_id = db.session.scalars(select(BulletinSection.id)).first()
    wrong = fill(office, f"/circulars/sections/{section_id}", text="办结{没有}")
    assert "办结{没有}" in wrong.get_data(as_text=True)
    saved = fill(office, f"/circulars/sections/{section_id}", text="现将本季度情况通报如下。")
    assert saved.status_code == 303
    again = fill(office, f"/circulars/sections/{section_id}", action=f"/circulars/sections/{section_id}/redraft")
    assert again.status_code == 303


def test_a_section_reads_the_issued_circular_and_no_draft(
    app: Flask, make: Factory, client_of: ClientOf, bureau: Bureau, scored: None
) -> None:
    with app.app_context():
        bulletin = drafted(bureau.office)
        kind, content = SOURCE.kind, SOURCE.get(bulletin.id).content
    section = client_of(make.account(Role.SECTION, unit=bureau.law))
    assert "情况的通报" not in section.get("/circulars").get_data(as_text=True)
    assert section.get(f"/circulars/{bulletin.id}").status_code == 403

    with app.app_context():
        take_step(kind, bulletin.id, Step.DRAFT, seen=content, by=bureau.office)
        take_step(kind, bulletin.id, Step.CHECK, seen=content, by=bureau.checker)
        printed = print_paper(kind, bulletin.id, by=bureau.leader)
        paper = issue(kind, bulletin.id, printed, seen=content, by=bureau.leader)

    assert "情况的通报" in section.get("/circulars").get_data(as_text=True)
    assert section.get(f"/papers/{paper.id}").status_code == 200


@pytest.mark.usefixtures("context")
def test_a_circular_takes_as_many_statements_for_many_units_as_for_few(make: Factory, bureau: Bureau) -> None:
    with counting() as few:
        gather(QUARTER, DAY)
    for _ in range(6):
        made = make.unit()
        make.task(lead=made, due_on=date(2026, 9, 1))
        make.finding(made, found_on=date(2026, 7, 9), due_on=date(2026, 7, 23))
    with counting() as many:
        gather(QUARTER, DAY)

    assert many.count <= few.count + 1  # the factory leaves a transaction whose calendar is looked up again
    assert many.count <= 24


def test_the_leader_is_told_of_objections_that_wait_for_a_decision(
    app: Flask, make: Factory, client_of: ClientOf, bureau: Bureau
) -> None:
    leader = client_of(make.account(Role.LEADERSHIP))
    assert "考核异议等您决定" not in leader.get("/circulars").get_data(as_text=True)
    with app.app_context():
        rules = take_preset("hundred", by=bureau.office)
        made = make_scoring(ScoringOrder(rules.id, QUARTER, DAY), by=bureau.office)
        announce_scoring(made.id, by=bureau.office)
        mark = next(one for one in made.units if one.unit_id == bureau.law.id).marks[0]
        object_to(mark.id, "责任不在我科。", Proofs(), by=bureau.section)

    assert "有1件考核异议等您决定" in leader.get("/circulars").get_data(as_text=True)


@pytest.mark.usefixtures("context", "scored")
def test_every_figure_that_only_a_circular_has_leads_to_a_page_with_its_rows(
    app: Flask, make: Factory, client_of: ClientOf, bureau: Bureau
) -> None:
    figures = gather(QUARTER, DAY).figures
    own = [figures[name] for name in ("到期事项数", "考核平均分", "法规科得分", "法规科到期数", "法规科未销号数")]

    with app.test_request_context():
        pages = [url_for(one.rows[0], **one.rows[1]) for one in own if one.rows]

    assert len(pages) == len(own)
    assert len(set(pages)) == 4  # the mean and score of a unit stand on the same list
