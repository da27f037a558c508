"""The wordings in which reports give the numbers of their tables.

All word lists repeat possessively: their words overlap, and a text that does not match must fail at once.
"""

import re
from enum import StrEnum


class Concept(StrEnum):
    """What a statement is about, in the words of the report."""

    NEW = "新收"
    RECEIVED = "收到"
    HANDLED = "办理"
    TAKEN_IN_ALL = "收办"
    CARRIED_IN = "上年结转"
    DONE = "办结"
    ANSWERED = "答复"
    DISCLOSED = "予以公开"
    IN_PART = "部分公开"
    REFUSED = "不予公开"
    LACKING = "无法提供"
    DISMISSED = "不予处理"
    OTHERWISE = "其他处理"
    CARRIED_OVER = "结转下年度"
    REVIEWS = "行政复议"
    SUITS = "行政诉讼"


# A number of cases stands in a clause as one character of this range while the clause is compared with patterns.
FIRST_MARK = 0xE000
_N = r"(?P<n>[\ue000-\uf8ff])"

_ASK = (
    r"(?:公民|法人|和|或者|或|及|与|、|其他组织|其它组织|社会公众|群众|各类|的|政府|政务|信息|公开|依申请|依法|申请件|申请人|申请|请求|"
    r"办理件|办件|件|事项|类|案件|案|表|提交|提出|了|过|到|要求|书面)*+"
)
_SUM = r"(?:数量|数|量|总数|总量|总计|合计|共计|累计|共有|共|计|为|达到|达|有)*+"
PLACE = r"省|市|州|盟|县|旗|区|镇|乡|街道"
OFFICE = r"局|办公室|办|厅|委|院|部|署|处|站|校|会|社|馆|所|中心|机关|单位|系统|公司"
SAID_FIRST = r"(?:[一二三四五六七八九十]是|依申请公开(?:方面|工作|情况)?|[经据]统计|截至目前|期间|里)*+"
MEMBERS = (
    r"(?:各级?|所属|直属|行政机关|政府机关|政府|职能部门|工作部门|部门|单位|机关|镇街|乡镇|街道|板块|"
    r"及其?|和|、|县|市|区)*+"
)
_LEAD = (
    r"(?:政府信息公开申请中?|依申请公开申请|其中|其次|分别为?|包括|作出|答复结果为?|答复|依法|决定|已|均|本年度?|当年|全年|年度|办理结果为?|处理结果中?|结果为?|"
    r"按期|按时|属于|有|共|为|[我本全][市县区局办厅委省州镇]|[一二三四五六七八九十]是)*+"
)
_TAIL = r"(?:(?:占|均|全部|已|并|都).*|以内)?"
_ABOUT = r"政府信息公开|信息公开|依申请公开|工作|类|的|有关|相关"
_DISPUTE = rf"(?:被|申请|提起|引发|引起|产生|发生|涉及|涉|因|对|{_ABOUT}|共|有|新增)*+"

