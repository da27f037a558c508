"""What a confined process may be asked to do: the one table of jobs, by name."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tracker.errors import N_, RuleBroken, Unreadable


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of worker: what is loaded before it is fenced in, and how a fault of the program is put to the reader."""

    warm_up: str
    refusal: type[RuleBroken]
    fault: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job: the kind of worker, the function (``module:name``), and what makes its result plain."""

    kind: str
    function: str
    plain: str = ""


NOT_MADE = N_("The document could not be made because of a fault in the program. Please tell the administrator.")
KINDS = {
    "paper": Kind("tracker.documents.engine:warm_up", RuleBroken, NOT_MADE),
    "word": Kind("tracker.documents.engine:warm_up", RuleBroken, NOT_MADE),  # charts are drawn by the same engine
    "pictures": Kind("tracker.documents.pictures:warm_up", RuleBroken, NOT_MADE),
    "reading": Kind(
        "",
        Unreadable,
        N_("The file could not be read; it may be damaged. Open it, save it under a new name and upload it again."),
    ),
}
JOBS = {
    "print_pdf": Job("paper", "tracker.documents.pdf:print_job"),
    "print_sheet": Job("paper", "tracker.documents.sheet:print_job"),
    "print_docx": Job("word", "tracker.documents.docx:print_job"),
    "draw_pages": Job("pictures", "tracker.documents.pictures:draw_job"),
    "read_ledger": Job("reading", "tracker.ledger.sheet:read_rows"),
    "read_findings": Job("reading", "tracker.checks.table_files:read_tables"),
    "read_sheet": Job("reading", "tracker.roundtrip.sheet:read_sheet"),
    "read_plan": Job("reading", "tracker.plans.reading:read_plan", "tracker.plans.reading:serialise"),
}


def load(dotted: str) -> Any:
    """Return what ``module:name`` names, importing the module now."""
    module, _, name = dotted.partition(":")
    return getattr(import_module(module), name)


def carry_out(name: str, payload: dict[str, Any]) -> Any:
    """Do a job in this process: the values of ``payload`` are the arguments of its function."""
    job = JOBS[name]
    result = load(job.function)(**payload)
    return load(job.plain)(result) if job.plain else result
