"""Hundreds of wordings as plans print them, each with what has to come of it: the table stands in phrases.txt."""

from pathlib import Path

import pytest

from tracker.workdays.phrases import LimitReading, read_limit

TABLE = Path(__file__).with_name("phrases.txt")


def said(reading: LimitReading) -> str:
    """The reading in the words of the table."""
    limit = reading.limit
    counts = [
        f"{letter}{value}" for letter, value in (("day", limit.day_of_period), ("n", limit.minimum_count)) if value
    ]
    return " ".join(
        [limit.kind.value]
        + [day.isoformat().removeprefix("2026-") for day in reading.dates]
        + ["ongoing"] * reading.ongoing
        + ([limit.frequency.value] if limit.frequency else [])
        + sorted([*counts, *([f"m{','.join(map(str, limit.months))}"] if limit.months else [])])
        + ([f"{limit.length}{limit.unit.value}"] if limit.length is not None and limit.unit else [])
        + ([f"@{limit.event}"] if limit.event else [])
        + ["?" if code == "limit_unclear" else f"!{code}" for code, _ in reading.doubts]
    )


def groups() -> list[tuple[str, str]]:
    """What is said, and all phrases that say it."""
    blocks = TABLE.read_text(encoding="utf-8").split("\n\n= ")[1:]
    return [(meaning, phrases) for meaning, _, phrases in (block.partition("\n") for block in blocks)]


def listed(phrases: str) -> list[str]:
    """The phrases of a group."""
    return [phrase.strip() for line in phrases.splitlines() for phrase in line.split("|") if phrase.strip()]


@pytest.mark.parametrize(("meaning", "phrases"), groups(), ids=[meaning for meaning, _ in groups()])
def test_each_wording_says_what_the_table_says(meaning: str, phrases: str) -> None:
    read = {phrase: said(read_limit(phrase, 2026, in_limit_cell=True)) for phrase in listed(phrases)}

    assert read == dict.fromkeys(read, meaning)


def test_no_wording_stands_twice_in_the_table() -> None:
    phrases = [phrase for _, block in groups() for phrase in listed(block)]

    assert len(phrases) == len(set(phrases)) > 600
