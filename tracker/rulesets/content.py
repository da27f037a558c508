"""A rule set as plain values, as it is kept, printed and hashed; numbers are texts, so that they stay exact."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.rulesets.rules import Indicator, Measure, RuleSet, Way, plain


def sha256_of(content: object) -> str:
    """Return the SHA-256 of plain values, written one way only."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(rules: RuleSet) -> dict[str, Any]:
    """Return a rule set as plain values, numbers as texts, so that it reads the same years later."""
    more: dict[str, Any] = (
        {"weights": [[name, plain(weight)] for name, weight in rules.weights]} if rules.weights else {}
    )
    if rules.is_pooled:
        more["is_pooled"] = True
    return {
        "name": rules.name, "basis": rules.basis, "is_scaled": rules.is_scaled, "ranks_by_kind": rules.ranks_by_kind,
        "objection_days": rules.objection_days, "grades": [[name, plain(least)] for name, least in rules.grades],
        "indicators": [_plain_indicator(one) for one in rules.indicators], **more,
    }  # fmt: skip


def _plain_indicator(one: Indicator) -> dict[str, Any]:
    found = {
        "key": one.key, "group": one.group, "name": one.name, "points": plain(one.points), "way": one.way.value,
        "measure": one.measure.value if one.measure else None, "each": plain(one.each),
        "cap": None if one.cap is None else plain(one.cap), "number": one.number, "word": one.word,
        "doubled_for": one.doubled_for, "part": one.part,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value not in (None, "")}


def rules_of(content: Mapping[str, Any]) -> RuleSet:
    """Return the rule set that ``content_of`` wrote down."""
    return RuleSet(
        name=content["name"], basis=content.get("basis", ""),
        indicators=tuple(_indicator(number, row) for number, row in enumerate(content["indicators"], 1)),
        grades=tuple((name, Decimal(least)) for name, least in content["grades"]),
        is_scaled=content.get("is_scaled", False), ranks_by_kind=content.get("ranks_by_kind", False),
        objection_days=content.get("objection_days", 5),
        weights=tuple((name, Decimal(weight)) for name, weight in content.get("weights", ())),
        is_pooled=content.get("is_pooled", False),
    )  # fmt: skip


def _indicator(number: int, row: Mapping[str, Any]) -> Indicator:
    cap, measure = row.get("cap"), row.get("measure")
    return Indicator(
        key=row.get("key", str(number)), group=row["group"], name=row["name"], points=Decimal(row.get("points", "0")),
        way=Way(row.get("way", "lose")), measure=Measure(measure) if measure else None,
        each=Decimal(row.get("each", "0")), cap=None if cap is None else Decimal(cap), number=row.get("number"),
        word=row.get("word", ""), doubled_for=row.get("doubled_for", ""), part=row.get("part", ""),
    )  # fmt: skip


def texts_of(rules: RuleSet) -> dict[str, Any]:
    """Return a rule set as the fields of its form show it."""
    texts: dict[str, Any] = {
        "name": rules.name, "basis": rules.basis, "objection_days": rules.objection_days,
        "is_scaled": rules.is_scaled, "ranks_by_kind": rules.ranks_by_kind, "is_pooled": rules.is_pooled,
        "grades": "、".join(f"{name} {plain(least)}" for name, least in rules.grades),
        "weights": "、".join(f"{name} {plain(weight)}" for name, weight in rules.weights),
    }  # fmt: skip
    for at, one in enumerate(rules.indicators):
        texts |= {
            f"key_{at}": one.key, f"group_{at}": one.group, f"name_{at}": one.name, f"way_{at}": one.way.value,
            f"points_{at}": plain(one.points) if one.points else "", f"each_{at}": plain(one.each) if one.each else "",
            f"cap_{at}": "" if one.cap is None else plain(one.cap), f"word_{at}": one.word,
            f"doubled_for_{at}": one.doubled_for, f"part_{at}": one.part,
            f"number_{at}": "" if one.number is None else str(one.number),
            f"measure_{at}": one.measure.value if one.measure else "",
        }  # fmt: skip
    return texts
