"""The outbox: messages are taken by one worker each, sent outside of any transaction, and tried again with pauses.

A message is taken before it is sent, so that no second worker sends it too. One whose worker died in between is given
up, and so is one that was handed over without an answer: it may have left, and twice is worse than once on the pages
alone.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from tracker import clock
from tracker.config import Settings
from tracker.db import db, transaction
from tracker.reminders.channels import NotAnswered, Parcel, send
from tracker.reminders.models import Message, ReminderRun
from tracker.reminders.sending import LOST_AFTER, MessageState, next_try

AT_ONCE = 10
LONGEST_ERROR = 300
log = logging.getLogger("tracker.reminders")


@dataclass
class Delivery:
    """How many messages left, and how many tries failed."""

    sent: int = 0
    failed: int = 0


def deliver(settings: Settings, sender: Callable[[Parcel, Settings], None] = send) -> Delivery:
    """Send everything that is due, and return what came of it."""
    delivery = Delivery()
    while parcels := _take():
        for parcel in parcels:
            error = _try(parcel, settings, sender)
            _settle(parcel.id, error)
            delivery.sent += error is None
            delivery.failed += error is not None
    return delivery


def _take() -> list[Parcel]:
    """Claim the messages that are due and return what sending them needs."""
    moment = clock.now()
    with transaction():
        lost = select(Message).where(Message.state == MessageState.SENDING, Message.claimed_at < moment - LOST_AFTER)
        for message in db.session.scalars(lost):
            message.state, message.error = MessageState.FAILED, "the worker ended while it was sending this"
        due = select(Message).where(Message.state == MessageState.WAITING, Message.next_try_at <= moment)
        taken = db.session.scalars(due.order_by(Message.id).limit(AT_ONCE)).all()
        for message in taken:
            message.state, message.claimed_at, message.tries = MessageState.SENDING, moment, message.tries + 1
        return [
            Parcel(one.id, one.key, one.channel, one.address, one.subject, one.text) for one in taken
        ]  # fmt: skip


def _try(parcel: Parcel, settings: Settings, sender: Callable[[Parcel, Settings], None]) -> Exception | None:
    """Send, and return what went wrong, if anything did."""
    try:
        sender(parcel, settings)
    except Exception as error:  # whatever a mail server or robot does, the others go on
        log.warning("message %s by %s did not leave: %s", parcel.id, parcel.channel, type(error).__name__)
        return error
    return None


def _settle(message_id: int, error: Exception | None) -> None:
    moment = clock.now()
    with transaction():
        message = db.session.get_one(Message, message_id)
        if error is None:
            message.state, message.sent_at, message.error = MessageState.SENT, moment, ""
            return
        message.error = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        again = None if isinstance(error, NotAnswered) else next_try(message.tries, moment)
        message.state = MessageState.WAITING if again else MessageState.FAILED
        message.next_try_at = again or message.next_try_at


def hold_back_after_restore() -> None:
    """Keep, inside the open transaction, a restored database from telling anybody anything a second time."""
    kept_back = (MessageState.WAITING, MessageState.SENDING)
    for message in db.session.scalars(select(Message).where(Message.state.in_(kept_back))):
        message.state, message.error = MessageState.FAILED, "came out of a backup: it may have left before"
    for run in db.session.scalars(select(ReminderRun)):
        run.last_on = max(run.last_on, clock.today())
