"""States of a report, what it must say, and what locks it."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from tracker.errors import N_, RuleBroken
from tracker.tasks.rules import ProofRule
from tracker.texts import has_secrecy_mark

MOST_FILES = 6
MOST_ADDRESSES = 6
LONGEST_ADDRESS = 500
LARGEST_COUNT = 9_999_999


_BARE_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:].*)?", re.ASCII)
LACKING = {
    ProofRule.ANY: N_("Add a file or a web address that proves it before you ask to close."),
    ProofRule.FILE: N_("This task must be proved by a file; add it before you ask to close."),
    ProofRule.PICTURE: N_("This task must be proved by a picture; add it before you ask to close."),
    ProofRule.ADDRESS: N_("This task must be proved by a web address; add it before you ask to close."),
}
ASKED = {
    ProofRule.FILE_ADDRESS: (ProofRule.FILE, ProofRule.ADDRESS),
    ProofRule.PICTURE_ADDRESS: (ProofRule.PICTURE, ProofRule.ADDRESS),
    ProofRule.NONE: (),
}


class ReportState(StrEnum):
    """(with_head ->) submitted -> accepted | returned | withdrawn."""

    WITH_HEAD = "with_head"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


WAITING = (ReportState.WITH_HEAD, ReportState.SUBMITTED)
SHARED = (ReportState.SUBMITTED, ReportState.ACCEPTED)  # what a lead unit may build on


@dataclass(frozen=True)
class ReportContent:
    """What a unit says in a report; ``count`` is the total so far, or that of the turn ``occurrence_id``."""

    done: str
    difficulty: str = ""
    next_step: str = ""
    percent: int | None = None
    count: int | None = None
    occurrence_id: int | None = None
    asks_to_close: bool = False


@dataclass(frozen=True)
class ReportFrame:
    """What a report is checked against: ``percent`` is the progress accepted last, which only a correction lowers."""

    percent: int = 0
    is_correction: bool = False
    lacking: ProofRule | None = None  # the kind of proof that is asked for and not there
    may_close: bool = True
    open_turns: int = 0
    minimum_count: int | None = None


def check_report(content: ReportContent, frame: ReportFrame) -> None:
    """Raise RuleBroken, naming the field, unless the report may be handed in."""
    _check_words(content)
    _check_numbers(content, frame)
    if content.asks_to_close:
        _check_closing(frame)


def _check_words(content: ReportContent) -> None:
    if not content.done.strip():
        raise RuleBroken(N_("Write what was done."), field="done")
    for field in ("done", "difficulty", "next_step"):
        if has_secrecy_mark(getattr(content, field)):
            raise RuleBroken(
                N_("This text carries a mark of secrecy. Secrets must not be entered here; take them out."), field=field
            )


def _check_numbers(content: ReportContent, frame: ReportFrame) -> None:
    if content.percent is not None and not 0 <= content.percent <= 100:
        raise RuleBroken(N_("Progress is a number from 0 to 100."), field="percent")
    if content.percent is not None and content.percent < frame.percent and not frame.is_correction:
        raise RuleBroken(
            N_("Progress of %(percent)d%% is accepted already. If that was wrong, correct the accepted report."),
            field="percent", percent=frame.percent,
        )  # fmt: skip
    if content.count is not None and not 0 <= content.count <= LARGEST_COUNT:
        raise RuleBroken(N_("A number of things is 0 or more."), field="count")
    if content.count is None and frame.minimum_count:
        raise RuleBroken(
            N_("Enter how many there were; at least %(least)d are asked for each time."),
            field="count", least=frame.minimum_count,
        )  # fmt: skip


def _check_closing(frame: ReportFrame) -> None:
    if not frame.may_close:
        raise RuleBroken(N_("Only a lead unit can ask to close the task."))
    if frame.open_turns:
        raise RuleBroken(
            N_("%(turns)d turns of this task are not done yet; it can be closed with the last one."),
            turns=frame.open_turns,
        )
    if frame.lacking is not None:
        raise RuleBroken(LACKING[frame.lacking], field="url" if frame.lacking is ProofRule.ADDRESS else "files")


def lacking_proof(asked: ProofRule, *, has_file: bool, has_picture: bool, has_address: bool) -> ProofRule | None:
    """Return the first kind of proof that a task asks for and that is not there; a picture is a file too."""
    there = {
        ProofRule.ANY: has_file or has_address, ProofRule.FILE: has_file, ProofRule.PICTURE: has_picture,
        ProofRule.ADDRESS: has_address,
    }  # fmt: skip
    return next((kind for kind in ASKED.get(asked, (asked,)) if not there[kind]), None)


def addresses_in(text: str) -> dict[str, str]:
    """Return the web addresses of a line, each with the words before it as its title; raise RuleBroken.

    A word with a dot in it is taken for an address that was not written whole, never for a title.
    """
    found: dict[str, str] = {}
    words: list[str] = []
    for word in text.split():
        if _is_web_address(word):
            found.setdefault(word, " ".join(words))
            words = []
        elif "://" in word or _BARE_ADDRESS.fullmatch(word):
            check_addresses([word])
        else:
            words.append(word)
    check_addresses([*found, *words[:1]])
    return found


def check_addresses(addresses: Sequence[str]) -> None:
    """Raise RuleBroken unless each is the address of a web page."""
    if len(addresses) > MOST_ADDRESSES:
        raise RuleBroken(N_("At most %(limit)d web addresses at a time."), field="url", limit=MOST_ADDRESSES)
    for address in addresses:
        if not _is_web_address(address):
            raise RuleBroken(
                N_("“%(address)s” is no web address; it begins with https:// or http://."),
                field="url", address=address[:100],
            )  # fmt: skip


def _is_web_address(address: str) -> bool:
    if len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def check_number_of_files(number: int) -> None:
    """Raise RuleBroken when more files are handed in than a report takes."""
    if number > MOST_FILES:
        raise RuleBroken(N_("At most %(limit)d files at a time."), field="files", limit=MOST_FILES)


def check_may_report(*, is_on_task: bool, is_waiting: bool) -> None:
    """Raise RuleBroken when a unit is not on the task, or its last report still waits for the office."""
    if not is_on_task:
        raise RuleBroken(N_("Your unit is not on this task."))
    if is_waiting:
        raise RuleBroken(N_("Your last report on this still waits for the office. Correct or withdraw that one."))


def check_turn(content: ReportContent, *, is_known: bool, is_open: bool) -> None:
    """Raise RuleBroken when a report names a turn that is not the task's, or is done already."""
    if content.occurrence_id is None:
        return
    if not is_known:
        raise RuleBroken(N_("Choose a turn of this task."), field="occurrence_id")
    if not is_open:
        raise RuleBroken(N_("This turn is done already. Choose another, or correct its report."), field="occurrence_id")


