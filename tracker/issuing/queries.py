"""Reading the chain: where a document stands, what its gate says, which papers were issued."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from tracker.db import db
from tracker.errors import NotFound
from tracker.issuing.content import Drafted, Obstacle, Source, source_of, sources
from tracker.issuing.models import ChainCosigner, ChainStep, GateWaiver, IssuedPaper
from tracker.issuing.rules import Outcome, Signature, Standing, Step, may_take, standing
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission


@dataclass(frozen=True)
class Gate:
    """What stands in the way of a document, and what was waived by whom and why."""

    open: tuple[Obstacle, ...]
    waived: tuple[tuple[Obstacle, GateWaiver], ...]


@dataclass(frozen=True)
class Chain:
    """A document on its way: its text's hash, the steps taken (oldest first), where it stands, who is asked."""

    drafted: Drafted
    steps: Sequence[ChainStep]
    standing: Standing
    cosigners: Sequence[Unit]
    paper: IssuedPaper | None  # the newest that was issued

    @property
    def differs(self) -> bool:
        """Whether the document says something else now than the paper that was issued."""
        return self.paper is not None and self.paper.content != self.drafted.content

    @property
    def waiting(self) -> list[Unit]:
        """The units whose co-signature is missing."""
        return [unit for unit in self.cosigners if unit.id in self.standing.waiting_units]


@dataclass(frozen=True)
class ToSign:
    """A document that waits for its next step: what it is called, the step that sent it on, where it stood then."""

    title: str
    sent: ChainStep
    standing: Standing
    step: Step


def list_steps(kind: str, document_id: int) -> Sequence[ChainStep]:
    """Return every step that was taken with a document, oldest first."""
    of_document = ChainStep.kind == kind, ChainStep.document_id == document_id
    return db.session.scalars(select(ChainStep).where(*of_document).order_by(ChainStep.id)).all()


def list_cosigners(kind: str, document_id: int) -> Sequence[Unit]:
    """Return the units that are asked to co-sign a document."""
    asked = select(Unit).join(ChainCosigner, ChainCosigner.unit_id == Unit.id)
    of_document = ChainCosigner.kind == kind, ChainCosigner.document_id == document_id
    return db.session.scalars(asked.where(*of_document).order_by(Unit.position, Unit.id)).all()


def get_chain(kind: str, document_id: int, by: Actor) -> Chain:
    """Return a document on its way as ``by`` may see it: writers, leadership, and the units asked to co-sign."""
    return chain_of(source_of(kind).get(document_id), by)


def chain_of(drafted: Drafted, by: Actor) -> Chain:
    """Return the chain of a document that a feature has at hand; raise NotFound when ``by`` may not see it."""
    cosigners = list_cosigners(drafted.kind, drafted.id)
    if not (by.may(Permission.PRINT_SUMMARY) or by.unit_id in {unit.id for unit in cosigners}):
        raise NotFound
    steps = list_steps(drafted.kind, drafted.id)
    where = standing([_signature(one) for one in steps], drafted.content, [unit.id for unit in cosigners])
    return Chain(drafted, steps, where, cosigners, find_paper(drafted.kind, drafted.id))


def _signature(one: ChainStep) -> Signature:
    return Signature(one.step, one.outcome, one.content, one.name, one.unit_id, one.at)


def list_to_sign(by: Actor) -> list[ToSign]:
    """Return the documents under way whose next step is for ``by``, the one that waits longest first; one statement.

    It goes by the text that was signed last. Whether the text still says that is seen when the document is opened:
    to know it here, every document would have to be put together anew for a line of a list.
    """
    waiting = [_to_sign(title, list(steps), asked) for title, steps, asked in _under_way()]
    mine = [one for one in waiting if may_take(one.step, one.standing, by)]
    return sorted(mine, key=lambda one: one.sent.id)


def _to_sign(title: str, steps: list[ChainStep], asked: set[int]) -> ToSign:
    where = standing([_signature(one) for one in steps], steps[-1].content, sorted(asked))
    return ToSign(title, steps[-1], where, where.next or Step.ISSUE)


