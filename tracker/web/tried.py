"""Refusals that deserve a look: the history keeps who tried what, never the content."""

from flask import request

from tracker.db import db
from tracker.history.services import record_refusal
from tracker.web.access import current_actor


def record_tried(event: str) -> None:
    """Record that the reader was refused ``event`` on this page."""
    db.session.rollback()
    record_refusal(current_actor(), event, name=f"{request.method} {request.path}"[:300])
