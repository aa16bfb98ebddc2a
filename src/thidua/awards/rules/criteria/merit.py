"""Criteria about initiatives, studies, combat merit and merits stated by the unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from thidua.foundation.text import fold

from ..facts import SCOPE_ORDER, Initiative, Scope
from ..facts_json import initiative_to_json
from ..findings import Status
from .base import MAYBE, NO, YES, Case, Reply, honour_facts, listed, missing, show_day
from .combine import UNSTATED

KIND_WORDS = {
    "initiative": "sáng kiến",
    "research": "đề tài, đề án, công trình khoa học",
    "combat": "mưu trí, sáng tạo trong chiến đấu, phục vụ chiến đấu",
}
DONE_WORDS = {"initiative": "được công nhận", "research": "được nghiệm thu", "combat": "được công nhận"}
SCOPE_WORDS = {
    Scope.BASE: "cấp cơ sở",
    Scope.MINISTRY: "cấp bộ, ngành",
    Scope.PROVINCE: "cấp Thành phố",
    Scope.NATIONAL: "toàn quốc",
}


@dataclass(frozen=True)
class HasInitiative:
    """``times`` initiatives (or studies, or combat merits) of at least ``scope``.

    ``within``: recognised in the last so many years of the period; older ones must be checked.
    ``by``: who may recognise. Each serves one award once: one already used for another period of
    the same award does not count, and one written down twice is one.
    """

    sort: str
    scope: str
    times: int = 1
    within: int | None = None
    by: tuple[str, ...] = ()

    def check(self, case: Case) -> Reply:
        """Weigh each and count."""
        asked = f"{KIND_WORDS[self.sort]} {SCOPE_WORDS[Scope(self.scope)]} {DONE_WORDS[self.sort]}"
        if self.times > 1:
            asked = f"{self.times} {asked}"
        if case.facts.initiatives is None:
            short = f"{KIND_WORDS[self.sort]} {SCOPE_WORDS[Scope(self.scope)]}"
            lacking = ({**missing("initiatives")[0], "asked": short},)
            return Reply(Status.UNKNOWN, f"Chưa có dữ liệu về {asked}.", lacking)
        rows = [(item, *self.weigh(item, case)) for item in case.facts.initiatives if item.kind == self.sort]
        facts = tuple({"initiative": initiative_to_json(item)} for item, _, _ in rows)
        sure = single(item for item, strength, _ in rows if strength == YES)
        if len(sure) >= self.times:
            named = "; ".join(f"“{item.name}”{day_of(item)}" for item in sure[: self.times])
            return Reply(Status.PASS, f"Có {asked}: {named}.", facts)
        doubts = "; ".join(f"“{item.name}”: {reason}" for item, strength, reason in rows if strength != YES)
        possible = single(item for item, strength, _ in rows if strength)
        if len(possible) >= self.times:
            return Reply(Status.UNKNOWN, f"Cần kiểm tra {asked} ({doubts}).", facts)
        said = "; ".join([doubts] if doubts else [f"có “{item.name}”" for item in sure])
        return Reply(Status.FAIL, f"Không có đủ {asked}{f' ({said})' if said else ''}.", facts)

    def weigh(self, item: Initiative, case: Case) -> tuple[int, str]:
        """Strength of one, with the reason when it does not fully count."""
        reason = self.refused(item, case)
        if reason:
            return NO, reason
        reason = self.doubted(item, case)
        return (MAYBE, reason) if reason else (YES, "")

    def refused(self, item: Initiative, case: Case) -> str:
        """Why it cannot count, or ""."""
        if item.scope is not None and SCOPE_ORDER[item.scope] < SCOPE_ORDER[Scope(self.scope)]:
            return f"phạm vi {SCOPE_WORDS[item.scope]}, cần {SCOPE_WORDS[Scope(self.scope)]}"
        if item.recognised_on is not None and item.recognised_on > case.on:
            return f"công nhận sau ngày xét ({show_day(item.recognised_on)})"
        if self.by and item.recognised_by is not None and item.recognised_by not in self.by:
            return "không do người có thẩm quyền công nhận"
        if item.effective is False:
            return "chưa được xác nhận áp dụng hiệu quả"
        if item.replicable is False and self.scope != Scope.BASE:
            return "chưa được xác nhận có khả năng nhân rộng"
        if item.share == 0:
            return "không có tỷ lệ đóng góp"
        used = [year for award, year in item.used_for if award == case.award and year != case.period]
        return f"đã dùng cho {case.name(case.award)} kỳ {used[0]}" if used else ""

    def doubted(self, item: Initiative, case: Case) -> str:
        """Why it needs a look, or ""."""
        if item.scope is None:
            return "chưa rõ phạm vi"
        if item.recognised_on is None:
            return "chưa có ngày công nhận"
        if item.scope is Scope.MINISTRY and self.scope == Scope.PROVINCE and item.recognised_by not in self.by:
            return "công nhận ở cấp bộ, ngành; cần Chủ tịch UBND Thành phố công nhận"
        if self.within is not None and item.recognised_on.year < case.period - self.within + 1:
            return f"công nhận năm {item.recognised_on.year}, trước thời gian lập thành tích của kỳ này"
        return ""


def single(items: Iterable[Initiative]) -> list[Initiative]:
    """Each initiative once, however often and in whatever spelling it was written down."""
    named = {fold(item.name) or f"#{place}": item for place, item in enumerate(items)}
    return list(named.values())


def day_of(item: Initiative) -> str:
    """ " (công nhận 05/12/2024)"."""
    return f" (công nhận {show_day(item.recognised_on)})" if item.recognised_on else ""


@dataclass(frozen=True)
class Attested:
    """A statement of conduct or merit, by code.

    ``presumed``: part of what the unit vouches for in its submission, so silence passes when the
    submission is vouched for; otherwise it is unknown until stated.
    """

    code: str
    label: str
    presumed: bool = False

    def check(self, case: Case) -> Reply:
        """Stated yes, stated no, or not stated."""
        stated = case.facts.attested.get(self.code)
        facts: tuple[Mapping[str, Any], ...] = ({"attested": self.code, "value": stated},)
        if stated is True:
            return Reply(Status.PASS, f"{self.label}: có xác nhận.", facts)
        if stated is False:
            return Reply(Status.FAIL, f"{self.label}: không đạt.", facts)
        if self.presumed and case.facts.vouched:
            return Reply(Status.PASS, f"{self.label}: theo cam kết của đơn vị trình, hội đồng xem xét.", facts)
        return Reply(Status.UNKNOWN, f"{self.label}{UNSTATED}.", facts, unclaimed=True)


@dataclass(frozen=True)
class NotForService:
    """None of these orders held as a service award (``code``: what the unit states about it).

    The ledger names no route: an order it holds must be looked at, unless the unit states how it was given.
    """

    awards: tuple[str, ...]
    code: str
    label: str

    def check(self, case: Case) -> Reply:
        """An order known to be for service fails whatever is stated."""
        rows = [row for award in self.awards for row in case.given(award) if row.strength]
        served = [row for row in rows if row.honour.route == "service"]
        if served:
            names = ", ".join(case.name(row.honour.award) for row in served)
            text = f"Đã được tặng {names} theo quá trình cống hiến, năm {listed(row.honour.year for row in served)}."
            return Reply(Status.FAIL, text, honour_facts(served))
        if rows and case.facts.attested.get(self.code) is None:
            names = ", ".join(f"{case.name(row.honour.award)} ({row.honour.year})" for row in rows)
            text = f"Đã được tặng {names}; cần kiểm tra có phải theo quá trình cống hiến không."
            return Reply(Status.UNKNOWN, text, honour_facts(rows))
        return Attested(self.code, self.label, presumed=True).check(case)
