"""The Word twin: the same words in the same order, on the geometry of the printed page."""

import io
import re
import zipfile
from functools import cache
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.documents.measuring import Printed
from tests.documents.samples import FULL, KINDS, UPWARD
from tracker.documents import print_docx, print_pdf

TEXT_KINDS = ("plain", "red", "upward", "archival", "bare")


@cache
def written(kind: str) -> bytes:
    return print_docx(KINDS[kind])


def opened(kind: str) -> Any:
    return docx.Document(io.BytesIO(written(kind)))


def words(content: bytes) -> str:
    """The text of a Word file in reading order."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    return re.sub(r"\s", "", "".join(one.text or "" for one in root.iter(qn("w:t"))))


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_the_words_are_those_of_the_printed_page(kind: str) -> None:
    found = Printed(print_pdf(KINDS[kind]))

    lines = "".join(line.text for page in found.pages for line in page.lines)
    assert re.sub(r"\s", "", lines) == words(written(kind))


def test_page_and_line_grid_are_those_of_the_printed_page() -> None:
    document = opened("plain")
    section = document.sections[0]

    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28, 26]
    assert 297 - 37 - section.bottom_margin.mm == pytest.approx(225, abs=0.1)
    body = document.styles["公文正文"].base_style.paragraph_format
    assert body.line_spacing == Pt(28.95)
    assert 22 * body.line_spacing.pt * 25.4 / 72 <= 225


def test_typefaces_are_named_as_the_standard_names_them() -> None:
    document = opened("plain")

    faces = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3")
    }
    assert faces == {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Heading 3": "仿宋_GB2312",
    }
    assert all(run.font.bold is False for paragraph in document.paragraphs for run in paragraph.runs if run.text)


def test_page_numbers_differ_on_odd_and_even_pages() -> None:
    document = opened("plain")
    section = document.sections[0]

    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert odd.text == even.text == "— 1 —"
    assert odd.alignment != even.alignment
    assert "PAGE" in odd._p.xml


def test_tables_repeat_their_heads_keep_rows_whole_and_join_cells() -> None:
    document = opened("full")
    tasks = next(table for table in document.tables if len(table.rows) == 31)
    statute = next(table for table in document.tables if len(table.columns) == 10)

    assert tasks.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in tasks.rows)
    assert statute.cell(1, 4)._tc is statute.cell(1, 8)._tc
    assert statute.cell(4, 0).text == "三、本年度办理结果"
    assert statute.cell(4, 0)._tc is not statute.cell(3, 0)._tc
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, False]


def test_charts_are_pictures_with_words_for_those_who_cannot_see_them() -> None:
    document = opened("full")

    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == ["各科室任务办结情况", "累计办结项数"]


def test_the_file_says_what_it_is_and_equal_documents_give_equal_bytes() -> None:
    facts = opened("full").core_properties

    assert (facts.title, facts.author, facts.language) == (FULL.title, FULL.author, "zh-CN")
    assert facts.created.isoformat().startswith("2026-01-05")
    assert print_docx(FULL) == written("full")
    assert print_docx(UPWARD) != print_docx(FULL)


def test_elements_stand_in_the_order_word_demands() -> None:
    order = [
        "pStyle",
        "keepNext",
        "pageBreakBefore",
        "pBdr",
        "tabs",
        "snapToGrid",
        "spacing",
        "ind",
        "jc",
        "outlineLvl",
    ]

    for paragraph in opened("full").element.body.iter(qn("w:pPr")):
        names = [child.tag.rpartition("}")[2] for child in paragraph]
        places = [order.index(name) for name in names if name in order]
        assert places == sorted(places), names
