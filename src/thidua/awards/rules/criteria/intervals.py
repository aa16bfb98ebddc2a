"""Criteria that count from an honour already held: years since, days to file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..findings import Status
from .base import (
    MAYBE,
    NO,
    STATUS_OF,
    YES,
    Case,
    Counted,
    Reply,
    honour_facts,
    listed,
    missing,
    notes,
    show_day,
)
from .ratings import year_strength


@dataclass(frozen=True)
class SinceAward:
    """``years`` consecutive years rated ``rating`` since the previous award ``award``, up to the period.

    The interval counts from the achievement period of that award. Within it, ``excellent`` years
    rated HTXS are asked, and one of ``titles`` (award code to number of times).
    """

    award: str
    years: int
    rating: str = "HTT"
    excellent: int = 0
    titles: tuple[Mapping[str, int], ...] = ()
    or_award: str = ""

    def check(self, case: Case) -> Reply:
        """The best answer over the honours that lie far enough back."""
        name = case.name(self.award)
        if case.facts.honours is None:
            return Reply(Status.UNKNOWN, f"Chưa có dữ liệu về các lần được tặng {name}.", missing("honours"))
        rows = [row for row in case.held(self.award) if row.strength and row.honour.year < case.period]
        if not rows:
            return Reply(Status.FAIL, f"Chưa được tặng {name}{notes(case.held(self.award))}.")
        early = [row for row in rows if case.period - row.honour.year >= self.years]
        if not early:
            first = rows[0].honour.year
            short = f"đến kỳ {case.period} mới {case.period - first} năm, cần {self.years} năm"
            return Reply(Status.FAIL, f"Được tặng {name} năm {first}; {short}.", honour_facts(rows))
        order = (Status.PASS, Status.UNKNOWN, Status.FAIL)
        return min((self.after(row, case) for row in early), key=lambda reply: order.index(reply.status))

    def after(self, row: Counted, case: Case) -> Reply:
        """The answer counted from one honour."""
        start = row.honour.year + 1
        span = range(start, case.period + 1)
        recent = range(max(start, case.period - self.years + 1), case.period + 1)
        strengths = {year: year_strength(case, year, self.rating, self.or_award) for year in recent}
        rest = {
            year: year_strength(case, year, "HTT", self.or_award) for year in span if year not in strengths
        }
        parts = [
            min({**strengths, **rest}.values()),
            self.excellence(case, span),
            self.title_strength(case, span),
        ]
        strength = min([row.strength, *parts])
        text = (
            f"Sau {case.name(self.award)} năm {row.honour.year}: {self.years} năm gần nhất "
            f"({span[-1] - self.years + 1}–{span[-1]}) {self.words(case, strengths, parts, span)}."
        )
        return Reply(STATUS_OF[strength], text, honour_facts([row]))

    def excellence(self, case: Case, span: range) -> int:
        """Strength of the asked HTXS years within the interval."""
        found = sorted((year_strength(case, year, "HTXS", "") for year in span), reverse=True)
        return YES if self.excellent == 0 else ([*found, *[NO] * self.excellent])[self.excellent - 1]

    def title_strength(self, case: Case, span: range) -> int:
        """Strength of the best of the asked title combinations within the interval."""
        best = YES if not self.titles else NO
        for wanted in self.titles:
            each = []
            for award, times in wanted.items():
                found = sorted(
                    (row.strength for row in case.held(award) if row.honour.year in span), reverse=True
                )
                each.append(([*found, *[NO] * times])[times - 1])
            best = max(best, min(each))
        return best

    def words(self, case: Case, strengths: Mapping[int, int], parts: list[int], span: range) -> str:
        """What is there, what lacks, what is not known."""
        low = [year for year, strength in strengths.items() if strength == NO]
        open_years = [year for year, strength in strengths.items() if strength == MAYBE]
        said = [f"đều từ {self.rating} trở lên"] if not low and not open_years else []
        if low:
            said.append(f"năm {listed(low)} chưa đạt {self.rating}")
        if open_years:
            said.append(f"chưa rõ mức xếp loại năm {listed(open_years)}")
        if parts[1] != YES:
            said.append(f"{'chưa đủ' if parts[1] == NO else 'chưa rõ'} {self.excellent} năm HTXS")
        if parts[2] != YES:
            wanted = " hoặc ".join(
                " và ".join(f"{times} lần {case.name(award)}" for award, times in each.items())
                for each in self.titles
            )
            said.append(f"{'chưa đủ' if parts[2] == NO else 'chưa rõ'} {wanted} từ {span[0]}")
        return ", ".join(said)


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
            return Reply(
                Status.UNKNOWN, f"Chưa có quyết định tặng {name} để tính hạn nộp.", missing("honours")
            )
        decided = rows[-1].honour.decision_date
        if decided is None:
            return Reply(Status.UNKNOWN, f"Chưa rõ ngày quyết định tặng {name}.", honour_facts(rows[-1:]))
        limit = date(decided.year + self.within, 12, 31)
        status = Status.PASS if case.on <= limit else Status.FAIL
        said = "còn trong hạn" if status is Status.PASS else "đã quá hạn"
        text = f"Quyết định tặng {name} ngày {show_day(decided)}; hạn nộp {show_day(limit)}, {said}."
        return Reply(status, text, honour_facts(rows[-1:]))
