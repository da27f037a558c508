"""The chain in the reader's words."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.files.models import Disclosure
from tracker.issuing.rules import Step

VALUES = {
    "paper.disclosure": {
        Disclosure.OPEN: _l("open to all"),
        Disclosure.ON_REQUEST: _l("on request"),
        Disclosure.CLOSED: _l("not disclosed"),
    },
    "figures.kind": {"annual_report": _l("Annual report"), "bulletin": _l("Circulars"), "summary": _l("Summary")},
}


def steps() -> dict[Step, str]:
    """Return the steps of the chain with their names."""
    return {
        Step.DRAFT: gettext("Drafting (拟稿)"),
        Step.CHECK: gettext("Checking (核稿)"),
        Step.COSIGN: gettext("Co-signing (会签)"),
        Step.ISSUE: gettext("Issuing (签发)"),
    }


def verbs() -> dict[Step, str]:
    """Return what the button of each step says."""
    return {
        Step.DRAFT: gettext("Send for checking"),
        Step.CHECK: gettext("Checked, pass it on"),
        Step.COSIGN: gettext("Co-sign"),
        Step.ISSUE: gettext("Issue it"),
    }


def disclosures() -> dict[Disclosure, str]:
    """Return the kinds of disclosure with their names."""
    return {
        Disclosure.OPEN: gettext("open to all"),
        Disclosure.ON_REQUEST: gettext("on request"),
        Disclosure.CLOSED: gettext("not disclosed"),
    }
