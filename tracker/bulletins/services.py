"""What is done with a circular: drafting it from the data, editing its sections; the chain signs and issues it."""

from dataclasses import asdict
from datetime import date

from tracker import clock
from tracker.bulletins.drafting import Draft, draft_all
from tracker.bulletins.models import Bulletin, BulletinSection
from tracker.bulletins.queries import find_bulletin, gather, get_bulletin, get_section
from tracker.bulletins.rules import check_period, check_text
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken, Stale
from tracker.figures.rules import filled
from tracker.history.services import record
from tracker.ledger.periods import Period
from tracker.permissions import Actor, Permission

ADDRESSEES = "各科室、各下属单位"


def draft_bulletin(period: Period, *, by: Actor, as_of: date | None = None) -> Bulletin:
    """Draft the circular of a period from its data; a period has one, and it must have begun."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        day = as_of or clock.today()
        check_period(period)
        if day < period.first or day > clock.today():
            raise RuleBroken(N_("The figures are looked at on a day between the first of the period and today."))
        if find_bulletin(period) is not None:
            raise RuleBroken(N_("There is a circular of this period already."), field="period")
        material = gather(period, day)
        bulletin = Bulletin(
            year=period.last.year, first=period.first, last=period.last, as_of=day, addressee=ADDRESSEES,
            title=f"关于{material.name}政务公开工作情况的通报", drafted_by=by.name, drafted_at=clock.now(),
        )  # fmt: skip
        bulletin.sections = [_section(position, draft) for position, draft in enumerate(draft_all(material))]
        db.session.add(bulletin)
        db.session.flush()
        record(by, "bulletin.drafted", bulletin, after={"as_of": day})
    return bulletin


def _section(position: int, draft: Draft) -> BulletinSection:
    sources = [asdict(source) for source in draft.sources]
    return BulletinSection(
        position=position, key=draft.key, heading=draft.heading, text=draft.text, drafted=draft.text, sources=sources
    )


def edit_section(section_id: int, *, heading: str, text: str, by: Actor, seen: int | None = None) -> BulletinSection:
    """Replace the text of a section; names of figures in braces must exist."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        section = get_section(section_id)
        if section.is_stale(seen):
            raise Stale({"heading": section.heading, "text": section.text}, version=section.version)
        check_text(text)
        filled(text, gather(section.bulletin.period, section.bulletin.as_of).figures)
        before = {"heading": section.heading, "text": section.text}
        section.heading, section.text = heading, text
        section.version += 1
        record(by, "bulletin.section_edited", section, before=before, after={"heading": heading, "text": text})
    return section


def redraft_section(section_id: int, *, by: Actor) -> BulletinSection:
    """Draft one section anew from the data; the old text stays in the history."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        section = get_section(section_id)
        drafts = draft_all(gather(section.bulletin.period, section.bulletin.as_of))
        draft = next(one for one in drafts if one.key == section.key)
        record(by, "bulletin.section_redrafted", section, before={"text": section.text}, after={"text": draft.text})
        section.text = section.drafted = draft.text
        section.sources = [asdict(source) for source in draft.sources]
        section.version += 1
    return section


def edit_front(
    bulletin_id: int, *, title: str, addressee: str, as_of: date, by: Actor, seen: int | None = None
) -> Bulletin:  # fmt: skip
    """Change the title, whom it is sent to, and the day as of which the figures are looked at."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        bulletin = get_bulletin(bulletin_id)
        before = {"title": bulletin.title, "addressee": bulletin.addressee, "as_of": bulletin.as_of}
        if bulletin.is_stale(seen):
            raise Stale({name: str(value) for name, value in before.items()}, version=bulletin.version)
        if not bulletin.first <= as_of <= clock.today():
            message = N_("The figures are looked at on a day between the first of the period and today.")
            raise RuleBroken(message, field="as_of")
        bulletin.title, bulletin.addressee, bulletin.as_of = title, addressee, as_of
        bulletin.version += 1
        after = {"title": title, "addressee": addressee, "as_of": as_of}
        record(by, "bulletin.front_edited", bulletin, before=before, after=after)
    return bulletin
