"""Who is asking: every route declares its access, and everything else is closed."""

from collections.abc import Callable
from dataclasses import replace
from typing import ParamSpec, TypeVar, cast
from uuid import uuid4

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from tracker.errors import N_, NotAllowed
from tracker.permissions import Actor, Permission, Viewer

Params = ParamSpec("Params")
Answer = TypeVar("Answer")
TOKEN = "sid"  # noqa: S105 - the name under which the cookie keeps the session's token
PUBLIC = "public"
BEFORE_CHANGING = ("accounts.password", "accounts.logout")  # what a person does whose password must be changed


FindViewer = Callable[[str], Viewer | None]


def public(view: Callable[Params, Answer]) -> Callable[Params, Answer]:
    """Declare that anybody may call ``view``."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(permission: Permission) -> Callable[[Callable[Params, Answer]], Callable[Params, Answer]]:
    """Declare that only people with ``permission`` may call the view."""

    def declare(view: Callable[Params, Answer]) -> Callable[Params, Answer]:
        view.access = permission  # type: ignore[attr-defined]
        return view

    return declare


def access_of(endpoint: str, app: Flask | None = None) -> Permission | str | None:
    """Return what the view of ``endpoint`` declares: a permission, PUBLIC, or None when it declares nothing."""
    view = (app or current_app).view_functions.get(endpoint)
    return getattr(view, "access", None)


def current_viewer() -> Viewer | None:
    """Return the signed-in person of this request, or None."""
    return cast(Viewer, current_user) if current_user.is_authenticated else None


def current_actor() -> Actor:
    """Return who acts in this request; an anonymous actor where nobody is signed in."""
    viewer = current_viewer()
    actor = viewer.actor if viewer else Actor(name="")
    return replace(actor, address=request.remote_addr or "", request_id=request_id())


def request_id() -> str:
    """Return the number by which this request is found again in history and logs."""
    if "request_id" not in g:
        g.request_id = uuid4().hex[:12]
    return str(g.request_id)


def init_app(app: Flask, find_viewer: FindViewer) -> None:
    """Let ``find_viewer`` (session token -> Viewer or None) say who is signed in, and close what is not declared."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(_: object) -> Viewer | None:
        token = session.get(TOKEN)
        return find_viewer(token) if token else None

    app.before_request(_check_access)


def _check_access() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such page, or not by this method: the error pages answer
    access = PUBLIC if _is_static(request.endpoint) else access_of(request.endpoint)
    if access == PUBLIC:
        return None
    viewer = current_viewer()
    if viewer is None:
        return _ask_to_sign_in()
    if not isinstance(access, Permission) or not viewer.actor.may(access):
        raise NotAllowed(N_("Your role does not allow this."))
    if viewer.must_change_password and request.endpoint not in BEFORE_CHANGING:
        return redirect(url_for("accounts.password"))
    return None


def _is_static(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.endswith(".static")


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method == "POST":
        abort(401)  # the page of 401 keeps what was typed
    return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
