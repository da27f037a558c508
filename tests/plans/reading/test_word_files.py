"""What Word can do to a text: tracked changes, controls, boxes, notes, automatic numbers, hidden letters."""

import pytest
from docx.oxml.ns import nsdecls

from tests.plans.reading.making import ABOVE, P, T, codes, replaced, rows, word
from tracker.plans.reading import read_plan
from tracker.plans.reading.numbering import Numbering
from tracker.plans.reading.numerals import numeral
from tracker.plans.reading.packages import parse

PART = "word/document.xml"
PLAN = ("2024年要点", "一、主动公开", "（一）公布甲")


def run(text: str, look: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t>{text}</w:t></w:r>"


def read_with(inserted: str):  # type: ignore[no-untyped-def]
    """Read a plan whose item 公布甲 is followed by ``inserted`` within its paragraph."""
    content = replaced(word(*PLAN), PART, "<w:t>（一）公布甲</w:t></w:r>", f"<w:t>（一）公布甲</w:t></w:r>{inserted}")
    return read_plan(content, "要点.docx")


@pytest.mark.parametrize(
    ("inserted", "text"),
    [
        (f'<w:ins w:id="1" w:author="a">{run("乙")}</w:ins>', "公布甲乙"),
        ('<w:del w:id="1" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>' + run("新"), "公布甲新"),
        (f'<w:moveFrom w:id="1">{run("走")}</w:moveFrom><w:moveTo w:id="2">{run("来")}</w:moveTo>', "公布甲来"),
        (f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "公布甲控件"),
        (f'<w:hyperlink w:anchor="x">{run("链接")}</w:hyperlink>', "公布甲链接"),
        (f'<w:fldSimple w:instr="DATE">{run("域值")}</w:fldSimple>', "公布甲域值"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("尾"), "公布甲尾"),
        (run("暗", "<w:vanish/>") + run("明"), "公布甲明"),
        (f"<w:r><w:ruby><w:rt>{run('xin')}</w:rt><w:rubyBase>{run('信')}</w:rubyBase></w:ruby></w:r>", "公布甲信"),
        ("<w:r><w:noBreakHyphen/></w:r>" + run("丙"), "公布甲-丙"),
    ],
)
def test_a_paragraph_is_read_as_it_is_seen(inserted: str, text: str) -> None:
    assert rows(read_with(inserted)) == [("（一）", "一、主动公开", text, "", "", "")]


def test_notes_are_left_out_and_said() -> None:
    reading = read_with('<w:r><w:footnoteReference w:id="2"/></w:r>')

    assert [row[2] for row in rows(reading)] == ["公布甲"]
    assert "notes_left_out" in codes(reading)


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    content = replaced(
        word(*PLAN, "并说明理由。"),
        PART,
        "<w:p><w:r><w:t>（一）公布甲</w:t></w:r></w:p>",
        f'<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>{run("（一）公布甲")}</w:p>',
    )

    assert [row[2] for row in rows(read_plan(content, "要点.docx"))] == ["公布甲并说明理由。"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('（二）公布乙')}</w:p></w:txbxContent>"
    drawn = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>'
    )

    assert [row[:3] for row in rows(read_with(drawn))] == [
        ("（一）", "一、主动公开", "公布甲"),
        ("（二）", "一、主动公开", "公布乙"),
    ]


def test_a_table_of_contents_is_passed_over() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent><w:p>{run('一、主动公开')}</w:p><w:p>{run('（一）公布甲')}</w:p></w:sdtContent></w:sdt>"
    )
    content = replaced(word(*PLAN), PART, "<w:body>", f"<w:body>{contents}")

    assert len(read_plan(content, "要点.docx").items) == 1


def test_deleted_rows_are_gone_and_rows_inside_controls_are_read() -> None:
    plan = word(T([["任务", "责任单位"], ["公布甲事项", "财务科"], ["公布乙事项", "财务科"], ["公布丙事项", "人事科"]]))
    gone = replaced(plan, PART, "<w:tr>", '<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>')
    kept = replaced(plan, PART, "<w:tr><w:tc>", "<w:tr><w:tc>")

    assert read_plan(gone, "任务.docx").items == ()
    assert len(read_plan(kept, "任务.docx").items) == 3


def test_a_layout_table_with_one_cell_is_only_a_frame() -> None:
    content = word(T([["2024年要点"], ["一、主动公开"], ["（一）公布甲。责任单位：财务科"]]))

    assert rows(read_plan(content, "要点.docx")) == [("（一）", "一、主动公开", "公布甲。", "财务科", "", "")]


