"""Which facts each measure counts; each takes a fixed number of statements, however many units there are."""

from collections.abc import Callable, Iterable

from tracker.rulesets.rules import Indicator, Measure
from tracker.scores import ledger_facts, work_facts
from tracker.scores.facts import Asked, Fact

MEASURES: dict[Measure, Callable[[Indicator, Asked], Iterable[Fact]]] = {
    Measure.UNFINISHED: lambda _, asked: work_facts.unfinished(asked),
    Measure.LATE: lambda one, asked: work_facts.late(asked, one.number or 0),
    Measure.SILENT: lambda _, asked: work_facts.silent(asked),
    Measure.RETURNED: lambda _, asked: work_facts.returned(asked),
    Measure.REQUEST: lambda _, asked: work_facts.overdue_requests(asked),
    Measure.FINDING: lambda one, asked: work_facts.findings(asked, one.word),
    Measure.UNMENDED: lambda _, asked: work_facts.unmended(asked),
    Measure.BLANK_MONTH: lambda _, asked: ledger_facts.months_below(asked, None),
    Measure.THIN_MONTH: lambda one, asked: ledger_facts.months_below(asked, one.number or 0),
    Measure.GAP: lambda one, asked: ledger_facts.quota_gap(asked, one.number or 0),
    Measure.OVER: lambda one, asked: ledger_facts.quota_over(asked, one.number or 0),
    Measure.ADOPTED: lambda _, asked: ledger_facts.entries(asked, "submission", tag="采用"),
    Measure.ENTRY: lambda one, asked: ledger_facts.entries(asked, one.word),
    Measure.PRAISED: lambda one, asked: ledger_facts.entries(asked, "honour", tag=one.word, category="表扬"),
    Measure.BLAMED: lambda one, asked: ledger_facts.entries(asked, "honour", tag=one.word, category="责任追究"),
    Measure.NO_OFFICER: lambda _, asked: ledger_facts.without_officer(asked),
    Measure.PERIODS: lambda _, asked: ledger_facts.periods(asked),
}


def measure(indicator: Indicator, asked: Asked) -> list[Fact]:
    """Return what is counted for an indicator; nothing for one that is marked by hand."""
    return list(MEASURES[indicator.measure](indicator, asked)) if indicator.measure else []
