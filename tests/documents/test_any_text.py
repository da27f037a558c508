"""Any Chinese text and any table: never a character outside the type area, never more than 22 lines on a page."""

from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.measuring import Printed
from tracker.confined import run_job
from tracker.documents.exchange import to_json
from tracker.documents.model import (
    Align,
    Attachment,
    Attendance,
    Block,
    Cell,
    Column,
    Document,
    Face,
    Heading,
    Imprint,
    Layout,
    Listing,
    Marks,
    Paragraph,
    RedHead,
    Row,
    Run,
    Signature,
    Table,
    TableSize,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
SIGNS = st.sampled_from("，。、；：？！“”‘’（）《》〔〕—…·％0123456789 abcXYZ/.-_\n①㎡")
WORDS = st.sampled_from(["https://www.example.cn/" + "a1b2/" * 6, "2026年11月21日", "——", "W" * 40, "100.00%"])


def texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(HAN, HAN, SIGNS, WORDS), max_size=most).map("".join)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of any size, with cells that span any number of rows and columns, right or wrong."""
    columns = tuple(
        Column(draw(st.integers(1, 9)), draw(st.sampled_from(Align))) for _ in range(draw(st.integers(1, 7)))
    )
    spans = st.sampled_from([1, 1, 1, 1, 2, 3, 50])
    inside = st.one_of(texts(6), texts(6), texts(6), st.just("高过一页的单元格，" * 150))
    cells = st.builds(Cell, inside, spans, spans, st.none(), st.booleans())
    patterns = draw(st.lists(st.lists(cells, max_size=len(columns)), min_size=1, max_size=4))
    count = draw(st.sampled_from([0, 1, 7, 25]))
    rows = tuple(Row(tuple(patterns[at % len(patterns)])) for at in range(count))
    head = (Row(tuple(Cell(draw(texts(6))) for _ in columns)),) if draw(st.booleans()) else ()
    return Table(draw(texts(10)), columns, head, rows, draw(st.sampled_from(TableSize)), draw(st.booleans()))


def blocks() -> st.SearchStrategy[tuple[Block, ...]]:
    runs = st.lists(st.builds(Run, texts(80), st.sampled_from(Face)), min_size=1, max_size=4).map(tuple)
    one = st.one_of(
        st.builds(Paragraph, runs, st.booleans(), st.sampled_from(Align)),
        st.builds(Paragraph, runs),
        st.builds(Heading, st.integers(1, 4), texts(40), st.one_of(st.just(()), runs), st.booleans()),
        st.builds(Listing, st.lists(runs, max_size=25).map(tuple), st.sampled_from(Marks)),
        tables(),
    )
    return st.lists(one, max_size=5).map(tuple)


def documents() -> st.SearchStrategy[Document]:
    days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
    names = st.lists(texts(30), min_size=1, max_size=3).map(tuple)
    return st.builds(
        Document,
        title=st.builds(str.__add__, HAN, texts(60)),
        blocks=blocks(),
        author=texts(10),
        created=st.just(datetime(2026, 1, 5, tzinfo=UTC)),
        subtitle=texts(20),
        addressees=texts(150),
        red_head=st.none() | st.builds(RedHead, texts(40), texts(20), st.lists(texts(5), max_size=5).map(tuple)),
        attachments=st.lists(st.builds(Attachment, texts(40), blocks()), max_size=2).map(tuple),
        signature=st.none() | st.builds(Signature, names, days, st.booleans(), st.booleans(), texts(6)),
        note=texts(40),
        imprint=st.none() | st.builds(Imprint, texts(120), texts(20), days),
        layout=st.sampled_from(Layout),
        attendance=st.lists(
            st.builds(Attendance, st.sampled_from(["出席", "请假", "列席"]), texts(60)), max_size=3
        ).map(tuple),
    )


PATIENCE = 300  # seconds; such a page costs many times what a real one does, and here others work beside


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(documents())
def test_nothing_ever_stands_outside_the_type_area(document: Document) -> None:
    found = Printed(run_job("print_pdf", {"document": to_json(document)}, wall_seconds=PATIENCE)["pdf"])

    for page in found.pages:
        left, top, right, bottom = (28, 37, 184, 262) if page.is_upright else (34.9, 28, 260, 184)
        is_letter = document.layout is Layout.LETTER and page.number == 1
        if is_letter and document.red_head:
            top = 30  # of its mark
        for line in page.lines if page.is_upright else ():
            assert line.left >= left - 0.6, line.text
            assert line.right <= right + 0.6, line.text
            assert line.top >= top - 0.6, line.text
            assert line.bottom <= bottom + 0.6, line.text
        for one in () if page.is_upright else page.characters:
            inside = one["x0"] * 25.4 / 72 >= left - 0.6 and one["x1"] * 25.4 / 72 <= right + 0.6
            assert inside or not one["upright"], one["text"]  # the page number stands outside, turned
        if page.is_upright:
            assert len(page.stacked) <= 22
            is_numbered = page.page_number is not None
            assert is_numbered or is_letter or (document.imprint and page is found.pages[-1])
