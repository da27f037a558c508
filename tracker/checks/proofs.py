"""Pictures and proofs on their way in and out: room for files where they are sent, uploads checked, downloads safe."""

from typing import Any

from flask import Blueprint, Response, request, send_file

from tracker import config
from tracker.errors import NotFound, RuleBroken
from tracker.files.models import EvidenceColumns
from tracker.files.names import content_disposition
from tracker.files.services import Received, file_store, receive
from tracker.permissions import Permission
from tracker.web.access import access_of, current_viewer
from tracker.web.forms import Form

FILES_AT_ONCE = 6
MB = 1_000_000


def allow_files(pages: Blueprint, *endpoints: str) -> None:
    """Let people who may use these endpoints of ``pages`` send files there; other requests keep their small limit."""
    names = {f"{pages.name}.{endpoint}" for endpoint in endpoints}

    @pages.url_value_preprocessor  # comes before anything reads the body
    def allow(endpoint: str | None, _: dict[str, Any] | None) -> None:
        viewer = current_viewer() if endpoint in names and request.method == "POST" else None
        access = access_of(endpoint or "")
        if viewer and isinstance(access, Permission) and viewer.actor.may(access):
            request.max_content_length = FILES_AT_ONCE * config.current().upload_mb * MB


def take_in(form: Form) -> list[Received] | None:
    """Check and store the ``files`` of a valid form before anything is written to the database.

    Returns None when one of them was refused; the refusal stands on the form.
    """
    if request.method != "POST" or not form.validate():
        return []
    try:
        return [receive(one.stream, one.filename) for one in form["files"].data or () if one and one.filename]
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return None


def sent(proof: EvidenceColumns) -> Response:
    """Return the stored file of a proof as a download that no browser opens as a page of ours."""
    if proof.file is None:
        raise NotFound
    answer = send_file(file_store().open(proof.file.storage_key), mimetype=proof.file.content_type)
    answer.headers["Content-Disposition"] = content_disposition(proof.name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    return answer
