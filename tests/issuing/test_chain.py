"""拟稿→核稿→会签→签发: who may do what, and what a signature holds for."""

import json

import pytest

from tests.issuing.conftest import KIND, People, Sign, again, content_of
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.files.models import Disclosure
from tracker.files.services import file_store
from tracker.history.services import first_broken_entry
from tracker.issuing.content import Obstacle, source_of
from tracker.issuing.models import IssuedPaper
from tracker.issuing.printing import rebuild
from tracker.issuing.queries import find_paper, gate_of, get_chain, get_paper, list_steps, list_to_sign
from tracker.issuing.rules import Outcome, Step
from tracker.issuing.services import (
    Publication,
    issue,
    print_paper,
    send_back,
    set_publication,
    take_step,
    take_waiver_back,
    waive,
)
from tracker.permissions import Actor, Role
from tracker.summary.drafted import SummarySource
from tracker.summary.models import Summary
from tracker.summary.paper import edit_paper
from tracker.summary.paper_rules import Paper
from tracker.summary.services import draft_summary, edit_section
from tracker.workdays.messages import Message


def next_step(draft: Summary, people: People) -> Step | None:
    return get_chain(KIND, draft.id, people.writer).standing.next


def issued(draft: Summary, by: Actor) -> IssuedPaper:
    return issue(KIND, draft.id, print_paper(KIND, draft.id, by=by), seen=content_of(draft.id), by=by)


def change_a_word(draft: Summary, people: People, text: str = "改过的话。") -> None:
    section = draft.sections[0]
    edit_section(section.id, heading=section.heading, text=text, by=people.writer)


def test_a_document_goes_from_the_office_over_the_sections_to_the_leadership(
    draft: Summary, people: People, sign: Sign
) -> None:
    sign(Step.DRAFT, people.writer, cosigners=[people.unit.id])
    sign(Step.CHECK, people.checker, opinion="数字已核对。")
    sign(Step.COSIGN, people.section, opinion="同意。")
    paper = issued(draft, people.leader)

    assert next_step(draft, people) is None
    assert [(one.step, one.name, one.opinion) for one in list_steps(KIND, draft.id)] == [
        (Step.DRAFT, "李明", ""),
        (Step.CHECK, "周红", "数字已核对。"),
        (Step.COSIGN, "王芳", "同意。"),
        (Step.ISSUE, "陈局", ""),
    ]
    assert paper.code == "清档发〔2027〕1号"
    assert first_broken_entry() is None


def test_without_units_to_ask_the_leadership_issues_what_was_checked(
    draft: Summary, people: People, sign: Sign
) -> None:
    sign(Step.DRAFT, people.writer)
    sign(Step.CHECK, people.checker)

    assert next_step(draft, people) is Step.ISSUE


@pytest.mark.parametrize("who", ["checker", "section", "leader"])
def test_nobody_takes_a_step_that_is_not_next(draft: Summary, people: People, sign: Sign, who: str) -> None:
    sign(Step.DRAFT, people.writer, cosigners=[people.unit.id])

    for step in (Step.DRAFT, Step.COSIGN):
        with pytest.raises(RuleBroken, match="not next"):
            sign(step, getattr(people, who))
    with pytest.raises(RuleBroken, match="not next"):
        print_paper(KIND, draft.id, by=people.leader)


def test_whoever_sent_it_does_not_check_it_with_a_second_account_either(
    draft: Summary, people: People, sign: Sign
) -> None:
    sign(Step.DRAFT, people.writer)

    for person in (people.writer, again(people.writer)):
        with pytest.raises(NotAllowed, match="neither checks nor issues"):
            sign(Step.CHECK, person)


def test_a_section_that_was_not_asked_sees_nothing_of_it(
    draft: Summary, people: People, sign: Sign, make: Factory
) -> None:
    stranger = make.actor(Role.SECTION, unit=make.unit("外科"), name="外人")
    sign(Step.DRAFT, people.writer, cosigners=[people.unit.id])
    sign(Step.CHECK, people.checker)

    with pytest.raises(NotFound):
        sign(Step.COSIGN, stranger)
    assert get_chain(KIND, draft.id, people.section).standing.next is Step.COSIGN


def test_the_office_cannot_issue(draft: Summary, people: People, sign: Sign) -> None:
    sign(Step.DRAFT, people.writer)
    sign(Step.CHECK, people.checker)

    with pytest.raises(NotAllowed):
        print_paper(KIND, draft.id, by=people.checker)


def test_a_changed_word_takes_every_signature_away(draft: Summary, people: People, sign: Sign) -> None:
    sign(Step.DRAFT, people.writer)
    sign(Step.CHECK, people.checker)

    change_a_word(draft, people)

    where = get_chain(KIND, draft.id, people.writer).standing
    assert where.next is Step.DRAFT
    assert [one.step for one in where.lapsed] == [Step.DRAFT, Step.CHECK]


