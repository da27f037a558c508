"""Small readings made by hand, and documents around them that were never uploaded."""

from io import BytesIO

from tracker.files.inspection import Inspected, Kind
from tracker.files.services import Received, file_store
from tracker.plans.reading.model import Doubt, Place, PlanReading, ReadItem, SourceBlock, SourceCell, SourceRow
from tracker.plans.receiving import PlanDocument
from tracker.workdays.phrases import read_limit

DOUBT = Doubt("number_twice", "The number %(number)s stands twice.", {"number": "17"})


def item(text: str, lead: str = "", coop: str = "", *, limit: str = "", at: int = 1, **values: object) -> ReadItem:
    """An item as a reader would give it; ``lead`` and ``coop`` are names with 、 between them."""
    place = Place((f"t1r{at}",), f"表1第{at}行")
    made = {"lead": _names(lead), "coop": _names(coop), "limit": read_limit(limit, 2026, in_limit_cell=True).limit}
    return ReadItem(**{"text": text, "place": place, **made, **values})  # type: ignore[arg-type]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split("、") if name)


def reading(*items: ReadItem, year: int | None = 2026, title: str = "2026年政务公开工作要点") -> PlanReading:
    """A reading of a document that is one table: a header, then a row for each item."""
    header = SourceRow(
        "t1r0", "表1第1行", (SourceCell("序号", 0), SourceCell("工作任务", 1), SourceCell("责任科室", 2))
    )
    rows = [
        SourceRow(one.place.anchors[0], one.place.phrase, tuple(SourceCell(t, c) for c, t in enumerate(_cells(one))))
        for one in items
    ]
    table = SourceBlock("t1", "table", "表1", rows=(header, *rows))
    return PlanReading(
        title, year, year is not None, items, (), (SourceBlock("p1", "paragraph", "第1段", title), table)
    )


def _cells(one: ReadItem) -> tuple[str, str, str, str]:
    return one.number or "", one.text, "、".join([*one.lead, *one.coop]), one.limit.phrase


def document(read: PlanReading, name: str = "要点.txt") -> PlanDocument:
    """A document with this reading, kept in the store."""
    content = f"{name}:{read!r}".encode()
    blob = file_store().put(BytesIO(content))
    return PlanDocument(name, read, Received(Inspected(Kind.TXT, "text/plain", blob.size, blob.sha256, name), blob))
