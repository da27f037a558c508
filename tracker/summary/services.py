"""What is done with a summary: drafting it from the data, editing its sections, dating it."""

from dataclasses import asdict
from datetime import date

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken, Stale
from tracker.figures.rules import filled
from tracker.history.services import record
from tracker.outlines.queries import get_outline
from tracker.outlines.rules import Key, Variant
from tracker.permissions import Actor, Permission
from tracker.summary.drafting import Draft, document_title, draft_all
from tracker.summary.drafting_again import draft_section
from tracker.summary.models import Summary, SummarySection
from tracker.summary.queries import find_summary, gather, get_section, get_summary, material_of
from tracker.summary.rules import check_text
from tracker.summary.sourcing import taken_up, written_by_hand
from tracker.summary.versions import find_newest, keep_version


def draft_summary(year: int, *, by: Actor, variant: Variant = Variant.AGENCY) -> Summary:
    """Draft the summary of a year from its data; a year has one, and a year without tasks has nothing to say."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        if find_summary(year) is not None:
            raise RuleBroken(N_("There is a summary of %(year)d already."), year=year)
        material = gather(year, clock.today(), variant)
        if not material.figures["任务总数"].value:
            raise RuleBroken(N_("There are no tasks of %(year)d; publish the plan first."), year=year)
        summary = Summary(year=year, title=document_title(material), variant=variant, drafted_at=clock.now())
        db.session.add(summary)
        db.session.flush()
        for position, draft in enumerate(draft_all(material, get_outline(variant).chapters)):
            section = _section(summary, position, draft)
            db.session.add(section)
            db.session.flush()
            keep_version(section, by)
        record(by, "summary.drafted", summary)
    return summary


def _section(summary: Summary, position: int, draft: Draft) -> SummarySection:
    return SummarySection(
        summary_id=summary.id, position=position, key=draft.key, heading=draft.heading, text=draft.text,
        drafted=draft.text, sources=[asdict(source) for source in draft.sources],
    )  # fmt: skip


def edit_section(section_id: int, *, heading: str, text: str, by: Actor, seen: int | None = None) -> SummarySection:
    """Replace the text of a section; names of figures in braces must exist."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        section = get_section(section_id)
        if section.is_stale(seen):
            newest = find_newest(section.id)
            raise Stale(
                {"heading": section.heading, "text": section.text}, version=section.version,
                saved_by=newest.saved_by if newest else "", saved_at=newest.saved_at if newest else None,
            )  # fmt: skip
        check_text(text)
        material = material_of(section.summary, clock.today())
        filled(text, material.figures)
        before = {"heading": section.heading, "text": section.text}
        section.heading, section.text = heading, text
        section.sources = [*section.sources, *map(asdict, taken_up(section, material.handed))]
        section.version += 1
        keep_version(section, by)
        record(by, "summary.section_edited", section, before=before, after={"heading": heading, "text": text})
    return section


def redraft_section(section_id: int, *, by: Actor) -> SummarySection:
    """Draft one section anew from the data as it stands now; the text before stays among the versions.

    What was written into it by hand stands behind the draft. A section with a text of the agency's own takes the
    standing text of the outline again.
    """
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        section = get_section(section_id)
        draft = draft_section(section, clock.today())
        by_hand = written_by_hand(section, draft.text) if draft.key is not Key.OWN else []
        text = "\n".join(part for part in (draft.text, *by_hand) if part)
        record(by, "summary.section_redrafted", section, before={"text": section.text}, after={"text": text})
        section.text, section.drafted = text, draft.text
        section.sources = [asdict(source) for source in draft.sources]
        section.version += 1
        keep_version(section, by)
    return section


def edit_front(
    year: int, *, title: str, addressee: str, signed_on: date | None, by: Actor, seen: int | None = None
) -> Summary:
    """Change the title, whom it is sent to, and its date."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        summary = get_summary(year)
        before = {"title": summary.title, "addressee": summary.addressee, "signed_on": summary.signed_on}
        if summary.is_stale(seen):
            raise Stale({name: str(value or "") for name, value in before.items()}, version=summary.version)
        summary.title, summary.addressee, summary.signed_on = title, addressee, signed_on
        summary.version += 1
        after = {"title": title, "addressee": addressee, "signed_on": signed_on}
        record(by, "summary.front_edited", summary, before=before, after=after)
    return summary
