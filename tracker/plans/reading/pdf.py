"""Reads .pdf with text: tables by their lines, paragraphs by the edges of the page; running heads are taken out."""

import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from tracker.errors import N_, Unreadable
from tracker.plans.reading.blocks import Document, table_of
from tracker.plans.reading.characters import tight
from tracker.plans.reading.kinds import DAMAGED, PASSWORD
from tracker.plans.reading.pdf_lines import PageLine, lines_of_page, paragraphs_of, set_edges
from tracker.plans.reading.pdf_tables import PageTable, continue_table, tables_of_page

_MOST_PAGES = 300
_FEWEST_LETTERS = 10
_EDGE = 0.1
_CODES = re.compile(r"\(cid:\d+\)")
_PAGE_NUMBER = re.compile(r"^[-—–－·\s]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[/共]\s*共?\s*\d{1,4}\s*页?)?[-—–－·\s]*$")

SCANNED = N_(
    "The PDF holds pictures of pages and no text. Upload the Word or Excel file it was made from, or type it in."
)
NO_LETTERS = N_("The letters of this PDF cannot be read. Upload the Word or Excel file it was made from.")
TOO_MANY_PAGES = N_("The PDF has more than %(limit)s pages. Upload only the plan.")


@dataclass
class Page:
    """A page as found: its lines outside tables, and its tables, both from the top."""

    lines: list[PageLine] = field(default_factory=list)
    tables: list[PageTable] = field(default_factory=list)
    height: float = 1.0
    width: float = 1.0


def read_pdf(content: bytes) -> Document:
    """Return the blocks of a .pdf file; Unreadable when it is locked, damaged or holds no text."""
    try:
        pages = _pages(content)
    except Unreadable:
        raise
    except Exception as error:  # the parser raises whatever a broken file makes it raise
        raise Unreadable(PASSWORD if _is_locked(error) else DAMAGED) from error
    text = "".join(line.text for page in pages for line in page.lines)
    text += "".join(cell.text for page in pages for table in page.tables for cell in table.cells)
    if len(tight(_CODES.sub("", text))) < _FEWEST_LETTERS:
        raise Unreadable(NO_LETTERS if _CODES.search(text) else SCANNED)
    if len(_CODES.findall(text)) * 4 > len(text) // 4:
        raise Unreadable(NO_LETTERS)
    _drop_running_heads(pages)
    for size in {(page.width, page.height) for page in pages}:
        set_edges([line for page in pages if (page.width, page.height) == size for line in page.lines])
    return _document(pages)


def _is_locked(error: BaseException | None) -> bool:
    seen = 0
    while error is not None and seen < 5:
        if isinstance(error, PDFPasswordIncorrect) or any(isinstance(arg, PDFPasswordIncorrect) for arg in error.args):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


def _pages(content: bytes) -> list[Page]:
    with pdfplumber.open(BytesIO(content)) as pdf:
        if len(pdf.pages) > _MOST_PAGES:
            raise Unreadable(TOO_MANY_PAGES, limit=_MOST_PAGES)
        return [_page(page) for page in pdf.pages]


def _page(page: Any) -> Page:
    tables = tables_of_page(page)
    found = Page(lines_of_page(page, [table.box for table in tables]), tables, float(page.height), float(page.width))
    page.close()
    return found


def _drop_running_heads(pages: list[Page]) -> None:
    """Take out what stands at the same edge of most pages, and page numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_head_key(line) for line in page.lines if _is_at_edge(line, page)})
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not _is_at_edge(line, page)
            or not (_PAGE_NUMBER.match(line.text) or (len(pages) > 2 and seen[_head_key(line)] * 2 > len(pages)))
        ]


def _is_at_edge(line: PageLine, page: Page) -> bool:
    return line.top < page.height * _EDGE or line.bottom > page.height * (1 - _EDGE)


def _head_key(line: PageLine) -> str:
    return re.sub(r"\d+", "#", tight(line.text))


def _document(pages: list[Page]) -> Document:
    """Put the pages together: a table goes on at the top of the next page, a paragraph does too."""
    flow: list[PageLine | PageTable] = []
    for number, page in enumerate(pages, 1):
        for line in page.lines:
            line.page = number
        for table in page.tables:
            table.page = number
        parts: list[PageLine | PageTable] = [*page.lines, *page.tables]
        for part in sorted(parts, key=lambda part: part.top):
            before = flow[-1] if flow else None
            if isinstance(part, PageTable) and isinstance(before, PageTable) and continue_table(before, part):
                continue
            flow.append(part)
    document, run = Document(), list[PageLine]()
    tables = 0
    for part in flow:
        if isinstance(part, PageLine):
            run.append(part)
            continue
        document.blocks += paragraphs_of(run, len(document.blocks))
        run, tables = [], tables + 1
        document.blocks.append(table_of(f"t{tables}", f"表{tables}", part.printed(f"表{tables}")))
    document.blocks += paragraphs_of(run, len(document.blocks))
    return document
