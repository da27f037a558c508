"""Pages as a person uses them: a form is fetched, filled in and sent with its hidden fields."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart


def _is_sent(values: Mapping[str, str | None]) -> bool:
    kind = values.get("type")
    return kind not in ("submit", "file", "button") and (kind not in ("checkbox", "radio") or "checked" in values)


class _Forms(HTMLParser):
    """Collects the forms of a page: where they are sent, and the values their fields have."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._text: list[str] | None = None
        self._area = ""
        self._select = ""
        self._options: list[str] = []
        self._chosen = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        name = values.get("name") or ""
        if tag == "form":
            action, method = values.get("action") or "", (values.get("method") or "get").lower()
            self.forms.append({"action": action, "method": method, "fields": []})
        elif not self.forms:
            return
        elif tag == "textarea":
            self._text, self._area = [], name
        elif tag == "select":
            self._select, self._options, self._chosen = name, [], "multiple" in values
        elif tag == "option":
            self._options.append(values.get("value") or "")
            if "selected" in values:
                self._chosen = True
                self._keep(self._select, self._options[-1])
        elif tag == "input" and name and _is_sent(values):
            self._keep(name, values.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self._keep(self._area, "".join(self._text).removeprefix("\n").removeprefix("\r\n"))
            self._text = None
        elif tag == "select" and self.forms and not self._chosen and self._options:
            self._keep(self._select, self._options[0])  # as a browser does

    def _keep(self, name: str, value: str) -> None:
        self.forms[-1]["fields"].append((name, value))


def forms_of(html: str) -> list[dict[str, Any]]:
    """Return the forms of a page, each with its ``action``, ``method`` and ``fields`` as (name, value)."""
    reader = _Forms()
    reader.feed(html)
    return reader.forms


def find_form(html: str, *, action: str = "", field: str = "") -> dict[str, Any]:
    """Return the first form of a page that is sent to ``action`` and has ``field``."""
    for form in forms_of(html):
        names = {name for name, _ in form["fields"]}
        if form["method"] == "post" and form["action"].startswith(action) and (not field or field in names):
            return form
    raise AssertionError(f"no form to {action!r} with {field!r} on this page")


def filled(html: str, /, *, action: str = "", **fields: Any) -> dict[str, Any]:
    """Return what the form of a page would send, with ``fields`` typed over what stands in it; None leaves one out."""
    wanted = next((name for name in fields), "")
    form = find_form(html, action=action, field=wanted if not action else "")
    typed: dict[str, Any] = {}
    for name, value in form["fields"]:
        typed.setdefault(name, []).append(value)
    return {name: value for name, value in {**typed, **fields}.items() if value is not None}


def fill(
    client: FlaskClient, url: str, /, *, action: str = "", to: str = "", headers: Mapping[str, str] | None = None,
    **fields: Any,
) -> TestResponse:  # fmt: skip
    """Fetch ``url``, fill its form (the one sent to ``action`` if given) with ``fields`` and send it.

    The form is sent where it says, or ``to`` another address.
    """
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    html = page.get_data(as_text=True)
    sent = filled(html, action=action, **fields)
    target = to or (find_form(html, action=action)["action"] if action else "") or url
    return client.post(target, headers=headers, **body_of(sent))


def body_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body in which a browser sends ``fields`` as arguments of client.post; a file is (stream, name)."""
    values: MultiDict[str, Any] = MultiDict()
    for name, given in fields.items():
        for value in given if isinstance(given, list) else [given]:
            values.add(name, FileStorage(*value) if isinstance(value, tuple) else value)
    boundary, body = encode_multipart(values)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def token_of(client: FlaskClient, url: str = "/account") -> str:
    """Return the session's CSRF token, out of any page with a form."""
    fields = dict(forms_of(client.get(url).get_data(as_text=True))[-1]["fields"])
    return str(fields["csrf_token"])
