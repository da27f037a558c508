"""Settings that are refused before anything starts."""

import secrets
from pathlib import Path

import pytest

from tracker.config import load_settings
from tracker.errors import RuleBroken

WEAK_KEYS = (
    "short",
    "9f3a5c71e0b4d8267f1ac93e5d0b84a",
    "a" * 64,
    "ab" * 32,
    "abcdefgh" * 8,
    "0123456789abcdef" * 2,
    "1234567890" * 4,
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "change-me-change-me-before-you-go-on-7f3a",
    "please_replace_me_with_something_9b1c42d8",
    "django-insecure-4k2j5h6g7f8d9s0a1q2w3e4r5t",
    "my very own Secret-Key of the office, 2026",
    "Password-of-the-server-room-on-floor-3",
    "1122334455667711223344556677" + "1122334455667711223344556677",
)


@pytest.mark.parametrize("key", WEAK_KEYS)
def test_a13_a_weak_key_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        load_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_SECRET_KEY": key})
    assert "SECRET_KEY" in str(refusal.value)
    assert key not in str(refusal.value)


def test_a13_a_key_made_at_random_is_taken_in_any_usual_writing(tmp_path: Path) -> None:
    for _ in range(500):
        for key in (secrets.token_hex(16), secrets.token_hex(32), secrets.token_urlsafe(32)):
            assert load_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_SECRET_KEY": key}).secret_key == key


def test_a13_the_key_made_at_the_first_start_is_ours_alone_and_stays(tmp_path: Path) -> None:
    first = load_settings({"TRACKER_INSTANCE": str(tmp_path)}).secret_key
    kept = tmp_path / "secret_key"
    assert len(bytes.fromhex(first)) == 32
    assert kept.stat().st_mode & 0o777 == 0o600
    assert load_settings({"TRACKER_INSTANCE": str(tmp_path)}).secret_key == first
