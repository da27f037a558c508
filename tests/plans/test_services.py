"""Bringing a plan in, correcting its front, naming its units, throwing a draft away."""

import pytest

from tests.plans.readings import DOUBT, document, item, reading
from tests.support.factory import Factory
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.files.models import StoredFile
from tracker.files.services import file_store
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit, UnitAlias
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.plans.models import PlanItem
from tracker.plans.printed_names import PrintedNames, UnitChoice
from tracker.plans.queries import get_plan, get_plan_page, list_items, list_plans, list_unknown_names
from tracker.plans.rules import Duty, PlanState
from tracker.plans.services import discard_draft, import_plan, set_plan_front, settle_units

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def office(make: Factory) -> Actor:
    return make.actor(Role.OFFICE)


def units_of(one: PlanItem) -> list[tuple[str, Duty, int | None, bool]]:
    return [(unit.name, unit.duty, unit.unit_id, unit.is_collective) for unit in one.units]


def test_capability_1_a_plan_is_a_record_of_its_year_with_its_items_and_the_file(office: Actor) -> None:
    made = item(
        "公开规划成果。", "规划科", limit="10月31日前", number="13", heading_path=("一、主动公开",), target="100%"
    )

    plan = import_plan(document(reading(made)), by=office)

    (kept,) = list_items(plan.id)
    assert (plan.year, plan.state, plan.title) == (2026, PlanState.DRAFT, "2026年政务公开工作要点")
    assert (kept.number, kept.heading_path, kept.target) == ("13", ["一、主动公开"], "100%")
    assert (kept.limit_phrase, kept.limit_due_on.isoformat()) == ("10月31日前", "2026-10-31")  # type: ignore[union-attr]
    assert (kept.place, kept.anchors) == ("表1第1行", ["t1r1"])
    stored = get_plan(plan.id).source_file
    assert stored is not None
    with file_store().open(stored.storage_key) as content:
        assert content.read().startswith("要点.txt".encode())
    assert [entry.event for entry in list_history_of("plan", plan.id)] == ["plan.imported"]


def test_units_are_taken_where_certain_and_left_open_where_only_near(make: Factory, office: Actor) -> None:
    law, use = make.unit("政策法规科", aliases=("法规",)), make.unit("用途管制科")
    office_unit = make.unit("办公室", kind=UnitKind.OFFICE)

    plan = import_plan(document(reading(item("甲", "法规、用图管制科", "办公室、各科室"))), by=office)

    (kept,) = list_items(plan.id)
    assert units_of(kept) == [
        ("法规", Duty.LEAD, law.id, False),
        ("用图管制科", Duty.LEAD, None, False),
        ("办公室", Duty.COOP, office_unit.id, False),
        ("各科室", Duty.COOP, None, True),
    ]
    assert not kept.is_settled
    (unknown,) = list_unknown_names(plan.id, PrintedNames.on(clock.today()))
    assert (unknown.name, unknown.suggestion_id, unknown.suggestion) == ("用图管制科", use.id, "用途管制科")


def test_an_item_with_a_doubt_is_to_be_decided_and_one_without_is_not(make: Factory, office: Actor) -> None:
    make.unit("规划科")

    plan = import_plan(
        document(reading(item("甲", "规划科", doubts=(DOUBT,)), item("乙", "规划科", at=2))), by=office
    )  # fmt: skip

    assert [one.is_settled for one in list_items(plan.id)] == [False, True]
    (row,) = list_plans()
    assert (row.items, row.in_doubt) == (2, 1)


def test_a_year_that_the_document_does_not_say_must_be_given(office: Actor) -> None:
    nameless = document(reading(item("甲"), year=None))

    with pytest.raises(RuleBroken) as refusal:
        import_plan(nameless, by=office)
    assert refusal.value.field == "year"


def test_a_year_has_one_plan(office: Actor) -> None:
    import_plan(document(reading(item("甲"))), by=office)

    with pytest.raises(RuleBroken, match="already") as refusal:
        import_plan(document(reading(item("乙"))), by=office)

    assert refusal.value.field == "year"
    assert len(list_plans()) == 1


