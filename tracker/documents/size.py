"""What a document must have and how large it may be, said before the work starts, not after half a minute of it."""

from collections.abc import Iterator
from math import ceil

from tracker.documents.cleaning import clean
from tracker.documents.layout import CELLS, LINES
from tracker.documents.model import Block, Document, Heading, Listing, Paragraph, Table
from tracker.documents.table_grid import estimated_pages
from tracker.errors import N_, RuleBroken

MOST_ROWS, MOST_PAGES = 2000, 300


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
    characters = sum(_length(block) for block in _blocks(document))
    pages = ceil(characters / (LINES * CELLS) + sum(map(estimated_pages, tables)))
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


def _length(block: Block) -> int:
    """Return how many characters of text a block has; tables are estimated by their rows."""
    if isinstance(block, Paragraph):
        return sum(len(run.text) for run in block.runs)
    if isinstance(block, Heading):
        return len(block.text) + sum(len(run.text) for run in block.run_in)
    if isinstance(block, Listing):
        return sum(len(run.text) for item in block.items for run in item)
    return 0
