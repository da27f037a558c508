"""Report files to read: as tables of boxes first, then drawn as Word, or as a small PDF of our own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from openpyxl.workbook import Workbook

from tracker.annual_report.report import ReportFigures
from tracker.annual_report.tables import (
    DISPUTE_PATHS,
    HEADER_FOUR,
    HEADER_THREE,
    SECTIONS,
    TABLE_TWO,
    HeaderRows,
    row_paths,
    table_three,
)
from tracker.annual_report.xlsx_file import write_xlsx


@dataclass(frozen=True)
class Cell:
    """A cell of a printed table: where it begins, how far it goes, what stands in it."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


Table = list[Cell]


def shown(report: ReportFigures, path: str) -> str:
    number = report.value(path)
    return report.written.get(path, "") if number is None else str(number)


def _header(header: HeaderRows, width: int) -> Table:
    cells: Table = []
    taken: set[tuple[int, int]] = set()
    for row, entries in enumerate(header):
        for text, rows, columns in entries:
            column = next(place for place in range(width) if (row, place) not in taken)
            taken |= {(row + down, column + across) for down in range(rows) for across in range(columns)}
            cells.append(Cell(row, column, text, rows, columns))
    return cells


def table_two(report: ReportFigures) -> Table:
    cells: Table = []
    row = 0
    for block in TABLE_TWO[report.form]:
        cells += [Cell(row, 0, block.caption, columns=4), Cell(row + 1, 0, "信息内容")]
        width = len(block.columns)
        spans = [1] * (width - 1) + [4 - width]
        cells += [Cell(row + 1, 1 + at, column.heading, columns=spans[at]) for at, column in enumerate(block.columns)]
        row += 2
        for key, label in block.rows:
            cells.append(Cell(row, 0, label))
            cells += [
                Cell(row, 1 + at, shown(report, path), columns=spans[at]) for at, path in enumerate(block.paths(key))
            ]
            row += 1
    return cells


def table_three_cells(report: ReportFigures) -> Table:
    cells = _header(HEADER_THREE, 10)
    for row, line in enumerate(table_three(report.form_three), start=3):
        column = 3 - sum(columns for _, _, columns in line.labels)
        for text, rows, columns in line.labels:
            cells.append(Cell(row, column, text, rows, columns))
            column += columns
        cells += [Cell(row, 3 + at, shown(report, path)) for at, path in enumerate(row_paths(line.key))]
    return cells


def table_four(report: ReportFigures) -> Table:
    return [
        *_header(HEADER_FOUR, 15),
        *(Cell(3, at, shown(report, path)) for at, path in enumerate(DISPUTE_PATHS)),
    ]


def tables_of(report: ReportFigures) -> dict[str, Table]:
    return {"二": table_two(report), "三": table_three_cells(report), "四": table_four(report)}


def title(report: ReportFigures) -> str:
    return f"{report.name}{report.year}年政府信息公开工作年度报告"


def rows_from(table: Iterable[Cell], first: int, last: int, *, to: int = 0) -> Table:
    """The rows ``first`` to ``last`` of a table as a table of their own that begins in row ``to``."""
    part: Table = []
    for cell in table:
        top, bottom = max(cell.row, first), min(cell.row + cell.rows - 1, last)
        if top <= bottom:
            text = cell.text if top == cell.row else ""
            part.append(replace(cell, row=top - first + to, rows=bottom - top + 1, text=text))
    return part


def word(report: ReportFigures, texts: dict[str, str] | None = None, tables: dict[str, Table] | None = None) -> bytes:
    """The report as a Word document."""
    drawn = tables or tables_of(report)
    body = [_paragraph(title(report))]
    for number, heading in SECTIONS.items():
        body += [_paragraph(line) for line in (heading, *(texts or {}).get(number, "").splitlines())]
        if table := drawn.get(number):
            body.append(_word_table(table))
    content = BytesIO()
    with ZipFile(content, "w") as package:
        for name, part in _PACKAGE.items():
            package.writestr(name, part.format(body="".join(body)))
    return content.getvalue()


def web_page(report: ReportFigures, texts: dict[str, str] | None = None, tables: dict[str, Table] | None = None) -> str:
    """The report as a page of a website, inside the table that lays the page out."""
    drawn = tables or tables_of(report)
    body = [f"<h1>{title(report)}</h1>"]
    for number, heading in SECTIONS.items():
        body += [f"<p>{escape(line)}</p>" for line in (heading, *(texts or {}).get(number, "").splitlines())]
        if table := drawn.get(number):
            body.append(_web_table(table))
    layout = f"<table><tr><td><ul><li>首页<li>政务公开</ul></td><td>{''.join(body)}</td></tr></table>"
    return f"<!DOCTYPE html><html><head><title>政务公开</title><style>p {{}}</style></head><body>{layout}</body></html>"


