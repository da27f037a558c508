"""What was done, laid to the chapters of a draft: accepted reports, and what sections wrote into their summaries."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tracker.figures.parts import turns_of
from tracker.figures.queries import Unfinished
from tracker.outlines.rules import Key, Variant
from tracker.summary.handed import Told
from tracker.summary.material import Achievement, Material
from tracker.summary.prose import Passage, Said, Source, as_told, clause, deed, likeness, listed, pointed, quoted

MOST_DEEDS = 8
MOST_TOLD = 4  # points of a chapter in sections' own words; the others are offered beside it
MOST_NAMED = 6
SAME = 0.5  # share of common pairs from which on words of a section are about a report of it
# where the tasks of a plan belong: words of their titles, then words of their part of the plan
_BY_TITLE = (
    (Key.TRAINING, ("培训", "宣传活动", "宣讲")),
    (Key.ORGANISATION, ("领导小组", "信息员", "队伍建设", "经费保障", "工作经费", "设备保障", "机构设置")),
)
_BY_CATEGORY = (
    (Key.REQUESTS, ("申请",)),
    (Key.TRAINING, ("培训", "宣传")),
    (Key.CHECKS, ("监督", "保障", "考核", "检查", "评议")),
    (Key.PLATFORMS, ("平台", "网站", "载体", "新媒体", "阵地", "渠道")),
    (Key.REGULATIONS, ("制度", "管理", "审查", "规范", "机制")),
    (Key.ORGANISATION, ("组织", "领导", "队伍", "机构")),
    (Key.DISCLOSURE, ("公开", "解读", "回应", "互动", "信息")),
)
LEADS = {
    Key.ORGANISATION: "在队伍和保障方面，",
    Key.REGULATIONS: "在规范管理方面，",
    Key.REQUESTS: "在规范办理方面，",
    Key.PLATFORMS: "在平台建设方面，",
    Key.TRAINING: "在能力提升方面，",
    Key.CHECKS: "在监督保障方面，",
}
_ANSWERS = ("解读", "回应", "互动", "留言", "舆情")
_PROBLEMS = ("问题", "不足", "困难")
_NEXT = ("下一步", "下步", "打算", "计划", "努力方向")


class Deeds:
    """What was done, laid to the chapters that an outline has; what fits nowhere goes where the plan is told."""

    def __init__(self, material: Material, keys: set[Key]) -> None:
        """Lay every finished task to its chapter, and what sections wrote to a task's report or to a chapter."""
        self.material = material
        self.keys = keys
        self._by_key: dict[Key, list[Achievement]] = {}
        for one in material.achievements:
            self._by_key.setdefault(self._key_of(one), []).append(one)
        self._instead: dict[int, Told] = {}  # of the report of a task
        self._told: dict[Key, list[Told]] = {}
        for told in _in_turn(material.handed):
            task_id = self._task_of(told)
            if task_id is None:
                self._told.setdefault(area_of(told, keys), []).append(told)
            else:
                self._instead[task_id] = told

    def told(self, key: Key) -> Sequence[Told]:
        """Return what sections wrote that belongs to a chapter and is about no report of theirs."""
        return self._told.get(key, [])

    def _task_of(self, told: Told) -> int | None:
        """Return the task whose report the words of a section take the place of, or None."""
        if _is_ahead(told):
            return None
        theirs = [one for one in self.material.achievements if one.unit == told.unit and one.turns <= 1]
        free = {one.task_id: likeness(told.words, one.done) for one in theirs if one.task_id not in self._instead}
        best = max(free, key=lambda task_id: free[task_id], default=None)
        return best if best is not None and free[best] >= SAME else None

    def _key_of(self, one: Achievement) -> Key:
        if Key.WORK in self.keys:
            return Key.WORK
        found = _signed_key(_BY_TITLE, one.title) or _signed_key(_BY_CATEGORY, one.category)
        return found if found in self.keys and found else Key.COMPLETION

    def passages(self, key: Key, *, heading: str = "", is_answer: bool = False) -> Iterator[Passage]:
        """Give what was done about the tasks of a chapter as one paragraph; answers to the public apart."""
        ours, told = self._by_key.get(key, []), self.told(key)
        if key is Key.DISCLOSURE:
            ours = [one for one in ours if any(sign in one.category + one.title for sign in _ANSWERS) is is_answer]
            told = [one for one in told if any(sign in one.part + one.words for sign in _ANSWERS) is is_answer]
        said = self._said(ours, told, "" if heading or is_answer else LEADS.get(key, ""))
        if said:
            yield Passage(said, heading)

    def by_category(self, key: Key) -> Iterator[Passage]:
        """Give what was done, a paragraph for each part of the plan."""
        ours, told = self._by_key.get(key, []), list(self.told(key))
        for category in dict.fromkeys(one.category for one in ours):
            name = category or "其他工作"
            counts = [f"本部分任务{{{name}任务数}}", f"办结{{{name}办结数}}"]
            known = all(self.material.has(f"{name}{word}") for word in ("任务数", "办结数"))
            first = (Said.of("，".join(counts) + "。"),) if known else ()
            yield Passage((*first, *self._said([one for one in ours if one.category == category], ())), name)
        if told:
            yield Passage(self._said((), told), "其他工作" if ours else "")

    def _said(self, ours: Sequence[Achievement], told: Sequence[Told], lead: str = "") -> tuple[Said, ...]:
        """Join the words of the sections; turns of recurring tasks and bare reports are told together."""
        recurring = [one for one in ours if one.turns > 1]
        reported = [(one, self._words(one)) for one in ours if one.turns <= 1]
        bare = [one for one, words in reported if not words]
        written = [Said.of(self._by_unit(as_told(one.words), one.unit), one.source) for one in told[:MOST_TOLD]]
        best = _chosen([pair for pair in reported if pair[1]], MOST_DEEDS - len(written))
        points = [Said.of(words, *self._sources(one)) for one, words in best]
        points += [*written, *self._together(bare, recurring)]
        return pointed(points, lead, lead)

    def _words(self, one: Achievement) -> str:
        instead = self._instead.get(one.task_id)
        words = as_told(instead.words) if instead else deed(one.done, clause(one.title))
        return self._by_unit(words, one.unit)

    def _sources(self, one: Achievement) -> Iterator[Source]:
        yield task_source(one)
        if one.task_id in self._instead:
            yield self._instead[one.task_id].source

    def _by_unit(self, words: str, unit: str) -> str:
        """Name the unit behind its words where the document is one of many agencies."""
        is_named = not words or self.material.variant is not Variant.GOVERNMENT or words.startswith(unit)
        return words if is_named else f"{words}（{unit}）"

    def _together(self, bare: Sequence[Achievement], recurring: Sequence[Achievement]) -> Iterator[Said]:
        if bare:
            names = listed([quoted(clause(one.title)) for one in bare], MOST_NAMED, mark="", rest="")
            yield Said.of(f"完成{names}等任务", *map(task_source, bare[:MOST_NAMED]))
        if recurring:
            span = "全年" if self.material.is_over else "已完成"
            turns = [f"{quoted(clause(one.title))}（{span}{{{turns_of(one.number)}}}）" for one in recurring]
            names = listed(turns, MOST_NAMED, rest="")
            yield Said.of(f"持续做好{names}等经常性工作", *map(task_source, recurring[:MOST_NAMED]))


