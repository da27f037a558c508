"""What carries a mark of secrecy is refused by every form, and the history knows who tried, not what."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.files.making import docx
from tests.support.factory import Factory
from tests.support.pages import fill
from tracker.accounts.models import Account
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.progress.models import Evidence

ClientOf = Callable[[Account], FlaskClient]
MARKED = "机密★1年 关于某事的情况"


def tried(app: Flask) -> list[HistoryEntry]:
    with app.app_context():
        return list(db.session.query(HistoryEntry).filter_by(event="secret.refused"))


def test_w12_a_marked_text_is_refused_beside_its_field_stays_there_and_is_recorded(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    office = client_of(make.account(Role.OFFICE))

    page = fill(office, "/organisation/units/new", name=MARKED, kind="section").get_data(as_text=True)

    assert "文中带有密级标志" in page
    assert MARKED in page
    (entry,) = tried(app)
    assert "/organisation/units/new" in str(entry.changes)
    assert "机密" not in f"{entry.changes}{entry.subject_name}"
    with app.app_context():
        assert db.session.query(Unit).filter_by(name=MARKED).count() == 0


def test_w12_a_marked_upload_is_recorded(app: Flask, make: Factory, client_of: ClientOf) -> None:
    unit = make.unit()
    task, officer = make.task(lead=unit), client_of(make.account(Role.SECTION, unit=unit))
    url = f"/tasks/{task.id}/report"

    fill(
        officer,
        url,
        action=url,
        done="已公布",
        files=(BytesIO(docx(f"<w:p><w:r><w:t>{MARKED}</w:t></w:r></w:p>")), "情况.docx"),
    )

    with app.app_context():
        assert db.session.query(Evidence).count() == 0
    assert len(tried(app)) == 1


@pytest.mark.parametrize("name", ["商业秘密保护科", "保密工作科"])
def test_w12_words_about_secrecy_are_taken_by_forms(make: Factory, client_of: ClientOf, app: Flask, name: str) -> None:
    fill(client_of(make.account(Role.OFFICE)), "/organisation/units/new", name=name, kind="section")

    with app.app_context():
        assert db.session.query(Unit).filter_by(name=name).count() == 1
    assert tried(app) == []
