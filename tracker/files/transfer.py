"""Files on their way in and out of pages: room for them where they are sent, uploads checked, downloads safe."""

from os import SEEK_END
from typing import Any

from flask import Blueprint, Response, request, send_file

from tracker import config
from tracker.errors import NotFound, RuleBroken
from tracker.files.models import EvidenceColumns, StoredFile
from tracker.files.names import content_disposition
from tracker.files.quotas import check_quota
from tracker.files.services import Received, file_store, receive
from tracker.files.waiting import check_scanned
from tracker.permissions import Permission
from tracker.web.access import access_of, current_actor, current_viewer
from tracker.web.forms import Form

FILES_AT_ONCE = 6
MB = 1_000_000


def allow_files(pages: Blueprint, *endpoints: str) -> None:
    """Let people who may use ``endpoints`` of ``pages`` send files there; every other request keeps its small limit."""
    names = {f"{pages.name}.{endpoint}" for endpoint in endpoints}

    @pages.url_value_preprocessor  # comes before anything, the check of CSRF included, reads the body
    def make_room(endpoint: str | None, _: dict[str, Any] | None) -> None:
        viewer = current_viewer() if endpoint in names and request.method == "POST" else None
        access = access_of(endpoint or "")
        if viewer and isinstance(access, Permission) and viewer.actor.may(access):
            request.max_content_length = FILES_AT_ONCE * config.current().upload_mb * MB


def take_in(form: Form) -> list[Received] | None:
    """Check and store the ``files`` of a valid form before anything is written to the database.

    Returns None when one of them was refused; the refusal then stands on the form.
    """
    if request.method != "POST" or not form.validate():
        return []
    files, by_id = [one for one in form["files"].data or () if one and one.filename], current_actor().account_id
    try:
        check_quota([one.stream.seek(0, SEEK_END) for one in files], by_id)
        return [receive(one.stream, one.filename, by_id=by_id) for one in files]
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return None


def download(proof: EvidenceColumns) -> Response:
    """Return the stored file of a proof for saving; no browser opens it as a page of ours."""
    return stored_file(proof.file, proof.name)


def stored_file(file: StoredFile | None, name: str) -> Response:
    """Return a stored file for saving under ``name``, as ``download`` does; raise NotFound where there is none.

    Raise RuleBroken for one that holds a virus, or that the scanner has not seen yet.
    """
    if file is None:
        raise NotFound
    check_scanned(file)
    answer = send_file(file_store().open(file.storage_key), mimetype=file.content_type)
    answer.headers["Content-Disposition"] = content_disposition(name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    return answer
