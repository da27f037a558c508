"""Tells the rows and columns of the statutory tables by their printed labels, whatever blanks and marks they have."""

import re
import unicodedata

from rapidfuzz import fuzz

from tracker.annual_report.tables import COLUMNS, TABLE_TWO, Form, table_three

# After ``_narrow``: (一) 一、 1. 1、 1) and, for them, （一） ① ⑴ ⒈.
_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[.、)](?!\d))+")
_CIRCLED = {ord(mark): f"{number}." for number, mark in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)}
_MARK = re.compile(r"[\W_]+")

# Labels shorter than this are compared exactly: 其他, 总计, 予以公开 differ by a character from other words.
_SHORTEST_FUZZY = 6
_SHORTEST_CUT = 4  # characters of a label with some of its words left out
_CLOSE = 82
_APART = 8

GROUPS = frozenset(("本年度办理结果", "不予公开", "无法提供", "不予处理", "其他处理"))


def _narrow(label: str) -> str:
    """Return a label without blanks, in the one way of writing each of its characters."""
    return unicodedata.normalize("NFKC", "".join(label.split()).translate(_CIRCLED))


def plain(label: str) -> str:
    """Return a label without its number, blanks and marks; 合计 is another word for 总计, 其它 for 其他."""
    bare = _MARK.sub("", _NUMBERING.sub("", _narrow(label))).replace("其它", "其他")
    return "总计" if bare == "合计" else bare


def _number(label: str) -> str:
    """Return the innermost number before a label in Arabic numerals, "" if it has none."""
    match = _NUMBERING.match(_narrow(label))
    written = re.findall(r"[一二三四五六七八九十\d]+", match.group())[-1] if match else ""
    return str(_DIGITS.find(written) + 1) if written and written in _DIGITS else written


_DIGITS = "一二三四五六七八九"


_ALL = [row for form in (Form.TRIAL, Form.CURRENT) for row in table_three(form)]
# By its own label, and by that with those of its group before it, as a copied text has them in one line.
_ROWS = {plain("".join(text for text, _, _ in row.labels)): row.key for row in _ALL} | {
    plain(row.label): row.key for row in _ALL
}
_NUMBERS = {row.key: _number(row.label) for form in (Form.TRIAL, Form.CURRENT) for row in table_three(form)}
LABELS_TWO = frozenset(plain(label) for blocks in TABLE_TWO.values() for block in blocks for _, label in block.rows)
_COLUMNS = {plain(column): column for column in COLUMNS}


def find_column(label: str) -> str | None:
    """Return the column of table three whose heading ``label`` is."""
    return _COLUMNS.get(plain(label))


def find_row(label: str) -> str | None:
    """Return the key of the row of table three whose label this is, or comes so close to that no other could be."""
    bare = plain(label)
    if key := find_exact_row(label):
        return key
    if bare.startswith("部分公开"):
        return _ROWS[plain("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")]
    if key := _find_cut_row(label):
        return key
    if len(bare) < _SHORTEST_FUZZY:
        return None
    scores = sorted(((fuzz.ratio(bare, known), key) for known, key in _ROWS.items()), reverse=True)
    (best, key), (second, _) = scores[0], scores[1]
    return key if best >= _CLOSE and best - second >= _APART else None


def _find_cut_row(label: str) -> str | None:
    """Return the key of the only row of whose label this is a part: 本机关不掌握, 本年新收申请数量, 国家秘密."""
    bare, number = plain(label), _number(label)
    if len(bare) < _SHORTEST_CUT or bare in GROUPS:
        return None
    keys = {key for known, key in _ROWS.items() if _is_part(bare, known)}
    key = keys.pop() if len(keys) == 1 else None
    return key if key and number in ("", _NUMBERS[key]) else None


def _is_part(short: str, whole: str) -> bool:
    """Whether ``short`` is ``whole`` with some characters left out, its first or its last two standing as they do."""
    rest = iter(whole)
    is_anchored = whole.startswith(short[:2]) or whole.endswith(short[-2:])
    return is_anchored and all(character in rest for character in short)


def find_exact_row(label: str) -> str | None:
    """Return the key of the row whose whole label this is; a short label must not carry another row's number.

    A page or line end may cut “2.其他法律行政法规禁止公开” so that “2.其他” is left: that is not “3.其他”.
    """
    bare = plain(label)
    key = _ROWS.get(bare)
    if key is None or len(bare) >= _SHORTEST_FUZZY or _number(label) in ("", _NUMBERS[key]):
        return key
    return None
