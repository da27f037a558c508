"""What stands in the way of a summary: numbers that contradict the registers, blanks, what is unwritten or unproven."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, select

from tracker.db import db
from tracker.documents.glyphs import missing_characters
from tracker.errors import N_
from tracker.figures.queries import FINISHED
from tracker.figures.rules import TOKEN
from tracker.issuing.content import Link, Obstacle
from tracker.issuing.rules import fingerprint
from tracker.progress.models import Evidence, ProgressReport
from tracker.progress.rules import ReportState
from tracker.quantities import clean
from tracker.summary.contradictions import Contradiction, find_contradictions
from tracker.summary.material import Material
from tracker.summary.models import Summary, SummarySection
from tracker.summary.rules import Blank, find_blanks, find_placeholders
from tracker.tasks.models import Task
from tracker.workdays.messages import Message

MOST_NAMED = 3

QUOTED = ("task", "finding", "plan_item")  # sources whose own words stand in a draft, numbers and all
CONTRADICTION = "contradiction"
BLANK = "blank"
LEDGERS: Link = ("ledger.index", {})


def find_obstacles(summary: Summary, material: Material) -> list[Obstacle]:
    """Return what stands in the way of a summary, gravest first; four statements besides the material."""
    found = [one for section in summary.sections for one in _in_section(section, material)]
    found += _findings_open(material)
    found += _without_proof(summary.year)
    found += _without_typeface(summary)
    return sorted(found, key=lambda one: not one.is_grave)


def _in_section(section: SummarySection, material: Material) -> Iterator[Obstacle]:
    if not section.text.strip():
        what = Message(N_("“%(section)s” has no text yet."), {"section": _name(section)})
        yield _obstacle(section, "unwritten", (), Message(N_("Not written")), what, is_grave=False)
        return
    yield from _unknown_figures(section, material)
    yield from _contradictions(section, material)
    yield from _blanks(section, material)


def _unknown_figures(section: SummarySection, material: Material) -> Iterator[Obstacle]:
    for name in dict.fromkeys(match[0] for match in TOKEN.finditer(section.text)):
        if name.strip("{}").partition("|")[0].strip() not in material.figures:
            what = Message(N_("There is no figure called %(name)s any more; choose another one."), {"name": name})
            title = Message(N_("Unknown figure"))
            yield _obstacle(section, "unknown", (name,), title, what, may_be_waived=False)


def _contradictions(section: SummarySection, material: Material) -> Iterator[Obstacle]:
    for one, facts in _contradicted(section, material):
        values = {"clause": one.clause[:60], "shown": one.figure.shown}
        what = Message(N_("Typed by hand: “%(clause)s”; the registers say %(shown)s."), values)
        yield _obstacle(
            section, CONTRADICTION, facts, Message(N_("Numbers disagree")), what, see=one.figure.rows,
            see_words=Message(N_("See the records")), mend_words=Message(N_("Use %(shown)s"), values),
        )  # fmt: skip


def _contradicted(section: SummarySection, material: Material) -> Iterator[tuple[Contradiction, tuple[str, ...]]]:
    """Yield each contradiction with the facts that a waiver is bound to; what a record says of itself is none."""
    units = [unit.name for unit in material.units]
    found = list(find_contradictions(section.text, material.figures, units))
    if not found:
        return
    quoted = [clean(str(one.get("text") or "")).text for one in section.sources if one["kind"] in QUOTED]
    for one in found:
        if not any(one.clause in text for text in quoted):
            yield one, (one.clause, one.written, one.figure.name, one.figure.shown)


def mended_text(section: SummarySection, material: Material, mark: str) -> str | None:
    """Return the text with the figure in place of the number or blank that the obstacle ``mark`` is about, or None."""
    for one, facts in _contradicted(section, material):
        if fingerprint(CONTRADICTION, section.id, *facts) == mark:
            return f"{section.text[: one.start]}{one.mended}{section.text[one.end :]}"
    for blank, place in _left_blank(section, material):
        if blank.name and fingerprint(BLANK, section.id, *place) == mark:
            return blank.filled(section.text)
    return None


def _blanks(section: SummarySection, material: Material) -> Iterator[Obstacle]:
    for one, facts in _left_blank(section, material):
        values = {"words": f"{one.before}＿", "name": one.name}
        yield _obstacle(
            section, BLANK, facts, Message(N_("Blank")), Message(N_("“%(words)s” has no number."), values),
            see=LEDGERS, see_words=Message(N_("Enter it in the ledger")), is_grave=False,
            mend_words=Message(N_("Put in %(name)s"), values) if one.name else None,
        )  # fmt: skip
    for match in find_placeholders(section.text):
        words = " ".join(section.text[max(0, match.start() - 10) : match.end() + 4].split())
        what = Message(N_("“%(words)s” is still to be filled in."), {"words": words})
        facts = (match[0], _line(section, match.start()))
        yield _obstacle(section, BLANK, facts, Message(N_("Blank")), what, is_grave=False)


def _left_blank(section: SummarySection, material: Material) -> Iterator[tuple[Blank, tuple[object, ...]]]:
    for one in find_blanks(section.text, material.figures):
        yield one, (one.before, _line(section, one.start))


def _line(section: SummarySection, at: int) -> int:
    return section.text[:at].count("\n")


def _findings_open(material: Material) -> Iterator[Obstacle]:
    unclosed = [one for one in material.problems if not one.is_closed]
    if unclosed:
        what = Message(N_("%(count)d findings of this year are not closed yet."), {"count": len(unclosed)})
        yield Obstacle(
            "findings", tuple(one.id for one in unclosed), Message(N_("Findings left open")), what,
            see=("checks.findings", {"year": material.year, "view": "unclosed"}),
            see_words=Message(N_("See the findings")), is_grave=False,
        )  # fmt: skip


def _without_proof(year: int) -> Iterator[Obstacle]:
    proof = exists().where(
        and_(
            Evidence.report_id == ProgressReport.id, ProgressReport.task_id == Task.id,
            ProgressReport.state == ReportState.ACCEPTED,
        )
    )  # fmt: skip
    unproven = select(Task.id, Task.title).where(Task.year == year, Task.state.in_(FINISHED), ~proof)
    tasks = db.session.execute(unproven.order_by(Task.number)).all()
    if tasks:
        names = "、".join(f"“{task.title}”" for task in tasks[:MOST_NAMED])
        values = {"count": len(tasks), "names": names}
        what = Message(N_("%(count)d finished tasks have no evidence, among them %(names)s."), values)
        yield Obstacle(
            "evidence", tuple(task.id for task in tasks), Message(N_("No evidence")), what,
            see=("tasks.show", {"task_id": tasks[0].id}) if len(tasks) == 1 else _tasks(year),
            see_words=Message(N_("See the tasks")), is_grave=False,
        )  # fmt: skip


def _without_typeface(summary: Summary) -> Iterator[Obstacle]:
    texts = [summary.title, summary.addressee, *(one.heading + one.text for one in summary.sections)]
    missing = missing_characters("".join(texts))
    if missing:
        values = {"characters": "、".join(missing)}
        what = Message(N_("No typeface on this machine has these characters: %(characters)s. Replace them."), values)
        at = next((one for one in summary.sections if set(missing) & set(one.heading + one.text)), None)
        yield Obstacle(
            "glyphs", (missing,), Message(N_("Cannot be printed")), what, place=_place(at) if at else None,
            at=_link(at) if at else None, may_be_waived=False,
        )  # fmt: skip


def _obstacle(
    section: SummarySection, kind: str, facts: tuple[object, ...], title: Message, what: Message, *,
    see: Link | None = None, see_words: Message | None = None, mend_words: Message | None = None,
    is_grave: bool = True, may_be_waived: bool = True,
) -> Obstacle:  # fmt: skip
    found = Obstacle(
        kind, (section.id, *facts), title, what, _place(section), _link(section), see, see_words, None, mend_words,
        is_grave, may_be_waived,
    )  # fmt: skip
    return found if mend_words is None else found.mended_by("summary.mend", section_id=section.id)


def _tasks(year: int) -> Link:
    return "tasks.index", {"year": year, "state": "done"}


def _place(section: SummarySection) -> Message:
    return Message(N_("Section “%(name)s”"), {"name": _name(section)})


def _link(section: SummarySection) -> Link:
    return "summary.section", {"section_id": section.id}


def _name(section: SummarySection) -> object:
    return section.heading or Message(N_("Opening"))
