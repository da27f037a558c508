"""PostgreSQL may give a request up, or go away under it: it is done once, or the reader is told and loses nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.support.databases import Database
from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit, UnitAlias
from tracker.permissions import Role
from tracker.web.attempts import PAUSE, REPEATS, as_whole
from tracker.web.models import Submission

ClientOf = Callable[[Account], FlaskClient]
SERIALIZABLE = psycopg.IsolationLevel.SERIALIZABLE
RAISE = "DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '%s'; END $$"


@pytest.fixture
def engine(app: Flask, database: Database) -> Iterator[Engine]:
    """The engine of the application on PostgreSQL; what a test hooks into it is taken out with its connections."""
    if database.settings.is_sqlite:
        pytest.skip("SQLite has no such refusals")
    with app.app_context():
        engine = db.engine
    yield engine
    engine.dispose()


@pytest.fixture
def office(engine: Engine, make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.OFFICE))


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited; nobody waits."""
    waited: list[float] = []
    monkeypatch.setattr("tracker.web.attempts.time.sleep", waited.append)
    return waited


@pytest.fixture
def hook(engine: Engine) -> Iterator[Callable[[str, Callable[..., None]], None]]:
    """Listens to the engine for one test."""
    hooked: list[tuple[str, Callable[..., None]]] = []

    def listen(name: str, listener: Callable[..., None]) -> None:
        event.listen(engine, name, listener)
        hooked.append((name, listener))

    yield listen
    for name, listener in hooked:
        event.remove(engine, name, listener)


