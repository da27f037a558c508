"""Opening the pages of tasks."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from tracker import clock
from tracker.accounts.models import Account

ClientOf = Callable[[Account], FlaskClient]
YEAR = clock.today().year
SOON = clock.today() + timedelta(days=1)


def html(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.get_data(as_text=True)
