"""Cleaning on input: what cannot be seen, stored or searched is taken out before anything else is done."""

import re
import unicodedata

from tracker.workdays.folding import fold

_LINE_ENDS = re.compile("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff0-\uffff\ud800-\udfff]"
)
# Files made from PDF often carry radicals (⼯, ⽅, ⻓) that look like the characters they stand for.
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_RADICALS_WITHOUT_RULE = dict(
    zip("⺠⻓⻔⻋⻅⻉⻚⻛⻜⻢⻥⻦⻩⻬⻮⻰⻄⻘⻁⻆", "民长门车见贝页风飞马鱼鸟黄齐齿龙西青虎角", strict=True)
)
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")
_TONES = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_MARKS = re.compile(r"\?{2,}")


def clean(text: str) -> str:
    """Return ``text`` with one kind of line end and without what is unseen or broken (controls, lone surrogates)."""
    text = _LINE_ENDS.sub("\n", text).replace("\u00a0", " ")
    text = _UNSEEN.sub("", text)
    return _RADICALS.sub(lambda found: _character(found[0]), text)


def _character(radical: str) -> str:
    return _RADICALS_WITHOUT_RULE.get(radical) or unicodedata.normalize("NFKC", radical)


def without_notes(text: str) -> str:
    """Return ``text`` without pinyin notes after characters (鄉(xiāng)鎮) and the ?? that stand for lost blanks."""
    if _TONES.search(text):
        text = _PINYIN.sub("", text)
    return _MARKS.sub("", text)


def tight(text: str) -> str:
    """Return ``text`` folded and without blanks, to compare and to look words up in."""
    return "".join(fold(text).split())
