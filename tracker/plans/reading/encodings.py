"""Bytes of a text file into text: UTF-8, UTF-16 or GB 18030, whichever it is."""

import codecs
import unicodedata

from tracker.errors import N_, Unreadable
from tracker.plans.reading.characters import clean

NOT_TEXT = N_("The file is not text that can be read. Open it, save it as .docx or .xlsx, or paste the text itself.")

_MOST_ODD = 0.05
_SAMPLE = 20_000


def decoded(content: bytes) -> str:
    """Return the cleaned text of ``content``; Unreadable when it is no text in a known encoding."""
    text = _decoded(content)
    sample = text[:_SAMPLE]
    odd = sum(
        unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") for character in sample if character not in "\n\r\t"
    )
    if odd > len(sample) * _MOST_ODD:
        raise Unreadable(NOT_TEXT)
    return clean(text)


def _decoded(content: bytes) -> str:
    for encoding in _candidates(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(NOT_TEXT)


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    evens, odds = content[0:4096:2].count(0), content[1:4096:2].count(0)
    if odds > len(content[:4096]) // 20 and not evens:
        return ("utf-16-le",)
    if evens > len(content[:4096]) // 20 and not odds:
        return ("utf-16-be",)
    return ("utf-8-sig", "gb18030")
