"""Statements are never put together from what people type."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tracker.accounts.models import Account
from tracker.accounts.sessions import sign_in
from tracker.config import ROOT
from tracker.errors import RuleBroken
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]
TAKES_SQL = {
    "text",
    "execute",
    "executemany",
    "executescript",
    "exec_driver_sql",
    "literal_column",
    "scalar",
    "scalars",
}
OWN_WORDS = {  # put together, but from names of our own tables and settings alone
    "tracker/db.py": 2,
    "tracker/doctor.py": 1,
    "tracker/sqlite.py": 2,
}
ATTACKS = (
    "'", "' OR '1'='1", "' OR 1=1 --", "') OR ('1'='1", "'; DROP TABLE task; --",
    "' UNION SELECT username FROM account --",
    "1 AND SLEEP(5)", "\\", "%' --", "title; SELECT 1",
    "(SELECT password_hash FROM account)", "randomblob(1000000000)",
)  # fmt: skip


def put_together(path: Path) -> Iterator[int]:
    """Yield the lines on which a statement is given that is no fixed text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in TAKES_SQL and isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
                yield node.lineno


def test_w10_no_statement_is_put_together_from_texts() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): len(lines)
        for path in sorted((ROOT / "tracker").rglob("*.py"))
        if (lines := list(put_together(path)))
    }

    assert found == OWN_WORDS


@pytest.mark.parametrize("wild", ["%", "_", "100%", "\\"])
def test_w10_a_wildcard_is_looked_for_as_itself(make: Factory, client_of: ClientOf, wild: str) -> None:
    make.task(title=f"按{wild}公开")
    make.task(title="政策解读")

    page = client_of(make.account(Role.OFFICE)).get("/tasks", query_string={"q": wild}).get_data(as_text=True)

    assert f"按{wild}公开" in page
    assert "政策解读" not in page


@pytest.mark.parametrize("attack", ATTACKS)
def test_w10_a_statement_that_is_typed_is_looked_for_and_not_done(
    make: Factory, client_of: ClientOf, attack: str
) -> None:
    make.task(title="政策解读")
    office = client_of(make.account(Role.OFFICE))

    found = office.get("/tasks", query_string={"q": attack})
    sorted_by = office.get("/tasks", query_string={"sort": attack, "year": attack, "state": attack, "unit": attack})
    people = office.get("/organisation/people", query_string={"name": attack})

    assert (found.status_code, sorted_by.status_code, people.status_code) == (200, 200, 200)
    assert "政策解读" not in found.get_data(as_text=True)


@pytest.mark.parametrize("attack", ATTACKS)
def test_w10_nobody_signs_in_by_a_statement(context: None, make: Factory, attack: str) -> None:
    make.account(Role.OFFICE)

    with pytest.raises(RuleBroken):
        sign_in(attack[:60], attack, address="10.0.0.1", browser="test")
