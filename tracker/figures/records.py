"""A record behind a figure, whichever register it stands in, and the parts a figure is divided into."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class RecordRow:
    """A record behind a figure: where it is shown, what it is called, what it counts for."""

    kind: str
    id: int
    label: str
    amount: Decimal
    day: date | None = None
    unit: str = ""
    category: str = ""
    page: tuple[str, dict[str, object]] | None = None

    @property
    def key(self) -> str:
        """Kind and number: the same record has the same one whenever it is looked at."""
        return f"{self.kind}:{self.id}"
