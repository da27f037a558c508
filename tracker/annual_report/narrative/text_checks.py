"""H7 and H8: what the text says in numbers is what the tables say. Warnings, never hard."""

from collections.abc import Callable, Mapping

from tracker.annual_report.checks import Failure, TextMend, zero
from tracker.annual_report.narrative.patterns import Concept
from tracker.annual_report.narrative.statements import Statement, find_statements
from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.tables import DISPUTE_PATHS, TOTAL_COLUMN, result_keys
from tracker.annual_report.wording import words
from tracker.errors import N_
from tracker.requests.counting import CARRIED_IN, CARRIED_OVER, NEW, TOTAL

# Sections whose text speaks of the tables; five and six speak of other things.
_SECTIONS = {"": False, "一": False, "二": False, "三": True, "四": True}
_BASIS = N_("The text against the tables of the same report; Regulations, Article 50")
_NEW, _IN, _DONE, _OVER = (f"table3.{key}.{TOTAL_COLUMN}" for key in (NEW, CARRIED_IN, TOTAL, CARRIED_OVER))

_Reading = Callable[[ReportFigures], Number | None]


def _sum(*paths: str) -> _Reading:
    """Read a number as the sum of cells; it cannot be read while all are blank or one could not be read."""

    def read(report: ReportFigures) -> Number | None:
        if all(report.value(path) is None for path in paths) or not report.is_read(paths):
            return None
        return sum(zero(report.value(path)) for path in paths)

    return read


def _group(prefix: str) -> _Reading:
    """Read a number as the sum of the rows of a group of results."""

    def read(report: ReportFigures) -> Number | None:
        keys = [key for key in result_keys(report.form_three) if key.startswith(prefix)]
        return _sum(*(f"table3.{key}.{TOTAL_COLUMN}" for key in keys))(report)

    return read


def _done_of_new(report: ReportFigures) -> Number | None:
    """Read a number as the results without what was carried in."""
    done = report.value(_DONE)
    return None if done is None or not report.is_read([_IN]) else done - zero(report.value(_IN))


def _done_but(*prefixes: str) -> _Reading:
    """Read a number as the results without some groups: a request that is not handled further gets no answer."""

    def read(report: ReportFigures) -> Number | None:
        numbers = [_sum(_DONE)(report), *(_group(prefix)(report) for prefix in prefixes)]
        known = [number for number in numbers if number is not None]
        return known[0] - sum(known[1:]) if len(known) == len(numbers) else None

    return read


# The keys of the rows at whose first cell a statement is shown, and its readings: the first is shown beside the text,
# more than one where the wording leaves it open.
_READINGS: dict[Concept, tuple[str, tuple[_Reading, ...]]] = {
    Concept.NEW: (_NEW, (_sum(_NEW),)),
    Concept.RECEIVED: (_NEW, (_sum(_NEW), _sum(_NEW, _IN))),
    Concept.HANDLED: (_NEW, (_sum(_NEW), _sum(_NEW, _IN), _sum(_DONE))),
    Concept.TAKEN_IN_ALL: (_NEW, (_sum(_NEW, _IN),)),
    Concept.CARRIED_IN: (_IN, (_sum(_IN),)),
    Concept.DONE: (_DONE, (_sum(_DONE), _done_of_new)),
    Concept.ANSWERED: (
        _DONE,
        (
            _sum(_DONE),
            _done_but("三(六)"),
            _done_but("三(五)", "三(六)"),
            _done_of_new,
            _sum(_NEW),
            _sum(_NEW, _IN),
        ),
    ),
    Concept.DISCLOSED: ("table3.三(一)", (_group("三(一)"),)),
    Concept.IN_PART: ("table3.三(二)", (_group("三(二)"),)),
    Concept.REFUSED: ("table3.三(三)", (_group("三(三)"),)),
    Concept.LACKING: ("table3.三(四)", (_group("三(四)"),)),
    Concept.DISMISSED: ("table3.三(五)", (_group("三(五)"),)),
    Concept.OTHERWISE: ("table3.三(六)", (_group("三(六)"),)),
    Concept.CARRIED_OVER: (_OVER, (_sum(_OVER),)),
    Concept.REVIEWS: (DISPUTE_PATHS[4], (_sum(DISPUTE_PATHS[4]),)),
    Concept.SUITS: (DISPUTE_PATHS[9], (_sum(DISPUTE_PATHS[9], DISPUTE_PATHS[14]),)),
}


def _shown_at(report: ReportFigures, start: str) -> str:
    """Return the first cell of a total whose path begins with ``start``."""
    return next(path for path in report.kinds if path.startswith(start) and path.endswith(f".{TOTAL_COLUMN}"))


def check_text(report: ReportFigures, sections: Mapping[str, str]) -> list[Failure]:
    """Return the numbers of the text that the tables do not bear out; ``sections`` by number, "" for the opening."""
    if report.year is None:
        return []
    found: list[Failure] = []
    for section, is_about_requests in _SECTIONS.items():
        text = sections.get(section, "")
        for statement in find_statements(text, report.year, report.name, is_about_requests=is_about_requests):
            if failure := _compare(report, section, statement):
                found.append(failure)
    return found


def _compare(report: ReportFigures, section: str, statement: Statement) -> Failure | None:
    """Return the failure of one statement, if the table can be read and says something else."""
    start, readings = _READINGS[statement.concept]
    numbers = [number for reading in readings if (number := reading(report)) is not None]
    quantity = statement.quantity
    if not numbers or any(quantity.agrees_with(number) if quantity else number == 0 for number in numbers):
        return None
    left = quantity.value if quantity else 0
    right = numbers[0]
    says = words(
        N_("The text says “%(quote)s” (%(left)s), the table %(right)s"), quote=statement.quote, left=left, right=right
    )
    mend = TextMend(section, statement.start, statement.end, str(right)) if quantity else None
    identity = "H8" if statement.concept is Concept.TAKEN_IN_ALL else "H7"
    where = f"{section} {statement.concept.value}".strip()
    return Failure(identity, where, left, right, says, False, _BASIS, _shown_at(report, start), mend)
