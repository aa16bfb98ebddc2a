"""Finding what a command line means: the recipient by key, identity number or name; the award by code or name."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django.db.models import Q, QuerySet

from thidua.awards.inforce import law_in_force
from thidua.foundation.dates import ImpossibleDate, read_date
from thidua.foundation.text import fold
from thidua.organisation.queries import unit_by_name, with_predecessors
from thidua.organisation.sealing import index_cccd
from thidua.register.models import Recipient

Json = Any  # a JSON value
LISTED = 5  # namesakes named in a refusal


class NotFound(ValueError):  # noqa: N818 - named for what it says, as in the foundation
    """None, or more than one, is meant; the message is a Vietnamese sentence without identity numbers."""


def find_recipient(
    *, key: str = "", cccd: str = "", name: str = "", birth: str = "", unit: str = ""
) -> Recipient | None:
    """The one recipient meant; None when nothing was given to look for.

    The key wins over the identity number, which wins over the name. Raises :class:`NotFound`.
    """
    rows = Recipient.objects.select_related("person")
    if key:
        return _only(rows.filter(pk=_number(key)), f"Sổ khen thưởng không có mã “{key}”.")
    if cccd:
        index = index_cccd(cccd.strip())
        rows = rows.filter(person__cccd_index=index)
        return _only(rows, "Sổ khen thưởng không có ai mang số định danh này.")
    if not name:
        return None
    rows = rows.filter(name_fold=fold(name))
    if birth:
        rows = rows.filter(_born(birth))
    if unit:
        found = unit_by_name(unit)
        if found is None:
            raise NotFound(f"Không có đúng một đơn vị mang tên “{unit}”. Hãy ghi tên đầy đủ trong danh mục.")
        rows = rows.filter(with_predecessors(found))
    also = " và ".join(word for word, given in (("năm sinh", birth), ("đơn vị", unit)) if given)
    return _only(rows, f"Sổ khen thưởng không có “{name}”{f' với {also} đã ghi' if also else ''}.")


def award_code(text: str) -> str:
    """The code of an award written as a code in any case, by its name or by a short form in use ("CSTĐ CS").

    Raises :class:`NotFound` with the nearest code.
    """
    awards = law_in_force().awards
    words: dict[str, str] = {}
    for award in awards.values():
        for word in (award.code, award.name, award.short, *award.aliases):
            words.setdefault(fold(word), award.code)
    key = fold(text)
    if key in words:
        return words[key]
    near = get_close_matches(key, list(words), n=1)
    meant = f" Mã gần nhất: {words[near[0]]}." if near else " Xem các mã bằng thidua law catalogue."
    raise NotFound(f"Không có danh hiệu, hình thức khen thưởng nào mang mã “{text}”.{meant}")


def with_codes(declared: Mapping[str, Json]) -> dict[str, Json]:
    """Declared facts with the awards of their honours as codes. Raises :class:`NotFound` for one nobody knows."""
    honours = declared.get("honours")
    if not isinstance(honours, list):
        return dict(declared)
    known = [
        {**row, "award": award_code(str(row["award"]))} if isinstance(row, Mapping) and row.get("award") else row
        for row in honours
    ]
    return {**declared, "honours": known}


def _number(key: str) -> int:
    number = key.strip().removeprefix("recipient:").strip()
    if not number.isdecimal() or len(number) > 18:
        raise NotFound(f"Mã “{key}” không đúng dạng. Mã trong sổ có dạng recipient:123.")
    return int(number)


def _born(birth: str) -> Q:
    """A whole date is compared as a whole where the register has one; otherwise the year."""
    try:
        read = read_date(birth)
    except ImpossibleDate:
        read = None
    if read is None:
        raise NotFound(f"Không đọc được ngày sinh “{birth}”. Ghi năm (1985) hoặc ngày (16/06/1985).")
    year = Q(person__birth_year=read.year) | Q(person__birth_date__year=read.year)
    day = read.as_date()
    return year if day is None else year & (Q(person__birth_date=day) | Q(person__birth_date=None))


def _only(rows: QuerySet[Recipient], nobody: str) -> Recipient:
    found = list(rows.order_by("id")[: LISTED + 1])
    if not found:
        raise NotFound(nobody)
    if len(found) > 1:
        keys = ", ".join(row.key for row in found[:LISTED])
        raise NotFound(f"Có nhiều người cùng tên: {keys}. Hãy thêm năm sinh, đơn vị hoặc ghi mã.")
    return found[0]
