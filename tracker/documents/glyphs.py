"""Characters that no typeface of this machine has, found before anybody prints."""

from datetime import UTC, datetime
from functools import lru_cache

from tracker.documents import print_pdf
from tracker.documents.model import Document, Paragraph
from tracker.errors import RuleBroken


def missing_characters(text: str) -> str:
    """Return the characters of ``text`` that cannot be printed; usual Chinese (GB 2312) is not even looked at."""
    rare = "".join(dict.fromkeys(one for one in text if not _is_usual(one)))
    if not rare:
        return ""
    try:
        return _without_typeface(rare)
    except RuleBroken:
        return ""  # there was no answer; the print itself will say


@lru_cache(256)
def _without_typeface(characters: str) -> str:
    """Return those that a trial print refuses; the typefaces of a machine stay the same while the server runs."""
    try:
        print_pdf(Document("字", (Paragraph.of(characters),), "", datetime(2000, 1, 1, tzinfo=UTC)))
    except RuleBroken as refusal:
        if "missing" not in refusal.values:
            raise
        return str(refusal.values["missing"])
    return ""


def _is_usual(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return character.isspace()
    return True
