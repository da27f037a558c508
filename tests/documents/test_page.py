"""The printed page by GB/T 9704—2012, measured in the PDF of one document of each kind."""

import io
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from tests.documents.measuring import Page, Printed
from tests.documents.samples import AGENCY, ARCHIVAL, FULL, KINDS, PLAIN, RED, TEXT, UPWARD, task_table
from tracker.documents import print_pdf
from tracker.documents.layout import cells
from tracker.documents.model import Attachment, Column, Document, Paragraph, Row, Table

LINE, CELL = 225 / 22, 156 / 28

every_kind = pytest.mark.parametrize("kind", KINDS)


@cache
def printed(kind: str) -> Printed:
    return Printed(print_pdf(KINDS[kind]))


def upright(kind: str) -> list[Page]:
    return [page for page in printed(kind).pages if page.is_upright]


@every_kind
def test_the_paper_is_a4(kind: str) -> None:
    sizes = {(round(page.width), round(page.height)) for page in printed(kind).pages}

    assert sizes <= {(210, 297), (297, 210)}


@every_kind
def test_text_stands_inside_the_type_area(kind: str) -> None:
    for page in upright(kind):
        for line in page.lines[1 if kind == "letter" and page.number == 1 else 0 :]:  # the mark of a letter is above
            assert line.left >= 28 - 0.2
            assert line.right <= 184 + 0.3
            assert line.top >= 37 - 0.5
            assert line.bottom <= 262 + 0.5


@every_kind
def test_text_stands_on_a_grid_of_22_lines(kind: str) -> None:
    for page in upright(kind):
        body = page.body[kind == "order" :]  # whose number stands by the mark, not on the grid
        steps = [after.bottom - before.bottom for before, after in pairwise(body)]

        assert len(page.body) <= 22
        if not page.rules:  # tables and charts take what they need
            assert all(abs(step / LINE - round(step / LINE)) < 0.01 for step in steps)


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    pages = upright("plain")
    full = [line for page in pages for line in page.body if line.right > 183 and line.left < 29 and line.is_chinese]

    assert [len(page.body) for page in pages[1:3]] == [22, 22]
    assert max(len(line.characters) for line in full) == 28
    assert {len(line.characters) for line in full} <= {27, 28}
    assert all(abs(line.right - 184) < 0.3 for line in full)


NEXT = re.compile("(第?[0-9.,%]+[万亿]?[年月日条项件季]?|.)[，。、；：？！”’）》…—％%]*")


def test_no_line_ends_before_it_must() -> None:
    """A line may hold fewer than 28 characters only because what comes next, such as 2025年, is not to be broken.

    Where a hole of two would be left by that, the line takes in one character more than usual.
    """
    text = "内容经科室负责人审核；二是国土空间规划科：详细规划和规划许可批前公示，2025年第4季度新增公开信息14条。"
    body = [
        line
        for page in Printed(print_pdf(replace(PLAIN, blocks=(Paragraph.of(text * 20),)))).pages
        for line in page.body
    ]

    full = [(line, after) for line, after in pairwise(body) if line.right > 183 and line.left < 29]
    assert len(full) > 20
    assert {len(line.characters) for line, _ in full if line.is_chinese} <= {27, 28, 29}
    assert all(line.right < 184.3 for line in body)
    for line, after in full:
        following = NEXT.match(after.text)
        assert following
        assert cells(line.text) + cells(following.group()) > 28 - 0.2, line.text


@pytest.mark.parametrize("whole", ["12.5万件", "3000.75亿元", "2024年", "29日", "99.95%", "第3期", "±0.02mm", "-3.5℃"])
def test_no_number_is_parted_from_its_unit(whole: str) -> None:
    texts = tuple(Paragraph.of("字" * at + f"全年{whole}、公开") for at in range(22, 30))

    pages = Printed(print_pdf(replace(PLAIN, blocks=texts))).pages

    assert sum(line.text.count(whole) for page in pages for line in page.body) == len(texts)


def test_a_line_may_end_beside_a_quotation_mark_that_stands_at_a_number() -> None:
    texts = tuple(Paragraph.of("字" * at + "围绕“公开”1项任务，举办2026“开放日”" + "字" * 30) for at in range(8, 28))

    body = [line for page in Printed(print_pdf(replace(PLAIN, blocks=texts))).pages for line in page.body]

    ends = [line.text for line in body]
    assert [text for text in ends if text.endswith("”")]
    assert [text for text in ends if text.startswith("“开")]
    assert not [text for text in ends if text.startswith(("”", "，", "、")) or text.endswith("“")]
    full = [line for line in body if line.right > 183 and line.left < 29 and line.is_chinese]
    assert {len(line.characters) for line in full} <= {27, 28, 29}


