"""What a refusal or a failure looks like: status codes live here and nowhere else."""

import logging

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from tracker.db import db
from tracker.errors import NotAllowed, NotFound, NotRecorded, OutcomeUnknown, Refusal, RuleBroken, Suspicious, TooOften
from tracker.history.services import record_refusal
from tracker.web.access import current_actor, current_viewer, read_as_nobody, request_id
from tracker.web.forms import labels_of
from tracker.web.rescue import texts_sent
from tracker.web.tried import record_tried
from tracker.web.words import worded

log = logging.getLogger("tracker")
LONGEST_KEPT = 800_000
BUSY = ("locked", "busy", "full", "i/o", "timeout", "connection", "deadlock", "serialize", "shutting down")
NOT_KEPT = ("csrf_token", "password")


def init_app(app: Flask) -> None:
    """Answer refusals, failures and wrong addresses of ``app`` with pages."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(TooOften, _too_often)
    app.register_error_handler(NotRecorded, _not_recorded)
    app.register_error_handler(OutcomeUnknown, _perhaps_saved)
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(401, _form_expired)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(OverflowError, _no_such_number)  # what SQLite says
    app.register_error_handler(DataError, _no_such_number)  # what PostgreSQL says
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(413, _too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _failure)


def _page(
    status: int, title: str, text: str, *, kept: bool = False, sent: MultiDict[str, str] | None = None
) -> ResponseReturnValue:
    """Render the one page of refusals; with ``kept`` it carries what was typed (``sent``), to be sent again."""
    fields = typed_fields(request.form if sent is None else sent) if kept else []
    return render_template(
        "errors/page.html", title=title, text=text, status=status, fields=fields, request_id=request_id()
    ), status


def _need_no_database() -> None:
    """Let the page of a failure come even where its reader cannot be looked up: the database itself has failed."""
    try:
        current_viewer()
    except SQLAlchemyError:
        db.session.rollback()
        read_as_nobody()


def typed_fields(form: MultiDict[str, str]) -> list[tuple[str, str | None, str]]:
    """Return name, label and text of what was typed, passwords left out; without a label it is kept out of sight."""
    sent = [(name, text) for name, text in form.items(multi=True) if not name.endswith(NOT_KEPT)]
    labels = labels_of({name for name, _ in sent})
    return [(name, labels[name], text[:LONGEST_KEPT]) for name, text in sent]


def _record(event: str, refusal: Refusal) -> None:
    db.session.rollback()
    if request.method == "POST" or isinstance(refusal, NotAllowed):
        record_refusal(current_actor(), event, name=f"{request.method} {request.path}"[:300])


def _not_found(refusal: NotFound) -> ResponseReturnValue:
    _record("access.not_found", refusal)
    return _page(404, gettext("Nothing here"), worded(refusal))


def _not_allowed(refusal: NotAllowed) -> ResponseReturnValue:
    _record("access.denied", refusal)
    return _page(403, gettext("Not for your role"), worded(refusal))


def _rule_broken(refusal: RuleBroken) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, Suspicious):
        record_tried(refusal.event)
    title = (
        gettext("Not done; what you typed is still here")
        if typed_fields(request.form)
        else gettext("This was not done")
    )
    return _page(400, title, worded(refusal), kept=True)


def _too_often(refusal: TooOften) -> ResponseReturnValue:
    db.session.rollback()
    answer = make_response(_page(429, gettext("Too often in a short time"), worded(refusal), kept=True))
    answer.headers["Retry-After"] = str(refusal.seconds)
    return answer


def _not_recorded(error: NotRecorded) -> ResponseReturnValue:
    db.session.rollback()
    _need_no_database()
    log.error("request %s could not be recorded", request_id(), exc_info=error)
    text = gettext("The record of who did what cannot be written, so nothing was saved. Tell the administrators.")
    return _page(503, gettext("Not saved"), text, kept=True)


def _perhaps_saved(error: OutcomeUnknown) -> ResponseReturnValue:
    db.session.rollback()
    _need_no_database()
    log.warning("request %s: the connection broke while saving", request_id(), exc_info=error)
    text = gettext(
        "The connection to the database broke while this was being saved. Look whether it was done, and send it again "
        "only if it was not; what you typed is below."
    )
    return _page(503, gettext("Perhaps not saved"), text, kept=True)


def _form_expired(error: HTTPException) -> ResponseReturnValue:
    text = gettext("Your session has ended. What you typed is below: sign in in another tab, then send it again here.")
    if current_viewer():  # the page was opened before they signed in
        text = gettext("This page was opened before you signed in. Look over what you typed, then send it again.")
    title = gettext("Not saved yet; what you typed is still here")
    return _page(401 if error.code == 401 else 400, title, text, kept=True)


def _database_busy(error: OperationalError) -> ResponseReturnValue:
    if not any(word in str(error.orig).lower() for word in BUSY):
        return _failure(error)
    db.session.rollback()
    _need_no_database()
    log.warning("database refused: %s", error)
    text = gettext("The system is busy or the disk is full. Nothing was saved; what you typed is below.")
    answer = make_response(_page(503, gettext("Not saved"), text, kept=True))
    answer.headers["Retry-After"] = "10"
    return answer


def _no_such_number(error: OverflowError | DataError) -> ResponseReturnValue:
    """Answer an address with a number that no column of the database holds."""
    if isinstance(error, DataError) and "out of range" not in str(error.orig):
        return _failure(error)
    db.session.rollback()
    return _page(404, gettext("Nothing here"), gettext("There is no such page or record."))


def _wrong_host(error: SecurityError) -> ResponseReturnValue:
    """Answer a name that is not ours with a bare sentence: no page of ours has an address there."""
    return gettext("This machine is not called by that name."), 400


def _too_large(error: HTTPException) -> ResponseReturnValue:
    """Answer what is too large to be taken with the texts that were typed; the files are gone."""
    viewer = current_viewer()
    sent = texts_sent(is_stranger=viewer is None)
    if not sent:
        text = gettext("What was sent is too large. Send smaller or fewer files.")
        return _page(413, gettext("This did not work"), text)
    text = gettext(
        "Too much was sent at once, so nothing was saved. What you typed is below; the files are not part of it."
    )
    if viewer is None:
        text = gettext(
            "Your session has ended. What you typed is below: sign in in another tab, then send it again here."
        )
    return _page(413, gettext("Not saved yet; what you typed is still here"), text, kept=True, sent=sent)


def _http(error: HTTPException) -> ResponseReturnValue:
    sentences = {
        400: gettext("The request could not be understood."),
        404: gettext("There is no such page or record."),
        405: gettext("This page cannot be called like that."),
        414: gettext("The address is too long. Choose fewer filters."),
    }
    status = error.code or 500
    if status < 400:
        return error.get_response()
    title = gettext("Nothing here") if status == 404 else gettext("This did not work")
    answer = make_response(_page(status, title, sentences.get(status, sentences[400])))
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer


def _failure(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    _need_no_database()
    log.error("request %s failed", request_id(), exc_info=error)
    text = gettext("Something went wrong on our side. Nothing was saved. Tell the administrator the number below.")
    return _page(500, gettext("This did not work"), text, kept=True)
