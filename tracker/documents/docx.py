"""The Word twin of a printed document: the same text on the same geometry, with the official typefaces by name."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.shared import Mm, Pt

from tracker.documents import layout
from tracker.documents.charts import Bars, MonthCurve
from tracker.documents.engine import engine
from tracker.documents.exchange import from_json
from tracker.documents.html import chart_page
from tracker.documents.model import (
    Align,
    Attachment,
    Attendance,
    Block,
    Document,
    Figure,
    Heading,
    Layout,
    Listing,
    Paragraph,
    Run,
    Table,
)
from tracker.documents.numbering import list_mark, numbered
from tracker.documents.pdf import imprint_place
from tracker.documents.titles import break_title
from tracker.documents.word_head import add_blank, add_head
from tracker.documents.word_imprint import add_imprint
from tracker.documents.word_page import LINE, make_styles, set_page, turn
from tracker.documents.word_tables import ALIGN, add_table, keep_last_row
from tracker.documents.word_xml import PARAGRAPH_ORDER, add_run, element, place

CELL = layout.CELL / layout.POINT  # pt
MOST_OF_A_FACT = 255  # characters that Word takes of a title or a name


def print_job(document: Mapping[str, Any]) -> dict[str, Any]:
    """Write in the confined process: a document as plain values in, its Word file out."""
    return {"docx": write_docx(from_json(document))}


def write_docx(document: Document) -> bytes:
    """Return a document as a Word file; equal input gives equal bytes."""
    word = WordDocument()
    make_styles(word)
    set_page(word.sections[0], is_landscape=False)
    word.settings.odd_and_even_pages_header_footer = True
    _describe(word, document)
    names = layout.agency_names(document)
    lines = break_title(document.title, names)
    moved = layout.moves_addressees(document, len(lines))
    add_head(word, document)
    if document.layout is not Layout.ORDER:
        _add_title(word, lines, document.subtitle)
    if document.addressees and not moved:
        add_run(word.add_paragraph(style="Normal"), layout.addressed_to(document))
    _add_blocks(word, document.blocks)
    _add_tail(word, document)
    for number, attachment in enumerate(document.attachments, 1):
        _add_attachment(word, attachment, f"附件{number if len(document.attachments) > 1 else ''}", names)
    if document.annex:
        _add_attachment(word, document.annex, "附录", names)
    add_imprint(word, document, imprint_place(document), has_addressees=moved)
    return _saved(word, document)


def _describe(word: Any, document: Document) -> None:
    facts = word.core_properties
    facts.title, facts.author = document.title.replace("\n", "")[:MOST_OF_A_FACT], document.author[:MOST_OF_A_FACT]
    facts.keywords, facts.language = ",".join(document.keywords)[:MOST_OF_A_FACT], document.language
    facts.comments, facts.last_modified_by = "", facts.author
    facts.created = facts.modified = document.created.replace(tzinfo=None)
    facts.revision = 1


def _add_title(word: Any, lines: list[str], subtitle: str = "") -> None:
    title = word.add_paragraph(style="Title")
    around = Mm(layout.title_room(len(lines)))
    title.paragraph_format.space_before = title.paragraph_format.space_after = around
    if len(lines) == 1:
        title.paragraph_format.line_spacing = Pt(LINE)
    for at, line in enumerate(lines):
        if at:
            title.add_run().add_break(WD_BREAK.LINE)
        add_run(title, line, "xbs", 22)
    if subtitle:
        below = word.add_paragraph(style="Normal")
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_run(below, subtitle, "kai")
    add_blank(word)


def _add_runs(paragraph: Any, runs: Iterable[Run]) -> None:
    for run in runs:
        add_run(paragraph, run.text.replace("\n", " "), run.face)


def _add_blocks(word: Any, blocks: Iterable[Block]) -> None:
    for block, mark in numbered(blocks):
        if isinstance(block, Paragraph):
            _add_paragraph(word, block)
        elif isinstance(block, Heading):
            _add_heading(word, block, mark)
        elif isinstance(block, Listing):
            for number, item in enumerate(block.items, 1):
                paragraph = word.add_paragraph(style="公文正文")
                add_run(paragraph, list_mark(block.marks, number, item[0].text if item else ""))
                _add_runs(paragraph, item)
        elif isinstance(block, Figure):
            _add_figure(word, block)
        else:
            _add_any_table(word, block)


def _add_paragraph(word: Any, block: Paragraph) -> None:
    is_plain = not block.is_flush and block.align is Align.LEFT
    for line in layout.paragraphs(block.runs):
        paragraph = word.add_paragraph(style="公文正文" if is_plain else "Normal")
        if block.align is not Align.LEFT:
            paragraph.alignment = ALIGN[block.align]
        _add_runs(paragraph, line)


def _add_heading(word: Any, block: Heading, mark: str) -> None:
    face = layout.heading_face(block.level)
    if block.run_in:
        paragraph = word.add_paragraph(style="公文正文")
        place(paragraph._p.get_or_add_pPr(), element("outlineLvl", val=block.level - 1), PARAGRAPH_ORDER)
    else:
        paragraph = word.add_paragraph(style=f"Heading {block.level}")
    add_run(paragraph, (mark + block.text).replace("\n", " "), face)
    _add_runs(paragraph, block.run_in)


def _add_any_table(word: Any, block: Table) -> None:
    if block.is_landscape:
        turn(word, is_landscape=True)
    add_table(word, block)
    if block.is_landscape:
        turn(word, is_landscape=False)


def _add_figure(word: Any, block: Figure) -> None:
    """Add a chart as a picture, with what it is about for those who cannot see it."""
    holder = word.add_paragraph(style="公文表格")
    holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
    holder.paragraph_format.keep_with_next = True
    holder.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    picture = holder.add_run().add_picture(io.BytesIO(_drawn(block.chart)), width=Mm(148))
    picture._inline.docPr.set("descr", block.chart.title)
    caption = word.add_paragraph(style="公文表格")
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.line_spacing = Pt(28)
    add_run(caption, block.caption, "hei", 14)


def _drawn(chart: Bars | MonthCurve) -> bytes:
    """Return a chart as PNG, drawn by the engine that prints it."""
    page = pypdfium2.PdfDocument(engine().render(chart_page(chart)))[0]
    png = io.BytesIO()
    page.render(scale=3).to_pil().save(png, "PNG")
    return png.getvalue()


def _add_tail(word: Any, document: Document) -> None:
    """Add the list of attachments, signature and note, all kept with the end of the text."""
    first = len(word.paragraphs)
    if document.attachments:
        add_blank(word)
        _add_list(word, document.attachments)
    if document.attendance:
        add_blank(word)
        _add_attendance(word, document.attendance)
    if document.signature:
        for line in layout.signature_lines(document.signature):
            paragraph = word.add_paragraph(style="Normal")
            if line.text:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.paragraph_format.right_indent = Pt(line.right * CELL)
                add_run(paragraph, line.text)
    if document.note:
        add_run(word.add_paragraph(style="公文正文"), layout.note_line(document.note))
    _keep_with_text(word, first)


def _keep_with_text(word: Any, first: int) -> None:
    """Keep what stands from paragraph ``first`` on together, and with the end of the text (第 7.3.5.5 条)."""
    paragraphs = word.paragraphs
    for paragraph in paragraphs[max(0, first - 1) : -1]:
        paragraph.paragraph_format.keep_with_next = True
    if 0 < first < len(paragraphs):
        keep_last_row(paragraphs[first - 1])


def _add_attendance(word: Any, attendance: tuple[Attendance, ...]) -> None:
    """Add who took part in a meeting, with turned lines under the first name."""
    for one in attendance:
        paragraph = word.add_paragraph(style="Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        hanging = (len(one.word) + 1) * CELL
        paragraph.paragraph_format.left_indent = Pt(2 * CELL + hanging)
        paragraph.paragraph_format.first_line_indent = Pt(-hanging)
        add_run(paragraph, one.word, "hei")
        add_run(paragraph, f"：{one.names}")


def _add_list(word: Any, attachments: tuple[Attachment, ...]) -> None:
    """Add 附件：1. 2. with turned lines under the first character of the names."""
    count = 0.0 if len(attachments) == 1 else layout.count_width(len(attachments))
    for number, attachment in enumerate(attachments, 1):
        paragraph = word.add_paragraph(style="Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        place_ = paragraph.paragraph_format
        place_.left_indent = Pt((5 + count) * CELL)
        place_.first_line_indent = Pt(-(3 + count if number == 1 else count) * CELL)
        for stop in (5.0, 5 + count):
            place_.tab_stops.add_tab_stop(Pt(stop * CELL))
        word_ = "附件：" if number == 1 else ""
        add_run(paragraph, word_ + (f"{number}.\t" if count else "") + attachment.title.replace("\n", ""))


def _add_attachment(word: Any, attachment: Attachment, label: str, names: Iterable[str]) -> None:
    first = word.add_paragraph(style="Normal")
    first.paragraph_format.page_break_before = True
    add_run(first, label, "hei")
    add_blank(word)
    _add_title(word, break_title(attachment.title, names))
    _add_blocks(word, attachment.blocks)


def _saved(word: Any, document: Document) -> bytes:
    """Return the file with the date of the document on every part, instead of the time of writing."""
    written, dated = io.BytesIO(), io.BytesIO()
    word.save(written)
    moment = max(document.created.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts.infolist():
            file.writestr(zipfile.ZipInfo(part.filename, moment), parts.read(part), zipfile.ZIP_DEFLATED)
    return dated.getvalue()
