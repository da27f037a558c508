"""Numbered paragraphs into drafts of items: the deepest numbers are tasks, what stands above them are headings."""

import re

from tracker.plans.reading import doubts
from tracker.plans.reading.chapters import is_frame, title_of
from tracker.plans.reading.drafts import Draft
from tracker.plans.reading.endings import Ending, take_ending
from tracker.plans.reading.headers import Meaning
from tracker.plans.reading.labels import has_duty_label
from tracker.plans.reading.levels import Line
from tracker.plans.reading.markers import Kind, find_marker
from tracker.plans.reading.outline import Node

_INLINE = re.compile(r"(?<=[：:；;。，,])\s*[（(][一二三四五六七八九十]{1,3}[）)]")
_FIRST_SENTENCE = re.compile(r"[^。]*。")
_LONGEST_HEADING = 60
_CLOSING = re.compile(r"^(?:请各|各单位要|各部门要|以上|特此|附件|联系人|联系电话|抄送|注[:：]|说明[:：])")


def prose_drafts(nodes: list[Node]) -> list[tuple[Node, list[Draft]]]:
    """Return the drafts of each task among ``nodes`` (all of a part, in order), without the chapters that frame them."""
    tasks = [node for node in nodes if not node.children and not node.heads_table and not is_framing(node)]
    most = _paragraphs_below(tasks)
    return [(node, _drafts(node, most)) for node in tasks]


def _paragraphs_below(tasks: list[Node]) -> int:
    """How many paragraphs of text follow a bare title in this document; 0 where titles are whole tasks."""
    titles = [node for node in tasks if node.is_bare_title]
    counts = [len(_task_bodies(node.bodies)) for node in titles]
    if sum(map(bool, counts)) * 2 < len(counts):
        return 0
    return max(counts[:-1], default=1) or 1


def is_framing(node: Node) -> bool:
    """Whether ``node`` is, or stands in, a chapter of the kind 组织领导; one with units inside a task chapter is a task."""
    path = [*node.path(), node]
    for at, above in enumerate(path):
        if is_frame(title_of(above.body)):
            is_task = above is node and at > 0 and bool(node.ending.duties)
            return not is_task
    return False


def _drafts(node: Node, most: int) -> list[Draft]:
    parts = inline_parts(node.text)
    if parts:
        return _inline_drafts(node, *parts)
    bodies = _task_bodies(node.bodies) if node.is_bare_title else []
    if sum(bool(take_ending(line.text).duties) for line in bodies) > 1:
        return [_body_draft(node, line) for line in bodies]
    whole, texts = Ending(""), [node.body]
    for line in bodies[:most]:
        ending = take_ending(line.text)
        whole.add(ending)
        texts.append(ending.text)
    draft = _draft(node, node.number, [text for text in [*texts, *node.extra] if text.strip()])
    draft.anchors += [line.anchor for line in bodies[:most]]
    draft.headings = headings_of(node)
    return [_with_duties(draft, node, [*node.ending.duties, *whole.duties], [*node.ending.limits, *whole.limits])]


def _task_bodies(bodies: list[Line]) -> list[Line]:
    """The paragraphs below a bare title that say what is to be done, up to a closing or a unit bracket."""
    kept: list[Line] = []
    for line in bodies:
        if _CLOSING.match(line.text) or len(line.text) < 12 or line.is_centred:
            break
        kept.append(line)
    return kept


def _body_draft(node: Node, line: Line) -> Draft:
    ending = take_ending(line.text)
    draft = Draft(None, [*headings_of(node), heading_of(node)], [ending.text], [line.anchor], line.where)
    return _with_duties(draft, node, ending.duties, ending.limits)


def _draft(node: Node, number: str | None, texts: list[str]) -> Draft:
    anchors = list(dict.fromkeys(node.anchors))
    return Draft(number, [], texts, anchors, node.line.where, deliverable=node.deliverable)


def _inline_drafts(node: Node, intro: str, parts: list[str]) -> list[Draft]:
    """One draft for each part of a list within a paragraph; its first sentence is their heading.

    A bracket behind the last part is its own where other parts have theirs, else it is for all of them.
    """
    sentence = _FIRST_SENTENCE.match(intro)
    heading = f"{node.prefix}{sentence[0] if sentence else intro.rstrip('：:')}"
    endings = [take_ending(part) for part in parts]
    shared = endings[-1] if not any(ending.duties for ending in endings[:-1]) else Ending("")
    drafts = []
    for ending in endings:
        marker = find_marker(ending.text)
        text = ending.text[marker.length if marker else 0 :].strip().rstrip("；;，,")
        draft = _draft(node, marker.number if marker else None, [text])
        draft.headings = [*headings_of(node), heading]
        drafts.append(_with_duties(draft, node, ending.duties or shared.duties, ending.limits or shared.limits))
    return drafts


def inline_parts(text: str) -> tuple[str, list[str]] | None:
    """Cut …：（一）…；（二）…。 into what stands before it and its parts; None when it is no such list."""
    starts = [match.start() for match in _INLINE.finditer(text)]
    markers = [find_marker(text[start:]) for start in starts]
    values = [marker.value for marker in markers if marker and marker.kind is Kind.BRACKETED_HAN]
    if len(starts) < 2 or values != list(range(1, len(starts) + 1)):
        return None
    ends = [*starts[1:], len(text)]
    return text[: starts[0]].strip(), [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _with_duties(draft: Draft, node: Node, duties: list[str], limits: list[str]) -> Draft:
    """Give ``draft`` its units and limits; where it has no units, those of the nearest heading that has."""
    draft.duties = [(Meaning.UNIT, text) for text in _together(duties)]
    draft.limits = list(limits)
    if not duties:
        above = next((heading for heading in reversed(node.path()) if heading.ending.duties), None)
        if above is not None:
            draft.duties = [(Meaning.UNIT, text) for text in _together(above.ending.duties)]
            draft.limits = draft.limits or list(above.ending.limits)
            draft.doubts.append(doubts.units_of_heading(heading_of(above)))
    return draft


def _together(duties: list[str]) -> list[str]:
    """Read labelled lines as one, so that 责任单位 below 牵头单位 means those who co-operate."""
    return ["；".join(duties)] if all(map(has_duty_label, duties)) and duties else duties


def headings_of(node: Node) -> list[str]:
    """Return the headings above ``node`` as printed."""
    return [heading_of(above) for above in node.path()]


def heading_of(node: Node) -> str:
    """Return the heading as printed; of a long paragraph its first sentence."""
    printed = node.printed
    sentence = _FIRST_SENTENCE.match(printed)
    return sentence[0] if sentence and len(printed) > _LONGEST_HEADING else printed
