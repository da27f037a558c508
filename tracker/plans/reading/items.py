"""A draft's printed parts into an item: units, limit, target, and what is doubtful about each."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.plans.reading import doubts
from tracker.plans.reading.drafts import Draft
from tracker.plans.reading.endings import take_ending
from tracker.plans.reading.headers import DUTIES, Meaning
from tracker.plans.reading.looks import is_limit
from tracker.plans.reading.model import Doubt, Place, ReadItem
from tracker.plans.reading.targets import find_target, lacks_figure
from tracker.plans.reading.unit_names import ends_like_unit, without_brackets
from tracker.plans.reading.units import Duties, read_duties
from tracker.workdays.limits import LimitKind
from tracker.workdays.phrases import LimitReading, join_limits, read_limit

_SHORT_TEXT = 4
_LONG_TEXT = 800
_LONGEST_NAME = 30


def read_item(draft: Draft, year: int | None) -> ReadItem:
    """Return the item ``draft`` stands for; ``year`` is the plan's, None when it is not known."""
    texts, duties = _duties(draft)
    limit = _limit(draft, duties, texts, year)
    text = "\n".join(texts)
    item = ReadItem(
        text=text,
        place=Place(tuple(draft.anchors), draft.where),
        number=draft.number,
        heading_path=tuple(draft.headings),
        lead=tuple(dict.fromkeys(duties.lead)),
        coop=tuple(dict.fromkeys(duties.coop)),
        collective=duties.collective,
        leader=draft.leader or duties.leader,
        person=draft.person or duties.person,
        deliverable=draft.deliverable or duties.target,
        target=find_target(text) or find_target(draft.deliverable or duties.target),
        phrases=limit.phrases,
        due=limit.due,
        milestones=limit.milestones,
        ongoing=limit.ongoing,
        frequency=limit.frequency,
        limit=limit.limit,
    )
    return replace(item, doubts=tuple(_doubts(item, limit, draft, year)))


def _duties(draft: Draft) -> tuple[list[str], Duties]:
    """Return the texts without their unit brackets, and the duties of cells and brackets together."""
    duties = Duties()
    has_columns = any(meaning in DUTIES for meaning, _ in draft.duties)
    for meaning, text in draft.duties:
        duties.add(read_duties(text, meaning))
    texts = []
    for text in draft.texts:
        ending = take_ending(text)
        if ending.text.strip() and (ending.duties or ending.limits):
            for bracket in ending.duties:
                duties.add(read_duties(bracket, Meaning.COOP if has_columns and duties.lead else Meaning.UNIT))
            duties.limits += ending.limits
            text = ending.text
        texts.append(text)
    return texts, duties


def _limit(draft: Draft, duties: Duties, texts: list[str], year: int | None) -> LimitReading:
    cells = [*draft.limits, *duties.limits]
    if not draft.has_limit_column:
        cells += [remark for remark in draft.remarks if is_limit(remark)]
    sentences = [*texts, *([] if draft.has_limit_column else [text for text in draft.remarks if not is_limit(text)])]
    readings = [read_limit(text, year, in_limit_cell=True) for text in cells]
    return join_limits(*readings, *(read_limit(text, year, in_limit_cell=False) for text in sentences))


def _doubts(item: ReadItem, limit: LimitReading, draft: Draft, year: int | None) -> Iterator[Doubt]:
    yield from draft.doubts
    yield from _of_units(item)
    yield from (doubts.of_limit(code, phrase) for code, phrase in limit.doubts)
    if item.due and year and not year <= item.due.year <= year + 1:
        yield doubts.far_due(item.due.isoformat())
    if item.limit.kind is LimitKind.NONE and not limit.is_unclear:
        yield from _of_headings(item, year)
    yield from _of_text(item)


def _of_units(item: ReadItem) -> Iterator[Doubt]:
    if not item.lead:
        yield doubts.no_lead() if item.coop else doubts.no_unit()
    for name in (*item.lead, *item.coop):
        if not ends_like_unit(name) or len(without_brackets(name)) > _LONGEST_NAME:
            yield doubts.odd_unit(name)


def _of_headings(item: ReadItem, year: int | None) -> Iterator[Doubt]:
    for heading in reversed(item.heading_path):
        reading = read_limit(heading, year, in_limit_cell=False)
        if reading.days:
            yield doubts.limit_of_heading(heading)
            return


def _of_text(item: ReadItem) -> Iterator[Doubt]:
    if len(item.text) < _SHORT_TEXT:
        yield doubts.short_text()
    elif len(item.text) > _LONG_TEXT:
        yield doubts.long_text()
    if lacks_figure(item.text):
        yield doubts.blank_target()
