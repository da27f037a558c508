"""Counting the SQL statements of a piece of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event


@dataclass
class Statements:
    """The statements that were executed."""

    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.texts)


@contextmanager
def counting() -> Iterator[Statements]:
    """Count every statement that any engine executes inside the block."""
    statements = Statements()

    def note(_: Any, __: Any, text: str, *___: Any) -> None:
        statements.texts.append(text)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