def area_of(told: Told, keys: set[Key]) -> Key:
    """Return the chapter that a point of a section belongs to, by where it stands there, else by its words."""
    if _is_ahead(told):
        key = Key.PROBLEMS if any(sign in told.chapter for sign in _PROBLEMS) else Key.NEXT_STEPS
        return Key.NEXT_PLAN if key is Key.NEXT_STEPS and key not in keys else key
    places = (told.part, "" if "日常" in told.chapter else told.chapter)
    found = next(filter(None, (_signed_key(_BY_CATEGORY, place) for place in places)), None)
    found = found or _signed_key(_BY_TITLE, told.words) or _signed_key(_BY_CATEGORY, told.words)
    return found if found in keys and found else Key.COMPLETION


def _is_ahead(told: Told) -> bool:
    """Whether it is about problems or what comes next, not about what was done."""
    return any(sign in told.chapter for sign in (*_PROBLEMS, *_NEXT))


def _signed_key(table: Sequence[tuple[Key, tuple[str, ...]]], words: str) -> Key | None:
    return next((key for key, signs in table if any(sign in words for sign in signs)), None)


def _in_turn(handed: Sequence[Told]) -> list[Told]:
    """Return the first point of each section, then the second of each: no section fills a chapter alone."""
    by_unit: dict[int, list[Told]] = {}
    for one in handed:
        by_unit.setdefault(one.unit_id, []).append(one)
    return [one for row in zip_longest(*by_unit.values()) for one in row if one]


def _chosen(reported: list[tuple[Achievement, str]], most: int) -> list[tuple[Achievement, str]]:
    """Return the weightiest of many, those that say numbers first, in the order of the plan; each text once."""
    unique = list({words: (one, words) for one, words in reported}.values())
    best = sorted(unique, key=lambda pair: (-pair[0].weight, not re.search(r"\d", pair[1]), pair[0].number))
    return sorted(best[:most], key=lambda pair: pair[0].number)


def task_source(one: Achievement | Unfinished) -> Source:
    """Return a task as the source of words."""
    number = one.task_id if isinstance(one, Achievement) else one.id
    return Source("task", number, f"第{one.number}条 {one.title}")
