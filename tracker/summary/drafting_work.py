"""What a draft says of the tasks: what was done, how far the plan is, what is late and why, what comes next."""

import re
from collections.abc import Iterator, Sequence

from tracker.figures.queries import Unfinished
from tracker.outlines.rules import Key
from tracker.summary.deeds import MOST_NAMED, Deeds, task_source
from tracker.summary.material import Material
from tracker.summary.prose import Passage, Said, Source, as_told, clause, listed, pointed, quoted

FEW_CATEGORIES = 8
MOST_TOLD = 3  # points in the sections' own words, of problems and of next steps
GOOD_SHARE = 0.6  # from this share of finished tasks on, a text begins with what was reached
_STEP = re.compile(r"^(.{0,12}?(?:完成|推进|落实|补齐|公布|做好|开展))(?=.)")


def work(material: Material, deeds: Deeds) -> Iterator[Passage]:
    """Give what was done, by part of the plan."""
    yield from deeds.by_category(Key.WORK)


def completion(material: Material, deeds: Deeds) -> Iterator[Passage]:
    """Give how far the plan is; the tables and charts beside it are named."""
    total = Source("figure", 0, "任务总数")
    tables = f"各{material.units_word}任务完成情况见下表"
    if not material.unfinished:
        said = [Said.of(f"年度要点分解的{{任务总数}}任务全部办结{_in_time(material)}。{tables}。", total)]
    else:
        late = "，其中逾期{逾期数}" if material.has("逾期数") else ""
        text = (
            f"对照年度要点，全年共分解任务{{任务总数}}，办结{{办结数}}，办结率{{办结率}}{_in_time(material)}；"
            f"未办结{{未办结数}}{late}。{tables}，未办结任务及原因列于其后。"
        )
        said = [Said.of(text, total)]
    yield Passage((*said, *_by_category(material)))
    yield from deeds.by_category(Key.COMPLETION)


def _in_time(material: Material) -> str:
    """Say how much was finished in time; what has no day to be finished by is neither in time nor late."""
    figures = material.figures
    done, in_time, late = (
        int(figures[name].value) if name in figures else 0 for name in ("办结数", "按期办结数", "逾期办结数")
    )
    if not in_time:
        return ""
    if in_time == done:
        return "，全部按期办结"
    lead = "其中" if in_time + late == done else "有固定时限的任务中，"
    return f"，{lead}按期办结{{按期办结数}}" + ("、逾期办结{逾期办结数}" if late else "")


def _by_category(material: Material) -> tuple[Said, ...]:
    names = [one.name for one in material.categories if one.name and f"{one.name}任务数" in material.figures]
    if not 1 < len(names) <= FEW_CATEGORIES:
        return ()
    return (Said.of(f"分板块看，{'；'.join(_part_of_plan(name, material) for name in names)}。"),)


def _part_of_plan(name: str, material: Material) -> str:
    done = f"办结{{{name}办结数}}" if material.has(f"{name}办结数") else "正在推进"
    return f"{name}任务{{{name}任务数}}，{done}"


def problems(material: Material, deeds: Deeds) -> Iterator[Passage]:
    """Give what is not as it should be: late tasks with their reasons, hindrances, findings that are open."""
    points = [*_late(material), *_hindered(material), *_finished_late(material), *_open_findings(material)]
    points += _told(deeds, Key.PROBLEMS)
    if not points:
        none = (Source("figure", 0, "逾期数"), Source("figure", 0, "未销号数"))
        yield Passage((Said.of("对照年度工作要点，没有逾期任务和未销号问题。", *none),))
        return
    share = material.figures["办结率"].value if "办结率" in material.figures else 0
    if share >= GOOD_SHARE:
        reached = "虽然年度任务办结率达到{办结率}，政务公开工作取得了一定成效，"
        lead = f"{reached}但与年度要点要求和群众期盼相比，仍存在一些不足："
    else:
        lead = "与年度要点要求和群众期盼相比，工作中还存在一些不足："
    (said,) = pointed(points, lead, lead)
    yield Passage((Said(said.text, (*Said.of(lead).sources, *said.sources)),))


def _told(deeds: Deeds, *keys: Key) -> list[Said]:
    """Return what sections wrote of the matter themselves."""
    told = [one for key in keys for one in deeds.told(key)]
    return [Said.of(as_told(one.words).replace("；", "，"), one.source) for one in told[:MOST_TOLD]]


