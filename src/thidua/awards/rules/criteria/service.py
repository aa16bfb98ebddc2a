"""Criteria about time served: posts held, years of work in a sector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from ..facts import Post
from ..facts_json import post_to_json
from ..findings import Status
from .base import Case, Reply, discipline_facts, missing, show_day


@dataclass(frozen=True)
class ServedInPost:
    """Enough years in one of the listed posts; the table maps post code to least years, highest first.

    Months are counted in whole. Time in a higher post of the table also counts for the lower ones, and
    time in two posts at once counts once, for the higher (NĐ 152/2025 Điều 9 khoản 2). ``reduction`` (a
    fraction of the least years) is taken off for a woman leader; who holds such a post is one unless it is
    said otherwise. ``clean``: nobody disciplined, or gravely at fault, while in such a post (khoản 3).
    Whoever has more years than the post asks belongs to a higher class of the award: it still passes.
    """

    table: Mapping[str, Any]
    reduction: Fraction = Fraction(0)
    clean: bool = False

    def check(self, case: Case) -> Reply:
        """The best post decides."""
        if case.facts.posts is None:
            return Reply(
                Status.UNKNOWN,
                "Thời gian giữ chức vụ (quá trình cống hiến): chưa có xác nhận.",
                missing("posts"),
                unclaimed=True,
            )
        woman_leader = case.facts.sex == "female" and case.facts.leader is not False
        cut = self.reduction if woman_leader else Fraction(0)
        facts = tuple({"post": post_to_json(row)} for row in case.facts.posts)
        told = []
        for code, months in self.months(case).items():
            row = self.table[code]
            needed = Fraction(row["years"]) * 12 * (1 - cut)
            if months >= needed and months > 0:
                reduced = f" (đã giảm {cut} thời gian cho cán bộ nữ)" if cut else ""
                text = f"Giữ chức vụ {row['label']} {years_text(months)}, đủ {years_text(needed)}{reduced}"
                return self.unstained(case, text, facts)
            if months:
                told.append(f"{row['label']} {years_text(months)}, cần {years_text(needed)}")
        said = "; ".join(told) or "không giữ chức vụ nào trong bảng"
        return Reply(Status.FAIL, f"Chưa đủ thời gian giữ chức vụ: {said}.", facts)

    def unstained(self, case: Case, text: str, facts: tuple[Mapping[str, Any], ...]) -> Reply:
        """Long enough in the post: no discipline meanwhile, unless the unit states otherwise."""
        stated = case.facts.attested.get("clean_in_post")
        if not self.clean or stated:
            return Reply(Status.PASS, f"{text}.", facts)
        if stated is False:
            return Reply(Status.FAIL, f"{text}, nhưng có khuyết điểm nghiêm trọng khi giữ chức vụ.", facts)
        if case.facts.discipline is None and not case.facts.vouched:
            text = f"{text}; chưa rõ có bị kỷ luật khi giữ chức vụ không."
            return Reply(Status.UNKNOWN, text, (*facts, *missing("discipline")))
        posts = [row for row in case.facts.posts or () if row.post in self.table]
        rows = [
            row
            for row in case.facts.discipline or ()
            if any(post.since <= row.since <= min(post.until or case.on, case.on) for post in posts)
        ]
        if not rows:
            return Reply(Status.PASS, f"{text}, không bị kỷ luật khi giữ chức vụ.", facts)
        since = ", ".join(show_day(row.since) for row in rows)
        text = f"{text}, nhưng bị kỷ luật khi đang giữ chức vụ ({since}) nên không xét khen quá trình cống hiến."
        return Reply(Status.FAIL, text, (*facts, *discipline_facts(rows)))

    def months(self, case: Case) -> Mapping[str, int]:
        """Months in each post or a higher one of the table, up to the day of judging."""
        found: dict[str, int] = {}
        rows: list[Post] = []
        for code in self.table:
            own = [post for post in case.facts.posts or () if post.post == code and post.since <= case.on]
            rows += own
            found[code] = months_in_all(rows, case.on) if own else 0
        return found


@dataclass(frozen=True)
class ServedYears:
    """``years`` years in posts whose code starts with ``group`` (edu_teaching…), months counted in whole.

    Two posts at once count once. Posts whose code starts with ``harder`` count ``weight`` times.
    """

    group: str
    label: str
    years: int
    harder: str = ""
    weight: int = 1

    def check(self, case: Case) -> Reply:
        """All matching posts add up."""
        if case.facts.posts is None:
            return Reply(Status.UNKNOWN, f"Chưa có dữ liệu về {self.label}.", missing("posts"))
        rows = [row for row in case.facts.posts if row.post.startswith(self.group)]
        harder = [row for row in rows if self.harder and row.post.startswith(self.harder)]
        months = months_in_all(rows, case.on) + (self.weight - 1) * months_in_all(harder, case.on)
        status = Status.PASS if months >= self.years * 12 else Status.FAIL
        text = f"{self.label[:1].upper()}{self.label[1:]}: {years_text(months)}, cần {self.years} năm."
        return Reply(status, text, tuple({"post": post_to_json(row)} for row in rows))


def months_in_all(posts: Iterable[Post], on: date) -> int:
    """Whole months covered by the posts together up to ``on``; days shared by two posts count once."""
    months, first, last = 0, None, date.min
    for row in sorted(posts, key=lambda post: post.since):
        end = min(row.until or on, on)
        if first is None or row.since > last + timedelta(days=1):
            months += months_between(first, last) if first else 0
            first, last = row.since, end
        last = max(last, end)
    return months + (months_between(first, last) if first else 0)


def months_between(start: date, end: date) -> int:
    """Whole months from the first to the last day, both included (never negative)."""
    stop = date.fromordinal(end.toordinal() + 1)
    months = (stop.year - start.year) * 12 + stop.month - start.month
    return max(0, months - (1 if stop.day < start.day else 0))


def years_text(months: int | Fraction) -> str:
    """62 -> "5 năm 2 tháng"; a fraction of a month is rounded up for reading."""
    whole = -(-Fraction(months).numerator // Fraction(months).denominator)
    years, rest = divmod(whole, 12)
    return f"{years} năm" if rest == 0 else f"{years} năm {rest} tháng" if years else f"{rest} tháng"
