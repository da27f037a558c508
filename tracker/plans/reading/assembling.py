"""A document's blocks into a plan: which part is the plan, its title and year, its items, and what was left out."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.plans.reading import doubts
from tracker.plans.reading.blocks import Block, Document, Paragraph, Table
from tracker.plans.reading.characters import tight
from tracker.plans.reading.drafts import Draft
from tracker.plans.reading.items import read_item
from tracker.plans.reading.markers import find_marker
from tracker.plans.reading.model import (
    Doubt,
    PlanReading,
    ReadItem,
    SourceBlock,
    SourceCell,
    SourceRow,
)
from tracker.plans.reading.part_reading import PartReader, PartReading, tables_of_file
from tracker.plans.reading.parts import Part, is_title, split_parts
from tracker.plans.reading.plan_tables import PlanTable
from tracker.plans.reading.table_items import heading_keys
from tracker.plans.reading.years import find_year, year_in_title

_MOST_REPEATED = 0.9
_FEWEST_REPEATED = 3


def assemble(document: Document, year: int | None) -> PlanReading:
    """Return the plan ``document`` holds; ``year`` is the one it is to be read for, None to take the file's own."""
    blocks = _as_prose(document.blocks)
    parts = split_parts(blocks)
    tables, again = _without_repeats(tables_of_file(blocks), year)
    every = [part for found in tables.values() for part in found]
    keys = heading_keys(every)
    readings = [PartReader(part, tables, keys).read() for part in parts]
    chosen, left_out = _chosen(readings)
    drafts = [draft for reading in chosen for draft in reading.drafts]
    found = _year(chosen, readings, drafts)
    items = _with_number_doubts([read_item(draft, year or found) for draft in drafts])
    warnings = [*document.warnings, *again, *left_out]
    warnings += [warning for reading in chosen or readings for warning in reading.warnings]
    warnings += _year_warnings(year, found) if items else [doubts.no_tasks()]
    title = _title(chosen, readings)
    return PlanReading(
        title, year or found, found is not None, tuple(items), tuple(warnings), source_of(document.blocks)
    )


def _as_prose(blocks: list[Block]) -> list[Block]:
    """Take rows with a single text for paragraphs where a file has tables only, and none of them is a plan's."""
    if any(isinstance(block, Paragraph) for block in blocks) or any(tables_of_file(blocks).values()):
        return blocks
    paragraphs: list[Block] = []
    for block in blocks:
        for row in block.rows if isinstance(block, Table) else ():
            texts = [cell.text.strip() for cell in row.own()]
            paragraphs += [Paragraph(row.id, row.where, texts[0])] if len(texts) == 1 else []
    return [*blocks, *paragraphs] if paragraphs else blocks


def _without_repeats(
    tables: dict[str, list[PlanTable]], year: int | None
) -> tuple[dict[str, list[PlanTable]], list[Doubt]]:
    """Leave out tables of other years, and those whose rows all stand in an earlier table (one sheet per section)."""
    kept: dict[str, list[PlanTable]] = {}
    warnings: list[Doubt] = []
    years = {part.table.id: _year_of_table(part) for parts in tables.values() for part in parts}
    named = {found for found in years.values() if found}
    wanted = year if year in named else max(named, default=None)
    seen: set[str] = set()
    for id_, parts in tables.items():
        kept[id_] = []
        for part in parts:
            rows = {"".join(tight(cell.text) for cell in row.own() if len(cell.text) > 6) for row in part.tasks}
            if years[id_] and len(named) > 1 and years[id_] != wanted:
                warnings.append(doubts.table_left_out(part.table.where))
            elif part.table.sheet and len(rows) >= _FEWEST_REPEATED and len(rows & seen) >= len(rows) * _MOST_REPEATED:
                warnings.append(doubts.sheet_again(part.table.where))
            else:
                kept[id_].append(part)
                seen |= rows
    return kept, warnings


