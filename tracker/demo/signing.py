"""How the invented bureau signs its papers: sent on its way, checked, co-signed by a section, issued by its leader."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.demo.bureau import AGENCY, Bureau
from tracker.demo.diary import Diary
from tracker.issuing.content import Source
from tracker.issuing.queries import gate_of
from tracker.issuing.rules import Step
from tracker.issuing.services import issue, print_paper, take_step, waive
from tracker.ledger.importing import facts_of
from tracker.ledger.services import enter_entry
from tracker.ledger.shipped import LEDGERS
from tracker.permissions import Actor
from tracker.summary.drafted import SOURCE
from tracker.summary.paper import edit_paper
from tracker.summary.paper_rules import Paper
from tracker.summary.queries import get_summary
from tracker.summary.services import draft_summary, edit_front

PAPER = Paper(
    has_red_head=True, has_seal=True, copies_to="局领导，各科室、下属单位。", printed_by=f"{AGENCY}办公室"
)  # fmt: skip


def sign(source: Source, number: int, step: Step, by: Actor, opinion: str, cosigners: Sequence[int] = ()) -> None:
    """Take a step with a document as it stands."""
    seen = source.get(number).content
    take_step(source.kind, number, step, opinion=opinion, seen=seen, by=by, cosigners=cosigners)


def issue_paper(source: Source, number: int, by: Actor) -> None:
    """Print a document and issue it."""
    printed = print_paper(source.kind, number, by=by)
    issue(source.kind, number, printed, opinion="同意印发。", seen=source.get(number).content, by=by)


def waive_all(source: Source, number: int, reason: str, by: Actor) -> None:
    """Let pass what stands in the way of a document."""
    for one in gate_of(source, number).open:
        waive(source.kind, number, one.mark, reason, by=by)


def plan_summary(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter into the diary how the summary of a year is written and issued, and what is found out too late for it."""
    drafted_on, signed_on = date(year + 1, 1, 8), date(year + 1, 1, 12)
    section = next(one for one in bureau.officers.values() if one.unit_name == "政策法规科")
    diary.on(drafted_on, lambda: _draft(year, signed_on, bureau))
    diary.on(drafted_on + timedelta(days=1), lambda: _send(year, section, bureau))
    diary.on(signed_on, lambda: _sign(year, Step.COSIGN, section, "数据与本科室台账一致。"))
    diary.on(signed_on, lambda: issue_paper(SOURCE, _id(year), bureau.leader))
    diary.on(signed_on + timedelta(days=2), lambda: _enter_late(year, bureau.office))


def _draft(year: int, signed_on: date, bureau: Bureau) -> None:
    draft_summary(year, by=bureau.office)
    title = f"{AGENCY}{year}年政务公开工作总结"
    edit_front(year, title=title, addressee="市政府办公室", signed_on=signed_on, by=bureau.office)
    edit_paper(year, PAPER, by=bureau.office)


def _send(year: int, section: Actor, bureau: Bureau) -> None:
    waive_all(SOURCE, _id(year), "已列入下年度工作，局领导知悉。", bureau.office)
    sign(SOURCE, _id(year), Step.DRAFT, bureau.office, "拟稿，请核。", [section.unit_id or 0])
    _sign(year, Step.CHECK, bureau.leader, "数字已核对，请法规科会签。")


def _sign(year: int, step: Step, by: Actor, opinion: str) -> None:
    sign(SOURCE, _id(year), step, by, opinion)


def _id(year: int) -> int:
    return get_summary(year).id


def _enter_late(year: int, office: Actor) -> None:
    """Enter a report of last year's end that came in after its summary was issued."""
    texts = {"title": "自然资源政务公开走进社区", "category": "市级", "channel": "报纸", "outlet": "市日报"}
    facts = facts_of(LEDGERS["media_report"], {"day": f"{year}-12-29", **texts}, year)
    enter_entry("media_report", facts, by=office)
