"""How a request can end: exactly one row of 三、本年度办理结果 in the form of 国办公开办函〔2021〕30号."""

from dataclasses import dataclass

from tracker.errors import N_

_ART_14 = N_("Regulations on open government information, Article 14")
_ART_15_32 = N_("Regulations on open government information, Articles 15 and 32")
_ART_16_1 = N_("Regulations on open government information, Article 16, first paragraph")
_ART_16_2 = N_("Regulations on open government information, Article 16, second paragraph")
_ART_30 = N_("Regulations on open government information, Article 30")
_ART_35 = N_("Regulations on open government information, Article 35")
_ART_36 = N_("Regulations on open government information, Article 36")
_ART_36_1 = N_("Regulations on open government information, Article 36, items 1 and 2")
_ART_36_4 = N_("Regulations on open government information, Article 36, items 4 and 5")
_ART_36_6 = N_("Regulations on open government information, Article 36, item 6")
_ART_36_7 = N_("Regulations on open government information, Article 36, item 7")
_ART_37 = N_("Regulations on open government information, Article 37")
_ART_38 = N_("Regulations on open government information, Article 38")
_ART_39 = N_("Regulations on open government information, Article 39")
_FEES = N_("Rules for the information processing fee (国办函〔2020〕109号)")


@dataclass(frozen=True)
class Outcome:
    """One row of the results: its key, the printed heading it stands under ("" if none), its printed label.

    ``meaning`` and ``basis`` are message ids: what the row is for, and the article it rests on.
    """

    code: str
    group: str
    label: str
    meaning: str
    basis: str


_REFUSED, _LACKING, _DISMISSED, _OTHER = "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("三(一)", "", "（一）予以公开", N_("All that was asked for is disclosed"), _ART_36_1),
    Outcome(
        "三(二)",
        "",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        N_("The part that may be disclosed is disclosed; the request is counted here and nowhere else"),
        _ART_37,
    ),
    Outcome("三(三)1", _REFUSED, "1.属于国家秘密", N_("A state secret"), _ART_14),
    Outcome("三(三)2", _REFUSED, "2.其他法律行政法规禁止公开", N_("Disclosure is forbidden by another law"), _ART_14),
    Outcome(
        "三(三)3",
        _REFUSED,
        "3.危及“三安全一稳定”",
        N_("Would endanger national, public or economic security, or social stability"),
        _ART_14,
    ),
    Outcome(
        "三(三)4",
        _REFUSED,
        "4.保护第三方合法权益",
        N_("A trade secret or private matter of a third party who does not consent"),
        _ART_15_32,
    ),
    Outcome(
        "三(三)5",
        _REFUSED,
        "5.属于三类内部事务信息",
        N_("Internal affairs: personnel, logistics, internal procedure"),
        _ART_16_1,
    ),
    Outcome(
        "三(三)6",
        _REFUSED,
        "6.属于四类过程性信息",
        N_("Work in progress: records of discussion, drafts, letters of consultation, requests for instruction"),
        _ART_16_2,
    ),
    Outcome("三(三)7", _REFUSED, "7.属于行政执法案卷", N_("A file of administrative enforcement"), _ART_16_2),
    Outcome(
        "三(三)8",
        _REFUSED,
        "8.属于行政查询事项",
        N_("A register with its own way of being consulted, such as companies or real estate"),
        _ART_36_7,
    ),
    Outcome(
        "三(四)1",
        _LACKING,
        "1.本机关不掌握相关政府信息",
        N_("The agency does not hold it: it does not exist, or another agency is in charge of it"),
        _ART_36_4,
    ),
    Outcome(
        "三(四)2",
        _LACKING,
        "2.没有现成信息需要另行制作",
        N_("It would have to be made, processed or analysed first"),
        _ART_38,
    ),
    Outcome(
        "三(四)3",
        _LACKING,
        "3.补正后申请内容仍不明确",
        N_("Still unclear after the applicant's correction"),
        _ART_30,
    ),
    Outcome("三(五)1", _DISMISSED, "1.信访举报投诉类申请", N_("In truth a petition, complaint or report"), _ART_39),
    Outcome(
        "三(五)2", _DISMISSED, "2.重复申请", N_("The same applicant has been answered on the same matter"), _ART_36_6
    ),
    Outcome("三(五)3", _DISMISSED, "3.要求提供公开出版物", N_("Asks for a publication that can be had"), _ART_39),
    Outcome(
        "三(五)4",
        _DISMISSED,
        "4.无正当理由大量反复申请",
        N_("Far too many or too frequent, and the reasons given do not explain it"),
        _ART_35,
    ),
    Outcome(
        "三(五)5",
        _DISMISSED,
        "5.要求行政机关确认或重新出具已获取信息",
        N_("Asks to confirm or issue again what the applicant already has"),
        _ART_36,
    ),
    Outcome(
        "三(六)1",
        _OTHER,
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        N_("No correction in time and no good reason: taken as given up"),
        _ART_30,
    ),
    Outcome(
        "三(六)2",
        _OTHER,
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        N_("The fee was not paid in time: taken as given up"),
        _FEES,
    ),
    Outcome("三(六)3", _OTHER, "3.其他", N_("Any other ending, such as a withdrawal by the applicant"), _ART_36),
)

BY_CODE: dict[str, Outcome] = {outcome.code: outcome for outcome in OUTCOMES}
UNCLEAR_AFTER_CORRECTION = "三(四)3"
NOT_CORRECTED = "三(六)1"
NOT_PAID = "三(六)2"
