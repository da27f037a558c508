"""The annual reports of the invented bureau: last year's is issued, this year's is in work with a slip in its text."""

from datetime import date, timedelta

from tracker.annual_report.drafted import SOURCE
from tracker.annual_report.queries import get_report, get_section
from tracker.annual_report.receiving import fill_quantities
from tracker.annual_report.services import draft_report, edit_text
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.demo.signing import issue_paper, sign
from tracker.issuing.rules import Step
from tracker.permissions import Actor

# what is counted each month; the fees in 万元 with four decimals
MONTHLY: dict[str, tuple[int | str, ...]] = {
    "行政规范性文件.制发": (0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0),
    "行政规范性文件.废止": (0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    "行政许可": (31, 18, 42, 39, 36, 44, 40, 37, 45, 29, 41, 38),
    "行政处罚": (2, 1, 3, 4, 2, 5, 3, 2, 4, 3, 2, 3),
    "行政强制": (0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0),
    "行政事业性收费_万元": ("12.5", "8.04", "15.2", 11, "9.6655", 14, "10.2", "7.95", "13.1", "6.4", 12, "9.8"),
}
OPENING = {2025: {("规章.年初有效", 0): "0", ("行政规范性文件.年初有效", 0): "14"}}
ONE_DAY = timedelta(days=1)
PROBLEMS = (
    "## 存在的主要问题\n一是部分科室政策解读形式单一，图解、问答偏少；二是依申请公开答复文书说理不够充分。\n"
    "## 改进情况\n组织答复文书评查两次，编印示范文本；把解读形式纳入科室年度考核。"
)


def play_annual_report(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter into the diary how the report of ``year`` comes about: in January, or as far as it is begun by now."""
    issued_on = date(year + 1, 1, 14)
    is_finished = issued_on <= diary.last_day
    counted_on = date(year + 1, 1, 9) if is_finished else date(year, 11, 16)
    diary.on(counted_on, lambda: _count(year, bureau, 12 if is_finished else 10))
    diary.on(counted_on + ONE_DAY, lambda: draft_report(year, by=bureau.office))
    diary.on(counted_on + ONE_DAY, lambda: edit_text(year, "五", PROBLEMS, by=bureau.office))
    diary.on(counted_on + ONE_DAY, lambda: _say_received(year, bureau, 12 if is_finished else 11))
    if is_finished:
        diary.on(issued_on - 2 * ONE_DAY, lambda: _sign(year, Step.DRAFT, bureau.office, "拟稿，请核。"))
        diary.on(issued_on - ONE_DAY, lambda: _sign(year, Step.CHECK, bureau.leader, "三张表已核对。"))
        diary.on(issued_on, lambda: issue_paper(SOURCE, get_report(year).id, bureau.leader))


def _sign(year: int, step: Step, by: Actor, opinion: str) -> None:
    sign(SOURCE, get_report(year).id, step, by, opinion)


def _count(year: int, bureau: Bureau, months: int) -> None:
    typed = {
        (key, month): str(amount)
        for key, amounts in MONTHLY.items()
        for month, amount in enumerate(amounts[:months], 1)
    }
    fill_quantities(year, bureau.office.unit_id or 0, {**typed, **OPENING.get(year, {})}, by=bureau.office)


def _say_received(year: int, bureau: Bureau, number: int) -> None:
    """Let the part on requests begin with how many were received, as offices write it."""
    heading = "## 依申请公开\n"
    before, _, after = get_section(year, "一").text.partition(heading)
    _, _, rest = after.partition("\n")
    said = f"{year}年共收到政府信息公开申请{number}件，均依法登记、审核、办理、答复、归档。"
    edit_text(year, "一", f"{before}{heading}{said}\n{rest}", by=bureau.office)
