"""Judging a list of nominees read from a file: JSON or CSV rows, one verdict or one reason each.

A row names a recipient (``recipient`` key, or ``cccd``, or ``name`` with ``birth`` and ``unit``), may carry
``award``, ``period`` and ``on`` of its own, and ``facts`` (schema law-facts-1). What a row leaves out comes
from the head of the file or the command line.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from thidua.awards.inforce import law_in_force, rules_of_day
from thidua.awards.lookup import NotFound, award_code, find_recipient, with_codes
from thidua.awards.queries import facts_for_many
from thidua.awards.rules import (
    Facts,
    LawInvalid,
    RecipientKind,
    Verdict,
    facts_from_json,
    merge_facts,
)
from thidua.awards.rules.batch import check_batch
from thidua.awards.rules.bulk import judge_bulk
from thidua.awards.rules.facts import achievement_years
from thidua.awards.rules.facts_json import FactsInvalid
from thidua.foundation.dates import show_date, typed_day
from thidua.register.ledger.values import EARLIEST
from thidua.register.models import Honour, HonourStatus, Recipient

Json = Any  # a JSON value
NAMES = ("recipient", "cccd", "name", "birth", "unit")
SHARED = ("award", "period", "on")


class Unreadable(ValueError):  # noqa: N818 - named for what it says, as in the foundation
    """Something on the command line or in a file cannot be read; the message is a Vietnamese sentence."""


@dataclass(frozen=True)
class Row:
    """One nominee to be judged. ``recipient`` None: judged on the declared facts alone."""

    number: int
    recipient: Recipient | None
    award: str
    period: int
    on: date
    declared: Mapping[str, Json]


@dataclass(frozen=True)
class Judged:
    """The verdict of one row, or the reason why there is none."""

    number: int
    verdict: Verdict | None
    reason: str = ""
    recipient: str = ""

    def to_json(self) -> dict[str, Json]:
        """Row number, key, and either the published form of the verdict or the reason."""
        head: dict[str, Json] = {"row": self.number, "recipient": self.recipient or None}
        if self.verdict is None:
            return {**head, "error": self.reason}
        return {**head, **self.verdict.to_record()}


def judge_list(text: str, given: Mapping[str, Json], today: date) -> list[Judged]:
    """Judge every row of a file. ``given`` holds what the command line said once for all rows.

    A bad row is answered with its reason and does not stop the others. Raises :class:`Unreadable` when the
    file as a whole cannot be read.
    """
    rows: list[Row | Judged] = []
    for number, data in enumerate(_rows(text, given), start=1):
        try:
            rows.append(_row(number, data, today))
        except (Unreadable, NotFound) as error:
            rows.append(Judged(number, None, str(error)))
    good = [row for row in rows if isinstance(row, Row)]
    held = facts_for_many({row.recipient.pk: row.recipient for row in good if row.recipient}.values())
    return _judged(rows, held)


def batch_findings(rows: Iterable[Judged]) -> list[dict[str, Json]]:
    """What the dated quotas say of the list as a batch: awards with how many are proposed and were given for the period.

    A batch is what shares award, period and year of judging; its quotas are those of the last day asked.
    """
    asked: dict[tuple[str, int, int], list[Judged]] = defaultdict(list)
    for row in rows:
        if row.verdict and row.verdict.on:
            asked[row.verdict.award, row.verdict.period, row.verdict.on.year].append(row)
    found: list[dict[str, Json]] = []
    for (award, period, _year), group in asked.items():
        day = max(row.verdict.on for row in group if row.verdict and row.verdict.on)
        counts = {"proposed": len(group), "already": _already(award, period, group)}
        found += [
            {"award": award, "period": period, **each.to_json()}
            for each in check_batch(award, counts, day, law_in_force())
        ]
    return found


def _already(award: str, period: int, group: Iterable[Judged]) -> int:
    """Honours of the period that others than those listed hold."""
    ours = [int(row.recipient.partition(":")[2]) for row in group if row.recipient]
    given = Honour.objects.filter(award=award, period_to=period).exclude(status=HonourStatus.REVOKED)
    return given.exclude(recipient__in=ours).count()


def facts_of(recipient: Recipient | None, declared: Mapping[str, Json], held: Mapping[int, Facts]) -> Facts:
    """What the ledger holds of a recipient, completed by what is declared; no recipient holds nothing."""
    register = held[recipient.pk] if recipient else Facts(recipient="", kind=RecipientKind.INDIVIDUAL, honours=())
    if not declared:
        return register
    said = facts_from_json({"recipient": register.recipient, **declared})
    in_order(said)
    return merge_facts(register, said)


def in_order(said: Facts) -> None:
    """Refuse stated times that end before they begin: whichever day is wrong, years would be lost or won by it.

    Only what is asked at the console passes here; facts kept with a verdict are replayed as they are. Raises
    :class:`Unreadable`.
    """
    ends = [(f"discipline[{at}]", row.since, row.until) for at, row in enumerate(said.discipline or ())]
    ends += [(f"pending[{at}]", row.since, row.resolved_on) for at, row in enumerate(said.pending or ())]
    ends += [(f"leave[{at}]", row.since, row.until) for at, row in enumerate(said.leave or ())]
    ends += [(f"posts[{at}]", row.since, row.until) for at, row in enumerate(said.posts or ())]
    for where, since, until in ends:
        if until is not None and until < since:
            told = f"Dữ kiện “{where}”: ngày kết thúc {show_date(until)} trước ngày bắt đầu {show_date(since)}."
            raise Unreadable(f"{told} Hãy ghi lại cho đúng.")


def _judged(rows: Sequence[Row | Judged], held: Mapping[int, Facts]) -> list[Judged]:
    """Every row with its verdict; those asked the same award, period and day are judged together."""
    found: dict[int, Judged] = {}
    asked: dict[tuple[str, int, date], list[tuple[Row, Facts]]] = defaultdict(list)
    for row in rows:
        if isinstance(row, Judged):
            found[row.number] = row
            continue
        try:
            facts = facts_of(row.recipient, row.declared, held)
            rules_of_day(row.on, row.award)
            not_ahead(row.period, row.on)
        except (FactsInvalid, LawInvalid, Unreadable) as error:
            found[row.number] = Judged(row.number, None, str(error), _key(row))
        else:
            asked[row.award, row.period, row.on].append((row, facts))
    for (award, period, on), group in asked.items():
        verdicts = judge_bulk((facts for _, facts in group), award, period, on, rules_of_day(on))
        for (row, _), verdict in zip(group, verdicts, strict=True):
            found[row.number] = Judged(row.number, verdict, "", _key(row))
    return [found[row.number] for row in rows]


def _key(row: Row) -> str:
    return row.recipient.key if row.recipient else ""


def _rows(text: str, given: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    head: Mapping[str, Json] = given
    if text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
        data = read_json(text)
        if isinstance(data, Mapping):
            head = {**given, **{key: data[key] for key in SHARED if key in data}}
            data = data.get("rows")
        if not isinstance(data, list) or not all(isinstance(row, Mapping) for row in data):
            raise Unreadable("Tệp danh sách phải là một mảng các dòng, hoặc có mục “rows” là mảng các dòng.")
        rows: list[Mapping[str, Json]] = data
    else:
        reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
        if not set(reader.fieldnames or ()) & set(NAMES):
            raise Unreadable("Tệp danh sách không có cột nào trong: " + ", ".join(NAMES) + ".")
        rows = list(reader)
    return [{**head, **{key: value for key, value in row.items() if value not in (None, "")}} for row in rows]


def _row(number: int, data: Mapping[str, Json], today: date) -> Row:
    unread = {str(key) for key in data} - {*NAMES, *SHARED, "facts"}
    if unread:
        raise Unreadable(f"Dòng {number} có mục lạ: {', '.join(sorted(unread))}.")
    declared = data.get("facts", {})
    if isinstance(declared, str):
        declared = read_json(declared)
    if not isinstance(declared, Mapping):
        raise Unreadable(f"Dòng {number}: mục “facts” phải là một đối tượng JSON.")
    named = {key: str(data[key]) for key in NAMES if key in data}
    recipient = find_recipient(key=named.pop("recipient", ""), **named)
    if recipient is None and not declared:
        raise Unreadable(f"Dòng {number} không ghi ai và không có dữ kiện.")
    if "award" not in data:
        raise Unreadable(f"Dòng {number} thiếu mã danh hiệu, hình thức (award).")
    period = read_period(data.get("period"))
    on = read_day(data.get("on"), today)
    declared = {"claims_complete": True, **with_codes(declared)}
    return Row(number, recipient, award_code(str(data["award"])), period, on, declared)


def text_of(path: Path) -> str:
    """The text of a file. Raises :class:`Unreadable`."""
    if not path.is_file():
        raise Unreadable(f"Không thấy tệp {path.name}.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"Tệp {path.name} không phải văn bản UTF-8.") from None


def read_json(text: str) -> Json:
    """JSON text in which no entry says two things; NaN is not looked for. Raises :class:`Unreadable`."""
    try:
        return json.loads(text.lstrip("\ufeff"), object_pairs_hook=_said_once)
    except (json.JSONDecodeError, RecursionError):
        raise Unreadable("Không đọc được JSON. Hãy kiểm tra dấu ngoặc, dấu phẩy và bảng mã UTF-8.") from None


def _said_once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if found.setdefault(key, value) != value:
            raise Unreadable(f"Mục “{key}” được ghi hai lần với hai giá trị khác nhau. Hãy giữ một giá trị đúng.")
    return found


def read_period(value: Json) -> int:
    """The achievement year of "2024" or "2023-2024" (its last year). Raises :class:`Unreadable`."""
    if value in (None, ""):
        raise Unreadable("Thiếu kỳ thành tích (period), ví dụ 2025.")
    try:
        return achievement_years(str(value))[1]
    except ValueError:
        told = f"Không đọc được kỳ thành tích “{value}”. Ghi năm (2025) hoặc năm học (2024-2025)."
        raise Unreadable(told) from None


def not_ahead(period: int, on: date) -> None:
    """Refuse an achievement year before the first the ledger takes, or not begun on the day of judging.

    Raises :class:`Unreadable`.
    """
    if period < EARLIEST:
        raise Unreadable(f"Kỳ thành tích {period} sớm hơn năm đầu tiên Sổ khen thưởng nhận ({EARLIEST}).")
    if period > on.year:
        told = f"Kỳ thành tích {period} chưa bắt đầu vào ngày {show_date(on)}. Muốn biết khi nào có thể xét, hãy dùng "
        raise Unreadable(told + "thidua law trajectory.")


def read_day(value: Json, otherwise: date) -> date:
    """A day as people write it (16/06/2025) or ISO, else ``otherwise``. Raises :class:`Unreadable`."""
    if value in (None, ""):
        return otherwise
    day = typed_day(str(value))
    if day is None:
        raise Unreadable(f"Không đọc được ngày “{value}”. Ghi như 16/06/2025 hoặc 2025-06-16.")
    return day