def _late(material: Material) -> Iterator[Said]:
    late = [one for one in material.unfinished if one.is_late]
    if late:
        named = _named(late) + ("等" if len(late) > MOST_NAMED else "")
        text = f"部分任务推进不够及时，{named}{{逾期数}}任务逾期未办结{_because(late)}"
        yield Said.of(text, *map(task_source, late[:MOST_NAMED]))


def _named(tasks: Sequence[Unfinished]) -> str:
    return listed([quoted(clause(one.title)) for one in tasks], MOST_NAMED, mark="", rest="")


def _because(tasks: Sequence[Unfinished]) -> str:
    reasons = [clause(one.difficulty or one.reason).replace("；", "，") for one in tasks]
    known = list(dict.fromkeys(reason for reason in reasons if reason))
    return f"，主要原因是{'，'.join(known[:3])}" if known else ""


def _hindered(material: Material) -> Iterator[Said]:
    by_words: dict[str, list[Unfinished]] = {}
    for one in material.unfinished:
        words = clause(one.difficulty).replace("；", "，")
        if words and not one.is_late:
            by_words.setdefault(words, []).append(one)
    for words, tasks in list(by_words.items())[:3]:
        yield Said.of(f"{_named(tasks)}推进中还有困难，{words}", *map(task_source, tasks[:MOST_NAMED]))


def _finished_late(material: Material) -> Iterator[Said]:
    late = material.late_finished
    if late and material.has("逾期办结数"):
        names = listed([quoted(clause(one.name)) for one in late], 3, mark="")
        yield Said.of(f"工作进度把握不够均衡，{names}{{逾期办结数}}任务办结时间晚于原定时限", *late[:MOST_NAMED])


def _open_findings(material: Material) -> Iterator[Said]:
    found = [one for one in material.problems if not one.is_closed]
    if found:
        words = listed([f"{one.unit}{quoted_finding(one.description)}" for one in found], 3)
        sources = (Source("finding", one.id, one.label) for one in found[:MOST_NAMED])
        yield Said.of(f"问题整改还不够彻底，检查发现的问题尚有{{未销号数}}没有销号，主要是{words}", *sources)


def quoted_finding(description: str) -> str:
    """Return what was found as part of a sentence."""
    return clause(description).replace("；", "，")


def next_steps(material: Material, deeds: Deeds) -> Iterator[Passage]:
    """Give what comes next: the steps the sections named, what else is unfinished, what is to be mended."""
    points = [*_named_steps(material), *_go_on(material), *_mend(material)]
    points += _told(deeds, Key.NEXT_STEPS, Key.NEXT_PLAN)
    if points:
        lead = f"下一步，{material.author}将针对存在的问题，重点抓好以下工作："
        yield Passage(pointed(points, lead, lead))
        return
    plan = Source("plan", material.year + 1, material.next_plan)
    named = (
        f"对照《{clause(material.next_plan).strip('《》').removeprefix(material.agency)}》，"
        if material.next_plan
        else ""
    )
    none = Source("figure", 0, "未办结数")
    text = f"下一步，{material.author}将{named or '按照新一年度工作要点，'}持续抓好各项任务落实。"
    yield Passage((Said.of(text, plan if material.next_plan else none),))


def _named_steps(material: Material) -> Iterator[Said]:
    """Give the steps that the sections named; those that begin alike (一季度完成…) are told together."""
    alike: dict[str, dict[str, Unfinished]] = {}
    for one in material.unfinished:
        step = clause(one.next_step).replace("；", "，").replace("次年", f"{material.year + 1}年")
        begins = _STEP.match(step)
        start = begins[1] if begins and "，" not in step else ""
        if step:
            alike.setdefault(start, {}).setdefault(step.removeprefix(start), one)
    for start, ends in alike.items():
        if start and len(ends) > 1:
            yield Said.of(start + listed(list(ends), MOST_NAMED), *map(task_source, ends.values()))
        else:
            yield from (Said.of(start + end, task_source(one)) for end, one in ends.items())


def _go_on(material: Material) -> Iterator[Said]:
    rest = [one for one in material.unfinished if not clause(one.next_step)]
    if rest:
        more = "等" if len(rest) > MOST_NAMED else ""
        yield Said.of(f"继续推进{_named(rest)}{more}任务，直至全部办结", *map(task_source, rest[:MOST_NAMED]))


def _mend(material: Material) -> Iterator[Said]:
    found = [one for one in material.problems if not one.is_closed]
    if found:
        names = listed([one.unit for one in found], 4)
        sources = (Source("finding", one.id, one.label) for one in found[:MOST_NAMED])
        yield Said.of(f"督促{names}抓紧完成问题整改，经复核后销号", *sources)
