"""The gate of the summary: what it finds, how each is mended, and the way from the draft to the issued paper."""

from datetime import date

import pytest

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.errors import NotAllowed, RuleBroken, Stale
from tracker.figures.frozen import find_frozen
from tracker.history.unchanged import forget
from tracker.issuing.content import Obstacle, source_of
from tracker.issuing.rules import Step
from tracker.issuing.services import issue, print_paper, take_step, waive
from tracker.permissions import Actor, Role
from tracker.progress.models import Evidence
from tracker.progress.rules import ReportState
from tracker.summary.desk import get_desk
from tracker.summary.gate import find_obstacles
from tracker.summary.models import Summary, SummarySection
from tracker.summary.queries import gather, get_section, get_summary
from tracker.summary.services import draft_summary, edit_section
from tracker.summary.talking import mend, restore_version, say, settle
from tracker.summary.versions import Change, compare, count_remarks, list_remarks, list_versions
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def office(make: Factory) -> Actor:
    make.agency(name="清河市档案局", document_code="清档发")
    return make.actor(Role.OFFICE)


@pytest.fixture
def summary(make: Factory, office: Actor) -> Summary:
    """A draft of 2025 with one open task; chapters that would only have a marked blank are empty."""
    make.task(lead=make.unit("法规科"), due_on=date(2025, 9, 30), year=2025, title="开放档案目录")
    drafted = draft_summary(2025, by=office)
    for section in drafted.sections:
        if "＿＿" in section.text:
            write(section, "", office)
    return drafted


def write(section: SummarySection, text: str, by: Actor) -> None:
    edit_section(section.id, heading=section.heading, text=text, by=by)


def found(kind: str) -> list[Obstacle]:
    summary = get_summary(2025)
    return [one for one in find_obstacles(summary, gather(2025, clock.today())) if one.kind == kind]


def test_a_fresh_draft_contradicts_nothing(summary: Summary) -> None:
    assert found("contradiction") == found("blank") == found("unknown") == []


def test_a_number_typed_by_hand_is_found_and_mended_with_one_press(summary: Summary, office: Actor) -> None:
    section = summary.sections[1]
    write(section, "全年分解任务 三 项，办结{办结数}。", office)

    (one,) = found("contradiction")
    assert str(one.what) == "Typed by hand: “全年分解任务三项”; the registers say 1项."
    mend(section.id, one.mark, by=office)

    assert get_section(section.id).text == "全年分解任务 {任务总数}，办结{办结数}。"
    assert found("contradiction") == []
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        mend(section.id, one.mark, by=office)


@pytest.mark.parametrize("text", ["全年共编发《政务信息》  期。", "居全市第____名。", "印发材料＿＿份。"])
def test_capability_92_a_blank_slot_stands_in_the_way(summary: Summary, office: Actor, text: str) -> None:
    write(summary.sections[1], text, office)

    assert len(found("blank")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "收到来信XX件。",
        "○月召开会议。",
        "发放手册××份。",
        "覆盖率待核实。",
        "由（）负责。",
        "有关数字待补充",
        "印发通知??份。",
    ],
)
def test_capability_92_what_people_put_where_a_number_is_still_to_come_is_found(
    summary: Summary, office: Actor, text: str
) -> None:
    write(summary.sections[2], text, office)

    assert len(found("blank")) == 1


@pytest.mark.parametrize("text", ["二○二五年", "有待完善。", "第（一）项", "A4×2", "尚待核实的线索已移交。"])
def test_what_only_looks_like_a_blank_is_left_alone(summary: Summary, office: Actor, text: str) -> None:
    write(summary.sections[2], text, office)

    assert found("blank") == []


def test_capability_92_a_blank_of_any_chapter_is_filled_with_one_press_where_it_is_clear_what_it_asks_for(
    summary: Summary, office: Actor
) -> None:
    write(summary.sections[3], "全年共分解任务____项，接待来访 人次。", office)
    clear, unclear = found("blank")

    assert (clear.mend is not None, unclear.mend) == (True, None)
    mend(summary.sections[3].id, clear.mark, by=office)

    assert get_section(summary.sections[3].id).text == "全年共分解任务{任务总数}，接待来访 人次。"
    assert len(found("blank")) == 1


def test_an_unwritten_section_stands_in_the_way(summary: Summary, office: Actor) -> None:
    section = next(one for one in summary.sections if one.text)
    before = len(found("unwritten"))

    write(section, "", office)

    assert len(found("unwritten")) == before + 1
    assert ("summary.section", {"section_id": section.id}) in [one.at for one in found("unwritten")]


def test_findings_left_open_stand_in_the_way_until_they_are_closed(
    summary: Summary, make: Factory, office: Actor
) -> None:
    finding = make.finding(make.unit(), year=2025)
    (one,) = found("findings")
    waive("summary", summary.id, one.mark, "次年二月复核。", by=office)

    other = make.finding(make.unit(), year=2025)

    gate = get_desk(2025, "", office).gate
    (unclosed,) = [one for one in gate.open if one.kind == "findings"]  # one more: the waiver was for the other case
    assert set(unclosed.facts) == {finding.id, other.id}


