"""The report as an official document: the six sections in their order, the tables cell for cell."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.tables import (
    COLUMNS,
    DISPUTE_PATHS,
    HEADER_FOUR,
    HEADER_THREE,
    SECTIONS,
    TABLE_TWO,
    HeaderRows,
    row_paths,
    table_three,
)
from tracker.documents.model import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Signature,
    Table,
    TableSize,
)

SUBHEADING = "## "
_CENTER = Align.CENTER


def report_document(figures: ReportFigures, texts: Mapping[str, str], issued_on: date, *, frozen: str = "") -> Document:
    """Return a report as a document, from nothing but its figures, its text and its date: the same gives the same."""
    return Document(
        title=title_of(figures),
        blocks=tuple(_blocks(figures, texts)),
        author=figures.name,
        created=datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=UTC),
        signature=Signature((figures.name,), issued_on) if figures.name else None,
        keywords=("政府信息公开", "年度报告", str(figures.year)),
        is_archival=bool(frozen),
        figures=frozen,
    )


def title_of(figures: ReportFigures) -> str:
    """Return the title that the form gives a report."""
    return f"{figures.name}{figures.year}年政府信息公开工作年度报告"


def _blocks(figures: ReportFigures, texts: Mapping[str, str]) -> Iterator[Block]:
    yield from _text(texts.get("", ""))
    tables = {"二": _table_two(figures), "三": _table_three(figures), "四": _table_four(figures)}
    for key, heading in SECTIONS.items():
        yield Heading(1, heading.partition("、")[2])
        yield from _text(texts.get(key, ""))
        if key in tables:
            yield tables[key]


def _text(text: str) -> Iterator[Block]:
    """Yield the paragraphs of a section; a line that begins with ## is a heading of the second level."""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith(SUBHEADING):
            yield Heading(2, stripped.removeprefix(SUBHEADING).strip())
        elif stripped:
            yield Paragraph.of(stripped)


def shown(number: Number | None) -> str:
    """Return a number as it is printed; a blank cell stays blank."""
    return "" if number is None else f"{number:f}" if not isinstance(number, int) else str(number)


def _cell(figures: ReportFigures, path: str, columns: int = 1) -> Cell:
    text = shown(figures.value(path)) or figures.written.get(path, "")
    return Cell(text, colspan=columns, align=_CENTER)


def _table_two(figures: ReportFigures) -> Table:
    rows: list[Row] = []
    for block in TABLE_TWO[figures.form]:
        rows.append(Row.of(Cell(block.caption, colspan=4, align=_CENTER, is_head=True), keeps_with_next=True))
        last = 4 - len(block.columns)
        heads = [Cell(column.heading, align=_CENTER, is_head=True) for column in block.columns[:-1]]
        widest = Cell(block.columns[-1].heading, colspan=last, align=_CENTER, is_head=True)
        rows.append(Row.of(Cell("信息内容", align=_CENTER, is_head=True), *heads, widest, keeps_with_next=True))
        for key, label in block.rows:
            paths = block.paths(key)
            cells = [_cell(figures, path) for path in paths[:-1]]
            rows.append(Row.of(label, *cells, _cell(figures, paths[-1], last), keeps_with_next=True))
    return Table("", (Column(34, _CENTER), *(Column(22, _CENTER) for _ in range(3))), (), tuple(rows), TableSize.SMALL)


def _table_three(figures: ReportFigures) -> Table:
    rows = [
        Row.of(
            *(Cell(text, columns, height, _side(height)) for text, height, columns in row.labels),
            *(_cell(figures, path) for path in row_paths(row.key)),
        )
        for row in table_three(figures.form_three)
    ]
    columns = (Column(6, _CENTER), Column(14), Column(36), *(Column(11, _CENTER) for _ in COLUMNS))
    return Table("", columns, _head(HEADER_THREE), tuple(rows), TableSize.TINY)


def _side(height: int) -> Align:
    """Labels begin at the left, but for the one that runs down beside all results."""
    return _CENTER if height > 10 else Align.LEFT


def _table_four(figures: ReportFigures) -> Table:
    row = Row.of(*(_cell(figures, path) for path in DISPUTE_PATHS))
    return Table("", tuple(Column(1, _CENTER) for _ in DISPUTE_PATHS), _head(HEADER_FOUR), (row,), TableSize.TINY)


def _head(rows: HeaderRows) -> tuple[Row, ...]:
    return tuple(Row.of(*(Cell(text, columns, height, _CENTER) for text, height, columns in row)) for row in rows)
