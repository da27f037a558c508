"""Which items of ours probably carry out an item of a superior plan: proposals, which a person confirms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

LIKELY = 50.0  # of 100: worth proposing
CLEAR = 80.0  # worth taking over with many others at once
MOST_PROPOSED = 3
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Proposal:
    """An item of ours by its id, and how like it is, of 100."""

    plan_item_id: int
    likeness: float

    @property
    def is_clear(self) -> bool:
        """Whether it can be taken over with others."""
        return self.likeness >= CLEAR


def propose(texts: Sequence[str], ours: Mapping[int, str]) -> list[list[Proposal]]:
    """Return for each text of the superior plan the items of ours (id: text) that are most like it, best first."""
    words = {one: _pairs(text) for one, text in ours.items()}
    return [
        [
            Proposal(plan_item_id, likeness)
            for _, likeness, plan_item_id in process.extract(
                _pairs(text), words, scorer=_alike, score_cutoff=LIKELY, limit=MOST_PROPOSED
            )
        ]
        for text in texts
    ]


def _alike(one: str, other: str, **_: object) -> float:
    """Return how like two texts are: what of one stands in the other, and how much of both that is."""
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _pairs(text: str) -> str:
    """Return a text as its pairs of characters, which are to Chinese what words are to other languages."""
    plain = _NOT_WORDS.sub("", text)
    return " ".join(plain[place : place + 2] for place in range(max(len(plain) - 1, 1)))
