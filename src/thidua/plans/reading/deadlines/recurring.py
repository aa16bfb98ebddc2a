"""Times that come again: the relation and the rule (RFC 5545 RRULE parts) they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from thidua.plans.reading.deadlines.patterns import AS_ARISES, ATOM, EVERY, WEEKDAY, WEEKDAYS
from thidua.plans.reading.shapes import Relation


@dataclass(frozen=True, slots=True)
class Recurring:
    """What recurs and where it stands in the text; `has_cue` when it is said how the work stands to the day."""

    start: int
    end: int
    relation: Relation
    rule: str | None
    has_cue: bool


_CUE = r"(?P<cue>(?:truoc|vao|cham\s+nhat(?:\s+la)?|muon\s+nhat|den)\s+)?"
_DAYS = r"(?P<days>\d{1,2}(?:\s*(?:,|va)\s*(?:ngay\s+)?\d{1,2})*)"
_NO_NUMBER = r"(?!\w)(?!\s*(?:\d|[ivx]+\b))"  # "tháng 6", "quý II" name one, they do not recur
_LAST = r"ngay\s+(?P<work>lam\s+viec\s+)?cuoi(?:\s+cung)?\s+(?:cua\s+)?"
_OF_QUARTER = {"dau": "1,4,7,10", "giua": "2,5,8,11", "cuoi": "3,6,9,12"}
_WORKDAYS = "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
_WEEK = "MO", "TU", "WE", "TH", "FR", "SA", "SU"
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "sau": 6}
_COUNT = r"(?:\d{1,2}|mot|hai|ba|bon|sau)"
_UNIT = r"(?:tuan|thang|quy|nam)"
_RULES = {
    "tuan": "FREQ=WEEKLY",
    "thang": "FREQ=MONTHLY",
    "quy": "FREQ=MONTHLY;INTERVAL=3",
    "nam": "FREQ=YEARLY",
}
_MONTHS_OF = {"thang": 1, "quy": 3, "nam": 12}
_PERIOD = rf"(?<!\w)(?:(?P<many>{_COUNT})\s+)?(?P<period>{_UNIT})"
_ONE_PERIOD = rf"(?<!\w)(?:{_COUNT}\s+)?{_UNIT}{_NO_NUMBER}"
_PLACED_PERIOD = re.compile(rf"{_PERIOD}(?!\w)")
_YEARLY_DAY = re.compile(r"(?P<day>\d{1,2})\s*(?:/|thang)\s*(?P<month>\d{1,2})")


def recurring(bare: str) -> list[Recurring]:
    """Return what recurs in bare text, in order; nothing where a bare "hằng tháng" stands beside a named day."""
    found: list[Recurring] = []
    rest = bare
    for form in _FORMS:
        for match in form.pattern.finditer(rest):
            if form.alone and ATOM.search(_blanked(bare, match.start(), match.end())):
                continue
            read = form.read(match)
            found.extend(read)
            if read:
                rest = _blanked(rest, match.start(), match.end())
    return sorted(found, key=lambda again: again.start)


def recurs(bare: str) -> bool:
    """Tell whether a text holds the words of something that recurs, named days beside it or not."""
    return any(form.pattern.search(bare) for form in _FORMS)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _number(text: str) -> int:
    return _COUNTS.get(text) or int(text)


def _month_days(match: re.Match[str]) -> list[Recurring]:
    days = sorted({int(day) for day in re.findall(r"\d{1,2}", match["days"])})
    if not all(1 <= day <= 31 for day in days):
        return []
    rule = f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}"
    return [Recurring(*match.span(), Relation.MONTHLY_ON_DAY, rule, bool(match["cue"]))]


def _last_of_month(match: re.Match[str]) -> list[Recurring]:
    rule = f"FREQ=MONTHLY;{_WORKDAYS if match['work'] else 'BYMONTHDAY=-1'}"
    return [Recurring(*match.span(), Relation.MONTHLY_ON_DAY, rule, has_cue=True)]


def _last_of_quarter(match: re.Match[str]) -> list[Recurring]:
    months = f"BYMONTH={_OF_QUARTER['cuoi']}"
    rule = f"FREQ=MONTHLY;{months};{_WORKDAYS}" if match["work"] else f"FREQ=YEARLY;{months};BYMONTHDAY=-1"
    return [Recurring(*match.span(), Relation.PERIODIC, rule, has_cue=True)]


def _day_of_quarter(match: re.Match[str]) -> list[Recurring]:
    if not 1 <= int(match["day"]) <= 31:
        return []
    rule = f"FREQ=YEARLY;BYMONTH={_OF_QUARTER[match['part']]};BYMONTHDAY={int(match['day'])}"
    return [Recurring(*match.span(), Relation.PERIODIC, rule, has_cue=True)]


def _days_of_year(match: re.Match[str]) -> list[Recurring]:
    """Each day of "25/5 và 25/11 hằng năm" recurs for itself."""
    days = list(_YEARLY_DAY.finditer(match.group()))
    found: list[Recurring] = []
    for position, printed in enumerate(days):
        day, month = int(printed["day"]), int(printed["month"])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return []
        start = match.start() + (printed.start() if position else 0)
        end = match.end() if position == len(days) - 1 else match.start() + printed.end()
        rule = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"
        found.append(Recurring(start, end, Relation.PERIODIC, rule, has_cue=True))
    return found


def _month_of_year(match: re.Match[str]) -> list[Recurring]:
    month = int(match["month"])
    rule = f"FREQ=YEARLY;BYMONTH={month}"
    return [Recurring(*match.span(), Relation.PERIODIC, rule, has_cue=False)] if 1 <= month <= 12 else []


def _weekdays(match: re.Match[str]) -> list[Recurring]:
    names = re.findall(r"hai|ba|tu|nam|sau|bay|nhat|cn|[2-7]", match["weekdays"])
    days = list(dict.fromkeys(_WEEK[WEEKDAYS[name]] for name in names))
    rule = f"FREQ=WEEKLY;BYDAY={','.join(days)}"
    return [Recurring(*match.span(), Relation.PERIODIC, rule, bool(match["cue"]))]


def _so_many_times(match: re.Match[str]) -> list[Recurring]:
    """ "2 lần/năm": spread evenly over the year where that gives whole months, else without a rule."""
    times = _number(match["times"] or "1")
    return [Recurring(*match.span(), Relation.PERIODIC, _spread(times, match["period"]), has_cue=False)]


def _spread(times: int, period: str) -> str | None:
    if times == 1:
        return _RULES[period]
    months = _MONTHS_OF.get(period, 0)
    if not times or not months or months % times:
        return None
    each = months // times
    return "FREQ=MONTHLY" if each == 1 else f"FREQ=MONTHLY;INTERVAL={each}"


def _periods(match: re.Match[str]) -> list[Recurring]:
    """Each period of "định kỳ 6 tháng, năm" recurs for itself."""
    placed = list(_PLACED_PERIOD.finditer(match["periods"]))
    offset, found = match.start("periods"), list[Recurring]()
    for position, printed in enumerate(placed):
        start = offset + printed.start() if position else match.start()
        end = offset + printed.end()
        found.append(Recurring(start, end, Relation.PERIODIC, _every(printed), has_cue=False))
    return found


def _every(match: re.Match[str]) -> str:
    count = _number(match["many"] or "1")
    if match["period"] == "quy":
        return f"FREQ=MONTHLY;INTERVAL={count * 3}"
    return _RULES[match["period"]] if count == 1 else f"{_RULES[match['period']]};INTERVAL={count}"


def _one_period(match: re.Match[str]) -> list[Recurring]:
    return [Recurring(*match.span(), Relation.PERIODIC, _every(match), has_cue=False)]


def _each(match: re.Match[str]) -> list[Recurring]:
    if match["period"] != "thang":
        return _one_period(match)
    arises = bool(AS_ARISES.search(match.string))
    rule = None if arises else "FREQ=MONTHLY"
    return [Recurring(*match.span(), Relation.MONTHLY_AS_ARISES, rule, arises)]


def _every_year(match: re.Match[str]) -> list[Recurring]:
    return [Recurring(*match.span(), Relation.PERIODIC, "FREQ=YEARLY", has_cue=False)]


@dataclass(frozen=True)
class _Form:
    """One way of saying that something recurs. `alone`: only where no day is named beside it."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], list[Recurring]]
    alone: bool = False