def test_a_finished_task_without_evidence_stands_in_the_way(summary: Summary, make: Factory, office: Actor) -> None:
    unit = make.unit("档案科")
    task = make.task(lead=unit, year=2025, state=TaskState.DONE, done_on=date(2025, 5, 1), title="公开指南")
    report = make.report(task, unit, state=ReportState.ACCEPTED)
    (one,) = found("evidence")
    assert "公开指南" in str(one.what)

    make._save(
        Evidence(
            report_id=report.id, name="指南", url="https://a.example/", added_at=clock.now(), added_by="王芳",
        )
    )  # fmt: skip

    assert found("evidence") == []


def test_a_character_without_typeface_cannot_be_waived(summary: Summary, office: Actor) -> None:
    write(summary.sections[1], "由\U0002ebe0科负责。", office)

    (one,) = found("glyphs")
    with pytest.raises(RuleBroken, match="has to be mended"):
        waive("summary", summary.id, one.mark, "理由", by=office)


def test_two_people_on_two_sections_lose_nothing_and_on_one_both_texts_are_shown(
    summary: Summary, make: Factory, office: Actor
) -> None:
    first, second = summary.sections[1], summary.sections[2]
    other = make.actor(Role.OFFICE, name="周红")
    seen = {one.id: one.version for one in (first, second)}

    edit_section(first.id, heading="甲", text="甲的话。", by=office, seen=seen[first.id])
    edit_section(second.id, heading="乙", text="乙的话。", by=other, seen=seen[second.id])
    with pytest.raises(Stale) as stale:
        edit_section(first.id, heading="甲", text="乙也改了。", by=other, seen=seen[first.id])

    assert stale.value.current["text"] == "甲的话。"
    assert stale.value.saved_by == office.name
    assert [get_section(one.id).text for one in (first, second)] == ["甲的话。", "乙的话。"]


def test_every_text_a_section_had_can_be_taken_up_again(summary: Summary, office: Actor) -> None:
    section = summary.sections[1]
    drafted = section.text
    write(section, "第二稿。", office)
    write(section, "第三稿。", office)
    assert [one.text for one in list_versions(section.id)] == ["第三稿。", "第二稿。", drafted]

    restore_version(section.id, 1, by=office)

    assert get_section(section.id).text == drafted
    assert len(list_versions(section.id)) == 4


def test_two_versions_side_by_side_show_what_is_gone_and_what_is_new() -> None:
    left, right = compare("办结{办结数}，共12件。", "办结{办结数}，共13件！")

    assert [part.text for part in left if part.change is Change.GONE] == ["12", "。"]
    assert [part.text for part in right if part.change is Change.NEW] == ["13", "！"]
    assert "".join(part.text for part in left) == "办结{办结数}，共12件。"


def test_a_remark_waits_until_the_office_saw_to_it(summary: Summary, make: Factory, office: Actor) -> None:
    section = summary.sections[1]
    leader = make.actor(Role.LEADERSHIP, name="陈局")
    remark = say(section.id, "请写得短些。", by=leader)
    assert count_remarks(summary.id) == {section.id: 1}
    with pytest.raises(NotAllowed):
        settle(remark.id, by=leader)

    settle(remark.id, by=office)

    assert count_remarks(summary.id) == {}
    assert list_remarks(section.id)[0].settled_by == office.name


def issue_it(summary: Summary, make: Factory, office: Actor) -> None:
    source, leader = source_of("summary"), make.actor(Role.LEADERSHIP, name="陈局")
    for one in source.obstacles(summary.id):
        waive("summary", summary.id, one.mark, "年后处理。", by=office)
    seen = source.get(summary.id).content
    take_step("summary", summary.id, Step.DRAFT, seen=seen, by=office)
    take_step("summary", summary.id, Step.CHECK, seen=seen, by=make.actor(Role.OFFICE, name="周红"))
    issue("summary", summary.id, print_paper("summary", summary.id, by=leader), seen=seen, by=leader)


def test_issuing_freezes_the_figures_and_later_changes_show_what_differs(
    summary: Summary, make: Factory, office: Actor
) -> None:
    issue_it(summary, make, office)
    frozen = find_frozen("summary", summary.id)
    assert frozen is not None
    assert "任务总数" in {one.name for one in frozen.figures}
    assert get_desk(2025, "", office).changed == []

    make.task(lead=make.unit(), year=2025)

    desk = get_desk(2025, "", office)
    assert ("任务总数", "+1") in [(line.frozen.name, line.by) for line in desk.changed]
    assert desk.chain.differs


def test_the_desk_asks_a_fixed_number_of_statements(summary: Summary, make: Factory, office: Actor) -> None:
    get_desk(2025, "", office)
    forget()
    with counting() as few:
        get_desk(2025, "", office)
    for _ in range(5):
        make.task(lead=make.unit(), year=2025)
        make.finding(make.unit(), year=2025)

    with counting() as many:
        get_desk(2025, "", office)

    assert many.count <= few.count + 2
