"""One form for the many ways a character is printed, so that a rule is written once.

Every fold keeps the length of the text: what is found in the folded text stands at the same place in the printed one.
"""

# Traditional characters that occur in our own words (牽頭單位, 辦結時限, 長期堅持), each above its simplified form.
_TRADITIONAL = ""
_SIMPLIFIED = ""

_SAME = {
    " ": "　\u00a0\u2002\u2003\u2009",
    "(": "〔【[［〖｛{﹙﹝",
    ")": "〕】]］〗｝}﹚﹞",
    "-": "—–－−‐‑～~〜﹣",  # noqa: RUF001
    "%": "﹪",
    ",": "﹐",
    "、": "﹑",
    ";": "﹔",
    ":": "﹕︰",
    ".": "．﹒",
    "〇": "○零",
}


def _table() -> dict[int, str]:
    folded = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    folded |= {ord(odd): plain for plain, odds in _SAME.items() for odd in odds}
    folded |= {ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
    return folded


_FOLDED = _table()


def fold(text: str) -> str:
    """Return ``text`` in half-width forms, one kind of bracket and dash, and simplified words; same length."""
    return text.translate(_FOLDED)
