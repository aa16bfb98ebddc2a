"""The words by which offices state a time, over unmarked lower-case text of the same length."""

from __future__ import annotations

import re

from thidua.plans.reading.flat import flat

_SLASH = r"\s{0,2}/\s{0,2}"
_YEAR_AFTER = r"(?:\s{0,2}[/.-]\s{0,2}(?:20)\d\d(?!\d)|\s*,?\s*nam\s+(?:20)\d\d(?!\d))"
_QUARTER_NUMBER = r"(?:iv|i{1,3}|[1-4])(?![\w])"
_ALSO = r"\s*(?:,|va|-|den(?:\s+het)?)\s*"
# One more month of a list: not the day of a date that follows.
_MONTH_MORE = rf"(?:{_ALSO}(?:thang\s*)?\d{{1,2}}(?!\d)(?!\s*/\s*\d{{1,2}}(?!\d))(?!\s*thang))"

# One named time. Order matters: the fuller form first.
ATOM = re.compile(
    rf"(?P<iso>(?<![\d/.-])20\d\d-\d{{1,2}}-\d{{1,2}}(?!\d))"
    rf"|(?P<words>(?<!\d)(?<!tuan )(?<!thu )\d{{1,2}}\s*,?\s*thang\s+\d{{1,2}}{_YEAR_AFTER}?(?!\d))"
    rf"|(?P<full>(?<![\d/])\d{{1,2}}{_SLASH}\d{{1,2}}{_SLASH}(?:\d{{4}}|\d{{2}})(?![\d/])"
    r"|(?<![\d.-])\d{1,2}(?P<sep>[.-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d]))"
    rf"|(?P<month>(?<!\w)(?:(?:thang|t\.)\s*\d{{1,2}}(?!\d){_MONTH_MORE}*{_YEAR_AFTER}?|t\d{{1,2}}/20\d\d)(?![\d/]))"
    rf"|(?P<quarter>(?<!\w)(?:quy\s+{_QUARTER_NUMBER}(?:{_ALSO}(?:quy\s+)?{_QUARTER_NUMBER})*{_YEAR_AFTER}?"
    rf"|q\.?{_QUARTER_NUMBER}{_YEAR_AFTER}))"
    rf"|(?P<half>(?<!\w)(?:6|sau)\s+thang\s+(?:dau|cuoi)\s+nam(?:\s+20\d\d)?)"
    rf"|(?P<day>(?<![\d/.,])\d{{1,2}}{_SLASH}\d{{1,2}}(?:\s*nam\s+20\d\d)?(?!\d)(?!\s?/))"
    rf"|(?P<bare_month>(?<![\d/])\d{{1,2}}{_SLASH}20\d\d(?![\d/]))"
)

# What looks like a time but names a document, a round, a period.
_OF_A_DOCUMENT = r"(?:\s+cua\s+[^,;()]{1,60}?)?\s+ngay\s+(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4})"
DECOY = re.compile(
    r"\b(?:(?:so|quyet dinh|nghi dinh|thong tu|ke hoach|cong van|nghi quyet|luat|chi thi|huong dan)\s+(?:so\s*:?\s*)?)"
    rf"\d+\s*/\s*[\w/-]+(?:{_OF_A_DOCUMENT})?"
    r"|\b(?:dot|lan|ky|khoa|tap|phien)\s+(?:thu\s+)?\d{1,2}\s*/\s*(?:nam\s+)?\d{4}"
    r"|\b(?:giai doan|nhiem ky|nam hoc|nien khoa)\s*\(?\s*\d{4}\s*-\s*\d{4}"
)

_CLOCK = r"(?:\d{1,2}\s*(?:h|g|gio|:)\s*(?:\d{1,2})?(?:\s*phut)?\s*(?:,|-)?\s*)?"
_WEEKDAY = r"(?:(?:thu\s+(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\s+nhat|t[2-7]|cn)\s*,?\s*)?"
_DAY = rf"{_CLOCK}(?:cua\s+)?{_WEEKDAY}\(?\s*(?:ngay\s+)?(?:m[uo]ng\s+)?{_CLOCK}"
_OCCASION = (
    r"(?:(?:vao|nhan|trong|dung)\s+)?dip(?:\s+(?:[^\d\s;.()]+|\d{1,3}(?=\s+nam\b)))*\s*\(?\s*"
    r"|nhan\s+(?:ky\s+niem|ngay)(?:\s+(?:[^\d\s;.()]+|\d{1,3}(?=\s+nam\b)))*\s*\(?\s*"
)
_LATEST = (
    r"(?:(?:cham|muon|tre)\s+nhat(?:\s+la)?|(?:thoi\s+)?han(?:\s+(?:cuoi|chot|nop|gui|hoan\s+thanh|la|cung|nop\s+ho\s+so))*\s*:?"
    r"|khong\s+(?:qua|muon\s+hon|cham\s+hon)|(?:cho\s+)?(?:den|toi)|het)"
)

