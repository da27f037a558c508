"""The steps of the year, in the order of their foreign keys: a later one may import an earlier one."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

FEATURES = (
    "web",
    "history",
    "organisation",
    "accounts",
    "heads",
    "holidays",
    "files",
    "issuing",
    "plans",
    "tasks",
    "coverage",
    "progress",
    "talk",
    "roundtrip",
    "bulk",
    "extensions",
    "checks",
    "checklists",
    "guests",
    "matters",
    "complaints",
    "notices",
    "requests",
    "reminders",
    "ledger",
    "rulesets",
    "scores",
    "figures",
    "outlines",
    "summary",
    "section_summary",
    "bulletins",
    "annual_report",
    "drafts",
    "years",
    "archive",
    "home",
    "backups",
)


def modules(kind: str) -> Iterator[ModuleType]:
    """Yield the module called ``kind`` ("models", "views", "commands") of every feature that has one."""
    for name in FEATURES:
        if (Path(__file__).parent / name / f"{kind}.py").exists():
            yield import_module(f"tracker.{name}.{kind}")
