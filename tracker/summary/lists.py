"""What the ledgers list for a text: titles of regulations and trainings, subjects of meetings, series of briefings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from tracker.db import db
from tracker.figures.parts import DOT
from tracker.figures.rules import Figure
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import year_period
from tracker.ledger.queries import within
from tracker.summary.phrasing import Listed
from tracker.summary.prose import Source, clause, listed, quoted

MOST_SOURCES = 12
MOST_KINDS = 6
_PAPERS = ("办法", "规定", "方案", "意见", "细则", "通知", "制度", "条例", "规划", "计划", "）", "稿")


@dataclass(frozen=True)
class Entry:
    """An entry of a ledger, with what a text may quote of it."""

    id: int
    ledger: str
    title: str
    category: str
    extra: Mapping[str, str]

    @property
    def source(self) -> Source:
        """Where words about it come from."""
        return Source("entry", self.id, self.title)


def ledger_lists(
    year: int, figures: Mapping[str, Figure], condition: ColumnElement[bool] | None = None
) -> dict[str, Listed]:
    """Return the lists that have anything in them, by name; one statement."""
    entries = _entries(year, condition)
    found = {name: make([one for one in entries if one.ledger == ledger]) for name, (ledger, make) in _MADE.items()}
    found["主动公开信息数·类别"] = _parts("主动公开信息数", figures, "{name}{{{token}}}", MOST_KINDS)
    found["简报系列"] = _parts("简报期数", figures, "《{name}》{{{token}}}") or _plain_briefings(figures)
    return {name: one for name, one in found.items() if one is not None and one.text}


def _entries(year: int, condition: ColumnElement[bool] | None) -> list[Entry]:
    ledgers = {ledger for ledger, _ in _MADE.values()}
    kept = (LedgerEntry.id, LedgerEntry.ledger, LedgerEntry.title, LedgerEntry.category, LedgerEntry.extra)
    where: list[Any] = [LedgerEntry.struck_because == "", within(year_period(year)), LedgerEntry.ledger.in_(ledgers)]
    statement = select(*kept).where(*where, *([] if condition is None else [condition]))
    rows = db.session.execute(statement.order_by(LedgerEntry.day, LedgerEntry.id))
    return [Entry(*row[:4], row[4] or {}) for row in rows]


def _parts(name: str, figures: Mapping[str, Figure], form: str, most: int = 4) -> Listed | None:
    """Return the parts of a figure with their tokens, the greatest first."""
    parts = [one for one in figures if one.startswith(f"{name}{DOT}") and not one.endswith(f"{DOT}上年")]
    shown = [form.format(name=_bare(token.split(DOT, 1)[1]), token=token) for token in parts if figures[token].value]
    return Listed(listed(shown, most)) if shown else None


def _plain_briefings(figures: Mapping[str, Figure]) -> Listed | None:
    figure = figures.get("简报期数")
    return Listed("工作简报{简报期数}") if figure and figure.value else None


def _bare(name: str) -> str:
    return name.strip("《》")


def _made(entries: Sequence[Entry], word: Callable[[Entry], str], *, most: int = 4, mark: str = "、") -> Listed | None:
    """Join what ``word`` makes of the entries, each once, with the entries as sources."""
    said: dict[str, Entry] = {}
    for one in entries:
        text = word(one)
        if text:
            said.setdefault(text, one)
    sources = tuple(one.source for one in said.values())[:MOST_SOURCES]
    return Listed(listed(list(said), most, mark=mark), sources) if said else None


def _regulations(entries: Sequence[Entry]) -> Listed | None:
    kept = [one for one in entries if one.category in ("制定", "修订")]
    return _made(kept, lambda one: f"《{_bare(clause(one.title))}{_status(one)}》", most=5, mark="")


def _status(one: Entry) -> str:
    status = clause(one.extra.get("status", ""))
    return f"（{status}）" if status in ("试行", "暂行") and status not in one.title else ""


def _superior(entries: Sequence[Entry]) -> Listed | None:
    return _made(entries, lambda one: f"《{_bare(clause(one.title))}》{_code(one)}", most=2, mark="")


def _code(one: Entry) -> str:
    code = clause(one.extra.get("code", ""))
    return f"（{code}）" if code else ""


def _agendas(entries: Sequence[Entry]) -> Listed | None:
    return _made(entries, lambda one: clause(one.extra.get("agenda", "")).replace("；", "，"), mark="；", most=5)


def _interpreted(entries: Sequence[Entry]) -> Listed | None:
    return _made(entries, lambda one: _paper(one.extra.get("document", "")), mark="", most=5)


def _paper(title: str) -> str:
    name = _bare(clause(title))
    return f"《{name}》" if name else ""


def _asked(entries: Sequence[Entry]) -> Listed | None:
    return _made(entries, lambda one: _paper(one.title) if one.title.endswith(_PAPERS) else quoted(clause(one.title)))


def _titles(entries: Sequence[Entry]) -> Listed | None:
    return _made(entries, lambda one: clause(one.title))


def _funded(entries: Sequence[Entry]) -> Listed | None:
    return _titles([one for one in entries if one.category == "经费"])


def _quoted_titles(entries: Sequence[Entry]) -> Listed | None:
    return _made(entries, lambda one: quoted(clause(one.title)), mark="")


def _outlets(entries: Sequence[Entry]) -> Listed | None:
    return _made(entries, lambda one: clause(one.extra.get("outlet", "")), most=3)


def _appraisals(entries: Sequence[Entry]) -> Listed | None:
    newest = [one for one in entries if one.category == "政务公开"][-1:]
    return _made(newest, lambda one: clause(one.extra.get("by", "")) + clause(one.title))


def _changed_columns(entries: Iterable[Entry]) -> Listed | None:
    return _quoted_titles([one for one in entries if one.category != "撤销"])


_MADE: dict[str, tuple[str, Callable[[Sequence[Entry]], Listed | None]]] = {
    "上级文件": ("superior", _superior),
    "会议议题": ("meeting", _agendas),
    "制度名称": ("regulation", _regulations),
    "解读的文件": ("interpretation", _interpreted),
    "征集事项": ("opinion", _asked),
    "经费用途": ("resource", _funded),
    "栏目名称": ("column", _changed_columns),
    "培训主题": ("training", _titles),
    "报道媒体": ("media_report", _outlets),
    "考核名称": ("appraisal", _appraisals),
}
