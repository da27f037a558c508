"""How large a printed document may be; it is said before the work starts, not after half a minute of it."""

from collections.abc import Iterator

from tracker.documents.model import Block, Document, Figure, Heading, Listing, Paragraph, Table
from tracker.errors import N_, RuleBroken

MOST_ROWS = 2000
MOST_CHARACTERS = 300 * 22 * 28  # 300 pages


def check_size(document: Document) -> None:
    """Raise RuleBroken if a document has more than 2,000 rows of tables, or text for more than 300 pages."""
    rows = sum(len(block.rows) for block in _blocks(document) if isinstance(block, Table))
    if rows > MOST_ROWS:
        raise RuleBroken(
            N_("The tables have %(rows)d rows; a document may have %(most)d. Split it, or export the rows to Excel."),
            rows=rows,
            most=MOST_ROWS,
        )
    characters = sum(_length(block) for block in _blocks(document))
    if characters > MOST_CHARACTERS:
        raise RuleBroken(
            N_("The document has %(characters)d characters, more than 300 pages hold (%(most)d). Split it."),
            characters=characters,
            most=MOST_CHARACTERS,
        )


def _blocks(document: Document) -> Iterator[Block]:
    yield from document.blocks
    for attachment in (*document.attachments, *filter(None, [document.annex])):
        yield from attachment.blocks


def _length(block: Block) -> int:
    if isinstance(block, Paragraph):
        return sum(len(run.text) for run in block.runs)
    if isinstance(block, Heading):
        return len(block.text) + sum(len(run.text) for run in block.run_in)
    if isinstance(block, Listing):
        return sum(len(run.text) for item in block.items for run in item)
    if isinstance(block, Figure):
        return len(block.caption)
    return sum(len(cell.text) for row in (*block.head, *block.rows) for cell in row.cells)
