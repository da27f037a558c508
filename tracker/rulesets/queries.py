"""Reading rule sets, quotas, and the units that are scored."""

from collections.abc import Sequence

from sqlalchemy import func, select

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.organisation.models import Unit
from tracker.organisation.queries import in_force
from tracker.organisation.rules import OWN_KINDS
from tracker.rulesets.models import ScoreQuota, ScoreRules
from tracker.rulesets.rules import RuleSet
from tracker.rulesets.shipped import PRESETS


def list_newest_rules() -> list[ScoreRules]:
    """Return the newest version of every rule set."""
    newest = select(ScoreRules.key, func.max(ScoreRules.revision).label("revision")).group_by(ScoreRules.key).subquery()
    same = (newest.c.key == ScoreRules.key) & (newest.c.revision == ScoreRules.revision)
    return list(db.session.scalars(select(ScoreRules).join(newest, same).order_by(ScoreRules.name)))


def list_presets() -> dict[str, RuleSet]:
    """Return the rule sets that ship and are not taken over yet."""
    taken = set(db.session.scalars(select(ScoreRules.key).distinct()))
    return {key: rules for key, rules in PRESETS.items() if key not in taken}


def get_rules(rules_id: int) -> ScoreRules:
    """Return a version of a rule set; raise NotFound."""
    rules = db.session.get(ScoreRules, rules_id)
    if rules is None:
        raise NotFound
    return rules


def list_versions(key: str) -> Sequence[ScoreRules]:
    """Return the versions of one rule set, the newest first."""
    found = select(ScoreRules).where(ScoreRules.key == key).order_by(ScoreRules.revision.desc())
    return db.session.scalars(found).all()


def list_scored_units() -> list[Unit]:
    """Return the units that can be scored today: those of our own."""
    own = select(Unit).where(Unit.kind.in_(OWN_KINDS), in_force(Unit, clock.today()))
    return list(db.session.scalars(own.order_by(Unit.position, Unit.id)))


def list_quotas(year: int) -> dict[int, ScoreQuota]:
    """Return the quotas of a year by unit."""
    return {one.unit_id: one for one in db.session.scalars(select(ScoreQuota).where(ScoreQuota.year == year))}
