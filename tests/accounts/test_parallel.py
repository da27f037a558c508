"""Many tries at once: the lock holds for all workers together."""

from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from tests.support.factory import Factory
from tracker.accounts import sessions
from tracker.accounts.models import SignInFailure
from tracker.db import db
from tracker.errors import RuleBroken


def test_a4_twenty_tries_at_once_compare_at_most_five_passwords(app: Flask, make: Factory) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    account = make.account(password_hash=quick.hash("Correct-horse-7"))

    def attempt(number: int) -> bool:
        with app.app_context():
            try:
                sessions.sign_in(account.username, f"Wrong-horse-{number}", address=f"10.0.0.{number}", browser="test")
            except RuleBroken:
                return False
            finally:
                db.session.remove()
        return True

    with ThreadPoolExecutor(max_workers=8) as pool:
        let_in = list(pool.map(attempt, range(20)))

    with app.app_context():
        compared = db.session.scalar(select(func.count()).where(SignInFailure.username == account.username))
    assert (any(let_in), compared) == (False, 5)