def test_automatic_numbers_in_the_number_column_count_in_reading_order() -> None:
    content = word(
        T([["序号", "任务", "责任单位"], ["", "公布甲", "财务科"], ["", "公布乙", "财务科"]]),
        levels=(("decimal", "%1"),),
    )
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'
    content = replaced(content, PART, "<w:p/>", f"<w:p>{numbered}</w:p>")

    assert [row[0] for row in rows(read_plan(content, "任务.docx"))] == ["1", "2"]


def test_cells_merged_both_ways_keep_their_place() -> None:
    content = word(T([
        ["工作任务", "<", "责任单位", "时限"],
        ["一、公开", "1.公布甲", "财务科", "6月底前"],
        [ABOVE, "2.公布乙", ABOVE, "年底前"],
        ["二、解读", "3.公布丙", "宣传科", ABOVE],
    ]))  # fmt: skip

    assert rows(read_plan(content, "任务.docx", year=2024)) == [
        ("1", "一、公开", "公布甲", "财务科", "", "2024-06-30"),
        ("2", "一、公开", "公布乙", "财务科", "", "2024-12-31"),
        ("3", "二、解读", "公布丙", "宣传科", "", "2024-12-31"),
    ]


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> Numbering:
    root = f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}</w:numbering>'
    return Numbering(parse(root.encode()), {})


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


THREE = (
    level(0, "chineseCountingThousand", "第%1章"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
)


def test_a_deeper_level_begins_again_and_legal_numbers_show_digits() -> None:
    lists = numbering(*THREE)

    seen = [lists.next("1", at) for at in (0, 1, 2, 2, 1, 2, 0, 1)]

    assert seen == ["第一章", "（一）", "1.1.1", "1.1.2", "（二）", "1.2.1", "第二章", "（一）"]


def test_lists_of_one_abstract_list_run_on_unless_one_says_where_it_starts() -> None:
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2)) + (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1."), nums=nums)

    assert [lists.next(n, 0) for n in ("1", "1", "2", "3", "3", "1")] == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_a_list_may_put_a_level_of_its_own_in_place() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f"{level(0, 'ideographTraditional', '%1、')}</w:lvlOverride></w:num>"
    )

    lists = numbering(level(0, "decimal", "%1."), nums=nums)

    assert [lists.next("1", 0) for _ in range(2)] == ["甲、", "乙、"]


def test_bullets_and_unknown_lists_show_no_number() -> None:
    lists = numbering(level(0, "bullet", "●"))

    assert [lists.next("1", 0), lists.next("9", 0), lists.next("1", 8), lists.next("1", -1)] == ["", "", "", ""]


def test_lower_levels_keep_counting_where_the_list_says_so() -> None:
    lists = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>'))

    assert [lists.next("1", at) for at in (0, 1, 0, 1)] == ["1.", "1)", "2.", "2)"]


@pytest.mark.parametrize(
    ("value", "form", "seen"),
    [
        (12, "chineseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (103, "chineseCountingThousand", "一百零三"),
        (110, "chineseCountingThousand", "一百一十"),
        (21, "japaneseCounting", "二十一"),
        (11, "ideographTraditional", "甲"),
        (3, "chineseLegalSimplified", "叁"),
        (15, "ideographDigital", "一五"),
        (7, "decimalEnclosedCircle", "⑦"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (2, "decimalEnclosedParen", "⑵"),
        (3, "decimalEnclosedFullstop", "⒊"),
        (4, "decimalFullWidth", "４"),
        (5, "decimalZero", "05"),
        (27, "upperLetter", "AA"),
        (3, "lowerLetter", "c"),
        (14, "upperRoman", "XIV"),
        (2, "ideographZodiac", "丑"),
        (0, "chineseCounting", "0"),
        (5, "a form of a later Word", "5"),
    ],
)
def test_numbers_in_every_form(value: int, form: str, seen: str) -> None:
    assert numeral(value, form) == seen


def test_a_form_written_out_in_the_file_says_how_many_digits() -> None:
    assert numeral(7, "custom", "001, 002, 003, ...") == "007"


def test_headings_of_a_strict_file_are_read_too() -> None:
    content = word("2024年要点", P("一、主动公开", style="Heading 1"), "（一）公布甲")
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    for part in (PART, "word/styles.xml"):
        content = replaced(content, part, main, strict)

    assert rows(read_plan(content, "要点.docx")) == [("（一）", "一、主动公开", "公布甲", "", "", "")]
