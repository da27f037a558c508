"""Finds what the text states about the tables: 收到申请12件, 上年结转3件, 不予公开 5件, 行政复议2件.

Better to miss a statement than to hold a wrong one against the table: a clause counts only if every word of it is
one we know, it speaks of the report's own year and of the whole agency, and of requests for disclosure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.annual_report.narrative.patterns import (
    ANSWERED,
    ASKED_FIRST,
    COUNTED,
    FIRST_MARK,
    ITEMS,
    MEMBERS,
    NO_CARRY,
    NO_DISPUTE,
    NO_REQUEST,
    NONE_RECEIVED,
    OFFICE,
    OTHER_MATTERS,
    PARTIAL,
    PLACE,
    RECEIPT,
    REQUESTS,
    RESULTS,
    SAID_FIRST,
    Concept,
)
from tracker.annual_report.narrative.periods import COMPARISON, Period, follow, read_year, without_period
from tracker.quantities import CleanText, Quantity, clean, find_quantities


@dataclass(frozen=True)
class Statement:
    """One number the text gives: ``quote`` is its clause, ``start`` to ``end`` the numeral in the section's text.

    ``quantity`` is None for a statement that there was none (未收到政府信息公开申请); then nothing can be replaced.
    """

    concept: Concept
    quantity: Quantity | None
    quote: str
    start: int
    end: int


_SENTENCE = re.compile(r"[^。！？!?]+")
_CLAUSE = re.compile(r"[^，,；;：:]+")
# A line that says what the paragraphs below it are about.
_HEADING = re.compile(r"(?!.*(?:未|没有|无|收到|办结|受理))[^。，,；;：:！？\d件]{2,25}[。：:]?")
_LONGEST_CLAUSE = 120  # characters; longer ones state nothing we could hold against a table
_SEGMENT = re.compile(r"(?:[^、和及以]|(?:和|及|以及|以)(?!行政|部分|不予|予以|无法|其他处理|结转|被))+")


@dataclass
class _Reading:
    """Where the reading of a paragraph stands."""

    year: int
    agency: str
    period: Period
    is_about_requests: bool
    is_other_matter: bool = False
    is_blocked: bool = False  # a part of the agency, or something we do not understand, has the word


def find_statements(text: str, year: int, agency: str = "", *, is_about_requests: bool = False) -> list[Statement]:
    """Return what a section states about the tables of ``agency``'s report of ``year``.

    ``is_about_requests`` is true where the heading of the section says so (sections three and four).
    """
    cleaned = clean(text)
    found: list[Statement] = []
    is_about = is_about_requests
    for paragraph in re.finditer(r"[^\n]+", cleaned.text):
        if heading := _HEADING.fullmatch(paragraph.group()):
            is_about = is_about_requests or REQUESTS.search(heading.group()) is not None
            continue
        reading = _Reading(year, agency, Period.UNSAID, is_about)
        for sentence in _SENTENCE.finditer(cleaned.text, paragraph.start(), paragraph.end()):
            found += _read_sentence(cleaned, sentence.start(), sentence.end(), reading)
    return found


def _read_sentence(cleaned: CleanText, start: int, end: int, reading: _Reading) -> Iterator[Statement]:
    """Yield the statements of one sentence, following its time and whether it still speaks of requests."""
    sentence = cleaned.text[start:end]
    if REQUESTS.search(sentence):
        reading.is_about_requests, reading.is_other_matter = True, False
    elif OTHER_MATTERS.search(sentence):
        reading.is_about_requests, reading.is_other_matter, reading.is_blocked = False, True, True
    for clause in _CLAUSE.finditer(cleaned.text, start, end):
        yield from _read_clause(cleaned, clause.start(), clause.end(), reading)


def _read_clause(cleaned: CleanText, start: int, end: int, reading: _Reading) -> Iterator[Statement]:
    """Yield the statements of one clause."""
    if end - start > _LONGEST_CLAUSE:
        reading.is_blocked = True
        return
    if compares := COMPARISON.search(cleaned.text, start, end):
        end = compares.start()
    clause = cleaned.text[start:end]
    carries = "结转" in clause or "转入" in clause
    reading.period = reading.period if carries else follow(reading.period, clause, reading.year)
    if reading.period is Period.OTHER:
        return
    quantities = list(find_quantities(clause))
    statements = [] if carries else _receipts(clause, quantities, reading)
    if not statements and not reading.is_blocked:
        statements = _items(clause, quantities, reading)
    for statement in statements:
        yield _placed(statement, cleaned, start)


def _segments(clause: str) -> Iterator[re.Match[str]]:
    """Yield the members of an enumeration, except those that share their number with the one before."""
    shares = False
    for segment in _SEGMENT.finditer(clause):
        has_number = any(find_quantities(segment.group()))
        if has_number and not shares:
            yield segment
        shares = not has_number and bool(RESULTS.search(segment.group()))


def _receipts(clause: str, quantities: list[Quantity], reading: _Reading) -> list[Statement]:
    """Return what a clause states of requests received; block the rest if it is not the whole agency's."""
    if not quantities:
        none = NONE_RECEIVED.fullmatch(clause)
        is_ours = none is not None and "申请" in none["mid"] and _is_whole(none["who"], reading)
        if without := NO_REQUEST.fullmatch(clause):
            is_ours = _is_whole(without["who"], reading)
        return [Statement(Concept.NEW, None, clause, 0, 0)] if is_ours else []
    text, places = _with_marks(clause, 0, quantities)
    if answered := _answered(text, places, clause, reading) or _counted(text, places, clause, reading):
        return [answered]
    match = RECEIPT.fullmatch(text)
    if match is None:
        reading.is_blocked = reading.is_blocked or PARTIAL.search(clause) is not None
        return []
    if not _is_ours(match, reading):
        reading.is_blocked = True
        return []
    reading.is_blocked, reading.is_about_requests = False, True
    quantity = places[match["n"]]
    concept = _concept(match["verb"], match["sum"])
    return [Statement(concept, quantity, clause, quantity.digits_start, quantity.digits_end)]


