"""Criteria about yearly results: ratings, members, clusters, time worked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ..facts import ASSUMED, RATING_ORDER, Leave, Rating
from ..facts_json import cluster_to_json, leave_to_json, members_to_json
from ..findings import Status
from .base import MAYBE, NO, STATUS_OF, YES, Case, Reply, disciplined, listed, missing
from .service import months_between

RATING_NAMES = {
    Rating.EXCELLENT: "hoàn thành xuất sắc nhiệm vụ",
    Rating.GOOD: "hoàn thành tốt nhiệm vụ",
    Rating.DONE: "hoàn thành nhiệm vụ",
    Rating.NOT_DONE: "không hoàn thành nhiệm vụ",
}


def year_strength(case: Case, year: int, least: str, or_award: str, implied: tuple[str, ...] = ()) -> int:
    """Whether a year is rated ``least`` or better, or carries the title ``or_award``.

    ``implied``: titles nobody gets without a good year (hoàn thành tốt nhiệm vụ); they speak where no
    rating is known.
    """
    if or_award:
        row = case.in_year(or_award, year)
        if row is not None and row.strength == YES:
            return YES
    counted = disciplined(year, case)[0]
    rating = (case.facts.ratings or {}).get(year)
    if rating is None:
        good = RATING_ORDER[Rating(least)] <= RATING_ORDER[Rating.GOOD] and implied_by(case, year, implied)
        return min(YES if good else MAYBE, counted)
    return min(YES if RATING_ORDER[rating] >= RATING_ORDER[Rating(least)] else NO, counted)


def implied_by(case: Case, year: int, titles: tuple[str, ...]) -> str:
    """The title of that year that speaks for a good rating, "" when there is none; one only supposed does not."""
    for title in titles:
        row = case.in_year(title, year)
        if row is not None and row.strength == YES and row.honour.decided_by != ASSUMED:
            return title
    return ""


@dataclass(frozen=True)
class RatedAtLeast:
    """Rated ``least`` or better in each of the last ``years`` years up to the period."""

    least: str
    years: int = 1
    lag: int = 0
    or_award: str = ""

    def check(self, case: Case) -> Reply:
        """The best run over the allowed last years."""
        ends = range(case.period, case.period - self.lag - 1, -1)
        runs = [self.run(case, end) for end in ends]
        strengths = max(runs, key=lambda run: (min(run.values()), sum(run.values())))
        strength = min(strengths.values())
        ratings = case.facts.ratings or {}
        facts = tuple({"rating": ratings[year].value, "year": year} for year in strengths if year in ratings)
        facts += tuple({"missing": f"ratings[{year}]"} for year in strengths if year not in ratings)
        return Reply(STATUS_OF[strength], self.text(case, strengths, strength), facts)

    def run(self, case: Case, end: int) -> Mapping[int, int]:
        """Strength of each year of a run ending in ``end``."""
        years = range(end - self.years + 1, end + 1)
        return {year: year_strength(case, year, self.least, self.or_award) for year in years}

    def text(self, case: Case, strengths: Mapping[int, int], strength: int) -> str:
        """The sentence on the screen."""
        asked = f"{RATING_NAMES[Rating(self.least)]} trở lên"
        if self.least == Rating.EXCELLENT:
            asked = RATING_NAMES[Rating.EXCELLENT]
        if self.or_award:
            asked += f" hoặc {case.name(self.or_award)}"
        if strength == YES:
            return f"Năm {listed(strengths)}: {asked}."
        worst = [year for year, each in strengths.items() if each == strength]
        halted = {year: why for year in worst if (why := self.halted(case, year, strength))}
        said = [f"Năm {year}: {why}" for year, why in halted.items()]
        if rest := [year for year in worst if year not in halted]:
            low = f"Năm {listed(rest)} không đạt mức {asked}"
            said.append(low if strength == NO else f"Chưa rõ mức xếp loại năm {listed(rest)}; cần {asked}")
        return f"{'. '.join(said)}."

    def halted(self, case: Case, year: int, strength: int) -> str:
        """Why discipline, and not the rating, keeps a year from counting; "" when it is the rating."""
        counted, why = disciplined(year, case)
        rating = (case.facts.ratings or {}).get(year)
        reached = rating is not None and RATING_ORDER[rating] >= RATING_ORDER[Rating(self.least)]
        return why if counted == strength and (reached or strength == NO) else ""


MEMBER_WORDS = {
    "completed": "hoàn thành nhiệm vụ",
    "ldtt": "đạt Lao động tiên tiến",
    "cstdcs": "đạt Chiến sĩ thi đua cơ sở",
    "women": "là nữ",
    "disciplined": "bị kỷ luật từ cảnh cáo trở lên",
}


def vn_percent(share: Fraction) -> str:
    """7/10 -> "70%"; two decimals, cut and never rounded up, when the share is not whole."""
    hundredths = share.numerator * 10000 // share.denominator
    whole, rest = divmod(hundredths, 100)
    return f"{whole}%" if rest == 0 else f"{whole},{rest:02d}%"


def least_share(share: Fraction) -> str:
    """7/10 -> "từ 70%"; nothing is above the whole."""
    return vn_percent(share) if share >= 1 else f"từ {vn_percent(share)}"


def contradiction(part: str, count: int, total: int, case: Case) -> str:
    """More members of a sort than there are members: nothing can be worked out from it."""
    said = f"{count} người {MEMBER_WORDS[part]} trong tổng số {total} người"
    return f"Số liệu năm {case.period} mâu thuẫn: {said}; cần đối chiếu lại."


@dataclass(frozen=True)
class MemberShare:
    """At least ``share`` of all members of the collective (exact fractions)."""

    part: str
    share: Fraction

    def check(self, case: Case) -> Reply:
        """Count against the whole number of members."""
        words = MEMBER_WORDS[self.part]
        row = (case.facts.members or {}).get(case.period)
        count = getattr(row, self.part) if row else None
        if row is None or not row.total or count is None:
            text = f"Chưa có số người {words} trên tổng số năm {case.period}; cần {least_share(self.share)}."
            return Reply(Status.UNKNOWN, text, missing(f"members[{case.period}].{self.part}"))
        facts = ({"members": members_to_json(row), "year": case.period},)
        if count > row.total:
            return Reply(Status.UNKNOWN, contradiction(self.part, count, row.total, case), facts)
        reached = Fraction(count, row.total)
        status = Status.PASS if reached >= self.share else Status.FAIL
        said = "" if status is Status.PASS else "chưa "
        found = f"{count}/{row.total} người {words} ({vn_percent(reached)})"
        text = f"{found}, {said}đạt mức {least_share(self.share)}."
        return Reply(status, text, facts)


@dataclass(frozen=True)
class MemberCount:
    """At least ``least``, or at most ``most``, members of that sort."""

    part: str
    least: int = 0
    most: int | None = None

    def check(self, case: Case) -> Reply:
        """Compare the count."""
        words = MEMBER_WORDS[self.part]
        row = (case.facts.members or {}).get(case.period)
        count = getattr(row, self.part) if row else None
        if row is None or count is None:
            if self.part == "disciplined" and case.facts.vouched and case.facts.members is not None:
                return Reply(Status.PASS, f"Không có ghi nhận người {words} năm {case.period}.")
            text = f"Chưa có số người {words} năm {case.period}."
            return Reply(Status.UNKNOWN, text, missing(f"members[{case.period}].{self.part}"))
        facts = ({"members": members_to_json(row), "year": case.period},)
        if row.total is not None and count > row.total:
            return Reply(Status.UNKNOWN, contradiction(self.part, count, row.total, case), facts)
        fine = count >= self.least and (self.most is None or count <= self.most)
        asked = f"cần ít nhất {self.least}" if self.most is None else f"cho phép nhiều nhất {self.most}"
        text = f"Có {count} người {words} năm {case.period}, {asked}."
        return Reply(Status.PASS if fine else Status.FAIL, text, facts)


@dataclass(frozen=True)
class LeadsCluster:
    """Ranked ``rank`` or better in its cluster or block for the period."""

    rank: int = 1

    def check(self, case: Case) -> Reply:
        """Rank by scoring; a result explicitly not acclaimed fails."""
        row = (case.facts.clusters or {}).get(case.period)
        if row is None or row.rank is None:
            return Reply(
                Status.UNKNOWN,
                f"Chưa có kết quả bình xét cụm, khối thi đua năm {case.period}.",
                missing(f"clusters[{case.period}]"),
            )
        where = f" {row.cluster}" if row.cluster else ""
        facts = ({"cluster": cluster_to_json(row), "year": case.period},)
        if row.rank > self.rank:
            text = f"Xếp thứ {row.rank} cụm, khối thi đua{where} năm {case.period}, chưa phải đơn vị dẫn đầu."
            return Reply(Status.FAIL, text, facts)
        if row.acclaimed is False:
            text = f"Xếp thứ {row.rank} cụm, khối thi đua{where} nhưng không được suy tôn năm {case.period}."
            return Reply(Status.FAIL, text, facts)
        return Reply(Status.PASS, f"Dẫn đầu cụm, khối thi đua{where} năm {case.period}.", facts)


@dataclass(frozen=True)
class WorkedMonths:
    """At least ``months`` months worked in the period; leave of the ``counted`` kinds is time worked."""

    months: int
    counted: tuple[str, ...] = ("maternity", "treatment", "training")

    def check(self, case: Case) -> Reply:
        """From the first day of work, less leave that does not count."""
        facts = case.facts
        if facts.employed_from is None and not facts.leave:
            if facts.vouched:
                return Reply(Status.PASS, f"Không có ghi nhận làm việc dưới {self.months} tháng năm {case.period}.")
            text = f"Chưa rõ thời gian làm việc năm {case.period}; cần từ {self.months} tháng."
            return Reply(Status.UNKNOWN, text, missing("employed_from"))
        start, end = date(case.period, 1, 1), date(case.period, 12, 31)
        first = max(start, facts.employed_from or start)
        away = days_away((row for row in facts.leave or () if row.kind not in self.counted), first, end)
        days = max(0, (end - first).days + 1) - away
        enough = days > 0 and months_between(first, end - timedelta(days=away)) >= self.months
        used: tuple[Mapping[str, object], ...] = tuple({"leave": leave_to_json(row)} for row in facts.leave or ())
        if facts.employed_from is not None:
            used = ({"employed_from": facts.employed_from.isoformat()}, *used)
        kept = sum(overlap(row, first, end) for row in facts.leave or () if row.kind in self.counted)
        extra = f", kể cả {kept} ngày nghỉ được tính là thời gian làm việc" if kept else ""
        said = "đủ" if enough else "chưa đủ"
        text = f"Năm {case.period} làm việc {days} ngày{extra}: {said} {self.months} tháng."
        return Reply(Status.PASS if enough else Status.FAIL, text, used)


def days_away(leave: Iterable[Leave], first: date, last: date) -> int:
    """Days of several leaves inside a span; a day in two of them counts once."""
    spans = ((max(row.since, first), min(row.until, last)) for row in leave)
    days = {start + timedelta(days=each) for start, end in spans for each in range((end - start).days + 1)}
    return len(days)


def overlap(leave: Leave, first: date, last: date) -> int:
    """Days of a leave inside a span."""
    start, end = max(leave.since, first), min(leave.until, last)
    return max(0, (end - start + timedelta(days=1)).days)
