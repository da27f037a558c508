"""The 20,000 passwords people use most, taken from the lists of zxcvbn (its MIT licence lies beside them)."""

import gzip
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("usual_passwords.txt.gz")


@cache
def usual_passwords() -> frozenset[str]:
    """Return the passwords, in small letters."""
    return frozenset(gzip.decompress(LIST.read_bytes()).decode().split("\n")) - {""}


def is_usual(password: str) -> bool:
    """Whether ``password`` is one of them, however its letters are written, or two of them or one twice in a row."""
    small = password.lower()
    halves = [(small[:cut], small[cut:]) for cut in range(5, len(small) - 4)]
    known = usual_passwords()
    return small in known or any(first in known and second in known for first, second in halves)
