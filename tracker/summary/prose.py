"""Sentences with their sources, how official prose joins them (一是…；二是…), and how words of sections are cleaned."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.figures.rules import TOKEN
from tracker.summary.rules import SUBHEADING

ORDINALS = "一二三四五六七八九十"
MOST_POINTS = len(ORDINALS)
LONGEST_DEED = 110
LEAST_PAIRS = 6  # with fewer, words are alike by chance
_FULL_WIDTH = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！"})
_CHINESE = r"[\u4e00-\u9fff》”）]"
_LED = re.compile(
    r"^(?:[一二三四五六七八九十]是|[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.、．）]|[①-⑩])\s*"
)
_OPENS = re.compile(
    r"^(?:(?:截至目前|目前|今年以来|本年度|一年来|全年)，)?(?:我们|我)?(?:局|科|处|室|股|中心|单位|所|站|办)?(?:已经|已)(?!知|有)"
)
_WE = re.compile(r"^(?:我|本)(?:局|科室|科|处室|处|室|股|中心|单位|所|站|办)")
_WILL = re.compile(
    r"^(?:下一步|下步|今后|接下来)，?(?:我们|[我本](?:局|科室|科|处室|处|室|股|中心|单位|所|站|办))?将?要?"
)
_EMPTY = re.compile(
    r"^(?:(?:该项)?(?:工作|任务))?(?:已|已经|按要求|按时|如期|全部|按计划)*(?:完成|办结|落实|公开|公布|更新|上报)(?:到位|了)?$"
)


@dataclass(frozen=True)
class Source:
    """Where words come from: kind of record ("task", "finding", "figure", "plan"), its id, its name; and the words."""

    kind: str
    id: int
    name: str
    text: str = ""


@dataclass(frozen=True)
class Said:
    """A sentence, or one point of a sentence, with what it comes from."""

    text: str
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, text: str, *sources: Source) -> "Said":
        """Return words with their sources; the figures that they name are sources, too."""
        named = [Source("figure", 0, name.partition("|")[0].strip()) for name in TOKEN.findall(text)]
        return cls(text, tuple(replace(one, text=text) for one in dict.fromkeys([*sources, *named])))


@dataclass(frozen=True)
class Passage:
    """One paragraph of a chapter, under a heading of its own or not."""

    sentences: tuple[Said, ...]
    heading: str = ""


def written(passages: Iterable[Passage]) -> tuple[str, tuple[Source, ...]]:
    """Return the text of a chapter and the sources of all its words."""
    parts: list[str] = []
    sources: list[Source] = []
    for one in passages:
        if one.sentences:
            parts += [f"{SUBHEADING}{one.heading}"] if one.heading else []
            parts.append("".join(said.text for said in one.sentences))
            sources += [source for said in one.sentences for source in said.sources]
    return "\n".join(parts), tuple(sources)


def pointed(points: Sequence[Said], lead: str = "", alone: str = "") -> tuple[Said, ...]:
    """Join points as officials do, each once: lead一是…；二是…。 One alone stands behind ``alone``."""
    kept = list({one.text: one for one in points if one.text}.values())[:MOST_POINTS]
    if not kept:
        return ()
    sources = tuple(source for one in kept for source in one.sources)
    if len(kept) == 1:
        return (Said(f"{alone}{kept[0].text}。", sources),)
    joined = "；".join(f"{ORDINALS[at]}是{one.text}" for at, one in enumerate(kept))
    return (Said(f"{lead}{joined}。", sources),)


def listed(names: Sequence[str], most: int = 4, *, mark: str = "、", rest: str = "等") -> str:
    """Join names, the first few of many: 甲、乙、丙等."""
    unique = list(dict.fromkeys(names))
    return mark.join(unique[:most]) + (rest if len(unique) > most else "")


def quoted(title: str) -> str:
    """Return a title in the quotation marks of a sentence; those inside it become single ones."""
    inner = title.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def clause(text: str) -> str:
    """Return words that somebody typed as a part of a sentence of ours: on one line, Chinese marks, no end mark."""
    joined = "，".join(part.strip(" \u3000，。；;,.") for part in text.splitlines() if part.strip(" \u3000，。；;,."))
    joined = re.sub(rf"(?<={_CHINESE})[,;:?!]", lambda match: match[0].translate(_FULL_WIDTH), joined)
    joined = re.sub(r"\(([^()]*)\)", r"（\1）", joined)
    joined = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", joined)
    return _LED.sub("", joined).replace("{", "（").replace("}", "）").rstrip("。；;.，,、 ！!").strip()


def deed(text: str, title: str) -> str:
    """Return what a section wrote about a task as one point: its first sentences, without what says nothing.

    Words that do not name the task are led by its title; words that only say "done" become the title itself.
    """
    sentences = [clause(part) for part in re.split(r"[。！!\n]+", text)]
    said = ""
    for one in (_WE.sub("", part).lstrip("，") for part in sentences if part):
        if said and len(said) + len(one) > LONGEST_DEED:
            break
        said = f"{said}，{one}" if said else one
    said = _OPENS.sub("", said)
    said = re.sub(r"；", "，", said)
    if not said or _EMPTY.match(said):
        return ""
    return said if shares_words(said, title) else f"{title}方面，{said}"


def as_told(words: str) -> str:
    """Return a section's words as the agency says them: without "we", and without what its chapter says already."""
    return _WILL.sub("", _OPENS.sub("", _WE.sub("", words).lstrip("，")))


def likeness(one: str, other: str) -> float:
    """Return which share of the pairs of neighbouring characters two texts have in common, by the shorter one."""
    pairs, others = _pairs(one), _pairs(other)
    least = min(len(pairs), len(others))
    return len(pairs & others) / least if least >= LEAST_PAIRS else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def shares_words(text: str, title: str, least: int = 2) -> bool:
    """Whether a text speaks of what a title names: it has at least two pairs of neighbouring characters of it."""
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    return sum(pair in text for pair in pairs) >= min(least, len(pairs))
