"""The letters of a request: what each says, that it prints by the layout, and who may have it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from flask.testing import FlaskClient

from tests.documents.measuring import Printed
from tests.requests.making import a_request, answered, handled
from tests.support.factory import Factory
from tracker import clock
from tracker.documents import print_docx, print_pdf
from tracker.documents.model import Document, Layout, Paragraph, RedHead
from tracker.errors import NotFound
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.requests.deeds import Deed
from tracker.requests.fees import FeeStandard
from tracker.requests.handling import Entry, enter_deed
from tracker.requests.letters import letter_document
from tracker.requests.models import DisclosureRequest
from tracker.requests.outcomes import OUTCOMES
from tracker.requests.queries import get_letter
from tracker.requests.rules import Applicant
from tracker.requests.wordings import ANSWERS

pytestmark = pytest.mark.usefixtures("context")
MARCH = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 6, 30, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def unit(make: Factory) -> Unit:
    make.agency(name="清河市档案局", short_name="清档", document_code="清档")
    return make.unit("规划科")


@pytest.fixture
def office(make: Factory, unit: Unit) -> Actor:
    return make.actor(Role.OFFICE, unit=make.unit("办公室"))


def do(request: DisclosureRequest, deed: Deed, day: date, by: Actor, **typed: object) -> DisclosureRequest:
    return enter_deed(request.id, deed, Entry(day, **typed), by=by)  # type: ignore[arg-type]


def letter(request: DisclosureRequest, deed: Deed, by: Actor, place: int = 0) -> Document:
    events = [event for event in request.events if event.deed is deed]
    return letter_document(get_letter(request.id, events[place].id, by))


def text_of(document: Document) -> str:
    return "\n".join(run.text for block in document.blocks if isinstance(block, Paragraph) for run in block.runs)


def test_every_outcome_has_its_words() -> None:
    assert set(ANSWERS) == {outcome.code for outcome in OUTCOMES}


def test_the_letter_of_answer_says_what_was_asked_the_ground_and_where_to_complain(office: Actor, unit: Unit) -> None:
    request = answered(office, MARCH, unit.id, "三(一)", date(2026, 3, 20), name="陈建平")

    paper = letter(request, Deed.ANSWERED, office)

    assert (paper.title, paper.subtitle) == ("清河市档案局政府信息公开申请答复书", "清档依申请答〔2026〕1号")
    assert paper.addressees == "陈建平"
    assert "您提出的政府信息公开申请，本机关于2026年3月2日收到（登记编号2026-001）" in text_of(paper)
    assert "予以公开（第三十六条第（一）项、第（二）项）" in text_of(paper)
    assert "也可以自收到本答复书之日起6个月内依法向人民法院提起行政诉讼" in text_of(paper)


def test_a_refusal_goes_to_review_before_court(office: Actor, unit: Unit) -> None:
    request = answered(
        office, MARCH, unit.id, "三(三)6", date(2026, 3, 20), applicant=Applicant.BUSINESS, name="宏远公司"
    )

    said = text_of(letter(request, Deed.ANSWERED, office))

    assert "对行政复议决定不服的，可以再依法向人民法院提起行政诉讼" in said
    assert "你单位申请公开的信息属于" in said


def test_the_letter_does_not_say_that_a_third_party_was_asked_when_none_was(office: Actor, unit: Unit) -> None:
    request = answered(office, MARCH, unit.id, "三(三)4", date(2026, 3, 20))

    said = text_of(letter(request, Deed.ANSWERED, office))

    assert "经书面征求意见" not in said
    assert "第十五条" in said


def test_the_letter_of_correction_gives_the_day_and_what_follows(office: Actor, unit: Unit) -> None:
    request = handled(office, MARCH, unit.id)
    request = do(
        request, Deed.CORRECTION_ASKED, date(2026, 3, 5), office, until=date(2026, 3, 20), note="请写明地块名称。"
    )

    said = text_of(letter(request, Deed.CORRECTION_ASKED, office))

    assert "请写明地块名称。" in said
    assert "请于2026年3月20日前提交补正材料" in said
    assert "视为放弃申请" in said


def test_the_letter_of_extension_gives_the_reason_and_the_new_day(make: Factory, office: Actor, unit: Unit) -> None:
    leader = make.actor(Role.LEADERSHIP)
    request = handled(office, MARCH, unit.id)
    request = do(request, Deed.EXTENSION_ASKED, date(2026, 3, 20), office, days=20, note="涉及档案数量较多")
    request = do(request, Deed.EXTENSION_AGREED, date(2026, 3, 23), leader)

    said = text_of(letter(request, Deed.EXTENSION_AGREED, office))

    assert "因涉及档案数量较多，不能在规定期限内答复" in said
    assert "延长答复期限20个工作日。本机关将于2026年4月28日前答复。" in said


def test_two_third_parties_get_two_letters_with_two_numbers(office: Actor, unit: Unit) -> None:
    request = handled(office, MARCH, unit.id)
    for party in ("甲公司", "乙公司"):
        request = do(request, Deed.THIRD_PARTY_ASKED, date(2026, 3, 9), office, party=party)

    first, second = (letter(request, Deed.THIRD_PARTY_ASKED, office, place) for place in (0, 1))

    assert (first.addressees, second.addressees) == ("甲公司", "乙公司")
    assert (first.subtitle, second.subtitle) == ("清档依申请询〔2026〕1号", "清档依申请询〔2026〕1-2号")
    assert "陈建平" not in text_of(first)
    assert "15个工作日" in text_of(first)


def test_the_fee_notice_gives_the_sum_how_it_was_counted_and_twenty_working_days(office: Actor, unit: Unit) -> None:
    request = handled(office, MARCH, unit.id)
    request = do(request, Deed.FEE_NOTIFIED, date(2026, 3, 9), office, standard=FeeStandard.BY_PAGE, pages=86)

    said = text_of(letter(request, Deed.FEE_NOTIFIED, office))

    assert "收取信息处理费560元（按量计收，共86页）" in said
    assert "20个工作日内缴纳" in said


def test_the_receipt_gives_the_day_of_the_answer(office: Actor) -> None:
    request = a_request(office, MARCH)

    assert "本机关将于2026年3月30日前答复" in text_of(letter(request, Deed.RECEIVED, office))


@pytest.mark.parametrize("outcome", ["三(二)", "三(六)3"])
def test_a_letter_prints_by_the_layout_on_one_page_and_as_word(office: Actor, unit: Unit, outcome: str) -> None:
    request = answered(office, MARCH, unit.id, outcome, date(2026, 3, 20), name="陈建平")
    paper = letter(request, Deed.ANSWERED, office)

    pdf, word = print_pdf(paper), print_docx(paper)

    printed = Printed(pdf)
    assert len(printed.pages) == 1
    assert "清河市档案局政府信息公开申请答复书" in "".join(line.text for line in printed.pages[0].lines)
    assert "2026年3月20日" in "".join(one.text for one in docx.Document(BytesIO(word)).paragraphs).replace(" ", "")
    assert print_pdf(letter(request, Deed.ANSWERED, office)) == pdf


def test_what_one_agency_asks_another_is_a_letter_by_the_standard_with_its_number_below_the_red_line(
    office: Actor, unit: Unit
) -> None:
    request = do(handled(office, MARCH, unit.id), Deed.AGENCY_ASKED, date(2026, 3, 9), office, party="清河市财政局")

    paper = letter(request, Deed.AGENCY_ASKED, office)

    assert (paper.layout, paper.subtitle, paper.addressees) == (Layout.LETTER, "", "清河市财政局")
    assert paper.red_head == RedHead("清河市档案局", "清档依申请征〔2026〕1号")
    (page,) = Printed(print_pdf(paper)).pages
    assert page.page_number is None
    assert page.line_with("清河市档案局").top == pytest.approx(30, abs=1)
    assert all(line.top > 37 and line.bottom < 262 for line in page.lines[1:])


def test_a_deed_that_tells_nobody_anything_has_no_letter(office: Actor, unit: Unit) -> None:
    request = handled(office, MARCH, unit.id)

    with pytest.raises(NotFound):
        letter(request, Deed.REVIEWED, office)


def test_the_page_of_a_request_offers_its_letters(make: Factory, unit: Unit, office: Actor) -> None:
    request = answered(office, MARCH, unit.id, "三(一)", date(2026, 3, 20))
    client: FlaskClient = make.client_of(make.account(Role.OFFICE))

    page = client.get(f"/requests/{request.id}").text
    links = re.findall(r'href="(/requests/\d+/letters/\d+\.(?:pdf|docx))"', page)

    assert len(links) == 4
    assert [client.get(link).status_code for link in links] == [200] * 4


def test_c2_another_sections_letters_are_not_there(make: Factory, unit: Unit, office: Actor) -> None:
    request = answered(office, MARCH, unit.id, "三(一)", date(2026, 3, 20))
    stranger = make.client_of(make.account(Role.SECTION, unit=make.unit("人事科")))

    event = request.events[-1].id

    assert stranger.get(f"/requests/{request.id}/letters/{event}.pdf").status_code == 404
