"""Tables of the Word twin: the grid of ``tracker.documents.layout`` with spans, repeated heads and unbroken rows."""

from collections.abc import Iterable
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tracker.documents.layout import POINT, SIDEWAYS, UPRIGHT
from tracker.documents.model import Align, Table
from tracker.documents.table_grid import PITCH, TYPE, PlacedCell, TableGrid, may_break, table_grid
from tracker.documents.word_xml import add_run, element, set_borders, set_margins

SIDE = 57  # twentieths of a point: 1 mm left and right of the text of a cell, as on the printed page
STYLE = "公文表格"  # its id: looking a style up by its name for each cell takes half of the time
ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def add_table(document: Any, block: Table) -> None:
    """Add a table and its caption to a Word document."""
    if block.caption:
        caption = document.add_paragraph(style="公文表格")
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.line_spacing = Pt(28)
        add_run(caption, block.caption, "hei", 14)
    grid = table_grid(block)
    rows = [*((row, True) for row in grid.head), *((row, False) for group in grid.groups for row in group)]
    broken = {id(row) for group in grid.groups if may_break(block, group) for row in group}
    if not rows or not grid.shares:
        return
    table = document.add_table(rows=len(rows), cols=len(grid.shares))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    set_borders(table)
    set_margins(table, SIDE)
    width = (SIDEWAYS if block.is_landscape else UPRIGHT)[0]
    for column, share in zip(table.columns, grid.shares, strict=True):
        column.width = Mm(width * share / 100)
    kept = _kept(grid)
    cells = [[_Cell(tc, table) for tc in tr.tc_lst] for tr in table._tbl.tr_lst]
    for at, ((row, is_head), tr) in enumerate(zip(rows, table._tbl.tr_lst, strict=True)):
        properties = tr.get_or_add_trPr()
        if id(row) not in broken:
            properties.append(element("cantSplit"))
        if is_head:
            properties.append(element("tblHeader"))
        for cell in row:
            _fill(cells[at][cell.column], cell, block, is_in_head=is_head, is_kept=at in kept)
    _merge(cells, [row for row, _ in rows])
    _end(document)


def keep_last_row(end: Paragraph) -> None:
    """Keep the last row of the table that ``end`` closes, if it closes one, with what stands below."""
    before: Any = end._p.getprevious()
    if before is None or before.tag != qn("w:tbl"):
        return
    for paragraph in before.tr_lst[-1].iter(qn("w:p")):
        Paragraph(paragraph, end._parent).paragraph_format.keep_with_next = True


def _kept(grid: TableGrid) -> set[int]:
    """Return the rows that stay with the next one: those of the head, and all but the last of a group."""
    kept, at = set(range(len(grid.head))), len(grid.head)
    for group in grid.groups:
        kept.update(range(at, at + len(group) - 1))
        at += len(group)
    return kept


def _fill(box: _Cell, cell: PlacedCell, block: Table, *, is_in_head: bool, is_kept: bool) -> None:
    box._tc.get_or_add_tcPr().append(element("vAlign", val="center"))
    for at, line in enumerate(cell.lines):
        paragraph = Paragraph(box._tc.p_lst[0], box) if at == 0 else box.add_paragraph()
        paragraph._p.style = STYLE
        paragraph.alignment = ALIGN[cell.align]
        layout = paragraph.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH[block.size] / POINT)
        layout.keep_with_next = is_kept
        add_run(paragraph, line, "hei" if is_in_head else "text", TYPE[block.size])


def _merge(cells: list[list[_Cell]], rows: Iterable[tuple[PlacedCell, ...]]) -> None:
    """Join the boxes that a cell spans; the empty paragraphs of those it covers go."""
    for at, row in enumerate(rows):
        for cell in row:
            if cell.colspan > 1 or cell.rowspan > 1:
                first = cells[at][cell.column]
                joined = first.merge(cells[at + cell.rowspan - 1][cell.column + cell.colspan - 1])
                for paragraph in joined.paragraphs[len(cell.lines) :]:
                    paragraph._p.getparent().remove(paragraph._p)


def _end(document: Any) -> None:
    """Close a table with a line that takes hardly any room, so that another table does not grow onto it."""
    after = document.add_paragraph(style="公文表格")
    after.paragraph_format.line_spacing_rule, after.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(8)