def _form(pattern: str, read: Callable[[re.Match[str]], list[Recurring]], *, alone: bool = False) -> _Form:
    return _Form(re.compile(pattern), read, alone)


_FROM_DAY = r"(?:tu\s+(?:ngay\s+)?\d{1,2}\s*(?:-|den|toi)\s*)?"
_YEAR_DAY = r"(?:ngay\s+)?\d{1,2}\s*(?:/|thang)\s*\d{1,2}"
_WEEKDAYS = rf"(?P<weekdays>{WEEKDAY}(?:\s*(?:,|va)\s*{WEEKDAY})*)"

# The fuller form first; what one form has read the next does not see.
_FORMS = (
    _form(rf"{_FROM_DAY}{_CUE}(?:ngay\s+)?{_DAYS}\s*(?:cua\s+)?{EVERY}thang(?!\w)", _month_days),
    _form(rf"{_CUE}ngay\s+{_DAYS}\s*(?:cua\s+)?thang\s+(?:sau|ke\s+tiep|tiep\s+theo|lien\s+sau)(?!\w)", _month_days),
    _form(
        rf"{EVERY}thang\s*[,:(]?\s*{_CUE}ngay\s+{_DAYS}(?!\d)(?!\s*[/.-]\s*\d)(?!\s*(?:thang|lam\s+viec))\s*\)?",
        _month_days,
    ),
    _form(rf"{_CUE}{_LAST}(?:{EVERY})?thang{_NO_NUMBER}", _last_of_month),
    _form(rf"{_CUE}{_LAST}(?:{EVERY})?quy{_NO_NUMBER}", _last_of_quarter),
    _form(
        rf"{_CUE}(?:ngay\s+)?(?P<day>\d{{1,2}})\s+(?:cua\s+)?thang\s+(?P<part>dau|giua|cuoi)(?:\s+cung)?\s+(?:cua\s+)?"
        rf"(?:{EVERY})?quy(?:\s+(?:sau|ke\s+tiep|tiep\s+theo))?{_NO_NUMBER}",
        _day_of_quarter,
    ),
    _form(rf"{_CUE}{_YEAR_DAY}(?:\s*(?:,|va)\s*{_YEAR_DAY})*\s*,?\s*{EVERY}nam(?!\w)", _days_of_year),
    _form(rf"(?:trong\s+|vao\s+)?thang\s+(?P<month>\d{{1,2}})\s*,?\s*{EVERY}nam(?!\w)", _month_of_year, alone=True),
    _form(rf"{_CUE}(?:ngay\s+)?{_WEEKDAYS}\s*(?:cua\s+)?{EVERY}tuan(?!\w)", _weekdays),
    _form(
        rf"(?<!\w)(?P<times>{_COUNT})\s*lan\s*(?:/|tren|trong|moi|mot|1)\s*(?:(?:mot|1)\s*)?(?P<period>{_UNIT})(?!\w)",
        _so_many_times,
        alone=True,
    ),
    _form(
        rf"(?:{EVERY}|(?<!\w)(?:mot|1)\s+)(?P<period>{_UNIT})\s+(?P<times>{_COUNT})\s+lan(?!\w)",
        _so_many_times,
        alone=True,
    ),
    _form(rf"{_PERIOD}\s*(?:/|mot|1)\s*(?:1\s*|mot\s*)?lan", _one_period, alone=True),
    _form(rf"dinh\s+ky\s+(?:{EVERY})?(?P<periods>{_ONE_PERIOD}(?:\s*(?:,|va)\s*{_ONE_PERIOD})*)", _periods, alone=True),
    _form(rf"{EVERY}(?P<periods>{_ONE_PERIOD}(?:\s*(?:,|va)\s*{_ONE_PERIOD})+)", _periods, alone=True),
    _form(rf"{EVERY}{_PERIOD}(?!\w)", _each, alone=True),
    _form(r"thuong\s+nien", _every_year, alone=True),
)