def _answered(text: str, places: dict[str, Quantity], clause: str, reading: _Reading) -> Statement | None:
    """Return what a clause states of requests answered, if it names them and speaks of the whole agency."""
    match = ANSWERED.fullmatch(text)
    if match is None or reading.is_other_matter or reading.is_blocked or not _is_whole(match["who"], reading):
        return None
    asked = match["mid"] + match["after"]
    if "申请" not in asked or re.search(r"公开|信息|依申请", asked) is None:
        return None
    quantity = places[match["n"]]
    return Statement(Concept.ANSWERED, quantity, clause, quantity.digits_start, quantity.digits_end)


def _counted(text: str, places: dict[str, Quantity], clause: str, reading: _Reading) -> Statement | None:
    """Return what a clause without a verb states: 政府信息公开申请总量12件."""
    match = COUNTED.fullmatch(text)
    if match is None or not _is_whole(match["who"] or match["of"] or "", reading):
        return None
    reading.is_blocked, reading.is_about_requests = False, True
    quantity = places[match["n"] or match["m"]]
    return Statement(Concept.RECEIVED, quantity, clause, quantity.digits_start, quantity.digits_end)


def _is_ours(match: re.Match[str], reading: _Reading) -> bool:
    """Whether a clause of receiving speaks of requests for disclosure to the whole agency, in the report's year."""
    who, asked = match["who"], match["mid"] + match["after"]
    if asks := ASKED_FIRST.fullmatch(who):
        who, asked = asks["who"], asks["asked"] + asked
    is_named = re.search(r"公开|信息|依申请", asked) is not None
    goes_without_saying = match["verb"] == "收办" or (match["verb"] == "新收" and reading.is_about_requests)
    if "申请" not in asked and not goes_without_saying:
        return False
    if reading.is_other_matter and not is_named:
        return False
    is_dated = "累计" not in match["sum"] or reading.period is Period.OWN
    return is_dated and _is_whole(who, reading)


