"""How names of units are written: one unit in the many forms in which documents print it.

Every name is brought to readings: place and level in front (清河, 市), and the rest in short form (办公室 → 办,
发展和改革委员会 → 发改委). Two names can mean one unit when a reading of one agrees with a reading of the other.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

_TYPING = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\"'“”‘’「」《》·]+")
_BRACKETS = str.maketrans("〔〕[]【】", "()()()")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_JOINERS = re.compile("(?<=.)[和与及、](?=..)")

_LEVEL = "(?P<level>自治[区州县]|[省市县区州盟旗镇乡])(?P<rest>.{2,})"
_WITHOUT_PLACE = re.compile(_LEVEL)
_WITH_PLACE = re.compile("(?P<place>[\u4e00-\u9fff]{2,6}?)" + _LEVEL)
_BODY = re.compile("(?:委(?!员会)|(?:人民)?政府)(?=.{2})")
_OWN_FRONT = re.compile("(?:本|我)?(?:[局委厅院]|中心)(?:机关)?|机关")
_SECTION = re.compile("[科处股室部]$")
_AGENCY = re.compile("(?:办公室|宣传部|组织部|统战部)$")
# What every agency has: with a level in front (县办公室) it is somebody else's.
_EVERYWHERE = frozenset({"办", "政府", "党委", "机关党委", "工会", "纪委", "团委", "信息中心", "服务中心"})


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs long, short written as long=short."""
    return tuple((long, short) for long, _, short in (pair.partition("=") for pair in text.split()))


_ENDINGS = _pairs(
    "委员会办公室=办 领导小组办公室=办 办公室=办 办公厅=办 委员会=委 "
    "街道办事处=街道 街道办=街道 镇人民政府=镇 乡人民政府=乡 镇政府=镇 乡政府=乡"
)
# What public bodies are called for short all over the country.
_SHORT_FORMS = _pairs(
    "人力资源社会保障=人社 住房城乡建设=住建 住房保障=住保 城乡建设=城建 发展改革=发改 工业信息化=工信 "
    "经济信息化=经信 教育体育=教体 卫生健康=卫健 卫生计划生育=卫计 文化广播电视旅游=文旅 文化广电旅游=文旅 "
    "文化旅游=文旅 自然资源规划=自然资源 市场监督管理=市监 市场监管=市监 金融监督管理=金融监管 "
    "城市管理综合执法=城管 城市管理=城管 交通运输=交通 应急管理=应急 医疗保障=医保 退役军人事务=退役军人 "
    "国有资产监督管理=国资 国有资产=国资 机构编制=编 网络安全信息化=网信 政务服务数据管理=政数 "
    "大数据发展管理=大数据 行政审批服务=行政审批 人民防空=人防 防汛抗旱指挥部=防汛 防汛抗旱=防汛 "
    "扶贫开发=扶贫 人民政府=政府"
)


@dataclass(frozen=True)
class Reading:
    """One way to understand a name: which place, which level, and the rest in short form."""

    place: str
    level: str
    core: str

    def agrees(self, other: "Reading") -> bool:
        """Whether both can mean one unit: the same core, and no place or level that contradicts."""
        return (
            self.core == other.core
            and (self.level == other.level or "" in (self.level, other.level))
            and (self.place == other.place or "" in (self.place, other.place))
        )


def folded(name: str) -> str:
    """Return ``name`` without what is only typing: widths, gaps, quotes, kinds of brackets, traditional characters."""
    text = _TYPING.sub("", unicodedata.normalize("NFKC", name)).translate(_BRACKETS)
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return str(_simplifier().convert(text))
    return text


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def short_form(text: str) -> str:
    """Return a folded name in its short form: joining words out, the ending and well-known parts shortened."""
    text = _JOINERS.sub("", text)
    for ending, short in _ENDINGS:
        if text.endswith(ending):
            text = text.removesuffix(ending) + short
            break
    for long, short in _SHORT_FORMS:
        text = text.replace(long, short)
    return "政府办" if text == "府办" else text


@dataclass(frozen=True)
class Home:
    """Our own agency in names: what may stand in front of a unit of ours, and the place that needs no saying."""

    fronts: tuple[str, ...] = ()
    place: str = ""
    level: str = ""


def home_of(agency_names: Iterable[str]) -> Home:
    """Return what the agency's names (清河市档案局, 市档案局) say about names of units."""
    fronts: set[str] = set()
    place = level = ""
    for name in filter(None, map(folded, agency_names)):
        fronts.add(name)
        if bare := _WITHOUT_PLACE.fullmatch(name):
            fronts.add(bare["rest"])
        elif placed := _WITH_PLACE.fullmatch(name):
            fronts |= {placed["level"] + placed["rest"], placed["rest"]}
            place, level = placed["place"], placed["level"]
    return Home(tuple(sorted(fronts, key=len, reverse=True)), place, level)


def is_section(text: str) -> bool:
    """Whether a folded name is that of a part of an agency (科, 处, 股 …) and not of an agency."""
    return _SECTION.search(text) is not None and _AGENCY.search(text) is None


def has_level(text: str) -> bool:
    """Whether a folded name begins with the level of an agency: 市委办公室, but not 市场科."""
    return not is_section(text) and _WITHOUT_PLACE.fullmatch(text) is not None


def readings(name: str, home: Home) -> frozenset[Reading]:
    """Return every reading of ``name``; what stands in brackets is another name of the same unit: 编办（审改办）."""
    text = folded(name)
    parts = {_IN_BRACKETS.sub("", text), *(inner for inner in _IN_BRACKETS.findall(text) if len(inner) > 1)}
    return frozenset(reading for part in parts if part for reading in _readings_of(part, home))


def _readings_of(text: str, home: Home) -> Iterator[Reading]:
    yield Reading("", "", short_form(text))
    own = _OWN_FRONT.match(text)
    if own and own.end() < len(text):
        yield Reading("", "", short_form(text[own.end() :]))
    for front in home.fronts:
        if text.startswith(front) and text != front:
            yield Reading("", "", short_form(text.removeprefix(front).removeprefix("机关") or text))
    if not is_section(text):  # a section has no place: 小城镇建设科 is not 建设科
        yield from _placed(text, home)


def _placed(text: str, home: Home) -> Iterator[Reading]:
    for pattern in (_WITHOUT_PLACE, _WITH_PLACE):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        level, rest = found["level"], found["rest"]
        place = found.groupdict().get("place") or (home.place if level == home.level else "")
        for core in {short_form(rest), short_form(_BODY.sub("", rest, count=1))} - _EVERYWHERE:
            yield Reading(place, level, core)
