"""The refusals of the domain: worded for the reader of the page, without knowing pages exist."""

from collections.abc import Mapping


def N_(message: str) -> str:  # noqa: N802 - the customary name that extraction looks for
    """Mark a message id for translation and return it unchanged."""
    return message


def sentence(text: str, values: Mapping[str, object]) -> str:
    """Return an English sentence with its values; of several, one stands behind the other."""
    plain = {name: ", ".join(map(str, one)) if isinstance(one, tuple | list) else one for name, one in values.items()}
    return text % plain if plain else text


class Refusal(Exception):
    """A refusal the reader may see: an English message id with the values that belong into it."""

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        """Keep ``message`` (``%(name)s`` placeholders), the form ``field`` it is about, and its ``values``."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        """Return the English sentence with its values."""
        return sentence(self.message, self.values)


class RuleBroken(Refusal):
    """What was asked for breaks a rule of the work; nothing was changed."""


class NotAllowed(Refusal):
    """The person may not do this at all."""


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of."""

    def __init__(self, message: str = N_("There is no such page or record.")) -> None:
        """Say what is missing; the default fits every page."""
        super().__init__(message)


class Suspicious(RuleBroken):
    """What was tried deserves a look: the history keeps the refusal as ``event``, without the content."""

    def __init__(self, message: str, *, event: str, field: str | None = None, **values: object) -> None:
        """Keep what every refusal has, and what the history calls it."""
        super().__init__(message, field=field, **values)
        self.event = event


class Unreadable(RuleBroken):
    """A file could not be read: the message says what is wrong with it and what to do."""


class Stale(Refusal):
    """Somebody else saved first; ``current`` carries the newer texts, so that both can be shown."""

    def __init__(self, current: dict[str, str], *, version: int, saved_by: str = "", saved_at: object = None) -> None:
        """Keep the texts now in the database by field name, their version, and who saved them when."""
        super().__init__(N_("Somebody else saved a newer version while you were typing."))
        self.current = current
        self.version = version
        self.saved_by = saved_by
        self.saved_at = saved_at


class TooOften(Refusal):
    """Something was asked for more often in a minute than one person may."""

    def __init__(self, kind: str, most: int, *, seconds: int) -> None:
        """Keep the ``kind`` of request, how many of it a minute takes, and for how many ``seconds`` to wait."""
        super().__init__(TOO_OFTEN[kind], most=most, seconds=seconds)
        self.seconds = seconds


TOO_OFTEN = {
    "exports": N_("At most %(most)d files are made in a minute. Wait %(seconds)d seconds, then try again."),
    "uploads": N_("At most %(most)d times a minute files are taken. Wait %(seconds)d seconds, then try again."),
    "searches": N_("At most %(most)d searches a minute. Wait %(seconds)d seconds, then try again."),
    "requests": N_("At most %(most)d pages a minute. Wait %(seconds)d seconds, then try again."),
}


class NotRecorded(Exception):
    """The history could not be written, so nothing of what was asked for may be done."""


class OutcomeUnknown(Exception):
    """The connection broke while a use case was being committed: the database alone knows whether it was done."""
