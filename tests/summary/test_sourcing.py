"""Every sentence shows what it comes from: when it was drafted, when it was changed, when it was written by hand."""

from datetime import date, timedelta

import pytest
import time_machine

from tests.summary.a_year import a_year
from tests.support.factory import Factory
from tests.support.pages import token_of
from tracker import clock
from tracker.permissions import Actor, Role
from tracker.summary.desk import get_desk
from tracker.summary.models import SummarySection
from tracker.summary.queries import gather, get_summary
from tracker.summary.services import draft_summary, edit_section
from tracker.summary.sourcing import Traced, trace

TODAY = date(2026, 1, 8)


@pytest.fixture
def office(make: Factory, app: object) -> Actor:
    with make.app.app_context():
        office = a_year(make)
        draft_summary(2025, by=office)
    return office


def traced(section: SummarySection) -> list[Traced]:
    return trace(section, gather(2025, TODAY).figures)


def section(key: str) -> SummarySection:
    return next(one for one in get_summary(2025).sections if one.key == key)


def words(one: Traced) -> str:
    return "".join(piece.words for piece in one.words)


def test_no_sentence_of_a_draft_is_without_a_source(office: Actor, context: None) -> None:
    every = [one for part in get_summary(2025).sections for one in traced(part)]

    assert len(every) > 20
    assert [words(one) for one in every if not one.origins or one.is_changed] == []


def test_a_changed_sentence_keeps_its_sources_and_one_by_hand_has_none(office: Actor, context: None) -> None:
    opened = section("opening")
    first = traced(opened)[0]
    changed = opened.text.replace("认真贯彻", "深入贯彻", 1) + "\n今后还要再接再厉。"

    edit_section(opened.id, heading=opened.heading, text=changed, by=office)

    now = traced(section("opening"))
    assert now[0].is_changed
    assert now[0].origins == first.origins
    assert (words(now[-1]), now[-1].origins, now[-1].is_changed) == ("今后还要再接再厉。", [], False)
    desk = get_desk(2025, "", office)
    assert {sheet.section.key: sheet.by_hand for sheet in desk.sheets if sheet.by_hand} == {"opening": 1}


def test_every_source_leads_to_its_page_in_the_editor_and_beside_the_text(make: Factory, office: Actor) -> None:
    with make.app.test_request_context():
        every = [one for part in get_summary(2025).sections for one in traced(part)]
        numbers = {one.key: one.id for one in get_summary(2025).sections}
        places = {str(one.at): one.at for sentence in every for one in sentence.origins if one.at}
        kinds = {at[0]: make.app.url_for(at[0], **at[1]) for at in places.values()}
    client = make.client_of(make.account(Role.OFFICE))

    for address in kinds.values():
        assert client.get(address).status_code == 200, address
    shown = client.get("/summary/2025").get_data(as_text=True)
    editor = client.get(f"/summary/sections/{numbers['disclosure']}").get_data(as_text=True)
    assert {"tasks.show", "checks.finding", "organisation.groups"} <= set(kinds)
    assert shown.count("每句话的来历") > 5
    assert "/tasks/" in editor
    assert "看版面" in editor


def test_whoever_types_into_the_same_section_is_named_and_forgotten_after_a_while(make: Factory, office: Actor) -> None:
    with make.app.app_context():
        number = section("problems").id
    red, ming = (make.account(Role.OFFICE, person_id=make.person(name).id) for name in ("周红", "李明"))
    first, second = make.client_of(red), make.client_of(ming)
    place = f"/summary/sections/{number}"

    def type_something(client: object) -> str:
        typed = {"csrf_token": token_of(client), "draft_of": f"/summary/sections/{number}", "text": "新写一句。"}  # type: ignore[arg-type]
        return str(client.post("/drafts", data=typed).get_json()["others"])  # type: ignore[attr-defined]

    assert type_something(first) == ""
    assert "周红也在改这一段" in second.get(place).get_data(as_text=True)
    assert "也在改这一段" not in first.get(place).get_data(as_text=True)
    assert type_something(second).startswith("周红也在改这一段")
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert "也在改这一段" not in second.get(place).get_data(as_text=True)