# Each is matched against the text that ends where the named time begins.
BEFORE = re.compile(rf"(?<!\w)truoc\s+(?:thoi\s+diem\s+|het\s+)?(?:khi\s+)?{_DAY}$")
BY = re.compile(rf"(?<!\w){_LATEST}(?:\s+(?:la|vao|trong|truoc|den|toi|het|cuoi))*\s*{_DAY}$")
FROM = re.compile(rf"(?<!\w)(?:(?:bat\s+dau|ke)\s+)?tu\s+(?:dau\s+|cuoi\s+|giua\s+)?{_DAY}$")
AFTER = re.compile(rf"(?<!\w)sau\s+{_DAY}$")
OCCASION = re.compile(rf"(?<!\w)(?:{_OCCASION}){_DAY}$")
ON = re.compile(rf"(?<!\w)(?:(?:vao|trong|dung)\s+)?{_DAY}$")
VAGUE_PART = (
    r"(?:dau|giua|cuoi|khoang|nua\s+dau|nua\s+cuoi|thuong\s+tuan|trung\s+tuan|ha\s+tuan"
    r"|tuan\s+(?:dau|cuoi|thu\s+\w+|\d|[iv]+|giua)(?:\s+cua)?|tuan\s+\w+)"
)
INSIDE = re.compile(rf"(?<!\w)(?:(?:(?:xong\s+)?trong|vao|{VAGUE_PART})\s+)*$")
VAGUE = re.compile(rf"(?<!\w){VAGUE_PART}(?!\w)")
FIRST_DAY = re.compile(
    r"(?<![\w/])(?:tu\s+)?(?:ngay\s+)?(?P<day>\d{1,2})\s*(?:-|den(?:\s+het)?(?:\s+ngay)?)\s*$"
)
FROM_DAY_TO = re.compile(r"(?<!\w)tu\s+(?:ngay\s+)?\d{1,2}\s*(?:-|den)\s*(?:het\s+)?(?:ngay\s+)?$")
DAY_LIST = re.compile(r"(?<![\w/])(?:ngay\s+)?(?P<days>(?:\d{1,2}\s*(?:,|va)\s*)+(?:ngay\s+)?)$")
TO = re.compile(rf"^\s*(?:-|den)\s*(?:het\s+)?{_CLOCK}(?:ngay\s+|cuoi\s+|dau\s+|giua\s+)?$")
AND = re.compile(r"^\s*(?:,|va|-)\s*$")
CUE = re.compile(r"(?<!\w)(?:ngay|truoc|dip|den|toi|tu|han|het|vao|nhat|qua|sau|mung|mong|va)[\s:]*$|[-:]\s*$")

