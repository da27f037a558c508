"""What a document must have and how large it may be, said before the work starts, not after half a minute of it."""

from collections.abc import Iterable, Iterator
from math import ceil

from tracker.documents.charts import Bars
from tracker.documents.cleaning import clean
from tracker.documents.layout import CELLS, LINES
from tracker.documents.model import Block, Document, Figure, Heading, Listing, Paragraph, Run, Table
from tracker.documents.table_grid import estimated_pages
from tracker.errors import N_, RuleBroken

MOST_ROWS, MOST_PAGES = 2000, 300
BAR, CURVE = 0.75, 9  # lines of the grid, of a bar and of the curve of a year


def check_size(document: Document) -> None:
    """Raise RuleBroken if a document has no title, more than 2,000 rows of tables, or more than about 300 pages."""
    if not clean(document.title).strip():
        raise RuleBroken(N_("The document has no title yet. Give it one, then print it."), field="title")
    tables = [block for block in _blocks(document) if isinstance(block, Table)]
    rows = sum(len(table.rows) for table in tables)
    if rows > MOST_ROWS:
        raise RuleBroken(
            N_("The tables have %(rows)d rows; a document may have %(most)d. Split it, or export the rows to Excel."),
            rows=rows,
            most=MOST_ROWS,
        )
    pages = _pages(document, tables)
    if pages > MOST_PAGES:
        raise RuleBroken(
            N_("The document would have about %(pages)d pages; at most %(most)d are printed at once. Split it."),
            pages=pages,
            most=MOST_PAGES,
        )


def _blocks(document: Document) -> Iterator[Block]:
    yield from document.blocks
    for attachment in (*document.attachments, *filter(None, [document.annex])):
        yield from attachment.blocks


def _pages(document: Document, tables: list[Table]) -> int:
    """Estimate how many pages a document has: texts by their lines, tables by their rows, attachments on new pages."""
    copies = document.imprint.copies_to if document.imprint else ""
    texts = (document.title, document.subtitle, document.addressees, document.note, copies)
    lines = sum(map(_lines, texts)) + sum(map(_height, _blocks(document)))
    return ceil(lines / LINES + sum(map(estimated_pages, tables))) + len(document.attachments)


def _height(block: Block) -> float:
    """Return about how many lines a block takes; tables are estimated by their rows."""
    if isinstance(block, Paragraph):
        return _lines(_joined(block.runs))
    if isinstance(block, Heading):
        return _lines(block.text + _joined(block.run_in))
    if isinstance(block, Listing):
        return sum(_lines(_joined(item)) for item in block.items)
    if isinstance(block, Figure):
        return 1 + (len(block.chart.bars) * BAR if isinstance(block.chart, Bars) else CURVE)
    return 0


def _joined(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _lines(text: str) -> int:
    return sum(ceil(len(part) / CELLS) or 1 for part in text.split("\n"))
