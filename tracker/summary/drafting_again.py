"""Drafting one section of a summary anew, by the outline that the summary has."""

from datetime import date

from tracker.outlines.queries import get_outline
from tracker.outlines.rules import Chapter, Key
from tracker.summary.drafting import Draft, draft_all
from tracker.summary.models import SummarySection
from tracker.summary.queries import get_summary, material_of


def draft_section(section: SummarySection, today: date) -> Draft:
    """Return the draft of ``section`` from the records as they stand on ``today``."""
    summary = get_summary(section.summary.year)
    standing = {one.heading: one.text for one in get_outline(summary.variant).chapters if one.key is Key.OWN}
    chapters = [Chapter(Key(one.key), one.heading, standing.get(one.heading, one.text)) for one in summary.sections]
    place = [one.id for one in summary.sections].index(section.id)
    return draft_all(material_of(summary, today), chapters)[place]