def test_a_document_without_tasks_and_a_year_out_of_all_reason_are_refused(office: Actor) -> None:
    with pytest.raises(RuleBroken, match="No task"):
        import_plan(document(reading()), by=office)
    with pytest.raises(RuleBroken, match="between"):
        import_plan(document(reading(item("甲"), year=1926)), by=office)

    assert list_plans() == []


def test_what_is_longer_than_a_field_is_cut_and_said(office: Actor) -> None:
    plan = import_plan(document(reading(item("甲", "科" * 250, target="不少于" * 200))), by=office)

    (kept,) = list_items(plan.id)
    assert len(kept.target) == 300
    assert len(kept.units[0].name) == 200
    assert [doubt["code"] for doubt in kept.doubts] == ["shortened", "shortened"]
    assert not kept.is_settled


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_only_the_office_brings_plans_in_and_changes_them(make: Factory, office: Actor, role: Role) -> None:
    read = document(reading(item("甲", "用图管制科")))
    plan = import_plan(read, by=office)
    stranger = make.actor(role)

    with pytest.raises(NotAllowed):
        import_plan(read, by=stranger)
    with pytest.raises(NotAllowed):
        set_plan_front(plan.id, title="乙", year=2026, by=stranger)
    with pytest.raises(NotAllowed):
        settle_units(plan.id, {"用图管制科": UnitChoice(1, is_remembered=True)}, by=stranger)
    with pytest.raises(NotAllowed):
        discard_draft(plan.id, by=stranger)


def test_a_name_is_chosen_once_for_every_item_and_remembered(make: Factory, office: Actor) -> None:
    use, plans = make.unit("用途管制科"), make.unit("规划科")
    plan = import_plan(
        document(
            reading(
                item("甲", "用图管制科"),
                item("乙", "规划科", "用图管制科", at=2),
                item("丙", "用图管制科", doubts=(DOUBT,)),
            )
        ),
        by=office,
    )

    filled = settle_units(plan.id, {"用图管制科": UnitChoice(use.id, is_remembered=True)}, by=office)

    assert filled == 3
    assert [[unit.unit_id for unit in one.units] for one in list_items(plan.id)] == [
        [use.id],
        [plans.id, use.id],
        [use.id],
    ]
    assert [one.is_settled for one in list_items(plan.id)] == [True, True, False]
    assert list_unknown_names(plan.id, PrintedNames.on(clock.today())) == []
    later = import_plan(document(reading(item("丁", "用图管制科"), year=2027)), by=office)
    assert list_items(later.id)[0].units[0].unit_id == use.id


def test_a_choice_that_is_not_remembered_holds_for_this_plan_alone(make: Factory, office: Actor) -> None:
    use = make.unit("用途管制科")
    plan = import_plan(document(reading(item("甲", "用图管制科"))), by=office)

    settle_units(plan.id, {"用图管制科": UnitChoice(use.id, is_remembered=False)}, by=office)

    assert list_items(plan.id)[0].units[0].unit_id == use.id
    assert db.session.query(UnitAlias).count() == 0


def test_a_name_that_became_known_after_the_import_is_offered_as_certain(make: Factory, office: Actor) -> None:
    plan = import_plan(document(reading(item("甲", "宣教科"))), by=office)
    unit = make.unit("宣教科")

    (one,) = list_unknown_names(plan.id, PrintedNames.on(clock.today()))

    assert (one.is_certain, one.suggestion_id, one.suggestion) == (True, unit.id, "宣教科")


def test_pasted_text_without_a_title_is_called_after_its_year(office: Actor) -> None:
    plan = import_plan(document(reading(item("甲"), title=""), "粘贴的文字.txt"), by=office)
    other = import_plan(document(reading(item("甲"), title="", year=2027), "明年.docx"), by=office)

    assert (plan.title, other.title) == ("2026年工作要点", "明年")


