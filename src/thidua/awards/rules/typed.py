"""Values of the law as people type and read them. Pure; texts are plain Vietnamese.

:func:`typed` and :func:`written` are each other's inverse, so that a form can show what stands and read it back.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from .dated import LawInvalid, show
from .kinds import UNITS, Form, Kind, form_of

Json = Any  # a JSON value

FILED: Mapping[str, str] = {
    "register": "đăng ký",
    "window": "nhận hồ sơ",
    "dossier": "nộp hồ sơ",
    "council": "họp Hội đồng",
    "done": "khen thưởng xong",
    "latest": "chậm nhất",
    "note": "ghi chú",
}


def typed(key: str, text: str, chosen: Sequence[str] = (), before: Json = None) -> Json:
    """The value of a key as somebody typed it (or chose it among codes). Raises :class:`LawInvalid` with what is expected.

    ``before`` is what stands: of a table of posts only the years are typed.
    """
    return read(form_of(key), text, chosen, before)


def read(  # noqa: PLR0911 - one answer per kind
    form: Form, text: str, chosen: Sequence[str] = (), before: Json = None
) -> Json:
    """The value typed in a form of this kind; as :func:`typed`."""
    plain = text.strip()
    if form.kind is Kind.CODES:
        return _known(list(dict.fromkeys(chosen)), form.codes)
    if not plain:
        raise LawInvalid("Chưa ghi giá trị.")
    match form.kind:
        case Kind.CODE:
            return _known([plain], form.codes)[0]
        case Kind.YES_NO:
            return _known([plain], {"yes": "", "no": ""})[0] == "yes"
        case Kind.SHARE:
            return _share(plain)
        case Kind.COEFFICIENT:
            return _coefficient(plain)
        case Kind.DATE:
            return _day(plain).isoformat()
        case Kind.TEXT:
            return plain
        case Kind.TEXTS:
            return list(dict.fromkeys(_lines(plain)))
        case Kind.FILING:
            return [_filing(line) for line in _lines(plain)]
        case Kind.TENURE:
            return _tenure(_lines(plain), before or {})
        case _:
            return _whole(plain, form.kind)


def fits(key: str, value: Json) -> bool:
    """Whether a value is of the sort its key asks for (None, "not set", fits every key)."""
    form = form_of(key)
    if value is None:
        return True
    try:
        if form.kind is Kind.CODES:
            return bool(typed(key, "", value) == value)
        text = {True: "yes", False: "no"}[value] if form.kind is Kind.YES_NO else _plain(form.kind, value)
        return bool(typed(key, text, before=value) == value)
    except (LawInvalid, KeyError, TypeError, ValueError, AttributeError):
        return False


def written(key: str, value: Json) -> str:
    """What stands, as a form shows it for editing (codes and yes/no as their codes)."""
    if value is None:
        return ""
    kind = form_of(key).kind
    return ("yes" if value else "no") if kind is Kind.YES_NO else _plain(kind, value)


def shown(key: str, value: Json) -> str:
    """A value in words: "90 %", "7 ngày", "Tờ trình; Biên bản…"."""
    try:
        return write(form_of(key), value)
    except LawInvalid:  # a key that nobody named yet
        return str(value)


def write(form: Form, value: Json) -> str:  # noqa: PLR0911 - one answer per kind
    """A value of this kind in words."""
    if value is None:
        return "chưa có quy định"
    match form.kind:
        case Kind.YES_NO:
            return "có" if value else "không"
        case Kind.CODE:
            return form.codes.get(str(value), str(value))
        case Kind.CODES:
            return "; ".join(form.codes.get(str(each), str(each)) for each in value)
        case Kind.SHARE:
            return share_words(Fraction(str(value)))
        case Kind.MONEY:
            return f"{int(value):,}".replace(",", ".") + " đ"
        case Kind.COEFFICIENT:
            return f"{_plain(form.kind, value)} lần mức lương cơ sở"
        case Kind.TEXTS:
            return "; ".join(value)
        case _:
            return f"{value} {UNITS[form.kind]}" if form.kind in UNITS else _plain(form.kind, value)


def share_words(share: Fraction) -> str:
    """ "90 %", or "2/3" where it is no whole percentage."""
    percent = share * 100
    return f"{percent.numerator} %" if percent.denominator == 1 else f"{share.numerator}/{share.denominator}"


def _plain(kind: Kind, value: Json) -> str:
    match kind:
        case Kind.TEXTS:
            return "\n".join(value)
        case Kind.FILING:
            return "\n".join(_filing_line(row) for row in value)
        case Kind.TENURE:
            return "\n".join(f"{row['label']}: {row['years']} năm" for row in value.values())
        case Kind.COEFFICIENT:
            return str(value).replace(".", ",")
        case Kind.DATE:
            return show(date.fromisoformat(value))
        case _:
            return str(value)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _known(given: Sequence[str], codes: Mapping[str, str]) -> list[str]:
    if not given:
        raise LawInvalid("Chưa chọn mục nào.")
    strange = [each for each in given if each not in codes]
    if strange:
        raise LawInvalid(f"Không có lựa chọn “{strange[0]}”. Hãy chọn trong danh sách.")
    return list(given)


def _whole(text: str, kind: Kind) -> int:
    digits = re.sub(r"\s*(giờ|ngày|tháng|năm|đồng|đ)\s*$", "", text)
    if kind is Kind.MONEY and re.fullmatch(r"\d{1,3}(\.\d{3})+", digits):
        digits = digits.replace(".", "")
    if not re.fullmatch(r"\d{1,12}", digits):
        example = "2.530.000" if kind is Kind.MONEY else "3"
        raise LawInvalid(f"“{text}” không phải số nguyên. Ghi như {example}.")
    return int(digits)


def _share(text: str) -> str:
    found = re.fullmatch(r"(\d{1,3})\s*%|(\d{1,6})\s*/\s*(\d{1,6})", text)
    top, bottom = (found[1], "100") if found and found[1] else (found[2], found[3]) if found else ("0", "1")
    if int(bottom) == 0 or not 0 < Fraction(int(top), int(bottom)) <= 1:
        raise LawInvalid(f"“{text}” không phải tỷ lệ. Ghi như 80 % hoặc 80/100, 2/3; lớn hơn 0 và không quá 100 %.")
    return f"{int(top)}/{int(bottom)}"


def _coefficient(text: str) -> str:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number < 10_000 or -number.as_tuple().exponent > 4:  # type: ignore[operator]  # finite: a number
        raise LawInvalid(f"“{text}” không phải hệ số. Ghi như 3 hoặc 1,5.")
    return f"{number.normalize():f}"


def _day(text: str) -> date:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))  # type: ignore[index]  # None: the same answer below
    except (TypeError, ValueError):
        raise LawInvalid(f"“{text}” không phải ngày/tháng/năm. Ghi như 30/06/2025.") from None


def _filing_line(row: Mapping[str, Json]) -> str:
    parts = [f"{FILED[key]}: {_filed(key, str(value))}" for key, value in row.items() if key in FILED]
    return "; ".join([str(row["what"]), *parts])


def _filed(key: str, value: str) -> str:
    days = [_day_words(each) for each in value.split("..")] if key != "note" else [value]
    return " đến ".join(days)


def _day_words(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def _filing(line: str) -> dict[str, str]:
    what, *parts = (part.strip() for part in line.split(";"))
    row = {"what": what}
    names = {words: key for key, words in FILED.items()}
    last = ""
    for part in parts:
        name, colon, value = part.partition(":")
        if colon and name.strip() in names:
            last = names[name.strip()]
            row[last] = _iso(value.strip()) if last != "note" else value.strip()
        elif last == "note":
            row[last] += f"; {part}"
        else:
            expected = ", ".join(FILED.values())
            raise LawInvalid(f"Không hiểu “{part}”. Ghi như “Đợt 1; nộp hồ sơ: 30/03/2025”; các mục: {expected}.")
    if not what or len(row) == 1:
        raise LawInvalid(f"Dòng “{line}” thiếu nội dung hoặc hạn. Ghi như “Đợt 1; nộp hồ sơ: 30/03/2025”.")
    return row


def _iso(text: str) -> str:
    parts = [part.strip() for part in text.split(" đến ")]
    if not all(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", part) for part in parts):
        return text  # "trước 25/11", "30/06 hằng năm": words of the plan, kept as they are
    return "..".join(_day(part).isoformat() for part in parts)


def _tenure(lines: Sequence[str], before: Mapping[str, Json]) -> dict[str, Json]:
    codes = {str(row["label"]): code for code, row in before.items()}
    found: dict[str, Json] = {}
    for line in lines:
        label, _, years = line.rpartition(":")
        if label.strip() not in codes:
            raise LawInvalid(
                f"Không có chức vụ “{label.strip() or line}” trong bảng. Chỉ sửa số năm của các chức vụ đã có."
            )
        code = codes[label.strip()]
        found[code] = {**before[code], "years": _whole(years.strip(), Kind.YEARS)}
    return found
