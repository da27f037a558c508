"""Drafting a circular: every sentence comes from the material, every number stands as the name of its figure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tracker.bulletins.material import Item, Material
from tracker.bulletins.rules import HEADINGS, Key, UnitState, advanced, lagging
from tracker.documents.numbering import written_date

ORDINALS = "一二三四五六七八九十"
MOST_POINTS = 8


@dataclass(frozen=True)
class Source:
    """Where a sentence comes from: kind of record ("task", "finding", "scoring"), its number, its name."""

    kind: str
    id: int
    name: str


@dataclass(frozen=True)
class Draft:
    """A drafted section."""

    key: Key
    heading: str
    text: str
    sources: tuple[Source, ...]


Drafted = tuple[str, tuple[Source, ...]]


def draft_all(material: Material) -> list[Draft]:
    """Draft every section of the outline."""
    return [Draft(key, HEADINGS[key], *DRAFTERS[key](material)) for key in Key]


def _opening(material: Material) -> Drafted:
    day = written_date(material.as_of)
    text = f"现将{material.name}政务公开工作情况通报如下（数据截至{day}）。"
    return text, ()


def _state(material: Material) -> Drafted:
    lines = [
        "本期到期事项{到期事项数}，办结{到期办结数}，未办结{到期未办结数}，逾期办结{逾期办结数}。"
        "各科室、各单位公开信息{主动公开信息数}，报送进展{填报数}，审核通过{审核通过数}。"
        "开展检查{检查次数}，发现问题{发现问题数}，已销号{销号数}，未销号{未销号数}。"
        "收到政府信息公开申请{收到申请数}，答复{办结申请数}。",
        "各科室、各单位情况见表1。",
    ]
    return "\n".join(lines), ()


def _ranking(material: Material) -> Drafted:
    if material.scoring is None:
        return _by_work(material), ()
    scoring_id, rules = material.scoring
    first, last = advanced(material.units), lagging(material.units)
    lines = [
        f"依据《{rules}》，对{{考核科室数}}科室、单位进行了考核，平均{{考核平均分}}，"
        "其中优秀{考核优秀科室数}、良好{考核良好科室数}、合格{考核合格科室数}、不合格{考核不合格科室数}。"
    ]
    if first:
        lines.append(f"工作先进的科室、单位：{_list(first, _scored)}。")
    if last:
        lines.append(f"工作滞后的科室、单位：{_list(last, _behind)}。")
    lines.append("考核排名见表2。")
    return "\n".join(lines), (Source("scoring", scoring_id, rules),)


def _by_work(material: Material) -> str:
    """Name advanced and lagging units by their work where nothing was scored."""
    first, last = advanced(material.units), lagging(material.units)
    lines = [f"工作先进的科室、单位：{_list(first, _done)}。"] if first else []
    lines += [f"工作滞后的科室、单位：{_list(last, _behind)}。"] if last else []
    return "\n".join(lines) or "本期未进行考核，各科室、各单位均按时办结到期事项。"


def _list(units: Iterable[UnitState], told: Callable[[UnitState], str]) -> str:
    return "；".join(f"{unit.name}{told(unit)}" for unit in units)


def _scored(unit: UnitState) -> str:
    return f"（{{{unit.name}得分}}，第{{{unit.name}名次}}）"


def _done(unit: UnitState) -> str:
    return f"（到期{{{unit.name}到期数}}，全部按时办结）"


def _behind(unit: UnitState) -> str:
    parts = [f"{{{unit.name}得分}}，第{{{unit.name}名次}}"] if unit.score is not None else []
    parts += [f"未办结{{{unit.name}未办结数}}"] if unit.open else []
    parts += [f"问题未销号{{{unit.name}未销号数}}"] if unit.unclosed else []
    return f"（{'，'.join(parts)}）"


def _practice(material: Material) -> Drafted:
    points = [f"{item.unit}：{item.text.strip().splitlines()[0].rstrip('。')}" for item in material.practices]
    return _points(points) or "本期没有可以推广的做法。", _sources(material.practices)


def _problems(material: Material) -> Drafted:
    lines = []
    if material.problems:
        lines.append("## 检查发现的问题")
        lines.append(_points([f"{item.unit}：{item.text}" for item in material.problems], "问题"))
    if material.open_tasks:
        lines.append("## 到期未办结的事项")
        lines.append(_points([f"{item.unit}：{item.text}" for item in material.open_tasks], "事项"))
    sources = _sources((*material.problems, *material.open_tasks))
    return "\n".join(lines) or "本期没有发现问题，到期事项全部办结。", sources


def _demands(material: Material) -> Drafted:
    points = []
    behind = lagging(material.units)
    if behind:
        points.append(f"{'、'.join(unit.name for unit in behind)}要查明原因，倒排时间，尽快补齐，并书面报告办理情况")
    if any(unit.unclosed for unit in material.units):
        points.append("有问题的科室、单位要逐条整改、按期报送，经复核后销号")
    points.append("各科室、各单位要对照年度要点，提前安排下一阶段到期事项，及时登记台账、报送进展")
    return _points(points), ()


def _points(sentences: list[str], what: str = "") -> str:
    """Return sentences as numbered points; of more than fit, it says how many it leaves to the table."""
    if len(sentences) <= 1:
        return "".join(f"{sentence}。" for sentence in sentences)
    shown = sentences[:MOST_POINTS]
    more = len(sentences) - len(shown)
    rest = f"其余{more}个{what}见表1，由有关科室、单位逐一办理。" if more and what else ""
    return "；".join(f"{ORDINALS[at]}是{text}" for at, text in enumerate(shown)) + "。" + rest


def _sources(items: Iterable[Item]) -> tuple[Source, ...]:
    return tuple(Source(item.kind, item.id, f"{item.unit}：{item.text}"[:80]) for item in items)


DRAFTERS: dict[Key, Callable[[Material], Drafted]] = {
    Key.OPENING: _opening,
    Key.STATE: _state,
    Key.RANKING: _ranking,
    Key.PRACTICE: _practice,
    Key.PROBLEMS: _problems,
    Key.DEMANDS: _demands,
}
