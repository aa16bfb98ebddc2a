"""Checks on a whole batch: quotas, ceilings, and shares aimed at (aims never refuse)."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from .dated import DatedValue
from .findings import Finding, Status
from .law import Law, load_law

# Dated value of the award -> (count of the batch it limits, count it is measured against, words).
SHARES: Mapping[str, tuple[str, str, str]] = {
    "quota.share": ("proposed", "base", "số được đề nghị"),
}
COUNTS: Mapping[str, tuple[str, str]] = {
    "quota.count": ("proposed", "số người trong năm"),
    "quota.per_cluster": ("proposed", "số cờ của cụm, khối"),
}
AIMS: Mapping[str, tuple[str, str]] = {
    "muc-tieu.lao-dong-truc-tiep": ("direct_workers", "lao động trực tiếp"),
    "muc-tieu.tap-the-nho": ("small_collectives", "tập thể nhỏ"),
}


def check_batch(award: str, counts: Mapping[str, int], day: date, law: Law | None = None) -> tuple[Finding, ...]:
    """Check the counts of a batch against the dated quotas of its award.

    ``counts``: proposed; already (given earlier this year); base (what a share is measured against:
    leaders that meet the standard, Lao động tiên tiến of the unit); direct_workers; small_collectives.
    A quota not set gives an unknown finding when the catalogue says that one may exist.
    """
    chosen = law or load_law()
    findings = []
    for key, (part, whole, words) in SHARES.items():
        value = chosen.value(f"{award}.{key}", day)
        if value is not None:
            findings.append(_share(award, key, value, counts, (part, whole, words)))
    for key, (part, words) in COUNTS.items():
        value = chosen.value(f"{award}.{key}", day)
        if value is not None:
            findings.append(_count(award, key, value, counts, (part, words)))
    for key, (part, words) in AIMS.items():
        value = chosen.value(key, day)
        if value is not None and value.value is not None and part in counts:
            findings.append(_aim(key, value, counts, (part, words)))
    return tuple(findings)


def largest(share: Fraction, base: int) -> int:
    """The most that a share of ``base`` allows: rounded down, the decree does not say otherwise."""
    return share.numerator * base // share.denominator


def _finding(key: str, status: Status, text: str, value: DatedValue, counts: Mapping[str, int]) -> Finding:
    facts = (dict(counts), {"rule": value.key, "value": value.value, "confidence": value.confidence.value})
    return Finding(key, status, text, value.citation, facts, value.note, value.confidence)


def _share(award: str, key: str, value: DatedValue, counts: Mapping[str, int], words: tuple[str, str, str]) -> Finding:
    part, whole, said = words
    if value.value is None:
        return _finding(key, Status.UNKNOWN, f"Chưa rõ tỷ lệ tối đa đối với {said}.", value, counts)
    if whole not in counts:
        return _finding(key, Status.UNKNOWN, "Chưa có số làm căn cứ tính tỷ lệ.", value, counts)
    limit = largest(Fraction(str(value.value)), counts[whole])
    status = Status.PASS if counts.get(part, 0) <= limit else Status.FAIL
    text = f"Đề nghị {counts.get(part, 0)} trên {counts[whole]}, tối đa {limit}."
    return _finding(key, status, text, value, counts)


def _count(award: str, key: str, value: DatedValue, counts: Mapping[str, int], words: tuple[str, str]) -> Finding:
    part, said = words
    if value.value is None:
        return _finding(key, Status.UNKNOWN, f"Chưa rõ {said} tối đa.", value, counts)
    total = counts.get(part, 0) + counts.get("already", 0)
    status = Status.PASS if total <= int(value.value) else Status.FAIL
    text = f"Đề nghị {counts.get(part, 0)}, đã tặng {counts.get('already', 0)}; {said} tối đa {value.value}."
    return _finding(key, status, text, value, counts)


def _aim(key: str, value: DatedValue, counts: Mapping[str, int], words: tuple[str, str]) -> Finding:
    part, said = words
    proposed, found = counts.get("proposed", 0), counts[part]
    reached = found * Fraction(1) >= Fraction(str(value.value)) * proposed
    text = f"{found}/{proposed} là {said}; mục tiêu {value.value}{'' if reached else ', chưa đạt'}."
    return _finding(key, Status.PASS, text, value, counts)
