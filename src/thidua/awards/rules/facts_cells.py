"""Single values of facts as people write them: days, years, shares, yes and no, words for codes.

Every reader takes where the value stands and the value, and raises :class:`FactsInvalid` with a Vietnamese
sentence that names the place and says what it should be.
"""

import calendar
import json
from collections.abc import Collection, Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from thidua.foundation.dates import ImpossibleDate, ReadDate, read_date
from thidua.foundation.text import fold

from .facts import achievement_years

Json = Any  # a JSON value; every reader below checks what it takes

SHOWN = 40  # characters of an unreadable value shown in the sentence


class FactsInvalid(ValueError):  # noqa: N818 - named for what it says, as in the foundation
    """The facts cannot be read; the message is a Vietnamese sentence for the person who wrote them."""


def refuse(where: str, value: Json, wanted: str) -> FactsInvalid:
    """ "Dữ kiện “birth_year” phải là số năm; tệp ghi "năm 85"."."""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
    return FactsInvalid(f"Dữ kiện “{where}” phải là {wanted}; tệp ghi {shown}.")


def known_keys(where: str, row: Mapping[str, Json], known: Collection[str]) -> None:
    """Refuse keys nobody reads, naming them and what was probably meant."""
    unread = sorted(str(key) for key in row if key not in known)
    if not unread:
        return
    near = get_close_matches(unread[0], list(known), n=1)
    meant = f" Mục gần nhất là “{near[0]}”." if near else f" Các mục đọc được: {', '.join(sorted(known))}."
    place = f"Dữ kiện “{where}”" if where else "Dữ kiện"
    raise FactsInvalid(f"{place} có mục lạ: {', '.join(unread)}.{meant}")


def _read_day(where: str, value: Json) -> ReadDate | None:
    try:
        return read_date(value) if isinstance(value, str) else None
    except ImpossibleDate:
        raise FactsInvalid(f"Dữ kiện “{where}”: ngày {value} không có trong lịch.") from None


