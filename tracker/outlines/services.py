"""What is done with outlines: changing one, and going back to the one that ships."""

from collections.abc import Sequence
from dataclasses import asdict

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import Stale
from tracker.history.services import record
from tracker.outlines.models import Outline
from tracker.outlines.queries import find_outline
from tracker.outlines.rules import Chapter, Variant, check_outline
from tracker.outlines.shipped import SHIPPED
from tracker.permissions import Actor, Permission


def save_outline(variant: Variant, chapters: Sequence[Chapter], *, by: Actor, seen: int | None = None) -> Outline:
    """Keep the outline of a variant; drafts made before keep theirs."""
    by.must(Permission.WRITE_SUMMARY)
    check_outline(chapters)
    with transaction():
        own = find_outline(variant)
        _check_seen(own, seen)
        before = written(own.chapters if own else SHIPPED[variant])
        if own is None:
            own = Outline(variant=variant, version=0)
            db.session.add(own)
        own.rows = [asdict(one) for one in chapters]
        own.version += 1
        own.changed_by, own.changed_at = by.name, clock.now()
        db.session.flush()
        record(by, "outline.saved", own, before={"chapters": before}, after={"chapters": written(chapters)})
    return own


def restore_outline(variant: Variant, *, by: Actor) -> Outline:
    """Take the shipped outline of a variant again."""
    return save_outline(variant, SHIPPED[variant], by=by)


def written(chapters: Sequence[Chapter]) -> str:
    """Return the headings of an outline, one on a line, as the history keeps them."""
    return "\n".join(one.heading or one.key.value for one in chapters)


def _check_seen(own: Outline | None, seen: int | None) -> None:
    if own is not None and seen is not None and seen != own.version:
        current = {
            f"chapters-{at}-{name}": text
            for at, one in enumerate(own.chapters)
            for name, text in (("heading", one.heading), ("key", one.key.value), ("text", one.text))
        }
        raise Stale(current, version=own.version, saved_by=own.changed_by, saved_at=own.changed_at)
