"""What was typed into a form that was refused for its size: the texts are read out of it, the files let go."""

import io
from typing import IO, Any, cast

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.wsgi import LimitedStream

MOST_TEXT = 8_000_000
MOST_FIELDS = 5000
LARGEST_OF_A_STRANGER = 30_000_000  # one whose session has ended; reading costs time


class _Nowhere(io.BytesIO):
    """Where the files go."""

    def write(self, piece: Any) -> int:
        """Let a piece go."""
        return len(piece)


def texts_sent(*, is_stranger: bool) -> MultiDict[str, str]:
    """Return the texts of the form that this request sends, however large it is; none when there are too many."""
    if "form" in request.__dict__:
        return request.form
    length, body = request.content_length or 0, request.environ["wsgi.input"]
    if request.method != "POST" or (is_stranger and length > LARGEST_OF_A_STRANGER) or not body.seekable():
        return MultiDict()
    body.seek(0)
    parser = FormDataParser(
        stream_factory=lambda *_, **__: _Nowhere(), max_form_memory_size=MOST_TEXT, max_form_parts=MOST_FIELDS
    )
    try:
        stream = cast(IO[bytes], LimitedStream(body, length))
        return parser.parse(stream, request.mimetype, length, request.mimetype_params)[1]
    except (RequestEntityTooLarge, ValueError):
        return MultiDict()
