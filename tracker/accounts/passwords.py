"""Passwords as argon2id hashes, and secrets that are shown once."""

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
_decoy = _hasher.hash(secrets.token_hex())
READABLE = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"  # no letters that look like digits


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``."""
    return _hasher.hash(password)


def is_password(hashed: str | None, password: str) -> bool:
    """Whether ``password`` belongs to ``hashed``; without a hash it takes as long and is never right."""
    try:
        right = _hasher.verify(hashed or _decoy, password)
    except (VerificationError, InvalidHashError):
        return False
    return right and hashed is not None


def needs_rehash(hashed: str) -> bool:
    """Whether ``hashed`` was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(hashed)


def new_password() -> str:
    """Return a random first password of 20 characters that meets the rule for passwords."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(6)) for _ in range(3)) + "a9"


def new_code() -> str:
    """Return a one-time code that a person can copy from the console."""
    return "-".join("".join(secrets.choice(READABLE[:24] + "23456789") for _ in range(4)) for _ in range(4))


def sha256_of(secret: str) -> str:
    """Return the SHA-256 of ``secret``, which is all that is kept of tokens and codes."""
    return hashlib.sha256(secret.encode()).hexdigest()
