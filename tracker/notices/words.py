"""The kinds of notices in the reader's words; what checks are called is the agency's own word."""

from flask_babel import gettext

from tracker.notices.rules import NoticeKind
from tracker.organisation.rules import check_word_of


def kinds(word: str) -> dict[NoticeKind, str]:
    """Return the kinds with their names."""
    return {
        NoticeKind.RECTIFY: gettext("Notice to rectify"),
        NoticeKind.URGE: gettext("Urging notice"),
        NoticeKind.LIST: gettext("Printed list of findings"),
        NoticeKind.REPORT: gettext("Report on rectification"),
        NoticeKind.CIRCULAR: gettext("%(word)s circular", word=check_word_of(word)),
        NoticeKind.SUPERVISION: gettext("%(word)s order", word=word),
    }
