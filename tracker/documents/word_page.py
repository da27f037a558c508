"""The page of the Word twin: styles, margins and line grid, page numbers outside, sideways sections."""

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tracker.documents.word_xml import (
    PARAGRAPH_ORDER,
    add_page_number,
    element,
    float_table,
    place,
    set_borders,
    set_type,
)

LINE = 28.95  # pt; 22 of them are a little less than 225 mm, or the last would move to the next page
HEADINGS = ("hei", "kai", "text", "text")


def lay_out(paragraph: Any, line: float = LINE, align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY) -> None:
    """Set exact lines (pt), nothing around them, and no gap between digits and characters.

    Signs at the end of a line may stand out in Word, as they do by default; LibreOffice reads that setting the other
    way round and keeps them in.
    """
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    paragraph.alignment = align
    paragraph.widow_control = False
    for name, value in (("overflowPunct", 1), ("autoSpaceDE", 0), ("autoSpaceDN", 0)):
        place(paragraph._element.get_or_add_pPr(), element(name, val=value), PARAGRAPH_ORDER)


def indent_first_line(paragraph: Any) -> None:
    """Indent the first line of a paragraph or style by two characters."""
    place(paragraph._element.get_or_add_pPr(), element("ind", firstLineChars=200, firstLine=640), PARAGRAPH_ORDER)


def make_styles(document: Any) -> None:
    """Make the styles of an official document out of those of an empty one."""
    for language in document.styles.element.iter(element("lang").tag):
        language.attrib.update({qn("w:val"): "zh-CN", qn("w:eastAsia"): "zh-CN"})
    normal = document.styles["Normal"]
    set_type(normal, "text")
    lay_out(normal.paragraph_format)
    body = document.styles.add_style("公文正文", WD_STYLE_TYPE.PARAGRAPH)
    body.base_style = normal
    indent_first_line(body.paragraph_format)
    for at, face in enumerate(HEADINGS, 1):
        heading = document.styles[f"Heading {at}"]
        set_type(heading, face)
        lay_out(heading.paragraph_format)
        indent_first_line(heading.paragraph_format)
        heading.paragraph_format.keep_with_next = True
    title = document.styles["Title"]
    set_type(title, "xbs", 22)
    lay_out(title.paragraph_format, 35.15, WD_ALIGN_PARAGRAPH.CENTER)
    place(title.element.get_or_add_pPr(), element("outlineLvl", val=0), PARAGRAPH_ORDER)
    if (border := title.element.pPr.find(element("pBdr").tag)) is not None:
        title.element.pPr.remove(border)
    table = document.styles.add_style("公文表格", WD_STYLE_TYPE.PARAGRAPH)
    table.base_style = normal
    set_type(table, "text", 12)
    lay_out(table.paragraph_format, 17, WD_ALIGN_PARAGRAPH.LEFT)
    for style in (title, table):
        place(style.element.get_or_add_pPr(), element("snapToGrid", val=0), PARAGRAPH_ORDER)


def set_page(section: Any, *, is_landscape: bool = False, is_numbered: bool = True) -> None:
    """Set paper, margins and grid of a section; a sideways one has its head towards the binding edge."""
    section.different_first_page_header_footer = False
    width, height = Mm(210), Mm(297)
    margins = (Mm(37), Mm(26), Mm(35), Mm(28))
    if is_landscape:
        width, height = height, width
        margins = (Mm(28), Mm(37), Mm(26), Mm(35))
    section.page_width, section.page_height = width, height
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
    section.gutter, section.header_distance = 0, Mm(4 if is_landscape else 15)
    section.footer_distance = Mm(2 if is_landscape else 24)
    for old in section._sectPr.findall(element("docGrid").tag):
        section._sectPr.remove(old)
    section._sectPr.append(element("docGrid", type="lines", linePitch=579))
    for footer, header, is_right in (
        (section.footer, section.header, True),
        (section.even_page_footer, section.even_page_header, False),
    ):
        footer.is_linked_to_previous = header.is_linked_to_previous = False
        if not is_numbered:
            continue
        if is_landscape:
            _number_sideways(footer if is_right else header, is_right=is_right)
        else:
            _number(footer, is_right=is_right)


def _number(footer: Any, *, is_right: bool) -> None:
    paragraph = footer.paragraphs[0]
    layout = paragraph.paragraph_format
    lay_out(layout, 14, WD_ALIGN_PARAGRAPH.RIGHT if is_right else WD_ALIGN_PARAGRAPH.LEFT)
    layout.right_indent, layout.left_indent = (Pt(14), Pt(0)) if is_right else (Pt(0), Pt(14))
    add_page_number(paragraph)


def _number_sideways(edge: Any, *, is_right: bool) -> None:
    """Put the number where the upright pages have it: at the left edge of the sideways one, turned with the paper."""
    table = edge.add_table(1, 1, Mm(8))
    set_borders(table, top=0, left=0, bottom=0, right=0)
    top = 154 if is_right else 31  # mm
    float_table(
        table, leftFromText=0, rightFromText=0, horzAnchor="page", vertAnchor="page",
        tblpX=Mm(22).twips, tblpY=Mm(top).twips,
    )  # fmt: skip
    row, cell = table.rows[0], table.rows[0].cells[0]
    row.height_rule, row.height = WD_ROW_HEIGHT_RULE.EXACTLY, Mm(22)
    cell.width = Mm(8)
    cell._tc.get_or_add_tcPr().append(element("textDirection", val="tbRl"))
    lay_out(cell.paragraphs[0].paragraph_format, 16, WD_ALIGN_PARAGRAPH.CENTER)
    add_page_number(cell.paragraphs[0])


def turn(document: Any, *, is_landscape: bool) -> None:
    """Begin a new section, upright or sideways, on a new page."""
    set_page(document.add_section(WD_SECTION.NEW_PAGE), is_landscape=is_landscape)
