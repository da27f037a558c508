"""Looking at a proof in the browser: only kinds that can do nothing there, in a page without rights."""

from flask import Response

from tracker.errors import NotFound
from tracker.files.models import EvidenceColumns
from tracker.files.transfer import download
from tracker.progress.rows import SHOWN


def in_place(proof: EvidenceColumns) -> Response:
    """Return the stored file of a proof to be shown; raise NotFound for a kind that browsers must not open."""
    if proof.file is None or proof.file.content_type not in SHOWN:
        raise NotFound
    answer = download(proof)  # with the sandbox of downloads
    answer.headers["Content-Disposition"] = answer.headers["Content-Disposition"].replace("attachment", "inline", 1)
    return answer
