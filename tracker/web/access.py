"""Who is asking: every route declares its access, and everything else is closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import ParamSpec, TypeVar, cast
from uuid import uuid4

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, LoginManager, current_user

from tracker.errors import N_, NotAllowed
from tracker.permissions import Actor, Permission, Viewer

Params = ParamSpec("Params")
Answer = TypeVar("Answer")
TOKEN = "sid"  # noqa: S105 - the name under which the cookie keeps the session's token
PUBLIC = "public"
FRESH_FOR = timedelta(minutes=5)  # for how long a proof of who somebody is holds before what is grave
BEFORE_PROOF = ("accounts.proof", "accounts.logout")  # what a person does whose second step is still to come
BEFORE_ENROLMENT = ("accounts.factor", "accounts.proof", "accounts.logout")
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


def grave(view: Callable[Params, Answer]) -> Callable[Params, Answer]:
    """Declare that whoever calls the view must have proved who they are within the last minutes."""
    view.is_grave = True  # type: ignore[attr-defined]
    return view


def is_grave(endpoint: str | None) -> bool:
    """Whether the view of ``endpoint`` asks for a fresh proof."""
    return getattr(current_app.view_functions.get(endpoint or ""), "is_grave", False)


def access_of(endpoint: str, app: Flask | None = None) -> Permission | str | None:
    """Return what the view of ``endpoint`` declares: a permission, PUBLIC, or None when it declares nothing."""
    view = (app or current_app).view_functions.get(endpoint)
    return getattr(view, "access", None)


def current_viewer() -> Viewer | None:
    """Return the signed-in person of this request, or None; the person, since each look through the proxy costs."""
    user = current_user._get_current_object()
    return cast(Viewer, user) if user.is_authenticated else None


def read_as_nobody() -> None:
    """Go on as if nobody were signed in: for the pages that are shown when the database cannot be read at all."""
    g._login_user = AnonymousUserMixin()


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
    access = PUBLIC if is_static(request.endpoint) else access_of(request.endpoint)
    if access == PUBLIC:
        return None
    viewer = current_viewer()
    if viewer is None:
        return _ask_to_sign_in()
    if viewer.code_due:
        return None if request.endpoint in BEFORE_PROOF else _ask_to_sign_in("accounts.proof")
    if not isinstance(access, Permission) or not viewer.actor.may(access):
        raise NotAllowed(N_("Your role does not allow this."))
    if viewer.must_change_password and request.endpoint not in BEFORE_CHANGING:
        return redirect(url_for("accounts.password"))
    if viewer.must_enrol and request.endpoint not in (*BEFORE_CHANGING, *BEFORE_ENROLMENT):
        return redirect(url_for("accounts.factor"))
    return None


def is_static(endpoint: str) -> bool:
    """Whether ``endpoint`` is a file that belongs to the program."""
    return endpoint == "static" or endpoint.endswith(".static")


def _ask_to_sign_in(door: str = "accounts.login") -> ResponseReturnValue:
    if request.method == "POST":
        abort(401)  # the page of 401 keeps what was typed
    return redirect(url_for(door, next=request.full_path.rstrip("?")))
