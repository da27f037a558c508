"""A character without a typeface stops the printing and is named; rare characters keep their line in place."""

from dataclasses import replace

import pytest

from tests.documents.measuring import Printed
from tests.documents.samples import BARE, PLAIN
from tracker.documents import fonts, print_pdf
from tracker.documents.glyphs import missing_characters
from tracker.documents.model import Column, Heading, Paragraph, Row, Table
from tracker.documents.sheet import Sheet, SheetBlock, print_sheet
from tracker.errors import RuleBroken


def test_characters_without_a_typeface_are_named() -> None:
    document = replace(PLAIN, blocks=(Paragraph.of("很好😀，一般𓀀。"),))

    with pytest.raises(RuleBroken, match="😀") as refused:
        print_pdf(document)

    assert "𓀀" in str(refused.value)


def test_characters_are_asked_for_before_anybody_prints() -> None:
    assert missing_characters("一般😀，很好𓀀，一般。") == "😀𓀀"
    assert missing_characters("镕喆玥祎昇瞭𫖯①㎡") == ""


def test_the_place_of_each_character_without_a_typeface_is_told() -> None:
    table = Table("完成情况", (Column(1),), (), (Row.of("第一行"), Row.of("办结情况𓀀良好")))
    blocks = (Heading(1, "工作成效"), Paragraph.of("对全年工作群众普遍反映很好😀，来信来电比上年减少。"), table)

    with pytest.raises(RuleBroken) as refused:
        print_pdf(replace(PLAIN, title="工作总结", blocks=blocks))

    told = refused.value.values["characters"]
    assert told == "😀（工作成效：“…普遍反映很好😀，来信来电比…”）、𓀀（完成情况：“办结情况𓀀良好”）"


def test_the_place_is_told_on_a_sheet_too() -> None:
    block = SheetBlock("等我决定", lines=(("延长答复期限", "吉祥花园物业𓀀的申请"),))

    with pytest.raises(RuleBroken) as refused:
        print_sheet(Sheet("49项任务办结22项", "", ((block,),)))

    assert refused.value.values["characters"] == "𓀀（等我决定：“吉祥花园物业𓀀的申请”）"


def test_rare_characters_of_names_are_printed_on_the_grid() -> None:
    document = replace(BARE, blocks=(Paragraph.of("镕喆玥祎昇瞭㵦䶮𬱖" * 40),))

    page = Printed(print_pdf(document)).pages[0]

    steps = {round(after.bottom - before.bottom, 2) for before, after in zip(page.body, page.body[1:], strict=False)}
    assert len({face for line in page.body for face in line.faces}) > 1
    assert steps == {10.23}


def test_the_kit_serves_every_role_and_says_what_stands_in() -> None:
    roles = fonts.font_roles()

    assert [role.wanted for role in roles] == ["仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"]
    assert all(role.used for role in roles)
    assert all(role.is_substitute == (role.used not in fonts.OFFICIAL_FAMILIES) for role in roles)


def test_official_typefaces_win_over_the_kit_and_bring_their_own_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"仿宋_GB2312", "FandolFang", fonts.WESTERN}))

    body = next(role for role in fonts.ROLES if role.key == "fang")

    assert fonts.stack(body) == ("仿宋_GB2312", "FandolFang")
    assert fonts.font_roles()[0] == fonts.FontRole(body.name, "仿宋_GB2312", "仿宋_GB2312", is_substitute=False)
