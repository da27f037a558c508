"""Where a page may send people: only to pages of our own."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect


def own_page(target: str | None, default: str = "home.index") -> str:
    """Return the address of the page that ``target`` names, rebuilt from our own routes; else that of ``default``.

    The target is looked up, not judged: what no GET route of ours matches is not followed.
    """
    if target and target.startswith("/"):
        parts = urlsplit(target.replace("\\", "/"))
        if not parts.netloc and not parts.scheme:
            try:
                endpoint, values = current_app.create_url_adapter(request).match(parts.path, method="GET")  # type: ignore[union-attr]
            except (HTTPException, MethodNotAllowed, RequestRedirect):
                return url_for(default)
            if endpoint != "static" and not endpoint.endswith(".static"):
                path = url_for(endpoint, **values)
                return f"{path}?{parts.query}" if parts.query and parts.query.isprintable() else path
    return url_for(default)
