"""Breaking a title into lines (第 7.3.1 条): no word is split, and the lines form a trapezoid or a lozenge."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, pairwise
from math import ceil, inf
from pathlib import Path

WIDEST = 20.0  # ems of 二号 type on a line of 156 mm
NAME = 16.0  # a document's name up to here stays on one line
MOST_LINES = 4  # up to here every way of breaking is weighed, with one line more than needed too
OPENING, CLOSING = "（《〈【〔“‘(［「『", "）》〉】〕”’)］」』，。、；：？！,.;:?!%％—·…～-"
AGENCY = (*"局厅委部办院署会馆站所队社", "中心", "政府", "办公室", "办公厅", "公司", "学校", "街道", "党组")
PLACE = tuple("省市县区州盟旗镇乡村")
# Numbers with what they count, words of other scripts, and the marks of documents stay whole.
WHOLE = re.compile(
    r"〔\d{4}〕\d+号|第?[\d一二三四五六七八九十]+(?:届|批|期|号令|次)|\d[\d,.]*(?:[—～-]\d[\d,.]*)?(?:年度|年|月份|月|日|号|个|项|条|件|%|％)?"
    r"|[A-Za-z][A-Za-z0-9+./_-]*"
)
NAMED = re.compile("《[^《》]+》")


def break_title(title: str, names: Iterable[str] = (), widest: float = WIDEST) -> list[str]:
    """Return the lines of a title, ``widest`` ems at most.

    ``names`` are names of agencies, kept whole like the words of ``words.txt``.
    """
    lines: list[str] = []
    for part in title.split("\n"):
        if part.strip():
            lines += _break_part(part.strip(), tuple(name for name in names if name and width(name) <= widest), widest)
    return lines


def width(text: str) -> float:
    """Return the width of a text in ems of the title face; a little more rather than less."""
    return sum(map(_advance, text))


def _advance(character: str) -> float:
    if ord(character) > 0x2000 or character in "MWmw@%&":
        return 1.0
    return 0.8 if character.isupper() else 0.6


def _break_part(title: str, names: tuple[str, ...], widest: float) -> list[str]:
    if width(title) <= widest:
        return [title]
    pieces = [half for piece in _pieces(title, names) for half in _narrow(piece, widest)]
    edges = [0.0, *accumulate(map(width, pieces))]
    least = ceil(width(title) / widest)
    counts = [count for count in (least, least + 1) if count <= MOST_LINES] or [least] * (least == MOST_LINES + 1)
    costs = [0.0, *(_break_cost(before, after) for before, after in pairwise(pieces))]
    best = _best(edges, costs, counts, widest)
    if best is None and least == MOST_LINES:  # words that go together did not fit
        best = _best(edges, costs, [MOST_LINES + 1], widest)
    best = _filled(edges, widest) if best is None else best
    return ["".join(pieces[first:end]) for first, end in pairwise((0, *best, len(pieces)))]


def _best(edges: list[float], costs: list[float], counts: list[int], widest: float) -> tuple[int, ...] | None:
    """Return where the lines begin at the least cost, or None if the pieces do not fit into so many lines."""
    ways = (way for count in counts for way in _ways(edges, 0, count, widest))
    return min(ways, key=lambda way: _cost(way, edges, costs), default=None)


@cache
def _words() -> frozenset[str]:
    text = Path(__file__).with_name("words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _longest() -> int:
    return max(map(len, _words()))


def _pieces(title: str, names: tuple[str, ...]) -> list[str]:
    """Cut a title into what may not be split; signs stay with the word they belong to."""
    pieces: list[str] = []
    is_strange = False
    for word, is_known in _matched(title, names):
        glued = pieces and (word in CLOSING or pieces[-1][-1] in OPENING)
        if glued or (is_strange and not is_known and word not in OPENING):
            pieces[-1] += word
        else:
            pieces.append(word)
        is_strange = not is_known and word not in CLOSING + OPENING
    return pieces


def _matched(title: str, names: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """Give the known words of a title and, one by one, the characters between them."""
    at = 0
    while at < len(title):
        word = next((name for name in names if title.startswith(name, at)), "") or _word_at(title, at)
        yield word or title[at], bool(word)
        at += len(word) or 1


def _word_at(title: str, at: int) -> str:
    if (named := NAMED.match(title, at)) and width(named.group()) <= NAME:
        return named.group()
    if whole := WHOLE.match(title, at):
        return whole.group()
    if title[at : at + 2] in {"关于", "对于", "有关"}:
        return title[at : at + 2]
    lengths = range(min(_longest(), len(title) - at), 1, -1)
    found = next((title[at : at + length] for length in lengths if title[at : at + length] in _words()), "")
    return found or (title[at] if title[at] in "的和与及暨并在对" else "")


def _narrow(piece: str, widest: float) -> Iterator[str]:
    """Give a piece as it is, or, where it is wider than a line, its characters."""
    if width(piece) <= widest:
        yield piece
    else:
        yield from piece


def _ways(edges: list[float], first: int, count: int, widest: float) -> Iterator[tuple[int, ...]]:
    """Give every way to put the pieces from ``first`` on into ``count`` lines, none too wide: where lines begin."""
    if count == 1:
        if edges[-1] - edges[first] <= widest:
            yield ()
        return
    for at in range(first + 1, len(edges) - count + 1):
        if edges[at] - edges[first] > widest:
            return
        if edges[-1] - edges[at] <= widest * (count - 1):
            for rest in _ways(edges, at, count - 1, widest):
                yield (at, *rest)


def _filled(edges: list[float], widest: float) -> tuple[int, ...]:
    """Fill line after line, for a title so long that no shape can be seen in it."""
    starts = [0]
    for at in range(1, len(edges) - 1):
        if edges[at + 1] - edges[starts[-1]] > widest:
            starts.append(at)
    return tuple(starts[1:])


def _cost(way: tuple[int, ...], edges: list[float], costs: list[float]) -> float:
    """Weigh a way of breaking: bad places to break, bad shapes, and lines more than needed."""
    widths = [edges[end] - edges[first] for first, end in pairwise((0, *way, len(edges) - 1))]
    return sum(costs[at] for at in way) + _shape_cost(widths) + 4 * len(widths)


def _break_cost(before: str, after: str) -> float:
    """Weigh a break between two pieces: 0 where a reader would pause, infinite where none may be."""
    if after[0] in "的" + CLOSING or before[-1] in OPENING:
        return inf
    if before.endswith(("、", "，", "》", "）", "：")) or after.startswith(("关于", "《")):
        return 0.0
    if before in {"和", "与", "及", "暨", "并", "对", "在", "第"} or (
        before.endswith(PLACE) and after.endswith(AGENCY)
    ):
        return 6.0
    if before.endswith("年"):
        return 3.0
    if before.endswith(AGENCY) or re.match(r"\d{4}年", after) or before in {"印发", "转发", "的"}:
        return 0.5
    return 4.0 if after in {"工作", "情况", "年度"} else 1.5


def _shape_cost(widths: list[float]) -> float:
    """Weigh the outline: growing, shrinking or widest in the middle is right; a block or an hourglass is not."""
    cost = sum(6.0 for width_ in widths if width_ < 4)
    cost += sum(2.0 for one, next_ in pairwise(widths) if abs(one - next_) < 1)
    cost += sum(
        8.0 for one, two, three in zip(widths, widths[1:], widths[2:], strict=False) if two < one and two < three
    )
    cost += 4 * sum((1 - width_ / max(widths)) ** 2 for width_ in widths)
    return cost
