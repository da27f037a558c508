"""The phrase book: sentences about figures that stand in a draft when their records exist."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracker.figures.rules import TOKEN, Figure
from tracker.outlines.rules import Key
from tracker.summary.prose import Passage, Said, Source

_GROUP = re.compile(r"\[([^\]]*)\]")
_LIST = re.compile(r"<([^>]*)>")
_PARTS = re.compile(r"\|(?![^{}]*\})")  # a bar inside braces belongs to a figure's wording


@dataclass(frozen=True)
class Listed:
    """Words that a ledger lists (titles, kinds with their figures), and the records they come from."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """One paragraph of a chapter as the phrase book has it."""

    sentences: tuple[str, ...]
    heading: str = ""


def _read() -> dict[Key, tuple[Phrase, ...]]:
    book = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))
    return {
        Key(key): tuple(Phrase(tuple(row["sentences"]), row.get("heading", "")) for row in rows)
        for key, rows in book.items()
    }


BOOK = _read()


@dataclass
class Phrasing:
    """What fills the sentences of the phrase book."""

    figures: Mapping[str, Figure]
    lists: Mapping[str, Listed]
    units_word: str
    is_over: bool = True  # of a year that still runs nothing is said of the whole of it
    _used: list[Source] = field(default_factory=list)

    def passages(self, key: Key) -> Iterator[Passage]:
        """Give the paragraphs of a chapter that have something to say."""
        for phrase in BOOK.get(key, ()):
            said = [one for one in map(self.sentence, phrase.sentences) if one]
            if said:
                yield Passage(tuple(said), phrase.heading)

    def sentence(self, phrase: str) -> Said | None:
        """Return a sentence with what has something to say, or None."""
        self._used = []
        outside = _GROUP.sub("", phrase)
        if not self._speaks(outside):
            return None
        whole = self._first_of(outside) or self._first_of(phrase)
        text = _GROUP.sub(lambda match: self._group(match[1], whole), phrase)
        if not (TOKEN.search(text) or _LIST.search(text)):
            return None
        span = "全年" if self.is_over else "今年以来"
        words = self._lists_in(text.replace("@units", self.units_word).replace("全年", span))
        return Said.of(_tidy(words), *self._used)

    def _group(self, group: str, whole: Figure | None) -> str:
        before, *parts = _PARTS.split(group)
        if not parts:
            return group if self._speaks(group) else ""
        kept = [part for part in parts if self._speaks(part)]
        if before.endswith("其中") and len(kept) == 1 and self._is_all(kept[0], whole):
            return ""
        return before + "、".join(kept) if kept else ""

    def _speaks(self, words: str) -> bool:
        return all(self._has_value(name) for name in TOKEN.findall(words)) and all(
            name in self.lists for name in _LIST.findall(words)
        )

    def _has_value(self, token: str) -> bool:
        figure = self.figures.get(token.partition("|")[0].strip())
        return figure is not None and figure.value > 0

    def _first_of(self, words: str) -> Figure | None:
        found = TOKEN.search(words)
        return self.figures.get(found[1].partition("|")[0].strip()) if found else None

    def _is_all(self, part: str, whole: Figure | None) -> bool:
        figure = self._first_of(part)
        return figure is not None and whole is not None and figure.value >= whole.value

    def _lists_in(self, words: str) -> str:
        def put(match: re.Match[str]) -> str:
            self._used += self.lists[match[1]].sources
            return self.lists[match[1]].text

        return _LIST.sub(put, words)


def _tidy(words: str) -> str:
    """Mend the joints where something was left out."""
    words = re.sub(r"^[，、；]+", "", words)
    words = re.sub(r"[，、；]+(?=。)", "", words)
    return re.sub(r"。+", "。", re.sub(r"，{2,}", "，", words))
