"""The sentences for what is doubtful in an item, or was left out of a document; a person decides."""

from tracker.errors import N_
from tracker.plans.reading.model import Doubt
from tracker.workdays.phrase_day_values import BEFORE_PERIOD, NO_SUCH_DAY
from tracker.workdays.phrases import UNCLEAR, YEAR_UNKNOWN

_SHOWN = 40

_OF_LIMITS = {
    UNCLEAR: N_("The time limit “%(phrase)s” gives no day that can be computed. Enter a day, or keep it without one."),
    YEAR_UNKNOWN: N_("The file does not say its year, so “%(phrase)s” has no date yet."),
    BEFORE_PERIOD: N_("“%(phrase)s” was read as the last day before that period. Check whether its end is meant."),
    NO_SUCH_DAY: N_("“%(phrase)s” is no day of the calendar. The last day of the month was taken."),
}


def of_limit(code: str, phrase: str) -> Doubt:
    """What a limit's wording leaves open."""
    return Doubt(code, _OF_LIMITS[code], {"phrase": _short(phrase)})


def far_due(due: str) -> Doubt:
    """A due day outside the plan's year and the one after."""
    return Doubt("far_due", N_("The due day %(due)s is far from the year of the plan."), {"due": due})


def no_unit() -> Doubt:
    """Nobody is named."""
    return Doubt("no_unit", N_("No unit is named."))


def no_lead() -> Doubt:
    """The lead cell is blank while co-operating units are named."""
    return Doubt("no_lead", N_("No lead unit is named, only units that co-operate."))


def odd_unit(name: str) -> Doubt:
    """A name that does not look like a unit's; it may be misprinted."""
    message = N_("“%(name)s” does not look like the name of a unit. It may be misprinted.")
    return Doubt("odd_unit", message, {"name": _short(name)})


def units_of_heading(heading: str) -> Doubt:
    """The item names nobody; the units of the heading above it were taken."""
    message = N_("The item names no unit. Those of its heading “%(heading)s” were taken.")
    return Doubt("units_of_heading", message, {"heading": _short(heading)})


def limit_of_heading(heading: str) -> Doubt:
    """The heading above names a limit, the item none."""
    message = N_("The item has no time limit, but its heading says one: “%(heading)s”.")
    return Doubt("limit_of_heading", message, {"heading": _short(heading)})


def units_of_row_above(units: str) -> Doubt:
    """Pasted text cannot show merged cells: the units of the row above were taken."""
    message = N_("The unit cell is empty; as merged cells do not show here, “%(units)s” of the row above was taken.")
    return Doubt("maybe_merged", message, {"units": _short(units)})


def number_again(number: str) -> Doubt:
    """A number that was used before under the same heading."""
    message = N_("Number %(number)s occurs twice under this heading. It was kept as printed.")
    return Doubt("number_again", message, {"number": number})


def number_missing(number: str, before: str) -> Doubt:
    """A number that skips the one that should come before it."""
    message = N_("The numbers jump from %(before)s to %(number)s. They were kept as printed.")
    return Doubt("number_missing", message, {"number": number, "before": before})


def short_text() -> Doubt:
    """A text so short that something may be missing."""
    return Doubt("short_text", N_("The text is very short. Check whether something is missing."))


def long_text() -> Doubt:
    """A text so long that it may hold several tasks."""
    return Doubt("long_text", N_("The text is very long. It may hold several tasks."))


def blank_target() -> Doubt:
    """A quantity without its figure (达到　%)."""
    return Doubt("blank_target", N_("The figure of the target is missing."))


def no_tasks() -> Doubt:
    """Nothing in the file is a task."""
    return Doubt("no_tasks", N_("No tasks were found. Check that this is the plan, and that it is complete."))


def year_missing() -> Doubt:
    """The file does not say its year, and none was given."""
    return Doubt("year_missing", N_("The file does not say which year it is for. Enter the year to compute the dates."))


def year_not_in_file(year: int) -> Doubt:
    """The file does not say its year; the one given was taken."""
    return Doubt("year_not_in_file", N_("The file does not say its year. %(year)s was taken."), {"year": str(year)})


def year_differs(year: int, found: int) -> Doubt:
    """The file says another year than the one given."""
    message = N_("The file is for %(found)s, but it was read as the plan of %(year)s.")
    return Doubt("year_differs", message, {"year": str(year), "found": str(found)})


def rows_left_out(where: str, count: int) -> Doubt:
    """Rows of a plan table that became no item."""
    message = N_("%(count)s filled rows became no item: %(where)s.")
    return Doubt("rows_left_out", message, {"where": where, "count": count})


def paragraph_left_out(where: str, text: str) -> Doubt:
    """A paragraph that names units but became no item."""
    message = N_("%(where)s names units but became no item: “%(text)s”.")
    return Doubt("paragraph_left_out", message, {"where": where, "text": _short(text)})


def chapter_left_out(title: str, count: int) -> Doubt:
    """A chapter that frames the tasks; its numbered paragraphs became no items."""
    message = N_("“%(title)s” says how to work, not what to do; its %(count)s paragraphs became no items.")
    return Doubt("chapter_left_out", message, {"title": _short(title), "count": count})


def letter_left_out(title: str, count: int) -> Doubt:
    """The letter before the plan has numbered demands; they became no items."""
    message = N_("The letter before the plan (%(title)s) has %(count)s numbered demands; they became no items.")
    return Doubt("letter_left_out", message, {"title": _short(title), "count": count})


def table_left_out(where: str) -> Doubt:
    """A table that holds no tasks."""
    return Doubt("table_left_out", N_("%(where)s holds no tasks and was left out."), {"where": where})


def sheet_again(where: str) -> Doubt:
    """A table whose tasks all stand in an earlier one."""
    message = N_("%(where)s repeats the tasks of an earlier table and was left out.")
    return Doubt("sheet_again", message, {"where": where})


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
