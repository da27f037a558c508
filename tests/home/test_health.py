"""The first page of the administrators: what the doctor found, failed sign-ins, accounts that ask for a look."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tracker import clock, config, copies
from tracker.accounts.models import Account, SignInFailure
from tracker.config import current
from tracker.db import db
from tracker.doctor import alarms, examine
from tracker.home.health import Attention, get_health
from tracker.home.words import WAYS_OUT
from tracker.permissions import Role

Browser = Callable[[Account], FlaskClient]


@pytest.fixture(autouse=True)
def same_settings(app: Flask) -> Iterator[None]:
    """The settings of the next test are those of this one, whatever it says itself."""
    settings = current()
    yield
    config.use(settings)


@pytest.fixture
def backups(app: Flask) -> Iterator[Path]:
    """The folder of backups, empty."""
    folder = current().instance / "backups"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def fail(app: Flask, username: str, times: int) -> None:
    with app.app_context():
        from tracker.db import transaction

        with transaction():
            for at in range(times):
                db.session.add(SignInFailure(username=username, address=f"10.0.0.{at}", at=clock.now()))


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_an_administrator_sees_the_state_of_the_installation(
    make: Factory, client_of: Browser, backups: Path, role: Role
) -> None:
    client = client_of(make.account(role))
    page = client.get("/health").get_data(as_text=True)

    assert client.get("/").location == "/health"
    assert "处要看" in page
    assert "没有可用的备份" in page


def test_the_page_says_what_the_doctor_says(app: Flask, make: Factory) -> None:
    with app.app_context():
        quick = get_health(clock.today(), is_thorough=False)
        whole = get_health(clock.today(), is_thorough=True)
        told = [(str(one.name), one.level, str(one.sentence)) for one in examine(current())]

    assert [(str(one.name), one.level, str(one.sentence)) for one in whole.answers] == told
    assert {"history"} <= {str(one.name) for one in whole.answers} - {str(one.name) for one in quick.answers}


def test_the_age_of_the_newest_good_backup_is_told_and_an_old_one_is_a_trouble(app: Flask, backups: Path) -> None:
    for hours, level in ((2, "ok"), (26, "ok"), (27, "warning")):
        made = backups / copies.name_at(clock.now() - timedelta(hours=hours))
        made.touch()
        copies.judge(made)

        with app.app_context():
            answers = {str(one.name): one for one in get_health(clock.today(), is_thorough=False).answers}

        assert answers["backup"].level == level
        assert f"{hours} hours old" in str(answers["backup"].sentence)
        made.unlink()


def test_r10_a_backup_that_nobody_found_good_does_not_count(app: Flask, backups: Path) -> None:
    (backups / copies.name_at(clock.now())).touch()

    with app.app_context():
        answers = {str(one.name): one for one in get_health(clock.today(), is_thorough=False).answers}

    assert answers["backup"].level == "warning"


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_r11_every_page_of_an_administrator_says_that_there_is_no_good_backup(
    make: Factory, client_of: Browser, backups: Path, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(make.account(role))
    made = backups / copies.name_at(clock.now() - timedelta(hours=25))
    made.touch()
    copies.judge(made)
    monkeypatch.setattr(copies, "is_elsewhere", lambda _: True)
    config.use(replace(current(), backup_copy=str(backups)))

    before = client.get("/account").get_data(as_text=True)
    with clock.pinned_at(clock.now() + timedelta(hours=2)):
        after = make.client_of(make.account(Role.SYSTEM_ADMIN)).get("/account").get_data(as_text=True)

    assert 'class="demonstration alarm"' not in before
    assert after.count("最近一份可用的是27小时前的") == 2


def test_r11_having_no_second_folder_is_told_to_administrators_and_nobody_else(
    make: Factory, client_of: Browser, backups: Path
) -> None:
    admin = client_of(make.account(Role.SYSTEM_ADMIN)).get("/account").get_data(as_text=True)
    office = client_of(make.account(Role.OFFICE)).get("/account").get_data(as_text=True)

    assert "备份也一起没了" in admin
    assert "alarm" not in office


def test_r11_a_second_folder_that_is_not_mounted_is_told(app: Flask, backups: Path, tmp_path: Path) -> None:
    answers = {str(one.name): one for one in alarms(replace(current(), backup_copy=str(tmp_path / "away")))}

    assert "not mounted" in str(answers["backup on another machine"].sentence)


def test_w7_serving_in_clear_on_a_network_is_told_on_every_page_of_an_administrator(
    make: Factory, client_of: Browser, app: Flask
) -> None:
    client, settings = client_of(make.account(Role.SECURITY_ADMIN)), current()

    before = client.get("/account").get_data(as_text=True)
    config.use(replace(settings, plain_http=True))
    after = client.get("/account").get_data(as_text=True)

    assert "明文传输" not in before
    assert "口令在网络上明文传输" in after


def test_r13_administrators_are_warned_below_15_percent_of_room_and_nobody_else(
    make: Factory, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.doctor.shutil.disk_usage", lambda _: SimpleNamespace(total=100, free=14))

    admin = client_of(make.account(Role.SYSTEM_ADMIN)).get("/account").get_data(as_text=True)
    office = client_of(make.account(Role.OFFICE)).get("/account").get_data(as_text=True)

    assert "只剩14%" in admin
    assert "alarm" not in office


def test_failed_sign_ins_are_counted_by_login_name_and_a_locked_one_is_marked(
    app: Flask, make: Factory, client_of: Browser
) -> None:
    fail(app, "zhangsan", 6)
    fail(app, "lisi", 1)

    with app.app_context():
        health = get_health(clock.today(), is_thorough=False)

    assert health.failed == 7
    assert [(one.username, one.count, one.addresses, one.is_locked) for one in health.failures] == [
        ("zhangsan", 6, 6, True), ("lisi", 1, 1, False),
    ]  # fmt: skip
    assert "zhangsan" in client_of(make.account(Role.SECURITY_ADMIN)).get("/health").get_data(as_text=True)


def test_accounts_of_those_who_left_or_never_came_ask_for_a_look(app: Flask, make: Factory) -> None:
    left = make.account(Role.OFFICE)
    make.account(Role.OFFICE, is_active=False)
    fresh = make.account(Role.LEADERSHIP)
    with app.app_context():
        from tracker.db import transaction

        with transaction():
            account = db.session.get(Account, left.id)
            assert account is not None
            account.person.to_on = date(2020, 1, 1)

    with app.app_context():
        attention = get_health(clock.today(), is_thorough=False).attention

    assert [(one.id, why) for one, why in attention] == [(left.id, Attention.LEFT), (fresh.id, Attention.UNUSED)]


def test_what_is_not_set_up_yet_leads_to_the_page_where_it_is(make: Factory, client_of: Browser) -> None:
    page = client_of(make.account(Role.SYSTEM_ADMIN)).get("/health").get_data(as_text=True)

    for address in ("/organisation/agency/edit", "/organisation", "/accounts/new"):
        assert f'href="{address}">去设置</a>' in page


def test_every_way_out_answers_a_check_of_the_doctor(context: None) -> None:
    assert set(WAYS_OUT) <= {one.name.text for one in examine(current())}
