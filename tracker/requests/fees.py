"""The information processing fee (国办函〔2020〕109号): the tariff as data, in yuan, by item or by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count


class FeeStandard(StrEnum):
    """By what a request is charged; one request has one standard only."""

    BY_ITEM = "by_item"  # requests of the same applicant in a calendar month
    BY_PAGE = "by_page"  # pages handed over for one request


@dataclass(frozen=True)
class Tariff:
    """Rates in yuan for each unit up to and including an upper bound; above the last bound they rise or stay.

    ``bands`` are (upper bound, rate). Above them the rate is ``beyond``; with a ``step`` it rises again by
    ``rise`` for every further ``step`` units.
    """

    bands: tuple[tuple[int, int], ...]
    beyond: int
    step: int = 0
    rise: int = 0

    def total(self, quantity: int) -> int:
        """Return the yuan for ``quantity`` units, each part of it at the rate of its band."""
        yuan = below = 0
        for upper, rate in self._all_bands():
            yuan += rate * (min(quantity, upper) - below)
            below = upper
            if quantity <= upper:
                break
        return yuan

    def _all_bands(self) -> Iterator[tuple[int, int]]:
        """Yield the bands in order without end."""
        last = self.bands[-1][0]
        further = ((last + self.step * turn, self.beyond + self.rise * (turn - 1)) for turn in count(1))
        return chain(self.bands, further if self.step else [(10**9, self.beyond)])


TARIFFS: dict[FeeStandard, Tariff] = {
    FeeStandard.BY_ITEM: Tariff(bands=((10, 0), (30, 100)), beyond=200, step=10, rise=100),
    FeeStandard.BY_PAGE: Tariff(bands=((30, 0), (100, 10), (200, 20)), beyond=40),
}


def fee(standard: FeeStandard, quantity: int, already: int = 0) -> int:
    """Return the yuan for ``quantity`` more units after the ``already`` charged ones.

    By item, ``already`` is the number of requests the same applicant has made before this one in the month.
    """
    tariff = TARIFFS[standard]
    return tariff.total(already + quantity) - tariff.total(already)