def test_paragraphs_begin_two_characters_in() -> None:
    line = printed("plain").pages[0].line_with("全年坚持")

    assert line.left == pytest.approx(28 + 2 * CELL, abs=0.2)


@every_kind
def test_page_numbers_stand_outside_below_the_type_area(kind: str) -> None:
    for page in upright(kind):
        number = page.page_number
        if number is None and page is printed(kind).pages[-1] and KINDS[kind].imprint:
            continue
        if kind == "letter" and page.number == 1:
            assert number is None
            continue
        assert number is not None
        assert number.text.replace(" ", "") == f"—{page.number}—"
        assert number.size == 14
        assert (number.top + number.bottom) / 2 == pytest.approx(262 + 7, abs=1)
        if page.number % 2:
            assert number.right == pytest.approx(184 - 14 * 25.4 / 72, abs=0.5)
        else:
            assert number.left == pytest.approx(28 + 14 * 25.4 / 72, abs=0.5)


def test_a_page_set_sideways_has_its_number_where_upright_pages_have_it() -> None:
    sideways = [page for page in printed("full").pages if not page.is_upright]

    assert {page.number % 2 for page in sideways} == {0, 1}
    for page in sideways:
        number = [one for one in page.characters if not one["upright"]]
        text = "".join(one["text"] for one in sorted(number, key=lambda one: one["top"]))
        assert text == f"—{page.number}—"
        assert all(one["x1"] * 25.4 / 72 < 34.9 for one in number)
        middle = sum(one["top"] for one in number) / len(number) * 25.4 / 72
        assert (middle > 140) == (page.number % 2 == 1)


@every_kind
def test_every_font_is_embedded_and_the_file_is_tagged_and_described(kind: str) -> None:
    document, found = KINDS[kind], printed(kind)

    assert found.fonts
    assert all(found.fonts.values())
    assert found.is_tagged
    assert found.language in {"zh-CN", b"zh-CN"}
    assert found.facts["Title"] == document.title
    assert found.facts["Author"] == AGENCY
    assert found.facts["CreationDate"].startswith("D:202601050")
    assert found.outline[0] == (1, document.title)


def test_the_outline_has_titles_headings_and_attachments() -> None:
    outline = printed("full").outline

    assert (2, "一、组织领导和工作机制") in outline
    assert (3, "（一）健全机制，压实责任。") in outline
    assert (4, "1.分工") in outline
    assert (5, "（1）细化") in outline
    assert (1, "2025年任务完成情况汇总表") in outline


def test_headings_have_their_typefaces_and_numbers() -> None:
    pages = printed("plain").pages
    first = next(line for page in pages for line in page.body if line.text.startswith("一、组织"))
    second = next(line for page in pages for line in page.body if line.text.startswith("（一）健全"))

    assert first.faces == {"Noto-Sans-CJK-SC"}
    assert second.characters[0]["fontname"].endswith("AR-PL-KaitiM-GB")
    assert second.characters[-1]["fontname"].endswith("FandolFang")
    assert [line.text[:2] for page in pages for line in page.body if re.match("[一二三]、", line.text)] == [
        "一、",
        "二、",
        "三、",
    ]


def test_the_title_is_in_type_of_22_points_centred_and_on_the_grid() -> None:
    page = printed("red").pages[0]
    title = [line for line in page.lines if line.size == 22]

    assert "".join(line.text for line in title) == RED.title
    assert len(title) == 2
    assert all((line.left + line.right) / 2 == pytest.approx(106, abs=0.3) for line in title)
    assert abs(len(title[0].text) - len(title[1].text)) >= 1


def test_the_red_head_stands_where_the_standard_says() -> None:
    page = printed("red").pages[0]
    mark, number = page.line_with("云岫市水利局文件"), page.line_with("〔2026〕3号")
    rule = min(page.rules, key=lambda one: one[1])
    title = next(line for line in page.lines if line.size == 22)

    assert mark.top == pytest.approx(37 + 35, abs=1)
    assert (mark.left + mark.right) / 2 == pytest.approx(106, abs=0.3)
    assert mark.characters[0]["non_stroking_color"] == pytest.approx((0.902, 0, 0.071), abs=0.01)
    assert number.top - mark.bottom == pytest.approx(2 * LINE + 2.3, abs=1)
    assert rule[1] - number.bottom == pytest.approx(4, abs=0.5)
    assert rule[0] == pytest.approx(28, abs=0.1)
    assert rule[2] == pytest.approx(184, abs=0.1)
    assert title.top - rule[3] == pytest.approx(2 * LINE, abs=LINE / 2)
    assert any("全年坚持" in line.text for line in page.body)


