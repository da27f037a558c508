"""What is done with a document on its way: each step of the chain, sending back, waiving at the gate, issuing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.files.services import keep
from tracker.history.services import record
from tracker.issuing.content import Drafted, Front, Source, source_of
from tracker.issuing.models import ChainCosigner, ChainStep, GateWaiver, IssuedPaper
from tracker.issuing.printing import Printed, as_json, print_files
from tracker.issuing.queries import Chain, chain_of, find_waiver, gate_of, get_paper, is_number_taken, number_after
from tracker.issuing.rules import (
    Outcome,
    Step,
    check_free,
    check_gate,
    check_seen,
    check_step,
    check_words,
    may_send_back,
    number_as_printed,
    read_number,
)
from tracker.organisation.queries import get_unit
from tracker.permissions import Actor, Permission


@dataclass
class About:
    """The document as the history names it."""

    __tablename__: str
    id: int
    label: str


@dataclass(frozen=True)
class Publication:
    """What is published with a paper: 索引号, 发布机构, 公开形式, 责任部门."""

    index_code: str
    publisher: str
    disclosure: Any
    department: str


def take_step(
    kind: str, document_id: int, step: Step, *, opinion: str = "", seen: str, by: Actor,
    cosigners: Sequence[int] = (),
) -> ChainStep:  # fmt: skip
    """Send a document on its way, check it, or co-sign it, with an opinion, about the text that was ``seen``.

    Whoever sends it names the units that co-sign; it goes only through a gate that is clear.
    """
    if step is Step.ISSUE:
        raise RuleBroken(N_("This step is not next any more. Look at where the document stands and try again."))
    with transaction():
        source, chain = _open(kind, document_id, by)
        _check(chain, step, opinion, seen, by)
        if step is Step.DRAFT:
            check_gate(len(gate_of(source, document_id).open))
            _ask_to_cosign(chain.drafted, cosigners)
        return _sign(chain.drafted, step, Outcome.SIGNED, opinion, by)


def send_back(kind: str, document_id: int, reason: str, *, seen: str, by: Actor) -> ChainStep:
    """Send a document back to the office with the reason; the signatures so far hold no longer."""
    with transaction():
        _, chain = _open(kind, document_id, by)
        if not may_send_back(chain.standing, by):
            raise RuleBroken(N_("The document is not on its way, so it cannot be sent back."))
        check_words(reason, field="opinion", is_needed=True)
        check_seen(seen, chain.drafted.content)
        assert chain.standing.next is not None  # noqa: S101 - it is under way
        return _sign(chain.drafted, chain.standing.next, Outcome.RETURNED, reason, by)


def reopen_chain(kind: str, document_id: int, reason: str, *, by: Actor) -> None:
    """Let the signatures under an issued document hold no longer, inside the transaction that takes it back."""
    chain = chain_of(source_of(kind).get(document_id), by)
    if chain.standing.valid:
        _sign(chain.drafted, Step.ISSUE, Outcome.RETURNED, reason, by)


def print_paper(kind: str, document_id: int, *, opinion: str = "", seen: str | None = None, by: Actor) -> Printed:
    """Print a document as it would be issued now, before the transaction that issues it: nobody waits for it.

    What would be refused there is refused here, before anything is printed; the text that was ``seen`` is compared
    where there is one.
    """
    source, chain = _open(kind, document_id, by)
    _check_issue(source, chain, opinion, chain.drafted.content if seen is None else seen, by)
    return print_files(source.document(document_id, _front(source, chain.drafted, by)))


def issue(kind: str, document_id: int, printed: Printed, *, opinion: str = "", seen: str, by: Actor) -> IssuedPaper:
    """Issue a document: it gets the next number of its series, and paper, figures and both files are kept.

    Where something on the paper changed since it was printed (somebody took the number), it is printed again.
    """
    with transaction():
        source, chain = _open(kind, document_id, by)
        drafted = chain.drafted
        _check_issue(source, chain, opinion, seen, by)
        front = _front(source, drafted, by)
        document = source.document(document_id, front)
        code = document.red_head.number if document.red_head else front.code
        series, year, number = read_number(code) or ("", front.issued_on.year, None)
        check_free(code, is_taken=bool(code) and is_number_taken(code))
        files = printed if printed.document == document else print_files(document)
        paper = IssuedPaper(
            kind=kind, document_id=document_id, edition=chain.paper.edition + 1 if chain.paper else 1,
            series=series, year=year, number=number, code=code,
            title=document.title, document=as_json(document), figures=source.figures(document_id),
            content=drafted.content, pdf=keep(files.pdf), docx=keep(files.docx),
            is_for_everybody=drafted.is_for_everybody, issued_on=front.issued_on, issued_by=by.name,
            issued_at=clock.now(), publisher=document.author,
        )  # fmt: skip
        db.session.add(paper)
        _sign(drafted, Step.ISSUE, Outcome.SIGNED, opinion, by)
        source.issued(document_id, paper.id, by)
        after = {"code": paper.code, "pdf": paper.pdf.sha256, "docx": paper.docx.sha256}
        record(by, "paper.issued", paper, after=after)
    return paper


def waive(kind: str, document_id: int, mark: str, reason: str, *, by: Actor) -> GateWaiver:
    """Let an obstacle pass, exactly as it is now, by name and with the reason."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        source, chain = _open(kind, document_id, by)
        found = next((one for one in gate_of(source, document_id).open if one.mark == mark), None)
        if found is None:
            raise RuleBroken(N_("This has changed meanwhile, or was waived already. Look at the gate again."))
        if not found.may_be_waived:
            raise RuleBroken(N_("This cannot be waived; it has to be mended."))
        check_words(reason, field="reason", is_needed=True)
        waiver = GateWaiver(
            kind=kind, document_id=document_id, mark=mark, reason=reason.strip(), account_id=by.account_id,
            name=by.name, at=clock.now(),
        )  # fmt: skip
        db.session.add(waiver)
        after = {"what": found.what, "reason": waiver.reason}
        record(by, "gate.waived", _about(chain.drafted), after=after)
    return waiver


