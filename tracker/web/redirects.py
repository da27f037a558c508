"""Where a page may send people: only to pages of our own."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def own_page(target: str | None, default: str = "home.index") -> str:
    """Return the address of the page that ``target`` names, rebuilt from our own routes; else that of ``default``.

    The target is looked up, not judged: what no GET route of ours matches is not followed.
    """
    found = _find(target or "")
    return found if found is not None else url_for(default)


def _find(target: str) -> str | None:
    if not target.startswith("/") or not target.isprintable():
        return None
    try:
        parts = urlsplit(target.replace("\\", "/"))
        adapter = current_app.create_url_adapter(request)
        if parts.netloc or parts.scheme or adapter is None:
            return None
        endpoint, values = adapter.match(parts.path, method="GET")
    except (HTTPException, RequestRedirect, ValueError):  # ValueError: no address at all, such as //[
        return None
    if endpoint == "static" or endpoint.endswith(".static"):
        return None
    path = url_for(endpoint, **values)
    return f"{path}?{parts.query}" if parts.query else path
