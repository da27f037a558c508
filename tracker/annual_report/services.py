"""What is done with a report: drafting, changing cells and text, freezing at the issue, taking back."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from tracker import clock
from tracker.annual_report.checks import Mend, TextMend
from tracker.annual_report.drafting import KEYS, draft_texts
from tracker.annual_report.filling import Filled, keep_by_hand, read_number, touched_of
from tracker.annual_report.material import gather_year
from tracker.annual_report.models import AnnualReport, CellOverride, ReportSection
from tracker.annual_report.queries import (
    figures_before,
    fill_in,
    find_report,
    get_page,
    get_report,
    get_section,
    read_value,
)
from tracker.annual_report.report import Number, as_typed
from tracker.annual_report.report_json import to_json
from tracker.annual_report.rows import ReportPage, Shown, numbers_of
from tracker.annual_report.rules import check_issue, check_not_issued, check_reason, check_year
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.history.services import record
from tracker.issuing.services import reopen_chain
from tracker.permissions import Actor, Permission

MENDED = "按勾稽关系{}改正"  # it stays with the report, which is always Chinese


def draft_report(year: int, *, by: Actor) -> AnnualReport:
    """Begin the report of a year: its cells come from the registers, its text is drafted from them once."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        check_year(year, clock.today().year)
        if find_report(year) is not None:
            raise RuleBroken(N_("There is an annual report of %(year)d already."), year=year)
        report = AnnualReport(year=year, drafted_at=clock.now())
        db.session.add(report)
        db.session.flush()
        texts = draft_texts(fill_in(report, figures_before(year)).now, gather_year(year))
        for position, key in enumerate(KEYS):
            db.session.add(ReportSection(report_id=report.id, position=position, key=key, text=texts[key]))
        db.session.flush()
        record(by, "annual_report.drafted", report)
    return report


def edit_text(year: int, key: str, text: str, *, by: Actor, seen: int | None = None) -> ReportSection:
    """Replace the text of a section."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        section = get_section(year, key)
        check_not_issued(section.report.issued_on)
        if section.is_stale(seen):
            raise Stale({"text": section.text}, version=section.version)
        record(by, "annual_report.text_edited", section, before={"text": section.text}, after={"text": text})
        section.text = text
        section.version += 1
    return section


def change_cells(
    year: int, typed: Mapping[str, str], reason: str, *, by: Actor, seen: int | None = None,
    opened: Mapping[str, str] | None = None,
) -> AnnualReport:  # fmt: skip
    """Write cells by hand, with a reason; what is typed as the registers have it is no change any more.

    A cell that still says what it said when it was ``opened`` was not touched: it follows what was changed since.
    """
    by.must(Permission.WRITE_SUMMARY)
    before = opened or {}
    touched = touched_of(typed, before)
    with transaction():
        report, filled = _open(year)
        if report.is_stale(seen):
            saved = {path: as_typed(filled.now.value(path)) for path in touched}
            if any(saved[path] != before.get(path) for path in touched):
                raise Stale(saved, version=report.version)
        new = {path: read_number(path, text, filled.now.form) for path, text in touched.items()}
        changes = {path: number for path, number in new.items() if number != filled.now.value(path)}
        if not changes:
            return report
        _write(report, filled, changes, reason, by)
    return report


def _open(year: int) -> tuple[AnnualReport, Filled]:
    report = get_report(year)
    check_not_issued(report.issued_on)
    return report, fill_in(report, figures_before(year))


def _write(
    report: AnnualReport, filled: Filled, changes: Mapping[str, Number | None], reason: str, by: Actor
) -> None:  # fmt: skip
    """Keep the cells that differ from what stands there without them; sums are held against their new parts."""
    stood = {one.path: read_value(one.value) for one in report.overrides}
    kept = keep_by_hand(filled, stood, changes)
    added = {path for path in kept if path in changes}
    if added:
        check_reason(reason)
    for old in [one for one in report.overrides if one.path in changes]:
        db.session.delete(old)
    db.session.flush()
    for path in sorted(added):
        db.session.add(
            CellOverride(
                report_id=report.id, path=path, value=str(kept[path]), reason=reason.strip(), changed_by=by.name,
                changed_at=clock.now(),
            )
        )  # fmt: skip
    report.version += 1
    db.session.flush()
    db.session.expire(report, ["overrides"])
    before = {path: as_typed(filled.now.value(path)) for path in changes}
    after = {path: as_typed(changes[path]) for path in changes}
    record(by, "annual_report.cells_changed", report, before=before, after={**after, "reason": reason.strip()})


def _find(year: int, key: str) -> Shown:
    found = next((one for one in get_page(year).shown if one.key == key), None)
    if found is None:
        raise RuleBroken(N_("This has changed meanwhile; look at the list again."))
    return found


def mend(year: int, key: str, *, by: Actor) -> AnnualReport:
    """Put a failure right with the change it offers: a cell, or a number in the text."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        report, filled = _open(year)
        failure = _find(year, key).failure
        if isinstance(failure.mend, Mend):
            reason = MENDED.format(failure.identity)
            _write(report, filled, {failure.mend.path: failure.mend.value}, reason, by)
        elif isinstance(failure.mend, TextMend):
            old = report.texts[failure.mend.section]
            text = old[: failure.mend.start] + failure.mend.text + old[failure.mend.end :]
            edit_text(year, failure.mend.section, text, by=by)
        else:
            raise RuleBroken(N_("There is no single way to put this right."))
    return report


