"""The words by which offices state a time, over the bare text of `bare.py`."""

from __future__ import annotations

import re

from thidua.plans.reading.deadlines.bare import bare

_SLASH = r"\s{0,2}/\s{0,2}"
_SHORT_YEAR = r"(?:2\d|3\d)(?![\d/.-])"
_YEAR_AFTER = rf"(?:\s{{0,2}}[/.-]\s{{0,2}}(?:20)\d\d(?!\d)|\s?/\s?{_SHORT_YEAR}|\s*,?\s*nam\s+(?:20)\d\d(?!\d))"
_NOT_TIMES = r"(?!\s+lan(?!\w))"  # "quý 1 lần": once a quarter
_QUARTER_NUMBER = rf"(?:iv|i{{1,3}}|[1-4])(?![\w]){_NOT_TIMES}"
UNTIL = r"(?:-|den|toi)"
ALSO = rf"\s*(?:,|va|{UNTIL}(?:\s+het)?)\s*"
# One more month of a list: not the day of a date that follows.
_MONTH_MORE = rf"(?:{ALSO}(?:thang\s*)?\d{{1,2}}(?!\d)(?!\s*/\s*\d{{1,2}}(?!\d))(?!\s*thang))"

# One named time. Order matters: the fuller form first.
ATOM = re.compile(
    rf"(?P<iso>(?<![\d/.-])20\d\d-\d{{1,2}}-\d{{1,2}}(?!\d))"
    rf"|(?P<words>(?<!\d)(?<!tuan )(?<!thu )(?:\d{{1,2}}|(?<!\w)ram)\s*,?\s*thang\s+(?:\d{{1,2}}|gieng|chap){_YEAR_AFTER}?(?!\w))"
    rf"|(?P<full>(?<![\d/])\d{{1,2}}{_SLASH}\d{{1,2}}{_SLASH}(?:\d{{4}}|\d{{2}})(?![\d/])"
    r"|(?<![\d.-])\d{1,2}(?P<sep>[.-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d]))"
    rf"|(?P<month>(?<!\w)(?:(?:thang|t\.)\s*\d{{1,2}}(?!\d){_NOT_TIMES}{_MONTH_MORE}*{_YEAR_AFTER}?"
    rf"|t\d{{1,2}}/(?:20\d\d|{_SHORT_YEAR}))(?![\d/]))"
    rf"|(?P<quarter>(?<!\w)(?:quy\s+{_QUARTER_NUMBER}(?:{ALSO}(?:quy\s+)?{_QUARTER_NUMBER})*{_YEAR_AFTER}?"
    rf"|q\.?{_QUARTER_NUMBER}{_YEAR_AFTER}))"
    rf"|(?P<half>(?<!\w)(?:3|ba|6|sau|9|chin)\s+thang\s+(?:dau|cuoi)\s+nam(?!\s+hoc)(?:\s+20\d\d)?)"
    rf"|(?P<day>(?<![\d/.,])\d{{1,2}}{_SLASH}\d{{1,2}}(?:\s*nam\s+20\d\d)?(?!\d)(?!\s?/))"
    rf"|(?P<bare_month>(?<![\d/])\d{{1,2}}{_SLASH}20\d\d(?![\d/]))"
)
# Words behind a named time that are part of it.
_CYCLE = (
    r"nam\s+(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy)\s+(?:ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi)(?!\w)"
)
LUNAR_BEHIND = re.compile(
    rf"\s*,?\s*\(?\s*(?:{_CYCLE}\s*\(?\s*)?(?:tuc\s+|theo\s+)?(?:lich\s+am|am\s+lich|al)(?!\w)\s*\)?"
)
CYCLE_BEHIND = re.compile(rf"\s*,?\s*\(?\s*{_CYCLE}\s*\)?")
LUNAR_AHEAD = re.compile(r"(?<!\w)(?:am\s+lich|al)\s*:?\s*\(?\s*(?:ngay\s+)?$")
NEXT_YEAR = re.compile(r"\s*,?\s*\(?\s*(?:cua\s+)?nam\s+(?:sau|toi|ke\s+tiep|tiep\s+theo|lien\s+sau)(?!\w)\s*\)?")

# What looks like a time but names a document, a round, a period.
_OF_A_DOCUMENT = (
    r"(?:\s+cua\s+[^,;()]{1,60}?)?\s+ngay\s+(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4})"
)
DECOY = re.compile(
    r"\b(?:(?:so|quyet dinh|nghi dinh|thong tu|ke hoach|cong van|nghi quyet|luat|chi thi|huong dan)\s+(?:so\s*:?\s*)?)"
    rf"\d+\s*/\s*[\w/-]+(?:{_OF_A_DOCUMENT})?"
    r"|\b(?:dot|lan|ky|khoa|tap|phien)\s+(?:thu\s+)?\d{1,2}\s*/\s*(?:nam\s+)?\d{4}"
    r"|\b(?:giai doan|nhiem ky|nam hoc|nien khoa)\s*\(?\s*\d{4}\s*-\s*\d{4}"
)
# A half-year that a report is about, when the day for it is named beside it.
REPORTED = re.compile(r"(?<!\w)(?:bao\s+cao|so\s+ket|tong\s+ket|ket\s+qua|cong\s+tac|nhiem\s+vu|danh\s+gia)\s*$")

