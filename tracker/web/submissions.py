"""What happens when a form is sent: it is done once, refused in words, or shown beside what somebody else saved."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import Flask, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, OutcomeUnknown, RuleBroken, Stale
from tracker.permissions import Actor
from tracker.web.access import current_actor
from tracker.web.attempts import as_whole
from tracker.web.forms import Form, fields_of, new_token
from tracker.web.jobs import Job
from tracker.web.models import Submission

Result = TypeVar("Result")
Prepared = TypeVar("Prepared")
NOT_DONE = N_("The connection to the database broke, so nothing was saved. Please send it again.")
ONCE_SENT: list[Callable[[], None]] = []  # what else happens in the transaction of every form that is sent


def send(
    form: Form, action: Callable[[], Result], to: Callable[[Result], str], *, said: object | None = None
) -> ResponseReturnValue | None:
    """Do ``action`` once for a valid POSTed ``form`` and return the redirect ``to`` its result, else None.

    The token of the form is claimed in the transaction of the action: sent again, the same form does nothing and
    leads where it led the first time. A refusal stands on the form afterwards; a stale form gets the page that
    shows both texts (409). ``said`` is the message shown on the next page.
    """
    if request.method != "POST" or not form.validate():
        return None
    try:
        location = _once(form, action, to)
    except Stale as stale:
        return _both_texts(form, stale)
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return None
    if said is not None:
        flash(str(said), "go")
    return redirect(location, 303)


def _once(form: Form, action: Callable[[], Result], to: Callable[[Result], str]) -> str:
    """Return where the form leads, done now or before; when the connection broke at the end, look whether it was."""
    try:
        with transaction():
            return _location_of(form) or _claim(form, to(action()))
    except OutcomeUnknown:
        if not form.form_token.data:
            raise
        with transaction():  # writers queue: what was being committed has ended when this one begins
            location = _location_of(form)
    if location is None:
        raise RuleBroken(NOT_DONE)
    return location


def press(
    action: Callable[[], Result], to: Callable[[Result], str], *, back: str, said: object | None = None
) -> ResponseReturnValue:
    """Do ``action`` once for a button that stands without fields; a refusal is shown on the page ``back``."""
    form = Form()
    answer = send(form, action, to, said=said)
    if answer is not None:
        return answer
    for message in form.form_errors or [gettext("This could not be done; please try again.")]:
        flash(str(message), "stop")
    return redirect(back, 303)


def send_waiting(
    form: Form, job: Job, prepare: Callable[[Actor], Prepared], action: Callable[[Prepared, Actor], object], to: str,
    *, note: Mapping[str, str] | None = None, said: str = "",
) -> ResponseReturnValue | None:  # fmt: skip
    """Do in a ``job`` what takes longer than people wait: ``prepare``, then ``action`` in one transaction, once.

    Return the redirect ``to`` what was done, or None: the form shows why it was refused, or the job is under way. The
    token is claimed in the transaction of the action, so that a server that dies before it leaves nothing half done.
    """
    if request.method != "POST" or not form.validate():
        return None
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    by, token = current_actor(), form.form_token.data or ""
    try:
        done = _location_of(form)
        if done is None:
            job.begin(lambda: _do_alone(app, prepare, action, by, token, to), note)
            done = to if job.wait() else None
    except RuleBroken as refusal:
        form.form_token.data = new_token()
        form.show_refusal(refusal)
        return None
    if done is not None and said:
        flash(said, "go")
    return redirect(done, 303) if done is not None else None


def _do_alone(
    app: Flask, prepare: Callable[[Actor], Prepared], action: Callable[[Prepared, Actor], object], by: Actor,
    token: str, to: str,
) -> bytes:  # fmt: skip
    def once() -> None:
        prepared = prepare(by)
        with transaction():
            if not is_sent(token):
                action(prepared, by)
                db.session.add(Submission(token=token, account_id=by.account_id, location=to, at=clock.now()))

    with app.app_context():
        try:
            as_whole(once)
        except OutcomeUnknown as lost:
            with transaction():
                if not is_sent(token):
                    raise RuleBroken(NOT_DONE) from lost
    return b"done"


def is_sent(token: str) -> bool:
    """Whether the form that was rendered with ``token`` was sent already."""
    return bool(token) and db.session.get(Submission, token) is not None


def _location_of(form: Form) -> str | None:
    """Return where this very form led when it was sent before; raise RuleBroken when somebody else sent it."""
    before = db.session.get(Submission, form.form_token.data) if form.form_token.data else None
    if before is None:
        return None
    if before.account_id != current_actor().account_id:
        form.form_token.data = new_token()
        raise RuleBroken(N_("This form was sent by somebody else already. Look it over and send it again."))
    return before.location


def _claim(form: Form, location: str) -> str:
    if form.form_token.data:
        account_id = current_actor().account_id
        db.session.add(Submission(token=form.form_token.data, account_id=account_id, location=location, at=clock.now()))
    for follow in ONCE_SENT:
        follow()
    return location


def _both_texts(form: Form, stale: Stale) -> ResponseReturnValue:
    """Show what is saved now beside what was typed; sent again, the form goes over the newer version."""
    rows = [
        (field, stale.current[field.name])
        for field in fields_of(form)
        if field.name in stale.current and str(field.data or "") != stale.current[field.name]
    ]
    shown = {"csrf_token", "form_token", "version", *(field.name for field, _ in rows)}
    kept = [(name, text) for name, text in request.form.items(multi=True) if name not in shown]
    form.form_token.data = new_token()
    form.version.data = str(stale.version)
    return render_template("errors/conflict.html", form=form, rows=rows, kept=kept, stale=stale), 409