def test_an_agency_outside_can_be_added_where_its_name_is_met(office: Actor) -> None:
    plan = import_plan(document(reading(item("甲", "清河市财政局"))), by=office)

    settle_units(plan.id, {"清河市财政局": UnitChoice(is_new=True)}, by=office)

    unit = db.session.query(Unit).one()
    assert (unit.name, unit.kind) == ("清河市财政局", UnitKind.OUTSIDE)
    assert list_items(plan.id)[0].units[0].unit_id == unit.id


def test_a_unit_that_does_not_exist_or_was_not_chosen_settles_nothing(office: Actor) -> None:
    plan = import_plan(document(reading(item("甲", "用图管制科"))), by=office)

    with pytest.raises(NotFound):
        settle_units(plan.id, {"用图管制科": UnitChoice(999, is_remembered=True)}, by=office)
    with pytest.raises(RuleBroken, match="用图管制科"):
        settle_units(plan.id, {"用图管制科": UnitChoice()}, by=office)

    assert list_items(plan.id)[0].units[0].unit_id is None


def test_with_another_year_the_limits_are_counted_anew_but_not_those_settled_by_hand(office: Actor) -> None:
    plan = import_plan(
        document(reading(item("甲", limit="6月底前"), item("乙", limit="2026年5月1日前", at=2))), by=office
    )  # fmt: skip

    set_plan_front(plan.id, title="要点", year=2027, by=office)

    assert [str(one.limit_due_on) for one in list_items(plan.id)] == ["2027-06-30", "2026-05-01"]
    assert (get_plan(plan.id).title, get_plan(plan.id).year) == ("要点", 2027)


def test_r6_the_second_of_two_editors_of_the_front_gets_both_texts(office: Actor) -> None:
    plan = import_plan(document(reading(item("甲"))), by=office)
    seen = plan.version
    set_plan_front(plan.id, title="甲的标题", year=2026, by=office, seen=seen)

    with pytest.raises(Stale) as stale:
        set_plan_front(plan.id, title="乙的标题", year=2026, by=office, seen=seen)

    assert stale.value.current == {"title": "甲的标题", "year": "2026"}
    assert stale.value.saved_by == "李明"


def test_a_front_without_a_title_or_with_a_taken_year_is_refused(make: Factory, office: Actor) -> None:
    make.plan(2027)
    plan = import_plan(document(reading(item("甲"))), by=office)

    for title, year, field in ((" ", 2026, "title"), ("要点", 2027, "year"), ("要点", None, "year")):
        with pytest.raises(RuleBroken) as refusal:
            set_plan_front(plan.id, title=title, year=year, by=office)
        assert refusal.value.field == field


def test_a_draft_can_be_thrown_away_whole_and_a_published_plan_never(make: Factory, office: Actor) -> None:
    published = make.plan(2025, state=PlanState.PUBLISHED)
    draft = import_plan(document(reading(item("甲", "用图管制科"))), by=office)
    set_plan_front(draft.id, title="另一个", year=2026, by=office)

    discard_draft(draft.id, by=office)

    assert [row.id for row in list_plans()] == [published.id]
    assert db.session.query(PlanItem).count() == 0
    with pytest.raises(RuleBroken, match="published"):
        discard_draft(published.id, by=office)


def test_what_is_missing_before_publishing_is_named(make: Factory, office: Actor) -> None:
    make.unit("规划科")
    items = (item("甲", "规划科"), item("乙", at=2), item("丙", "用图管制科", at=3), item("丁", "各科室", at=4))
    plan = import_plan(document(reading(*items)), by=office)

    missing = get_plan_page(plan.id, clock.today(), with_drafts=True).missing

    assert [row.text for row in missing.without_unit] == ["乙", "丙"]
    assert missing.unknown_names == ("用图管制科",)
    assert (missing.items, missing.in_doubt, missing.stops) == (4, 1, True)


def test_the_same_file_is_kept_once(office: Actor) -> None:
    read = document(reading(item("甲")))
    discard_draft(import_plan(read, by=office).id, by=office)

    import_plan(read, by=office)

    assert db.session.query(StoredFile).count() == 1