def test_signers_stand_right_two_on_a_line_the_last_beside_the_number() -> None:
    page = printed("upward").pages[0]
    first, last = page.line_with("签发人：张建国"), page.line_with("欧阳文")

    assert UPWARD.red_head is not None
    assert last.text.startswith(UPWARD.red_head.number)
    assert last.left == pytest.approx(28 + 16 * 25.4 / 72, abs=0.3)
    assert first.right == pytest.approx(184 - 16 * 25.4 / 72, abs=0.3)
    assert first.bottom < last.bottom


@pytest.mark.parametrize(
    ("signers", "lines"),
    [
        (("王建国", "欧阳振华", "赵敏"), ["签发人：王建国　欧阳振华", "赵敏"]),
        (("司马相如", "上官婉儿"), ["签发人：司马相如　上官婉儿"]),
        (("阿卜杜拉·买买提", "王芳"), ["签发人：阿卜杜拉·买买提", "王芳"]),
    ],
)
def test_no_name_of_a_signer_is_broken(signers: tuple[str, ...], lines: list[str]) -> None:
    assert UPWARD.red_head is not None
    head = replace(UPWARD.red_head, signers=signers)
    page = Printed(print_pdf(replace(UPWARD, red_head=head))).pages[0]
    first = next(at for at, line in enumerate(page.lines) if "签发人" in line.text)

    said = [line.text.replace(head.number, "") for line in page.lines[first : first + len(lines)]]
    assert said == [line.replace("　", "") for line in lines]


def test_a_long_list_of_attachments_runs_over_and_is_followed_by_the_signature() -> None:
    titles = [f"2025年政务公开第{number}项重点任务完成情况和存在问题整改落实情况统计表" for number in range(1, 15)]
    listing = tuple(Attachment(one, (Paragraph.of("表略。"),)) for one in titles)
    short = replace(PLAIN, blocks=(Paragraph.of(TEXT),), attachments=listing)

    first, second = Printed(print_pdf(short)).pages[:2]

    assert any(line.text.startswith("附件：1.") for line in first.body)
    assert len(first.body) > 15
    signed = next(at for at, line in enumerate(second.body) if line.text == AGENCY)
    assert signed > 0


def test_a_letter_has_its_mark_and_lines_where_the_standard_says() -> None:
    page = printed("letter").pages[0]
    mark, number = page.line_with("云岫市水利局"), page.line_with("云水函〔2026〕7号")
    title = next(line for line in page.lines if line.size == 22)
    rules = sorted((rule for rule in page.rules if rule[3] - rule[1] > 0.1), key=lambda one: one[1])
    first, second, third, fourth = rules

    assert mark.top == pytest.approx(30, abs=1)
    assert first[1] - mark.bottom == pytest.approx(4, abs=0.5)
    assert fourth[3] == pytest.approx(297 - 20, abs=0.2)
    assert all((left, right) == pytest.approx((20, 190), abs=0.2) for left, _, right, _ in rules)
    heights = [bottom - top for _, top, _, bottom in (first, second, third, fourth)]
    assert heights == pytest.approx([0.9, 0.3, 0.3, 0.9], abs=0.05)
    assert number.top - second[3] == pytest.approx(16 * 7 / 8 * 25.4 / 72, abs=0.3)
    assert number.right == pytest.approx(184, abs=0.3)
    assert title.top - number.bottom == pytest.approx(2 * LINE, abs=LINE / 2)
    last = printed("letter").pages[-1]
    assert (last.number % 2, last.rules) == (0, [])
    assert "抄送：市政府办公室。" in [line.text for line in last.lines]


