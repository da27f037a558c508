"""The summary as it lies on the desk of who writes it: its text with the figures, the gate, the chain, the paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker import clock
from tracker.documents.preview import Preview, preview
from tracker.figures.frozen import FrozenLine, compare_frozen, find_frozen
from tracker.figures.rules import Figure, Piece, pieces
from tracker.issuing.content import Drafted, Obstacle, content_hash
from tracker.issuing.queries import Chain, Gate, chain_of, gate_with
from tracker.permissions import Actor
from tracker.summary.document import summary_document
from tracker.summary.drafted import SOURCE, drafted_of
from tracker.summary.gate import find_obstacles
from tracker.summary.models import Summary, SummarySection
from tracker.summary.queries import get_summary, material_of
from tracker.summary.rules import lines
from tracker.summary.sourcing import Traced, trace
from tracker.summary.versions import count_remarks


@dataclass(frozen=True)
class Sheet:
    """A section as it reads: its paragraphs in pieces, what stands in its way, how many remarks wait, its sources."""

    section: SummarySection
    paragraphs: Sequence[tuple[bool, Sequence[Piece]]]
    obstacles: Sequence[Obstacle]
    remarks: int
    traced: Sequence[Traced]

    @property
    def by_hand(self) -> int:
        """How many of its sentences have no source."""
        return sum(not one.origins for one in self.traced)

    @property
    def light(self) -> str:
        """The light of the outline: done, stop (numbers disagree), wait (blanks), none (not written)."""
        if not self.paragraphs:
            return "none"
        if not self.obstacles:
            return "done"
        return "stop" if any(one.is_grave for one in self.obstacles) else "wait"


@dataclass(frozen=True)
class Desk:
    """Everything on the page."""

    summary: Summary
    sheets: Sequence[Sheet]
    chosen: Figure | None
    drafted: Drafted
    chain: Chain
    gate: Gate
    changed: Sequence[FrozenLine] = field(default=())  # figures that are others now than when it was issued


def get_desk(year: int, figure: str, by: Actor) -> Desk:
    """Return the summary of a year with all that is to be seen about it; a fixed number of statements."""
    summary = get_summary(year)
    material = material_of(summary, clock.today())
    found = find_obstacles(summary, material)
    drafted = drafted_of(summary, summary_document(summary, material, clock.today()))
    remarks = count_remarks(summary.id)
    frozen = find_frozen(SOURCE.kind, summary.id)
    gate = gate_with(found, SOURCE.kind, summary.id)
    return Desk(
        summary, [_sheet(one, material.figures, gate.open, remarks) for one in summary.sections],
        material.figures.get(figure), drafted, chain_of(drafted, by), gate,
        [line for line in compare_frozen(frozen) if line.by] if frozen else (),
    )  # fmt: skip


def _sheet(
    section: SummarySection, figures: Mapping[str, Figure], found: Sequence[Obstacle], remarks: dict[int, int]
) -> Sheet:
    return Sheet(
        section,
        [(line.is_heading, list(pieces(line.text, figures))) for line in lines(section.text)],
        [one for one in found if one.at and one.at[1].get("section_id") == section.id],
        remarks.get(section.id, 0),
        trace(section, figures),
    )


def preview_of(summary: Summary) -> Preview:
    """Return the summary printed as it is now; raise RuleBroken where it cannot be."""
    paper = summary_document(summary, material_of(summary, clock.today()), clock.today())
    return preview(content_hash(paper), paper)