def _under_way() -> Iterator[tuple[str, Collection[ChainStep], set[int]]]:
    """Yield title, steps (oldest first) and units to co-sign of the documents that were sent and are not issued."""
    newest = select(func.max(ChainStep.id)).group_by(ChainStep.kind, ChainStep.document_id)
    sent = ChainStep.outcome == Outcome.SIGNED, ChainStep.step != Step.ISSUE
    places = select(ChainStep.kind, ChainStep.document_id).where(ChainStep.id.in_(newest), *sent).subquery()
    known = union_all(*(_titled(source) for source in sources())).subquery()
    to_cosign = and_(ChainCosigner.kind == ChainStep.kind, ChainCosigner.document_id == ChainStep.document_id)
    rows = (
        select(ChainStep, known.c.title, ChainCosigner.unit_id)
        .join(places, and_(places.c.kind == ChainStep.kind, places.c.document_id == ChainStep.document_id))
        .join(known, and_(known.c.kind == ChainStep.kind, known.c.id == ChainStep.document_id))
        .outerjoin(ChainCosigner, to_cosign)
        .order_by(ChainStep.id)
    )
    titles: dict[tuple[str, int], str] = {}
    steps: defaultdict[tuple[str, int], dict[int, ChainStep]] = defaultdict(dict)
    asked: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for step, title, unit_id in db.session.execute(rows):
        place = step.kind, step.document_id
        titles[place], steps[place][step.id] = title, step
        asked[place] |= {unit_id} - {None}
    for place, title in titles.items():
        yield title, steps[place].values(), asked[place]


def _titled(source: Source) -> Select[str, int, str]:
    of_kind = source.titles().subquery()
    number, title = of_kind.c
    return select(literal(source.kind).label("kind"), number.label("id"), title.label("title"))


def gate_of(source: Source, document_id: int) -> Gate:
    """Return what stands in the way of a document now; a waiver counts for the very obstacle that was seen."""
    return gate_with(source.obstacles(document_id), source.kind, document_id)


def gate_with(found: Sequence[Obstacle], kind: str, document_id: int) -> Gate:
    """Return the gate of a document whose obstacles a feature has at hand."""
    waivers = map_waivers(kind, document_id)
    waived = [(one, waivers[one.mark]) for one in found if one.may_be_waived and one.mark in waivers]
    passed = {one.mark for one, _ in waived}
    return Gate(tuple(one for one in found if one.mark not in passed), tuple(waived))


def map_waivers(kind: str, document_id: int) -> dict[str, GateWaiver]:
    """Return all waivers of a document by the marks of their obstacles, whether those are still found or not."""
    of_document = GateWaiver.kind == kind, GateWaiver.document_id == document_id
    return {one.mark: one for one in db.session.scalars(select(GateWaiver).where(*of_document))}


def find_waiver(kind: str, document_id: int, mark: str) -> GateWaiver | None:
    """Return the waiver of an obstacle, or None."""
    of_document = GateWaiver.kind == kind, GateWaiver.document_id == document_id
    return db.session.scalar(select(GateWaiver).where(*of_document, GateWaiver.mark == mark))


def number_after(column: InstrumentedAttribute[Any], *where: ColumnElement[bool]) -> int:
    """Return the number after the highest of those ``where`` holds for.

    Asked inside the transaction that uses it, nobody else gets the same, and a refusal leaves no gap.
    """
    return (db.session.scalar(select(func.max(column)).where(*where)) or 0) + 1


def is_number_taken(code: str) -> bool:
    """Whether a number stands on an issued paper."""
    return db.session.scalar(select(IssuedPaper.id).where(IssuedPaper.code == code).limit(1)) is not None


def find_paper(kind: str, document_id: int) -> IssuedPaper | None:
    """Return the newest paper that was issued of a document, with its files, or None."""
    of_document = IssuedPaper.kind == kind, IssuedPaper.document_id == document_id
    files = joinedload(IssuedPaper.pdf), joinedload(IssuedPaper.docx)
    newest = select(IssuedPaper).where(*of_document).order_by(IssuedPaper.edition.desc()).limit(1)
    return db.session.scalar(newest.options(*files))


def list_papers(by: Actor, *, kind: str = "", document_id: int | None = None) -> Sequence[IssuedPaper]:
    """Return the papers that ``by`` may see, newest first: all, those of a kind, or the editions of one document."""
    asked = [_visible_to(by), IssuedPaper.kind == kind if kind else true()]
    if document_id is not None:
        asked.append(IssuedPaper.document_id == document_id)
    return db.session.scalars(select(IssuedPaper).where(*asked).order_by(IssuedPaper.id.desc()).limit(200)).all()


def get_paper(paper_id: int, by: Actor) -> IssuedPaper:
    """Return an issued paper with its files; raise NotFound when there is none that ``by`` may see."""
    files = joinedload(IssuedPaper.pdf), joinedload(IssuedPaper.docx)
    paper = db.session.scalar(select(IssuedPaper).where(IssuedPaper.id == paper_id, _visible_to(by)).options(*files))
    if paper is None:
        raise NotFound
    return paper


def _visible_to(by: Actor) -> ColumnElement[bool]:
    if by.may(Permission.PRINT_SUMMARY):
        return true()
    asked = select(ChainCosigner.id).where(
        ChainCosigner.kind == IssuedPaper.kind, ChainCosigner.document_id == IssuedPaper.document_id,
        ChainCosigner.unit_id == by.unit_id,
    )  # fmt: skip
    return or_(IssuedPaper.is_for_everybody, asked.exists())