def test_a_changed_figure_takes_every_signature_away(draft: Summary, people: People, sign: Sign, make: Factory) -> None:
    sign(Step.DRAFT, people.writer)

    make.task(lead=people.unit)

    assert next_step(draft, people) is Step.DRAFT


def test_a_night_between_two_signatures_changes_nothing(
    draft: Summary, people: People, sign: Sign, time_machine: object
) -> None:
    sign(Step.DRAFT, people.writer)

    time_machine.move_to("2027-01-19T02:00:00Z")  # type: ignore[attr-defined]

    assert next_step(draft, people) is Step.CHECK


def test_a_text_that_changed_under_the_readers_eyes_is_not_signed(draft: Summary, people: People, sign: Sign) -> None:
    read = content_of(draft.id)
    change_a_word(draft, people)

    with pytest.raises(RuleBroken, match="has changed since you opened"):
        sign(Step.DRAFT, people.writer, seen=read)


def test_sent_back_with_a_reason_it_begins_anew(draft: Summary, people: People, sign: Sign) -> None:
    sign(Step.DRAFT, people.writer)
    with pytest.raises(RuleBroken, match="Write the reason"):
        send_back(KIND, draft.id, " ", seen=content_of(draft.id), by=people.leader)

    send_back(KIND, draft.id, "第三节太长。", seen=content_of(draft.id), by=people.leader)

    where = get_chain(KIND, draft.id, people.writer).standing
    assert (where.next, where.is_returned, where.valid) == (Step.DRAFT, True, ())
    assert list_steps(KIND, draft.id)[-1].outcome is Outcome.RETURNED
    sign(Step.DRAFT, people.writer)
    assert next_step(draft, people) is Step.CHECK


def test_what_is_not_on_its_way_is_not_sent_back(draft: Summary, people: People) -> None:
    with pytest.raises(RuleBroken, match="not on its way"):
        send_back(KIND, draft.id, "理由", seen=content_of(draft.id), by=people.leader)


def blank(words: str = "全年编发  期") -> Obstacle:
    return Obstacle("blank", (1, words), Message("A blank"), Message(words))


@pytest.fixture
def obstacles(monkeypatch: pytest.MonkeyPatch) -> list[Obstacle]:
    """What stands in the way; a test may change the list."""
    found = [blank()]
    monkeypatch.setattr(SummarySource, "obstacles", lambda *_: tuple(found))
    return found


def test_a_document_goes_only_through_a_clear_gate(
    draft: Summary, people: People, sign: Sign, obstacles: list[Obstacle]
) -> None:
    with pytest.raises(RuleBroken, match="1 points at the gate"):
        sign(Step.DRAFT, people.writer)

    with pytest.raises(RuleBroken, match="Write the reason"):
        waive(KIND, draft.id, obstacles[0].mark, "", by=people.writer)
    waive(KIND, draft.id, obstacles[0].mark, "期数年后补报。", by=people.writer)
    sign(Step.DRAFT, people.writer)

    (passed,) = gate_of(source_of(KIND), draft.id).waived
    assert (passed[1].name, passed[1].reason) == ("李明", "期数年后补报。")


def test_a_waiver_holds_for_exactly_what_was_seen(
    draft: Summary, people: People, sign: Sign, obstacles: list[Obstacle]
) -> None:
    waive(KIND, draft.id, obstacles[0].mark, "期数年后补报。", by=people.writer)

    obstacles[:] = [blank("全年编发  期和  篇")]

    assert len(gate_of(source_of(KIND), draft.id).open) == 1
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        waive(KIND, draft.id, blank().mark, "理由", by=people.writer)


def test_a_waiver_taken_back_lets_it_stand_in_the_way_again(
    draft: Summary, people: People, obstacles: list[Obstacle]
) -> None:
    waive(KIND, draft.id, obstacles[0].mark, "期数年后补报。", by=people.writer)

    take_waiver_back(KIND, draft.id, obstacles[0].mark, by=people.checker)

    assert len(gate_of(source_of(KIND), draft.id).open) == 1
    with pytest.raises(NotFound):
        take_waiver_back(KIND, draft.id, obstacles[0].mark, by=people.checker)


def test_what_came_into_the_way_after_signing_stops_the_issue(
    draft: Summary, people: People, sign: Sign, obstacles: list[Obstacle]
) -> None:
    obstacles.clear()
    sign(Step.DRAFT, people.writer)
    sign(Step.CHECK, people.checker)

    obstacles.append(blank())

    with pytest.raises(RuleBroken, match="1 points at the gate"):
        issued(draft, people.leader)


def issue_whole(draft: Summary, people: People) -> IssuedPaper:
    for step, by in ((Step.DRAFT, people.writer), (Step.CHECK, people.checker)):
        take_step(KIND, draft.id, step, seen=content_of(draft.id), by=by)
    return issued(draft, people.leader)


