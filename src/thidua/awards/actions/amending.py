"""Amending the law: every act is a new row with its document and reason; the shipped catalogue is never edited."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.awards.inforce import STAMP, changes_of, law_in_force, look_again
from thidua.awards.models import LawAmendment, LawStamp
from thidua.awards.policies import may_amend, may_withdraw
from thidua.awards.rules import Law, LawInvalid, load_law
from thidua.awards.rules.amending import Act, Change, Sort, amended, check_fits, check_judges, series_of
from thidua.awards.rules.findings import Citation, Confidence
from thidua.awards.rules.labels import name_of, split_key
from thidua.awards.rules.law import ConditionVersion, RuleSpan, asked_keys
from thidua.awards.rules.parameters import ABOUT, check_codes
from thidua.awards.rules.typed import fits
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting

Json = Any  # a JSON value
LATEST_YEAR = 2200  # a slip of the key, not a law


@dataclass(frozen=True)
class Source:
    """What an act rests on. ``checked``: the officer compared it with the document itself. ``seen``: the number of the
    last act on the same thing when the form was shown (0: none)."""

    document: str
    article: str
    clause: str
    reason: str
    checked: bool = True
    seen: int = 0

    @property
    def citation(self) -> Citation:
        """The document, article and clause without stray spaces and the words "Điều", "khoản" typed along."""
        article = re.sub(r"^(điều|đ\.)\s*", "", tidy(self.article), flags=re.IGNORECASE)
        clause = re.sub(r"^(khoản|k\.)\s*", "", tidy(self.clause), flags=re.IGNORECASE)
        return Citation(tidy(self.document), article, clause)

    @property
    def confidence(self) -> Confidence:
        """Compared with the document, or still to be checked."""
        return Confidence.VERIFIED if self.checked else Confidence.PARTLY


def change_value(
    key: str, value: Json, valid_from: date, valid_to: date | None, source: Source, *, by: Acting, at: datetime, note: str = ""
) -> LawAmendment:  # fmt: skip
    """Put another value in force from a day on (to a last day). ``value`` None: the law sets none.

    Raises Refused: no duty, no document, no reason, wrong type, a gap or an overlap (with its dates), nothing new.
    """
    law = law_in_force()
    if not law.values.series(key):
        raise Refused(_("Không có số liệu “%(key)s”. Chưa ghi gì.") % {"key": key})
    if not fits(split_key(law, key)[1], value):
        raise Refused(_("Giá trị mới không đúng loại của số liệu này. Chưa ghi gì."))
    if value is None and any(key == asked for _condition, asked in asked_keys(law)):
        raise Refused(_("Số liệu này nằm trong điều kiện xét nên không để trống được. Chưa ghi gì."))
    content = {"value": value, "note": tidy(note)}
    return _make(Sort.VALUE, Act.CHANGE, key, content, valid_from, valid_to, source, by=by, at=at)


def change_condition(
    key: str, row: Mapping[str, Json], valid_from: date, valid_to: date | None, source: Source, *, by: Acting, at: datetime
) -> LawAmendment:  # fmt: skip
    """Put another version of a condition ("CSTDT.sang-kien") in force, or a new condition. ``row`` as in criteria.yaml."""
    content = {name: part for name, part in row.items() if name not in ABOUT or name == "why"}
    if not tidy(str(content.get("why") or "")):
        raise Refused(_("Hãy ghi điều kiện bằng lời. Chưa ghi gì."))
    try:
        check_codes(content)
    except LawInvalid as problem:
        raise Refused(_("%(problem)s Chưa ghi gì.") % {"problem": problem}) from None
    return _make(Sort.CONDITION, Act.CHANGE, key, content, valid_from, valid_to, source, by=by, at=at)


def end_condition(key: str, last_day: date, source: Source, *, by: Acting, at: datetime) -> LawAmendment:
    """The condition is asked for the last time of dossiers received on that day."""
    series = series_of(law_in_force(), Sort.CONDITION, key)
    if not any(row.valid_from <= last_day and (row.valid_to is None or last_day <= row.valid_to) for row in series):
        raise Refused(_("Điều kiện không áp dụng vào ngày %(day)s. Chưa ghi gì.") % {"day": f"{last_day:%d/%m/%Y}"})
    return _make(Sort.CONDITION, Act.CLOSE, key, {}, last_day + timedelta(days=1), None, source, by=by, at=at)


def add_ruleset(
    code: str, name: str, valid_from: date, valid_to: date | None, source: Source, *,
    provisional: bool, note: str = "", by: Acting, at: datetime,
) -> LawAmendment:  # fmt: skip
    """Dossiers received from that day on follow another rule set."""
    if not re.fullmatch(r"[A-Z0-9_-]{2,20}", code):
        raise Refused(_("Mã bộ quy định gồm 2 đến 20 chữ hoa, chữ số, ví dụ ND200. Chưa ghi gì."))
    if not tidy(name):
        raise Refused(_("Hãy ghi tên bộ quy định. Chưa ghi gì."))
    content = {"name": tidy(name), "provisional": provisional, "note": tidy(note)}
    return _make(Sort.RULESET, Act.CHANGE, code, content, valid_from, valid_to, source, by=by, at=at)


def confirm(sort: Sort, key: str, on: date, source: Source, *, by: Acting, at: datetime) -> LawAmendment:
    """Say that the version in force on a day was compared with its document; where the law stands is written anew."""
    version = next((row for row in _series(law_in_force(), sort, key) if _covers(row, on)), None)
    if version is None:
        told = _("Không có bản nào có hiệu lực ngày %(day)s. Chưa ghi gì.")
        raise Refused(told % {"day": f"{on:%d/%m/%Y}"})
    if isinstance(version, ConditionVersion):
        content = {name: part for name, part in version.row.items() if name not in ABOUT or name == "why"}
    elif isinstance(version, RuleSpan):
        content = {"name": version.name, "provisional": version.provisional, "note": version.note}
    else:
        content = {"value": version.value, "note": version.note}
    return _make(sort, Act.CONFIRM, key, content, version.valid_from, version.valid_to, source, by=by, at=at)


def _series(law: Law, sort: Sort, key: str) -> Sequence[Any]:
    return [row for row in series_of(law, sort, key) if sort is not Sort.RULESET or row.code == key]  # type: ignore[union-attr]  # of rule sets


def _covers(row: Any, day: date) -> bool:
    return bool(row.valid_from <= day and (row.valid_to is None or day <= row.valid_to))


@transaction.atomic
def withdraw(amendment: LawAmendment, reason: str, *, by: Acting, at: datetime) -> LawAmendment:
    """Undo an act by a further row: the law is again what it was without it. Raises Refused when days would stay bare."""
    insist(may_withdraw(by, amendment))
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do rút. Chưa rút gì."))
    _lock()
    if LawAmendment.objects.filter(withdraws=amendment).exists():
        raise Conflict(_("Thay đổi này vừa được người khác rút."))
    others = changes_of(LawAmendment.objects.exclude(pk=amendment.pk).order_by("pk"))
    try:
        amended(load_law(), others)
    except LawInvalid as problem:
        told = _("Chưa rút được: %(problem)s Hãy rút thay đổi sau trước.")
        raise Refused(told % {"problem": problem}) from None
    copied = {
        name: getattr(amendment, name)
        for name in ("sort", "key", "valid_from", "valid_to", "document", "article", "clause", "confidence")
    }
    row = LawAmendment.objects.create(
        act="withdraw", withdraws=amendment, reason=reason.strip(), by=by.user, at=at, **copied
    )
    _journal(row, by, at)
    return row


@transaction.atomic
def _make(
    sort: Sort, act: Act, key: str, content: Mapping[str, Json], start: date, end: date | None, source: Source, *,
    by: Acting, at: datetime,
) -> LawAmendment:  # fmt: skip
    """Write one act once it is sure that the law with it holds together."""
    insist(may_amend(by))
    _check_source(source, start)
    _lock()
    _check_seen(sort, key, source.seen)
    change = Change(sort, act, key, content, start, end, source.citation, source.confidence)
    _check_law(change)
    row = LawAmendment.objects.create(
        sort=sort, act=act, key=key, content=dict(content), valid_from=start, valid_to=end,
        document=change.citation.document, article=change.citation.article, clause=change.citation.clause,
        confidence=change.confidence, reason=tidy(source.reason), by=by.user, at=at,
    )  # fmt: skip
    _journal(row, by, at)
    return row


def _check_source(source: Source, start: date) -> None:
    if not source.citation.document:
        raise Refused(_("Thiếu căn cứ: hãy ghi văn bản, ví dụ NĐ 152/2025/NĐ-CP. Chưa ghi gì."))
    if not tidy(source.reason):
        raise Refused(_("Hãy ghi lý do. Chưa ghi gì."))
    if start.year > LATEST_YEAR:
        raise Refused(_("Ngày %(day)s quá xa. Chưa ghi gì.") % {"day": f"{start:%d/%m/%Y}"})


def _check_seen(sort: Sort, key: str, seen: int) -> None:
    newer = LawAmendment.objects.filter(sort=sort, key=key, pk__gt=seen).select_related("by").order_by("-pk").first()
    if newer:
        told = _("%(who)s vừa ghi một thay đổi khác ở đây. Chưa ghi gì; hãy xem lại rồi ghi.")
        raise Conflict(told % {"who": newer.by.full_name})


def _check_law(change: Change) -> None:
    law = law_in_force()
    name = name_of(law, change.key) if change.sort is Sort.VALUE else called(law, change.sort, change.key)
    try:
        check_fits(law, change, name)
        if _says_nothing_new(law, change):
            raise Refused(_("Giá trị, hiệu lực và căn cứ đều như đang áp dụng. Chưa ghi gì."))
        new = amended(law, [change])
        check_judges(new, law, change.valid_from, change.valid_to)
    except LawInvalid as problem:
        raise Refused(_("%(problem)s Chưa ghi gì.") % {"problem": problem}) from None


def called(law: Law, sort: Sort, key: str) -> str:
    """What a sentence calls a condition or a rule set."""
    if sort is Sort.RULESET:
        return _("Bộ quy định")
    owner, _dot, own = key.partition(".")
    return f"{law.awards[owner].short} · {own}" if owner in law.awards else f"{_('Điều kiện chung')} · {own}"


def _says_nothing_new(law: Law, change: Change) -> bool:
    if change.sort is not Sort.VALUE:
        return False
    had = law.values.on(change.key, change.valid_from)
    same = had is not None and had.value == change.content["value"] and had.citation == change.citation
    return same and had is not None and had.valid_to == change.valid_to and had.confidence == change.confidence


def _lock() -> None:
    """One act at a time; what an earlier one wrote is read afresh."""
    LawStamp.objects.get_or_create(pk=STAMP, defaults={"mark": ""})
    LawStamp.objects.select_for_update().get(pk=STAMP)
    look_again()


def _journal(row: LawAmendment, by: Acting, at: datetime) -> None:
    """Tell the journal, and let every process know that the law is another now."""
    data = {"sort": row.sort, "key": row.key, "from": row.valid_from.isoformat(), "document": row.document}
    record(f"awards.{row.act}", row.journal_key, by=by.actor, at=at, reason=row.reason, data=data)
    LawStamp.objects.filter(pk=STAMP).update(mark=uuid.uuid4().hex)
    look_again()
