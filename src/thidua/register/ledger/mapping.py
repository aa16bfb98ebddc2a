"""What a person said about a ledger: which column is what, which words are which award, what to do with doubts.

Pure Python. Its JSON (docs/schemas/register-import-1.json, "map") is the file given as `--map map.json`, and what a unit's
earlier imports have taught.
"""

from __future__ import annotations

from collections.abc import Mapping as Words
from dataclasses import dataclass, field
from typing import Any, Final

from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.headings import FIELDS, LEDGER_FIELDS
from thidua.register.reading.messages import CODES

CHOICES: Final = (
    "name", "kind", "birth", "birth_day", "birth_month", "birth_year", "sex", "cccd", "position", "unit", "position_unit",
    "awards", "period", "period_from", "period_to", "decision", "decision_number", "decision_date", "signer", "authority",
    "route", "status", "revocation", "certificate", "bonus", "note", "skipped",
)  # fmt: skip
_KEYS: Final = frozenset({"schema", "columns", "places", "awards", "settled"})
_ANSWERS: Final = ("accept", "keep")


class WrongMap(ValueError):  # noqa: N818 - it names the state of the file, as Unreadable does
    """The mapping cannot be used: `reason` says why, in Vietnamese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Mapping:
    """`columns`: heading → field. `places`: (sheet, letter) → field, for one file. `awards`: words → code.

    `settled`: code of a problem → "accept" (take every proposal) or "keep" (let all stand as printed).
    """

    columns: Words[str, str] = field(default_factory=dict)
    places: Words[tuple[str, str], str] = field(default_factory=dict)
    awards: Words[str, str] = field(default_factory=dict)
    settled: Words[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "columns": dict(self.columns),
            "places": [[sheet, letter, name] for (sheet, letter), name in self.places.items()],
            "awards": dict(self.awards),
            "settled": dict(self.settled),
        }

    def over(self, learnt: Mapping) -> Mapping:
        """This mapping laid over what was learnt before."""
        return Mapping(
            {**learnt.columns, **self.columns},
            dict(self.places),
            {**learnt.awards, **self.awards},
            dict(self.settled),
        )


def mapping_from_json(data: object) -> Mapping:
    """The mapping in JSON data; an object of headings and fields alone stands for `columns`. Raises WrongMap naming the first thing that is wrong."""
    if not isinstance(data, dict):
        raise WrongMap("Tệp map phải là một đối tượng JSON có các khóa columns, awards, settled.")
    if data and not data.keys() & _KEYS:
        data = {"columns": data}  # headings and fields alone
    if unknown := sorted(data.keys() - _KEYS):
        raise WrongMap(f"Tệp map có khóa không hiểu: {', '.join(unknown)}.")
    columns = _words(data.get("columns", {}), "columns", FIELDS | LEDGER_FIELDS)
    awards = _words(data.get("awards", {}), "awards", frozenset(AwardNames.standard().titles))
    settled = _words(data.get("settled", {}), "settled", frozenset(_ANSWERS))
    if wrong := sorted(settled.keys() - CODES):
        raise WrongMap(f"settled: không có mã lỗi “{wrong[0]}”.")
    return Mapping(columns, _places(data.get("places", [])), awards, settled)


def _words(data: object, where: str, allowed: frozenset[str]) -> dict[str, str]:
    if not isinstance(data, dict) or not all(isinstance(k, str) and isinstance(v, str) for k, v in data.items()):
        raise WrongMap(f"{where} phải là đối tượng “chữ”: “giá trị”.")
    for words, value in data.items():
        if value not in allowed:
            raise WrongMap(f"{where}: “{words}” được gán “{value}”, không phải giá trị được dùng.")
    return dict(data)


def _places(data: object) -> dict[tuple[str, str], str]:
    if not isinstance(data, list):
        raise WrongMap("places phải là danh sách [trang tính, cột, trường].")
    places = {}
    for item in data:
        if not (isinstance(item, list) and len(item) == 3 and all(isinstance(each, str) for each in item)):
            raise WrongMap("places phải là danh sách [trang tính, cột, trường].")
        if item[2] not in CHOICES:
            raise WrongMap(f"places: không có trường “{item[2]}”.")
        places[item[0], item[1]] = item[2]
    return places