def _web_table(table: Table) -> str:
    rows: dict[int, list[str]] = {}
    for cell in sorted(table, key=lambda cell: (cell.row, cell.column)):
        spans = f' rowspan="{cell.rows}" colspan="{cell.columns}"' if cell.rows * cell.columns > 1 else ""
        rows.setdefault(cell.row, []).append(f"<td{spans}><p><span>{escape(cell.text)}</span>&nbsp;</p></td>")
    return f"<table>{''.join(f'<tr>{chr(10).join(cells)}</tr>' for _, cells in sorted(rows.items()))}</table>"


_OFFICE = "http://schemas.openxmlformats.org"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PACKAGE = {
    "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{_OFFICE}/wordprocessingml/2006/main">'
    "<w:body>{body}</w:body></w:document>",
}


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _word_table(table: Table) -> str:
    covers = {(row, cell.column): cell for cell in table for row in range(cell.row, cell.row + cell.rows)}
    rows = []
    for row in range(max(cell.row + cell.rows for cell in table)):
        cells = "".join(_word_cell(cell, row) for (at, _), cell in sorted(covers.items()) if at == row)
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def _word_cell(cell: Cell, row: int) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    merged = merge if cell.rows > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merged}</w:tcPr>{_paragraph(cell.text if row == cell.row else '')}</w:tc>"


def workbook(report: ReportFigures, change: Callable[[Workbook], None]) -> bytes:
    """Our own workbook of the report, changed by hand."""
    book = openpyxl.load_workbook(BytesIO(write_xlsx(report)))
    change(book)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def one_sheet(tables: Iterable[Table], heading: str = "", *, left: int = 0) -> bytes:
    """A workbook with all tables below each other on one sheet, without any merged cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    top = 1
    if heading:
        sheet.cell(top, 1, heading)
        top += 2
    for table in tables:
        for cell in table:
            text = cell.text
            value = int(text) if text.isdigit() and text == str(int(text)) else text or None
            sheet.cell(top + cell.row, 1 + left + cell.column, value)
        top += max(cell.row + cell.rows for cell in table) + 2
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content: bytes, part: str, old: str, new: str) -> bytes:
    """The same file with another text in one of its parts, for what its own program would not write."""
    changed = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(changed, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == part:
                assert old.encode() in body
                body = body.replace(old.encode(), new.encode(), 1)
            target.writestr(name, body)
    return changed.getvalue()


_WIDTH, _HEIGHT, _TEXT, _LINE = 595, 842, 5, 6


NEXT_COLUMN = "\f"


def pdf(
    pages: Sequence[Sequence[str | Table]], *, is_ruled: bool = True, columns: int = 1, is_open: bool = False
) -> bytes:
    """A PDF in a font that every reader knows: lines of text and tables, from top to bottom of each page.

    ``NEXT_COLUMN`` goes on at the top of the next column; ``is_open`` leaves out the line below each table.
    """
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * at} 0 R' for at in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
    ]
    for at, page in enumerate(pages):
        content = _draw(page, is_ruled=is_ruled, columns=columns, is_open=is_open)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents {7 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return _file(objects)


def _file(objects: Sequence[str]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    content += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return content + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def _draw(page: Sequence[str | Table], *, is_ruled: bool, columns: int, is_open: bool) -> str:
    marks: list[str] = []
    top, left, width = float(_HEIGHT - 30), 25, 545 // columns
    for part in page:
        if part == NEXT_COLUMN:
            top, left = float(_HEIGHT - 60), left + width + 10
        elif isinstance(part, str):
            marks.append(_write(part, left, top - 10))
            top -= 20
        else:
            drawn, top = _draw_table(part, top, left, width - 10 * (columns > 1), is_ruled=is_ruled, is_open=is_open)
            marks += drawn
    return "\n".join(marks)


def _draw_table(
    table: Table, top: float, start: int, space: int, *, is_ruled: bool, is_open: bool
) -> tuple[list[str], float]:
    width = space // max(cell.column + cell.columns for cell in table)
    lines = {cell: _break(cell.text, (cell.columns * width - 4) // _TEXT) for cell in table}
    edges = [top]
    for row in range(max(cell.row + cell.rows for cell in table)):
        most = max((len(lines[cell]) for cell in table if cell.row == row and cell.rows == 1), default=1)
        edges.append(edges[-1] - most * _LINE - 6)
    marks = []
    for cell in table:
        left, upper, lower = start + cell.column * width, edges[cell.row], edges[cell.row + cell.rows]
        right = left + cell.columns * width
        if is_ruled and is_open and cell.row + cell.rows == len(edges) - 1:
            marks.append(f"{left} {lower} m {left} {upper} l {right} {upper} l {right} {lower} l S")
        elif is_ruled:
            marks.append(f"{left} {lower} {right - left} {upper - lower} re S")
        marks += [_write(line, left + 2, upper - 3 - _LINE * (at + 1)) for at, line in enumerate(lines[cell])]
    return marks, edges[-1] - 12


def _break(text: str, width: int) -> list[str]:
    return [line[at : at + width] for line in text.split("\n") for at in range(0, max(1, len(line)), width)]


def _write(text: str, left: float, base: float) -> str:
    return f"BT /F1 {_TEXT} Tf {left} {base} Td <{text.encode('utf-16-be').hex()}> Tj ET" if text else ""
