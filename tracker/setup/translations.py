"""The Chinese of every page: one catalogue a feature, merged into the one file that is read when the program runs.

``python -m tracker.setup.translations`` compiles, when a catalogue is newer than what was compiled;
with ``--missing`` it prints the message ids that have no Chinese yet, each with a place that uses it.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tracker.config import ROOT
from tracker.errors import N_, RuleBroken

LOCALE = "zh_Hans"
CATALOGUES = ROOT / "tracker/translations" / LOCALE / "LC_MESSAGES"
COMPILED = "messages.mo"
MARKS = ("_", "gettext", "_l", "lazy_gettext", "N_", "RuleBroken", "NotAllowed", "NotFound", "Unreadable")
KEYWORDS = {**dict.fromkeys(MARKS), "ngettext": (1, 2)}
SOURCES = {"tracker": ("**.py", "python"), "templates": ("**.html", "jinja2")}
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")

MessageId = str | tuple[str, ...]  # a tuple: one and many


@dataclass(frozen=True)
class Use:
    """A message id, and the file and line that use it."""

    id: MessageId
    file: str
    line: int


def compile_catalogues(folder: Path = CATALOGUES) -> bool:
    """Merge the catalogues of ``folder`` into its messages.mo and return True; False when nothing is newer.

    Raise RuleBroken naming both catalogues when they translate one message id differently.
    """
    compiled = folder / COMPILED
    catalogues = sorted(folder.glob("*.po"))
    newest = max(path.stat().st_mtime_ns for path in catalogues)
    if compiled.exists() and compiled.stat().st_mtime_ns >= newest:
        return False

    whole = merged(catalogues)
    fresh = folder / f".{COMPILED}.{os.getpid()}"
    with fresh.open("wb") as file:
        write_mo(file, whole)
    os.utime(fresh, ns=(newest, newest))  # a catalogue that is saved meanwhile is newer
    fresh.replace(compiled)
    return True


def merged(catalogues: list[Path]) -> Catalog:
    """Return the catalogues as one; raise RuleBroken when two differ about a message id."""
    whole = Catalog(locale=LOCALE, fuzzy=False)
    origin: dict[str, str] = {}
    for path in catalogues:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=LOCALE, abort_invalid=True)
        for message in catalogue:
            if not message.id or message.fuzzy or not message.string:
                continue
            name = _texts(message.id)[0]
            known = whole.get(name)
            if known is not None and known.string != message.string:
                raise RuleBroken(
                    N_("%(first)s and %(second)s translate “%(id)s” differently."),
                    first=origin[name], second=path.name, id=name,
                )  # fmt: skip
            whole.add(message.id, message.string)
            origin[name] = path.name
    return whole


def uses() -> Iterator[Use]:
    """Yield every message id that code and templates show, with where they do."""
    for folder, (pattern, method) in SOURCES.items():
        found = extract_from_dir(ROOT / folder, [(pattern, method)], options_map=OPTIONS, keywords=KEYWORDS)
        for file, line, message_id, *_ in found:
            yield Use(message_id, f"{folder}/{file}", line)


def missing(folder: Path = CATALOGUES) -> list[Use]:
    """Return the first use of each message id that has no Chinese, or Chinese with other placeholders."""
    translated = merged(sorted(folder.glob("*.po")))
    lacking: dict[MessageId, Use] = {}
    for use in uses():
        message = translated.get(_texts(use.id)[0])
        if message is None or not _has_same_placeholders(message):
            lacking.setdefault(use.id, use)
    return list(lacking.values())


def _has_same_placeholders(message: Message) -> bool:
    wanted = {name for text in _texts(message.id) for name in PLACEHOLDER.findall(text)}
    return all(set(PLACEHOLDER.findall(text)) == wanted for text in _texts(message.string or ""))


def _texts(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def main(arguments: list[str]) -> None:
    """Compile, or print what is missing and end with 1."""
    if arguments != ["--missing"]:
        compile_catalogues()
        return
    lacking = missing()
    for use in lacking:
        sys.stdout.write(f"{use.file}:{use.line}: {use.id!r}\n")
    sys.exit(1 if lacking else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
