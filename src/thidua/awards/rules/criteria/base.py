"""What every criterion shares: the case being judged and the three-valued arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from ..facts import Discipline, Facts, HeldHonour
from ..facts_json import discipline_to_json, honour_to_json
from ..findings import Status

Json = Any  # a JSON value

# Strength of a fact: it counts, it may count once something is checked, it does not count.
YES, MAYBE, NO = 2, 1, 0
STATUS_OF = {YES: Status.PASS, MAYBE: Status.UNKNOWN, NO: Status.FAIL}


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer of one criterion: status, sentence, facts used.

    ``unclaimed``: open only because nobody claims that merit.
    """

    status: Status
    text: str
    facts: tuple[Mapping[str, Json], ...] = ()
    unclaimed: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """One honour with its strength and, when it does not fully count, the reason."""

    honour: HeldHonour
    strength: int
    reason: str = ""


@dataclass(slots=True)
class Case:
    """One question: these facts, this award, this period, on this day.

    ``names`` gives the Vietnamese name of each award code, ``standards`` the conditions of the
    other awards a criterion may ask about, ``district_until`` the last day of the district's authority.
    """

    facts: Facts
    award: str
    period: int
    on: date
    names: Mapping[str, str]
    standards: Mapping[str, Sequence["Standard"]] = field(default_factory=dict)
    district_until: date | None = None
    _counted: dict[str, tuple[Counted, ...]] = field(default_factory=dict)

    def name(self, award: str) -> str:
        """Vietnamese name of an award, its code when unknown."""
        return self.names.get(award, award)

    def held(self, award: str) -> tuple[Counted, ...]:
        """Honours of that award, weighed, oldest first (empty also when honours are unknown)."""
        if award not in self._counted:
            rows = (honour for honour in self.facts.honours or () if honour.award == award)
            weighed = (weigh(honour, self) for honour in rows)
            self._counted[award] = tuple(sorted(weighed, key=lambda counted: counted.honour.last_year))
        return self._counted[award]

    def given(self, award: str) -> tuple[Counted, ...]:
        """Honours of that award as already given: later discipline takes nothing from them. Oldest first."""
        rows = (honour for honour in self.facts.honours or () if honour.award == award)
        return tuple(sorted((standing(row, self) for row in rows), key=lambda row: row.honour.last_year))

    def in_year(self, award: str, year: int) -> Counted | None:
        """The strongest honour of that award for one achievement year."""
        rows = [counted for counted in self.held(award) if counted.honour.year == year]
        return max(rows, key=lambda counted: counted.strength, default=None)


class Criterion(Protocol):
    """A test on a case. Implementations are frozen dataclasses in this package."""

    def check(self, case: Case) -> Reply:
        """Answer the case."""
        ...


class Standard(Protocol):
    """A condition of another award, asked as a whole."""

    def status(self, case: Case) -> Status | None:
        """Its status for the case; None when it does not apply."""
        ...


ROUTES_NOT_MERIT = {"sudden": "khen đột xuất", "themed": "khen theo chuyên đề"}


def weigh(honour: HeldHonour, case: Case) -> Counted:
    """How far the achievement of an honour counts: it stands (see :func:`standing`), and no discipline came after it.

    Earned before the end of a disciplinary period: no; in the year that period ends: to be checked.
    """
    found = standing(honour, case)
    return Counted(honour, *disciplined(honour.year, case)) if found.strength == YES else found


def standing(honour: HeldHonour, case: Case) -> Counted:
    """Whether an honour stands as one already given, whatever came after it.

    Revoked, decided after the day of judging, or given for a sudden or themed result: no. Decided before
    its achievement, or by a district that had no authority any more: to be checked.
    """
    if honour.status == "revoked":
        return Counted(honour, NO, "đã bị thu hồi")
    if honour.decision_date is not None and honour.decision_date > case.on:
        return Counted(honour, NO, f"quyết định ký sau ngày xét ({show_day(honour.decision_date)})")
    if honour.route in ROUTES_NOT_MERIT:
        return Counted(honour, NO, f"là {ROUTES_NOT_MERIT[honour.route]}, không tính cho khen theo công trạng")
    if honour.decision_date is not None and honour.decision_date.year < honour.first_year:
        return Counted(honour, MAYBE, "ngày quyết định trước kỳ thành tích, cần kiểm tra")
    if case.district_until and honour.by_district and (honour.decision_date or date.min) > case.district_until:
        return Counted(
            honour, MAYBE, f"cấp huyện không còn thẩm quyền sau {show_day(case.district_until)}, cần kiểm tra"
        )
    return Counted(honour, YES)


def disciplined(year: int, case: Case) -> tuple[int, str]:
    """Whether a year counts in view of discipline: time counts again from its end.

    A measure still in effect holds the proposal as a whole and is not looked at here.
    """
    for row in case.facts.discipline or ():
        if row.until is None or row.until >= case.on or row.until.year < year:
            continue
        if row.until >= date(year, 12, 31):
            return NO, f"kỷ luật đến {show_day(row.until)}, thành tích chỉ tính lại từ khi hết thời hạn"
        return MAYBE, f"thời hạn kỷ luật kết thúc trong năm ({show_day(row.until)}), cần kiểm tra"
    return YES, ""


def show_day(day: date) -> str:
    """16/06/2025; the first day of the calendar stands for a day nobody gave."""
    return "ngày chưa rõ" if day == date.min else day.strftime("%d/%m/%Y")


def listed(years: Iterable[int]) -> str:
    """2022, 2023, 2024."""
    return ", ".join(str(year) for year in sorted(years))


def notes(rows: Iterable[Counted]) -> str:
    """Sentence parts for honours that do not fully count: " (2023: đã bị thu hồi)"."""
    parts = [f"{row.honour.year}: {row.reason}" for row in rows if row.reason]
    return f" ({'; '.join(parts)})" if parts else ""


def honour_facts(rows: Iterable[Counted]) -> tuple[Mapping[str, Json], ...]:
    """The honours as facts of a finding."""
    return tuple({"honour": honour_to_json(row.honour)} for row in rows)


def discipline_facts(rows: Iterable[Discipline]) -> tuple[Mapping[str, Json], ...]:
    """Disciplinary measures as facts of a finding."""
    return tuple({"discipline": discipline_to_json(row)} for row in rows)


def missing(field_name: str) -> tuple[Mapping[str, Json], ...]:
    """The fact that nobody has given."""
    return ({"missing": field_name},)
