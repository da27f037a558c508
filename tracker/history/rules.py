"""How an entry of the history is sealed: HMAC-SHA256 over its content and the seal of the entry before it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date, datetime

from tracker.workdays.messages import Message

FIRST_SEAL = "0" * 64


def plain(value: object) -> object:
    """Return ``value`` as JSON can hold it: days and moments as ISO text, a message in its parts."""
    if isinstance(value, Message):
        return {"text": value.text, "values": {name: plain(part) for name, part in value.values.items()}}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return str(value)


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[object]]:
    """Return the fields that differ as name -> [old, new]."""
    return {
        name: [plain(before.get(name)), plain(after.get(name))]
        for name in {**before, **after}
        if plain(before.get(name)) != plain(after.get(name))
    }


def seal(key: str, content: Mapping[str, object], previous: str) -> str:
    """Return the seal (64 hex digits) of ``content`` that follows the entry sealed ``previous``."""
    text = json.dumps([content, previous], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(hashlib.sha256(b"history:" + key.encode()).digest(), text.encode(), hashlib.sha256).hexdigest()
