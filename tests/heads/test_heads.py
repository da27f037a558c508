"""The switch that puts the head of a unit between officer and office."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.heads.queries import has_head, is_reviewed, list_heads
from tracker.heads.services import switch_head_review
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.organisation.rules import Post
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]


def head_of(make: Factory, unit: Unit, **values: object) -> Account:
    """The account of a unit's head."""
    person = make.person("周文斌", unit=unit)
    make.post(person, unit, Post.HEAD)
    return make.account(Role.SECTION, person_id=person.id, **values)


@pytest.mark.usefixtures("context")
def test_the_office_switches_it_for_any_unit_with_a_head_who_can_sign_in(make: Factory) -> None:
    office, unit, bare = make.actor(Role.OFFICE), make.unit("规划科"), make.unit()
    head_of(make, unit)

    switch_head_review(unit.id, on=True, by=office)
    switch_head_review(unit.id, on=True, by=office)

    assert is_reviewed(unit.id)
    assert [entry.event for entry in list_history_of("unit", unit.id)] == ["unit.head_review"]
    with pytest.raises(RuleBroken, match="no head who can sign in"):
        switch_head_review(bare.id, on=True, by=office)
    with pytest.raises(NotFound):
        switch_head_review(9999, on=True, by=office)
    switch_head_review(unit.id, on=False, by=office)
    assert not is_reviewed(unit.id)


@pytest.mark.usefixtures("context")
def test_a_head_who_may_not_report_is_no_head_to_wait_for(make: Factory) -> None:
    unit = make.unit()
    head_of(make, unit, is_active=False)
    leader = make.account(Role.LEADERSHIP)
    other = make.unit()
    make.post(leader.person, other, Post.HEAD)

    assert not has_head(unit.id, clock.today())
    assert not has_head(other.id, clock.today())


@pytest.mark.usefixtures("context")
def test_c2_an_officer_or_another_section_cannot_switch_it(make: Factory) -> None:
    unit = make.unit()
    head_of(make, unit)

    for stranger in (make.actor(Role.SECTION, unit=unit), make.actor(Role.SECTION, unit=make.unit())):
        with pytest.raises(RuleBroken, match="office or the head"):
            switch_head_review(unit.id, on=True, by=stranger)
    with pytest.raises(NotAllowed):
        switch_head_review(unit.id, on=True, by=make.actor(Role.SUPERVISION))


def test_the_head_switches_it_on_the_page_and_sees_only_the_own_unit(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    unit, _ = make.unit("规划科"), make.unit("别的科")
    head = client_of(head_of(make, unit, language="en"))
    page = head.get("/heads").get_data(as_text=True)
    assert "规划科" in page
    assert "别的科" not in page

    answer = fill(head, "/heads", action=f"/heads/{unit.id}")

    assert answer.location == "/heads"
    assert "switched on by 周文斌" in head.get("/heads").get_data(as_text=True)
    with app.app_context():
        assert is_reviewed(unit.id)


@pytest.mark.usefixtures("context")
def test_the_list_takes_the_same_statements_for_few_units_and_for_many(make: Factory) -> None:
    office, counts = make.actor(Role.OFFICE), []
    for _ in range(2):
        with counting() as statements:
            list_heads(office, clock.today())
        counts.append(statements.count)
        for _ in range(5):
            head_of(make, make.unit())

    assert counts[0] == counts[1]
