"""How a draft is named, and how much it holds."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tracker.errors import N_, NotFound, RuleBroken

LONGEST_ADDRESS = 300
TOGETHER = re.compile(r"/summary/sections/\d+")  # forms in which several people may be at work on one text
HERE_FOR = timedelta(minutes=15)  # after which whoever typed nothing more counts as gone
MOST_FIELDS = 500
MOST_CHARACTERS = 200_000
MOST_DRAFTS = 100  # of one person; the oldest gives way

Fields = Mapping[str, Sequence[str]]


def name_of(address: str) -> str:
    """Return the name of the form that is sent to ``address``, an address of ours; raise NotFound for a longer one.

    A query is part of it, since the form of a page may depend on it; that a draft is asked for is not.
    """
    parts = urlsplit(address)
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name != "draft"])
    name = unquote(parts.path) + (f"?{query}" if query else "")
    if parts.netloc or not name.startswith("/") or len(name) > LONGEST_ADDRESS:
        raise NotFound
    return name


def check_size(fields: Fields) -> None:
    """Raise RuleBroken for more than 500 fields or 200,000 characters."""
    texts = [text for values in fields.values() for text in values]
    if len(texts) > MOST_FIELDS or sum(map(len, [*fields, *texts])) > MOST_CHARACTERS:
        raise RuleBroken(N_("This is too long to be kept as a draft. Send it, or shorten it."))
