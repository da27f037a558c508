"""Requests for tests: entered through the services, on days in the past year."""

from datetime import date
from typing import Any

from tests.support.factory import number
from tracker.permissions import Actor
from tracker.requests.deeds import Deed
from tracker.requests.handling import Entry, enter_deed
from tracker.requests.models import DisclosureRequest
from tracker.requests.rules import Applicant, Arrival, Channel
from tracker.requests.services import Registration, register_request


def registration(day: date, **values: Any) -> Registration:
    """A request handed in on ``day``."""
    plain = {
        "applicant": Applicant.NATURAL_PERSON,
        "name": f"申请人{number()}",
        "channel": Channel.IN_PERSON,
        "content": "申请公开某地块征收补偿方案",
        "arrival": Arrival(submitted_on=day),
    }
    return Registration(**{**plain, **values})


def a_request(by: Actor, day: date, **values: Any) -> DisclosureRequest:
    """A registered request."""
    return register_request(registration(day, **values), by=by)


def handled(by: Actor, day: date, unit_id: int, **values: Any) -> DisclosureRequest:
    """A request that a unit is handling."""
    request = a_request(by, day, **values)
    enter_deed(request.id, Deed.REVIEWED, Entry(day), by=by)
    return enter_deed(request.id, Deed.ASSIGNED, Entry(day, units=[unit_id]), by=by)


def answered(by: Actor, day: date, unit_id: int, outcome: str, on: date, **values: Any) -> DisclosureRequest:
    """A request that was answered."""
    request = handled(by, day, unit_id, **values)
    return enter_deed(request.id, Deed.ANSWERED, Entry(on, outcome=outcome), by=by)
