"""Plain text and CSV files, in the encodings that offices use."""

import codecs
import re

from tracker.errors import Suspicious
from tracker.files.office_parts import SECRECY
from tracker.texts import has_secrecy_mark

_NO_TEXT = re.compile("[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_WIDE_BEGINNINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_plain_text(content: bytes) -> bool:
    """Tell whether ``content`` is text; raise RuleBroken if that text carries a mark of secrecy."""
    for encoding in ("utf-16",) if content.startswith(_WIDE_BEGINNINGS) else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if has_secrecy_mark(text):
            raise Suspicious(SECRECY, event="secret.refused")
        return _NO_TEXT.search(text) is None
    return False
