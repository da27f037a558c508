"""States of a scoring in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.scores.rules import ScoringState

STATES = {
    ScoringState.OPEN: _l("being scored"),
    ScoringState.ANNOUNCED: _l("announced, open to objections"),
    ScoringState.ISSUED: _l("list issued"),
}
LIGHTS = {ScoringState.OPEN: "none", ScoringState.ANNOUNCED: "wait", ScoringState.ISSUED: "done"}
EVENTS = {
    "score.made": _l("Began a scoring"),
    "score.computed": _l("Counted a scoring again"),
    "score.announced": _l("Announced a scoring"),
    "score.issued": _l("Issued a scoring"),
    "score.discarded": _l("Dropped a scoring"),
    "score.marked": _l("Marked by hand in a scoring"),
    "score.mark_withdrawn": _l("Took a mark back"),
    "score.assessed": _l("Assessed the own unit"),
    "score.objected": _l("Objected to a mark"),
    "score.decided": _l("Decided an objection"),
    "score.remedied": _l("Said what was put right since a mark"),
    "score.honoured": _l("Rewarded or sanctioned a unit after a scoring"),
}
FIELDS = {
    "points": _l("points"),
    "got": _l("points claimed"),
    "record": _l("record"),
    "indicator": _l("indicator"),
    "as_of": _l("records as of"),
    "rules": _l("rules"),
    "object_until": _l("objections until"),
    "mark": _l("mark"),
    "is_upheld": _l("objection upheld"),
}