def test_capability_94_the_issued_paper_carries_name_and_date(draft: Summary, people: People) -> None:
    paper = issue_whole(draft, people)

    text = json.dumps(paper.document, ensure_ascii=False)
    assert '"names": ["清河市档案局"]' in text
    assert '"signed_on": {"is": "date", "value": "2027-01-15"}' in text


def test_the_issued_files_are_made_again_byte_for_byte(draft: Summary, people: People) -> None:
    paper = issue_whole(draft, people)
    change_a_word(draft, people)

    assert rebuild(get_paper(paper.id, people.leader)).is_same
    with file_store().open(paper.pdf.storage_key) as stored:
        assert stored.read(5) == b"%PDF-"
    with file_store().open(paper.docx.storage_key) as stored:
        assert stored.read(2) == b"PK"


def test_what_changes_after_the_issue_is_seen_and_issued_as_a_further_edition(draft: Summary, people: People) -> None:
    first = issue_whole(draft, people)
    change_a_word(draft, people)
    assert get_chain(KIND, draft.id, people.writer).differs
    assert next_step(draft, people) is Step.DRAFT

    second = issue_whole(draft, people)

    assert (first.edition, first.code) == (1, "清档发〔2027〕1号")
    assert (second.edition, second.code) == (2, "清档发〔2027〕2号")
    newest = find_paper(KIND, draft.id)
    assert newest is not None
    assert newest.id == second.id
    assert not get_chain(KIND, draft.id, people.writer).differs


def test_two_documents_take_the_numbers_of_one_series_without_a_gap(
    draft: Summary, people: People, make: Factory
) -> None:
    issue_whole(draft, people)
    make.task(lead=people.unit, year=2025)
    other = draft_summary(2025, by=people.writer)
    edit_paper(2025, Paper(has_red_head=True), by=people.writer)
    take_step(KIND, other.id, Step.DRAFT, seen=content_of(other.id), by=people.writer)
    take_step(KIND, other.id, Step.CHECK, seen=content_of(other.id), by=people.checker)
    printed = print_paper(KIND, other.id, by=people.leader)
    change_a_word(draft, people)
    assert issue_whole(draft, people).code == "清档发〔2027〕2号"

    # printed as number 2, which somebody else took meanwhile: printed again as number 3
    paper = issue(KIND, other.id, printed, seen=content_of(other.id), by=people.leader)

    assert paper.code == "清档发〔2027〕3号"
    assert rebuild(get_paper(paper.id, people.leader)).is_same


def test_a_number_typed_by_hand_is_kept_and_given_to_nobody_else(draft: Summary, people: People, make: Factory) -> None:
    edit_paper(2026, Paper(has_red_head=True, number="清档发〔2027〕5号"), by=people.writer)
    assert issue_whole(draft, people).code == "清档发〔2027〕5号"
    change_a_word(draft, people)
    with pytest.raises(RuleBroken, match="stands on another issued paper"):
        issue_whole(draft, people)

    edit_paper(2026, Paper(has_red_head=True), by=people.writer)

    assert issue_whole(draft, people).code == "清档发〔2027〕6号"


def test_a_paper_without_red_head_takes_no_number(draft: Summary, people: People) -> None:
    edit_paper(2026, Paper(), by=people.writer)

    assert (issue_whole(draft, people).code, find_paper(KIND, draft.id).number) == ("", None)  # type: ignore[union-attr]


def test_capability_96_a_paper_carries_what_is_published_with_it(draft: Summary, people: People) -> None:
    paper = issue_whole(draft, people)
    asked = Publication("620700036/2027-00008", "清河市档案局", Disclosure.OPEN, "办公室")

    set_publication(paper.id, asked, by=people.writer)

    kept = get_paper(paper.id, people.writer)
    assert (kept.index_code, kept.publisher, kept.disclosure, kept.department, kept.issued_on.isoformat()) == (
        "620700036/2027-00008", "清河市档案局", Disclosure.OPEN, "办公室", "2027-01-15",
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        set_publication(paper.id, asked, by=people.section)


def test_a_document_waits_for_whoever_takes_its_next_step_by_the_text_that_was_signed_last(
    draft: Summary, people: People, sign: Sign
) -> None:
    sign(Step.DRAFT, people.writer)
    sign(Step.CHECK, people.checker)

    with counting() as statements:
        waiting = [(one.title, one.step, one.sent.name) for one in list_to_sign(people.leader)]

    assert waiting == [(draft.title, Step.ISSUE, people.checker.name)]
    assert statements.count == 1
    assert list_to_sign(people.checker) == []
    change_a_word(draft, people)
    assert [one.title for one in list_to_sign(people.leader)] == [draft.title]
    assert get_chain("summary", draft.id, people.leader).standing.lapsed
    sign(Step.DRAFT, people.writer)
    assert list_to_sign(people.leader) != []  # to be checked anew
    assert [one.step for one in list_to_sign(people.checker)] == [Step.CHECK]
