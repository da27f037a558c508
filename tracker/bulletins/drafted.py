"""How circulars answer the chain of sign-off: what one says, what stands in its way, how it is issued."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from tracker.bulletins.document import bulletin_document
from tracker.bulletins.material import Material
from tracker.bulletins.models import Bulletin, BulletinSection
from tracker.bulletins.queries import gather, get_bulletin
from tracker.bulletins.rules import typed_numbers
from tracker.documents.model import Document
from tracker.errors import N_
from tracker.figures.named import definitions
from tracker.figures.rules import TOKEN
from tracker.figures.services import freeze_figures
from tracker.issuing.content import UNISSUED, Drafted, Front, Obstacle, Titles, content_hash, fronted
from tracker.organisation.queries import find_agency
from tracker.permissions import Actor
from tracker.workdays.messages import Message


class BulletinSource:
    """The circulars."""

    kind = Bulletin.__tablename__

    def get(self, document_id: int) -> Drafted:
        """Return a circular as the chain sees it."""
        bulletin = get_bulletin(document_id)
        content = content_hash(self.document(document_id, UNISSUED))
        page = ("bulletins.show", {"bulletin_id": bulletin.id})
        return Drafted(self.kind, bulletin.id, bulletin.year, bulletin.title, content, page, is_for_everybody=True)

    def titles(self) -> Titles:
        """Return the statement that reads numbers and titles."""
        return select(Bulletin.id, Bulletin.title)

    def obstacles(self, document_id: int) -> Sequence[Obstacle]:
        """Return what stands in its way: no score of the period, empty sections, numbers typed by hand."""
        bulletin = get_bulletin(document_id)
        return list(obstacles_of(bulletin, gather(bulletin.period, bulletin.as_of)))

    def series(self, document_id: int) -> str:
        """Return the agency's code (机关代字), under which its papers are numbered."""
        agency = find_agency()
        return agency.document_code if agency else ""

    def document(self, document_id: int, front: Front) -> Document:
        """Return the circular as it is issued."""
        bulletin = get_bulletin(document_id)
        paper = bulletin_document(bulletin, gather(bulletin.period, bulletin.as_of), front.issued_on)
        return fronted(paper, front, is_dated=False)

    def figures(self, document_id: int) -> dict[str, Any]:
        """Return the figures it names, as they are now."""
        bulletin = get_bulletin(document_id)
        known = gather(bulletin.period, bulletin.as_of).figures
        named = [known[name] for name in names_in(bulletin) if name in known]
        return {one.name: {"value": one.shown, "definition": one.about} for one in named}

    def issued(self, document_id: int, paper_id: int, by: Actor) -> None:
        """Freeze the figures it names with the records behind them."""
        bulletin = get_bulletin(document_id)
        known = definitions(bulletin.period, bulletin.as_of)
        names = [name for name in names_in(bulletin) if name in known]
        period, day = bulletin.period, bulletin.as_of
        freeze_figures(self.kind, bulletin.id, bulletin.title, names, period, by=by, as_of=day)


SOURCE = BulletinSource()


def names_in(bulletin: Bulletin) -> list[str]:
    """Return the names of the figures in a circular, each once."""
    found = (match[1].partition("|")[0].strip() for one in bulletin.sections for match in TOKEN.finditer(one.text))
    return list(dict.fromkeys(found))


def obstacles_of(bulletin: Bulletin, material: Material) -> Iterator[Obstacle]:
    """Yield what stands in the way of a circular."""
    if material.scoring is None:
        yield Obstacle(
            "unscored", (bulletin.first, bulletin.last), Message(N_("No ranking")),
            Message(N_("No issued scoring of this period; the circular ranks nobody.")),
            see=("scores.index", {"year": bulletin.year}), see_words=Message(N_("Go to the scores")), is_grave=False,
        )  # fmt: skip
    for section in bulletin.sections:
        place = Message(N_("Section “%(name)s”"), {"name": section.heading or "开头"})
        yield from _of_section(section, place)


def _of_section(section: BulletinSection, place: Message) -> Iterator[Obstacle]:
    at = ("bulletins.section", {"section_id": section.id})
    if not section.text.strip():
        what = Message(N_("This section says nothing."))
        yield Obstacle("empty", (section.id,), Message(N_("Nothing written")), what, place, at, may_be_waived=False)
    for number in dict.fromkeys(typed_numbers(section.text, section.drafted)):
        what = Message(N_("“%(number)s” was typed by hand; nothing proves it."), {"number": number})
        yield Obstacle("typed", (section.id, number), Message(N_("Number without a source")), what, place, at)
