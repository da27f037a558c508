"""Units named together: 各科室, 机关各科室、局属各单位, 各科室（办公室除外）."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.organisation.rules import OWN_KINDS, UnitKind
from tracker.organisation.unit_names import folded

Takes = Callable[[UnitKind, str], bool]

_EXCEPT = re.compile(
    r"\((?:除|不含|不包括|不包含)?(?P<in>[^()]*?)(?:除外|之外|以外|外)\)|\((?:不含|不包括|不包含)(?P<not>[^()]*)\)"
    r"|[,;、]?除(?P<front>[^()]+?)(?:之外|以外|外)的?,?|[,;](?P<end>[^(),;]+?)除外$"
)
_BETWEEN = re.compile("[、,;和及与]")
_EVERY = re.compile("(?P<front>.*?)(?:各|全体|所有|有关|相关|其他|其余|(?=[直下所]属))(?:有关|相关|个|级)?(?P<noun>.+)")
_SEVERAL = re.compile("各|(?:全体|所有|有关|相关|其他|其余)(?:科|处|股|部|单位)|^[直下所]属(?:事业)?单位$")
_LIST_OF_PLACES = re.compile("[县市区乡镇]、[县市区乡镇街]")

_OWN = re.compile("(?:本|全|我)?(?:局|委|厅|院|中心|单位)?(?:机关|内设|内部)?")
_INSIDE = re.compile("(?:本|全|我)?(?:局|委|厅|院|中心|单位)?(?:机关|内设|内部)")
_BELOW = re.compile("(?:[局委厅院市县区]|中心)?(?:属|直属|下属|所属)|二级|基层")
_OTHERS = re.compile(".*(?:直|直属机关|级|政府|党委)$")

_SECTION_NOUN = re.compile("(?:业务|职能|责任|机关|内设)?(?:科室?|处室?|股室?|部室|室|机构)|处科室|科股室")
_AFFILIATED_NOUN = re.compile(
    "(?:局属|直属|下属|所属|二级|事业|直属事业|基层)(?:单位|机构)|(?:业务|基层)?(?:站所?|所站?)"
)
_SCHOOL_NOUN = re.compile("(?:局属|直属|下属|中小)?(?:学校|中小学)")
_UNIT_NOUN = re.compile("(?:成员|责任|领导小组成员)?单位|(?:职能|责任|成员)?部门")
_PLACE_NOUN = re.compile("(?=[县市区乡镇街])(?:[县市区乡镇、/]|街道?|人民政府|政府|办事处|办)+")


@dataclass(frozen=True)
class Collective:
    """A phrase that stands for several units: which ones, and the names of those it leaves out."""

    takes: tuple[Takes, ...]
    without: tuple[str, ...]

    def includes(self, kind: UnitKind, name: str) -> bool:
        """Whether the phrase means a unit of this kind and name, as far as words can say."""
        return any(takes(kind, name) for takes in self.takes)


def read_collective(phrase: str) -> Collective | None:
    """Return what a phrase such as 各科室（办公室除外） stands for, or None when it names a single unit."""
    text = folded(phrase)
    without: list[str] = []
    for found in _EXCEPT.finditer(text):
        without += [name for name in _BETWEEN.split(next(filter(None, found.groups()), "")) if name]
    rest = re.sub(r"\(([^()]*)\)", r"\1", _EXCEPT.sub("", text))
    parts = [rest] if _LIST_OF_PLACES.search(rest) else [part for part in _BETWEEN.split(rest) if part]
    if not parts or not all(is_collective(part) for part in parts):
        return None
    return Collective(tuple(_taker(part) for part in parts), tuple(without))


def is_collective(text: str) -> bool:
    """Whether a folded phrase stands for several units."""
    return _SEVERAL.search(text) is not None


def _taker(part: str) -> Takes:
    """Return which units one part of a phrase takes; a phrase nobody can resolve (各文件起草部门) takes none."""
    found = _EVERY.fullmatch(part)
    if found is None:
        return _nobody
    front, noun = found["front"], found["noun"]
    if _PLACE_NOUN.fullmatch(noun):
        return _of_places(noun)
    if _SCHOOL_NOUN.fullmatch(noun):
        return _schools
    if _AFFILIATED_NOUN.fullmatch(noun) or (_BELOW.fullmatch(front) and _UNIT_NOUN.fullmatch(noun)):
        return _of_kinds(UnitKind.AFFILIATED)
    if _OWN.fullmatch(front):
        return _own(front, noun)
    return _other_agencies if _OTHERS.fullmatch(front) and _UNIT_NOUN.fullmatch(noun) else _nobody


def _own(front: str, noun: str) -> Takes:
    if _SECTION_NOUN.fullmatch(noun) or noun.endswith("部门") or (_INSIDE.fullmatch(front) and noun == "单位"):
        is_plain = _SECTION_NOUN.fullmatch(noun) or _UNIT_NOUN.fullmatch(noun)
        return _of_kinds(UnitKind.OFFICE, UnitKind.SECTION) if is_plain else _nobody
    return _of_kinds(*OWN_KINDS) if _UNIT_NOUN.fullmatch(noun) else _nobody


def _of_kinds(*kinds: UnitKind) -> Takes:
    return lambda kind, name: kind in kinds


def _nobody(kind: UnitKind, name: str) -> bool:
    return False


def _schools(kind: UnitKind, name: str) -> bool:
    return kind is UnitKind.AFFILIATED and re.search("(?:学校?|幼儿园|学院)$", name) is not None


def _other_agencies(kind: UnitKind, name: str) -> bool:
    """Take the departments of the government around us, not its towns and counties."""
    return kind is UnitKind.OUTSIDE and re.search("(?:[县市区乡镇]|街道|政府|办事处)$", name) is None


def _of_places(noun: str) -> Takes:
    """Take the towns, counties or streets that the noun names: 各乡镇人民政府（街道办）."""
    levels = "".join(level for level in "县市区乡镇" if level in noun) or "镇"
    ending = re.compile(f"(?:[{levels}]{'|街道' if '街' in noun else ''})(?:人民政府|政府|办事处|办)?$")
    return lambda kind, name: kind in (UnitKind.AFFILIATED, UnitKind.OUTSIDE) and ending.search(name) is not None
