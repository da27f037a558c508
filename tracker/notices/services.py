"""What is done with notices: printing and numbering them, signing for them, and the Word twin."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from tracker import clock
from tracker.checks.rules import check_text
from tracker.db import db, transaction
from tracker.documents import print_docx, print_pdf
from tracker.documents.exchange import from_json, to_json
from tracker.documents.model import Document
from tracker.errors import N_, NotFound, RuleBroken
from tracker.files.services import Received, keep, receive
from tracker.history.services import record
from tracker.notices.material import Material, Order, gather
from tracker.notices.models import Notice, NoticeSlip, NoticeSubject
from tracker.notices.paper import code_of, notice_document
from tracker.notices.queries import get_notice, next_number
from tracker.notices.rules import SIGNED_FOR
from tracker.permissions import Actor, Permission
from tracker.tasks.queries import get_light_rules

_turn = Lock()


@dataclass(frozen=True)
class Draft:
    """A paper as it would be printed now, with the number that is next now; its PDF lies in the store."""

    document: Document
    received: Received


@contextmanager
def taking_turns() -> Iterator[None]:
    """Let one hand of this process draft and issue at a time, so that the number on its draft is still the next.

    Without it many hands would print again under the lock of the database, and every other writer would wait. What
    was read before the turn is let go: it may be older than the last paper.
    """
    db.session.rollback()
    with _turn:
        yield


def draft_notice(order: Order, *, by: Actor) -> Draft:
    """Print a paper before the transaction that numbers it, so that nobody waits for the printing.

    Raises RuleBroken or NotAllowed where the paper cannot be made; nothing is kept in the database.
    """
    _, _, document = _prepare(order, by)
    return _printed(document)


def issue_notice(order: Order, draft: Draft, *, by: Actor) -> Notice:
    """Number a paper and keep it as it was printed (PDF with its SHA-256, and the document for the Word twin).

    The numbers of a kind and year run on without gaps: they are given under the lock of the transaction. Where
    somebody else was faster, or something on the paper changed meanwhile, it is printed again with what holds now.
    """
    with transaction():
        material, number, document = _prepare(order, by)
        received = draft.received if document == draft.document else _printed(document).received
        notice = Notice(
            year=material.today.year, kind=order.kind, number=number, code=code_of(material, number),
            title=document.title, unit_id=order.unit_id, round_id=order.round_id, content=to_json(document),
            file=keep(received), issued_on=material.today, issued_by=by.name, issued_at=clock.now(),
        )  # fmt: skip
        if order.kind in SIGNED_FOR:
            notice.slips = [NoticeSlip(unit_id=unit_id) for unit_id in material.addressees]
        notice.subjects = _subjects(material)
        db.session.add(notice)
        db.session.flush()
        after = {"title": notice.title, "number": number, "sha256": notice.file.sha256}
        record(by, "notice.issued", notice, after=after)
    return notice


def sign_for(notice_id: int, *, by: Actor) -> Notice:
    """Sign for a notice in the name of one's own unit (签收), once."""
    by.must(Permission.RECTIFY)
    with transaction():
        notice = get_notice(notice_id, by)
        slip = next((one for one in notice.slips if one.unit_id == by.unit_id), None)
        if slip is None:
            raise NotFound
        if slip.signed_at is not None:
            raise RuleBroken(N_("%(name)s has signed for this notice already."), name=slip.signed_by)
        slip.signed_by, slip.signer_id, slip.signed_at = by.name, by.account_id, clock.now()
        record(by, "notice.signed_for", notice, after={"unit": by.unit_name, "signed_by": by.name})
    return notice


def word_twin(notice: Notice) -> bytes:
    """Return a notice as a Word file, from the document that was kept."""
    return print_docx(from_json(notice.content))


def _prepare(order: Order, by: Actor) -> tuple[Material, int, Document]:
    check_text(order.text, field="text", is_needed=False)
    rules = get_light_rules(clock.today())
    material = gather(order, by=by, rules=rules)
    number = next_number(order.kind, material.today.year)
    return material, number, notice_document(material, number, rules.calendar)


def _printed(document: Document) -> Draft:
    pdf = print_pdf(document)
    return Draft(document, receive(BytesIO(pdf), f"{document.title}.pdf"))


def _subjects(material: Material) -> list[NoticeSubject]:
    subjects = [NoticeSubject(finding_id=row.id) for row in material.findings]
    subjects += [NoticeSubject(task_id=row.id) for row in material.tasks]
    subjects += [NoticeSubject(matter_id=row.id) for row in material.late_matters]
    return subjects + ([NoticeSubject(matter_id=material.matter.id)] if material.matter else [])