_CLOCK = r"(?:\d{1,2}\s*(?:h|g|gio|:)\s*(?:\d{1,2})?(?:\s*phut)?\s*(?:,|-)?\s*)?"
WEEKDAY = r"(?:thu\s+(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\s+nhat|t[2-7]|cn)"
# Monday is 0, by the last word of the name.
WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5,
    "nhat": 6, "cn": 6,
}  # fmt: skip
_DAY = rf"{_CLOCK}(?:cua\s+)?(?:{WEEKDAY}\s*,?\s*)?\(?\s*(?:ngay\s+)?(?:m[uo]ng\s+)?{_CLOCK}"
_NAME = r"(?:\s+(?:[^\d\s;.()]+|\d{1,3}(?=\s+nam\b)))*\s*\(?\s*"
_OCCASION = rf"(?:(?:vao|nhan|trong|dung)\s+)?dip{_NAME}|nhan\s+(?:ky\s+niem|ngay){_NAME}|(?:^\s*|[,;(]\s*)(?:le\s+)?ky\s+niem{_NAME}"
# "Trước Đại hội (tháng 10/2026)", "trước ngày Quốc khánh 2/9": the day is that of what comes first.
_EVENT = r"(?:\s+[^\d\s;,.()]+){1,12}"
_TO_EVENT = rf"\s+(?:dip(?:{_EVENT})?|(?:le|tet|ngay(?=\s+[^\d\s])){_EVENT})\s*\(?\s*{_DAY}"
_LATEST = (
    r"(?:tu\s+nay\s+)?(?:(?:cham|muon|tre)\s+nhat(?:\s+la)?|(?:thoi\s+)?han(?:\s+(?:cuoi|chot|nop|gui|hoan\s+thanh|la|cung|nop\s+ho\s+so))*\s*:?"
    r"|khong\s+(?:qua|muon\s+hon|cham\s+hon)|(?:cho\s+)?(?:den|toi)|het)"
)
_COUNT = r"(?P<count>\d{1,3})\s+(?P<unit>ngay|tuan|thang)(?P<working>\s+lam\s+viec)?"

