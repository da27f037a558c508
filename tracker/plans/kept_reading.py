"""A reading as the database keeps it with its plan: the items as they were read, the source, and the doubts."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tracker.plans.reading import deserialise, serialise
from tracker.plans.reading.model import Doubt, PlanReading, ReadItem, SourceBlock


def kept_items(reading: PlanReading) -> dict[str, Any]:
    """Return the items of a reading as JSON."""
    return serialise(replace(reading, source=(), warnings=()))


def kept_source(reading: PlanReading) -> dict[str, Any]:
    """Return the blocks of the document as JSON."""
    return serialise(replace(reading, items=(), warnings=()))


def kept_doubts(doubts: Iterable[Doubt]) -> list[dict[str, Any]]:
    """Return doubts as JSON."""
    return [{"code": doubt.code, "message": doubt.message, "values": dict(doubt.values)} for doubt in doubts]


def items_in(kept: dict[str, Any]) -> tuple[ReadItem, ...]:
    """Return the items that ``kept_items`` kept; none of a plan that was entered by hand."""
    return deserialise(kept).items if kept else ()


def blocks_in(kept: dict[str, Any]) -> tuple[SourceBlock, ...]:
    """Return the blocks that ``kept_source`` kept; none of a plan that was entered by hand."""
    return deserialise(kept).source if kept else ()


def doubts_in(kept: Iterable[dict[str, Any]]) -> tuple[Doubt, ...]:
    """Return the doubts that ``kept_doubts`` kept."""
    return tuple(Doubt(one["code"], one["message"], one["values"]) for one in kept)
