"""Criteria made of criteria."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..findings import Status, overall
from .base import Case, Criterion, Reply

OPEN = "Chưa đủ dữ kiện cho một trong các tiêu chuẩn: "
CLOSED = "Không đạt tiêu chuẩn nào: "
SILENT = "Hồ sơ không nêu tiêu chuẩn khác"
UNSTATED = ": chưa có xác nhận"


@dataclass(frozen=True)
class AnyOf:
    """One of several routes is enough: the best answer counts.

    Where all claims are stated (``claims_complete``), a route nobody claims is not met, provided that
    another one was weighed and failed.
    """

    routes: Sequence[Criterion]

    def check(self, case: Case) -> Reply:
        """A route that passes speaks alone; otherwise all that are open or failed are named."""
        replies: Sequence[Reply] = [route.check(case) for route in self.routes]
        if case.facts.claims_complete and case.facts.vouched:
            replies = unclaimed_dropped(replies)
        for status in (Status.PASS, Status.HOLD, Status.UNKNOWN):
            found = [reply for reply in replies if reply.status is status]
            if found and status is Status.PASS:
                return found[0]
            if found:
                closed = [reply for reply in replies if reply.status is Status.FAIL]
                text = OPEN + said(found) + (f" Đã xét, không đạt: {said(closed)}" if closed else "")
                facts = tuple(fact for reply in replies for fact in reply.facts)
                return Reply(status, text, facts, all(reply.unclaimed for reply in found))
        text = CLOSED + said(replies)
        return Reply(Status.FAIL, text, tuple(fact for reply in replies for fact in reply.facts))


@dataclass(frozen=True)
class AllOf:
    """All parts are needed: the worst answer counts."""

    parts: Sequence[Criterion]

    def check(self, case: Case) -> Reply:
        """Parts that decide the answer are named."""
        replies = [part.check(case) for part in self.parts]
        status = overall(reply.status for reply in replies)
        told = [reply for reply in replies if reply.status is status]
        facts = tuple(fact for reply in replies for fact in reply.facts)
        return Reply(status, said(told), facts, all(reply.unclaimed for reply in told))


def unclaimed_dropped(replies: Sequence[Reply]) -> Sequence[Reply]:
    """The replies with the unclaimed routes failed, when no other route is open and one was weighed and failed."""
    rest = [reply for reply in replies if not reply.unclaimed]
    if not rest or any(reply.status is not Status.FAIL for reply in rest):
        return replies
    quiet = [reply for reply in replies if reply.unclaimed]
    if not quiet:
        return rest
    names = said([Reply(reply.status, reply.text.removesuffix(f"{UNSTATED}.")) for reply in quiet])
    facts = tuple(fact for reply in quiet for fact in reply.facts)
    return [*rest, Reply(Status.FAIL, f"{SILENT}: {names}", facts)]


def said(replies: Sequence[Reply]) -> str:
    """The sentences of several replies as one."""
    texts = (reply.text.removeprefix(OPEN).removeprefix(CLOSED).rstrip(".") for reply in replies)
    return "; ".join(dict.fromkeys(texts)) + "."


@dataclass(frozen=True)
class NotRead:
    """A standard whose text has not been read yet: an officer must check it."""

    label: str

    def check(self, case: Case) -> Reply:
        """Unknown unless the officer states the outcome under the code ``manual:<award>``."""
        stated = case.facts.attested.get(f"manual:{case.award}")
        facts = ({"attested": f"manual:{case.award}", "value": stated},)
        if stated is None:
            return Reply(Status.UNKNOWN, f"{self.label}: cần kiểm tra theo văn bản.", facts)
        status = Status.PASS if stated else Status.FAIL
        return Reply(status, f"{self.label}: chuyên viên đã kiểm tra, {'đạt' if stated else 'không đạt'}.", facts)


@dataclass(frozen=True)
class RulesUsed:
    """Not a test: names the rule set the verdict rests on."""

    code: str
    label: str

    def check(self, case: Case) -> Reply:
        """Always passes."""
        return Reply(Status.PASS, f"Xét theo {self.label}.", ({"ruleset": self.code},))


@dataclass(frozen=True)
class DecidedBy:
    """Not a test: names who decides."""

    who: tuple[str, ...]

    def check(self, case: Case) -> Reply:
        """Always passes."""
        return Reply(Status.PASS, f"Thẩm quyền quyết định: {'; '.join(self.who)}.", ({"decided_by": list(self.who)},))
