"""Text as it may be printed: what no typeface shows, and what makes writers of files fail, is taken out."""

import re

# Control characters, halves of surrogate pairs, characters that are none, and marks that turn the direction of a line.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufe00-\ufe0f"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return ``text`` without unprintable characters; every kind of line end becomes a newline, a tab a space."""
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text).replace("\t", " "))
