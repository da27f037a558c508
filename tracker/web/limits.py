"""Requests that are refused before any page sees them: from other sites, too long, with too many fields."""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

LONGEST_QUERY = 2048  # bytes
MOST_FIELDS = 500
LARGEST_NUMBER = 2**31 - 1  # the largest a column of numbers holds on every database
OWN = ("same-origin", "none")  # none: typed into the browser, or an old one that does not say


class Number(IntegerConverter):
    """A number in an address; one that no record can have is no address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Take what the rule says, with the largest number there is."""
        super().__init__(*args, **{"max": LARGEST_NUMBER, **kwargs})  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Refuse such requests to ``app``; to be called before forms are checked for their token."""
    app.url_map.converters["int"] = Number
    app.before_request(_check)


def _check() -> None:
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN:
        abort(400)
    if sum(len(values) for values in request.form.listvalues()) > MOST_FIELDS:
        abort(413)
