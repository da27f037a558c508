"""What sections handed in: a text with its chapters, and what in it are words of their own, not of the draft."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.summary.prose import LONGEST_DEED, Source, clause
from tracker.summary.rules import lines

CHAPTER = "# "
LEAST = 6  # characters; less says nothing by itself
_ORDINAL = "[一二三四五六七八九十]是"
_POINTS = re.compile(rf"[；;]|(?<=[：:，。])(?={_ORDINAL})")
_NUMBERS = re.compile(r"[\d.%，、]+")


class HandedState(StrEnum):
    """Where a section's summary stands."""

    HANDED_IN = "handed_in"
    RETURNED = "returned"


@dataclass(frozen=True)
class HandedChapter:
    """A chapter of a text that was handed in."""

    heading: str
    text: str
    key: str = ""


@dataclass(frozen=True)
class Told:
    """A point in a section's own words, and the chapter and the part of it under which it stands there."""

    unit_id: int
    unit: str
    year: int
    chapter: str
    part: str
    words: str

    @property
    def source(self) -> Source:
        """Where the words come from."""
        return Source("handed", self.unit_id, f"{self.unit}{self.year}年总结")


def text_of(chapters: Sequence[tuple[str, str]]) -> str:
    """Return chapters, each a heading and its text, as one text; the line of a heading begins with #."""
    return "\n".join(f"{CHAPTER}{heading}\n{text}".strip() if heading else text for heading, text in chapters).strip()


def chapters_of(text: str) -> Iterator[HandedChapter]:
    """Give the chapters of a text; what stands before the first heading is the opening."""
    heading, kept = "", list[str]()
    for line in text.splitlines():
        if line.startswith(CHAPTER):
            if heading or any(one.strip() for one in kept):
                yield HandedChapter(heading, "\n".join(kept).strip())
            heading, kept = line.removeprefix(CHAPTER).strip()[:100], []
        else:
            kept.append(line)
    if heading or any(one.strip() for one in kept):
        yield HandedChapter(heading, "\n".join(kept).strip())


def own_points(text: str, drafted: str) -> Iterator[tuple[str, str, str]]:
    """Give the points of ``text`` that its draft did not have: chapter, part of it, words.

    A number that moved since the draft makes no words of the section's own.
    """
    known = {_numberless(piece) for _, _, paragraph in _paragraphs(drafted) for _, piece in _pieces(paragraph)}
    for chapter, part, paragraph in _paragraphs(text):
        for words in _joined(paragraph, known):
            if len(words) >= LEAST and not words.endswith("如下"):
                yield chapter, part, words


def _paragraphs(text: str) -> Iterator[tuple[str, str, str]]:
    for chapter in chapters_of(text):
        part = ""
        for line in lines(chapter.text):
            if line.is_heading:
                part = line.text
            else:
                yield chapter.heading, part, line.text


def _pieces(paragraph: str) -> Iterator[tuple[bool, str]]:
    """Give the sentences of a paragraph, and the points of 一是…；二是…, each with whether it is one of such points."""
    for sentence in re.split(r"(?<=[。！？])", paragraph):
        parts = _POINTS.split(sentence)
        for one in parts:
            words = clause(one)
            if words and not one.rstrip().endswith(("：", ":")):
                yield len(parts) > 1, words


def _joined(paragraph: str, known: set[str]) -> Iterator[str]:
    """Give what is new in a paragraph; sentences that follow each other stay together as long as they are short."""
    together = ""
    for is_point, words in _pieces(paragraph):
        is_known = _numberless(words) in known
        fits = together and not is_point and not is_known and len(together) + len(words) < LONGEST_DEED
        if not fits and together:
            yield together
            together = ""
        if not is_known:
            together = f"{together}，{words}" if together else words
    if together:
        yield together


def _numberless(words: str) -> str:
    return _NUMBERS.sub("", words)
