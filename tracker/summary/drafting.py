"""Drafting the summary: every sentence comes from the material, every number stands as the name of its figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.summary.material import Achievement, Material
from tracker.summary.rules import HEADINGS, SUBHEADING, Key

ORDINALS = "一二三四五六七八九十"
MOST_POINTS = len(ORDINALS)
PER_CATEGORY = 6


@dataclass(frozen=True)
class Source:
    """Where a sentence comes from: kind of record ("task", "finding", "figure", "plan"), its id, its name."""

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


def draft_all(material: Material) -> list[Draft]:
    """Draft every section of the usual outline."""
    return [Draft(key, HEADINGS[key], *DRAFTERS[key](material)) for key in Key]


def points(sentences: Sequence[str]) -> str:
    """Join sentences as officials do: 一是…；二是…。 One alone stands as it is."""
    clean = [sentence.strip().rstrip("。；;.") for sentence in sentences if sentence.strip()]
    if len(clean) <= 1:
        return "".join(f"{sentence}。" for sentence in clean)
    return "；".join(f"{ORDINALS[i]}是{text}" for i, text in enumerate(clean[:MOST_POINTS])) + "。"


Drafted = tuple[str, tuple[Source, ...]]


def _opening(material: Material) -> Drafted:
    plan = f"《{material.plan_title}》" if material.plan_title else "年度政务公开工作要点"
    text = (
        f"{material.year}年，{material.agency}认真贯彻落实《中华人民共和国政府信息公开条例》，"
        f"围绕{plan}分解的{{任务总数}}任务，明确责任、细化措施、跟踪督办，办结{{办结数}}，办结率{{办结率}}。"
        "现将有关情况总结如下。"
    )
    return text, (Source("plan", material.year, material.plan_title),)


def _organisation(material: Material) -> Drafted:
    sentences = []
    if material.chair:
        deputies = f"、{'、'.join(material.deputies)}任副组长" if material.deputies else ""
        sentences.append(
            f"成立由{material.chair}任组长{deputies}的政务公开领导小组，现有成员{{领导小组人数}}，统筹推进全年工作。"
        )
    sentences.append("年度任务由{牵头单位数}科室和单位牵头办理，各单位明确信息员{信息员人数}，负责进展填报和材料归集。")
    return "".join(sentences), ()


def _work(material: Material) -> Drafted:
    parts: list[str] = []
    sources: list[Source] = []
    for category in material.categories:
        done = [one for one in material.achievements if one.category == category.name]
        parts.append(f"{SUBHEADING}{category.name}")
        opening = f"本板块任务{{{category.name}任务数}}，办结{{{category.name}办结数}}。"
        parts.append(opening + points([_deed(one) for one in done[:PER_CATEGORY]]))
        sources += [Source("task", one.task_id, f"第{one.number}条 {one.title}") for one in done[:PER_CATEGORY]]
    return "\n".join(parts), tuple(sources)


def _deed(achievement: Achievement) -> str:
    """Return the first sentence a section wrote about a task, led by the section's name."""
    first = achievement.done.replace("\n", "").split("。")[0]
    return f"{achievement.unit}{first}" if not first.startswith(achievement.unit) else first


def _completion(material: Material) -> Drafted:
    text = (
        "年度要点共分解任务{任务总数}，截至目前办结{办结数}，办结率{办结率}，其中按期办结{按期办结数}；"
        "未办结{未办结数}，其中逾期{逾期数}。各科室和单位完成情况见表1、图1，未办结任务见表2。"
    )
    if not material.unfinished:
        text = "年度要点共分解任务{任务总数}，全部办结，其中按期办结{按期办结数}。各科室和单位完成情况见表1、图1。"
    return text, ()


def _checks(material: Material) -> Drafted:
    sentences = []
    if material.figures["检查次数"].value:
        sentences.append("全年开展监督检查{检查次数}，检查任务{检查任务数}。")
    if material.problems:
        sentences.append("发现问题{发现问题数}，已整改销号{销号数}，整改率{整改率}。")
    closed = [problem for problem in material.problems if problem.is_closed][:PER_CATEGORY]
    if closed:
        sentences.append("主要整改了以下问题：" + points([f"{one.unit}{one.description}" for one in closed]))
    text = "".join(sentences) or "本年度没有登记监督检查，也没有登记问题。"
    return text, tuple(Source("finding", one.id, one.label) for one in closed)


def _problems(material: Material) -> Drafted:
    late = [one for one in material.unfinished if one.is_late]
    open_findings = [one for one in material.problems if not one.is_closed]
    sentences = [f"“{one.title}”未按期办结{_because(one.difficulty or one.reason)}" for one in late]
    sentences += [f"{one.unit}{one.description}，尚未销号" for one in open_findings]
    sentences += [
        f"“{one.title}”推进中反映：{one.difficulty}"
        for one in material.unfinished
        if one.difficulty and not one.is_late
    ]
    if not sentences:
        return "对照年度要点，没有逾期任务和未销号问题。", ()
    opening = "对照年度要点和群众期盼，工作中仍存在一些不足："
    sources = [Source("task", one.id, one.title) for one in late]
    sources += [Source("finding", one.id, one.label) for one in open_findings]
    return opening + points(sentences[:MOST_POINTS]), tuple(sources)


def _because(difficulty: str) -> str:
    return f"，原因是{difficulty.strip().rstrip('。')}" if difficulty.strip() else ""


def _next_steps(material: Material) -> Drafted:
    steps = [one.next_step or f"继续推进“{one.title}”" for one in material.unfinished]
    steps += [f"督促{one.unit}完成问题整改并复核销号" for one in material.problems if not one.is_closed]
    if not steps:
        return "下一步，将按照新一年度工作要点，持续抓好各项任务落实。", ()
    text = "下一步，将重点做好以下工作：" + points(steps[:MOST_POINTS])
    return text, tuple(Source("task", one.id, one.title) for one in material.unfinished[:MOST_POINTS])


DRAFTERS: dict[Key, Callable[[Material], Drafted]] = {
    Key.OPENING: _opening,
    Key.ORGANISATION: _organisation,
    Key.WORK: _work,
    Key.COMPLETION: _completion,
    Key.CHECKS: _checks,
    Key.PROBLEMS: _problems,
    Key.NEXT_STEPS: _next_steps,
}
