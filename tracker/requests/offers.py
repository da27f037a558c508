"""What a person may do with a request now, the likeliest first."""

from collections.abc import Iterator

from tracker.permissions import Actor, Permission
from tracker.requests.deeds import ANSWER_TO, LETTERS, Deed
from tracker.requests.models import DisclosureRequest, RequestEvent
from tracker.requests.rules import Step

_EXTENSION = (Deed.EXTENSION_ASKED, Deed.EXTENSION_AGREED, Deed.EXTENSION_REFUSED, Deed.EXTENDED)


def open_extension(request: DisclosureRequest) -> RequestEvent | None:
    """Return the extension that waits for consent or, consented to, for the letter to the applicant."""
    last = next((event for event in reversed(request.events) if event.deed in _EXTENSION), None)
    is_open = last is not None and last.deed in (Deed.EXTENSION_ASKED, Deed.EXTENSION_AGREED)
    return last if is_open and request.answered_on is None else None


def undelivered(request: DisclosureRequest) -> list[RequestEvent]:
    """Return the letters of which nobody entered yet when they reached the other side."""
    return [event for event in request.events if event.deed in LETTERS and event.delivered_on is None]


def deeds_for(request: DisclosureRequest, by: Actor) -> list[Deed]:
    """Return the deeds that ``by`` can choose now; whether the day fits is for the rules to say."""
    found: list[Deed] = []
    if by.may(Permission.DECIDE):
        waiting = open_extension(request)
        if waiting is not None and waiting.deed is Deed.EXTENSION_ASKED:
            found += [Deed.EXTENSION_AGREED, Deed.EXTENSION_REFUSED]
    if by.may(Permission.KEEP_REQUESTS):
        found += _of_office(request)
    if by.may(Permission.REPORT_PROGRESS) and request.step is not Step.ARCHIVED:
        found.append(Deed.NOTED)
    return found


def _of_office(request: DisclosureRequest) -> Iterator[Deed]:
    if request.step in (Step.ANSWERED, Step.ARCHIVED):
        yield from (Deed.ARCHIVED, Deed.AMENDED) if request.step is Step.ANSWERED else (Deed.AMENDED,)
        return
    if request.step is Step.REGISTERED:
        yield Deed.REVIEWED
    elif request.step is Step.REVIEWED:
        yield Deed.ASSIGNED
    yield from _awaited(request)
    if request.step is Step.HANDLED:
        yield Deed.ANSWERED
        yield Deed.ASSIGNED
    yield from _questions(request)


def _awaited(request: DisclosureRequest) -> Iterator[Deed]:
    """Yield the answers that can come to what was asked."""
    waiting = open_extension(request)
    if waiting is not None and waiting.deed is Deed.EXTENSION_AGREED:
        yield Deed.EXTENDED
    for answer, asked in ANSWER_TO.items():
        sent = {event.party for event in request.events if event.deed is asked}
        if sent - {event.party for event in request.events if event.deed is answer}:
            yield answer
    if undelivered(request):
        yield Deed.DELIVERED


def _questions(request: DisclosureRequest) -> Iterator[Deed]:
    done = {event.deed for event in request.events}
    if Deed.CORRECTION_ASKED not in done:
        yield Deed.CORRECTION_ASKED
    yield from (Deed.THIRD_PARTY_ASKED, Deed.AGENCY_ASKED)
    if open_extension(request) is None and Deed.EXTENDED not in done:
        yield Deed.EXTENSION_ASKED
    yield Deed.DELAYED
    if Deed.FEE_NOTIFIED not in done:
        yield Deed.FEE_NOTIFIED
