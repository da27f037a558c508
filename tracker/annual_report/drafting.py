"""The first text of a report: its opening, what its tables and the year's checks say, last its usual ends."""

from dataclasses import dataclass

from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.tables import DISPUTE_PATHS, SECTIONS, TOTAL_COLUMN, result_keys
from tracker.requests.counting import CARRIED_IN, CARRIED_OVER, NEW

KEYS = ("", "一", "五", "六")  # the sections of text, in their order; "" is the opening
PARTS = "、".join(heading.partition("、")[2] for heading in SECTIONS.values())
_GROUPS = (("三(一)", "予以公开"), ("三(二)", "部分公开"), ("三(三)", "不予公开"), ("三(四)", "无法提供"))
_MORE_GROUPS = (("三(五)", "不予处理"), ("三(六)", "其他处理"))


@dataclass(frozen=True)
class Year:
    """What is known of the year beside the tables."""

    rounds: int = 0
    problems: tuple[str, ...] = ()
    closed: int = 0
    notices: int = 0  # fee notices
    charged: int = 0  # yuan
    paid: int = 0


def draft_texts(figures: ReportFigures, year: Year) -> dict[str, str]:
    """Return the first text of every section of text."""
    return {"": _opening(figures), "一": _overall(figures, year), "五": _problems(year), "六": _fees(year)}


def _opening(figures: ReportFigures) -> str:
    return (
        f"根据《中华人民共和国政府信息公开条例》，编制{figures.name}{figures.year}年政府信息公开工作年度报告。"
        f"本报告由{PARTS}六个部分组成。所列数据的统计期限自{figures.year}年1月1日起至12月31日止。"
    )


def _overall(figures: ReportFigures, year: Year) -> str:
    parts = (
        ("主动公开", _proactive(figures)),
        ("依申请公开", requests_sentence(figures)),
        ("政府信息管理", "严格执行政府信息发布审查制度，先审查、后公开。"),
        ("政府信息公开平台建设", "通过政府网站等渠道集中公开政府信息，栏目内容按时更新。"),
        ("监督保障", _checks(year)),
    )
    return "\n".join(f"## {heading}\n{text}" for heading, text in parts)


def _proactive(figures: ReportFigures) -> str:
    permits = figures.value("table2.行政许可")
    if permits is None:
        return "按照规定的范围、方式和时限主动公开政府信息。"
    penalties, coercion = figures.value("table2.行政处罚") or 0, figures.value("table2.行政强制") or 0
    return (
        f"按照规定的范围、方式和时限主动公开政府信息。全年作出行政许可决定{permits}件、行政处罚决定{penalties}件、"
        f"行政强制决定{coercion}件。"
    )


def requests_sentence(figures: ReportFigures) -> str:
    """Return what table three says in words; the zero case is said as such."""
    new, carried = _total(figures, NEW), _total(figures, CARRIED_IN)
    reviews = figures.value(DISPUTE_PATHS[4]) or 0
    suits = (figures.value(DISPUTE_PATHS[9]) or 0) + (figures.value(DISPUTE_PATHS[14]) or 0)
    cases = f"因政府信息公开被申请行政复议{reviews}件，被提起行政诉讼{suits}件。"
    if not new and not carried:
        return f"{figures.year}年未收到政府信息公开申请。{cases}"
    groups = [(name, _group(figures, key)) for key, name in (*_GROUPS, *_MORE_GROUPS)]
    results = "，".join(f"{name}{number}件" for name, number in groups if number)
    over = f"结转下年度继续办理{_total(figures, CARRIED_OVER)}件"
    told = "；".join(part for part in (results, over) if part)
    return f"{figures.year}年，新收政府信息公开申请{new}件，上年结转政府信息公开申请{carried}件；{told}。{cases}"


def _total(figures: ReportFigures, key: str) -> Number:
    return figures.value(f"table3.{key}.{TOTAL_COLUMN}") or 0


def _group(figures: ReportFigures, start: str) -> Number:
    return sum(_total(figures, key) for key in result_keys(figures.form_three) if key.startswith(start))


def _checks(year: Year) -> str:
    if not year.rounds:
        return "明确责任科室和责任人，加强日常指导。"
    found = len(year.problems)
    return f"全年开展政务公开监督检查{year.rounds}轮，发现问题{found}个，已整改销号{year.closed}个。"


def _problems(year: Year) -> str:
    """Return the standard section on problems and improvement out of the year's checks; "" where they found nothing."""
    if not year.problems:
        return ""
    told = "；".join(problem.rstrip("。；") for problem in year.problems[:5])
    return (
        f"## 存在的主要问题\n监督检查中发现的主要问题有：{told}。\n"
        "## 改进情况\n对发现的问题逐项明确责任科室和整改时限，整改后复核销号；尚未销号的，列入下一年度继续整改。"
    )


def _fees(year: Year) -> str:
    if not year.notices:
        return "本年度未收取信息处理费。无其他需要报告的事项。"
    return (
        f"按照《政府信息公开信息处理费管理办法》，本年度发出收费通知{year.notices}件，总金额{year.charged}元，"
        f"实际收取{year.paid}元。"
    )
