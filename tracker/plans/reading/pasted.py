"""Reads pasted text and text files: tables where there are any, else one paragraph a line.

Text copied from a PDF comes with the lines of the page; these are put together again, page numbers are taken out.
"""

import re
from collections import Counter

from tracker.errors import N_, Unreadable
from tracker.plans.reading.blocks import Document, Paragraph, Table, plain_table
from tracker.plans.reading.characters import clean
from tracker.plans.reading.encodings import decoded
from tracker.plans.reading.markers import find_marker
from tracker.plans.reading.pasted_tables import PastedTable, find_tables, without_tab_after_number
from tracker.plans.reading.spreadsheet import MOST_COLUMNS, MOST_ROWS, TOO_MANY_ROWS

_LONGEST = 5_000_000
_MOST_LINES = 50_000
_FEWEST_LINES = 8
_PLAY = 4  # letters a line may lack because a sign or a number would not fit
TOO_MUCH_TEXT = N_("The text is far longer than a plan. Paste only the plan.")

_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－]{1,2}\s*\d{1,4}\s*[-—–－]{1,2}|第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?|\d+\s*/\s*\d+)\s*$"
)
_BARE_NUMBER = re.compile(r"^\s*\d{1,4}\s*$")
_CONTENTS = re.compile(r"[.…·．]{4,}\s*\d+\s*$|\t\d+\s*$")
_BARS = re.compile(r"^[\s|｜│┃]+$")
_SENTENCE_ENDS = "。；！？：:;!?"
_CLOSED = "。；！？：:;!?）)”》"
_MARKDOWN = re.compile(r"^(#{1,6})\s+")
_RUN_TOGETHER = re.compile(
    r"[\u3000 ]{2,}(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d))"
)
_SPACED_FIGURE = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、（）“”]) +(?=\d)|(?<=[\d%]) +(?=[\u4e00-\u9fff，。；：、（）“”])"
)


def read_pasted(text: str) -> Document:
    """Return the blocks of a pasted text; Unreadable when there is far too much of it."""
    if len(text) > _LONGEST:
        raise Unreadable(TOO_MUCH_TEXT)
    lines = clean(text).split("\n")
    if len(lines) > _MOST_LINES:
        raise Unreadable(TOO_MUCH_TEXT)
    document, done = Document(), 0
    tables = sorted(find_tables(lines), key=lambda table: table.start)
    if sum(len(table.rows) for table in tables) > MOST_ROWS:
        raise Unreadable(TOO_MANY_ROWS, limit=MOST_ROWS)
    for number, table in enumerate(tables, 1):
        document.blocks += _paragraphs(lines, done, table.start)
        document.blocks.append(_table(table, number))
        done = table.end
    document.blocks += _paragraphs(lines, done, len(lines))
    return document


def read_text_file(content: bytes) -> Document:
    """Return the blocks of a text file."""
    return read_pasted(decoded(content))


def _table(found: PastedTable, number: int) -> Table:
    width = min(max(len(row.texts) for row in found.rows), MOST_COLUMNS)
    lines = [(f"第{row.line + 1}行", [*row.texts[:width], *[""] * (width - len(row.texts))]) for row in found.rows]
    return plain_table(f"t{number}", f"表{number}", lines)


def _paragraphs(lines: list[str], start: int, end: int) -> list[Paragraph]:
    part = [(at, line) for at, line in enumerate(lines[start:end], start) if not _PAGE_NUMBER.match(line)]
    if width := _page_width([line for _, line in part]):
        joined = _unwrapped([(at, line) for at, line in part if not _BARE_NUMBER.match(line)], width)
    else:
        joined = _as_they_stand(part)
    kept = [(at, text) for at, text in joined if text.strip() and not _CONTENTS.search(text) and not _BARS.match(text)]
    seen: Counter[int] = Counter()
    paragraphs = []
    for at, text in kept:
        seen[at] += 1
        id_ = f"p{at + 1}" if seen[at] == 1 else f"p{at + 1}-{seen[at]}"
        paragraphs.append(_paragraph(id_, at, text))
    return paragraphs


def _paragraph(id_: str, line: int, text: str) -> Paragraph:
    heading = _MARKDOWN.match(text)
    text = _MARKDOWN.sub("", text).replace("**", "") if heading or "**" in text else text
    text = without_tab_after_number(text).replace("\t", " ")
    return Paragraph(id_, f"第{line + 1}行", text, level=len(heading[1]) if heading else None)


def _as_they_stand(part: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """One paragraph a line; a number alone on its line belongs to the next one."""
    joined: list[tuple[int, str]] = []
    number = ""
    for at, line in part:
        for piece in _RUN_TOGETHER.split(line) if len(line) > 60 else [line]:
            if _is_number_alone(piece):
                number = piece.strip()
            elif piece.strip():
                joined.append((at, number + (piece.strip() if number else piece)))
                number = ""
    return joined


def _is_number_alone(line: str) -> bool:
    marker = find_marker(line)
    return marker is not None and not line[marker.length :].strip()


def _width(line: str) -> float:
    """The width of a line as printed, in Chinese characters."""
    return sum(0.5 if character.isascii() else 1.0 for character in line.rstrip())


def _page_width(lines: list[str]) -> float:
    """The width of full lines where the text was broken at a page's width, else 0."""
    filled = [line for line in lines if line.strip()]
    widths = sorted(map(_width, filled))
    if len(widths) < _FEWEST_LINES:
        return 0
    width = widths[int(len(widths) * 0.85)]
    full = [line for line in filled if abs(_width(line) - width) <= _PLAY]
    open_ended = [line for line in full if line.rstrip()[-1] not in _SENTENCE_ENDS]
    is_broken = 14 <= width <= 80 and len(full) * 5 >= len(widths) * 2 and len(open_ended) * 5 >= len(full) * 3
    return width if is_broken and widths[-1] <= width + 2 * _PLAY else 0


def _unwrapped(part: list[tuple[int, str]], width: float) -> list[tuple[int, str]]:
    """Put the lines of paragraphs together: an indented line begins one, else what follows a short or closed line."""
    filled = [(at, line.rstrip()) for at, line in part]
    indented = sum(line.startswith(("  ", "\u3000")) for _, line in filled)
    uses_indent = 0 < indented < sum(bool(line) for _, line in filled)
    joined: list[tuple[int, str]] = []
    before = ""
    for at, line in filled:
        if joined and line and not _begins(line, before, width, uses_indent=uses_indent):
            joined[-1] = (joined[-1][0], joined[-1][1] + line.strip())
        elif line:
            joined.append((at, line))
        before = line or before
    return [(at, _SPACED_FIGURE.sub("", text)) for at, text in joined]


def _begins(line: str, before: str, width: float, *, uses_indent: bool) -> bool:
    is_short = _width(before) < width - _PLAY
    if uses_indent and line.startswith(("  ", "\u3000")):
        return True
    if find_marker(line):
        return is_short or before[-1:] in _CLOSED
    return is_short and (before[-1:] in _CLOSED or not uses_indent)
