"""Reading outlines: the agency's own where it has changed one, the shipped one otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from tracker.db import db
from tracker.outlines.models import Outline
from tracker.outlines.rules import Chapter, Variant
from tracker.outlines.shipped import SHIPPED


@dataclass(frozen=True)
class OutlinePage:
    """An outline as its page shows it; version 0 is the shipped one, never changed."""

    variant: Variant
    chapters: tuple[Chapter, ...]
    version: int = 0
    changed_by: str = ""
    changed_at: object = None

    @property
    def is_shipped(self) -> bool:
        """Whether it is what ships."""
        return self.chapters == SHIPPED[self.variant]


def find_outline(variant: Variant) -> Outline | None:
    """Return the agency's own outline of a variant, or None."""
    return db.session.scalar(select(Outline).where(Outline.variant == variant))


def get_outline(variant: Variant) -> OutlinePage:
    """Return the outline of a variant that is in use."""
    return _page(variant, find_outline(variant))


def list_outlines() -> list[OutlinePage]:
    """Return the outlines of all variants."""
    own: Mapping[Variant, Outline] = {one.variant: one for one in db.session.scalars(select(Outline))}
    return [_page(variant, own.get(variant)) for variant in Variant]


def _page(variant: Variant, own: Outline | None) -> OutlinePage:
    if own is None:
        return OutlinePage(variant, SHIPPED[variant])
    return OutlinePage(variant, own.chapters, own.version, own.changed_by, own.changed_at)