def _year_of_table(part: PlanTable) -> int | None:
    return next((year for text in (part.table.sheet, *part.titles) if (year := year_in_title(text))), None)


def _chosen(readings: list[PartReading]) -> tuple[list[PartReading], list[Doubt]]:
    """Return the parts that are the plan: attachments before the letter, tasks with units before bare numbers."""
    holding = [reading for reading in readings if reading.drafts]
    plans = [reading for reading in holding if not reading.part.is_letter] or holding
    if any(reading.has_duties for reading in plans):
        plans = [reading for reading in plans if reading.has_duties or reading.tables]
    left_out = [reading for reading in holding if reading not in plans]
    return plans, [doubts.letter_left_out(reading.part.title, len(reading.drafts)) for reading in left_out]


def _title(chosen: list[PartReading], readings: list[PartReading]) -> str:
    titles = [reading.part.title for reading in chosen]
    titles += [title for reading in chosen for table in reading.tables for title in table.titles if is_title(title)]
    titles += [reading.part.title for reading in readings]
    return next((title for title in titles if title), "")


def _year(chosen: list[PartReading], readings: list[PartReading], drafts: list[Draft]) -> int | None:
    ordered = [*chosen, *(reading for reading in readings if reading not in chosen)]
    tables = [table for reading in chosen for table in reading.tables]
    titles = [line for reading in ordered for line in _titles_of(reading.part)]
    titles = [text for table in tables for text in (*table.titles, table.table.sheet)] + titles
    openings = [line for reading in ordered for line in reading.part.lines]
    openings += [line for reading in ordered for line in reading.part.closing_lines]
    return find_year(titles, openings, [limit for draft in drafts for limit in (*draft.limits, *draft.texts)])


def _titles_of(part: Part) -> Iterator[str]:
    yield part.title
    for line in part.lines:
        if is_title(line):
            yield line


def _year_warnings(year: int | None, found: int | None) -> list[Doubt]:
    if year is None:
        return [] if found else [doubts.year_missing()]
    if found is None:
        return [doubts.year_not_in_file(year)]
    return [] if found == year else [doubts.year_differs(year, found)]


def _with_number_doubts(items: list[ReadItem]) -> list[ReadItem]:
    """Note numbers that repeat or skip; they stay as printed."""
    noted: list[ReadItem] = []
    before: tuple[int, ReadItem] | None = None
    for item in items:
        marker = find_marker(f"{item.number}、") or find_marker(item.number or "")
        value = marker.value if marker else None
        doubt = None
        if value is not None and before is not None and _stand_together(before[1], item):
            if value == before[0]:
                doubt = doubts.number_again(item.number or "")
            elif value > before[0] + 1:
                doubt = doubts.number_missing(item.number or "", before[1].number or "")
        noted.append(replace(item, doubts=(*item.doubts, doubt)) if doubt else item)
        before = (value, item) if value is not None else before
    return noted


def _stand_together(before: ReadItem, item: ReadItem) -> bool:
    tables = [one.place.anchors[0].partition("r")[0] if one.place.anchors else "" for one in (before, item)]
    in_one_table = tables[0] == tables[1] or not any(table.startswith("t") for table in tables)
    return in_one_table and before.heading_path == item.heading_path


def source_of(blocks: list[Block]) -> tuple[SourceBlock, ...]:
    """Return the document to be shown beside its items."""
    return tuple(_source(block) for block in blocks)


def _source(block: Block) -> SourceBlock:
    if isinstance(block, Paragraph):
        return SourceBlock(block.id, "paragraph", block.where, text=block.printed)
    rows = []
    for row in block.rows:
        cells = (
            SourceCell(cell.text, cell.column, cell.column_span, cell.row_span)
            for cell in row.distinct()
            if cell.row == row.index
        )
        rows.append(SourceRow(row.id, row.where, tuple(cells)))
    return SourceBlock(block.id, "table", block.where, rows=tuple(rows))