def take_waiver_back(kind: str, document_id: int, mark: str, *, by: Actor) -> None:
    """Let an obstacle stand in the way again."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        _, chain = _open(kind, document_id, by)
        waiver = find_waiver(kind, document_id, mark)
        if waiver is None:
            raise NotFound
        record(by, "gate.waiver_taken_back", _about(chain.drafted), before={"reason": waiver.reason})
        db.session.delete(waiver)


def set_publication(paper_id: int, publication: Publication, *, by: Actor) -> IssuedPaper:
    """Write down what is published with a paper: 索引号, 发布机构, 公开形式, 责任部门."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        paper = get_paper(paper_id, by)
        before = {name: getattr(paper, name) for name in vars(publication)}
        for name, value in vars(publication).items():
            setattr(paper, name, value)
        record(by, "paper.publication_set", paper, before=before, after=vars(publication))
    return paper


def _open(kind: str, document_id: int, by: Actor) -> tuple[Source, Chain]:
    source = source_of(kind)
    return source, chain_of(source.get(document_id), by)


def _check(chain: Chain, step: Step, opinion: str, seen: str, by: Actor) -> None:
    check_step(step, chain.standing, by)
    check_seen(seen, chain.drafted.content)
    check_words(opinion, field="opinion", is_needed=False)


def _check_issue(source: Source, chain: Chain, opinion: str, seen: str, by: Actor) -> None:
    _check(chain, Step.ISSUE, opinion, seen, by)
    check_gate(len(gate_of(source, chain.drafted.id).open))


def _ask_to_cosign(drafted: Drafted, unit_ids: Sequence[int]) -> None:
    of_document = ChainCosigner.kind == drafted.kind, ChainCosigner.document_id == drafted.id
    db.session.execute(delete(ChainCosigner).where(*of_document))
    for unit_id in sorted(set(unit_ids)):
        unit = get_unit(unit_id)
        db.session.add(ChainCosigner(kind=drafted.kind, document_id=drafted.id, unit_id=unit.id))


def _sign(drafted: Drafted, step: Step, outcome: Outcome, opinion: str, by: Actor) -> ChainStep:
    taken = ChainStep(
        kind=drafted.kind, document_id=drafted.id, step=step, outcome=outcome, opinion=opinion.strip(),
        content=drafted.content, account_id=by.account_id, name=by.name, unit_id=by.unit_id, unit_name=by.unit_name,
        at=clock.now(),
    )  # fmt: skip
    db.session.add(taken)
    db.session.flush()
    event = f"chain.{step}" if outcome is Outcome.SIGNED else "chain.returned"
    record(by, event, _about(drafted), after={"opinion": taken.opinion, "content": drafted.content})
    return taken


def _front(source: Source, drafted: Drafted, by: Actor) -> Front:
    """Return what the issue puts on the paper now; the number is only sure inside the transaction that uses it."""
    today, series = clock.today(), source.series(drafted.id)
    if not series:
        return Front("", today, by.name)
    number = number_after(IssuedPaper.number, IssuedPaper.series == series, IssuedPaper.year == today.year)
    return Front(number_as_printed(series, today.year, number), today, by.name)


def _about(drafted: Drafted) -> About:
    return About(drafted.kind, drafted.id, drafted.label)
