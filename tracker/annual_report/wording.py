"""A sentence for a person, not yet translated: a message id with the values that belong into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """An English message id (``%(name)s`` placeholders) and its values; a value may be ``Words`` itself."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.message % self.values if self.values else self.message


def words(message: str, **values: object) -> Words:
    """Return ``message`` with its values."""
    return Words(message, values)
