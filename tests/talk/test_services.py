"""Talk about tasks: remarks that ask units, instructions that wait for an answer, and who saw them."""

import pytest
from sqlalchemy import func, select

from tests.support.factory import Factory
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.talk import queries, services
from tracker.talk.models import Remark
from tracker.talk.rules import RemarkKind, named_in
from tracker.tasks.models import Task
from tracker.tasks.story import Mark

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def lead(make: Factory) -> Unit:
    return make.unit("规划科")


@pytest.fixture
def coop(make: Factory) -> Unit:
    return make.unit("规划科下属中心")


@pytest.fixture
def task(make: Factory, lead: Unit, coop: Unit) -> Task:
    return make.task(lead=lead, coop=(coop,))


@pytest.fixture
def leader(make: Factory) -> Actor:
    return make.actor(Role.LEADERSHIP, name="陈志远")


def of(make: Factory, unit: Unit, name: str = "王芳") -> Actor:
    return make.actor(Role.SECTION, unit=unit, name=name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@规划科 请补材料", {1}), ("＠规划科下属中心请看", {2}), ("请@规划科下属中心 @规划科 一起看", {1, 2}),
        ("规划科请看", set()), ("a@b.cn", set()), ("@ 规划科", {1}),
    ],
)  # fmt: skip
def test_a_name_behind_an_at_sign_asks_the_unit_with_the_longest_such_name(text: str, expected: set[int]) -> None:
    assert named_in(text, {1: "规划科", 2: "规划科下属中心"}) == expected


def test_a_remark_waits_for_the_unit_it_names_until_that_saw_it(
    make: Factory, task: Task, lead: Unit, coop: Unit
) -> None:
    asker, asked = of(make, lead), of(make, coop, "赵强")

    remark = services.say(task.id, " @规划科下属中心 数据何时能给？ ", by=asker)
    assert [row.text for row in queries.list_waiting_talk(asked)] == ["@规划科下属中心 数据何时能给？"]
    assert queries.list_waiting_talk(asker) == []
    services.mark_seen(remark.id, by=asked)
    services.mark_seen(remark.id, by=of(make, coop, "别人"))

    assert queries.list_waiting_talk(asked) == []
    (row,) = queries.list_talk(task.id)
    assert [(unit.name, unit.seen_by) for unit in row.units] == [("规划科下属中心", "赵强")]


def test_an_answer_comes_back_to_the_unit_that_asked(make: Factory, task: Task, lead: Unit, coop: Unit) -> None:
    asker, asked = of(make, lead), of(make, coop)
    remark = services.say(task.id, "数据何时能给？", units=[coop.id], by=asker)

    services.answer(remark.id, "周五前", by=asked)

    assert queries.list_waiting_talk(asked) == []
    (back,) = queries.list_waiting_talk(asker)
    assert (back.kind, back.text, back.answers_id) == (RemarkKind.ANSWER, "周五前", remark.id)
    with pytest.raises(RuleBroken, match="answered this already"):
        services.answer(remark.id, "周六前", by=asked)


def test_capability_18_an_instruction_waits_until_every_lead_unit_answered(
    make: Factory, task: Task, lead: Unit, coop: Unit, leader: Actor
) -> None:
    officer = of(make, lead)
    given = services.instruct(task.id, "抓紧办，月底前见效。", by=leader)

    assert queries.count_instructions(leader, is_open=True) == 1
    (waiting,) = queries.list_waiting_talk(officer)
    assert (waiting.is_instruction, waiting.silent) == (True, ("规划科",))
    services.mark_seen(given.id, by=officer)
    assert len(queries.list_waiting_talk(officer)) == 1  # seeing is not answering
    services.answer(given.id, "已安排，25日前完成。", by=officer)

    assert queries.list_waiting_talk(officer) == []
    assert queries.count_instructions(leader, is_open=True) == 0
    assert [row.text for row in queries.list_instructions(leader, is_open=False)] == ["抓紧办，月底前见效。"]
    assert queries.list_waiting_talk(of(make, coop)) == []


