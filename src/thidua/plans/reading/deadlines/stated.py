"""From the named times of a piece to what it states: how each stands, lists and ranges put together."""

from __future__ import annotations

from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.deadlines.atoms import Atom, atoms
from thidua.plans.reading.deadlines.bare import Bare
from thidua.plans.reading.deadlines.listing import with_day_behind, with_days_before
from thidua.plans.reading.deadlines.named import Named, adjoining, named_time, named_times
from thidua.plans.reading.deadlines.relations import Sense, Standing, how_it_stands
from thidua.plans.reading.deadlines.result import Reading, Remark, Stated
from thidua.plans.reading.shapes import Relation

_SHARED = Relation.BEFORE, Relation.BY, Relation.ON_OCCASION  # hold for all days of a list
_NO_DAYS = {Sense.AFTER: Remark.AFTER, Sense.COUNTED: Remark.COUNTED}


def stated_in(piece: str, plain: Bare, text: str, year: int | None) -> list[Stated]:
    """Return the times named in a piece, in order; `text` is its bare text with what is no time blanked."""
    found = atoms(plain, text)
    years = {own for atom in found for own in atom.years}
    assumed = years.pop() if len(years) == 1 else year
    stated: list[Stated] = []
    position = 0
    while position < len(found):
        atom, following = found[position], found[position + 1] if position + 1 < len(found) else None
        left = stated[-1].end if stated else 0
        if following and _is_range(text, left, atom, following, assumed):
            stated.append(_range(piece, text, left, atom, following, assumed))
            position += 2
            continue
        stated.extend(_singles(piece, text, stated, atom, assumed))
        position += 1
    for one in stated:
        if assumed != year and Remark.YEAR_ASSUMED in one.reading.remarks:
            one.reading.remarks.remove(Remark.YEAR_ASSUMED)
    return stated


def _is_range(text: str, left: int, atom: Atom, following: Atom, year: int | None) -> bool:
    """Tell whether two times are the ends of one range: "từ … đến …", or months that adjoin."""
    between = text[atom.close : following.start]
    if p.TO.match(between) or p.TO_PERIOD.match(between):
        return True
    if not p.AND.match(between) or "day" in (atom.kind, following.kind) or "half" in (atom.kind, following.kind):
        return False
    last = named_time(following, year)
    first = named_time(atom, last.year or year)
    return adjoining(first, last) and not p.BEFORE.search(text[left : atom.start])


def _range(piece: str, text: str, left: int, atom: Atom, following: Atom, year: int | None) -> Stated:
    last = named_time(following, year)
    first = named_time(atom, year if following.next_year else last.year or year)
    before, between = text[left : atom.start], text[atom.close : following.start]
    opening = p.FROM.search(before) or (p.ON if first.kind == "day" else p.INSIDE).search(before)
    start = left + opening.start() if opening else atom.start
    reading = Reading("", Relation.RANGE, piece[start : following.close].strip())
    reading.start, reading.end = first.first_day, last.last_day
    _remark(reading, first, last)
    if first.year_assumed and following.years and Remark.YEAR_ASSUMED in reading.remarks:
        reading.remarks.remove(Remark.YEAR_ASSUMED)
    if p.VAGUE.search(text[start : atom.start]) or p.VAGUE.search(between):
        reading.remarks.append(Remark.VAGUE)
    if reading.start and reading.end and reading.start > reading.end:
        reading.remarks.append(Remark.BACKWARD_RANGE)
    return Stated(start, following.close, reading, "range")


def _remark(reading: Reading, *times: Named) -> None:
    said = {
        Remark.IMPOSSIBLE_DATE: any(named.impossible for named in times),
        Remark.LETTER_FOR_DIGIT: any(named.misprint for named in times),
        Remark.YEAR_ASSUMED: any(named.year_assumed for named in times),
        Remark.NEXT_YEAR: any(named.next_year for named in times),
        Remark.LUNAR: any(named.lunar and named.first_day for named in times),
        Remark.LUNAR_UNSURE: any(named.lunar and not named.first_day for named in times),
    }
    reading.remarks.extend(remark for remark, holds in said.items() if holds)


