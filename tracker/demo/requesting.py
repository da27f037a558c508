"""Requests for disclosure that the invented bureau receives: about a dozen a year, with believable ends."""

import random
from datetime import date, timedelta
from functools import partial
from typing import Any

from tracker import clock
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
ANSWERS = {
    "三(一)": "随函提供复印件1份。",
    "三(二)": "随函提供区分处理后的复印件1份，涉及个人隐私的内容已作处理。",
    "三(三)4": "第三方书面答复不同意公开，理由是涉及未公开的经营信息，公开会损害其竞争地位。",
    "三(三)6": "所申请的考核讨论记录是工作过程中形成的内部记录。",
    "三(三)8": "请持身份证明到市不动产登记中心查询窗口查询登记资料。",
    "三(四)1": "建议向市交通运输局咨询，联系电话见该局政府信息公开指南。",
    "三(四)2": "该明细须由本机关另行汇总、统计后形成。",
    "三(五)1": "反映的违法占地线索已转执法科，请通过12345热线查询办理情况。",
}
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
            (length, Deed.ANSWERED, {"outcome": outcome, "note": ANSWERS[outcome]}),
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


def leave_requests_open(bureau: Bureau) -> None:
    """Leave requests waiting at the present day: a new one, one that waits for an opinion, one to be extended."""
    today = clock.today()
    units = sorted(bureau.officers)
    diary = Diary(today, random.Random(1))  # noqa: S311 - nothing is left to chance here
    party = {"party": "临澄市宏远置业有限公司", "note": "所申请的材料含你公司未公开的成本数据。"}
    asked: tuple[tuple[int, Applicant, str, str, list[tuple[int, Deed, dict[str, Any]]]], ...] = (
        (25, PERSON, "孟凡林", "某工业园区土地征收成片开发方案全文及附件", [
            (23, Deed.EXTENSION_ASKED, {"days": 15, "note": "涉及八个乡镇的档案，需逐卷查阅"}),
        ]),
        (16, BUSINESS, "澄江水务有限公司", "某宗工业用地出让成本核算表", [(7, Deed.THIRD_PARTY_ASKED, party)]),
        (3, PERSON, "邱雪", "历史遗留矿山生态修复项目验收意见", []),
    )  # fmt: skip
    for place, (ago, applicant, name, content, steps) in enumerate(asked):
        came = today - timedelta(days=ago)
        registration = Registration(
            applicant, name, Channel.IN_PERSON, f"申请公开：{content}", "", Arrival(submitted_on=came)
        )
        begun: list[tuple[int, Deed, dict[str, Any]]] = [(1, Deed.REVIEWED, {"note": "要件齐全。"})] if ago > 3 else []
        given = [(2, Deed.ASSIGNED, {"units": [units[place]]})] if ago > 3 else []
        _play_one(diary, came, registration, [*begun, *given, *steps], bureau)
    diary.play()
