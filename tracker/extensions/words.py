"""The states of a request for more time in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.workdays.extensions import ExtensionState

STATES = {
    ExtensionState.ASKED: _l("waits for the head of the section"),
    ExtensionState.SEEN: _l("waits for the leadership"),
    ExtensionState.GRANTED: _l("given"),
    ExtensionState.REFUSED: _l("refused"),
    ExtensionState.WITHDRAWN: _l("withdrawn"),
}
GIVE, REFUSE = "give", "refuse"
DECISIONS = {GIVE: _l("Give more time"), REFUSE: _l("Refuse")}
VALUES = {"extension.state": STATES}
