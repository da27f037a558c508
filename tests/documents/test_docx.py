"""The Word twin: the same words in the same order, on the geometry of the printed page."""

import io
import os
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.documents.measuring import Printed
from tests.documents.samples import FULL, KINDS, RED, UPWARD, statute_table, task_table
from tests.documents.twins import differences, words
from tracker.documents import print_docx, print_pdf
from tracker.documents.fonts import config_file
from tracker.documents.model import Column, Document, Paragraph, Row, Table

TEXT_KINDS = ("plain", "red", "upward", "archival", "bare", "letter", "order", "minutes")


@cache
def written(kind: str) -> bytes:
    return print_docx(KINDS[kind])


def opened(kind: str) -> Any:
    return docx.Document(io.BytesIO(written(kind)))


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_the_words_are_those_of_the_printed_page(kind: str) -> None:
    found = Printed(print_pdf(KINDS[kind]))

    lines = "".join(line.text for page in found.pages for line in page.lines)
    document = KINDS[kind]
    above = document.red_head.mark if kind == "letter" and document.red_head else ""  # outside of the text, as in Word
    assert re.sub(r"\s", "", lines) == above + words(written(kind))


def test_tables_have_the_words_of_the_printed_ones() -> None:
    document = replace(RED, blocks=(task_table(60), statute_table()), annex=FULL.annex)

    assert differences(document, print_pdf(document), print_docx(document)) == ""


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
    assert [section.page_width > section.page_height for section in document.sections][:3] == [False, True, False]


def box_of(document: Any) -> tuple[float, float]:
    """Where the box of the imprint begins and ends, in mm from the edge of the paper."""
    (anchor,) = document.element.body.iter(qn("wp:anchor"))
    top = int(anchor.find(f"{qn('wp:positionV')}/{qn('wp:posOffset')}").text)
    return top / 36000, (top + int(anchor.find(qn("wp:extent")).get("cy"))) / 36000


def test_the_imprint_stands_on_the_bottom_edge_of_the_type_area_with_its_lines_in_a_table() -> None:
    document = opened("red")

    top, bottom = box_of(document)

    (box,) = document.element.body.iter(qn("w:txbxContent"))
    texts = ["".join(one.text for one in cell.iter(qn("w:t"))) for cell in box.iter(qn("w:tc"))]
    assert bottom == pytest.approx(262, abs=0.1)
    assert bottom - top == pytest.approx((2 * 23 + 25) * 25.4 / 72, abs=1)  # two lines of 抄送, one of 印发
    assert texts[0].startswith("抄送：市委办公室")
    assert texts[1:] == ["云岫市水利局办公室", "2026年1月6日印发"]


@pytest.mark.parametrize(("lines", "is_alone"), [(12, False), (2, True), (22, True)])
def test_the_imprint_has_an_even_page_without_a_number_where_the_printed_one_has_a_page_for_itself(
    lines: int, is_alone: bool
) -> None:
    document = replace(RED, blocks=(Paragraph.of("字" * (28 * lines - 2)),))

    sections = docx.Document(io.BytesIO(print_docx(document))).sections

    assert len(sections) == 1 + is_alone
    if is_alone:
        assert sections[1].start_type == WD_SECTION.EVEN_PAGE
        assert sections[1].even_page_footer.paragraphs[0].text == ""
        assert sections[0].even_page_footer.paragraphs[0].text == "— 1 —"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_sets_the_word_twin_on_the_grid_of_the_standard(tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(written("red"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "paper.docx"],
        capture_output=True,
        check=True,
        timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(config_file())},
    )

    found = Printed((tmp_path / "paper.pdf").read_bytes())

    for page in found.pages:
        steps = [after.bottom - before.bottom for before, after in pairwise(page.body)]
        assert len(page.body) <= 22
        assert all(abs(step / (225 / 22) - round(step / (225 / 22))) < 0.05 for step in steps if page.number > 1)
        assert all(line.left > 28 - 0.5 and line.right < 184 + 0.5 for line in page.lines)
    last = found.pages[-1]
    assert last.number % 2 == 0
    assert last.page_number is None
    assert max(bottom for *_, bottom in last.rules) == pytest.approx(262, abs=0.5)
    assert len(found.pages[1].body) == 22


@pytest.mark.parametrize("rows", [1, 9])
def test_the_signature_keeps_the_last_row_of_a_table_above_it(rows: int) -> None:
    table = Table("", (Column(1), Column(3)), (), tuple(Row.of("要求", f"第{at}项\n逐项核对") for at in range(rows)))

    document = docx.Document(io.BytesIO(print_docx(replace(FULL, blocks=(table,), attachments=(), annex=None))))

    last = document.tables[0].rows[-1]
    kept = [one.paragraph_format.keep_with_next for cell in last.cells for one in cell.paragraphs]
    assert (len(kept), all(kept)) == (3, True)
    name = max(at for at, one in enumerate(document.paragraphs) if FULL.author in one.text)
    assert all(one.paragraph_format.keep_with_next for one in document.paragraphs[name - 2 : name])


def test_a_table_has_the_margins_of_the_printed_one_in_its_cells() -> None:
    (table, *_) = opened("full").tables

    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    assert [one.get(qn("w:w")) for one in margins] == ["57", "57"]


def test_only_a_row_that_would_leave_half_a_page_empty_is_broken() -> None:
    rows = tuple(Row.of("要求", "逐项核对。" * times) for times in (1, 60, 100))
    document = Document("督办单", (Table("", (Column(1), Column(3)), (), rows),), "局", FULL.created)

    (table,) = docx.Document(io.BytesIO(print_docx(document))).tables

    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows] == [True, True, False]


def test_a_letter_has_mark_and_lines_outside_of_its_first_page_and_no_number_there() -> None:
    section = opened("letter").sections[0]

    above = section.first_page_header.paragraphs
    assert section.different_first_page_header_footer
    assert above[0].text == "云岫市水利局"
    assert section.header_distance.mm == pytest.approx(30, abs=0.1)
    assert all(one.paragraph_format.left_indent.mm == pytest.approx(-8, abs=0.1) for one in above[1:])
    assert [one.text for one in section.first_page_footer.paragraphs] == ["", "", ""]
    assert opened("letter").sections[-1].different_first_page_header_footer is False


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
