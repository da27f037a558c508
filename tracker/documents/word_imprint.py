"""The imprint (版记) of the Word twin: a box on the bottom edge of the type area of the last, even page."""

from math import ceil
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tracker.documents.html import ImprintPlace
from tracker.documents.layout import UPRIGHT, cells, copied_to
from tracker.documents.model import Document, Imprint, Layout
from tracker.documents.numbering import written_date
from tracker.documents.word_page import lay_out, set_page
from tracker.documents.word_xml import add_run, element, set_borders, set_margins

COPIES, PRINTED = 23.0, 25.0  # pt, the lines of the imprint
ON_A_LINE = 26  # characters of 四号 in 抄送
BOTTOM = 262.0  # mm from the upper edge of the paper to the lower one of the type area
# LibreOffice up to 7.4 puts a floating table behind the text, but a box where it belongs, and a box may hold a table.
# Its place is told from the edge of the paper, since "the bottom of the margin" has two meanings there.
BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="9001" name="版记"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def add_imprint(word: Any, document: Document, stands: ImprintPlace, *, has_addressees: bool) -> None:
    """Add the imprint at the end; where the printed one is not below the text, on the next even page, unnumbered."""
    imprint = document.imprint
    if imprint is None:
        return
    if stands is not ImprintPlace.BELOW:
        set_page(word.add_section(WD_SECTION.EVEN_PAGE), is_numbered=False)
    copies = [f"主送：{copied_to(document.addressees)}"] if has_addressees else []
    copies += [f"抄送：{copied_to(imprint.copies_to)}"] if imprint.copies_to else []
    is_letter = document.layout is Layout.LETTER
    if is_letter and not copies:
        return
    table = _table(word, copies, imprint, is_letter=is_letter)
    end, anchor = _thin_line(word), _thin_line(word)
    lines = sum(ceil(cells(text) / ON_A_LINE) for text in copies)
    height = Pt(COPIES * lines + (0 if is_letter else PRINTED) + 2)
    box: Any = parse_xml(BOX.format(width=Mm(UPRIGHT[0]), height=height, top=Mm(BOTTOM) - height))
    box.find(f".//{qn('w:txbxContent')}").extend([table._tbl, end._p])  # a table needs a paragraph behind it
    anchor._p.append(box)


def _table(word: Any, copies: list[str], imprint: Imprint, *, is_letter: bool) -> Any:
    """Return the lines of the imprint as a table; that of a letter has no rules and no line of who printed it."""
    table = word.add_table(rows=len(copies) + (not is_letter), cols=2)
    table.autofit = False
    rule = 0 if is_letter else 8  # 0.35 mm, 0.25 mm between
    set_borders(table, top=rule, bottom=rule, left=0, right=0, insideV=0, insideH=rule and 6)
    set_margins(table, 0)
    for at, text in enumerate(copies):
        line = _write(table.cell(at, 0).merge(table.cell(at, 1)), text, COPIES, left=56, right=14)
        line.paragraph_format.first_line_indent = Pt(-42)
    if not is_letter:
        printer, day = table.rows[-1].cells
        _write(printer, imprint.printed_by, PRINTED, left=14, right=0)
        line = _write(day, f"{written_date(imprint.printed_on)}印发", PRINTED, left=0, right=14)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    return table


def _write(cell: Any, text: str, height: float, *, left: float, right: float) -> Any:
    """Write a cell of the imprint in 4号仿宋, indented (pt) on both sides, and return its paragraph."""
    paragraph = cell.paragraphs[0]
    lay_out(paragraph.paragraph_format, height)
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Pt(left), Pt(right)
    add_run(paragraph, text, "text", 14)
    return paragraph


def _thin_line(word: Any) -> Any:
    """Add a paragraph that takes hardly any room."""
    paragraph = word.add_paragraph(style="公文表格")
    lay_out(paragraph.paragraph_format, 1)
    return paragraph
