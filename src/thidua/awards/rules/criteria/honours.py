"""Criteria about honours already held."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..facts import ASSUMED
from ..findings import Status, overall
from .base import (
    MAYBE,
    NO,
    ROUTES_NOT_MERIT,
    STATUS_OF,
    YES,
    Case,
    Counted,
    Json,
    Reply,
    honour_facts,
    listed,
    missing,
    notes,
)


@dataclass(frozen=True, slots=True)
class Chain:
    """A try at N honours in a row: its strength, the honours found, the years missing."""

    strength: int
    rows: tuple[Counted, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True)
class Consecutive:
    """``times`` honours of ``award`` in a row, the last one at most ``lag`` years before the period.

    Counted by achievement year. Where ``link_award`` and ``link_step`` are given, two honours
    ``link_step`` years apart also follow each other when every year from the one to the other
    carries the linking title. ``reuse`` says what happens to years an earlier honour of the
    award now asked for has already used: allow, doubt or refuse.
    """

    award: str
    times: int
    lag: int = 0
    link_award: str = ""
    link_step: int = 0
    reuse: str = "allow"

    def check(self, case: Case) -> Reply:
        """Pass, fail or unknown with the years found and missing."""
        name = case.name(self.award)
        if case.facts.honours is None:
            return Reply(Status.UNKNOWN, f"Chưa có dữ liệu về các lần được tặng {name}.", missing("honours"))
        best = self.best(case)
        used = self.used(case, best)
        strength = best.strength
        if strength and used:
            strength = {"allow": strength, "doubt": MAYBE, "refuse": NO}[self.reuse]
        return Reply(STATUS_OF[strength], self.text(case, best, strength, used), honour_facts(best.rows))

    def best(self, case: Case) -> Chain:
        """The strongest chain over the allowed last years; among equals the one lacking least."""
        ends = range(case.period, case.period - self.lag - 1, -1)
        tries = [self.chain(case, end, self.times) for end in ends]
        return max(tries, key=lambda chain: (chain.strength, -len(chain.gaps)))

    def chain(self, case: Case, end: int, times: int) -> Chain:
        """The chain of ``times`` honours whose last one is earned in ``end``."""
        here = case.in_year(self.award, end)
        strength = here.strength if here else NO
        rows = (here,) if here else ()
        gaps = () if strength else (end,)
        if times == 1:
            return Chain(strength, rows, gaps)
        before = self.before(case, end, times - 1)
        return Chain(min(strength, before.strength), before.rows + rows, before.gaps + gaps)

    def before(self, case: Case, year: int, times: int) -> Chain:
        """The best chain that leads up to ``year``: from the year before, or across a longer step."""
        best = self.chain(case, year - 1, times)
        for step in self.longer_steps(case, year) if best.strength != YES else ():
            tried = self.chain(case, step, times)
            if (tried.strength, -len(tried.gaps)) > (best.strength, -len(best.gaps)):
                best = tried
        return best

    def longer_steps(self, case: Case, year: int) -> tuple[int, ...]:
        """Other years in which the preceding honour may lie."""
        here = case.in_year(self.award, year)
        if here is None:
            return ()
        first = here.honour.first_year
        periods = (first - 1,) if year - first > 1 and case.in_year(self.award, first - 1) else ()
        linked = (year - self.link_step,) if self.link_step and self.linked(case, year) else ()
        return periods + linked

    def linked(self, case: Case, year: int) -> bool:
        """Whether the linking title covers every year since the honour one step earlier."""
        if not case.in_year(self.award, year - self.link_step):
            return False
        return all(self.carried(case, each) for each in range(year - self.link_step + 1, year + 1))

    def used(self, case: Case, chain: Chain) -> tuple[int, ...]:
        """Years of the chain that an earlier honour of the same award covers."""
        if self.reuse == "allow":
            return ()
        earlier = [row.honour for row in case.held(case.award) if row.strength and row.honour.year < case.period]
        last = max((honour.year for honour in earlier), default=0)
        return tuple(row.honour.year for row in chain.rows if row.honour.year <= last)

    def text(self, case: Case, chain: Chain, strength: int, used: tuple[int, ...]) -> str:
        """The sentence on the screen."""
        name, count = case.name(self.award), f"{self.times} lần liên tục"
        years = [row.honour.year for row in chain.rows if row.strength]
        if strength == YES:
            return f"Có {count} được tặng {name}: {listed(years)}."
        if used and chain.strength:
            return (
                f"Có {count} được tặng {name} ({listed(years)}), nhưng năm {listed(used)} đã tính cho lần "
                f"được tặng {case.name(case.award)} trước; cần đối chiếu hướng dẫn của Thành phố."
            )
        if strength == MAYBE:
            doubt = f"còn điểm cần kiểm tra{notes(chain.rows)}"
            return f"Có {count} được tặng {name} ({listed(years)}) nhưng {doubt}."
        lacking = self.unlinked(case) or (f"thiếu năm {listed(chain.gaps)}" if chain.gaps else "chưa đủ")
        held = [row.honour.year for row in case.held(self.award) if row.strength and row.honour.year <= case.period]
        had = f"đang có {listed(held[-self.times - 2 :])}" if held else "chưa có lần nào"
        return f"Chưa có {count} được tặng {name} đến kỳ {case.period}: {lacking}; {had}{notes(chain.rows)}."

    def unlinked(self, case: Case) -> str:
        """Why two honours one step apart do not follow each other: the years without the linking title."""
        for end in range(case.period, case.period - self.lag - 1, -1) if self.link_step else ():
            start = end - self.link_step
            if case.in_year(self.award, end) and case.in_year(self.award, start):
                years = (year for year in range(start + 1, end + 1) if not self.carried(case, year))
                return f"năm {start} và {end} không liền nhau vì thiếu {case.name(self.link_award)} năm {listed(years)}"
        return ""

    def carried(self, case: Case, year: int) -> bool:
        """Whether the linking title stands for that year."""
        row = case.in_year(self.link_award, year)
        return row is not None and row.strength == YES


@dataclass(frozen=True)
class Held:
    """At least ``times`` honours of ``award`` for achievement years up to the period."""

    award: str
    times: int = 1

    def check(self, case: Case) -> Reply:
        """Count them."""
        name = case.name(self.award)
        if case.facts.honours is None:
            return Reply(Status.UNKNOWN, f"Chưa có dữ liệu về các lần được tặng {name}.", missing("honours"))
        rows = [row for row in case.given(self.award) if row.honour.year <= case.period]
        sure = [row for row in rows if row.strength == YES]
        possible = [row for row in rows if row.strength]
        status = Status.PASS if len(sure) >= self.times else Status.FAIL
        if status is Status.FAIL and len(possible) >= self.times:
            status = Status.UNKNOWN
        years = listed(row.honour.year for row in possible)
        found = f"{len(possible)} lần ({years})" if possible else "chưa có lần nào"
        text = f"Được tặng {name}: {found}, cần ít nhất {self.times} lần{notes(rows)}."
        return Reply(status, text, honour_facts(rows))


@dataclass(frozen=True)
class SameYear:
    """The title ``award`` for the very period, held or reached by the same facts."""

    award: str

    def check(self, case: Case) -> Reply:
        """Held passes; otherwise the standard of the title itself is judged."""
        name, year = case.name(self.award), case.period
        row = case.in_year(self.award, year)
        if row is not None and row.strength:
            return Reply(STATUS_OF[row.strength], f"Đạt {name} năm {year}{notes([row])}.", honour_facts([row]))
        standard = self.standard(case)
        if standard is Status.FAIL:
            return Reply(Status.FAIL, f"Không đạt tiêu chuẩn {name} năm {year}.", honour_facts([row] if row else []))
        if case.facts.honours is None:
            return Reply(Status.UNKNOWN, f"Chưa có dữ liệu về {name} năm {year}.", missing("honours"))
        if self.award in (case.facts.proposed_with or ()):
            text = f"{name} năm {year} đang được xét cùng đợt; chờ kết quả."
            return Reply(
                standard,
                text if standard is not Status.PASS else f"Đủ tiêu chuẩn {name} năm {year}, xét cùng đợt.",
            )
        gone = f"Không còn {name} năm {year}{notes([row])}." if row else ""
        text = gone or f"Sổ khen thưởng không có {name} năm {year}; nếu xét cùng đợt thì ghi vào hồ sơ."
        return Reply(Status.FAIL, text, honour_facts([row] if row else []))

    def standard(self, case: Case) -> Status:
        """How the facts stand against the conditions of the title."""
        answers = (condition.status(case) for condition in case.standards.get(self.award, ()))
        return overall(answer for answer in answers if answer is not None)


OTHER_ACHIEVEMENT = "other_achievement"
"""What the unit states where several forms meet in one period: they are for different achievements."""


@dataclass(frozen=True)
class NotBefore:
    """Never given before: once in a lifetime (``ever``) or not again for the same period.

    ``doubt``: the award may be given again in one year, but not for the same achievement, so a clash
    must be looked at. ``beside``: other awards that may not be given for the same achievement either.
    ``conduct``: statements that name no achievement.
    """

    ever: bool = False
    doubt: bool = False
    beside: tuple[str, ...] = ()
    conduct: tuple[str, ...] = ()

    def check(self, case: Case) -> Reply:
        """Any honour of this award that still stands counts; then those beside it."""
        own = self.again(case)
        if own.status is not Status.PASS or not self.beside:
            return own
        given = (row for award in self.beside for row in self.standing(award, case))
        rows = [row for row in given if row.honour.decided_by != ASSUMED]  # what may come is not given
        proposed = [award for award in self.beside if award in (case.facts.proposed_with or ())]
        if not rows and not proposed:
            return own
        told = [f"đã được tặng {case.name(row.honour.award)} ({row.honour.year})" for row in rows]
        told += [f"đang đề nghị {case.name(award)} cùng đợt" for award in proposed]
        return self.beside_reply(case, "; ".join(told), honour_facts(rows))

    def beside_reply(self, case: Case, told: str, facts: tuple[Mapping[str, Json], ...]) -> Reply:
        """Other forms of the period: as the unit states, else to be looked at."""
        stated = case.facts.attested.get(OTHER_ACHIEVEMENT)
        told = told[:1].upper() + told[1:]
        if stated is True:
            return Reply(Status.PASS, f"{told}; đơn vị xác nhận là thành tích khác.", facts)
        if stated is False:
            return Reply(Status.FAIL, f"{told}; một thành tích không được khen bằng nhiều hình thức.", facts)
        lacking = {**missing(OTHER_ACHIEVEMENT)[0], "asked": "xác nhận là thành tích khác"}
        text = f"{told}; cần kiểm tra có phải cùng một thành tích không."
        return Reply(Status.UNKNOWN, text, (*facts, lacking))

    def again(self, case: Case) -> Reply:
        """Whether the award itself was given."""
        name = case.name(case.award)
        if case.facts.honours is None:
            if case.facts.vouched and not self.ever:
                return Reply(Status.PASS, f"Không có ghi nhận đã được tặng {name} cho kỳ {case.period}.")
            return Reply(Status.UNKNOWN, f"Chưa có dữ liệu để biết đã được tặng {name} chưa.", missing("honours"))
        rows = self.standing(case.award, case)
        if not rows:
            text = f"Chưa được tặng {name}" + ("." if self.ever else f" cho kỳ {case.period}.")
            return Reply(Status.PASS, text)
        told = f"Đã được tặng {name} năm {listed(row.honour.year for row in rows)}"
        status, why = self.another(rows, case) if self.doubt else (Status.FAIL, "")
        if not why:
            once = "mỗi người chỉ được tặng một lần"
            why = once if self.ever else "một thành tích không được khen hai lần"
        return Reply(status, f"{told}; {why}.", honour_facts(rows))

    def another(self, rows: list[Counted], case: Case) -> tuple[Status, str]:
        """Whether the achievement now put forward is another one than was honoured before, and why.

        As the unit states; else, where all claims are stated and none but the years of merit is made: it is
        another one than a sudden or themed result, and the same as merit already honoured.
        """
        stated = case.facts.attested.get(OTHER_ACHIEVEMENT)
        if stated is not None:
            return (Status.PASS, "đơn vị xác nhận là thành tích khác") if stated else (Status.FAIL, "")
        claims = (code for code, said in case.facts.attested.items() if said and code not in self.conduct)
        routes = {row.honour.route if row.honour.route in ROUTES_NOT_MERIT else "" for row in rows}
        if not case.facts.claims_complete or any(claims) or len(routes) > 1:
            return Status.UNKNOWN, "cần kiểm tra có phải cùng một thành tích không"
        route = routes.pop()
        if route:
            return Status.PASS, f"lần ấy là {ROUTES_NOT_MERIT[route]}, nay xét thành tích khác theo công trạng"
        return Status.FAIL, "hồ sơ không nêu thành tích nào khác, một thành tích không được khen hai lần"

    def standing(self, award: str, case: Case) -> list[Counted]:
        """The honours that stand, decided by the day of judging, for the same period unless once means ever."""
        return [
            row
            for row in case.held(award)
            if row.honour.status != "revoked"
            and (row.honour.decision_date is None or row.honour.decision_date <= case.on)
            and (self.ever or row.honour.year == case.period)
        ]
