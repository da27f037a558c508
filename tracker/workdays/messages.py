"""A sentence for the reader as a message id with its values, so that these rules need know no language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.errors import sentence


@dataclass(frozen=True)
class Message:
    """An English message id (``%(name)s`` placeholders) and its values; days stay ``date`` for the page to write."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the English sentence with its values."""
        return sentence(self.text, self.values)
