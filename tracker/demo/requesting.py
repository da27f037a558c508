"""Requests for disclosure that the invented bureau receives: about a dozen a year, with believable ends."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.requests.deeds import Deed
from tracker.requests.fees import FeeStandard
from tracker.requests.handling import Entry, enter_deed
from tracker.requests.rules import Applicant, Arrival, Channel
from tracker.requests.services import Registration, register_request

PERSON, BUSINESS, LAW = Applicant.NATURAL_PERSON, Applicant.BUSINESS, Applicant.LEGAL_SERVICE
# month and day, applicant, name, how it came, what is asked for, outcome, days until the answer
REQUESTS = (
    ((1, 14), PERSON, "陈建平", Channel.IN_PERSON, "某村集体土地征收补偿安置方案", "三(一)", 12),
    ((2, 5), PERSON, "林秀珍", Channel.SIGNED_MAIL, "宅基地使用权登记档案", "三(三)8", 9),
    ((3, 3), BUSINESS, "临澄市宏远置业有限公司", Channel.INTERNET, "某地块规划条件及附图", "三(一)", 14),
    ((3, 24), PERSON, "周海波", Channel.INTERNET, "某采矿权延续审批材料", "三(二)", 16),
    ((4, 16), LAW, "临澄市正衡律师事务所", Channel.SIGNED_MAIL, "某宗地出让合同及价款缴纳凭证", "三(三)4", 20),
    ((5, 8), PERSON, "吴桂兰", Channel.ORDINARY_MAIL, "某道路建设用地批准文件", "三(四)1", 8),
    ((6, 2), PERSON, "郑立新", Channel.IN_PERSON, "要求查处邻居违法占地", "三(五)1", 6),
    ((6, 30), BUSINESS, "澄江农业发展有限公司", Channel.INTERNET, "高标准农田占补平衡指标明细", "三(四)2", 15),
    ((8, 11), PERSON, "黄文斌", Channel.FAX, "耕地保护责任考核讨论记录", "三(三)6", 13),
    ((9, 9), PERSON, "许静", Channel.INTERNET, "地质灾害隐患点名录", "三(一)", 5),
    ((10, 20), PERSON, "何志强", Channel.INTERNET, "历年土地出让金使用情况", "三(二)", 18),
    ((12, 18), PERSON, "沈月华", Channel.IN_PERSON, "某片区控制性详细规划调整论证报告", "三(一)", 21),
)
_CONFIRMED = (Channel.ORDINARY_MAIL, Channel.INTERNET, Channel.FAX)


def play_requests(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter into the diary how the requests of ``year`` come in, are handled and answered."""
    units = sorted(bureau.officers)
    for place, ((month, day), applicant, name, channel, content, outcome, length) in enumerate(REQUESTS):
        came = date(year, month, day)
        arrival = Arrival(
            came, came if channel is Channel.SIGNED_MAIL else None, came if channel in _CONFIRMED else None
        )
        registration = Registration(applicant, name, channel, f"申请公开：{content}", "", arrival)
        steps: list[tuple[int, Deed, dict[str, Any]]] = [
            (1, Deed.REVIEWED, {"note": "要件齐全，属于本机关职责范围。"}),
            (2, Deed.ASSIGNED, {"units": [units[place % len(units)]]}),
            *_between(outcome, place),
            (length, Deed.ANSWERED, {"outcome": outcome, "note": f"依法答复，结果登记为{outcome}。"}),
        ]
        _play_one(diary, came, registration, steps, bureau)


def _between(outcome: str, place: int) -> list[tuple[int, Deed, dict[str, Any]]]:
    """Return what happens between assignment and answer: opinions, a fee."""
    if outcome == "三(三)4":
        asked = {"party": "临澄市开源实业有限公司"}
        return [
            (4, Deed.THIRD_PARTY_ASKED, {**asked, "note": "涉及第三方商业秘密，书面征求意见。"}),
            (14, Deed.THIRD_PARTY_ANSWERED, {**asked, "note": "不同意公开，理由是涉及经营信息。"}),
        ]
    if place == 10:
        page = {"standard": FeeStandard.BY_PAGE, "pages": 86}
        return [(4, Deed.FEE_NOTIFIED, page), (9, Deed.FEE_PAID, {"note": "已通过非税系统缴纳。"})]
    return []


def _play_one(
    diary: Diary, came: date, registration: Registration, steps: list[tuple[int, Deed, dict[str, Any]]], bureau: Bureau
) -> None:  # fmt: skip
    made: list[int] = []

    def register() -> None:
        made.append(register_request(registration, by=bureau.office).id)

    diary.on(came, register)
    for after, deed, typed in steps:
        on = came + timedelta(days=after)
        diary.on(on, partial(_do, made, deed, Entry(on, **typed), bureau))


def _do(made: list[int], deed: Deed, entry: Entry, bureau: Bureau) -> None:
    enter_deed(made[0], deed, entry, by=bureau.office)
