"""A figure: a named number with its definition; and texts that name figures instead of repeating their numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tracker.errors import N_, RuleBroken

TOKEN = re.compile(r"\{([^{}\n]{1,60})\}")


@dataclass(frozen=True)
class Figure:
    """A named number of one year.

    ``value`` counts in ``unit`` (项, 个, 人); a Fraction is a share, shown in percent. ``about`` says in Chinese what
    is counted; ``rows`` is the page (endpoint and query) that lists what stands behind the number.
    """

    name: str
    value: int | Fraction
    unit: str
    about: str
    rows: tuple[str, dict[str, object]] | None = field(default=None, compare=False)

    @property
    def shown(self) -> str:
        """The number as a text prints it, with its unit word: 48项, 56.3%."""
        if isinstance(self.value, Fraction):
            return percent(self.value)
        return f"{self.value}{self.unit}"


@dataclass(frozen=True)
class Piece:
    """A piece of a text: words, or a figure that stands between them, or the name of one that does not exist."""

    words: str
    figure: Figure | None = None
    is_unknown: bool = False


def percent(share: Fraction) -> str:
    """Return a share in percent with at most one decimal, rounded half up: 56.3%, 100%."""
    tenths = int(share * 1000 + Fraction(1, 2))
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def share_of(part: int, whole: int) -> Fraction:
    """Return ``part`` of ``whole`` as a share; of nothing, nothing."""
    return Fraction(part, whole) if whole else Fraction(0)


def pieces(text: str, figures: Mapping[str, Figure]) -> Iterator[Piece]:
    """Split ``text`` at the names of figures in braces: 办结{办结数}。"""
    end = 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()])
        figure = figures.get(match[1].strip())
        yield Piece(figure.shown if figure else match[0], figure, is_unknown=figure is None)
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
