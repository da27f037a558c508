"""The values of this feature in the reader's words, and the lights that repeat them."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.checks.queries import FindingRow
from tracker.checks.rules import AgeBand, FindingState, FindingView, RoundKind, RoundState, Severity, StepKind, Verdict
from tracker.tasks.lights import LightKind

KINDS = {
    RoundKind.DAILY: _l("Daily check"),
    RoundKind.SPECIAL: _l("Special check"),
    RoundKind.SELF: _l("Self-check"),
    RoundKind.HALF_YEAR: _l("Half-year check"),
    RoundKind.YEAR_END: _l("Year-end check"),
    RoundKind.SUPERIOR: _l("Assessment from above"),
    RoundKind.THIRD_PARTY: _l("Third-party assessment"),
}
ROUND_STATES = {RoundState.OPEN: _l("under way"), RoundState.CLOSED: _l("ended")}
VERDICTS = {
    Verdict.SATISFIED: _l("Satisfied"),
    Verdict.PROBLEM: _l("Problem"),
    Verdict.NOT_APPLICABLE: _l("Not applicable"),
    Verdict.UNCHECKED: _l("Could not be checked here"),
}
VERDICT_LIGHTS = {
    Verdict.SATISFIED: LightKind.GO,
    Verdict.PROBLEM: LightKind.STOP,
    Verdict.NOT_APPLICABLE: LightKind.NONE,
    Verdict.UNCHECKED: LightKind.WAIT,
}
SEVERITIES = {Severity.MINOR: _l("Minor"), Severity.SERIOUS: _l("Serious"), Severity.GRAVE: _l("Grave")}
STATES = {
    FindingState.OPEN: _l("to be rectified"),
    FindingState.RECTIFIED: _l("to be re-checked"),
    FindingState.RETURNED: _l("returned to be rectified"),
    FindingState.CLOSED: _l("closed after a re-check"),
}
VIEWS = {
    FindingView.UNCLOSED: _l("Not closed yet"),
    FindingView.MEND: _l("To be rectified"),
    FindingView.LATE: _l("Deemed not rectified"),
    FindingView.RECHECK: _l("To be re-checked"),
    FindingView.CLOSED: _l("Closed findings"),
    FindingView.ALL: _l("All findings"),
}
AGES = {
    AgeBand.NEW: _l("up to 10 working days"),
    AgeBand.OLDER: _l("11 to 20 working days"),
    AgeBand.OLD: _l("more than 20 working days"),
}
STEPS = {
    StepKind.ANSWERED: _l("Rectification reported"),
    StepKind.RETURNED: _l("Re-checked and returned"),
    StepKind.CLOSED: _l("Re-checked and closed"),
    StepKind.REOPENED: _l("Opened again"),
}
PASSED = {"yes": _l("Rectified; close it"), "no": _l("Not rectified; return it")}
PASSED_LIGHTS = {"yes": LightKind.GO, "no": LightKind.STOP}
VALUES = {
    "round.kind": KINDS,
    "round.state": ROUND_STATES,
    "result.verdict": VERDICTS,
    "list_result.verdict": VERDICTS,
    "finding.severity": SEVERITIES,
    "finding.state": STATES,
}
COLUMNS = (
    _l("Finding no."), _l("Unit"), _l("What the problem is"), _l("Basis"), _l("Severity"), _l("Task"), _l("Round"),
    _l("Found on"), _l("Found by"), _l("Rectify by"), _l("Where it stands"), _l("Closed on"), _l("Closed by"),
    _l("Working days known"),
)  # fmt: skip


def state_of(row: FindingRow) -> str:
    """Return where a finding stands; without an answer in time it is deemed not rectified (视为未整改)."""
    return str(VIEWS[FindingView.LATE] if row.is_deemed_unmended else STATES[row.state])


def title_of(year: int | None) -> str:
    """Return what a list of findings is called; None is all years."""
    return str(gettext("Findings of %(year)d", year=year) if year else gettext("Findings of all years"))


def cells(row: FindingRow) -> tuple[object, ...]:
    """Return a finding as a row of the exported list, in the order of COLUMNS."""
    return (
        row.code, row.unit_name, row.description, row.basis, str(SEVERITIES[row.severity]), row.task_title or "",
        row.round_name or "", row.found_on, row.found_by, row.due_on, state_of(row), row.closed_on, row.closed_by,
        row.age,
    )  # fmt: skip
