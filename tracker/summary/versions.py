"""The texts a section had: each one kept when it was saved, compared side by side, and taken up again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from sqlalchemy import func, select

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import Actor
from tracker.summary.models import SectionRemark, SectionVersion, SummarySection

_WORDS = re.compile(r"\{[^{}\n]*\}|\d+(?:\.\d+)?|[A-Za-z]+|\s+|.", re.DOTALL)
LONGEST_COMPARED = 4_000  # words; beyond, whole paragraphs are compared


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Part:
    """A piece of one of two texts, and what became of it."""

    text: str
    change: Change


def keep_version(section: SummarySection, by: Actor) -> None:
    """Keep the text of a section as it now is, inside the transaction that saves it."""
    kept = SectionVersion(
        section_id=section.id, number=section.version, heading=section.heading, text=section.text, saved_by=by.name,
        saved_at=clock.now(),
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()


def list_versions(section_id: int) -> Sequence[SectionVersion]:
    """Return the texts a section had, newest first; at most the last hundred."""
    of_section = select(SectionVersion).where(SectionVersion.section_id == section_id)
    return db.session.scalars(of_section.order_by(SectionVersion.number.desc()).limit(100)).all()


def get_version(section_id: int, number: int) -> SectionVersion:
    """Return one of the texts a section had; raise NotFound."""
    wanted = SectionVersion.section_id == section_id, SectionVersion.number == number
    found = db.session.scalar(select(SectionVersion).where(*wanted))
    if found is None:
        raise NotFound
    return found


def find_newest(section_id: int) -> SectionVersion | None:
    """Return the newest kept text of a section, which says who saved it and when."""
    of_section = select(SectionVersion).where(SectionVersion.section_id == section_id)
    return db.session.scalar(of_section.order_by(SectionVersion.number.desc()).limit(1))


def compare(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Return both texts in pieces, with what is gone from the old one and what is new in the other."""
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > LONGEST_COMPARED:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    left: list[Part] = []
    right: list[Part] = []
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        change = (Change.SAME, Change.SAME) if kind == "equal" else (Change.GONE, Change.NEW)
        left.extend(_part(before[start:end], change[0]))
        right.extend(_part(after[first:last], change[1]))
    return left, right


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _part(words: Sequence[str], change: Change) -> Iterator[Part]:
    if words:
        yield Part("".join(words), change)


def count_remarks(summary_id: int) -> dict[int, int]:
    """Return how many remarks wait to be seen to, by section."""
    waiting = (
        select(SectionRemark.section_id, func.count().label("number"))
        .join(SummarySection)
        .where(SummarySection.summary_id == summary_id, SectionRemark.settled_at.is_(None))
        .group_by(SectionRemark.section_id)
    )
    return {row.section_id: row.number for row in db.session.execute(waiting)}


def list_remarks(section_id: int) -> Sequence[SectionRemark]:
    """Return what was said about a section, oldest first."""
    of_section = select(SectionRemark).where(SectionRemark.section_id == section_id)
    return db.session.scalars(of_section.order_by(SectionRemark.id)).all()
