"""Which font serves each role of an official document, and where the private font kit lies."""

import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker.errors import N_

WESTERN = "Tracker Western"  # digits and Latin letters only


@dataclass(frozen=True, slots=True)
class Role:
    """A typeface the standard asks for: official families, the one of the kit, and what fills rare characters.

    ``western`` names the face for digits where those of the kit's own face are too dark beside its characters.
    """

    key: str
    name: str
    official: tuple[str, ...]
    kit: str
    western: str = ""
    fallback: tuple[str, ...] = ("LXGW WenKai Light", "Noto Serif CJK SC")


@dataclass(frozen=True, slots=True)
class FontRole:
    """A role as this machine serves it: the family wanted, the one used (empty if none), and whether it stands in."""

    name: str
    wanted: str
    used: str
    is_substitute: bool


ROLES = (
    Role(
        "fang",
        N_("Text (FangSong)"),
        ("仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋简体", "仿宋", "FangSong", "STFangsong"),
        "FandolFang",
        western=WESTERN,
    ),
    Role(
        "xbs",
        N_("Title (XiaoBiaoSong)"),
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
        "Noto Serif CJK SC",
    ),
    Role("hei", N_("First headings (Hei)"), ("黑体", "SimHei", "方正黑体_GBK"), "Noto Sans CJK SC"),
    Role(
        "kai",
        N_("Second headings (Kai)"),
        ("楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "楷体", "KaiTi", "STKaiti", "华文楷体"),
        "AR PL KaitiM GB",
    ),
    Role("song", N_("Page numbers (Song)"), ("宋体", "SimSun"), "Noto Serif CJK SC"),
)
OFFICIAL_FAMILIES = frozenset(family for role in ROLES for family in role.official)


def kit_folder() -> Path:
    """Return the folder of the private font kit, which the set-up fills and which goes with the virtual environment."""
    return Path(sys.prefix) / "share" / "tracker" / "fonts"


def config_file() -> Path:
    """Return the fontconfig file of the kit, the only one the print process reads."""
    return kit_folder() / "fonts.conf"


@cache
def families() -> frozenset[str]:
    """Return the family names that the kit's list holds; empty when the kit was not built."""
    try:
        listed = json.loads((kit_folder() / "kit.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return frozenset()
    return frozenset(name for names in listed["families"].values() for name in names)


def stack(role: Role) -> tuple[str, ...]:
    """Return the families of a role that this machine has, best first, so that no other font can slip in."""
    present = families()
    official = [name for name in role.official if name in present]
    western = [] if official else [role.western]
    wanted = dict.fromkeys((*official, *western, role.kit, *role.fallback))
    return tuple(name for name in wanted if name in present)


def font_roles() -> list[FontRole]:
    """Return every role with the font in use, for the doctor to warn of substitutes and of a missing kit."""
    served = []
    for role in ROLES:
        used = next((name for name in stack(role) if name != role.western), "")
        served.append(FontRole(role.name, role.official[0], used, is_substitute=used not in role.official))
    return served