def test_an_order_has_mark_and_number_and_no_title() -> None:
    page = printed("order").pages[0]
    mark, number, text = page.line_with("云岫市水利局令"), page.line_with("第3号"), page.line_with("《云岫市")
    post, day = page.line_with("局长"), page.line_with("2026年1月5日")

    assert mark.top == pytest.approx(37 + 20, abs=1)
    assert number.top - mark.bottom == pytest.approx(2 * LINE + 2.3, abs=1)
    assert text.top - number.bottom == pytest.approx(2 * LINE + 4, abs=LINE / 2)
    assert {line.size for line in page.lines} == {42, 16}
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=0.3)
    assert 184 - day.right == pytest.approx(4 * CELL, abs=0.3)
    assert day.bottom - post.bottom == pytest.approx(2 * LINE, abs=0.1)
    assert post.right < day.right - 5 * CELL
    assert printed("order").outline == [(1, "云岫市水利局令")]


def test_minutes_name_who_was_there_with_turned_lines_under_the_first_name() -> None:
    page = printed("minutes").pages[-1]
    present, absent = page.line_with("出席：张建国"), page.line_with("请假：刘")
    turned = page.body[page.body.index(present) + 1]

    assert present.left == absent.left == pytest.approx(28 + 2 * CELL, abs=0.3)
    assert turned.left == pytest.approx(28 + 5 * CELL, abs=0.3)
    assert present.characters[0]["fontname"].endswith("Noto-Sans-CJK-SC")
    assert present.characters[-1]["fontname"].endswith("FandolFang")
    assert printed("minutes").pages[0].line_with("云岫市水利局会议纪要").top == pytest.approx(37 + 35, abs=1)


def place_of(text: str, kind: str) -> tuple[float, float, float]:
    page = next(page for page in reversed(printed(kind).pages) if any(text == line.text for line in page.body))
    line = next(line for line in reversed(page.body) if line.text == text)
    return line.left, line.right, line.bottom


def test_without_a_seal_the_longer_of_name_and_date_ends_two_characters_before_the_edge() -> None:
    name, day = place_of(AGENCY, "plain"), place_of("2026年1月5日", "plain")

    assert 184 - day[1] == pytest.approx(2 * CELL, abs=0.3)
    assert day[0] - name[0] == pytest.approx(2 * CELL, abs=CELL / 2)
    assert day[2] - name[2] == pytest.approx(LINE, abs=0.1)


def test_with_a_seal_the_date_ends_four_characters_before_the_edge_and_carries_the_name_in_its_middle() -> None:
    name, day = place_of(AGENCY, "red"), place_of("2026年1月5日", "red")

    assert 184 - day[1] == pytest.approx(4 * CELL, abs=0.3)
    assert (name[0] + name[1]) / 2 == pytest.approx((day[0] + day[1]) / 2, abs=CELL / 2)


def test_the_signature_stands_on_a_page_with_text() -> None:
    page = next(page for page in printed("red").pages if any(line.text == "2026年1月5日" for line in page.body))
    above = [line for line in page.body if line.bottom < page.line_with("2026年1月5日").bottom - 3.5 * LINE]

    assert above


def test_the_imprint_ends_on_the_bottom_edge_of_the_last_page() -> None:
    page = printed("red").pages[-1]
    copies, printer = page.line_with("抄送："), page.line_with("云岫市水利局办公室")

    assert max(bottom for *_, bottom in page.rules) == pytest.approx(262, abs=0.3)
    assert all(right - left == pytest.approx(156, abs=0.2) for left, _, right, _ in page.rules)
    assert copies.size == printer.size == 14
    assert copies.left == pytest.approx(28 + 14 * 25.4 / 72, abs=0.3)
    assert printer.text.endswith("2026年1月6日印发")
    assert printer.right == pytest.approx(184 - 14 * 25.4 / 72, abs=0.3)


@pytest.mark.parametrize("lines", [2, 12, 20, 21, 22, 30, 44])
def test_the_imprint_stands_on_an_even_page_without_a_number_where_there_is_no_text(lines: int) -> None:
    found = Printed(print_pdf(replace(RED, blocks=(Paragraph.of("字" * (28 * lines - 2)),))))

    last = found.pages[-1]
    assert last.number % 2 == 0
    assert max(bottom for *_, bottom in last.rules) == pytest.approx(262, abs=0.3)
    assert (last.page_number is None) == (not last.body)
    assert all(page.page_number and page.body for page in found.pages[:-1])
    assert any(line.text == "2026年1月5日" for page in found.pages for line in page.body)


@pytest.mark.parametrize("rows", range(12, 30))
def test_neither_the_first_nor_the_last_row_of_a_table_stands_alone_on_a_page(rows: int) -> None:
    found = Printed(print_pdf(replace(PLAIN, signature=None, blocks=(Paragraph.of(TEXT), task_table(rows)))))

    counts = [sum("河湖管理科" in line.text for line in page.lines) for page in found.pages]
    assert sum(counts) == rows
    assert all(count != 1 for count in counts)