def test_an_instruction_can_be_about_one_report_of_the_task(
    make: Factory, task: Task, lead: Unit, leader: Actor
) -> None:
    report, other = make.report(task, lead), make.report(make.task(), lead)

    given = services.instruct(task.id, "写得好。", report_id=report.id, by=leader)

    assert given.report_id == report.id
    with pytest.raises(NotFound):
        services.instruct(task.id, "写得好。", report_id=other.id, by=leader)


def test_everything_said_stands_on_the_line_of_time(make: Factory, task: Task, lead: Unit, leader: Actor) -> None:
    given = services.instruct(task.id, "抓紧办。", by=leader)
    before = queries.list_talk_of_task(task.id)
    services.answer(given.id, "已安排。", by=of(make, lead))

    after = queries.list_talk_of_task(task.id)

    assert [(one.text, one.mark, one.is_quote) for one in before] == [("抓紧办。", Mark.NOW, True)]
    assert [(one.text, one.mark) for one in after] == [("抓紧办。", Mark.PLAIN), ("已安排。", Mark.PLAIN)]


def test_only_the_leadership_instructs(make: Factory, task: Task, lead: Unit) -> None:
    for by in (of(make, lead), make.actor(Role.OFFICE), make.actor(Role.SUPERVISION)):
        with pytest.raises(NotAllowed):
            services.instruct(task.id, "抓紧办。", by=by)


def test_c2_talk_about_the_task_of_others_is_not_found(make: Factory, task: Task, leader: Actor) -> None:
    stranger = of(make, make.unit())
    given = services.instruct(task.id, "抓紧办。", by=leader)

    for action in (
        lambda: services.say(task.id, "看看", by=stranger),
        lambda: services.answer(given.id, "看看", by=stranger),
        lambda: services.mark_seen(given.id, by=stranger),
    ):
        with pytest.raises(NotFound):
            action()
    assert queries.count_instructions(stranger, is_open=False) == 0


def test_what_is_not_addressed_to_a_unit_is_not_its_to_answer(
    make: Factory, task: Task, coop: Unit, leader: Actor
) -> None:
    given = services.instruct(task.id, "抓紧办。", by=leader)

    with pytest.raises(RuleBroken, match="was not asked"):
        services.answer(given.id, "好", by=of(make, coop))
    with pytest.raises(RuleBroken, match="not addressed"):
        services.mark_seen(given.id, by=of(make, coop))


@pytest.mark.parametrize(
    ("text", "message"), [("  ", "Write what"), ("字" * 2001, "At most 2000"), ("机密★10年", "mark of secrecy")]
)
def test_capability_68_what_may_not_be_said_is_refused(
    make: Factory, task: Task, lead: Unit, text: str, message: str
) -> None:
    with pytest.raises(RuleBroken, match=message):
        services.say(task.id, text, by=of(make, lead))

    assert db.session.scalar(select(func.count()).select_from(Remark)) == 0


def test_only_units_that_know_of_the_task_and_the_office_can_be_asked(make: Factory, task: Task, lead: Unit) -> None:
    office, stranger = make.unit("办公室"), make.unit()
    make.account(Role.OFFICE, unit=office)

    services.say(task.id, "请指导", units=[office.id], by=of(make, lead))
    with pytest.raises(RuleBroken, match="Only units on the task"):
        services.say(task.id, "请看", units=[stranger.id], by=of(make, lead))

    assert len(queries.list_waiting_talk(make.actor(Role.OFFICE, unit=office))) == 1


def test_the_history_tells_who_said_what(make: Factory, task: Task, lead: Unit, leader: Actor) -> None:
    officer = of(make, lead)
    given = services.instruct(task.id, "抓紧办。", by=leader)
    services.mark_seen(given.id, by=officer)
    services.answer(given.id, "好", by=officer)

    events = db.session.scalars(select(HistoryEntry.event).order_by(HistoryEntry.id)).all()

    assert events == ["talk.instructed", "talk.seen", "talk.answered"]
