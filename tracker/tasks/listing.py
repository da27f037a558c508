"""The page of the list: what was asked for, as filters that can be taken off, tabs, and a table to export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from flask import url_for

from tracker.tasks.filters import NO_CATEGORY, LimitFilter, StateFilter, TaskFilter
from tracker.tasks.lights import LightKind
from tracker.tasks.lines import Line, lines_of
from tracker.tasks.models import TaskView
from tracker.tasks.queries import LONGEST_EXPORT
from tracker.tasks.rows import LightCounts, TaskRow, YearTally
from tracker.tasks.words import LIGHTS, LIMITS, STATES, TASK_STATES, names_of, progress_of
from tracker.texts import number_of
from tracker.web.tables import Page
from tracker.web.words import day, gettext, said

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST_QUESTION = 100
FIRST_YEAR, LAST_YEAR = 2000, 2100
TABS = (
    StateFilter.OPEN, StateFilter.LATE, StateFilter.SOON, StateFilter.SUBMITTED, StateFilter.SILENT, StateFilter.DONE
)  # fmt: skip


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the part of the address that takes it off."""

    name: str
    text: str


@dataclass(frozen=True)
class Tab:
    """A view of the same year (``state`` None: all of it), and how many tasks it has."""

    state: StateFilter | None
    text: str
    count: int


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the filters."""

    years: Sequence[int]
    units: Sequence[tuple[int, str]]
    tags: Sequence[str]

    @property
    def tag_pairs(self) -> list[tuple[str, str]]:
        """The tags as options of a choice."""
        return [(tag, tag) for tag in self.tags]


@dataclass(frozen=True)
class Listed:
    """Everything the page of the list shows."""

    page: Page[TaskRow]
    wanted: TaskFilter
    counts: LightCounts
    tags: Mapping[int, Sequence[str]]
    tabs: Sequence[Tab]
    views: Sequence[TaskView]
    choices: Choices
    sort: str = ""

    @property
    def lines(self) -> list[Line]:
        """The tasks of this page as they are shown."""
        return lines_of(self.page.rows)

    @property
    def query(self) -> str:
        """The filters in force as a part of the address, of whatever year is looked at."""
        return urlencode({name: text for name, text in query_of(self.wanted).items() if name != "year"})

    @property
    def exported(self) -> str:
        """The filters and the order in force, as the part of an address that asks an export for them."""
        return urlencode({**query_of(self.wanted), **({"sort": self.sort} if self.sort else {})})

    @property
    def many(self) -> str:
        """The address that the ticked tasks are sent to, with the filters for those who mean all of the list."""
        return self._with_filters("bulk.change")

    @property
    def many_accepted(self) -> str:
        """The address at which the reports that wait on the ticked tasks are accepted."""
        return self._with_filters("bulk.accept")

    def _with_filters(self, endpoint: str) -> str:
        return f"{url_for(endpoint)}?{urlencode(query_of(self.wanted))}"

    @property
    def chips(self) -> list[Chip]:
        """The filters in force."""
        wanted = self.wanted
        units = dict(self.choices.units)
        found = [
            ("unit", gettext("Unit"), units.get(wanted.unit_id, "") if wanted.unit_id else ""),
            ("lead", gettext("Lead"), units.get(wanted.lead_id, "") if wanted.lead_id else ""),
            ("state", gettext("State"), STATES[wanted.state] if wanted.state else ""),
            ("light", gettext("Traffic light"), LIGHTS[wanted.light] if wanted.light else ""),
            ("limit", gettext("Due"), LIMITS[wanted.limit] if wanted.limit else ""),
            ("due_from", gettext("Due on or after"), day(wanted.due_from)),
            ("due_by", gettext("Due by"), day(wanted.due_by)),
            ("done_by", gettext("Finished by"), day(wanted.done_by)),
            ("category", gettext("Category"), _category(wanted.category)),
            ("tag", gettext("Tag"), wanted.tag),
            ("q", gettext("Text"), wanted.text),
        ]
        return [
            Chip(name, gettext("%(what)s: %(value)s", what=what, value=value)) for name, what, value in found if value
        ]


def asked_for(query: Mapping[str, str], years: Sequence[int], today: date) -> TaskFilter:
    """Return what the address asks for; what it names that there is not asks nothing."""
    return TaskFilter(
        year=_year(query.get("year", ""), years, today),
        unit_id=number_of(query.get("unit")),
        lead_id=number_of(query.get("lead")),
        state=_one_of(StateFilter, query.get("state") or query.get("status", "")),  # either name
        light=_one_of(LightKind, query.get("light", "")),
        limit=_one_of(LimitFilter, query.get("limit", "")),
        due_from=_day(query.get("due_from", "")),
        due_by=_day(query.get("due_by", "")),
        done_by=_day(query.get("done_by", "")),
        category=query.get("category", "")[:LONGEST_QUESTION],
        tag=query.get("tag", "")[:LONGEST_QUESTION],
        text=" ".join(query.get("q", "").split())[:LONGEST_QUESTION],
    )


def _category(name: str) -> str:
    return gettext("no heading") if name == NO_CATEGORY else name


def query_of(wanted: TaskFilter) -> dict[str, str]:
    """Return the parts of an address that ask for exactly what ``wanted`` asks for."""
    parts = {
        "year": wanted.year, "unit": wanted.unit_id, "lead": wanted.lead_id, "state": wanted.state,
        "light": wanted.light, "limit": wanted.limit, "due_from": wanted.due_from,
        "due_by": wanted.due_by, "done_by": wanted.done_by, "category": wanted.category,
        "tag": wanted.tag, "q": wanted.text,
    }  # fmt: skip
    return {name: str(value) for name, value in parts.items() if value}


def rows_asked(query: Mapping[str, str]) -> int:
    """Return how many rows an export asks for by a number as its ``limit``; without one, as many as there may be."""
    return min(max(1, number_of(query.get("limit")) or LONGEST_EXPORT), LONGEST_EXPORT)


def _year(text: str, years: Sequence[int], today: date) -> int:
    if text.isdecimal() and FIRST_YEAR <= int(text[:9]) <= LAST_YEAR:
        return int(text)
    return today.year if today.year in years or not years else years[0]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


def _one_of(choice: type[Choice], text: str) -> Choice | None:
    return choice(text) if text in list(choice) else None


def tabs_of(year: YearTally) -> list[Tab]:
    """Return the tabs of a year."""
    states = [Tab(state, str(STATES[state]), year.count(state)) for state in TABS]
    return [Tab(None, gettext("All"), year.count(None)), *states]


def table_of(rows: Sequence[TaskRow]) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of the list as it is exported."""
    head = [
        gettext("No."), gettext("Task"), gettext("Category"), gettext("Field"), gettext("Lead"),
        gettext("Co-operating"), gettext("Limit"), gettext("Due"), gettext("First due"), gettext("Progress"),
        gettext("State"), gettext("Traffic light"), gettext("Done on"),
    ]  # fmt: skip
    return head, [
        [
            row.number, row.title, row.category, row.field, names_of(row.leads), names_of(row.coops), row.limit_phrase,
            row.due_on, row.first_due_on, progress_of(row), str(TASK_STATES[row.state]), said(row.light.words),
            row.done_on,
        ]
        for row in rows
    ]  # fmt: skip
