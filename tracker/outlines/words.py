"""Variants and contents of chapters in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.outlines.rules import Key, Variant

VARIANTS = {
    Variant.SECTION: _l("Summary of a section"),
    Variant.AGENCY: _l("Summary of the agency"),
    Variant.GOVERNMENT: _l("Summary of a government"),
    Variant.COMBINED: _l("Summary and plan of the next year"),
}
KEYS = {
    Key.OPENING: _l("Opening: basis and general result"),
    Key.ORGANISATION: _l("Leading group, meetings, people, funds"),
    Key.REGULATIONS: _l("Regulations, guides and catalogues, documents"),
    Key.DISCLOSURE: _l("What was published, interpreted, answered"),
    Key.REQUESTS: _l("Requests for disclosure, reviews, lawsuits"),
    Key.PLATFORMS: _l("Website, accounts, briefings, places"),
    Key.TRAINING: _l("Training, publicity, media, submissions"),
    Key.CHECKS: _l("Checks, findings, appraisal, honours"),
    Key.UNITS: _l("Figures of every unit"),
    Key.LEDGERS: _l("Everything from the ledgers, in short"),
    Key.WORK: _l("What was done, by part of the plan"),
    Key.COMPLETION: _l("How far the plan is, with tables and charts"),
    Key.PROBLEMS: _l("Problems: late tasks and open findings"),
    Key.NEXT_STEPS: _l("Next steps"),
    Key.NEXT_PLAN: _l("Plan of the next year"),
    Key.OWN: _l("A text of our own"),
}
VALUES = {"outline.chapters": KEYS}
