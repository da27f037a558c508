"""The head of the Word twin (版头): of the usual first page, of a letter (信函) and of an order (命令)."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from tracker.documents import layout
from tracker.documents.model import Document, Layout, RedHead
from tracker.documents.word_page import lay_out
from tracker.documents.word_xml import PARAGRAPH_ORDER, add_run, element, place

RED = "E60012"
CELL = layout.CELL / layout.POINT  # pt
MARK_TOP = {Layout.FILE: 35, Layout.ORDER: 20}  # mm below the upper edge of the type area
LETTER_LINES = (Mm(8), Mm(6))  # how far the lines of a letter reach beyond the type area at its left and right


def add_blank(word: Any, count: int = 1) -> None:
    """Add blank lines."""
    for _ in range(count):
        word.add_paragraph(style="Normal")


def add_head(word: Any, document: Document) -> None:
    """Add what stands above the title, down to the blank lines before it."""
    head = document.red_head
    if head is None:
        return
    if document.layout is Layout.LETTER:
        _add_letter_head(word, head)
        return
    mark = word.add_paragraph(style="Normal")
    _write_mark(mark, head)
    mark.paragraph_format.space_before = Mm(MARK_TOP[document.layout])
    add_blank(word, 2)
    _add_issue(word, head)
    if document.layout is Layout.FILE:
        _add_rule(word, 1.7, 12)  # with what is free below the number in its line: 4 mm
    add_blank(word, 2)


def _write_mark(paragraph: Any, head: RedHead) -> None:
    """Write the mark of the agency, with its upper edge where the paragraph begins."""
    lay_out(paragraph.paragraph_format, 42, WD_ALIGN_PARAGRAPH.CENTER)
    add_run(paragraph, head.mark, "xbs", layout.mark_size(head.mark), RED)


def _add_rule(holder: Any, line: float, size: int) -> Any:
    """Add a red rule at the lower edge of a line of so many mm, its size in eighths of a point."""
    rule = holder.add_paragraph(style="公文表格")
    lay_out(rule.paragraph_format, line / layout.POINT)
    border = element("pBdr")
    border.append(element("bottom", val="single", sz=size, space=0, color=RED))
    place(rule._p.get_or_add_pPr(), border, PARAGRAPH_ORDER)
    return rule


def _add_letter_head(word: Any, head: RedHead) -> None:
    """Add the head of a letter: mark and lines outside of the text of the first page, the number below them."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = Mm(30), Mm(20)
    for edge in (section.header, section.even_page_header):
        lay_out(edge.paragraphs[0].paragraph_format, 1)  # or it would reach into the type area
    for edge in (section.footer, section.even_page_footer):
        edge.paragraphs[0].paragraph_format.space_after = Mm(4)
    above, below = section.first_page_header, section.first_page_footer
    above.is_linked_to_previous = below.is_linked_to_previous = False
    _write_mark(above.paragraphs[0], head)
    lay_out(below.paragraphs[0].paragraph_format, 1)
    lines = (_add_rule(above, 4, 20), _add_rule(above, 0.8, 6), _add_rule(below, 0.8, 6), _add_rule(below, 0.8, 20))
    for line in lines:
        line.paragraph_format.left_indent, line.paragraph_format.right_indent = (-beyond for beyond in LETTER_LINES)
    number = word.add_paragraph(style="公文表格")
    lay_out(number.paragraph_format, 16, WD_ALIGN_PARAGRAPH.RIGHT)
    number.paragraph_format.space_before = Pt(14)
    number.paragraph_format.space_after = Mm(16)
    add_run(number, head.number)


def _add_issue(word: Any, head: RedHead) -> None:
    """Add the number in the middle, or at the left with the signers at the right, two on a line."""
    pairs = layout.signer_lines(head)
    if not pairs:
        line = word.add_paragraph(style="Normal")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_run(line, head.number)
        return
    right = 156 / layout.POINT - 16
    left = right - CELL * (4 + max(map(layout.cells, pairs)))
    for at, pair in enumerate(pairs):
        line = word.add_paragraph(style="Normal")
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT
        line.paragraph_format.left_indent = Pt(16)
        for stop in (left, left + 4 * CELL):
            line.paragraph_format.tab_stops.add_tab_stop(Pt(stop), WD_TAB_ALIGNMENT.LEFT)
        number = head.number if at == len(pairs) - 1 else ""
        add_run(line, number + "\t" + ("签发人：" if at == 0 else "\t"))
        add_run(line, pair, "kai")
