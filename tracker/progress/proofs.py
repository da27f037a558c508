"""The proofs of a report: files, addresses and what is kept of an earlier report; and the content they lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from tracker import clock, config
from tracker.db import db
from tracker.errors import N_, RuleBroken
from tracker.files.models import Disclosure
from tracker.files.services import Received, keep
from tracker.permissions import Actor
from tracker.progress.models import Evidence, ProgressReport
from tracker.progress.rules import lacking_proof
from tracker.tasks.rules import ProofRule

LONGEST_NAME = 200


@dataclass(frozen=True)
class Proofs:
    """What is handed in with a report; ``kept`` are the numbers of earlier proofs that prove it as well.

    ``titles`` are the names of addresses; ``disclosure`` is the class of the new ones, ``classes`` that of kept ones
    that get another. ``staying`` are those among the kept ones that may be, once a service has looked.
    """

    received: Sequence[Received] = ()
    urls: Sequence[str] = ()
    kept: Sequence[int] = ()
    disclosure: Disclosure = Disclosure.OPEN
    classes: Mapping[int, Disclosure] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    staying: Sequence[Evidence] = ()

    def lacking(self, asked: ProofRule) -> ProofRule | None:
        """Return the kind of proof that is asked for and not among these, or None."""
        types = [received.inspected.content_type for received in self.received]
        types += [proof.file.content_type for proof in self.staying if proof.file]
        is_address = bool(self.urls) or any(proof.url for proof in self.staying)
        is_picture = any(kind.startswith("image/") for kind in types)
        return lacking_proof(asked, has_file=bool(types), has_picture=is_picture, has_address=is_address)


NO_PROOFS = Proofs()


def add_proofs(report: ProgressReport, proofs: Proofs, by: Actor) -> None:
    """Keep the proofs of a report inside the open transaction; the same file or address stands once."""
    moment = clock.now()
    for old in proofs.staying:
        db.session.add(
            Evidence(
                report_id=report.id, name=old.name, url=old.url, file_id=old.file_id,
                disclosure=proofs.classes.get(old.id, old.disclosure), added_at=old.added_at, added_by=old.added_by,
            )
        )  # fmt: skip
    had = {(old.file_id, old.url) for old in proofs.staying}
    for name, url, received in _new(proofs):
        file_id = keep(received).id if received else None
        if (file_id, url) not in had:
            had.add((file_id, url))
            db.session.add(
                Evidence(
                    report_id=report.id, name=name, url=url, file_id=file_id, disclosure=proofs.disclosure,
                    added_at=moment, added_by=by.name,
                )
            )  # fmt: skip
    db.session.flush()
    if proofs.received:
        _check_room(report.task_id)
    db.session.expire(report, ["evidence"])


def _check_room(task_id: int) -> None:
    """Raise RuleBroken when the reports on a task hold more files than one task may."""
    held = select(func.count(Evidence.file_id.distinct())).join(ProgressReport).where(ProgressReport.task_id == task_id)
    limit = config.current().task_files
    if (db.session.scalar(held) or 0) > limit:
        raise RuleBroken(
            N_(
                "The reports on one task hold at most %(limit)d files, and these are more. Leave some out, give an "
                "address instead, or ask your administrator."
            ),
            field="files", limit=limit,
        )  # fmt: skip


def _new(proofs: Proofs) -> list[tuple[str, str, Received | None]]:
    files = [(received.inspected.clean_name[:LONGEST_NAME], "", received) for received in proofs.received]
    addresses = [((proofs.titles.get(url) or url)[:LONGEST_NAME], url, None) for url in proofs.urls]
    return [*files, *addresses]


_SAID = ("done", "difficulty", "next_step", "percent", "count", "asks_to_close", "occurrence_id", "corrects_id")


def said_in(report: ProgressReport) -> dict[str, object]:
    """Return what a report says, as the history writes it."""
    said = {name: getattr(report, name) for name in _SAID}
    return {"task": report.task_id, **said, "evidence": [proof.name for proof in report.evidence]}


def locked_content(report: ProgressReport) -> dict[str, object]:
    """Return everything of a report that may not change once it is accepted."""
    names = ("task_id", "unit_id", "reported_by", "reported_at", *_SAID)
    evidence = [[proof.name, proof.url, proof.file.sha256 if proof.file else ""] for proof in report.evidence]
    return {**{name: getattr(report, name) for name in names}, "evidence": evidence}
