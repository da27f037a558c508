"""The values of this feature in the reader's words."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.plans.comparing import ChangeKind
from tracker.plans.kept_reading import doubts_in
from tracker.plans.printed_names import UnknownName
from tracker.plans.reading.model import Doubt
from tracker.plans.rows import ItemRow
from tracker.plans.rules import PlanState
from tracker.web.words import said
from tracker.workdays.describing import describe
from tracker.workdays.limits import TimeLimit
from tracker.workdays.phrase_day_values import BEFORE_PERIOD, NO_SUCH_DAY
from tracker.workdays.phrases import UNCLEAR, YEAR_UNKNOWN

PLAN_STATES = {
    PlanState.DRAFT: _l("draft"),
    PlanState.PUBLISHED: _l("published"),
    PlanState.CLOSED: _l("year closed"),
}
FIELDS = {
    "number": _l("Number"),
    "headings": _l("Headings above it"),
    "text": _l("Task"),
    "lead": _l("Lead units"),
    "coop": _l("Co-operating units"),
    "limit_phrase": _l("Limit"),
    "target": _l("Target"),
    "deliverable": _l("Deliverable"),
    "leader": _l("Leader in charge"),
    "person": _l("Person in charge"),
}
CHANGES = {
    ChangeKind.ADDED: _l("added"),
    ChangeKind.CHANGED: _l("changed"),
    ChangeKind.MOVED: _l("moved"),
    ChangeKind.DROPPED: _l("dropped"),
}
STEPS = {
    "plan.front_edited": _l("title and year corrected"),
    "plan.units_settled": _l("units named"),
    "plan.item_edited": _l("item corrected"),
    "plan.item_confirmed": _l("item confirmed"),
    "plan.item_split": _l("item split"),
    "plan.item_joined": _l("items joined"),
    "plan.item_moved": _l("item moved"),
    "plan.item_removed": _l("taken out: not a task"),
    "plan.item_added": _l("item added"),
}
VALUES = {"plan.state": PLAN_STATES, "plan.step": STEPS}
_ABOUT = {
    "limit_phrase": (UNCLEAR, YEAR_UNKNOWN, BEFORE_PERIOD, NO_SUCH_DAY, "far_due", "limit_of_heading", "other_limit"),
    "lead": ("no_unit", "no_lead", "odd_unit", "units_of_heading", "maybe_merged"),
    "target": ("blank_target",),
}


def doubt(one: Doubt) -> str:
    """Return a doubt, or a remark about the whole document, as a sentence."""
    return str(gettext(one.message, **one.values))


def doubt_kept(kept: dict[str, Any]) -> str:
    """Return a doubt that was kept as JSON as a sentence."""
    return doubt(doubts_in([kept])[0])


def doubts_about(row: ItemRow, field: str) -> list[str]:
    """Return an item's doubts about one field of its form; about "" those about the item as a whole."""
    if row.is_settled:
        return []
    elsewhere = {code for name, codes in _ABOUT.items() if name != field for code in codes}
    wanted = _ABOUT.get(field, ())
    return [doubt(one) for one in row.doubts if one.code in wanted or (not field and one.code not in elsewhere)]


def unknown(one: UnknownName) -> str:
    """Return what is wrong with a name that nobody has decided."""
    if one.is_certain:
        return str(gettext("“%(name)s” has become known: %(near)s.", name=one.name, near=one.suggestion))
    if one.suggestion:
        values = {"name": one.name, "near": one.suggestion}
        return str(gettext("“%(name)s” is not among the units; the nearest is “%(near)s”.", **values))
    return str(gettext("“%(name)s” is not among the units.", name=one.name))


def whys(row: ItemRow) -> list[str]:
    """Return why an item is in doubt, in sentences; nothing for one that is settled."""
    if row.is_settled:
        return []
    return [*(doubt(one) for one in row.doubts), *(unknown(one) for one in row.unknown)]


def limit(one: TimeLimit) -> str:
    """Return how a limit counts."""
    return str(gettext("; ")).join(said(message) for message in describe(one))