def test_a_head_of_a_table_that_no_page_holds_is_printed_once_and_whole() -> None:
    columns, words = (Column(1), Column(1)), "一二三四五六七八九十" * 150

    found = Printed(
        print_pdf(replace(PLAIN, blocks=(Table("表", columns, (Row.of(words, "乙"),), (Row.of("1", "2"),)),)))
    )

    assert found.text.count("五") == 150
    assert len(found.pages) < 6


def test_attachments_are_listed_and_begin_on_pages_of_their_own() -> None:
    pages = printed("full").pages
    listed = next(page for page in pages if any("附件：" in line.text for line in page.body))
    first = next(page for page in pages if page.body and page.body[0].text == "附件1")
    title = next(line for line in first.lines if line.size == 22)

    assert listed.line_with("附件：").text == "附件：1.2025年任务完成情况汇总表"
    assert listed.line_with("附件：").left == pytest.approx(28 + 2 * CELL, abs=0.2)
    second = listed.line_with("2.收到和处理")
    assert second.left == pytest.approx(28 + 5 * CELL, abs=0.3)
    assert first.body[0].left == pytest.approx(28, abs=0.2)
    assert first.body[0].faces == {"Noto-Sans-CJK-SC"}
    assert title.top == pytest.approx(37 + 2 * LINE, abs=2.5)
    assert any(page.body and page.body[0].text == "附录" for page in pages)


def test_the_head_of_a_table_is_repeated_and_the_statutory_table_keeps_to_one_page() -> None:
    pages = printed("full").pages
    sideways = [page for page in pages if not page.is_upright]
    statutory = [page for page in pages if any("一、本年新收申请数量" in line.text for line in page.lines)]

    assert len(sideways) >= 2
    assert all(any("牵头科室" in line.text for line in page.lines) for page in sideways)
    assert len(statutory) == 1
    assert any("四、结转下年度继续办理" in line.text for line in statutory[0].lines)


def test_a_document_to_be_kept_carries_its_figures() -> None:
    assert printed("archival").has_attachments
    assert not printed("plain").has_attachments


@pytest.mark.parametrize("document", [PLAIN, FULL, ARCHIVAL])
def test_equal_documents_give_equal_bytes(document: Document) -> None:
    assert print_pdf(document) == print_pdf(document)


def test_a_document_to_be_kept_says_that_it_is_pdf_a_3u_and_keeps_to_it() -> None:
    with pdfplumber.open(io.BytesIO(print_pdf(ARCHIVAL))) as pdf:
        catalog = pdf.doc.catalog
        facts = resolve1(catalog["Metadata"]).get_data().decode()
        intent = resolve1(resolve1(catalog["OutputIntents"])[0])
        (attached,) = resolve1(catalog["AF"])
        file = resolve1(resolve1(attached)["EF"])["F"]
        groups = [page.page_obj.attrs.get("Group") for page in pdf.pages]

        assert re.search(r"<[^>]*part[^>]*>3<|part=\"3\"", facts)
        assert re.search(r"<[^>]*conformance[^>]*>U<|conformance=\"U\"", facts)
        assert (intent["S"].name, "DestOutputProfile" in intent) == ("GTS_PDFA1", True)
        assert resolve1(attached)["AFRelationship"].name == "Data"
        assert resolve1(file).get_data().decode() == ARCHIVAL.figures
        assert groups == [None] * len(groups)  # nothing is transparent
        assert pdf.doc.xrefs[0].trailer.get("ID")
        assert "Encrypt" not in pdf.doc.xrefs[0].trailer
        assert all(Printed(print_pdf(ARCHIVAL)).fonts.values())


def test_a_high_row_goes_over_the_end_of_a_page_and_leaves_no_page_half_empty() -> None:
    high = Row.of("问题", "栏目没有更新。" * 60)
    table = Table("", (Column(1), Column(1)), (Row.of("编号", "内容"),), (high,) * 4)

    found = Printed(print_pdf(replace(PLAIN, blocks=(table,), addressees="", signature=None, note="")))

    lowest = [max(line.bottom for line in page.lines if line.bottom < 262.5) for page in found.pages]
    assert len(lowest) == 3
    assert all(bottom > 262 - 15 for bottom in lowest[:-1])
    assert found.text.count("栏") == 240
