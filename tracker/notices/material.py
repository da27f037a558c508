"""What a paper is made from: what can be put on it, and what was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.checklists.queries import UnitScore, get_round_list
from tracker.checks.dossier import list_last_answers
from tracker.checks.models import Rectification
from tracker.checks.queries import FindingFilter, FindingRow, list_findings
from tracker.checks.rounds import ResultRow, RoundRow, get_round, list_own_units, list_results
from tracker.checks.rules import UNMENDED, FindingView
from tracker.errors import N_, NotFound, RuleBroken
from tracker.matters.models import Matter
from tracker.matters.queries import MatterRow, get_matter, list_late_matters
from tracker.notices.rules import OF_FINDINGS, OF_UNIT, WITH_UNIT, NoticeKind, check_maker, check_subjects
from tracker.organisation.models import Unit
from tracker.organisation.queries import get_agency, get_unit
from tracker.organisation.rules import word_of
from tracker.permissions import Actor
from tracker.tasks.lights import LightRules
from tracker.tasks.queries import list_open_tasks_of
from tracker.tasks.rows import TaskRow

LONGEST_ROUND = 2_000


@dataclass(frozen=True)
class Order:
    """What is to be printed; None for the numbers of findings, tasks and matters means all that can be put on it."""

    kind: NoticeKind
    unit_id: int | None = None
    round_id: int | None = None
    matter_id: int | None = None
    text: str = ""
    finding_ids: frozenset[int] | None = None
    task_ids: frozenset[int] | None = None
    late_matter_ids: frozenset[int] | None = None


@dataclass(frozen=True)
class Material:
    """Everything that stands on a paper but its number."""

    order: Order
    agency: str
    word: str
    today: date
    unit: Unit | None = None
    findings: Sequence[FindingRow] = ()
    tasks: Sequence[TaskRow] = ()
    late_matters: Sequence[MatterRow] = ()
    matter: Matter | None = None
    round: RoundRow | None = None
    results: Sequence[ResultRow] = ()
    scores: Sequence[UnitScore] = ()
    units: Sequence[Unit] = ()
    answers: Mapping[int, Rectification] = field(default_factory=dict)

    @property
    def addressees(self) -> list[int]:
        """The units that have to sign for it."""
        if self.order.kind == NoticeKind.CIRCULAR:
            return [unit.id for unit in self.units]
        if self.order.kind == NoticeKind.SUPERVISION and self.matter:
            return [self.matter.unit_id]
        return [self.unit.id] if self.unit else []


def gather(order: Order, *, by: Actor, rules: LightRules) -> Material:
    """Return what goes on the paper that was ordered; raise NotFound or RuleBroken where it cannot be made."""
    check_maker(by, order.kind, order.unit_id)
    agency = get_agency()
    base = Material(order, agency.name, word_of(agency.check_word), rules.today)
    if order.kind == NoticeKind.SUPERVISION:
        return _with_matter(base, by)
    if order.kind == NoticeKind.CIRCULAR:
        return _with_round(base, by, rules)
    material = _narrowed(offered(base, by=by, rules=rules))
    check_subjects(len(material.findings) + len(material.tasks) + len(material.late_matters))
    return material


def offered(base: Material, *, by: Actor, rules: LightRules) -> Material:
    """Return all findings, tasks and matters that a paper of this kind can be about."""
    order = base.order
    unit = get_unit(order.unit_id) if order.unit_id is not None else None
    if unit is None and order.kind in OF_UNIT:
        raise RuleBroken(N_("Choose the unit that the paper is for."), field="unit")
    view = {NoticeKind.URGE: FindingView.LATE, NoticeKind.RECTIFY: FindingView.UNCLOSED}.get(order.kind)
    year = base.today.year if unit is None and order.round_id is None else None
    wanted = FindingFilter(year, order.unit_id, view or FindingView.ALL, order.round_id)
    findings = list_findings(by, wanted, rules=rules, sort="number")
    if order.kind == NoticeKind.RECTIFY:
        findings = [row for row in findings if row.state in UNMENDED]
    is_urge = order.kind == NoticeKind.URGE and unit is not None
    return Material(
        order, base.agency, base.word, base.today, unit=unit, findings=findings,
        tasks=_late_tasks(unit.id, rules) if unit and is_urge else (),
        late_matters=list_late_matters(unit.id, rules=rules) if unit and is_urge else (),
    )  # fmt: skip


def offer(order: Order, *, by: Actor, rules: LightRules) -> Material:
    """Return what the page offers to put on a paper; without the choice it needs, an empty offer."""
    check_maker(by, order.kind, order.unit_id)
    agency = get_agency()
    base = Material(order, agency.name, word_of(agency.check_word), rules.today)
    if order.kind == NoticeKind.SUPERVISION:
        return _with_matter(base, by) if order.matter_id is not None else base
    if order.kind == NoticeKind.CIRCULAR:
        return _with_round(base, by, rules) if order.round_id is not None else base
    if order.kind in OF_UNIT and order.unit_id is None:
        return base
    return offered(base, by=by, rules=rules)


def _narrowed(all_of: Material) -> Material:
    """Return the offer narrowed to what was ticked; a number that was not offered is refused as unknown."""
    order = all_of.order
    findings = [row for row in all_of.findings if order.finding_ids is None or row.id in order.finding_ids]
    tasks = [row for row in all_of.tasks if order.task_ids is None or row.id in order.task_ids]
    matters = [row for row in all_of.late_matters if order.late_matter_ids is None or row.id in order.late_matter_ids]
    ticked = ((order.finding_ids, findings), (order.task_ids, tasks), (order.late_matter_ids, matters))
    if any(len(ids or ()) > len(rows) for ids, rows in ticked):
        raise NotFound
    ids = [row.id for row in findings] if order.kind in OF_FINDINGS else []
    return Material(
        order, all_of.agency, all_of.word, all_of.today, unit=all_of.unit, findings=findings, tasks=tasks,
        late_matters=matters, answers=list_last_answers(ids),
    )  # fmt: skip


def _with_matter(base: Material, by: Actor) -> Material:
    if base.order.matter_id is None:
        raise RuleBroken(N_("Choose the matter that the paper is about."))
    return Material(base.order, base.agency, base.word, base.today, matter=get_matter(base.order.matter_id, by))


def _with_round(base: Material, by: Actor, rules: LightRules) -> Material:
    if base.order.round_id is None:
        raise RuleBroken(N_("Choose the round that the paper is about."))
    found = get_round(base.order.round_id, by)
    return Material(
        base.order, base.agency, base.word, base.today, round=found,
        results=list_results(found.id, by, limit=LONGEST_ROUND), units=list_own_units(base.today),
        scores=get_round_list(found.id, by).units,
        findings=list_findings(by, FindingFilter(round_id=found.id), rules=rules, sort="number"),
    )  # fmt: skip


def _late_tasks(unit_id: int, rules: LightRules) -> list[TaskRow]:
    """Return the late tasks that a unit leads and has not handed in."""
    found = list_open_tasks_of(unit_id, rules=rules)
    with_unit = [row for row in found if row.state in WITH_UNIT]
    leads = [row for row in with_unit if any(unit.unit_id == unit_id for unit in row.leads)]
    return [row for row in leads if row.due_on is not None and row.due_on < rules.today]