def day(where: str, value: Json, *, last: bool = False) -> date:
    """A day as 2025-06-16, 16/06/2025, 06/2025 or 2025; of a month or year the first day, or the ``last``."""
    if isinstance(value, date):
        return value
    read = _read_day(where, str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    if read is None:
        raise refuse(where, value, "ngày, như 2025-06-16 hoặc 16/06/2025")
    month = read.month or (12 if last else 1)
    whole = read.day or (calendar.monthrange(read.year, month)[1] if last else 1)
    return date(read.year, month, whole)


def maybe_day(where: str, value: Json, *, last: bool = False) -> date | None:
    """A day, or unknown."""
    return None if value in (None, "") else day(where, value, last=last)


def share(where: str, value: Json) -> Fraction | None:
    """ "1/2", "0,5", 0.5 or "50%" as an exact fraction; unknown stays unknown."""
    if value in (None, ""):
        return None
    text = str(value).replace(" ", "").replace(",", ".")
    try:
        read = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise refuse(where, value, "phần đóng góp, như 0.5, 1/2 hoặc 50%") from None
    if not 0 <= read <= 1:
        raise FactsInvalid(f"Dữ kiện “{where}” phải từ 0 đến 1 (hoặc 0% đến 100%); tệp ghi {value}.")
    return read


def whole(where: str, value: Json) -> int | None:
    """A whole number from 0 up, also written as text; unknown stays unknown."""
    if value in (None, ""):
        return None
    number = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise refuse(where, value, "số nguyên từ 0")
    return number


def year(where: str, value: Json) -> int:
    """The achievement year of "2024" or "2023-2024" (its last year)."""
    try:
        return achievement_years(str(value))[1]
    except ValueError:
        raise refuse(where, value, "năm (2024) hoặc năm học (2023-2024)") from None


def text(where: str, value: Json) -> str | None:
    """Text, or unknown."""
    if value is not None and not isinstance(value, str):
        raise refuse(where, value, "chữ, đặt trong dấu ngoặc kép")
    return value


FLAG_WORDS = {
    "co": True,
    "yes": True,
    "true": True,
    "dung": True,
    "khong": False,
    "no": False,
    "false": False,
}


def flag(where: str, value: Json) -> bool | None:
    """True or false, also "có" and "không"; unknown stays unknown."""
    if isinstance(value, str) and fold(value) in FLAG_WORDS:
        return FLAG_WORDS[fold(value)]
    if value is not None and not isinstance(value, bool):
        raise refuse(where, value, "true hoặc false (có, không)")
    return value


def code(where: str, value: Json, words: Mapping[str, str]) -> str:
    """A code, or a word people use for it. ``words``: folded word to code; codes stand for themselves."""
    if isinstance(value, str):
        key = fold(value)
        if key in words:
            return words[key]
        for own in words.values():
            if key == own.casefold():
                return own
    raise refuse(where, value, ", ".join(dict.fromkeys(words.values())))


def word(where: str, value: Json, words: Mapping[str, str]) -> str:
    """A code where the word is a known one, else the word as written."""
    said = text(where, value) or ""
    return words.get(fold(said), said)


def rows_of(where: str, value: Json) -> list[Json]:
    """A list, or nothing."""
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        raise refuse(where, value, "danh sách, đặt trong dấu [ ]")
    return list(value)


def _words(**codes: str) -> dict[str, str]:
    return {fold(word): own for own, said in codes.items() for word in (own, *said.split("|")) if word}


KINDS = _words(
    individual="person|people|cá nhân|người", collective="unit|tập thể|đơn vị", household="family|hộ gia đình|gia đình",
    enterprise="doanh nghiệp", community="cộng đồng", group="nhóm|nhóm tác giả",
)  # fmt: skip
RATINGS = _words(
    HTXS="HTXSNV|xuất sắc|hoàn thành xuất sắc|hoàn thành xuất sắc nhiệm vụ",
    HTT="HTTNV|tốt|hoàn thành tốt|hoàn thành tốt nhiệm vụ", HT="HTNV|hoàn thành|hoàn thành nhiệm vụ",
    KHT="KHTNV|không hoàn thành|không hoàn thành nhiệm vụ|chưa hoàn thành nhiệm vụ",
)  # fmt: skip
SCOPES = _words(
    base="cơ sở|cấp cơ sở|đơn vị", ministry="bộ|ngành|cấp bộ|cấp bộ, ngành",
    province="city|thành phố|cấp thành phố|tỉnh|cấp tỉnh|toàn thành phố", national="toàn quốc|quốc gia|cả nước",
)  # fmt: skip
RECOGNISERS = _words(
    base="cơ sở|thủ trưởng đơn vị|thủ trưởng cơ sở",
    city="thành phố|chủ tịch UBND thành phố|UBND thành phố|chủ tịch UBND thành phố Hà Nội|UBND TP|province|tỉnh",
    ministry="bộ|bộ trưởng", other="khác",
)  # fmt: skip
SORTS = _words(
    initiative="sáng kiến", research="đề tài|đề án|công trình khoa học|đề tài khoa học", combat="chiến đấu",
)  # fmt: skip
FORMS = _words(
    khien_trach="khiển trách", canh_cao="cảnh cáo", ha_bac_luong="hạ bậc lương", giang_chuc="giáng chức",
    cach_chuc="cách chức", khai_tru="khai trừ|buộc thôi việc",
)  # fmt: skip
MATTERS = _words(
    discipline="xem xét kỷ luật|kỷ luật", investigation="điều tra", inspection="thanh tra|kiểm tra",
    complaint="khiếu nại|đơn khiếu nại", denunciation="tố cáo|đơn tố cáo", press="báo chí",
)  # fmt: skip
LEAVES = _words(
    maternity="thai sản|nghỉ thai sản|nghỉ sinh", treatment="điều trị|ốm", training="đi học|đào tạo",
    unpaid="không lương|nghỉ không lương|nghỉ việc riêng không lương", other="khác",
)  # fmt: skip
STATUSES = _words(
    valid="có hiệu lực", corrected="đính chính|đã đính chính", reissued="cấp lại|đã cấp lại", revoked="thu hồi|đã thu hồi",
)  # fmt: skip
ROUTES = _words(
    merit="công trạng|thành tích công tác", sudden="đột xuất|khen đột xuất", themed="chuyên đề|theo chuyên đề|phong trào",
    service="cống hiến", external="đối ngoại",
)  # fmt: skip
SEXES = _words(male="nam", female="nữ")
CLASSES = _words(
    staff="cán bộ|công chức|viên chức", forces="lực lượng vũ trang|quân đội|công an", worker="công nhân|người lao động",
    farmer="nông dân", entrepreneur="doanh nhân", intellectual="trí thức", scientist="nhà khoa học",
)  # fmt: skip
