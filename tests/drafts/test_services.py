"""Keeping drafts: one for each person and form, dropped with the form's success, of one's own forms only."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.support.factory import Factory
from tracker.db import db
from tracker.drafts import rules
from tracker.drafts.models import Draft
from tracker.drafts.queries import find_draft
from tracker.drafts.rules import Place, place_named
from tracker.drafts.services import drop_draft, save_draft
from tracker.errors import NotAllowed, NotFound, RuleBroken
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
    by, place = person(make, unit), Place("progress.report", make.task(lead=unit).id)

    save_draft(place, {"done": ["已公"]}, by=by)
    save_draft(place, {"done": ["已公布\r\n第一批"], "kept": ["1", "2"]}, by=by)

    draft = find_draft(place, by)
    assert draft is not None
    assert draft.fields == {"done": ["已公布\n第一批"], "kept": ["1", "2"]}
    assert number_of_drafts() == 1


def test_r14_each_person_has_drafts_of_their_own(make: Factory, unit: Unit) -> None:
    first, second = person(make, unit), person(make, unit)
    place = Place("progress.report", make.task(lead=unit).id)

    save_draft(place, {"done": ["甲"]}, by=first)

    assert find_draft(place, second) is None
    drop_draft(place, by=second)
    assert find_draft(place, first) is not None
    drop_draft(place, by=first)
    assert find_draft(place, first) is None


def test_c2_no_draft_is_kept_of_a_form_about_the_work_of_others(make: Factory, unit: Unit) -> None:
    by, other = person(make, unit), make.unit()
    foreign = [Place("progress.report", make.task(lead=other).id), Place("checks.answer", make.finding(other).id)]

    for place in foreign:
        with pytest.raises(NotFound):
            save_draft(place, {"done": ["甲"]}, by=by)
    with pytest.raises(NotAllowed):
        save_draft(Place("summary.section", 1), {"text": ["甲"]}, by=by)

    assert number_of_drafts() == 0


@pytest.mark.parametrize(
    "name",
    ["", "progress.report", "progress.report/", "progress.report/0", "progress.report/-1", "progress.report/一",
     "progress.report/9223372036854775808", "accounts.login/1", "progress.report/1/2"],
)  # fmt: skip
def test_a_form_that_keeps_no_drafts_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        place_named(name)


def test_w8_a_draft_holds_so_much_and_no_more(make: Factory, unit: Unit) -> None:
    by, place = person(make, unit), Place("progress.report", make.task(lead=unit).id)

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
    places = [Place("progress.report", make.task(lead=unit).id) for _ in range(3)]

    for place in (*places[:2], places[0], places[2]):
        save_draft(place, {"done": ["甲"]}, by=by)

    assert [find_draft(place, by) is not None for place in places] == [True, False, True]
