"""What happens when a form is sent: it is done once, refused in words, or shown beside what somebody else saved."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken, Stale
from tracker.web.access import current_actor
from tracker.web.forms import Form, new_token
from tracker.web.models import Submission

Result = TypeVar("Result")
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
        with transaction():
            location = _location_of(form) or _claim(form, to(action()))
    except Stale as stale:
        return _both_texts(form, stale)
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return None
    if said is not None:
        flash(str(said), "go")
    return redirect(location, 303)


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
        (field, stale.current[field.short_name])
        for field in form
        if field.short_name in stale.current and str(field.data or "") != stale.current[field.short_name]
    ]
    form.form_token.data = new_token()
    form.version.data = str(stale.version)
    return render_template("errors/conflict.html", form=form, rows=rows, stale=stale), 409
