"""Where an item of a superior plan stands, in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.coverage.rules import CoverView, Standing

STANDINGS = {
    Standing.OPEN: _l("still to decide"),
    Standing.COVERED: _l("covered"),
    Standing.NOT_OURS: _l("not ours"),
}
LIGHTS = {Standing.OPEN: "wait", Standing.COVERED: "done", Standing.NOT_OURS: "none"}
VIEWS = {
    CoverView.ALL: _l("All"),
    CoverView.OPEN: _l("Still to decide"),
    CoverView.COVERED: _l("Covered"),
    CoverView.NOT_OURS: _l("Not ours"),
}
