"""One part of a file read in order: its numbered paragraphs and its tables become drafts of items."""

import itertools
import re
from dataclasses import dataclass, field

from tracker.plans.reading import doubts
from tracker.plans.reading.blocks import Block, Cell, Table
from tracker.plans.reading.columns import Header
from tracker.plans.reading.drafts import Draft
from tracker.plans.reading.endings import take_ending
from tracker.plans.reading.headers import Meaning
from tracker.plans.reading.levels import Line
from tracker.plans.reading.model import Doubt
from tracker.plans.reading.outline import Node, Outline, lines_of
from tracker.plans.reading.parts import Part
from tracker.plans.reading.plan_rows import RowKind, is_chapter
from tracker.plans.reading.plan_tables import PlanTable, plan_tables
from tracker.plans.reading.prose import heading_of, is_framing, prose_drafts
from tracker.plans.reading.table_items import Carried, table_drafts

_FEWEST_UNNUMBERED = 2
_SHORTEST_TASK = 4
_POINTS_BELOW = re.compile(r"如下|下表|见表|附表|[：:]$")


@dataclass
class PartReading:
    """What a part holds: drafts in reading order, and what did not become one."""

    part: Part
    drafts: list[Draft] = field(default_factory=list)
    tables: list[PlanTable] = field(default_factory=list)
    warnings: list[Doubt] = field(default_factory=list)

    @property
    def has_duties(self) -> bool:
        """Whether any of its drafts names units."""
        return any(draft.duties for draft in self.drafts)


def tables_of_file(blocks: list[Block]) -> dict[str, list[PlanTable]]:
    """Return the plan tables of a file by table; tables of points count only where there are no others."""
    found: dict[str, list[PlanTable]] = {}
    before: Header | None = None
    for block in blocks:
        if isinstance(block, Table):
            found[block.id] = plan_tables(block, before)
            before = found[block.id][-1].header if found[block.id] else before
    every = [part for parts in found.values() for part in parts]
    if any(not part.header.is_score for part in every):
        found = {id_: [part for part in parts if not part.header.is_score] for id_, parts in found.items()}
    return found


class PartReader:
    """Walks through a part once; headings stay open until one of their level follows."""

    def __init__(self, part: Part, tables: dict[str, list[PlanTable]], keys: set[str]) -> None:
        """Read ``part`` with the plan tables of the file and the names of its heading columns."""
        self._tables, self._keys = tables, keys
        self._reading = PartReading(part)
        self._lines = {block.id: lines_of(block) for block in part.blocks if not isinstance(block, Table)}
        self._outline = Outline([line for lines in self._lines.values() for line in lines])
        self._carried = Carried()
        self._entries: list[Node | list[Draft]] = []

    def read(self) -> PartReading:
        """Return the drafts of the part."""
        for block in self._reading.part.blocks:
            if isinstance(block, Table):
                self._add_table(block)
                continue
            for line in self._lines[block.id]:
                count = len(self._outline.nodes)
                self._outline.add(line)
                if len(self._outline.nodes) > count:
                    self._entries.append(self._outline.nodes[-1])
                    self._carried = Carried()
        self._gather()
        return self._reading

    def _add_table(self, table: Table) -> None:
        parts = self._tables.get(table.id, [])
        if not parts:
            self._reading.warnings.append(doubts.table_left_out(table.where))
        for part in parts:
            if part.titles:
                self._carried = Carried()
            outer = [*self._headings_above(), *_numbered_titles(part)]
            drafts = table_drafts(part, self._keys, outer, self._carried)
            self._entries.append(_marked(part, drafts))
            self._reading.tables.append(part)
            lost = [
                line.row.where for line in part.rows if line.kind is RowKind.EMPTY and _is_filled(part, line.row.own())
            ]
            if lost:
                self._reading.warnings.append(doubts.rows_left_out("、".join(lost[:10]), len(lost)))

    def _headings_above(self) -> list[str]:
        """The numbered lines that head a table: titles, or words that point to it."""
        last = self._outline.last
        if last is None or not (_is_title(last) or _POINTS_BELOW.search(last.body.strip())):
            return []
        nodes = self._outline.open_nodes
        for node in nodes:
            node.heads_table = True
        return [heading_of(node) for node in nodes]

    def _gather(self) -> None:
        """Put the drafts together; beside plan tables only paragraphs that name their own units are tasks."""
        has_tables = any(isinstance(entry, list) and entry for entry in self._entries)
        nodes = [node for node in self._outline.nodes if not has_tables or node.ending.duties]
        of_node = {id(node): drafts for node, drafts in prose_drafts(nodes)}
        for entry in self._entries:
            self._reading.drafts += entry if isinstance(entry, list) else of_node.get(id(entry), [])
        self._reading.drafts = self._reading.drafts or self._unnumbered()
        if self._reading.part.holds_no_tasks and not self._reading.has_duties:
            self._reading.drafts = []
        self._warn_of_frames()
        self._warn_of_lines()

    def _unnumbered(self) -> list[Draft]:
        """The paragraphs that name their units, for a text that numbers nothing."""
        lines = [line for line in self._outline.loose if _names_units(line)]
        if len(lines) < _FEWEST_UNNUMBERED or self._outline.nodes:
            return []
        endings = [take_ending(line.text) for line in lines]
        return [
            Draft(
                None,
                [],
                [ending.text],
                [line.anchor],
                line.where,
                [(Meaning.UNIT, text) for text in ending.duties],
                ending.limits,
            )
            for line, ending in zip(lines, endings, strict=True)
        ]

    def _warn_of_frames(self) -> None:
        framing = [node for node in self._outline.nodes if is_framing(node)]
        for node in framing:
            if node.parent is None or not is_framing(node.parent):
                count = sum(node is other or node in other.path() for other in framing)
                self._reading.warnings.append(doubts.chapter_left_out(heading_of(node), count))

    def _warn_of_lines(self) -> None:
        used = {anchor for draft in self._reading.drafts for anchor in draft.anchors}
        bodies = [line for node in self._outline.nodes if not is_framing(node) for line in node.bodies]
        for line in [*self._outline.loose, *bodies]:
            if line.anchor not in used and _names_units(line):
                self._reading.warnings.append(doubts.paragraph_left_out(line.where, line.text))


def _is_title(node: Node) -> bool:
    return node.is_bare_title and not node.printed.endswith("。")


def _names_units(line: Line) -> bool:
    ending = take_ending(line.text)
    return bool(ending.duties) and len(ending.text) > _SHORTEST_TASK


def _numbered_titles(part: PlanTable) -> list[str]:
    """Full-width rows above a table's header that bear a chapter's number are headings; others are its title."""
    return [title for title in part.titles if is_chapter(title)]


def _is_filled(part: PlanTable, own: list[Cell]) -> bool:
    numbers = {column.index for column in part.header.of(Meaning.NUMBER)}
    return any(cell.column not in numbers for cell in own)


def _marked(part: PlanTable, drafts: list[Draft]) -> list[Draft]:
    """Where a form cannot show merged cells, a row without any unit takes those of the row above under its heading."""
    if not part.table.loses_merges or sum(bool(draft.duties) for draft in drafts) * 2 < len(drafts):
        return drafts
    for before, draft in itertools.pairwise(drafts):
        if not draft.duties and before.duties and before.headings == draft.headings:
            draft.duties = before.duties
            draft.doubts.append(doubts.units_of_row_above("；".join(text for _, text in before.duties)))
    return drafts
