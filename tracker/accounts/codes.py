"""Codes of the second step: six digits that change every 30 seconds (RFC 6238), and codes for a lost phone."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20  # 160 bits
CODES_GIVEN = 10
HINT = 4  # letters by which a recovery code is found; those after them are secret: 16 of 32 letters, 80 bits
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_secret() -> str:
    """Return a new secret as an app takes it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_of(moment: datetime) -> int:
    """Return the number of the 30 seconds in which ``moment`` lies."""
    return int(moment.timestamp()) // SECONDS


def code_at(secret: str, step: int) -> str:
    """Return the code of ``secret`` in a step."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: str, code: str, moment: datetime, *, after: int) -> int | None:
    """Return the step of ``code``: the present one, the one before or the next; None for a wrong or a used one."""
    now = step_of(moment)
    fitting = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(code_at(secret, step), code)]
    return next((step for step in fitting if step > after), None)


def setup_address(secret: str, username: str) -> str:
    """Return what the picture says that an app reads."""
    issuer = "政务公开工作台"
    return f"otpauth://totp/{quote(f'{issuer}:{username}')}?{urlencode({'secret': secret, 'issuer': issuer})}"


def picture(text: str) -> str:
    """Return ``text`` as a QR code, as the address of an image."""
    import segno

    return str(segno.make(text, error="m").svg_data_uri(scale=4, border=2, dark="#000", light="#fff"))


def new_recovery_code() -> str:
    """Return a code of four groups of five letters."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def plain(given: str) -> str:
    """Return what was typed without spaces and dashes, in capitals."""
    return "".join(letter for letter in given.upper() if letter.isascii() and letter.isalnum())
