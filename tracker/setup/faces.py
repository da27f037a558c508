"""The faces of the font kit: which file of which package, and how much of it is kept."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from tracker.documents.fonts import WESTERN

FEATURES = ("ccmp", "kern", "liga", "mark", "mkmk", "tnum")
HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xFFA0, 0xFFDF))
SYMBOLS = (
    *((0x20, 0x7F), (0xA0, 0x17F), (0x2010, 0x2050), (0x20A0, 0x20C0), (0x2100, 0x2270), (0x2460, 0x2500)),
    *((0x25A0, 0x2614), (0x2713, 0x2718), (0x3000, 0x3100), (0x3200, 0x3400), (0xFF00, 0xFFA0), (0xFFE0, 0xFFF0)),
)


@dataclass(frozen=True, slots=True)
class Face:
    """One file of the kit: the file it is made of, the face in a collection, and the characters kept."""

    source: str
    target: str
    number: int = -1
    keeps: str = "as it is"  # or "everyday" (the tables of common characters), "all" but Hangul, "western" (ASCII)
    family: str = ""  # a name of its own, where the face is not to be taken for the whole typeface


PACKAGES: dict[str, tuple[Face, ...]] = {
    "texlive-lang-chinese": (Face("FandolFang-Regular.otf", "FandolFang-Regular.otf"),),
    "fonts-noto-cjk": (
        Face("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Regular-SC.otf", 2, "all"),
        Face("NotoSerifCJK-Regular.ttc", "Western.otf", 2, "western", WESTERN),
        Face("NotoSerifCJK-Bold.ttc", "NotoSerifCJK-Bold-SC.otf", 2, "everyday"),
        Face("NotoSansCJK-Regular.ttc", "NotoSansCJK-Regular-SC.otf", 2, "everyday"),
    ),
    "fonts-arphic-gkai00mp": (Face("gkai00mp.ttf", "gkai00mp.ttf"),),
    "fonts-lxgw-wenkai": (Face("LXGWWenKai-Light.ttf", "LXGWWenKai-Light-SC.ttf", -1, "everyday"),),
}


def cut_face(face: Face, sources: Path, staging: Path) -> Face:
    """Write one face of the kit; the bytes depend on the package alone."""
    source, target = sources / face.source, staging / face.target
    if face.keeps == "as it is":
        shutil.copyfile(source, target)
        return face
    kept = {"everyday": _everyday, "western": lambda _: set(range(0x20, 0x7F)), "all": _all_but_hangul}[face.keeps]
    options = subset.Options(
        layout_features=list(FEATURES), font_number=face.number, name_IDs=["*"], notdef_outline=True
    )
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=kept(font))
    subsetter.subset(font)
    if face.family:
        _rename(font, face.family)
    subset.save_font(font, str(target), options)
    return face


def _everyday(_font: TTFont) -> set[int]:
    """Return the 8,105 characters of the 通用规范汉字表, those of GB 2312, and the signs of official writing."""
    kept = {ord(character) for character in Path(__file__).with_name("tgscc.txt").read_text(encoding="utf-8").split()}
    for row in range(0xA1, 0xF8):
        for place in range(0xA1, 0xFF):
            kept.update(ord(character) for character in bytes([row, place]).decode("gb2312", errors="ignore"))
    for first, end in SYMBOLS:
        kept.update(range(first, end))
    return kept


def _all_but_hangul(font: TTFont) -> set[int]:
    return {code for code in font.getBestCmap() if not any(first <= code <= last for first, last in HANGUL)}


def _rename(font: TTFont, family: str) -> None:
    """Give a face another family name, in every record that holds one."""
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = family.replace(" ", "") if record.nameID == 6 else family
    if "CFF " in font:
        font["CFF "].cff.fontNames = [family.replace(" ", "")]