RECEIPT = re.compile(
    rf"(?P<who>.*?)(?P<sum>(?:共计|总共|一共|合计|累计|总计|共|依法|实际|均|仅|只|已|新(?!收))*+)"
    rf"(?P<verb>(?:收到|接收|接到|受理)(?:和|并|、)(?:办理|处理|受理)|登记受理|登记|收到|接到|接收|受理|办理|(?<!不予)(?<!其[他它])处理|新收到?|收办)(?P<mid>{_ASK}{_SUM}){_N}(?P<after>{_ASK}){_TAIL}"
)
ANSWERED = re.compile(
    rf"(?P<who>.*?)(?:共计|总共|一共|合计|共|依法|均|已|按期|按时|及时)*+(?:办理)?答复(?P<mid>{_ASK}{_SUM}){_N}(?P<after>{_ASK}){_TAIL}"
)
# The number of requests without a verb that says who has received them.
COUNTED = re.compile(
    rf"(?P<who>.*?)(?:(?:政府|政务)?信息(?:依申请)?公开申请|依申请公开)(?:受理|办理|申请)?(?:总量|总数|数量|件数|总件数|量)(?:共计|合计|为|共|达)*+{_N}{_TAIL}"
    r"|(?P<of>.*?)(?:共有|总共有|合计有)(?P<m>[\ue000-\uf8ff])(?:政府|政务)?信息公开申请"
)
ASKED_FIRST = re.compile(r"(?P<who>.*?)(?P<asked>(?:政府|政务)?(?:信息)?(?:(?:依申请)?公开申请|依申请公开))")
NO_DISPUTE = re.compile(
    rf"(?P<who>.*?)(?:未发生|没有发生|未产生|未出现|未引发|未被|没有被|没有|不存在|无){_DISPUTE}行政复议(?:案件|申请|情况)?"
    rf"(?P<suits>(?:、|和|及|或|与|以及)?{_DISPUTE}行政诉讼(?:案件|情况)?)?(?:的?情况|案件)?"
)
NO_CARRY = re.compile(
    r"(?:无|没有)(?:下一?年度?结转|结转下一?年度?)(?:继续办理)?(?:的)?(?:政府信息公开)?(?:申请|情况|件)?"
)
NO_REQUEST = re.compile(
    r"(?P<who>.*?)(?:无|没有)(?:政府|政务)?(?:信息(?:依申请)?公开申请|依申请公开)(?:的)?(?:事项|申请|信息|案件|件|情况)?"
)
NONE_RECEIVED = re.compile(
    rf"(?P<who>.*?)(?:均)?(?:未曾?|没有|尚未|暂未)(?:收到|接到|受理|接收)(?P<mid>(?:过|到|任何|有关|相关)*+{_ASK})"
)
_YEAR = r"(?P<year>\d{4}年度?)"
ITEMS: tuple[tuple[Concept, re.Pattern[str]], ...] = tuple(
    (concept, re.compile(pattern))
    for concept, pattern in (
        (Concept.NEW, rf"{_LEAD}新收到?{_ASK}{_SUM}{_N}{_ASK}{_TAIL}"),
        (
            Concept.CARRIED_IN,
            rf"{_LEAD}(?:(?:上一?年度?|去年度?|{_YEAR})(?:的)?(?:结转|转入)(?:而来|过来|至今年|至本年度?|至当年|办理|继续)*+|结转上一?年度?)"
            rf"{_ASK}(?:办理)?{_SUM}{_N}{_ASK}{_TAIL}",
        ),
        (
            Concept.CARRIED_OVER,
            rf"{_LEAD}(?:依法)?(?:结转|转)(?:至|到|入)?(?:下一?年度?|次年|明年|{_YEAR})(?:继续)?(?:办理|处理)?(?:的)?{_ASK}{_SUM}{_N}{_ASK}{_TAIL}",
        ),
        (Concept.DONE, rf"{_LEAD}(?:依法)?(?:办结|办理完毕)(?:答复)?{_ASK}{_SUM}{_N}{_ASK}{_TAIL}"),
        (Concept.DISCLOSED, rf"{_LEAD}予以公开{_ASK}(?:答复)?{_SUM}{_N}{_TAIL}"),
        (Concept.IN_PART, rf"{_LEAD}(?:予以)?部分公开{_ASK}(?:答复)?{_SUM}{_N}{_TAIL}"),
        (Concept.REFUSED, rf"{_LEAD}不予公开{_ASK}(?:答复)?{_SUM}{_N}{_TAIL}"),
        (Concept.LACKING, rf"{_LEAD}无法提供{_ASK}{_SUM}{_N}{_TAIL}"),
        (Concept.DISMISSED, rf"{_LEAD}不予处理{_ASK}{_SUM}{_N}{_TAIL}"),
        (Concept.OTHERWISE, rf"{_LEAD}其[他它]处理{_ASK}{_SUM}{_N}{_TAIL}"),
        (Concept.REVIEWS, rf"{_LEAD}{_DISPUTE}行政复议(?:案件|申请|案)?{_SUM}{_N}{_TAIL}"),
        (Concept.REVIEWS, rf"{_LEAD}{_DISPUTE}{_N}{_DISPUTE}行政复议(?:案件|案)?"),
        (Concept.SUITS, rf"{_LEAD}{_DISPUTE}行政诉讼(?:案件|案)?{_SUM}{_N}{_TAIL}"),
        (Concept.SUITS, rf"{_LEAD}{_DISPUTE}{_N}{_DISPUTE}行政诉讼(?:案件|案)?"),
    )
)
RESULTS = re.compile(r"予以公开|部分公开|不予公开|无法提供|不予处理|其[他它]处理")
REQUESTS = re.compile(r"依申请|公开申请|申请公开|申请政府信息|信息公开[^，。]{0,30}(?:复议|诉讼)")
# What has the word until the whole agency is named again: a part of it, or the body that hears the reviews.
PARTIAL = re.compile(
    r"收到|接到|受理|其中.{0,20}(?:本级|部门|局|街道|乡镇)|(?:办理|审理|审结|代理).{0,30}(?:复议|诉讼)"
)
OTHER_MATTERS = re.compile(
    r"建议|提案|热线|信访|留言|咨询|来信|投诉|许可|政务服务|低保|救助|补贴|意见征集|信箱|工单|舆情|公证|仲裁|执法|处罚|检查"
)
