"""H13: the reports of units added up to the report of the whole."""

from collections.abc import Mapping, Sequence

from tracker.annual_report.checks import Failure, Mend, place_of, zero
from tracker.annual_report.report import Number, ReportFigures, simplest
from tracker.annual_report.wording import words
from tracker.errors import N_

_BASIS = N_("A group report is the sum of its units' reports; Regulations, Article 50")


def _sums(parts: Sequence[ReportFigures]) -> dict[str, Number]:
    """Return the sum of every cell that is filled in at least one part."""
    sums: dict[str, Number] = {}
    for part in parts:
        for path, number in part.cells.items():
            sums[path] = simplest(sums.get(path, 0) + number)
    return sums


def check_sum(whole: ReportFigures, parts: Sequence[ReportFigures]) -> list[Failure]:
    """Return each cell of the whole that is not the sum of its units, and each unit that cannot be added."""
    other = [part for part in parts if (part.form, part.form_three) != (whole.form, whole.form_three)]
    says = N_("The report of this unit uses another form, so that it cannot be added up")
    found = [Failure("H13", part.name, None, None, words(says), True, _BASIS) for part in other]
    sums: Mapping[str, Number] = _sums([part for part in parts if part not in other])
    for path in whole.kinds if not other else ():
        left, right = whole.value(path), sums.get(path, 0)
        if zero(left) != right and all(report.is_read([path]) for report in (whole, *parts)):
            told = words(N_("The whole says %(left)s, but its units add up to %(right)s"), left=zero(left), right=right)
            found.append(Failure("H13", place_of(path), left, right, told, True, _BASIS, path, Mend(path, right)))
    return found