def _singles(piece: str, text: str, stated: list[Stated], atom: Atom, year: int | None) -> list[Stated]:
    """Return what one named time states: one time, or each of the months that it lists."""
    found: list[Stated] = []
    previous = stated[-1] if stated else None
    for start, end, named in named_times(atom, year):
        close = atom.close if end == atom.end else end
        found.extend(_single(piece, text, previous, (start, close), named))
        previous = found[-1]
    return found


def _single(piece: str, text: str, previous: Stated | None, place: tuple[int, int], named: Named) -> list[Stated]:
    left = previous.end if previous else 0
    before = text[left : place[0]]
    standing = how_it_stands(before, named.kind)
    start = left + standing.start
    relation = standing.relation
    if previous and not standing.said and previous.kind == named.kind and p.LISTED.fullmatch(before):
        relation = previous.reading.relation if previous.reading.relation in _SHARED else relation
    about = p.ABOUT.search(before[: standing.start])
    if about:
        start = left + about.start()
    reading = Reading("", relation, "")
    end = _closing_bracket(text, start, place[1])
    _fill(reading, named, standing, before)
    _remark(reading, named)
    if about:
        reading.remarks.append(Remark.ABOUT)
    if named.kind != "day" and p.VAGUE.search(before[standing.start :]):
        reading.remarks.append(Remark.VAGUE)
    end = _weekday(reading, text, start, place[0], end)
    reading.printed = piece[start:end].strip()
    one = with_day_behind(Stated(start, end, reading, named.kind), named, piece, text)
    return with_days_before(one, named, piece, text, left, place[0])


def _closing_bracket(text: str, start: int, end: int) -> int:
    """Take in the bracket that closes behind a date when it opened before it: "dịp Quốc khánh (2/9/2025)"."""
    opened = text[start:end].count("(") > text[start:end].count(")")
    return end + 1 if opened and text[end : end + 1] == ")" else end


def _fill(reading: Reading, named: Named, standing: Standing, before: str) -> None:
    """Put the named days into the reading, as the words before them have it."""
    to_its_end = "het" in before.split()[-3:]
    if standing.sense in _NO_DAYS:
        reading.remarks.append(_NO_DAYS[standing.sense])
    elif named.lunar and named.first_day is None:
        reading.relation = Relation.ON_OCCASION
    elif standing.sense is Sense.FROM and named.kind not in ("half", "span"):
        reading.start = named.first_day
        reading.remarks.append(Remark.OPEN_RANGE)
    elif named.kind == "day":
        reading.day = named.first_day
    elif reading.relation is Relation.BEFORE and standing.sense is not Sense.EVENT:
        reading.day = named.last_day if to_its_end else named.first_day
    elif reading.relation is Relation.BY and to_its_end:
        reading.day = named.last_day
    elif named.kind == "month":
        reading.month = named.month
    else:
        reading.start, reading.end = named.first_day, named.last_day
    if standing.sense is Sense.EVENT and named.kind != "day":
        reading.remarks.append(Remark.VAGUE)


def _weekday(reading: Reading, text: str, start: int, at: int, end: int) -> int:
    """Compare the day of the week printed before or behind a day; return where the words for the day end."""
    behind = p.WEEKDAY_BEHIND.match(text, end)
    before = p.ANY_WEEKDAY.search(text, start, at)
    if reading.day is None:
        return end
    names = [match[match.lastgroup or 0] for match in (before, behind) if match]
    if any(p.WEEKDAYS[name.split()[-1].removeprefix("t")] != reading.day.weekday() for name in names):
        reading.remarks.append(Remark.WEEKDAY_MISMATCH)
    return behind.end() if behind else end
