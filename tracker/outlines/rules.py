"""What an outline is made of, and what it may look like when an agency has changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import N_, RuleBroken

MOST_CHAPTERS = 24
LONGEST_HEADING, LONGEST_TEXT = 60, 5000


class Variant(StrEnum):
    """For whom an outline is: a section, an agency, a government, or an agency that adds the plan of the next year."""

    SECTION = "section"
    AGENCY = "agency"
    GOVERNMENT = "government"
    COMBINED = "combined"


WHOLE = (Variant.AGENCY, Variant.COMBINED, Variant.GOVERNMENT)  # documents of the whole agency


class Key(StrEnum):
    """What a chapter says; each is drafted from its own part of the records. An OWN chapter has a standing text."""

    OPENING = "opening"
    ORGANISATION = "organisation"
    REGULATIONS = "regulations"
    DISCLOSURE = "disclosure"
    REQUESTS = "requests"
    PLATFORMS = "platforms"
    TRAINING = "training"
    CHECKS = "checks"
    UNITS = "units"
    LEDGERS = "ledgers"
    WORK = "work"
    COMPLETION = "completion"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"
    NEXT_PLAN = "next_plan"
    OWN = "own"


@dataclass(frozen=True)
class Chapter:
    """One chapter: what it says, its heading (empty for the opening), and the standing text of an own one."""

    key: Key
    heading: str = ""
    text: str = ""


def arranged(rows: Sequence[tuple[int | None, Chapter]]) -> tuple[Chapter, ...]:
    """Return the chapters in the order of their numbers; a row without number stays behind the one before it.

    A row without a heading is taken out; the opening needs none and always comes first.
    """
    at, numbered = 0.0, []
    for number, chapter in rows:
        at = float(number) if number is not None else at + 0.001
        if chapter.heading or chapter.key is Key.OPENING:
            numbered.append((chapter.key is not Key.OPENING, at, chapter))
    return tuple(chapter for *_, chapter in sorted(numbered, key=lambda one: one[:2]))


def check_outline(chapters: Sequence[Chapter]) -> None:
    """Raise RuleBroken for an outline that nobody could draft by."""
    headed = [one for one in chapters if one.key is not Key.OPENING]
    if not headed:
        raise RuleBroken(N_("An outline needs at least one chapter with a heading."))
    if len(chapters) > MOST_CHAPTERS:
        raise RuleBroken(N_("An outline has at most %(most)d chapters."), most=MOST_CHAPTERS)
    seen: dict[Key, str] = {}
    for one in chapters:
        _check_chapter(one)
        if one.key is not Key.OWN and one.key in seen:
            message = N_("“%(one)s” and “%(two)s” would say the same; choose another content for one of them.")
            raise RuleBroken(message, one=seen[one.key], two=one.heading)
        seen[one.key] = one.heading


def _check_chapter(chapter: Chapter) -> None:
    if len(chapter.heading) > LONGEST_HEADING:
        message = N_("The heading “%(heading)s…” is longer than %(longest)d characters.")
        raise RuleBroken(message, heading=chapter.heading[:20], longest=LONGEST_HEADING)
    if len(chapter.text) > LONGEST_TEXT:
        message = N_("The standing text of “%(heading)s” is longer than %(longest)d characters.")
        raise RuleBroken(message, heading=chapter.heading, longest=LONGEST_TEXT)
    if any(line.count("{") != line.count("}") for line in chapter.text.splitlines()):
        message = N_("The standing text of “%(heading)s” opens a brace that it does not close.")
        raise RuleBroken(message, heading=chapter.heading)
