"""The consolidated list of a round: nominees with verdict and opinion, counted for balance, against quotas and last year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thidua.awards.inforce import law_in_force
from thidua.awards.queries import award_name
from thidua.awards.rules import LawInvalid
from thidua.awards.rules.batch import AIMS, check_batch
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Hold, Round
from thidua.dossiers.policies import read_holds, seen_by
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import UnitKind
from thidua.register.models import Honour, HonourStatus, Recipient, RecipientKind

OUT = (DossierState.DRAFT, DossierState.WITHDRAWN)
GONE = (DossierState.INELIGIBLE, DossierState.NOT_PASSED, DossierState.RETURNED, DossierState.REVOKED)
"""In the list, but not proposed any more (or not now): they stand in no count of the balance."""
WORKING_CLASSES = ("worker", "farmer")
"""Recipient classes of the facts (law-facts-1) whose work is direct."""
UNKNOWN = "unknown"
YES_NO = {True: "yes", False: "no", None: UNKNOWN}


@dataclass(frozen=True)
class Share:
    """One thing counted: yes, no and unknown among those it can be asked of; last year's honours beside it."""

    code: str
    label: str
    yes: int
    no: int
    unknown: int
    last_yes: int = 0
    last_of: int = 0

    @property
    def of(self) -> int:
        """Of how many it is asked."""
        return self.yes + self.no + self.unknown


@dataclass(frozen=True)
class Quota:
    """What a quota or an aim of an award says: `status` is the law room's (pass, fail, unknown)."""

    award: str
    status: str
    text: str
    citation: str


@dataclass(frozen=True)
class Entry:
    """One nominee as the list shows him."""

    dossier: Dossier
    holds: Sequence[Hold]
    sex: str
    direct: bool | None
    small: bool | None

    @property
    def proposed(self) -> bool:
        """Whether he still stands in the counts."""
        return self.dossier.state not in GONE


@dataclass(frozen=True)
class Balance:
    """The whole page: entries by award and unit, shares, sectors and units, quotas."""

    entries: list[Entry] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    sectors: list[tuple[str, int, int]] = field(default_factory=list)
    units: list[tuple[str, int, int]] = field(default_factory=list)
    awards: list[tuple[str, int, int]] = field(default_factory=list)
    quotas: list[Quota] = field(default_factory=list)

    @property
    def proposed(self) -> int:
        """How many stand in the counts."""
        return sum(entry.proposed for entry in self.entries)


def listed(round_: Round, acting: Acting) -> QuerySet[Dossier]:
    """The dossiers of a round that were sent and not withdrawn, by award, unit and name."""
    rows = Dossier.objects.filter(seen_by(acting), round=round_).exclude(state__in=OUT)
    wanted = rows.select_related(
        "unit", "recipient__person", "recipient__collective", "holder", "concluded_by", "approved_by", "round"
    ).defer("verdict")
    return wanted.order_by("award", "unit__name_fold", "name_fold", "id")


def balance_of(round_: Round, acting: Acting, on: date) -> Balance:
    """Everything of a round, in a constant number of queries."""
    rows = list(listed(round_, acting))
    holds = read_holds(rows) if rows else {}
    entries = [_entry(row, holds.get(row.pk, [])) for row in rows]
    counted = [entry for entry in entries if entry.proposed]
    last, given = _last_year(round_), already_given(round_, entries)
    codes = sorted({*round_.awards, *(row.award for row in rows)})
    return Balance(
        entries, _shares(counted, last), _sectors(counted, last), _units(counted, last),
        [(award_name(code, on), sum(e.dossier.award == code for e in counted), sum(h.award == code for h in last)) for code in codes],
        [quota for code in codes for quota in quota_findings(code, counts_of(code, counted, given[code]), on)],
    )  # fmt: skip


def _entry(dossier: Dossier, holds: Sequence[Hold]) -> Entry:
    person = dossier.recipient.person if dossier.recipient else None
    sex = (person.sex if person else "") or str(dossier.facts.get("sex") or "")
    return Entry(dossier, holds, sex, direct_of(dossier), small_of(dossier.kind, dossier.recipient))


def direct_of(dossier: Dossier) -> bool | None:
    """Whether a nominee works directly: the ledger or his class says so, a leading post says no, else unknown."""
    if dossier.kind != RecipientKind.INDIVIDUAL:
        return None
    person = dossier.recipient.person if dossier.recipient else None
    if (person is not None and person.direct_worker) or dossier.facts.get("recipient_class") in WORKING_CLASSES:
        return True
    return False if dossier.facts.get("leader") is True else None


def small_of(kind: str, recipient: Recipient | None) -> bool | None:
    """Whether a collective is one within a unit (a room, a team); unknown while it is not matched to a unit."""
    if kind != RecipientKind.COLLECTIVE or recipient is None or recipient.collective is None:
        return None
    return recipient.collective.kind == UnitKind.COLLECTIVE


