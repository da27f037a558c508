"""Plan documents made for a test: Word, Excel and PDF files from a few lines, and readings put shortly."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook

from tracker.plans.reading import PlanReading

ABOVE = "^"  # this cell is merged with the one above it
LEFT = "<"  # this cell is merged with the one to its left
Rows = list[list[str]]


@dataclass
class P:
    """A paragraph of a Word file; ``number`` is a level of the document's list, counted from 0."""

    text: str
    bold: bool = False
    centred: bool = False
    style: str | None = None
    number: int | None = None


@dataclass
class T:
    """A table of a Word file or sheet."""

    rows: Rows


@dataclass
class Sheet:
    """A sheet: rows of values, merges marked as in a table, and what is hidden."""

    name: str
    rows: list[list[object]]
    hidden_columns: str = ""
    hidden_rows: tuple[int, ...] = ()
    is_hidden: bool = False
    formats: dict[str, str] = field(default_factory=dict)


def word(*blocks: str | P | T, levels: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return a .docx of ``blocks``; ``levels`` are the number formats of its automatic list."""
    document = Document()
    if levels:
        _add_list(document, levels)
    for block in blocks:
        if isinstance(block, T):
            _add_table(document, block.rows)
        else:
            _add_paragraph(document, block if isinstance(block, P) else P(block))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_paragraph(document: Document, block: P) -> None:
    paragraph = document.add_paragraph(style=block.style)
    for at, line in enumerate(block.text.split("\n")):
        run = paragraph.add_run(line)
        if block.bold:
            run.bold = True
        if at < block.text.count("\n"):
            run.add_break()
    if block.centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if block.number is not None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{block.number}"/><w:numId w:val="77"/></w:numPr>')
        )


def _add_list(document: Document, levels: tuple[tuple[str, str], ...]) -> None:
    root = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{shown}</w:abstractNum>')
    root.find(qn("w:num")).addprevious(abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _add_table(document: Document, rows: Rows) -> None:
    table = document.add_table(len(rows), max(map(len, rows)))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in (ABOVE, LEFT):
                right = _reach(row[c + 1 :], LEFT)
                down = _reach([rows[n][c] for n in range(r + 1, len(rows))], ABOVE)
                cell = table.cell(r, c).merge(table.cell(r + down, c + right))
                if text:
                    cell.text = text


def _reach(following: list[object] | list[str], mark: str) -> int:
    return next((at for at, text in enumerate(following) if text != mark), len(following))


def workbook(*sheets: Sheet) -> bytes:
    """Return an .xlsx of ``sheets``."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                if value not in (ABOVE, LEFT):
                    page.cell(r, c, value)
        _merge(page, sheet.rows)
        for letter in sheet.hidden_columns:
            page.column_dimensions[letter].hidden = True
        for number in sheet.hidden_rows:
            page.row_dimensions[number].hidden = True
        for place, form in sheet.formats.items():
            page[place].number_format = form
        page.sheet_state = "hidden" if sheet.is_hidden else "visible"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def shared_workbook(name: str, values: list[list[object]]) -> bytes:
    """Return an .xlsx of one sheet as Excel writes it: texts in a list of their own; a list of texts is mixed letters."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    for r, row in enumerate(values):
        for c, value in enumerate(row):
            if isinstance(value, list):
                sheet.write_rich_string(r, c, *(part for text in value for part in (bold, text)))
            else:
                sheet.write(r, c, value)
    book.close()
    return file.getvalue()


def _merge(page: object, rows: list[list[object]]) -> None:
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            right = _reach(row[c + 1 :], LEFT)
            down = _reach([rows[n][c] if c < len(rows[n]) else None for n in range(r + 1, len(rows))], ABOVE)
            if value not in (ABOVE, LEFT) and (right or down):
                page.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + down + 1, end_column=c + right + 1)


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return an office file in which ``old`` became ``new`` in one part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            target.writestr(name, text)
    return file.getvalue()


SIZE, LEADING, LEFT_EDGE, TOP_EDGE = 12, 20, 90, 770


@dataclass
class Grid:
    """A ruled table on a PDF page: widths of the columns in letters, and rows of texts."""

    widths: list[int]
    rows: Rows


def pdf(*pages: list[str | Grid]) -> bytes:
    """Return a PDF whose pages hold lines of text (already broken) and ruled tables, without any font file."""
    objects: list[bytes] = [b"", b"", _FONT, _DESCENDANT]
    kids = []
    for page in pages:
        content = _drawn(page).encode("ascii")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _written(objects)


_FONT = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
_DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /Ascent 880 /Descent -120"
    b" /FontBBox [0 -120 1000 880] /ItalicAngle 0 /CapHeight 880 /StemV 80 >> >>"
)


def _drawn(page: list[str | Grid]) -> str:
    marks, top = [], TOP_EDGE
    for block in page:
        if isinstance(block, Grid):
            top = _drawn_grid(marks, block, top)
        else:
            indent = len(block) - len(block.lstrip())
            marks.append(_text(LEFT_EDGE + indent * SIZE, top, block.strip()))
            top -= LEADING
    return "\n".join(marks)


def _drawn_grid(marks: list[str], grid: Grid, top: float) -> float:
    edges = [LEFT_EDGE]
    for width in grid.widths:
        edges.append(edges[-1] + width * SIZE + 8)
    top += SIZE
    for row in grid.rows:
        broken = [
            [line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width)]
            for text, width in zip(row, grid.widths, strict=True)
        ]
        height = max(map(len, broken)) * LEADING + 4
        for left, right, lines in zip(edges, edges[1:], broken, strict=False):
            marks.append(f"{left} {top - height} {right - left} {height} re S")
            marks += [_text(left + 4, top - SIZE - 2 - at * LEADING, line) for at, line in enumerate(lines)]
        top -= height
    return top - LEADING


def _text(x: float, y: float, text: str) -> str:
    return f"BT /F {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def _written(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(out))
    )


Row = tuple[str | None, str, str, str, str, str]


def rows(reading: PlanReading) -> list[Row]:
    """Put a reading shortly: number, headings, text, lead, coop, and the limit as days, ongoing and rhythm."""
    return [
        (
            item.number,
            " > ".join(item.heading_path),
            item.text,
            "、".join(item.lead),
            "、".join(item.coop),
            " ".join(
                [*map(date.isoformat, item.milestones or ((item.due,) if item.due else ()))]
                + (["ongoing"] if item.ongoing else [])
                + ([item.frequency.value] if item.frequency else [])
            ),
        )
        for item in reading.items
    ]


def codes(reading: PlanReading) -> list[str]:
    """The codes of a reading's warnings."""
    return [warning.code for warning in reading.warnings]


def doubts(reading: PlanReading) -> list[list[str]]:
    """The codes of each item's doubts."""
    return [[doubt.code for doubt in item.doubts] for item in reading.items]
