"""An agency in January 2027 with a finished year of two sections, ready to be closed but for what a test changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.plans.rules import PlanState
from tracker.summary.models import Summary, SummarySection
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState

YEAR = 2026
PROBLEMS = "对照年度要点，工作中仍存在一些不足：一是解读形式单一；二是目录更新不及时。"
STEPS = "下一步，将重点做好以下工作：一是丰富解读形式；二是建立目录更新台账。"


@dataclass
class Bureau:
    """Who acts, and what the year left."""

    office: Actor
    law: Actor
    archive: Actor
    leader: Actor
    supervisor: Actor
    law_unit: Unit
    archive_unit: Unit
    office_unit: Unit
    done: Task
    late: Task
    open: Task


@pytest.fixture
def january() -> Iterator[None]:
    with clock.pinned_at(datetime(2027, 1, 12, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def bureau(make: Factory, january: None) -> Bureau:
    """One task done, two left; a summary is dated, a plan is published."""
    make.agency()
    office = make.unit("办公室", kind=UnitKind.OFFICE, position=0)
    law, archive = make.unit("政策法规科", position=1), make.unit("档案管理科", position=2)
    plan = make.plan(YEAR, state=PlanState.PUBLISHED)
    item = make.item(plan, lead=(law,), heading_path=["主动公开", "制度"], text="修订公开目录。")
    done = make.task(
        lead=law, number=1, title="集中公开规范性文件", state=TaskState.DONE, due_on=date(2026, 6, 30),
        done_on=date(2026, 6, 20), percent=100,
    )  # fmt: skip
    late = make.task(
        lead=law, coop=(archive,), number=2, title="修订公开目录", requirement="修订公开目录。", item_id=item.id,
        state=TaskState.IN_PROGRESS, due_on=date(2026, 9, 30), percent=60, limit_phrase="9月底前",
        field="制度", target="不少于2次",
    )  # fmt: skip
    left = make.task(lead=archive, number=3, title="优化检索", state=TaskState.SIGNED_FOR, due_on=date(2026, 12, 31))
    write_summary(make)
    return Bureau(
        make.actor(Role.OFFICE, unit=office, name="李明"), make.actor(Role.SECTION, unit=law, name="王芳"),
        make.actor(Role.SECTION, unit=archive, name="赵强"), make.actor(Role.LEADERSHIP, name="刘局长"),
        make.actor(Role.SUPERVISION, name="钱进"), law, archive, office, done, late, left,
    )  # fmt: skip


def write_summary(make: Factory, *, signed_on: date | None = date(2027, 1, 8)) -> Summary:
    summary = make._save(
        Summary(year=YEAR, title="2026年政务公开工作总结", signed_on=signed_on, drafted_at=clock.now())
    )
    for position, (key, text) in enumerate((("problems", PROBLEMS), ("next_steps", STEPS))):
        make._save(SummarySection(summary_id=summary.id, position=position, key=key, heading=key, text=text))
    return summary