def _concept(verb: str, adverbs: str) -> Concept:
    """Return which number a verb of receiving gives."""
    if verb.startswith("新收") or adverbs.endswith("新"):
        return Concept.NEW
    if verb == "收办":
        return Concept.TAKEN_IN_ALL
    return Concept.HANDLED if "办理" in verb or "处理" in verb else Concept.RECEIVED


def _is_whole(who: str, reading: _Reading) -> bool:
    """Whether the subject of a clause is the agency as a whole, or is left out.

    A government's report speaks of 全市 or 我区, an office's of 我局: the other would be a part, or more than it.
    """
    subject = without_period(who).replace("人民", "")
    name = reading.agency.replace("人民", "")
    is_government = re.search(r"(?:政府|管委会|管理委员会)$", name) is not None
    # 市政府 in a city's report is the government alone, not with its offices, for which 宿河市 stands.
    if subject and (subject == name or (name.startswith(subject) if is_government else name.endswith(subject))):
        return True
    is_place = name == "" or re.search(r"政府|管委会|管理委员会|街道|[镇乡]$", name) is not None
    is_office = not is_government
    units = "|".join((*([PLACE] if is_place else []), *([OFFICE] if is_office else [])))
    return re.fullmatch(rf"{SAID_FIRST}(?:[我本全](?:{units}){MEMBERS})?", subject) is not None


def _items(clause: str, quantities: list[Quantity], reading: _Reading) -> list[Statement]:
    """Return what the members of an enumeration state: rows and groups of the tables."""
    if none := NO_DISPUTE.fullmatch(clause):
        concepts = [Concept.REVIEWS, *([Concept.SUITS] if none["suits"] else [])]
        is_ours = reading.is_about_requests and _is_whole(none["who"], reading)
        return [Statement(concept, None, clause, 0, 0) for concept in concepts] if is_ours else []
    if reading.is_about_requests and NO_CARRY.fullmatch(clause):
        return [Statement(Concept.CARRIED_OVER, None, clause, 0, 0)]
    if not reading.is_about_requests and not ("行政复议" in clause and "行政诉讼" in clause):
        return []
    segments = [_item(segment.group(), segment.start(), quantities, reading) for segment in _segments(clause)]
    return [statement for statement in segments if statement is not None]


def _item(segment: str, offset: int, quantities: list[Quantity], reading: _Reading) -> Statement | None:
    """Return what one member of an enumeration states, if it is a row or a group of the tables."""
    text, places = _with_marks(segment, offset, quantities)
    for concept, pattern in ITEMS:
        match = pattern.fullmatch(text)
        if match is None or not _is_right_year(concept, match.groupdict().get("year"), reading.year):
            continue
        quantity = places[match["n"]]
        return Statement(concept, quantity, segment, quantity.digits_start, quantity.digits_end)
    return None


def _is_right_year(concept: Concept, written: str | None, year: int) -> bool:
    """Whether the year from or to which something is carried is the one beside the report's."""
    return written is None or read_year(written) == (year - 1 if concept is Concept.CARRIED_IN else year + 1)


def _with_marks(passage: str, offset: int, quantities: list[Quantity]) -> tuple[str, dict[str, Quantity]]:
    """Return ``passage`` with one mark for each number of cases in it, and the numbers by mark."""
    places: dict[str, Quantity] = {}
    marked, at = "", 0
    for quantity in quantities:
        if offset <= quantity.start and quantity.end <= offset + len(passage):
            mark = chr(FIRST_MARK + len(places))
            places[mark] = quantity
            marked += passage[at : quantity.start - offset] + mark
            at = quantity.end - offset
    return marked + passage[at:], places


def _placed(statement: Statement, cleaned: CleanText, start: int) -> Statement:
    """Return ``statement`` with its numeral's place in the text as it was given."""
    if statement.quantity is None:
        return statement
    first, last = start + statement.start, start + statement.end - 1
    return replace(statement, start=cleaned.origin[first], end=cleaned.origin[last] + 1)
