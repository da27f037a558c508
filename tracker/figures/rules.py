"""A figure: a named number with its definition; and texts that name figures instead of repeating their numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tracker.errors import N_, RuleBroken

TOKEN = re.compile(r"\{([^{}\n]{1,60})\}")
_ABOUT = re.compile(r"(?P<base>\d{1,12})?(?P<word>余|多)|(?P<near>近)(?P<next>\d{1,12})?")
_STEPS = ((10_000, 10_000), (100, 100), (10, 10))  # from which number on texts name which round ones


@dataclass(frozen=True)
class Figure:
    """A named number of one year.

    ``value`` counts in ``unit`` (项, 个, 人); a Fraction is a share, shown in percent. ``about`` says in Chinese what
    is counted; ``rows`` is the page (endpoint and query) that lists what stands behind the number. ``is_least``: the
    records themselves say "more than so many", and so does the text.
    """

    name: str
    value: int | Decimal | Fraction
    unit: str
    about: str
    rows: tuple[str, dict[str, object]] | None = field(default=None, compare=False)
    is_least: bool = False

    @property
    def shown(self) -> str:
        """The number as a text prints it, with its unit word: 48项, 56.3%."""
        if isinstance(self.value, Fraction):
            return percent(self.value)
        if self.is_least:  # 6000余 and 5 together are 6000余
            return f"{_round(self.value if self.value % 10 == 0 else usual_base(self.value))}余{self.unit}"
        return f"{plain(self.value)}{self.unit}"

    def worded(self, style: str) -> str:
        """Return the number in a chosen wording: "" is exact, 余 or 多 rounds down, 近 up; 40余, 近50 state the base.

        A stated base that the number has left far behind is not named any more.
        """
        match = _ABOUT.fullmatch(style)
        if match is None or isinstance(self.value, Fraction) or self.is_least:
            return self.shown
        if match["near"]:
            return nearly(self.value, int(match["next"] or 0) or next_base(self.value), self.unit)
        base = int(match["base"] or 0)
        is_near = self.value < base + 10 ** (len(str(base)) - 1)
        return about(
            self.value, base if match["base"] and is_near else usual_base(self.value), match["word"], self.unit
        )


def usual_base(value: int | Decimal) -> int:
    """Return the round number at or below ``value`` that texts usually name: 46 → 40, 1134 → 1100, 30500 → 30000."""
    whole = int(value)
    return next((whole // step * step for least, step in _STEPS if whole >= least), whole)


def next_base(value: int | Decimal) -> int:
    """Return the round number above ``value`` that a text may name if it is near: 298 → 300, 9950 → 10000."""
    whole = int(value)
    return next(((whole // step + 1) * step for least, step in _STEPS if whole >= least), 0)


def about(value: int | Decimal, base: int, word: str, unit: str) -> str:
    """Return "more than ``base``" (40余条), or the exact number where it is not above that base."""
    if value <= base or base <= 0:
        return f"{plain(value)}{unit}"
    return f"{_round(base)}{word}{unit}"


def nearly(value: int | Decimal, base: int, unit: str) -> str:
    """Return "nearly ``base``" (近300条), or the exact number where it lies above that base or far below."""
    is_near = base * 9 <= value * 10 and value < base
    return f"近{_round(base)}{unit}" if is_near else f"{plain(value)}{unit}"


def _round(base: int | Decimal) -> str:
    return f"{plain(base // 10_000)}万" if base and base % 10_000 == 0 else plain(base)


def plain(value: int | Decimal) -> str:
    """Return a number without the zeros it does not need: 35, 72701.2578."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Piece:
    """A piece of a text: words, or a figure that stands between them, or the name of one that does not exist."""

    words: str
    figure: Figure | None = None
    is_unknown: bool = False


def percent(share: Fraction) -> str:
    """Return a share in percent with at most one decimal, rounded half up: 56.3%; only all is 100%, only nothing 0%."""
    tenths = int(share * 1000 + Fraction(1, 2))
    if 0 < share < 1:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def share_of(part: int, whole: int) -> Fraction:
    """Return ``part`` of ``whole`` as a share; of nothing, nothing."""
    return Fraction(part, whole) if whole else Fraction(0)


def pieces(text: str, figures: Mapping[str, Figure]) -> Iterator[Piece]:
    """Split ``text`` at the names of figures in braces: 办结{办结数}, and with a chosen wording {网站发布数|余}."""
    end = 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()])
        name, _, style = match[1].partition("|")
        figure = figures.get(name.strip())
        yield Piece(figure.worded(style.strip()) if figure else match[0], figure, is_unknown=figure is None)
        end = match.end()
    if end < len(text):
        yield Piece(text[end:])


def filled(text: str, figures: Mapping[str, Figure]) -> str:
    """Return ``text`` with every figure in the place of its name; raise RuleBroken naming the first unknown one."""
    found = list(pieces(text, figures))
    for piece in found:
        if piece.is_unknown:
            message = N_("There is no figure called %(name)s; choose one from the list beside the text.")
            raise RuleBroken(message, field="text", name=piece.words)
    return "".join(piece.words for piece in found)
