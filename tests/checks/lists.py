"""Lists of problems as the browser takes them in."""

from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tracker.accounts.models import Account
from tracker.checks.models import Finding
from tracker.db import db

Clients = Callable[[Account], FlaskClient]
TODAY = date(2026, 10, 13)
HEADS = ["序号", "检查指标", "存在的主要问题", "责任科室", "整改期限", "备注"]


def findings(app: Flask) -> list[Finding]:
    with app.app_context():
        return list(db.session.scalars(select(Finding).order_by(Finding.number)))
