"""A reading as plain values: the short form other programs read, and the whole of it to be kept or sent and read back."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from tracker.plans.reading.model import Doubt, Place, PlanReading, ReadItem, SourceBlock, SourceCell, SourceRow
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit

Plain = dict[str, Any]


def to_json(reading: PlanReading, *, say: Callable[[Doubt], str] = str) -> Plain:
    """Return what ``tracker plan read --json`` prints; ``say`` words a warning, in English when not given."""
    return {
        "title": reading.title,
        "year": reading.year,
        "items": [_short(item) for item in reading.items],
        "warnings": [say(warning) for warning in reading.warnings],
    }


def _short(item: ReadItem) -> Plain:
    return {
        "number": item.number,
        "heading_path": list(item.heading_path),
        "text": item.text,
        "lead": list(item.lead),
        "coop": list(item.coop),
        "collective": list(item.collective),
        "deadline_phrase": ";".join(item.phrases) or None,
        "due": _day(item.due),
        "milestones": [day.isoformat() for day in item.milestones],
        "ongoing": item.ongoing,
        "frequency": item.frequency.value if item.frequency else None,
        "target": item.target or None,
        "source": item.place.phrase,
    }


def serialise(reading: PlanReading) -> Plain:
    """Return the whole reading as values that JSON can hold; `deserialise` gives it back."""
    return {
        "title": reading.title,
        "year": reading.year,
        "year_in_file": reading.year_in_file,
        "items": [_item(item) for item in reading.items],
        "warnings": [_doubt(warning) for warning in reading.warnings],
        "source": [asdict(block) for block in reading.source],
    }


def deserialise(plain: Mapping[str, Any]) -> PlanReading:
    """Return the reading that `serialise` made ``plain`` of."""
    return PlanReading(
        title=plain["title"],
        year=plain["year"],
        year_in_file=plain["year_in_file"],
        items=tuple(map(_read_item, plain["items"])),
        warnings=tuple(map(_read_doubt, plain["warnings"])),
        source=tuple(map(_read_block, plain["source"])),
    )


def _item(item: ReadItem) -> Plain:
    return {
        **asdict(item),
        "due": _day(item.due),
        "milestones": [day.isoformat() for day in item.milestones],
        "limit": _limit(item.limit),
        "doubts": [_doubt(doubt) for doubt in item.doubts],
    }


def _limit(limit: TimeLimit) -> Plain:
    return {**asdict(limit), "due_on": _day(limit.due_on), "milestones": [day.isoformat() for day in limit.milestones]}


def _doubt(doubt: Doubt) -> Plain:
    return {"code": doubt.code, "message": doubt.message, "values": dict(doubt.values)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_days(texts: list[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)


def _read_item(plain: Mapping[str, Any]) -> ReadItem:
    place = plain["place"]
    return ReadItem(
        text=plain["text"],
        place=Place(tuple(place["anchors"]), place["phrase"]),
        number=plain["number"],
        heading_path=tuple(plain["heading_path"]),
        lead=tuple(plain["lead"]),
        coop=tuple(plain["coop"]),
        collective=tuple(plain["collective"]),
        leader=plain["leader"],
        person=plain["person"],
        deliverable=plain["deliverable"],
        target=plain["target"],
        phrases=tuple(plain["phrases"]),
        due=_read_day(plain["due"]),
        milestones=_read_days(plain["milestones"]),
        ongoing=plain["ongoing"],
        frequency=Frequency(plain["frequency"]) if plain["frequency"] else None,
        limit=_read_limit(plain["limit"]),
        doubts=tuple(map(_read_doubt, plain["doubts"])),
    )


def _read_limit(plain: Mapping[str, Any]) -> TimeLimit:
    return TimeLimit(
        kind=LimitKind(plain["kind"]),
        phrase=plain["phrase"],
        due_on=_read_day(plain["due_on"]),
        milestones=_read_days(plain["milestones"]),
        frequency=Frequency(plain["frequency"]) if plain["frequency"] else None,
        day_of_period=plain["day_of_period"],
        months=tuple(plain["months"]),
        minimum_count=plain["minimum_count"],
        length=plain["length"],
        unit=DayUnit(plain["unit"]) if plain["unit"] else None,
        event=plain["event"],
    )


def _read_doubt(plain: Mapping[str, Any]) -> Doubt:
    return Doubt(plain["code"], plain["message"], dict(plain["values"]))


def _read_block(plain: Mapping[str, Any]) -> SourceBlock:
    rows = tuple(
        SourceRow(row["id"], row["where"], tuple(SourceCell(**cell) for cell in row["cells"])) for row in plain["rows"]
    )
    return SourceBlock(plain["id"], plain["kind"], plain["where"], plain["text"], rows)
