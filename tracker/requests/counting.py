"""The registers counted into the statutory tables: three (requests) and four (reviews and lawsuits).

A request is new in the year it was received, counts as a result in the year it was answered, and is carried over
by itself when it is open on 31 December. A review or lawsuit counts with its result in the year it was decided,
and as not yet decided in every year at whose end it is still open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.requests.outcomes import OUTCOMES
from tracker.requests.rules import Applicant

NEW, CARRIED_IN, TOTAL, CARRIED_OVER = "一", "二", "三(七)", "四"
ROW_KEYS: tuple[str, ...] = (NEW, CARRIED_IN, *(outcome.code for outcome in OUTCOMES), TOTAL, CARRIED_OVER)

_APPLICANTS = tuple(Applicant)


@dataclass(frozen=True)
class RequestRecord:
    """What table three needs of one request; ``outcome`` and ``answered_on`` are both set or both None."""

    applicant: Applicant
    received_on: date
    answered_on: date | None = None
    outcome: str | None = None


def rows_of(record: RequestRecord, year: int) -> tuple[str, ...]:
    """Return the keys of the rows of ``year``'s table three in which ``record`` counts; often none."""
    received = record.received_on.year
    answered = record.answered_on.year if record.answered_on and record.outcome else None
    if received > year or (answered is not None and answered < year):
        return ()
    origin = NEW if received == year else CARRIED_IN
    if answered == year and record.outcome:
        return origin, record.outcome, TOTAL
    return origin, CARRIED_OVER


def tabulate(records: Iterable[RequestRecord], year: int) -> dict[str, tuple[int, ...]]:
    """Return the 25 rows of table three of ``year``: six columns of applicants and their sum."""
    counts = {key: [0] * len(_APPLICANTS) for key in ROW_KEYS}
    for record in records:
        column = _APPLICANTS.index(record.applicant)
        for key in rows_of(record, year):
            counts[key][column] += 1
    return {key: (*row, sum(row)) for key, row in counts.items()}


class DisputeKind(StrEnum):
    """The three groups of table four, in its order."""

    REVIEW = "review"  # 行政复议
    DIRECT_SUIT = "direct_suit"  # 行政诉讼, 未经复议直接起诉
    SUIT_AFTER_REVIEW = "suit_after_review"  # 行政诉讼, 复议后起诉


class DisputeResult(StrEnum):
    """The columns of a group of table four before its sum, in their order."""

    UPHELD = "upheld"  # 结果维持
    CORRECTED = "corrected"  # 结果纠正
    OTHER = "other"  # 其他结果
    PENDING = "pending"  # 尚未审结


@dataclass(frozen=True)
class DisputeRecord:
    """What table four needs of one review or lawsuit.

    ``is_as_reviewer``: we are sued only as the body that reviewed another agency's act; such a suit is counted by
    that agency alone (国办公开办函〔2016〕201号).
    """

    kind: DisputeKind
    filed_on: date
    decided_on: date | None = None
    result: DisputeResult = DisputeResult.PENDING
    is_as_reviewer: bool = False


def result_in(record: DisputeRecord, year: int) -> DisputeResult | None:
    """Return the column of ``year``'s table four in which ``record`` counts, or None."""
    if record.filed_on.year > year or record.is_as_reviewer:
        return None
    if record.decided_on is None or record.decided_on.year > year:
        return DisputeResult.PENDING
    return record.result if record.decided_on.year == year else None


def tabulate_disputes(records: Iterable[DisputeRecord], year: int) -> tuple[int, ...]:
    """Return the 15 numbers of table four of ``year``: for each group its four results and their sum."""
    counts = {kind: dict.fromkeys(DisputeResult, 0) for kind in DisputeKind}
    for record in records:
        if (result := result_in(record, year)) is not None:
            counts[record.kind][result] += 1
    return tuple(number for group in counts.values() for number in (*group.values(), sum(group.values())))