def check_is_waiting(state: ReportState, among: Sequence[ReportState] = (ReportState.SUBMITTED,)) -> None:
    """Raise RuleBroken unless a report still waits: for the office, or in one of the states ``among``."""
    if state not in among:
        raise RuleBroken(N_("This report is no longer waiting: it was accepted, returned or withdrawn."))


def check_is_head(*, is_head: bool) -> None:
    """Raise RuleBroken unless the head of the unit decides about a report on their desk."""
    if not is_head:
        raise RuleBroken(N_("Only the head of the unit passes this report on."))


def check_may_correct(state: ReportState) -> None:
    """Raise RuleBroken when a report was withdrawn: there is nothing to correct."""
    if state == ReportState.WITHDRAWN:
        raise RuleBroken(N_("This report was withdrawn; write a new one."))


def check_return_reason(reason: str) -> None:
    """Raise RuleBroken when a report is returned without a word."""
    if not reason.strip():
        raise RuleBroken(N_("Write what is to be mended."), field="reason")


def check_may_close(*, others_wait: bool) -> None:
    """Raise RuleBroken when a task would be closed over the heads of others."""
    if others_wait:
        raise RuleBroken(N_("Other reports on this task still wait. Decide them first; this one closes the task."))


def content_hash(content: Mapping[str, object]) -> str:
    """Return the SHA-256 (64 hex digits) that locks what was accepted."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
