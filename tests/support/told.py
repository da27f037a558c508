"""Whatever a test lets the program write into the history, the page of the history can say in words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from typing import Any

import pytest

from tracker.history import rules, services
from tracker.history.telling import untold

Codes = tuple[tuple[str, tuple[str, ...]], ...]
untold_once = cache(lambda event, names, codes: untold(event, dict.fromkeys(names, ()), dict(codes)))


@contextmanager
def everything_told() -> Iterator[None]:
    """While it is open, an entry with a field or a code that has no words is an error of the test that made it."""
    seen: dict[str, Codes] = {"codes": ()}

    def changed(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[object]]:
        found = rules.changed(before, after)
        pairs = {name: (before.get(name), after.get(name)) for name in sorted(found)}
        seen["codes"] = tuple((name, tuple(map(str, _codes(pair)))) for name, pair in pairs.items())
        return found

    def seal(key: str, content: Mapping[str, Any], previous: str) -> str:
        codes, seen["codes"] = seen["codes"], ()
        assert untold_once(content["event"], tuple(sorted(content["changes"])), codes) == []
        return rules.seal(key, content, previous)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "changed", changed)
        patch.setattr(services, "seal", seal)
        yield


def _codes(values: object) -> Iterator[StrEnum]:
    if isinstance(values, StrEnum):
        yield values
    elif isinstance(values, list | tuple):
        for one in values:
            yield from _codes(one)
