"""Forms of rule sets: all indicators in one table, a copy under a new name, quotas of the units."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import DataRequired, InputRequired

from tracker.errors import N_, RuleBroken
from tracker.rulesets.rules import Indicator, Measure, RuleSet, Way
from tracker.rulesets.words import BY_HAND, DOUBLED, MEASURES, WAYS
from tracker.web.forms import Form, Line, choices

BLANK_ROWS = 3
DIGITS = {"inputmode": "decimal", "autocomplete": "off"}


def points_typed(text: str | None, label: str) -> Decimal:
    """Read points as people type them; raise RuleBroken naming the place."""
    try:
        return Decimal((text or "0").strip().replace("，", ".").replace(",", ".") or "0").quantize(Decimal("0.0001"))
    except InvalidOperation as error:
        message = N_("%(place)s: “%(text)s” is not a number of points.")
        raise RuleBroken(message, place=label, text=(text or "")[:20]) from error


class RulesForm(Form):
    """A whole rule set; made anew for each number of rows."""

    rows: int

    @property
    def rules(self) -> RuleSet:
        """What was typed; raises RuleBroken naming the row that cannot be read."""
        read = (self._indicator(at) for at in range(self.rows))
        return RuleSet(
            name=self["name"].data or "", basis=self["basis"].data or "",
            indicators=tuple(one for one in read if one is not None), grades=tuple(self._named("grades", "等次")),
            is_scaled=bool(self["is_scaled"].data), ranks_by_kind=bool(self["ranks_by_kind"].data),
            objection_days=self["objection_days"].data or 0, weights=tuple(self._named("weights", "权重")),
            is_pooled=bool(self["is_pooled"].data),
        )  # fmt: skip

    def _named(self, field: str, label: str) -> Iterable[tuple[str, Decimal]]:
        """Read names with a number each: 优秀 90、良好 80."""
        for number, part in enumerate((self[field].data or "").replace("；", "、").split("、"), 1):
            name, _, points = part.strip().partition(" ")
            if name:
                yield name, points_typed(points, f"{label}{number}")

    def _indicator(self, at: int) -> Indicator | None:
        name = self[f"name_{at}"].data or ""
        if not name:
            return None
        row = f"第{at + 1}行"
        cap, number, measure = (self[f"{part}_{at}"].data or "" for part in ("cap", "number", "measure"))
        return Indicator(
            key=self[f"key_{at}"].data or "", group=self[f"group_{at}"].data or "", name=name,
            points=points_typed(self[f"points_{at}"].data, row), way=Way(self[f"way_{at}"].data),
            measure=Measure(measure) if measure else None, each=points_typed(self[f"each_{at}"].data, row),
            cap=points_typed(cap, row) if cap else None, number=_whole(number, row) if number else None,
            word=self[f"word_{at}"].data or "", doubled_for=self[f"doubled_for_{at}"].data or "",
            part=self[f"part_{at}"].data or "",
        )  # fmt: skip


def _whole(text: str, label: str) -> int:
    value = points_typed(text, label)
    if value != int(value) or not 0 <= value <= 100_000:
        raise RuleBroken(N_("%(place)s: “%(text)s” is not a whole number."), place=label, text=text[:20])
    return int(value)


@cache
def rules_form(rows: int) -> type[RulesForm]:
    """Return the form of a rule set with so many rows."""
    short = {"autocomplete": "off"}
    fields: dict[str, Any] = {
        "__doc__": "A rule set.", "rows": rows,
        "name": Line(_l("Name of the rule set"), [DataRequired()], longest=100),
        "basis": Line(_l("Where it comes from"), longest=500),
        "grades": Line(_l("Grades and the points they begin with"), [DataRequired()], longest=200),
        "weights": Line(_l("Weights of the groups"), longest=200),
        "objection_days": IntegerField(_l("Working days to object"), [InputRequired()], render_kw=DIGITS),
        "is_scaled": BooleanField(_l("The score is what was reached, divided by what could be reached, times 100")),
        "ranks_by_kind": BooleanField(_l("Sections and affiliated units are ranked apart")),
        "is_pooled": BooleanField(_l("Deductions within a group share the points of the group")),
        "reason": Line(_l("Why the rules change"), [DataRequired()], longest=200),
    }  # fmt: skip
    for at in range(rows):
        label = f"第{at + 1}行"
        named = {**short, "aria-label": label}
        fields[f"key_{at}"] = Line(label, longest=40)
        for part, longest in (("group", 40), ("part", 40), ("name", 100), ("word", 40)):
            fields[f"{part}_{at}"] = Line(label, longest=longest, render_kw=named)
        for part in ("points", "each", "cap", "number"):
            fields[f"{part}_{at}"] = Line(label, longest=10, render_kw={**named, **DIGITS})
        fields[f"way_{at}"] = SelectField(label, choices=choices(WAYS.items()), render_kw=named)
        measures = choices(MEASURES.items(), none=BY_HAND)
        fields[f"measure_{at}"] = SelectField(label, choices=measures, render_kw=named)
        kinds = choices(DOUBLED.items(), none=_l("not doubled"))
        fields[f"doubled_for_{at}"] = SelectField(label, choices=kinds, render_kw=named)
    return type("RuleSetForm", (RulesForm,), fields)


class CopyForm(Form):
    """The name of a copy."""

    name = Line(_l("Name of the rule set"), [DataRequired()], longest=100)


class QuotasForm(Form):
    """A number for each unit; made anew for each set of units."""

    units: tuple[tuple[int, str], ...]

    @property
    def typed(self) -> dict[int, int | None]:
        """What was typed, by unit; raises RuleBroken naming the unit."""
        texts = {unit_id: (name, self[f"unit_{unit_id}"].data or "") for unit_id, name in self.units}
        return {unit_id: _whole(text, name) if text else None for unit_id, (name, text) in texts.items()}


@cache
def quotas_form(units: tuple[tuple[int, str], ...]) -> type[QuotasForm]:
    """Return the form of the quotas of these units."""
    fields: dict[str, Any] = {"__doc__": "Quotas.", "units": units}
    for unit_id, name in units:
        fields[f"unit_{unit_id}"] = Line(name, longest=10, render_kw=DIGITS)
    return type("UnitQuotasForm", (QuotasForm,), fields)
