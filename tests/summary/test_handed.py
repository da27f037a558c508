"""What sections hand in is woven into the agency's draft: in the chapter of its area, with its source, nothing lost."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.summary.a_year import a_year
from tests.support.factory import Factory
from tests.support.pages import fill
from tracker.db import db
from tracker.organisation.models import Unit
from tracker.outlines.rules import Key
from tracker.permissions import Actor, Role
from tracker.section_summary.queries import text_to_hand_in
from tracker.section_summary.services import hand_in, send_back
from tracker.summary.deeds import area_of
from tracker.summary.gate import find_obstacles
from tracker.summary.handed import Told, own_points
from tracker.summary.models import SummarySection
from tracker.summary.queries import gather, get_summary
from tracker.summary.services import draft_summary, edit_section, redraft_section
from tracker.summary.sourcing import trace
from tracker.summary.versions import list_versions

TODAY = date(2026, 1, 8)
OWN = "我科制作政策问答手册，录入常见问题36个。"
PROBLEM = "基层档案室信息员变动频繁，标注规则掌握不够"
STEP = "今后，我科将每季度组织一次标注规则测试"


@pytest.fixture
def office(make: Factory, app: Flask) -> Actor:
    with app.app_context():
        return a_year(make)


@pytest.fixture
def law(office: Actor, context: None) -> Unit:
    return db.session.query(Unit).filter_by(name="法规科").one()


def handed(make: Factory, unit: Unit, *, more: str = OWN, problem: str = PROBLEM, step: str = STEP) -> None:
    """Hand the draft of a section in, with words of its own in three chapters."""
    by = make.actor(Role.SECTION, unit=unit)
    text = text_to_hand_in(2025, unit, TODAY)
    text = (
        text.replace("## 平台建设\n", f"## 平台建设\n{more}", 1) + f"\n# 存在的困难\n{problem}。\n# 明年打算\n{step}。"
    )
    hand_in(2025, unit.id, text, by=by)


def chapter(key: Key) -> SummarySection:
    return next(one for one in get_summary(2025).sections if one.key == key)


def test_words_of_a_section_stand_in_the_chapter_of_their_area_with_their_source(
    make: Factory, office: Actor, law: Unit
) -> None:
    handed(make, law)

    draft_summary(2025, by=office)

    platforms = chapter(Key.PLATFORMS)
    assert "制作政策问答手册，录入常见问题36个" in platforms.text
    assert "我科" not in platforms.text
    assert PROBLEM in chapter(Key.PROBLEMS).text
    assert "是每季度组织一次标注规则测试" in chapter(Key.NEXT_STEPS).text
    origins = [
        one.origins
        for one in trace(platforms, gather(2025, TODAY).figures)
        if "问答手册" in "".join(piece.words for piece in one.words)
    ]
    assert [(one.name, one.at) for one in origins[0]] == [
        ("法规科2025年总结", ("section_summary.show", {"year": 2025, "unit_id": law.id}))
    ]


def test_what_a_section_left_as_it_was_drafted_is_not_said_twice(make: Factory, office: Actor, law: Unit) -> None:
    draft_summary(2025, by=office)
    before = [one.text for one in get_summary(2025).sections]
    hand_in(2025, law.id, text_to_hand_in(2025, law, TODAY), by=make.actor(Role.SECTION, unit=law))

    for section in get_summary(2025).sections:
        redraft_section(section.id, by=office)

    assert [one.text for one in get_summary(2025).sections] == before


def test_a_section_s_words_about_a_task_take_the_place_of_its_report(make: Factory, office: Actor, law: Unit) -> None:
    by = make.actor(Role.SECTION, unit=law)
    text = text_to_hand_in(2025, law, TODAY)
    changed = text.replace("公布信息74条", "公布信息74条，群众点赞920次", 1)
    assert changed != text

    hand_in(2025, law.id, changed, by=by)
    draft_summary(2025, by=office)

    whole = "\n".join(one.text for one in get_summary(2025).sections)
    assert whole.count("公布信息74条") == 1
    assert "公布信息74条，群众点赞920次" in whole


def test_what_was_sent_back_is_not_drafted_from(make: Factory, office: Actor, law: Unit) -> None:
    handed(make, law)
    send_back(2025, law.id, "请核对。", by=office)

    draft_summary(2025, by=office)

    assert "问答手册" not in chapter(Key.PLATFORMS).text


def test_words_handed_in_after_the_draft_are_offered_beside_the_chapter_until_it_says_them(
    make: Factory, office: Actor, law: Unit
) -> None:
    draft_summary(2025, by=office)
    platforms = chapter(Key.PLATFORMS)
    handed(make, law)
    here = f"/summary/sections/{platforms.id}"
    client = make.client_of(make.account(Role.OFFICE, unit=make.unit("综合科")))
    offer = "data-words="

    assert "问答手册" in client.get(here).text
    assert offer not in client.get(f"/summary/sections/{chapter(Key.REQUESTS).id}").text
    edit_section(platforms.id, heading=platforms.heading, text=f"{platforms.text}\n{OWN}", by=office)

    assert offer not in client.get(here).text
    kept = [one for one in chapter(Key.PLATFORMS).sources if one["kind"] == "handed"]
    assert [one["name"] for one in kept] == ["法规科2025年总结"]


def test_drafting_anew_keeps_what_was_written_by_hand_and_the_text_before(
    make: Factory, office: Actor, law: Unit
) -> None:
    draft_summary(2025, by=office)
    section = chapter(Key.PLATFORMS)
    typed = f"{section.text}\n县里领导到局调研并给予肯定。"
    edit_section(section.id, heading=section.heading, text=typed, by=office)
    handed(make, law)

    redraft_section(section.id, by=office)

    now = chapter(Key.PLATFORMS)
    assert "问答手册" in now.text
    assert now.text.endswith("\n县里领导到局调研并给予肯定。")
    assert typed in [one.text for one in list_versions(section.id)]
    redraft_section(section.id, by=office)
    assert chapter(Key.PLATFORMS).text == now.text


def test_the_gate_holds_numbers_of_sections_against_the_registers_like_any_others(
    make: Factory, office: Actor, law: Unit
) -> None:
    handed(make, law, more="今年收到政府信息公开申请9件。")
    draft_summary(2025, by=office)

    found = find_obstacles(get_summary(2025), gather(2025, TODAY))

    (clause,) = [str(one.what.values["clause"]) for one in found if one.kind == "contradiction"]
    assert clause.endswith("是今年收到政府信息公开申请9件")


def test_many_sections_share_a_chapter_and_what_has_no_room_is_offered(make: Factory, office: Actor, law: Unit) -> None:
    for number in range(6):
        unit = make.unit(f"第{number}股", position=10 + number)
        hand_in(2025, unit.id, f"# 网站工作\n网站栏目{'甲乙丙丁戊己'[number]}全部改版上线；网站巡检{number + 2}轮。",
                by=make.actor(Role.SECTION, unit=unit))  # fmt: skip
    draft_summary(2025, by=office)
    text = chapter(Key.PLATFORMS).text
    client = make.client_of(make.account(Role.OFFICE, unit=make.unit("综合科")))

    assert [name for name in "甲乙丙丁戊己" if f"网站栏目{name}全部改版上线" in text] == list("甲乙丙丁")
    assert client.get(f"/summary/sections/{chapter(Key.PLATFORMS).id}").text.count("data-words=") == 8


AREAS = (
    ("承担任务完成情况", "依申请公开", "修订答复文书11种", Key.REQUESTS),
    ("信息公开和日常工作情况", "信息公开总体情况", "发布信息30条", Key.DISCLOSURE),
    ("信息公开和日常工作情况", "", "组织业务培训2期", Key.TRAINING),
    ("培训工作", "", "覆盖全体人员", Key.TRAINING),
    ("存在的不足", "", "网站更新不够及时", Key.PROBLEMS),
    ("下步打算", "", "建好专栏", Key.NEXT_STEPS),
    ("", "", "完成了交办的其他事项", Key.COMPLETION),
)


@pytest.mark.parametrize(("chapter", "part", "words", "key"), AREAS)
def test_a_point_goes_where_it_stood_or_where_its_words_belong(chapter: str, part: str, words: str, key: Key) -> None:
    keys = set(Key) - {Key.WORK, Key.NEXT_PLAN}

    assert area_of(Told(1, "法规科", 2025, chapter, part, words), keys) == key


def test_own_words_are_told_from_drafted_ones_whose_numbers_moved() -> None:
    drafted = "全年办结任务3项。\n# 打算\n下一步，法规科将重点抓好以下工作：一是完成目录核对；二是建立清单。"
    text = drafted.replace("3项。", "5项。另外帮助乡镇建库2个。").replace("二是", "二是开展业务练兵；三是")

    assert list(own_points(text, drafted)) == [("", "", "另外帮助乡镇建库2个"), ("打算", "", "开展业务练兵")]


@given(st.text("甲乙丙丁。；，：一是二\n# 0123", max_size=80))
def test_a_text_has_no_words_of_its_own_beside_itself(text: str) -> None:
    assert list(own_points(text, text)) == []


def test_the_page_of_a_section_says_what_was_kept_when_it_is_drafted_anew(
    make: Factory, office: Actor, law: Unit
) -> None:
    draft_summary(2025, by=office)
    section = chapter(Key.TRAINING)
    client = make.client_of(make.account(Role.OFFICE, unit=make.unit("综合科")))
    edit_section(section.id, heading=section.heading, text="全是手写的话，没有别的。", by=office)
    here = f"/summary/sections/{section.id}"

    answer = fill(client, here, action=f"{here}/redraft")

    assert answer.status_code == 303
    assert "手写的文字接在后面" in client.get(here).text
    assert "全是手写的话，没有别的。" in client.get(here).text
