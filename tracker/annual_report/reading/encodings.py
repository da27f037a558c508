"""The encodings in which offices save text: UTF-8, the Chinese national one, and UTF-16, which Excel calls Unicode."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE


def decoded(content: bytes) -> str:
    """Return the text of a file; what is none of it in any of the three becomes a mark that is no number."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
