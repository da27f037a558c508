"""The geometry that PDF and Word share: cells and lines of the page, titles, the red head, the signature."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor

from tracker.documents.model import Document, Face, Layout, RedHead, Run, Signature
from tracker.documents.numbering import old_date, written_date
from tracker.documents.titles import width

CELLS, LINES = 28, 22  # of a page
CELL = 156 / CELLS  # mm, a character of 三号 on the grid
TITLE_LINE = 12.4  # mm, of 二号 type
LINE = 225 / LINES  # mm, a line of the grid
POINT = 25.4 / 72  # mm
LONGEST_PAIR = 10.0  # characters of two signers on a line
OWN_SEAL = 5.0  # characters that somebody's own seal is wide
UPRIGHT, SIDEWAYS = (156.0, 225.0), (225.1, 156.0)  # mm, the type area


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A line of the signature and how many characters stay free at its right; a blank line has no text."""

    text: str
    right: float = 0.0


def cells(text: str) -> float:
    """Return the width of a text in characters of the grid; those of Western scripts take a little over half of one."""
    return sum(1.0 if ord(character) > 0x2000 else 0.56 for character in text)


def signature_lines(signature: Signature) -> list[SignatureLine]:
    """Return names and date with their places (第 7.3.5.1、7.3.5.2 条).

    With a seal two lines stay blank for it, the date has four characters at its right, the names are centred on it.
    Without, one line stays blank, the date begins two characters right of the names, and whichever is longer has two
    characters at its right. With somebody's own seal (签名章, 第 7.3.5.3 条) his post stands two characters before it.
    """
    day = (old_date if signature.is_dated_in_chinese else written_date)(signature.signed_on)
    blank = SignatureLine("")
    if signature.post:
        return [blank, blank, SignatureLine(signature.post, 4.0 + OWN_SEAL + 2), blank, SignatureLine(day, 4.0)]
    long = cells(day)
    signed = [name.strip() for name in signature.names if name.strip()]
    wide = min(CELLS - 2, max(map(cells, signed), default=0.0))  # a longer name runs over two lines
    if signature.has_seal:
        middle = [SignatureLine(name, max(0.0, 4 + (long - cells(name)) / 2)) for name in signed]
        return [blank, blank, *middle, SignatureLine(day, 4.0)]
    right = 2.0 if wide >= long else 4 + long - wide
    names = [SignatureLine(name, max(0.0, right + wide - cells(name))) for name in signed]
    return [blank, *names, SignatureLine(day, max(0.0, right + wide - long - 2))]


def paragraphs(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Give the paragraphs in runs of text: a newline begins a new one; spaces typed as an indent are left out."""
    line: list[Run] = []
    for run in runs:
        for at, piece in enumerate(run.text.split("\n")):
            if at:
                yield tuple(line)
                line = []
            text = piece if line else piece.lstrip(" \u3000")
            if text:
                line.append(Run(text, run.face))
    yield tuple(line)


def addressed_to(document: Document) -> str:
    """Return the line of the addressees (第 7.3.2 条), which ends with a colon, typed or not."""
    return document.addressees.strip().rstrip("：:；;。，, ") + "："


def copied_to(addressees: str) -> str:
    """Return a list of addressees as the imprint has it (第 7.4.2 条), which ends with a full stop."""
    return addressees.strip().rstrip("：:；;。，, ") + "。"


def note_line(note: str) -> str:
    """Return the note below the date (第 7.3.6 条) in its brackets."""
    return f"（{note.strip().lstrip('（(').rstrip('）)')}）"


def count_width(attachments: int) -> float:
    """Return how many characters the numbers of so many attachments take in their list, with what keeps them apart."""
    return 1.8 if attachments > 9 else 1.0


def agency_names(document: Document) -> tuple[str, ...]:
    """Return the names of agencies that a title must not split."""
    return (document.author, *(document.signature.names if document.signature else ()))


def heading_face(level: int) -> Face:
    """Return the typeface of a heading (第 7.3.3 条): 一、黑体, （一）楷体, the others as the text."""
    return {1: Face.HEI, 2: Face.KAI}.get(level, Face.TEXT)


def mark_size(mark: str) -> float:
    """Return the type of the mark of the agency in pt: 初号, or what the line allows."""
    return min(42.0, floor(2 * UPRIGHT[0] / POINT / max(1.0, width(mark))) / 2)


def title_height(lines: int) -> int:
    """Return how many lines of the grid a title of so many lines takes; its own are higher than those of the text."""
    return lines if lines < 2 else lines + 1


def title_room(lines: int) -> float:
    """Return what stays free above and below a title of so many lines, in mm each."""
    return max(0.0, (title_height(lines) * LINE - lines * TITLE_LINE) / 2)


def signer_lines(head: RedHead) -> list[str]:
    """Return the names of the signers, two on a line; long ones have lines of their own."""
    names = [name.strip() for name in head.signers if name.strip()]
    pairs = ["　".join(names[at : at + 2]) for at in range(0, len(names), 2)]
    return pairs if all(cells(pair) <= LONGEST_PAIR for pair in pairs) else names


def signers_width(lines: Iterable[str]) -> float:
    """Return the width of the signers in characters of the grid; theirs have the full 16 pt each."""
    widest = max(sum(1.0 if ord(character) > 0x7F else 0.56 for character in line) for line in lines)
    return min(LONGEST_PAIR, widest) * 16 * POINT / CELL + 0.01


def head_height(document: Document) -> int:
    """Return how many lines of the grid the red head takes: ten, and one for every two signers after the first two.

    That of a letter takes four, that of an order eight, with the blank lines below their numbers.
    """
    if document.red_head is None:
        return 0
    usual = max(10, 9 + len(signer_lines(document.red_head)))
    return {Layout.FILE: usual, Layout.LETTER: 4, Layout.ORDER: 8}[document.layout]


def moves_addressees(document: Document, title_lines: int) -> bool:
    """Tell whether so many are addressed that no text would stand on the first page: then they go into the imprint."""
    has_title = document.layout is not Layout.ORDER
    above = (
        head_height(document) + (title_height(title_lines) + 1 if has_title else 0) + (1 if document.subtitle else 0)
    )
    return document.imprint is not None and above + ceil(cells(addressed_to(document)) / CELLS) >= LINES
