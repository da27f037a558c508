"""The page of the history: read by the audit administrator, in words."""

import ast
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.accounts import services
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.features import FEATURES
from tracker.history.services import record
from tracker.history.telling import event_words, untold
from tracker.organisation.rules import UnitKind
from tracker.organisation.services import add_unit
from tracker.permissions import Role
from tracker.tasks.rules import TaskState
from tracker.workdays.messages import Message

ClientOf = Callable[[Account], FlaskClient]
PACKAGES = Path(__file__).parents[2] / "tracker"


def entries(app: Flask, make: Factory, number: int) -> None:
    unit, by = make.unit("法规科"), make.actor(Role.OFFICE, name="李明")
    with app.app_context():
        with transaction():
            for place in range(number):
                record(by, "unit.edited", unit, before={"name": f"第{place}科"}, after={"name": "法规科"})
        db.session.remove()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDIT_ADMIN])
def test_c4_only_the_audit_administrator_reads_the_history(make: Factory, client_of: ClientOf, role: Role) -> None:
    assert client_of(make.account(role)).get("/history").status_code == 403


def test_an_entry_is_told_in_words(app: Flask, make: Factory, client_of: ClientOf) -> None:
    entries(app, make, 1)

    page = client_of(make.account(Role.AUDIT_ADMIN)).get("/history").get_data(as_text=True)

    assert "修改单位" in page
    assert "名称：第0科 → 法规科" in page
    assert "unit.edited" not in page


def test_values_are_told_in_words_and_empty_fields_not_at_all(app: Flask, make: Factory, client_of: ClientOf) -> None:
    account = make.account(Role.SECTION)
    with app.app_context():
        services.set_role(account.id, "office", by=make.actor(Role.SYSTEM_ADMIN))
        services.set_active(account.id, False, by=make.actor(Role.SYSTEM_ADMIN))
        add_unit(name="信息中心", kind=UnitKind.AFFILIATED, aliases=("网络科", "信息科"), by=make.actor(Role.OFFICE))
        db.session.remove()

    page = client_of(make.account(Role.AUDIT_ADMIN)).get("/history").get_data(as_text=True)

    for told in ("角色：科室 → 办公室", "启用：是 → 否", "类别：下属单位", "别名：网络科、信息科"):
        assert told in page
    assert "开始日期" not in page


def test_days_codes_and_numbers_of_units_are_told_in_words(app: Flask, make: Factory, client_of: ClientOf) -> None:
    unit, by = make.unit("法规科"), make.actor(Role.OFFICE)
    after = {"state": TaskState.SIGNED_FOR, "due_on": date(2021, 9, 30), "unit_id": unit.id, "table3.一.总计": 3}
    with app.app_context():
        with transaction():
            record(by, "task.edited", unit, after={**after, "made_at": datetime(2021, 9, 30, 8, 5, tzinfo=UTC)})
            record(by, "unit.post_set", unit, after={"head": ["李明 2021-01-01"]})
        db.session.remove()

    page = client_of(make.account(Role.AUDIT_ADMIN)).get("/history").get_data(as_text=True)

    for told in (
        "状态：已签收",
        "到期日：2021年9月30日",
        "单位：法规科",
        "表三，一 总计：3",
        "负责人：李明 2021年1月1日",
    ):
        assert told in page
    assert "2021年9月30日 16时05分" in page


def test_a_message_is_told_in_the_language_of_the_reader(app: Flask, make: Factory, client_of: ClientOf) -> None:
    what = Message("rectify by %(day)s", {"day": date(2021, 9, 30)})
    with app.app_context(), transaction():
        record(make.actor(Role.OFFICE), "gate.waived", make.unit("法规科"), after={"what": what})

    page = client_of(make.account(Role.AUDIT_ADMIN)).get("/history").get_data(as_text=True)

    assert "放行的问题：" in page
    assert "2021年9月30日" in page
    assert "rectify by" not in page


def test_what_has_no_words_is_found() -> None:
    assert untold("task.edited", {"title": (), "colour": ()}, {"state": ("done", "lost")}) == [
        "task.edited: colour", "task.edited: state=lost"
    ]  # fmt: skip


def test_c6_a_refusal_is_marked(make: Factory, client_of: ClientOf) -> None:
    client_of(make.account(Role.SECTION)).get("/history")

    page = client_of(make.account(Role.AUDIT_ADMIN)).get("/history").get_data(as_text=True)

    assert "无权访问" in page
    assert "被拒绝" in page
    assert "请求：GET /history" in page


def test_the_history_is_turned_by_hundreds_in_a_fixed_number_of_statements(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    entries(app, make, 150)
    auditor = client_of(make.account(Role.AUDIT_ADMIN))

    with counting() as statements:
        newest = auditor.get("/history").get_data(as_text=True)
    older = auditor.get("/history?before=51").get_data(as_text=True)

    assert statements.count == 3
    assert newest.count("<tr>") == 101
    assert "/history?before=51" in newest
    assert older.count("<tr>") == 51
    assert "更早的记录" not in older


def recorded_events() -> Iterator[str]:
    for path in (path for feature in FEATURES for path in (PACKAGES / feature).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                yield from (str(given.value) for given in node.args[1:2] if isinstance(given, ast.Constant))


def test_every_event_of_every_feature_has_words() -> None:
    nameless = {event for event in recorded_events() if event not in event_words()}

    assert nameless == set()
