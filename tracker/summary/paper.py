"""How a summary is printed, changed by who writes it."""

from dataclasses import asdict

from tracker.db import db, transaction
from tracker.errors import Stale
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.summary.models import SummaryPaper
from tracker.summary.paper_rules import Paper, checked
from tracker.summary.queries import get_summary


def edit_paper(year: int, paper: Paper, *, by: Actor, seen: int | None = None) -> SummaryPaper:
    """Change what stands above and below the text of a summary, and what is added to it."""
    by.must(Permission.WRITE_SUMMARY)
    wanted = checked(paper)
    with transaction():
        summary = get_summary(year)
        kept = summary.paper
        before = asdict(kept.settings if kept else Paper())
        if seen is not None and seen != (kept.version if kept else 0):
            raise Stale({name: str(value or "") for name, value in before.items()}, version=kept.version if kept else 0)
        if kept is None:
            kept = SummaryPaper(summary=summary, version=0)
            db.session.add(kept)
        for name, value in asdict(wanted).items():
            setattr(kept, name, value)
        kept.version += 1
        db.session.flush()
        record(by, "summary.paper_edited", kept, before=before, after=asdict(wanted))
    return kept
