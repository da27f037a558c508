"""How messages leave: channels, states, and when a message that failed is tried again. Pure rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Channel(StrEnum):
    """The way a message takes."""

    APP = "app"  # shown on the pages
    MAIL = "mail"
    WECOM = "wecom"  # 企业微信 group robot
    DINGTALK = "dingtalk"  # 钉钉 group robot


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"  # a worker has taken it
    SENT = "sent"
    FAILED = "failed"


PAUSES = (1, 5, 15, 60, 240, 720)  # minutes before the second try, the third and so on
LOST_AFTER = timedelta(minutes=10)  # a worker that took a message and is silent for so long has died


@dataclass(frozen=True)
class Draft:
    """One message as it would leave; ``key`` is its reason, which is there only once."""

    key: str
    channel: Channel
    person_id: int | None
    to: str  # who it is for, in words
    address: str
    subject: str
    text: str


def next_try(tries: int, moment: datetime) -> datetime | None:
    """Return when a message that failed ``tries`` times is tried again; None when it is given up."""
    if tries > len(PAUSES):
        return None
    return moment + timedelta(minutes=PAUSES[tries - 1])
