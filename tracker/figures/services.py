"""What is done with figures: freezing those of a document when it is issued."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.figures.comparing import hash_of, keep_rows, text_of
from tracker.figures.models import FrozenDocument, FrozenFigure
from tracker.figures.named import Defined, definitions, list_behind, parts_of_share, text_figures
from tracker.figures.records import RecordRow
from tracker.figures.rules import Figure
from tracker.history.services import record
from tracker.ledger.periods import Period
from tracker.permissions import Actor, Permission


def freeze_figures(
    kind: str, document_id: int, title: str, names: Iterable[str], period: Period, *, by: Actor,
    as_of: date | None = None,
) -> FrozenDocument:  # fmt: skip
    """Keep the figures that a document names as they are at its issue, each with its records and its hash.

    Called inside the transaction that issues the document, by whoever may issue it; ``as_of`` is the day the document
    looks at them, today unless it says otherwise. Each issue is kept beside the ones before.
    """
    by.must(Permission.PRINT_SUMMARY)
    with transaction():
        day = as_of or clock.today()
        known, defined = text_figures(period, day), definitions(period, day)
        wanted = _with_parts(names, defined)
        issued_before = select(func.count(FrozenDocument.id)).where(
            FrozenDocument.kind == kind, FrozenDocument.document_id == document_id
        )
        frozen = FrozenDocument(
            kind=kind, document_id=document_id, number=(db.session.scalar(issued_before) or 0) + 1, title=title[:200],
            first_on=period.first, last_on=period.last, as_of=day, sha256="", frozen_by=by.name, frozen_at=clock.now(),
        )  # fmt: skip
        frozen.figures = [
            _freeze(frozen, at, known[name], list_behind(defined[name], period, day)) for at, name in enumerate(wanted)
        ]
        frozen.sha256 = hash_of({"figures": [figure.sha256 for figure in frozen.figures]})
        db.session.add(frozen)
        db.session.flush()
        after = {"kind": kind, "items": len(wanted), "sha256": frozen.sha256}
        record(by, "figures.frozen", frozen, after=after)
    return frozen


def _with_parts(names: Iterable[str], defined: Mapping[str, Defined]) -> list[str]:
    """Return the names once each, every share followed by the two figures it divides; refuse an unknown one."""
    found: dict[str, None] = {}
    for name in names:
        if name not in defined:
            message = N_("There is no figure called %(name)s; choose one from the list beside the text.")
            raise RuleBroken(message, field="text", name=name)
        found.update(dict.fromkeys((name, *parts_of_share(defined[name]))))
    return list(found)


def _freeze(document: FrozenDocument, position: int, figure: Figure, behind: list[RecordRow]) -> FrozenFigure:
    frozen = FrozenFigure(
        position=position, name=figure.name, about=figure.about, value=text_of(figure.value), unit=figure.unit,
        is_least=figure.is_least, rows=keep_rows(behind), document=document,
    )  # fmt: skip
    frozen.sha256 = hash_of(frozen.content)
    return frozen
