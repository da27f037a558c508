"""The names of files: cleaned before they are kept, and written so that every browser gives them back."""

import re
import unicodedata
from urllib.parse import quote

LONGEST_NAME = 200
_LONGEST_ENDING = 20
_LONGEST_READ = 1_000  # some long texts take minutes to normalise
_NAMELESS = "未命名"
_NO_PART_OF_A_NAME = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))  # control, bidi and invisible characters, line ends
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()+,=@~\[\]-]")


def clean_name(original: str) -> str:
    """Return the file's own name without folders, in NFC, without control or bidi characters, at most 200 long.

    A longer name loses the end of its stem and keeps its ending. A name of nothing becomes 未命名.
    """
    own = re.split(r"[/\\]", original)[-1]
    if len(own) > _LONGEST_READ:
        own = own[: _LONGEST_READ // 2] + own[-_LONGEST_READ // 2 :]
    kept = "".join(character for character in unicodedata.normalize("NFC", own) if _is_kept(character))
    kept = kept.strip().rstrip(". ")
    if not kept.strip("."):
        return _NAMELESS
    stem, dot, ending = kept.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return kept[:LONGEST_NAME].rstrip(". ")
    return stem[: LONGEST_NAME - 1 - len(ending)] + dot + ending


def ending_of(name: str) -> str:
    """Return the ending of a cleaned name in lower case and without its dot, or an empty text."""
    stem, _dot, ending = name.rpartition(".")
    return ending.casefold() if stem else ""


def content_disposition(name: str) -> str:
    """Return the header value that offers a file for saving under ``name``, with a plain form for old programs."""
    cleaned = clean_name(name)
    plain = _NOT_PLAIN.sub("_", cleaned)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(cleaned, safe='')}"


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) not in _NO_PART_OF_A_NAME and character not in "\ufffe\uffff"
