"""The outlines that ship with the program, as data."""

import tomllib
from pathlib import Path

from tracker.outlines.rules import Chapter, Key, Variant


def _read() -> dict[Variant, tuple[Chapter, ...]]:
    rows = tomllib.loads((Path(__file__).parent / "outlines.toml").read_text(encoding="utf-8"))
    return {
        Variant(name): tuple(Chapter(Key(key), heading) for key, heading in chapters) for name, chapters in rows.items()
    }


SHIPPED = _read()
