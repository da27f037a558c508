"""Remarks on sections: said by whoever reads the draft, settled by whoever writes it; mending what the gate found."""

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.summary.gate import mended_text
from tracker.summary.models import SectionRemark, SummarySection
from tracker.summary.queries import get_section, material_of
from tracker.summary.services import edit_section
from tracker.summary.versions import get_version


def say(section_id: int, text: str, *, by: Actor) -> SectionRemark:
    """Say something about a section."""
    by.must(Permission.PRINT_SUMMARY)
    with transaction():
        section = get_section(section_id)
        remark = SectionRemark(section_id=section.id, text=text, said_by=by.name, said_at=clock.now())
        db.session.add(remark)
        db.session.flush()
        record(by, "summary.remarked", section, after={"text": text})
    return remark


def settle(remark_id: int, *, by: Actor) -> SectionRemark:
    """Note that a remark was seen to; done twice it stays as it was the first time."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        remark = db.session.get(SectionRemark, remark_id)
        if remark is None:
            raise NotFound
        if remark.settled_at is None:
            remark.settled_by, remark.settled_at = by.name, clock.now()
            record(by, "summary.remark_settled", remark.section, before={"text": remark.text})
    return remark


def restore_version(section_id: int, number: int, *, by: Actor) -> SummarySection:
    """Take up an earlier text of a section again; the text in between stays among the versions."""
    with transaction():
        old = get_version(section_id, number)
        return edit_section(section_id, heading=old.heading, text=old.text, by=by)


def mend(section_id: int, mark: str, *, by: Actor) -> SummarySection:
    """Put the figure where a number was typed that contradicts it."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        section = get_section(section_id)
        text = mended_text(section, material_of(section.summary, clock.today()), mark)
        if text is None:
            raise RuleBroken(N_("This has changed meanwhile; look at the list again."))
        return edit_section(section_id, heading=section.heading, text=text, by=by)
