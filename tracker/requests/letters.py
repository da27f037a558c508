"""The letters of a request as official documents: each deed that tells somebody something has its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tracker.documents.model import Document, Layout, Paragraph, RedHead, Signature
from tracker.documents.numbering import written_date
from tracker.requests.deeds import Deed
from tracker.requests.events import OPINION_DAYS, PAYMENT_DAYS
from tracker.requests.fees import FeeStandard
from tracker.requests.models import DisclosureRequest, RequestEvent
from tracker.requests.rules import Applicant
from tracker.requests.wordings import ANSWERS, FEE_RULES, LAW, NOT_ASKED, THIRD_PARTY, remedy


@dataclass(frozen=True)
class Letter:
    """What a letter is made of; ``due_on`` is the day of the answer as it stood when the letter left, if known."""

    request: DisclosureRequest
    event: RequestEvent
    agency: str
    code: str  # 机关代字
    due_on: date | None = None

    @property
    def you(self) -> str:
        """How the applicant is addressed."""
        return "您" if self.request.applicant is Applicant.NATURAL_PERSON else "你单位"

    @property
    def asked(self) -> str:
        """What was asked for, as it is quoted."""
        return " ".join(self.request.content.split()).rstrip("。；;.")

    @property
    def name(self) -> str:
        """Its title without the agency."""
        return NAMES[self.event.deed][0]

    @property
    def number(self) -> str:
        """Its number; a second letter of a kind, such as to a second third party, has its place behind it."""
        same = [one.id for one in self.request.events if one.deed is self.event.deed]
        place = same.index(self.event.id)
        return f"{self.request.number}-{place + 1}" if place else f"{self.request.number}"


NAMES: dict[Deed, tuple[str, str]] = {
    Deed.RECEIVED: ("政府信息公开申请登记回执", "登"),
    Deed.CORRECTION_ASKED: ("政府信息公开申请补正告知书", "补"),
    Deed.THIRD_PARTY_ASKED: ("政府信息公开第三方意见征询书", "询"),
    Deed.AGENCY_ASKED: ("政府信息公开征求意见函", "征"),
    Deed.EXTENSION_AGREED: ("政府信息公开申请延期答复告知书", "延"),
    Deed.DELAYED: ("政府信息公开申请延迟答复告知书", "迟"),
    Deed.FEE_NOTIFIED: ("政府信息公开信息处理费缴费通知书", "费"),
    Deed.ANSWERED: ("政府信息公开申请答复书", "答"),
}


def letter_document(letter: Letter) -> Document:
    """Return a letter, dated on the day of its deed; equal entries give an equal document."""
    name, mark = NAMES[letter.event.deed]
    day = letter.event.day
    to_other = letter.event.deed in (Deed.THIRD_PARTY_ASKED, Deed.AGENCY_ASKED)
    is_letter = letter.event.deed is Deed.AGENCY_ASKED and bool(letter.agency)  # 函, from one agency to another
    number = f"{letter.code}依申请{mark}〔{letter.request.year}〕{letter.number}号"
    paragraphs = [*_TEXTS[letter.event.deed](letter)]
    return Document(
        title=f"{letter.agency}{name}",
        blocks=tuple(Paragraph.of(text) for text in paragraphs if text),
        author=letter.agency,
        created=datetime(day.year, day.month, day.day, tzinfo=UTC),
        subtitle="" if is_letter else number,
        layout=Layout.LETTER if is_letter else Layout.FILE,
        red_head=RedHead(letter.agency, number) if is_letter else None,
        addressees=letter.event.party if to_other else letter.request.name,
        signature=Signature((letter.agency,), day, has_seal=True) if letter.agency else None,
        keywords=("政府信息公开", name),
    )


def _came(letter: Letter) -> str:
    return (
        f"{letter.you}提出的政府信息公开申请，本机关于{written_date(letter.request.received_on)}收到"
        f"（登记编号{letter.request.code}），申请内容为：{letter.asked}。"
    )


def _until(letter: Letter) -> str:
    return f"本机关将于{written_date(letter.due_on)}前答复。" if letter.due_on else ""


def _receipt(letter: Letter) -> Iterator[str]:
    yield _came(letter)
    yield (
        f"根据{LAW}第三十三条，本机关自收到申请之日起20个工作日内予以答复；征求第三方和其他机关意见所需时间不计算在内。"
        f"{_until(letter)}"
    )


def _correction(letter: Letter) -> Iterator[str]:
    until = letter.event.until
    yield _came(letter)
    yield f"经审查，{letter.you}的申请内容不明确。根据{LAW}第三十条，请作如下补正："
    yield letter.event.note or "请写明所申请政府信息的名称、文号或者便于查询的其他特征性描述。"
    if until:
        yield (
            f"请于{written_date(until)}前提交补正材料。答复期限自本机关收到补正材料之日起计算；"
            "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。"
        )


def _third_party(letter: Letter) -> Iterator[str]:
    yield f"本机关收到政府信息公开申请，申请内容为：{letter.asked}。该信息可能涉及你方合法权益。"
    yield letter.event.note
    yield (
        f"根据{LAW}第三十二条，请自收到本意见征询书之日起{OPINION_DAYS}个工作日内，就是否同意公开提出书面意见；"
        "不同意公开的，请说明理由。逾期未提出意见的，由本机关依法决定是否公开。"
    )


def _agency(letter: Letter) -> Iterator[str]:
    yield f"本机关收到政府信息公开申请，申请内容为：{letter.asked}。该信息由贵单位与本机关共同制作。"
    yield letter.event.note
    yield (
        f"根据{LAW}第三十四条，请自收到本函之日起{OPINION_DAYS}个工作日内就是否公开提出意见；"
        "逾期未提出意见的，视为同意公开。"
    )


def _extension(letter: Letter) -> Iterator[str]:
    yield _came(letter)
    asked = [one.note for one in letter.request.events if one.deed is Deed.EXTENSION_ASKED and one.id < letter.event.id]
    why = f"因{asked[-1].rstrip('。')}，" if asked else ""
    yield (
        f"{why}不能在规定期限内答复。根据{LAW}第三十三条，经政府信息公开工作机构负责人同意，"
        f"延长答复期限{letter.event.days}个工作日。{_until(letter)}"
    )


def _delay(letter: Letter) -> Iterator[str]:
    yield _came(letter)
    until = f"本机关确定于{written_date(letter.event.until)}前答复。" if letter.event.until else ""
    yield f"{letter.you}申请的数量、频次明显超过合理范围，说明的理由合理，但无法在规定期限内答复。{letter.event.note}"
    yield f"根据{LAW}第三十五条，{until}"


def _fee(letter: Letter) -> Iterator[str]:
    event = letter.event
    yield _came(letter)
    by_page = event.standard is FeeStandard.BY_PAGE
    how = f"按量计收，共{event.quantity}页" if by_page else "按件计收，按同一申请人一个自然月内申请的件数累计"
    yield f"根据{LAW}第四十二条和{FEE_RULES}，对该申请收取信息处理费{event.fee}元（{how}）。"
    yield event.note or "缴纳方式：请与本机关政府信息公开工作机构联系办理。"
    yield (
        f"请自收到本通知次日起{PAYMENT_DAYS}个工作日内缴纳。逾期未缴纳的，视为放弃申请，本机关不再处理该申请；"
        "缴费完成的，答复期限自缴费次日起重新计算。"
    )


def _answer(letter: Letter) -> Iterator[str]:
    yield _came(letter)
    is_asked = any(one.deed is Deed.THIRD_PARTY_ASKED for one in letter.request.events)
    said = NOT_ASKED if letter.request.outcome == THIRD_PARTY and not is_asked else ANSWERS[letter.request.outcome]
    ground = said.format(you=letter.you)
    law = FEE_RULES if letter.request.outcome == "三(六)2" else LAW
    yield f"经审查，根据{law}，现答复如下："
    yield ground
    yield letter.event.note
    yield remedy(letter.request.outcome)


_TEXTS: dict[Deed, Callable[[Letter], Iterator[str]]] = {
    Deed.RECEIVED: _receipt,
    Deed.CORRECTION_ASKED: _correction,
    Deed.THIRD_PARTY_ASKED: _third_party,
    Deed.AGENCY_ASKED: _agency,
    Deed.EXTENSION_AGREED: _extension,
    Deed.DELAYED: _delay,
    Deed.FEE_NOTIFIED: _fee,
    Deed.ANSWERED: _answer,
}
