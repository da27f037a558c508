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
    "holidays",
    "files",
    "plans",
    "tasks",
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
    "figures",
    "summary",
    "annual_report",
    "drafts",
    "home",
)


def modules(kind: str) -> Iterator[ModuleType]:
    """Yield the module called ``kind`` ("models", "views", "commands") of every feature that has one."""
    for name in FEATURES:
        if (Path(__file__).parent / name / f"{kind}.py").exists():
            yield import_module(f"tracker.{name}.{kind}")
