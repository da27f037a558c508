"""Characters that no typeface of this machine has, found before anybody prints."""

from datetime import UTC, datetime

from tracker.documents import print_pdf
from tracker.documents.model import Document, Paragraph
from tracker.errors import RuleBroken


def missing_characters(text: str) -> str:
    """Return the characters of ``text`` that cannot be printed; usual Chinese (GB 2312) is not even looked at."""
    rare = "".join(dict.fromkeys(one for one in text if not _is_usual(one)))
    if not rare:
        return ""
    try:
        print_pdf(Document("字", (Paragraph.of(rare),), "", datetime(2000, 1, 1, tzinfo=UTC)))
    except RuleBroken as refusal:
        return str(refusal.values.get("missing", ""))
    return ""


def _is_usual(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return character.isspace()
    return True
