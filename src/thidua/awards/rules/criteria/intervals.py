"""Criteria that count from an honour already held: years since, days to file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..facts import Rating
from ..facts_json import honour_to_json
from ..findings import Status
from .base import (
    MAYBE,
    NO,
    STATUS_OF,
    YES,
    Case,
    Counted,
    Reply,
    discipline_facts,
    honour_facts,
    listed,
    missing,
    notes,
    show_day,
)
from .ratings import RATING_NAMES, implied_by, year_strength


@dataclass(frozen=True)
class SinceAward:
    """``years`` consecutive years rated ``rating`` since the previous award ``award``, up to the period.

    The interval counts from the achievement period of that award, after discipline from the end of it.
    Every year of the interval is at least HTT (NĐ 152/2025 Điều 33 khoản 7). Within it, ``excellent``
    years rated HTXS are asked, and one of ``titles`` (award code to number of years). ``implied``:
    titles that speak for HTT where no rating is known.
    """

    award: str
    years: int
    rating: str = "HTT"
    excellent: int = 0
    titles: tuple[Mapping[str, int], ...] = ()
    or_award: str = ""
    implied: tuple[str, ...] = ()

    def check(self, case: Case) -> Reply:
        """The best answer over the honours that lie far enough back."""
        name = case.name(self.award)
        if case.facts.honours is None:
            return Reply(Status.UNKNOWN, f"Chưa có dữ liệu về các lần được tặng {name}.", missing("honours"))
        rows = [row for row in case.given(self.award) if row.strength and row.honour.year < case.period]
        if not rows:
            return Reply(Status.FAIL, f"Chưa được tặng {name}{notes(case.given(self.award))}.")
        early = [row for row in rows if case.period - row.honour.year >= self.years]
        if not early:
            first = rows[0].honour.year
            short = f"đến kỳ {case.period} mới {case.period - first} năm, cần {self.years} năm"
            text = f"Được tặng {name} năm {first}; {short}{notes(rows)}."
            return Reply(Status.FAIL, text, honour_facts(rows))
        order = (Status.PASS, Status.UNKNOWN, Status.FAIL)
        return min((self.after(row, case) for row in early), key=lambda reply: order.index(reply.status))

    def after(self, row: Counted, case: Case) -> Reply:
        """The answer counted from one honour."""
        end = discipline_end(row.honour.year + 1, case)
        start = max(row.honour.year, end.year if end else 0) + 1
        if end and case.period - start + 1 < self.years:
            return self.begun_again(row, case, end)
        span = range(start, case.period + 1)
        strengths = {year: self.year(case, year, case.period - year < self.years) for year in span}
        parts = [min(strengths.values()), self.excellence(case, span), self.title_strength(case, span)]
        strength = min([row.strength, *parts])
        since = f"Sau {case.name(self.award)} năm {row.honour.year}"
        since += f" (tính lại từ khi hết kỷ luật {show_day(end)})" if end else ""
        text = (
            f"{since}{notes([row])}: {self.years} năm gần nhất ({span[-1] - self.years + 1}–{span[-1]}) "
            f"{self.words(case, strengths, parts, span)}."
        )
        return Reply(STATUS_OF[strength], text, (*honour_facts([row]), *self.told(case, span)))

    def year(self, case: Case, year: int, recent: bool) -> int:
        """Strength of one year: the last ones rated as asked, the others at least HTT."""
        return year_strength(case, year, self.rating if recent else "HTT", self.or_award, self.implied)

    def begun_again(self, row: Counted, case: Case, end: date) -> Reply:
        """Too few years since the end of a disciplinary measure; one of them incomplete: to be checked."""
        whole = case.period - end.year
        text = (
            f"Được tặng {case.name(self.award)} năm {row.honour.year}; kỷ luật đến {show_day(end)}, thành tích tính lại "
            f"từ đó: đến kỳ {case.period} mới {whole} năm trọn, cần {self.years} năm."
        )
        close = whole + 1 >= self.years and end < date(end.year, 12, 31)
        facts = (*honour_facts([row]), *discipline_facts(case.facts.discipline or ()))
        return Reply(Status.UNKNOWN if close else Status.FAIL, text, facts)

    def excellence(self, case: Case, span: range) -> int:
        """Strength of the asked HTXS years within the interval."""
        found = sorted((year_strength(case, year, "HTXS", "") for year in span), reverse=True)
        return YES if self.excellent == 0 else ([*found, *[NO] * self.excellent])[self.excellent - 1]

    def title_strength(self, case: Case, span: range) -> int:
        """Strength of the best of the asked title combinations within the interval."""
        best = YES if not self.titles else NO
        for wanted in self.titles:
            best = max(best, min(self.times(case, award, times, span) for award, times in wanted.items()))
        return best

    def times(self, case: Case, award: str, times: int, span: range) -> int:
        """Strength of ``times`` years with that award; two decisions for one year need a look."""
        rows = [row for row in case.held(award) if row.honour.year in span]
        sure = {row.honour.year for row in rows if row.strength == YES}
        if len(sure) >= times:
            return YES
        possible = {row.honour.year for row in rows if row.strength}
        return MAYBE if len(possible) >= times else NO

    def told(self, case: Case, span: range) -> tuple[Mapping[str, Any], ...]:
        """The ratings and titles of the interval that were looked at, and the years without either."""
        ratings = case.facts.ratings or {}
        said = [{"rating": ratings[year].value, "year": year} for year in span if year in ratings]
        bare = (year for year in span if year not in ratings and not implied_by(case, year, self.implied))
        codes = dict.fromkeys(code for wanted in self.titles for code in wanted)
        rows = [row for code in codes for row in case.held(code) if row.honour.year in span]
        counted = ({"counted": honour_to_json(row.honour)} for row in rows)
        return (*said, *({"missing": f"ratings[{year}]"} for year in bare), *counted)

    def words(self, case: Case, strengths: Mapping[int, int], parts: list[int], span: range) -> str:
        """What is there, what lacks, what is not known."""
        recent = {year: each for year, each in strengths.items() if case.period - year < self.years}
        earlier = {year: each for year, each in strengths.items() if year not in recent}
        said = self.gaps(recent, self.rating)
        if said:
            said[0] = f"có {said[0]}"
        else:
            said = [f"đều {self.asked(case)}{self.spoken_for(case, span)}"]
        said += self.gaps(earlier, Rating.GOOD)
        if self.excellent:
            enough = {NO: "chưa đủ", MAYBE: "chưa rõ", YES: "có đủ"}[parts[1]]
            said.append(f"{enough} {self.excellent} năm {RATING_NAMES[Rating.EXCELLENT]}")
        if self.titles:
            said.append(self.title_words(case, parts[2], span))
        return ", ".join(said)

    def asked(self, case: Case) -> str:
        """What each of the last years must be, in words."""
        level = RATING_NAMES[Rating(self.rating)]
        level += "" if self.rating == Rating.EXCELLENT else " trở lên"
        return f"{level} hoặc {case.name(self.or_award)}" if self.or_award else level

    def gaps(self, strengths: Mapping[int, int], asked: str) -> list[str]:
        """The years that do not reach what is asked of them, and those nobody knows about."""
        low = [year for year, strength in strengths.items() if strength == NO]
        unsure = [year for year, strength in strengths.items() if strength == MAYBE]
        said = [f"năm {listed(low)} chưa đạt mức {RATING_NAMES[Rating(asked)]}"] if low else []
        return [*said, f"năm {listed(unsure)} chưa rõ mức xếp loại"] if unsure else said

    def title_words(self, case: Case, strength: int, span: range) -> str:
        """The titles found in the interval against those asked."""
        wanted = " hoặc ".join(
            " và ".join(f"{times} lần {case.name(award)}" for award, times in each.items()) for each in self.titles
        )
        found = []
        for code in dict.fromkeys(code for each in self.titles for code in each):
            years = {row.honour.year for row in case.held(code) if row.strength and row.honour.year in span}
            found += [f"{case.name(code)} {listed(years)}"] if years else []
        enough = {NO: "chưa đủ", MAYBE: "chưa rõ", YES: "có đủ"}[strength]
        had = f" (có {'; '.join(found)})" if found else ""
        return f"{enough} {wanted} từ {span[0]}{had}"

    def spoken_for(self, case: Case, span: range) -> str:
        """Years whose rating nobody gave and a title speaks for."""
        ratings = case.facts.ratings or {}
        spoken = {
            year: title for year in span if year not in ratings and (title := implied_by(case, year, self.implied))
        }
        if not spoken:
            return ""
        names = ", ".join(dict.fromkeys(case.name(title) for title in spoken.values()))
        return f" (năm {listed(spoken)} suy từ danh hiệu {names})"


def discipline_end(first_year: int, case: Case) -> date | None:
    """The last day of the latest ended disciplinary measure that reaches into or past that year."""
    ended = (row.until for row in case.facts.discipline or () if row.until and row.until < case.on)
    return max((until for until in ended if until.year >= first_year), default=None)


@dataclass(frozen=True)
class FiledInTime:
    """The dossier comes by 31/12 of the year ``within`` years after the decision on ``award``."""

    award: str
    within: int

    def check(self, case: Case) -> Reply:
        """Counted from the latest decision."""
        name = case.name(self.award)
        rows = [row for row in case.held(self.award) if row.strength and row.honour.year <= case.period]
        if case.facts.honours is None or not rows:
            return Reply(Status.UNKNOWN, f"Chưa có quyết định tặng {name} để tính hạn nộp.", missing("honours"))
        decided = rows[-1].honour.decision_date
        if decided is None:
            return Reply(Status.UNKNOWN, f"Chưa rõ ngày quyết định tặng {name}.", honour_facts(rows[-1:]))
        limit = date(decided.year + self.within, 12, 31)
        status = Status.PASS if case.on <= limit else Status.FAIL
        said = "còn trong hạn" if status is Status.PASS else "đã quá hạn"
        text = f"Quyết định tặng {name} ngày {show_day(decided)}; hạn nộp {show_day(limit)}, {said}."
        return Reply(status, text, honour_facts(rows[-1:]))
