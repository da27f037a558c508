"""Ways and measures in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.organisation.rules import UnitKind
from tracker.rulesets.rules import Measure, Way

WAYS = {Way.LOSE: _l("lose of the points"), Way.ADD: _l("extra points"), Way.TAKE: _l("deducted below the points")}
BY_HAND = _l("marked by hand, with a record")
MEASURES = {
    Measure.UNFINISHED: _l("tasks and turns that were due and are not finished"),
    Measure.LATE: _l("finished late, by more than so many working days"),
    Measure.SILENT: _l("open tasks without a report in the period"),
    Measure.RETURNED: _l("reports that were returned"),
    Measure.REQUEST: _l("requests for disclosure answered late or not at all"),
    Measure.FINDING: _l("problems found in checks"),
    Measure.UNMENDED: _l("problems not answered by their day"),
    Measure.BLANK_MONTH: _l("months in which nothing was published"),
    Measure.THIN_MONTH: _l("months with fewer items than so many"),
    Measure.GAP: _l("each percent missing of the quota of so many items a month"),
    Measure.OVER: _l("steps over the quota of so many items a month (110%, 130%, then each 20%)"),
    Measure.ADOPTED: _l("submitted items that were adopted"),
    Measure.ENTRY: _l("entries of a ledger"),
    Measure.PRAISED: _l("praise in the ledger of rewards and sanctions"),
    Measure.BLAMED: _l("sanctions in the ledger of rewards and sanctions"),
    Measure.NO_OFFICER: _l("no information officer named"),
    Measure.PERIODS: _l("each percent by which the monthly and quarterly scores lie below 100"),
}
DOUBLED = {UnitKind.SECTION.value: _l("sections"), UnitKind.AFFILIATED.value: _l("affiliated units")}
EVENTS = {"score.rules_made": _l("Made a version of a rule set"), "score.quota_set": _l("Set a quota")}
FIELDS = {"revision": _l("revision"), "monthly": _l("items a month")}
