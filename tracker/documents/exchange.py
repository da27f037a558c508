"""A document as plain JSON values and back, because it is printed in another process; texts are cleaned on the way."""

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tracker.documents import charts, model
from tracker.documents.cleaning import clean

KINDS = {
    kind.__name__: kind
    for module in (model, charts)
    for kind in vars(module).values()
    if isinstance(kind, type) and (is_dataclass(kind) or (issubclass(kind, StrEnum) and kind is not StrEnum))
}


def to_json(document: model.Document) -> dict[str, Any]:
    """Return a document as dicts, lists, texts and numbers."""
    plain: dict[str, Any] = _plain(document)
    return plain


def from_json(plain: Mapping[str, Any]) -> model.Document:
    """Return the document that :func:`to_json` made plain. Raises TypeError or KeyError on anything else."""
    document = _full(plain)
    if not isinstance(document, model.Document):
        raise TypeError("no document")
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return {"is": type(value).__name__, "value": value.value}
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime):
        return {"is": "datetime", "value": value.isoformat()}
    if isinstance(value, date):
        return {"is": "date", "value": value.isoformat()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        kept = (part for part in fields(value) if not ("later" in part.metadata and _is_default(value, part)))
        return {"is": type(value).__name__} | {part.name: _plain(getattr(value, part.name)) for part in kept}
    return value


def _is_default(value: Any, part: Field[Any]) -> bool:
    return bool(getattr(value, part.name) == part.default)


def _full(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_full(item) for item in value)
    if isinstance(value, str):
        return clean(value)
    if not isinstance(value, Mapping):
        return value
    kind = value["is"]
    if kind == "datetime":
        return datetime.fromisoformat(value["value"])
    if kind == "date":
        return date.fromisoformat(value["value"])
    found = KINDS[kind]
    if issubclass(found, StrEnum):
        return found(value["value"])
    return found(**{name: _full(part) for name, part in value.items() if name != "is"})
