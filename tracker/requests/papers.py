"""The papers of a request: the application, the letters, the answer."""

from collections.abc import Sequence

from tracker import clock
from tracker.db import db
from tracker.files.models import Disclosure
from tracker.files.services import Received, keep
from tracker.permissions import Actor
from tracker.requests.deeds import Deed
from tracker.requests.models import DisclosureRequest, RequestFile


def add_papers(request: DisclosureRequest, deed: Deed, papers: Sequence[Received], by: Actor) -> None:
    """Keep papers that came with a deed, inside the open transaction."""
    for paper in papers:
        db.session.add(
            RequestFile(
                request_id=request.id, deed=deed, name=paper.inspected.clean_name[:200], file_id=keep(paper).id,
                disclosure=Disclosure.CLOSED, added_at=clock.now(), added_by=by.name,
            )
        )  # fmt: skip
    db.session.flush()
    db.session.expire(request, ["files"])
