"""Drafting the summary: every sentence comes from the material, every number stands as the name of its figure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.figures.rules import TOKEN
from tracker.outlines.rules import Chapter, Key, Variant
from tracker.summary.deeds import Deeds
from tracker.summary.drafting_work import completion, next_steps, problems, work
from tracker.summary.material import Material, Planned
from tracker.summary.phrasing import Phrasing
from tracker.summary.prose import MOST_POINTS, Passage, Said, Source, clause, pointed, quoted, written
from tracker.summary.rules import fill_blanks

MOST_MENDED = 5


@dataclass(frozen=True)
class Draft:
    """A drafted chapter."""

    key: Key
    heading: str
    text: str
    sources: tuple[Source, ...]


def draft_all(material: Material, chapters: Sequence[Chapter]) -> list[Draft]:
    """Draft the chapters of an outline."""
    deeds = Deeds(material, {one.key for one in chapters})
    phrasing = Phrasing(material.figures, material.lists, material.units_word, material.is_over)
    return [_drafted(one, material, deeds, phrasing) for one in chapters]


def document_title(material: Material) -> str:
    """Return the title of the document."""
    if material.variant is Variant.COMBINED:
        return f"{material.author}{material.year}年政务公开工作总结和{material.year + 1}年工作计划"
    return f"{material.author}{material.year}年政务公开工作总结"


def _drafted(chapter: Chapter, material: Material, deeds: Deeds, phrasing: Phrasing) -> Draft:
    if chapter.key is Key.OWN:
        return Draft(chapter.key, chapter.heading, fill_blanks(chapter.text, material.figures), ())
    text, sources = written(DRAFTERS[chapter.key](material, deeds, phrasing))
    if not text and chapter.key in BLANKS:  # a marked blank, which the gate lists until somebody fills it
        text, sources = written([Passage((BLANKS[chapter.key],))])
    return Draft(chapter.key, chapter.heading, text, sources)


def _blank(text: str, *names: str) -> Said:
    return Said.of(text, *(Source("figure", 0, name) for name in names))


BLANKS = {
    Key.ORGANISATION: _blank("全年召开政务公开会议＿＿次，研究部署有关工作。", "会议次数"),
    Key.REGULATIONS: _blank("全年制定政务公开制度＿＿项。", "制定制度数"),
    Key.DISCLOSURE: _blank("全年主动公开政府信息＿＿条，发布政策解读＿＿篇。", "主动公开信息数", "政策解读数"),
    Key.PLATFORMS: _blank("全年通过门户网站发布信息＿＿条。", "网站发布数"),
    Key.TRAINING: _blank("全年举办政务公开培训＿＿期。", "培训期数"),
}
Drafter = Callable[[Material, Deeds, Phrasing], Iterable[Passage]]


def _opening(material: Material, _: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
    if material.unit:
        first = phrasing.sentence(
            f"{material.year}年，{material.unit}承担政务公开任务{{任务总数}}"
            "[，办结{办结数}，办结率{办结率}][，主动公开政府信息{主动公开信息数}]。现将有关情况总结如下。"
        )
        plain = Said.of(f"现将{material.unit}{material.year}年政务公开工作情况总结如下。")
        yield Passage((first or plain,))
        return
    plan = Source("plan", material.year, material.plan_title)
    both = material.variant is Variant.COMBINED
    ends = (
        f"现将{material.year}年工作总结和{material.year + 1}年工作计划报告如下。" if both else "现将有关情况总结如下。"
    )
    text = (
        f"{material.year}年，{material.agency}认真贯彻《中华人民共和国政府信息公开条例》，"
        f"[按照<上级文件>要求，]{_plan_of(material)}"
        f"把年度任务分解为{{任务总数}}，落实到{{牵头单位数}}{material.units_word}，逐项明确责任、跟踪督办。"
        f"{'全年' if material.is_over else '截至目前，'}[办结任务{{办结数}}，办结率{{办结率}}]"
        f"[，主动公开政府信息{{主动公开信息数}}][，答复政府信息公开申请{{办结申请数}}]。{ends}"
    )
    said = phrasing.sentence(text)
    if said is not None:
        text = re.sub("(全年|截至目前，)。", "", said.text)
        yield Passage((Said.of(text, plan, *(one for one in said.sources if one.kind == "entry")),))


def _plan_of(material: Material) -> str:
    title = clause(material.plan_title).strip("《》")
    if not title:
        return "对照年度工作要点，"
    return f"对照《{title.removeprefix(material.agency)}》，"


def _organisation(material: Material, deeds: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
    first: list[Said] = []
    if material.chair:
        deputies = f"，{'、'.join(material.deputies)}任副组长" if material.deputies else ""
        text = f"政务公开工作领导小组由{material.chair}任组长{deputies}，现有成员{{领导小组人数}}，统筹推进全年工作。"
        first.append(Said.of(text, *material.people[:6]))
    if material.changed_people:
        text = "根据人员变动，及时调整充实领导小组成员。"
        first.append(Said.of(text, *material.changed_people))
    passages = list(phrasing.passages(Key.ORGANISATION))
    head = passages[0].sentences if passages else ()
    yield Passage((*first, *head))
    yield from passages[1:]
    yield from deeds.passages(Key.ORGANISATION)


def _by_book(key: Key) -> Drafter:
    def draft(material: Material, deeds: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
        yield from phrasing.passages(key)
        yield from deeds.passages(key)

    return draft


def _disclosure(material: Material, deeds: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
    """Give the totals, then what was published in the fields of the plan, then interpretation and answers."""
    passages = list(phrasing.passages(Key.DISCLOSURE))
    answers = [one for one in passages if one.heading == ANSWERS]
    yield from (one for one in passages if one.heading != ANSWERS)
    yield from deeds.passages(Key.DISCLOSURE, heading="重点领域信息公开")
    told = [said for one in deeds.passages(Key.DISCLOSURE, is_answer=True) for said in one.sentences]
    yield Passage(tuple(said for one in answers for said in one.sentences), ANSWERS)
    yield Passage(tuple(told), "" if answers else ANSWERS)


ANSWERS = "解读回应和互动交流"


def _requests(material: Material, deeds: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
    passages = list(phrasing.passages(Key.REQUESTS))
    said = [one for passage in passages for one in passage.sentences]
    if not material.has("收到申请数"):
        none = Source("figure", 0, "收到申请数")
        said.insert(0, Said.of(f"{material.year}年，{material.agency}未收到政府信息公开申请。", none))
    if not material.has("行政复议数") and not material.has("行政诉讼数"):
        nothing = (Source("figure", 0, "行政复议数"), Source("figure", 0, "行政诉讼数"))
        said.append(Said.of("未发生因政府信息公开引起的行政复议和行政诉讼。", *nothing))
    yield Passage(tuple(said))
    yield from deeds.passages(Key.REQUESTS)


def _checks(material: Material, deeds: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
    passages = list(phrasing.passages(Key.CHECKS))
    is_checked = material.has("检查次数")
    said = list(passages[0].sentences) if passages and is_checked else []
    if is_checked and not material.has("发现问题数"):
        said.append(Said.of("检查未发现需要整改的问题。", Source("figure", 0, "发现问题数")))
    if not is_checked:
        said.append(Said.of("本年度没有登记监督检查。", Source("figure", 0, "检查次数")))
    said += _mended(material)
    yield Passage(tuple(said))
    yield from passages[1 if is_checked else 0 :]
    yield from deeds.passages(Key.CHECKS)


def _mended(material: Material) -> tuple[Said, ...]:
    closed = [one for one in material.problems if one.is_closed]
    unique = {clause(one.description): one for one in closed}
    points = [Said.of(text, Source("finding", one.id, one.label)) for text, one in unique.items() if text]
    return pointed(points[:MOST_MENDED], "重点整改了以下问题：", "重点整改了以下问题：")


def _units(material: Material, _: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
    if not material.unit_numbers:
        return
    sources = tuple(Source("unit", 0, one.name) for one in material.unit_numbers[:6])
    first = Said.of("各部门各单位按照职责分工推进政务公开工作，主要数据见下表。", *sources)
    best = [one for one in material.units if one.total and one.done == one.total][:6]
    said = [first]
    if best:
        names = "、".join(one.name for one in best)
        text = f"其中，{names}牵头的任务全部办结。"
        said.append(Said.of(text, *(Source("unit", one.id or 0, one.name) for one in best)))
    yield Passage(tuple(said))


def _ledgers(_: Material, deeds: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
    """Give everything that the ledgers of a section hold, a paragraph for each part of the work."""
    for key in (Key.DISCLOSURE, Key.REGULATIONS, Key.PLATFORMS, Key.TRAINING, Key.ORGANISATION):
        for one in phrasing.passages(key):
            yield Passage(tuple(said for said in one.sentences if set(TOKEN.findall(said.text)) != _SAID_BEFORE))


_SAID_BEFORE = {"网站发布数"}  # most of a section's items are published there: the first sentence has said them


def _next_plan(material: Material, deeds: Deeds, phrasing: Phrasing) -> Iterator[Passage]:
    yield from next_steps(material, deeds)
    if not material.planned:
        return
    plan = Source("plan", material.year + 1, material.next_plan)
    title = clause(material.next_plan).strip("《》").removeprefix(material.agency)
    yield Passage((Said.of(f"对照《{title}》，{material.year + 1}年重点抓好以下工作。", plan),))
    for category in dict.fromkeys(one.category for one in material.planned):
        yield Passage(_planned_of(category, material), category or "其他工作")


def _planned_of(category: str, material: Material) -> tuple[Said, ...]:
    """Give the items of one part of the next plan: as many as can be counted off, the others by name."""
    items = [one for one in material.planned if one.category == category]
    first, rest = items[:MOST_POINTS], items[MOST_POINTS:]
    points = [Said.of(_planned(one), _item(one)) for one in first]
    if not rest:
        return pointed(points)
    names = "".join(quoted(clause(one.text).partition("，")[0]) for one in rest)
    return (*pointed(points), Said.of(f"同时，抓好{names}等工作。", *map(_item, rest)))


def _item(one: Planned) -> Source:
    return Source("plan_item", one.id, one.text[:60])


def _planned(one: Planned) -> str:
    limit = clause(one.limit_phrase).replace("；", "、")
    notes = "，".join(part for part in (f"{one.lead}牵头" if one.lead else "", limit) if part)
    return clause(one.text).replace("；", "，") + (f"（{notes}）" if notes else "")


DRAFTERS: dict[Key, Drafter] = {
    Key.OPENING: _opening,
    Key.ORGANISATION: _organisation,
    Key.REGULATIONS: _by_book(Key.REGULATIONS),
    Key.DISCLOSURE: _disclosure,
    Key.REQUESTS: _requests,
    Key.PLATFORMS: _by_book(Key.PLATFORMS),
    Key.TRAINING: _by_book(Key.TRAINING),
    Key.CHECKS: _checks,
    Key.UNITS: _units,
    Key.LEDGERS: _ledgers,
    Key.WORK: lambda material, deeds, _: work(material, deeds),
    Key.COMPLETION: lambda material, deeds, _: completion(material, deeds),
    Key.PROBLEMS: lambda material, deeds, _: problems(material, deeds),
    Key.NEXT_STEPS: lambda material, deeds, _: next_steps(material, deeds),
    Key.NEXT_PLAN: _next_plan,
}
