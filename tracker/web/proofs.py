"""Before what is grave a person proves anew who they are; the form they sent waits and goes on as it was."""

from typing import Protocol

from flask import Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.errors import RuleBroken
from tracker.permissions import Actor
from tracker.web.access import FRESH_FOR, TOKEN, current_actor, current_viewer, is_grave
from tracker.web.errors import typed_fields
from tracker.web.words import worded


class Prove(Protocol):
    """Takes a proof, and gives the session its new token; raises RuleBroken for a wrong one."""

    def __call__(self, session_id: int, given: str, *, by: Actor) -> str:
        """Answer one try."""


FIELD = "proof"


def init_app(app: Flask, prove: Prove) -> None:
    """Ask whoever calls a grave view of ``app`` for a proof (see ``prove``) of the last minutes."""

    @app.before_request
    def check() -> ResponseReturnValue | None:
        viewer = current_viewer() if is_grave(request.endpoint) else None
        if viewer is None or clock.now() - viewer.proved_at <= FRESH_FOR:
            return None
        if request.method != "POST":
            is_page = "POST" in (request.url_rule.methods or ()) if request.url_rule else False
            return None if is_page else redirect(url_for("accounts.proof", next=request.full_path.rstrip("?")))
        given, why = request.form.get(FIELD, ""), ""
        if given:
            try:
                session[TOKEN] = prove(viewer.session_id, given, by=current_actor())
            except RuleBroken as refusal:
                why = worded(refusal)
            else:
                return None
        kept = [(name, text) for name, _, text in typed_fields(request.form) if name != FIELD]
        return render_template("errors/proof.html", fields=kept, why=why), 401
