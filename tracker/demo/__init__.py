"""A believable finished year and a running one of an invented bureau, made through the services."""

from collections.abc import Callable


def build_demonstration(say: Callable[[str], None]) -> None:
    """Build the demonstration and ``say`` the accounts."""
    say("…")
