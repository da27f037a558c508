"""Outlines: they ship as data, an agency changes them, and takes back what ships."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill, token_of
from tracker.accounts.models import Account
from tracker.errors import NotAllowed, RuleBroken, Stale
from tracker.outlines.queries import get_outline
from tracker.outlines.rules import Chapter, Key, Variant, arranged, check_outline
from tracker.outlines.services import restore_outline, save_outline
from tracker.outlines.shipped import SHIPPED
from tracker.outlines.words import KEYS, VARIANTS
from tracker.permissions import Role
from tracker.summary.drafting import DRAFTERS

Clients = Callable[[Account], FlaskClient]
OPENING, WORK = Chapter(Key.OPENING), Chapter(Key.WORK, "主要工作")


def test_every_shipped_outline_holds_and_every_content_can_be_drafted() -> None:
    for variant in Variant:
        check_outline(SHIPPED[variant])
        assert variant in VARIANTS
    assert {*DRAFTERS, Key.OWN} == set(Key) == set(KEYS)


def test_the_agency_s_outline_has_the_ten_chapters_of_the_field() -> None:
    headings = [one.heading for one in SHIPPED[Variant.AGENCY] if one.heading]

    assert headings == [
        "组织领导与机构队伍", "制度建设与审查", "主动公开", "依申请公开", "平台与载体建设", "培训与宣传",
        "监督考核", "年度要点任务完成情况", "存在的主要问题", "下一步工作打算",
    ]  # fmt: skip


def test_numbers_move_chapters_and_an_empty_heading_takes_one_out() -> None:
    rows = [
        (10, OPENING),
        (20, WORK),
        (5, Chapter(Key.CHECKS, "监督")),
        (30, Chapter(Key.TRAINING, "")),
        (None, Chapter(Key.OWN, "附言")),
    ]

    assert [one.heading for one in arranged(rows)] == ["", "监督", "主要工作", "附言"]


@pytest.mark.parametrize(
    ("chapters", "words"),
    [
        ([OPENING], "at least one chapter"),
        ([WORK, Chapter(Key.WORK, "重点工作")], "“主要工作” and “重点工作” would say the same"),
        ([Chapter(Key.OWN, "长" * 61)], "longer than 60"),
        ([Chapter(Key.OWN, "附言", "共{任务总数项")], "does not close"),
        ([Chapter(Key.OWN, f"附言{number}") for number in range(25)], "at most 24"),
    ],
)
def test_an_outline_that_nobody_could_draft_by_is_refused(chapters: list[Chapter], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        check_outline(chapters)


@pytest.mark.usefixtures("context")
def test_an_agency_s_outline_is_kept_and_given_back(make: Factory) -> None:
    office = make.actor(Role.OFFICE)

    save_outline(Variant.AGENCY, [OPENING, WORK], by=office)

    assert get_outline(Variant.AGENCY).chapters == (OPENING, WORK)
    assert not get_outline(Variant.AGENCY).is_shipped
    restore_outline(Variant.AGENCY, by=office)
    assert get_outline(Variant.AGENCY).chapters == SHIPPED[Variant.AGENCY]
    assert get_outline(Variant.AGENCY).version == 2


@pytest.mark.usefixtures("context")
def test_r6_who_saves_over_a_newer_outline_is_told_and_nothing_is_lost(make: Factory) -> None:
    office = make.actor(Role.OFFICE, name="李明")
    save_outline(Variant.AGENCY, [OPENING, WORK], by=office, seen=0)

    with pytest.raises(Stale) as stale:
        save_outline(Variant.AGENCY, [WORK], by=office, seen=0)

    assert stale.value.saved_by == "李明"
    assert stale.value.current["chapters-1-heading"] == WORK.heading

    assert get_outline(Variant.AGENCY).chapters == (OPENING, WORK)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("role", [Role.SECTION, Role.SUPERVISION, Role.LEADERSHIP])
def test_only_who_writes_the_summary_changes_an_outline(make: Factory, role: Role) -> None:
    with pytest.raises(NotAllowed):
        save_outline(Variant.AGENCY, [WORK], by=make.actor(role))


def test_the_page_renames_moves_adds_and_takes_out_and_takes_back_what_ships(make: Factory, client_of: Clients) -> None:
    office = client_of(make.account(Role.OFFICE))

    sent = fill(
        office, "/outlines/section",
        **{
            "chapters-1-heading": "主要工作", "chapters-2-heading": "", "chapters-3-place": "15",
            "chapters-5-heading": "其他", "chapters-5-text": "全年编发《简报》 期。",
        },
    )  # fmt: skip

    assert sent.status_code == 303
    page = office.get("/outlines").text
    assert "存在的问题、主要工作、下一步打算、其他" in page
    back = {"csrf_token": token_of(office), "form_token": "back"}
    assert office.post("/outlines/section/restore", data=back).status_code == 303
    assert "承担任务完成情况、信息公开和日常工作情况" in office.get("/outlines").text


def test_a_refused_outline_keeps_what_was_typed(make: Factory, client_of: Clients) -> None:
    office = client_of(make.account(Role.OFFICE))

    answer = fill(office, "/outlines/section", **{"chapters-1-heading": "长" * 61, "chapters-3-heading": "改过的问题"})

    assert answer.status_code == 200
    assert "改过的问题" in answer.text
    assert office.get("/outlines/nothing").status_code == 404
