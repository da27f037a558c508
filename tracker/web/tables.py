"""Lists on pages: which part is shown, and the links that sort, filter and turn them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request, url_for

Row = TypeVar("Row")
LARGEST_PAGE = 100
ANY_NUMBER = 9_999_999_999


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its ``rows``, its ``number`` from 1, rows on a full page, and rows in all."""

    rows: Sequence[Row]
    number: int
    per_page: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first_row(self) -> int:
        """The number of the first row shown, 0 when there is none."""
        return min(self.total, (self.number - 1) * self.per_page + 1)

    @property
    def last_row(self) -> int:
        """The number of the last row shown."""
        return min(self.total, self.number * self.per_page)


@dataclass(frozen=True)
class PageAsked:
    """Which page of a list was asked for, how long, and in which order."""

    number: int
    per_page: int
    sort: str
    is_descending: bool

    @property
    def offset(self) -> int:
        """How many rows come before it."""
        return (self.number - 1) * self.per_page

    def has_all(self, rows: Sequence[object]) -> bool:
        """Whether ``rows``, found for this page, are the whole list."""
        return self.number == 1 and len(rows) < self.per_page


def page_asked(sorts: Sequence[str], *, per_page: int = 50) -> PageAsked:
    """Read page, per_page and sort from the address; anything odd gives the first page in the first of ``sorts``."""
    number = request.args.get("page", 1, type=int)
    length = request.args.get("per_page", per_page, type=int)
    sort = request.args.get("sort", "")
    name = sort.removeprefix("-")
    return PageAsked(
        number=min(max(1, number), 1_000_000),
        per_page=min(max(1, length), LARGEST_PAGE),
        sort=name if name in sorts else sorts[0],
        is_descending=sort.startswith("-") and name in sorts,
    )


def _asked() -> dict[str, str]:
    """Return the query of this page without what means something to url_for, or stands in the path."""
    taken = {"endpoint", *(request.view_args or {})}
    return {name: text for name, text in request.args.items() if name not in taken and not name.startswith("_")}


def addresses(endpoint: str, name: str) -> Callable[[int], str]:
    """Return what gives the address of a record's page by its number, which is called ``name`` in the path."""
    before, after = url_for(endpoint, **{name: ANY_NUMBER}).split(str(ANY_NUMBER))  # type: ignore[arg-type]
    return lambda number: f"{before}{number}{after}"


def with_this_query(endpoint: str) -> str:
    """Return the address of another page that shows what this one was asked for, such as its export."""
    query: dict[str, object] = {**_asked()}
    return url_for(endpoint, **query)  # type: ignore[arg-type]  # _asked left out what url_for takes for itself


def same_page(**changes: object) -> str:
    """Return the address of this page with some of its query changed; None takes a part away."""
    query = {**_asked(), **changes}
    path = {**(request.view_args or {}), **{name: value for name, value in query.items() if value not in (None, "")}}
    return url_for(request.endpoint or "home.index", **path)