def elsewhere(engine: Engine, statement: str, *values: Any, level: psycopg.IsolationLevel | None = None) -> None:
    """Run ``statement`` on another connection and commit it."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as other:
        other.isolation_level = level
        other.execute(statement, values)


def kill(engine: Engine, connection: Any) -> None:
    """End the process that serves ``connection``."""
    elsewhere(engine, "SELECT pg_terminate_backend(%s)", connection.info.backend_pid)


def saved(app: Flask, name: str) -> tuple[int, int, int]:
    """Return how many units of that name, history entries about it, and claimed forms there are."""
    with app.app_context():
        counts = (
            db.session.scalar(select(func.count()).where(Unit.name == name)) or 0,
            db.session.scalar(select(func.count()).where(HistoryEntry.subject_name == name)) or 0,
            db.session.scalar(select(func.count()).select_from(Submission)) or 0,
        )
        db.session.remove()
    return counts


@pytest.fixture
def met(engine: Engine, hook: Callable[..., None], make: Factory) -> Callable[[Unit, int], None]:
    """Lets every transaction be serializable, and another one close the unit in the midst of the next few changes."""

    def meet(unit: Unit, times: int) -> None:
        days = iter(range(1, times + 1))

        def between(_: object, __: object, statement: str, *___: object) -> None:
            if statement.startswith("UPDATE unit ") and (day := next(days, None)):
                closing = "UPDATE unit SET to_on = %s WHERE id = %s"
                elsewhere(engine, closing, date(2030, 1, day), unit.id, level=SERIALIZABLE)

        engine.dispose()
        hook("connect", lambda connection, _: setattr(connection, "isolation_level", SERIALIZABLE))
        hook("before_cursor_execute", between)

    return meet


def test_r16_of_two_serializable_transactions_the_one_given_up_is_done_again_whole(
    app: Flask, make: Factory, office: FlaskClient, met: Callable[[Unit, int], None], pauses: list[float]
) -> None:
    unit = make.unit("法规科")

    met(unit, 1)
    answer = fill(office, f"/organisation/units/{unit.id}/edit", name="政策法规科")

    assert (answer.status_code, saved(app, "政策法规科"), len(pauses)) == (303, (1, 1, 1), 1)
    with app.app_context():
        assert db.session.scalar(select(Unit.to_on).where(Unit.id == unit.id)) == date(2030, 1, 1)  # the other's stays


def test_r16_after_three_repeats_the_reader_is_told_and_keeps_what_was_typed(
    app: Flask, make: Factory, office: FlaskClient, met: Callable[[Unit, int], None], pauses: list[float]
) -> None:
    unit = make.unit("法规科")

    met(unit, 9)
    answer = fill(office, f"/organisation/units/{unit.id}/edit", name="政策法规科")

    assert (answer.status_code, saved(app, "政策法规科")) == (503, (0, 0, 0))
    assert "政策法规科" in answer.get_data(as_text=True)
    assert len(pauses) == REPEATS
    assert all(PAUSE[0] <= pause <= PAUSE[1] for pause in pauses)


@pytest.mark.parametrize(("state", "status", "waits"), [("40001", 303, 1), ("40P01", 303, 1), ("55P03", 500, 0)])
def test_r16_only_what_was_given_up_for_others_is_done_again(
    app: Flask, office: FlaskClient, hook: Callable[..., None], pauses: list[float],
    state: str, status: int, waits: int,
) -> None:  # fmt: skip
    refusals = iter([RAISE % state])

    def refuse(_: object, cursor: Any, statement: str, *__: object) -> None:
        if statement.startswith("INSERT INTO unit ") and (refusal := next(refusals, "")):
            cursor.execute(refusal)

    hook("before_cursor_execute", refuse)
    answer = fill(office, "/organisation/units/new", name="法规科")

    assert (answer.status_code, len(pauses)) == (status, waits)
    assert saved(app, "法规科")[0] == (status == 303)


def test_r16_a_row_that_is_there_already_is_not_tried_again(engine: Engine, make: Factory, pauses: list[float]) -> None:
    unit = make.unit()

    def add_twice() -> None:
        with make.app.app_context(), transaction():
            db.session.add_all([Unit(id=unit.id, name="二科", kind=unit.kind)])

    with pytest.raises(IntegrityError) as refused:
        as_whole(add_twice)

    assert (refused.value.orig.sqlstate, pauses) == ("23505", [])  # type: ignore[union-attr]


def test_r16_what_committed_a_part_already_is_not_done_again(
    app: Flask, engine: Engine, make: Factory, pauses: list[float]
) -> None:
    unit, runs = make.unit(), []

    def in_two_parts() -> None:
        runs.append(1)
        with app.app_context():
            with transaction():
                db.session.add(UnitAlias(unit_id=unit.id, name="别名"))
            with transaction():
                db.session.execute(text(RAISE % "40001"))

    with pytest.raises(OperationalError):
        as_whole(in_two_parts)

    assert (len(runs), pauses) == (1, [])


def test_r16_files_are_read_from_their_beginning_again(
    make: Factory, office: FlaskClient, hook: Callable[..., None], pauses: list[float]
) -> None:
    unit, refusals = make.unit("法规科"), iter([RAISE % "40001"])

    def refuse(_: object, cursor: Any, statement: str, *__: object) -> None:
        if statement.startswith("INSERT INTO plan ") and (refusal := next(refusals, "")):
            cursor.execute(refusal)

    hook("before_cursor_execute", refuse)
    lines = f"2026年政务公开工作要点\n序号\t工作任务\t牵头科室\n1\t公开规划\t{unit.name}\n"
    answer = fill(office, "/plans", action="/plans/new", files=(BytesIO(lines.encode()), "要点.txt"))

    assert (answer.status_code, len(pauses)) == (303, 1)


def test_r16_a_server_process_killed_in_the_midst_saves_nothing_and_the_next_try_does(
    app: Flask, office: FlaskClient, engine: Engine, hook: Callable[..., None]
) -> None:
    victims = iter([True])

    def kill_once(connection: Any, _: object, statement: str, *__: object) -> None:
        if statement.startswith("INSERT INTO unit ") and next(victims, False):
            kill(engine, connection.connection.dbapi_connection)

    hook("before_cursor_execute", kill_once)
    answer = fill(office, "/organisation/units/new", name="法规科")
    page = answer.get_data(as_text=True)

    assert (answer.status_code, answer.headers["Retry-After"], saved(app, "法规科")) == (503, "10", (0, 0, 0))
    assert "法规科" in page
    again = office.post("/organisation/units/new", data=filled(page, action="/organisation/units/new"))
    assert (again.status_code, saved(app, "法规科")) == (303, (1, 1, 1))


def test_r16_a_connection_lost_after_the_commit_leads_on_without_doing_it_twice(
    app: Flask, office: FlaskClient, engine: Engine, hook: Callable[..., None]
) -> None:
    hook("commit", lose_connection(engine, is_saved=True))

    answer = fill(office, "/organisation/units/new", name="法规科")

    assert (answer.status_code, saved(app, "法规科")) == (303, (1, 1, 1))


def test_r16_a_connection_lost_before_the_commit_says_so_on_the_form_and_the_next_try_does_it(
    app: Flask, office: FlaskClient, engine: Engine, hook: Callable[..., None]
) -> None:
    hook("commit", lose_connection(engine, is_saved=False))

    answer = fill(office, "/organisation/units/new", name="法规科")
    page = answer.get_data(as_text=True)

    assert (answer.status_code, saved(app, "法规科")) == (200, (0, 0, 0))
    assert "这次没有保存" in page
    again = office.post("/organisation/units/new", data=filled(page, name="法规科"))
    assert (again.status_code, saved(app, "法规科")) == (303, (1, 1, 1))


def test_r16_where_no_token_tells_the_reader_is_asked_to_look(
    app: Flask, office: FlaskClient, engine: Engine, hook: Callable[..., None]
) -> None:
    hook("commit", lose_connection(engine, is_saved=True))

    answer = fill(office, "/organisation/units/new", name="法规科", form_token="")

    assert (answer.status_code, saved(app, "法规科")) == (503, (1, 1, 0))
    assert "请先看看" in answer.get_data(as_text=True)


def lose_connection(engine: Engine, *, is_saved: bool) -> Callable[[Any], None]:
    """Return a listener that breaks the connection at the first commit, before or after the server has done it."""
    victims = iter([True])

    def lose(connection: Any) -> None:
        raw = connection.connection.dbapi_connection
        if next(victims, False):
            if is_saved:
                raw.execute("COMMIT; BEGIN")
            kill(engine, raw)

    return lose
