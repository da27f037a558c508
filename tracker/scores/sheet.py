"""The sheet of a unit (评分表) and the list of a scoring, for paper and for Excel."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from tracker.documents.model import Align, Block, Column, Document, Paragraph, Row, Signature, Table, TableSize
from tracker.documents.numbering import apart, written_date
from tracker.rulesets.rules import FULL, Line, Score, Way, plain
from tracker.scores.models import Scoring
from tracker.scores.rows import ScoringPage, Sheet, SheetLine

HEADERS = ("测评指标", "指标分值", "扣分", "失分原因", "整改情况")
LIST_HEADERS = ("科室、单位", "得分", "名次", "等次", *HEADERS)


def sheet_rows(lines: Sequence[SheetLine]) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the five columns of each line; several marks of one indicator stand below each other in its cells."""
    for one in lines:
        reasons = _numbered([mark.reason + _settled(mark.points, mark.settled) for mark in one.marks])
        yield one.line.indicator.label, _points(one.line), _change(one.line), reasons, _numbered(one.remedies)


def _points(line: Line) -> str:
    way, most = line.indicator.way, line.indicator.most
    if way is Way.LOSE:
        return plain(line.indicator.points)
    return ("加分" if way is Way.ADD else "倒扣") + (f"（最多{plain(most)}）" if most is not None else "")


def _change(line: Line) -> str:
    if line.is_exempt:
        return "不适用"
    if line.indicator.way is Way.ADD:
        return f"+{plain(line.counted)}" if line.counted else "0"
    return plain(line.counted)


def _settled(points: Decimal, settled: Decimal | None) -> str:
    return "" if settled is None else f"（原扣{plain(points)}分，经异议复核扣{plain(settled)}分）"


def _numbered(texts: Sequence[str]) -> str:
    if not any(texts):
        return ""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{apart(f'{number}.', text)}{text or '—'}" for number, text in enumerate(texts, 1))


def formula(sheet: Sheet) -> str:
    """Say how the score comes about, with the numbers of its groups."""
    score = sheet.score
    if sheet.rules.weights:
        return _weighted_formula(sheet)
    groups = list(dict.fromkeys(line.indicator.group for line in score.lines if line.indicator.way is Way.LOSE))
    if sheet.rules.is_scaled:
        got = "+".join(plain(_sum(score, group)) for group in groups)
        whole = "+".join(plain(_whole(score, group)) for group in groups)
        names = "+".join(f"{group}指标得分" for group in groups), "+".join(f"{group}指标总分" for group in groups)
        return f"计算公式：（（{names[0]}）/（{names[1]}））×100=（（{got}）/（{whole}））×100={plain(score.value)}"
    lost = sum((line.counted for line in score.lines if line.indicator.way is Way.LOSE), Decimal(0))
    asked, points = sum((_whole(score, group) for group in groups), Decimal(0)), plain(sheet.rules.points)
    if asked != sheet.rules.points:  # 不适用的指标不计
        return f"计算：（{plain(asked)}−扣分{plain(lost)}）/{plain(asked)}×{points}{_extra(score)}={plain(score.value)}"
    return f"计算：{points}−扣分{plain(lost)}{_extra(score)}={plain(score.value)}"


def _weighted_formula(sheet: Sheet) -> str:
    score = sheet.score
    parts = [
        f"{plain(_sum(score, name))}/{plain(_whole(score, name))}×{plain(weight)}"
        for name, weight in sheet.rules.weights
        if _whole(score, name)
    ]
    asked = sum((weight for name, weight in sheet.rules.weights if _whole(score, name)), Decimal(0))
    scaled = "" if asked == FULL else f"（按{plain(asked)}分折合100分）"
    return f"计算：{'+'.join(parts)}{scaled}{_extra(score)}={plain(score.value)}"


def _extra(score: Score) -> str:
    added, taken = (
        sum((line.counted for line in score.lines if line.indicator.way is way), Decimal(0))
        for way in (Way.ADD, Way.TAKE)
    )
    return (f"+加分{plain(added)}" if added else "") + (f"−倒扣{plain(taken)}" if taken else "")


def _sum(score: Score, group: str) -> Decimal:
    return sum((line.got for line in _asked(score, group)), Decimal(0))


def _whole(score: Score, group: str) -> Decimal:
    return sum((line.indicator.points for line in _asked(score, group)), Decimal(0))


def _asked(score: Score, group: str) -> list[Line]:
    """Return what is asked of the unit in a group; what is not applicable is left out."""
    lines = [line for line in score.lines if line.indicator.group == group and line.indicator.way is Way.LOSE]
    return [line for line in lines if not line.is_exempt]


def sheet_document(sheet: Sheet, agency: str, today: date) -> Document:
    """Return the sheet of a unit as a document; until the list is issued it says that it is not final."""
    scoring = sheet.scored.scoring
    day = scoring.issued_at.date() if scoring.issued_at else today
    return Document(
        title=f"{scoring.name}评分表",
        subtitle=sheet.scored.name,
        blocks=tuple(_blocks(sheet)),
        author=agency,
        created=datetime(day.year, day.month, day.day, tzinfo=UTC),
        signature=Signature((agency,), day),
        keywords=("政务公开", "考核", "评分表"),
    )


def _blocks(sheet: Sheet) -> Iterator[Block]:
    scored, scoring = sheet.scored, sheet.scored.scoring
    yield Paragraph.of(
        f"考核期{written_date(scoring.first)}至{written_date(scoring.last)}，数据截至{written_date(scoring.as_of)}，"
        f"依据《{scoring.version_of_rules.name}》第{scoring.version_of_rules.revision}版。"
        f"得分{plain(scored.value or Decimal(0))}分，第{scored.place}名，等次{scored.grade}"
        + ("。" if scoring.sha256 else "（未正式公布）。")
    )
    widths = (Column(24), Column(12, Align.CENTER), Column(9, Align.CENTER), Column(33), Column(22))
    rows = tuple(Row.of(*cells) for cells in sheet_rows(sheet.lines))
    yield Table("", widths, (Row.of(*HEADERS),), rows, size=TableSize.SMALL)
    yield Paragraph.of(formula(sheet) + "。")


def list_rows(page: ScoringPage, sheets: Mapping[int, Sequence[SheetLine]]) -> Iterator[tuple[object, ...]]:
    """Yield the lines of every unit shown, by place, for Excel."""
    for row in page.units:
        scored = row.scored
        head = (scored.name, scored.value, scored.place, scored.grade)
        for cells in sheet_rows(sheets[scored.id]):
            yield *head, *(_number(cell) if at in (1, 2) else cell for at, cell in enumerate(cells))


def _number(text: str) -> object:
    return Decimal(text) if text.isascii() and text.lstrip("+-").replace(".", "", 1).isdigit() else text


def file_name(scoring: Scoring, unit: str = "") -> str:
    """Return the name of a file."""
    return f"{scoring.name}{unit}评分表"