def _last_year(round_: Round) -> list[Honour]:
    rows = Honour.objects.filter(award__in=round_.awards, period_to=round_.period - 1).exclude(
        status=HonourStatus.REVOKED
    )
    return list(rows.select_related("recipient__person", "recipient__unit__parent", "recipient__collective__parent"))


def _shares(entries: Sequence[Entry], last: Sequence[Honour]) -> list[Share]:
    people = [entry for entry in entries if entry.dossier.kind == RecipientKind.INDIVIDUAL]
    groups = [entry for entry in entries if entry.dossier.kind == RecipientKind.COLLECTIVE]
    then = [honour.recipient for honour in last if honour.recipient.person]
    then_groups = [honour.recipient for honour in last if honour.recipient.kind == RecipientKind.COLLECTIVE]
    women = [None if not entry.sex else entry.sex == "female" for entry in people]
    return [
        _share("women", _("Nữ, trong các cá nhân"), women, [row.person.sex == "female" for row in then if row.person]),
        _share("direct_workers", _("Lao động trực tiếp, trong các cá nhân"), [entry.direct for entry in people],
               [row.person.direct_worker for row in then if row.person]),
        _share("small_collectives", _("Tập thể nhỏ, trong các tập thể"), [entry.small for entry in groups],
               [small_of(row.kind, row) is True for row in then_groups]),
    ]  # fmt: skip


def _share(code: str, label: str, values: Iterable[bool | None], last: Sequence[bool]) -> Share:
    found = Counter(YES_NO[value] for value in values)
    return Share(code, label, found["yes"], found["no"], found[UNKNOWN], sum(last), len(last))


def _sectors(entries: Sequence[Entry], last: Sequence[Honour]) -> list[tuple[str, int, int]]:
    now = Counter(entry.dossier.unit.kind for entry in entries)
    then = Counter(_sector(honour.recipient) for honour in last)
    return [
        (_sector_name(code), now[code], then[code])
        for code in sorted({*now, *then}, key=lambda code: (-now[code], -then[code], code))
    ]


def _sector(recipient: Recipient) -> str:
    """The kind of unit a recipient belongs to; a collective within a unit counts with that unit."""
    unit = recipient.unit or recipient.collective
    if unit is not None and unit.kind == UnitKind.COLLECTIVE and unit.parent is not None:
        unit = unit.parent
    return unit.kind if unit is not None else UNKNOWN


def _sector_name(code: str) -> str:
    return str(UnitKind(code).label) if code in UnitKind else _("Chưa rõ")


def _units(entries: Sequence[Entry], last: Sequence[Honour]) -> list[tuple[str, int, int]]:
    now: Counter[str] = Counter(entry.dossier.unit.name for entry in entries)
    then: Counter[str] = Counter(honour.unit_name for honour in last)
    return [(name, count, then[name]) for name, count in sorted(now.items(), key=lambda pair: (-pair[1], pair[0]))]


def counts_of(code: str, entries: Sequence[Entry], already: int) -> dict[str, int]:
    """What the quotas of one award are measured on; a number nobody knows is left out, not taken for nought."""
    own = [entry for entry in entries if entry.dossier.award == code]
    return {
        "proposed": len(own), "already": already, "direct_workers": sum(entry.direct is True for entry in own),
        "small_collectives": sum(entry.small is True for entry in own),
    }  # fmt: skip


def already_given(round_: Round, entries: Sequence[Entry]) -> Counter[str]:
    """Honours of this period given otherwise than to the nominees of this list, by award."""
    ours = {(e.dossier.award, e.dossier.recipient_id) for e in entries if e.dossier.state == DossierState.DECIDED}
    rows = Honour.objects.filter(award__in=round_.awards, period_to=round_.period).exclude(status=HonourStatus.REVOKED)
    return Counter(
        award for award, recipient in rows.values_list("award", "recipient") if (award, recipient) not in ours
    )


NO_AIM = mark("Chưa đặt mục tiêu về %(what)s; căn cứ cần có: %(document)s.")


def quota_findings(award: str, counts: dict[str, int], on: date) -> list[Quota]:
    """What the dated quotas and aims say of a batch. The one place where the law room is asked."""
    law = law_in_force()
    try:
        findings = check_batch(award, counts, on, law)
    except LawInvalid:
        return []
    found = [Quota(award, str(row.status.value), row.text, str(row.citation or "")) for row in findings]
    for key, (_part, what) in AIMS.items():
        value = law.value(key, on)
        if value is not None and value.value is None:
            document = str(value.citation or "")
            found.append(Quota(award, UNKNOWN, _(NO_AIM) % {"what": what, "document": document}, document))
    return found
