"""A draft of the law in words, and what of the law a draft may say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.awards.queries.law import citation_words
from thidua.awards.rules import Law, LawInvalid
from thidua.awards.rules.amending import GENERAL, Sort, series_of
from thidua.awards.rules.bulk.whatif import Draft, drafted
from thidua.awards.rules.labels import label_of, split_key
from thidua.awards.rules.law import ConditionVersion, asked_keys
from thidua.awards.rules.parameters import check_codes, parameters, words
from thidua.awards.rules.typed import fits, shown
from thidua.foundation.words import mark

Json = Any  # a JSON value
Groups = list[tuple[str, list[tuple[str, str]]]]  # heading -> code and words


@dataclass(frozen=True)
class DraftLine:
    """One point of a draft beside what stands. ``sort``: values, conditions or dropped, as in the draft."""

    sort: str
    key: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    cite: str = ""


def value_choices(law: Law, day: date) -> Groups:
    """The values a verdict rests on, by award."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key in dict.fromkeys(key for _condition, key in asked_keys(law)):
        if law.value(key, day) is not None:
            owner, short = split_key(law, key)
            found.setdefault(holder(law, owner), []).append((key, label_of(short)))
    return sorted(found.items())


def condition_choices(law: Law, day: date) -> Groups:
    """The conditions asked on a day, by award; those of every award first."""
    owners: list[tuple[str, Iterable[ConditionVersion]]] = [(GENERAL, law.general)]
    owners += [(code, each.conditions) for code, each in sorted(law.awards.items(), key=lambda pair: pair[1].name)]
    return [
        (holder(law, owner), [(f"{owner}.{row.id}", brief(row)) for row in rows if row.covers(day)])
        for owner, rows in owners
    ]


def holder(law: Law, owner: str) -> str:
    """The name of the award, or of what all share."""
    return law.awards[owner].name if owner in law.awards else mark("Mọi danh hiệu, hình thức")


def brief(row: ConditionVersion) -> str:
    """A condition in a few words."""
    why = str(row.row["why"])
    return why if len(why) <= 90 else why[:87].rstrip() + "…"


def condition_on(law: Law, key: str, day: date) -> ConditionVersion | None:
    """The version of a condition asked on a day; None for a key nobody knows."""
    owner = key.partition(".")[0]
    if owner != GENERAL and owner not in law.awards:
        return None
    rows = [each for each in series_of(law, Sort.CONDITION, key) if isinstance(each, ConditionVersion)]
    return next((each for each in rows if each.covers(day)), None)


def draft_lines(law: Law, draft: Draft, day: date) -> list[DraftLine]:
    """Every point of a draft, in words, beside what stands that day."""
    lines = [_value_line(law, key, value, day) for key, value in draft.values.items()]
    lines += [_condition_line(law, key, row, day) for key, row in draft.conditions.items()]
    for key in draft.dropped:
        had = condition_on(law, key, day)
        lines.append(
            DraftLine("dropped", key, _owner_name(law, key), _said(had), (mark("không còn phải xét"),), _cite(had))
        )
    return lines


def _value_line(law: Law, key: str, value: Json, day: date) -> DraftLine:
    owner, short = split_key(law, key)
    had = law.value(key, day)
    before = tuple(shown(short, had.value).splitlines()) if had else ()
    name = f"{holder(law, owner)} · {label_of(short)}"
    return DraftLine(
        "values",
        key,
        name,
        before,
        tuple(shown(short, value).splitlines()),
        citation_words(had.citation) if had else "",
    )


def _condition_line(law: Law, key: str, row: Mapping[str, Json], day: date) -> DraftLine:
    had = condition_on(law, key, day)
    told = [f"{one.label}: {words(one)}" for one in parameters(row) if not one.key]
    return DraftLine("conditions", key, _owner_name(law, key), _said(had), (str(row["why"]), *told), _cite(had))


def _owner_name(law: Law, key: str) -> str:
    return f"{holder(law, key.partition('.')[0])} · {mark('điều kiện')}"


def _said(had: ConditionVersion | None) -> tuple[str, ...]:
    return (str(had.row["why"]),) if had else (mark("chưa có"),)


def _cite(had: ConditionVersion | None) -> str:
    return citation_words(had.citation) if had else ""


def read_draft(law: Law, data: Json) -> Draft:
    """A draft from JSON (schema law-draft-1), checked against the law. Raises LawInvalid with a sentence."""
    if not isinstance(data, Mapping):
        raise LawInvalid("Dự thảo phải là một đối tượng JSON (law-draft-1), viết trong dấu { }.")
    parts = {"values": dict, "conditions": dict, "dropped": list, "document": str}
    for name, given in data.items():
        if name not in parts:
            raise LawInvalid(f"Dự thảo có mục lạ “{name}”. Các mục: {', '.join(parts)}.")
        if not isinstance(given, parts[name]):
            raise LawInvalid(f"Mục “{name}” của dự thảo không đúng dạng.")
    rows = data.get("conditions", {})
    if not all(isinstance(row, Mapping) for row in rows.values()):
        raise LawInvalid("Mỗi điều kiện của dự thảo là một đối tượng như trong criteria.yaml.")
    dropped = tuple(str(key) for key in data.get("dropped", ()))
    draft = Draft(data.get("values", {}), rows, dropped, data.get("document", ""))
    for key, value in draft.values.items():
        if law.values.series(key) and (value is None or not fits(split_key(law, key)[1], value)):
            raise LawInvalid(f"Giá trị của “{key}” không đúng loại của số liệu này.")
    for row in rows.values():
        check_codes(row)
    if not draft:
        raise LawInvalid("Dự thảo chưa nói gì khác quy định đang áp dụng.")
    drafted(law, draft)
    return draft
