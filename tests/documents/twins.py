"""A printed paper beside its Word twin, and its tables before they are printed."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from docx.oxml.ns import qn

from tests.documents.measuring import Printed
from tracker.documents.layout import cells
from tracker.documents.model import Block, Document, Table
from tracker.documents.table_grid import table_grid

RULE = 0.25 / (10.5 * 25.4 / 72)  # of a character of 五号: the rules on both sides of a cell take a quarter of a mm


def words(content: bytes) -> str:
    """The text of a Word file in reading order."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    return re.sub(r"\s", "", "".join(one.text or "" for one in root.iter(qn("w:t"))))


def differences(document: Document, pdf: bytes, docx: bytes) -> str:
    """The characters that only one of the two has; heads of tables are printed again on every page they run over."""
    lines = "".join(line.text for page in Printed(pdf).pages for line in page.lines)
    printed, written = Counter(re.sub(r"\s|\u200b|\u2060", "", lines)), Counter(words(docx))
    heads = "".join(cell.text for table in tables_of(document) for row in table.head for cell in row.cells)
    return "".join(sorted((written - printed) | Counter(set(printed - written) - set(heads))))


def tables_of(document: Document) -> Iterator[Table]:
    """The tables of a document, of its attachments and of its annex."""
    parts: list[tuple[Block, ...]] = [document.blocks, *(one.blocks for one in document.attachments)]
    for blocks in (*parts, document.annex.blocks if document.annex else ()):
        yield from (block for block in blocks if isinstance(block, Table))


def broken_heads(document: Document) -> list[str]:
    """The heads of columns that do not stand on one line each."""
    rows = (row for table in tables_of(document) for row in table_grid(table).head)
    placed = (cell for row in rows for cell in row)
    return ["".join(cell.lines) for cell in placed if cells("".join(cell.lines)) + RULE > cell.room]