# Each is matched against the text that ends where the named time begins.
BEFORE = re.compile(rf"(?<!\w)truoc\s+(?:thoi\s+diem\s+|het\s+)?(?:khi\s+)?{_DAY}$")
BEFORE_EVENT = re.compile(
    rf"(?:^\s*(?:(?:hoan\s+thanh|xong)\s+)?truoc{_EVENT}\s*\(\s*(?:du\s+kien\s+)?(?:(?:vao|trong)\s+)?{_DAY}"
    rf"|(?<!\w)truoc{_TO_EVENT})$"
)
AFTER_EVENT = re.compile(rf"(?<!\w)sau{_TO_EVENT}$")
BY = re.compile(rf"(?<!\w){_LATEST}(?:\s+(?:la|vao|trong|truoc|den|toi|het|cuoi))*\s*{_DAY}$")
FROM = re.compile(rf"(?<!\w)(?:(?:bat\s+dau|ke)\s+)?tu\s+(?:dau\s+|cuoi\s+|giua\s+)?{_DAY}$")
AFTER = re.compile(rf"(?<!\w)sau\s+(?:khi\s+|thoi\s+diem\s+)?{_DAY}$")
COUNTED = re.compile(
    rf"(?<!\w)(?:(?P<after>sau)|trong|cham\s+nhat|khong\s+qua)?\s*(?:vong\s+|thoi\s+han\s+|khoang\s+)?{_COUNT}\s*,?\s+"
    rf"(?:(?:ke|tinh)\s+)?(?:tu|sau)\s+{_DAY}$"
)
COUNTED_BACK = re.compile(
    rf"(?<!\w)truoc\s+(?:it\s+nhat\s+)?{_COUNT}\s+(?:so\s+voi|cua|tinh\s+den|truoc|ke\s+tu)\s+{_DAY}$"
)
OCCASION = re.compile(rf"(?<!\w)(?:{_OCCASION}){_DAY}$")
ON = re.compile(rf"(?<!\w)(?:(?:vao|trong|dung)\s+)?{_DAY}$")
ABOUT = re.compile(r"(?<!\w)(?:du\s+kien|khoang|uoc|tam\s+tinh)(?:\s+(?:la|vao|trong|khoang))*\s*:?\s*$")
VAGUE_PART = (
    r"(?:dau|giua|cuoi|khoang|nua\s+dau|nua\s+cuoi|thuong\s+tuan|trung\s+tuan|ha\s+tuan"
    r"|tuan\s+(?:dau|cuoi|thu\s+\w+|\d|[iv]+|giua)(?:\s+cua)?|tuan\s+\w+)"
)
INSIDE = re.compile(rf"(?<!\w)(?:(?:(?:xong\s+)?trong|vao|{VAGUE_PART})\s+)*$")
VAGUE = re.compile(rf"(?<!\w){VAGUE_PART}(?!\w)")
FIRST_DAY = re.compile(
    r"(?<![\w/])(?:tu\s+)?(?:ngay\s+)?(?P<day>\d{1,2})\s*(?:-|(?:den|toi)(?:\s+het)?(?:\s+ngay)?)\s*$"
)
FROM_DAY_TO = re.compile(rf"(?<!\w)tu\s+(?:ngay\s+)?\d{{1,2}}\s*{UNTIL}\s*(?:het\s+)?(?:ngay\s+)?$")
DAY_LIST = re.compile(
    r"(?<![\w/])(?:ngay\s+)?(?P<days>\d{1,2}(?:\s*(?:,|va)\s*(?:ngay\s+)?\d{1,2})*)\s*(?:,|va)\s*(?:ngay\s+)?$"
)
TO = re.compile(rf"^\s*{UNTIL}\s*(?:het\s+)?{_CLOCK}(?:ngay\s+|cuoi\s+|dau\s+|giua\s+)?$")
TO_PERIOD = re.compile(rf"^\s*{UNTIL}\s*(?:het\s+)?(?:thang|quy)?\s*$")
AND = re.compile(r"^\s*(?:,|va|-)\s*$")
LISTED = re.compile(r"\s*(?:,|va|hoac|&)\s*(?:(?:vao\s+)?ngay\s+)?")
CUE = re.compile(r"(?<!\w)(?:ngay|truoc|dip|den|toi|tu|han|het|vao|nhat|qua|sau|mung|mong|va)[\s:]*$|[-:]\s*$")
ANY_WEEKDAY = re.compile(rf"(?<!\w)(?P<weekday>{WEEKDAY})(?!\w)")
WEEKDAY_BEHIND = re.compile(rf"\s*\(\s*(?P<weekday>{WEEKDAY})\s*\)|\s*,?\s*(?P<last>{WEEKDAY})\s*$")
# Behind a month: the day in it, "Tháng 4 (trước ngày 20)", and its days, "Tháng 4, từ ngày 10 đến ngày 20".
_NO_MORE = r"(?!\d)(?!\s*[/.-]\s*\d)(?!\s*(?:thang|lam\s+viec|(?:,|va|den|toi|-)\s*(?:ngay\s+)?\d))"
DAY_BEHIND = re.compile(rf"\s*[(,:]?\s*(?P<how>[a-z\s]{{0,30}}?ngay\s+)(?P<day>\d{{1,2}}){_NO_MORE}\s*\)?")
ANOTHER_DAY = re.compile(rf"(?<!\w)ngay\s+\d{{1,2}}{_NO_MORE}")
DAYS_BEHIND = re.compile(
    rf"\s*[(,:]?\s*(?:tu\s+)?ngay\s+(?P<first>\d{{1,2}})\s*{UNTIL}\s*(?:het\s+)?(?:ngay\s+)?(?P<last>\d{{1,2}}){_NO_MORE}\s*\)?"
)

EVERY = r"(?<!\w)(?:hang|moi|cac)\s+"
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
_DONE = r"(?:(?:thuc hien|trien khai|duy tri|hoan thanh|xong|trong|vao) )*"
WHOLE_YEAR = re.compile(
    r"^20\d\d$|^(?:(?:thuc hien|trien khai|duy tri) )?(?:trong|ca|suot|trong\s+ca)?\s*nam(?:\s+(?:20\d\d))?$|^(?:ca|trong|suot)\s+nam\b"
)
PART_OF_YEAR = re.compile(rf"^{_DONE}(?P<part>dau|giua|cuoi)\s+nam(?:\s+(?P<year>20\d\d))?$")
YEARS = re.compile(rf"^{_DONE}(?:giai\s+doan\s*)\(?(?P<first>20\d\d)\s*-\s*(?P<last>20\d\d)\)?$")
SAME_AS_ABOVE = re.compile(r"^(?:nhu\s+(?:tren|(?:muc|hang|dong|o)\s+tren)|n\.?\s?t\.?|-?\s*nt\s*-?|[\"”″'’]{1,2}|//)$")
NO_DATE_OCCASION = re.compile(r"(?<!\w)(?:(?:vao|nhan|trong)\s+)?dip\s+\S|^nhan\s+(?:ky\s+niem|ngay)")
LONE_DAY = re.compile(r"(?<!\w)ngay\s+\d{1,2}\s*$")
BLANK = re.compile(r"^[\s.…_x-]*$")


def opens_occasion(text: str) -> bool:
    """Tell whether a text ends with "dịp …", whose date may stand in brackets or behind a dash."""
    return bool(re.search(rf"(?<!\w)(?:{_OCCASION})$", bare(text).text))


def masked(plain: str) -> str:
    """Return bare text with what is not a time blanked, at the same length."""
    return DECOY.sub(lambda match: " " * len(match.group()), plain)
