"""An item as its parts stand in the document, before their words are read."""

from dataclasses import dataclass, field

from tracker.plans.reading.headers import Meaning
from tracker.plans.reading.model import Doubt


@dataclass
class Draft:
    """The printed parts of one item.

    ``duties`` are texts that name units, each with the column they stand in (UNIT for a bracket or a line);
    ``limits`` are limit cells or the limit part of a bracket; ``remarks`` count as limits only where there is no
    limit column.
    """

    number: str | None
    headings: list[str]
    texts: list[str]
    anchors: list[str]
    where: str
    duties: list[tuple[Meaning, str]] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    leader: str = ""
    person: str = ""
    deliverable: str = ""
    has_limit_column: bool = True
    doubts: list[Doubt] = field(default_factory=list)