def set_adds_units(year: int, adds: bool, *, by: Actor) -> AnnualReport:
    """Let the figures of units' own reports be part of the report, or not."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        report = get_report(year)
        check_not_issued(report.issued_on)
        record(by, "annual_report.scope_set", report, before={"adds": report.adds_units}, after={"adds": adds})
        report.adds_units = adds
        report.version += 1
    return report


def issue_report(year: int, issued_on: date, *, by: Actor) -> AnnualReport:
    """Issue a report: figures, text and waivers are frozen with their SHA-256; refused while a hard check fails."""
    by.must(Permission.DECIDE)
    with transaction():
        page = get_page(year)
        report = page.report
        check_not_issued(report.issued_on)
        check_issue(page.blocking, issued_on, year, clock.today())
        report.frozen = frozen_text(page, issued_on)
        report.sha256 = sha256(report.frozen.encode()).hexdigest()
        report.issued_on, report.issued_by = issued_on, by.name
        report.version += 1
        record(by, "annual_report.issued", report, after={"issued_on": issued_on, "sha256": report.sha256})
    return report


def frozen_text(page: ReportPage, issued_on: date) -> str:
    """Return what is frozen of a report: figures and text, what was changed by hand or waived, by whom and why."""
    report = page.report
    frozen = json.loads(to_json(page.filled.now, report.texts))
    frozen["issued_on"] = issued_on.isoformat()
    frozen["changed_by_hand"] = {one.path: [one.value, one.changed_by, one.reason] for one in report.overrides}
    waived = [(one.failure, one.waiver) for one in page.shown if one.waiver]
    frozen["waived"] = [
        [failure.identity, failure.where, numbers_of(failure), waiver.name, waiver.reason] for failure, waiver in waived
    ]
    return json.dumps(frozen, ensure_ascii=False, indent=1)


def take_back_report(year: int, reason: str, *, by: Actor) -> AnnualReport:
    """Take an issued report back, so that it can be changed and signed anew; what was issued stays as it was."""
    by.must(Permission.DECIDE)
    with transaction():
        report = get_report(year)
        if report.issued_on is None:
            raise NotFound
        check_reason(reason)
        before = {"issued_on": report.issued_on, "sha256": report.sha256, "frozen": report.frozen}
        report.issued_on, report.issued_by, report.frozen, report.sha256 = None, "", "", ""
        reopen_chain(report.__tablename__, report.id, reason, by=by)
        report.version += 1
        record(by, "annual_report.taken_back", report, before=before, after={"reason": reason.strip()})
    return report
