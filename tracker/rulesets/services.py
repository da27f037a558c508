"""Rule sets: taking over one that ships, changing one (a new version; those in use stay), quotas of the units."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import func, select

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.rulesets.content import content_of, sha256_of, texts_of
from tracker.rulesets.models import ScoreQuota, ScoreRules
from tracker.rulesets.queries import get_rules, list_quotas, list_scored_units
from tracker.rulesets.rules import Indicator, RuleSet, check_rules
from tracker.rulesets.shipped import PRESETS

MOST_MONTHLY = 10_000


def take_preset(key: str, *, by: Actor) -> ScoreRules:
    """Take over a rule set that ships as its first version."""
    by.must(Permission.KEEP_SCORES)
    if key not in PRESETS:
        raise NotFound
    with transaction():
        if db.session.scalar(select(ScoreRules.id).where(ScoreRules.key == key).limit(1)) is not None:
            raise RuleBroken(N_("This rule set is here already; change it instead."))
        return _add(key, 1, PRESETS[key], "", by)


def change_rules(rules_id: int, changed: RuleSet, reason: str, *, by: Actor, seen: int | None = None) -> ScoreRules:
    """Make a new version of a rule set; scorings by the old one stay what they are."""
    by.must(Permission.KEEP_SCORES)
    if not reason.strip():
        raise RuleBroken(N_("Say why the rules change; it stands beside the version."), field="reason")
    with transaction():
        old = get_rules(rules_id)
        newest = db.session.scalar(select(func.max(ScoreRules.revision)).where(ScoreRules.key == old.key)) or 0
        if (old.revision if seen is None else seen) != newest:
            raise _stale(old.key, newest)
        named = replace(changed, indicators=tuple(_keyed(changed.indicators)))
        check_rules(named)
        if content_of(named) == old.content:
            raise RuleBroken(N_("Nothing has changed; there is no need for a new version."))
        return _add(old.key, newest + 1, named, reason, by)


def _stale(key: str, revision: int) -> Stale:
    newest = db.session.scalars(select(ScoreRules).where(ScoreRules.key == key, ScoreRules.revision == revision)).one()
    texts = {name: str(text) for name, text in texts_of(newest.rules).items() if not isinstance(text, bool)}
    current = {**texts, "reason": newest.reason}
    return Stale(current, version=revision, saved_by=newest.made_by, saved_at=newest.made_at)


def copy_rules(rules_id: int, name: str, *, by: Actor) -> ScoreRules:
    """Begin a rule set of the agency's own with what another one says."""
    by.must(Permission.KEEP_SCORES)
    with transaction():
        old = get_rules(rules_id)
        if not name.strip() or db.session.scalar(select(ScoreRules.id).where(ScoreRules.name == name).limit(1)):
            raise RuleBroken(N_("Give the copy a name that no rule set has yet."), field="name")
        key = "own-" + hashlib.sha256(name.encode()).hexdigest()[:16]
        return _add(key, 1, replace(old.rules, name=name), "", by)


def _keyed(indicators: tuple[Indicator, ...]) -> list[Indicator]:
    """Give new indicators a key that no other has."""
    taken = {one.key for one in indicators if one.key}
    free = (str(number) for number in range(1, 1000) if str(number) not in taken)
    return [one if one.key else replace(one, key=next(free)) for one in indicators]


def _add(key: str, revision: int, rules: RuleSet, reason: str, by: Actor) -> ScoreRules:
    content = content_of(rules)
    made = ScoreRules(
        key=key, revision=revision, name=rules.name, content=content, sha256=sha256_of(content),
        reason=reason.strip()[:200], made_by=by.name, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record(by, "score.rules_made", made, after={"revision": revision, "reason": reason, "sha256": made.sha256})
    return made


def set_quotas(year: int, typed: Mapping[int, int | None], *, by: Actor) -> int:
    """Set how many items each unit is to publish in a month of a year; return how many changed."""
    by.must(Permission.KEEP_SCORES)
    units = {one.id for one in list_scored_units()}
    with transaction():
        kept, changed = list_quotas(year), 0
        for unit_id, monthly in typed.items():
            if unit_id not in units:
                raise NotFound
            if monthly is not None and not 0 <= monthly <= MOST_MONTHLY:
                raise RuleBroken(N_("A quota lies between 0 and %(most)d items a month."), most=MOST_MONTHLY)
            changed += _set_quota(year, unit_id, monthly, kept.get(unit_id), by)
    return changed


def _set_quota(year: int, unit_id: int, monthly: int | None, quota: ScoreQuota | None, by: Actor) -> bool:
    before = quota.monthly if quota else None
    if monthly is None or monthly == before:
        return False
    if quota is None:
        quota = ScoreQuota(year=year, unit_id=unit_id, version=0)
        db.session.add(quota)
    quota.monthly = monthly
    quota.version += 1
    db.session.flush()
    record(by, "score.quota_set", quota, before={"monthly": before}, after={"monthly": monthly})
    return True