EVERY = r"(?:hang|moi|cac)\s+"
DAY_OF_EVERY_MONTH = re.compile(
    rf"(?:tu\s+(?:ngay\s+)?\d{{1,2}}\s*(?:-|den)\s*)?(?P<cue>(?:truoc|vao|cham\s+nhat(?:\s+la)?|muon\s+nhat|den)\s+)?(?P<ngay>ngay\s+)?"
    rf"(?P<days>\d{{1,2}}(?:\s*(?:,|va)\s*(?:ngay\s+)?\d{{1,2}})*)\s*(?:cua\s+)?{EVERY}thang"
)
LAST_DAY_OF_EVERY_MONTH = re.compile(rf"(?:truoc\s+|vao\s+)?ngay\s+cuoi(?:\s+cung)?\s+(?:cua\s+)?{EVERY}thang")
DAY_OF_QUARTER_END = re.compile(
    rf"(?:(?:truoc|vao|cham\s+nhat(?:\s+la)?)\s+)?(?:ngay\s+)?(?P<days>\d{{1,2}})\s+(?:cua\s+)?thang\s+cuoi\s+(?:cua\s+)?(?:{EVERY})?quy"
)
DAY_OF_EVERY_YEAR = re.compile(
    rf"(?:(?:truoc|vao|cham\s+nhat(?:\s+la)?)\s+)?(?:ngay\s+)?(?P<day>\d{{1,2}})\s*(?:/|thang)\s*(?P<month>\d{{1,2}})\s*,?\s*{EVERY}nam"
)
EVERY_PERIOD = re.compile(
    rf"{EVERY}(?P<unit>tuan|thang|quy|nam)(?!\w)|(?P<count>\d{{1,2}}|ba|sau|mot)\s*(?P<of>thang|nam|tuan|quy)\s*(?:/|mot|1)\s*(?:1\s*|mot\s*)?lan"
    r"|dinh\s+ky\s+(?P<half>6|sau)\s+thang|(?P<yearly>thuong\s+nien)"
)
AS_ARISES = re.compile(
    r"phat\s+sinh|theo\s+thuc\s+te|thuc\s+te|dot\s+xuat|khi\s+(?:co|can|du|duoc)\b|neu\s+co|theo\s+yeu\s+cau|theo\s+nhu\s+cau|ngay\s+(?:sau\s+)?khi"
    r"|thuong\s+xuyen|lien\s+tuc|ke\s+tu\s+(?:ngay|khi)|sau\s+khi"
)
BY_DOCUMENT = re.compile(
    r"^(?:(?:thuc\s+hien|hoan\s+thanh|trien\s+khai|to\s+chuc|trinh|bao\s+cao|xong)\s+)*"
    r"(?:(?:theo|can\s+cu(?:\s+vao)?|thuc\s+hien\s+theo)\s+(?:(?:dung|cac|noi\s+dung|thoi\s+gian|thoi\s+han|moc|ke|su)\s+)*"
    r"(?:tien\s+do|ke\s+hoach|van\s+ban|huong\s+dan|chi\s+dao|quy\s+dinh|lich|chuong\s+trinh|thong\s+bao|cong\s+van|nghi\s+quyet|quyet\s+dinh|de\s+an"
    r"|quy\s+che|phu\s+luc|ket\s+luan|yeu\s+cau\s+cua|luat|nghi\s+dinh|thong\s+tu|phan\s+cong|thoi\s+gian|thoi\s+han|noi\s+dung|tham\s+quyen|the\s+le)"
    r"|(?:ngay\s+)?(?:sau\s+khi|khi)\s+co\s+(?:ke\s+hoach|van\s+ban|huong\s+dan|chi\s+dao|thong\s+bao|cong\s+van|quyet\s+dinh|lich))"
)
WHOLE_YEAR = re.compile(r"^20\d\d$|^(?:(?:thuc hien|trien khai|duy tri) )?(?:trong|ca|suot|trong\s+ca)?\s*nam(?:\s+(?:20\d\d))?$|^(?:ca|trong|suot)\s+nam\b")
NO_DATE_OCCASION = re.compile(r"(?<!\w)(?:(?:vao|nhan|trong)\s+)?dip\s+\S|^nhan\s+(?:ky\s+niem|ngay)")
LONE_DAY = re.compile(r"(?<!\w)ngay\s+\d{1,2}\s*$")
BLANK = re.compile(r"^[\s.…_x-]*$")


def holds_day(text: str) -> bool:
    """Tell whether a piece of a cell names a day, a month, a quarter or a recurrence."""
    bare = masked(flat(text))
    recurring = EVERY_PERIOD, DAY_OF_QUARTER_END, LAST_DAY_OF_EVERY_MONTH
    return bool(ATOM.search(bare) or any(pattern.search(bare) for pattern in recurring))


def holds_time(text: str) -> bool:
    """Tell whether a piece of a cell states a time by itself, be it in words only."""
    bare = masked(flat(text))
    return holds_day(text) or bool(
        AS_ARISES.search(bare)
        or BY_DOCUMENT.match(bare.strip(" -+"))
        or NO_DATE_OCCASION.search(bare)
        or WHOLE_YEAR.match(bare.strip())
        or LONE_DAY.search(bare)
    )


def opens_occasion(text: str) -> bool:
    """Tell whether a text ends with "dịp …", whose date may stand in brackets behind."""
    return bool(re.search(rf"(?<!\w)(?:{_OCCASION})$", flat(text)))


def masked(bare: str) -> str:
    """Return unmarked text with what is not a time blanked, at the same length."""
    return DECOY.sub(lambda match: " " * len(match.group()), bare)
