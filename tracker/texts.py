"""Text as people type, paste or upload it: what is taken out before it is kept, and the marks that may not come in."""

import re

# Control characters but tab and line ends, halves of surrogate pairs, and U+FFFE/FFFF: Word, Excel and XML take none.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

LONGEST_NUMBER = 9  # digits, so that every column of numbers holds it

# How marks are typed, in one form: full-width signs, spaces of any width, nothing invisible. (Normalising would do
# the same, but takes minutes for some long texts.)
_INVISIBLE = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)
_PLAIN = (
    {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９：﹕︰＊﹡", "0123456789:::**", strict=True)}
    | {
        ord(space): " "
        for space in "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
    }
    | dict.fromkeys(_INVISIBLE)
)
_GAP = r"[ \t]*"
_LEVEL = rf"(?:[绝絕机機秘祕]{_GAP}密)"
_STAR = "[★☆✩✪✫✬✭✮✯✰⭐🌟⋆]"
_NUMBER = "(?:[0-9]{1,3}|[〇零一二三四五六七八九十百]{1,4})"
_TERM = rf"(?:{_NUMBER}{_GAP}(?:年|个{_GAP}月|月|天|日|小时)|长{_GAP}期|長{_GAP}期|启{_GAP}[用封]{_GAP}前)"
_MARKS = re.compile(
    # 机密★10年: with a term behind the star it is a mark wherever it stands, and a typed * will do for the star
    rf"{_LEVEL}{_GAP}(?:{_STAR}|\*){_GAP}{_TERM}"
    # 秘密★: but not as the end of a longer word (商业秘密★)
    rf"|(?:(?<![\u3400-\u9fff])|(?<=[为是属级件])){_LEVEL}{_GAP}{_STAR}"
    # 密级：机密, also with the value in the next cell; not 密级：绝密、机密、秘密, which explains the levels
    rf"|密{_GAP}[级級]{_GAP}[】\])]?{_GAP}:\s*{_LEVEL}(?!{_GAP}(?:级{_GAP})?[、,，/／或和及与]{_GAP}{_LEVEL})"
    # 密级 机密 as the whole rest of a line
    rf"|密{_GAP}[级級]{_GAP}{_LEVEL}{_GAP}(?:{_STAR}|$)",
    re.MULTILINE,
)


def without_unprintable(text: str) -> str:
    """Return ``text`` without the characters that no document can hold; tabs and all line ends stay."""
    return _UNPRINTABLE.sub("", text)


def clean_text(text: str) -> str:
    """Return ``text`` as it may be stored: line ends as ``\\n``, nothing unprintable; otherwise as it was written."""
    return without_unprintable(text.replace("\r\n", "\n").replace("\r", "\n"))


def number_of(text: str | None) -> int | None:
    """Return the whole number that a page sent as ``text``, or None: `²` and `٣` are digits, but no number of ours."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def has_secrecy_mark(text: str) -> bool:
    """Tell whether ``text`` carries a mark of secrecy (秘密★1年, 绝密★, 密级：机密), however it is spaced or typed.

    Words about secrecy (商业秘密, 保密工作要点, 非涉密) are no marks.
    """
    if "密" not in text:  # nearly every text, and far cheaper than looking
        return False
    return _MARKS.search(text.translate(_PLAIN)) is not None
