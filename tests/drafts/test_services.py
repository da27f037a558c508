"""Keeping drafts: one for each person and form, dropped with the form's success, of one's own forms only."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.support.factory import Factory
from tracker.db import db
from tracker.drafts import rules
from tracker.drafts.models import Draft
from tracker.drafts.queries import find_draft
from tracker.drafts.rules import name_of
from tracker.drafts.services import drop_draft, save_draft
from tracker.errors import NotFound, RuleBroken
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role

pytestmark = pytest.mark.usefixtures("context")


def person(make: Factory, unit: Unit | None = None, role: Role = Role.SECTION) -> Actor:
    """Somebody with an account."""
    return replace(make.actor(role, unit=unit), account_id=make.account(role, unit=unit).id)


def number_of_drafts() -> int:
    return db.session.scalar(select(func.count()).select_from(Draft)) or 0


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit()


def test_r14_what_is_typed_last_takes_the_place_of_what_was_typed_before(make: Factory, unit: Unit) -> None:
    by, place = person(make, unit), f"/tasks/{make.task(lead=unit).id}/report"

    save_draft(place, {"done": ["已公"]}, by=by)
    save_draft(place, {"done": ["已公布\r\n第一批"], "kept": ["1", "2"]}, by=by)

    draft = find_draft(place, by)
    assert draft is not None
    assert draft.fields == {"done": ["已公布\n第一批"], "kept": ["1", "2"]}
    assert number_of_drafts() == 1


def test_r14_each_person_has_drafts_of_their_own(make: Factory, unit: Unit) -> None:
    first, second = person(make, unit), person(make, unit)
    place = f"/tasks/{make.task(lead=unit).id}/report"

    save_draft(place, {"done": ["甲"]}, by=first)

    assert find_draft(place, second) is None
    drop_draft(place, by=second)
    assert find_draft(place, first) is not None
    drop_draft(place, by=first)
    assert find_draft(place, first) is None


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/tasks/12/report", "/tasks/12/report"), ("/tasks/12/report?", "/tasks/12/report"),
        ("/tasks/12/report?draft=use", "/tasks/12/report"),
        ("/annual-report/2025?part=5&draft=use", "/annual-report/2025?part=5"),
        ("/figures/%E5%8A%9E%E7%BB%93%E6%95%B0", "/figures/办结数"),
    ],
)  # fmt: skip
def test_a_form_is_named_by_the_address_it_is_sent_to(address: str, name: str) -> None:
    assert name_of(address) == name_of(name) == name


@pytest.mark.parametrize(
    "address", ["", "tasks/12/report", "//elsewhere/tasks", "https://a.example/b", f"/{'a' * 300}"]
)
def test_what_is_no_address_of_ours_names_no_form(address: str) -> None:
    with pytest.raises(NotFound):
        name_of(address)


def test_w8_a_draft_holds_so_much_and_no_more(make: Factory, unit: Unit) -> None:
    by, place = person(make, unit), f"/tasks/{make.task(lead=unit).id}/report"

    save_draft(place, {"done": ["字" * (rules.MOST_CHARACTERS - 4)]}, by=by)
    with pytest.raises(RuleBroken, match="too long"):
        save_draft(place, {"done": ["字" * (rules.MOST_CHARACTERS - 3)]}, by=by)
    with pytest.raises(RuleBroken, match="too long"):
        save_draft(place, {"kept": ["1"] * (rules.MOST_FIELDS + 1)}, by=by)

    kept = find_draft(place, by)
    assert kept is not None
    assert len(kept.fields["done"][0]) == rules.MOST_CHARACTERS - 4


def test_the_draft_left_alone_longest_gives_way(
    make: Factory, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("tracker.drafts.services.MOST_DRAFTS", 2)
    by = person(make, unit)
    places = [f"/tasks/{make.task(lead=unit).id}/report" for _ in range(3)]

    for place in (*places[:2], places[0], places[2]):
        save_draft(place, {"done": ["甲"]}, by=by)

    assert [find_draft(place, by) is not None for place in places] == [True, False, True]
