"""Which forms keep drafts, how such a form is named, and how much a draft holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.errors import N_, NotFound, RuleBroken

FORMS = ("progress.report", "checks.answer", "summary.section")  # endpoints, each about one numbered record
LARGEST_NUMBER = 2**63 - 1
MOST_FIELDS = 60
MOST_CHARACTERS = 200_000
MOST_DRAFTS = 100  # of one person; the oldest gives way

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Place:
    """A form: its endpoint, and the number of the record it is about."""

    endpoint: str
    number: int

    def __str__(self) -> str:
        """Return its name, as pages and the database write it: progress.report/12."""
        return f"{self.endpoint}/{self.number}"


def place_named(name: str) -> Place:
    """Return the form that ``name`` means (progress.report/12); raise NotFound for one that keeps no drafts."""
    endpoint, _, number = name.partition("/")
    is_number = number.isascii() and number.isdigit() and len(number) < 20
    if endpoint not in FORMS or not is_number or not 0 < int(number) <= LARGEST_NUMBER:
        raise NotFound
    return Place(endpoint, int(number))


def check_size(fields: Fields) -> None:
    """Raise RuleBroken for more than 60 fields or 200,000 characters."""
    texts = [text for values in fields.values() for text in values]
    if len(texts) > MOST_FIELDS or sum(map(len, [*fields, *texts])) > MOST_CHARACTERS:
        raise RuleBroken(N_("This is too long to be kept as a draft. Send it, or shorten it."))
