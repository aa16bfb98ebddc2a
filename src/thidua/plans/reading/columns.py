"""Which column holds what: the header names that offices use, folded, and the roles they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from thidua.plans.reading.flat import flat, words_of

LONGEST_HEADER = 70


class Role(StrEnum):
    """What a column of a plan holds."""

    NUMBER = "number"
    SECTION = "section"
    PERIOD = "period"
    TITLE = "title"
    DIRECTING = "directing"
    LEADING = "leading"
    IMPLEMENTING = "implementing"
    COORDINATING = "coordinating"
    ADVISING = "advising"
    START = "start"
    DEADLINE = "deadline"
    PRODUCT = "product"
    NOTE = "note"
    PLACE = "place"
    MONEY = "money"
    MONTH = "month"
    SESSION = "session"


_WHO = (Role.DIRECTING, Role.LEADING, Role.IMPLEMENTING, Role.COORDINATING, Role.ADVISING)

# Tried in this order; the first that matches names the role. A pattern must match the whole header.
_ANY = r"(?: .*)?"
_NAMES: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, r"tt|stt|s tt|so tt|so thu tu|thu tu|no"),
    (Role.SESSION, r"(?:phien|ky hop|lan hop|phien hop)(?: (?:so|thu))?"),
    (Role.NOTE, r"ghi chu" + _ANY),
    (Role.MONEY, r"(?:du toan|kinh phi|nguon kinh phi|so tien)" + _ANY),
    (Role.START, r"(?:(?:thoi gian|thoi diem|ngay|tu) )?(?:bat dau|khoi dau)" + _ANY),
    (Role.DEADLINE, r"(?:(?:thoi gian|thoi diem|ngay) )?ket thuc" + _ANY),
    (Role.DEADLINE, r"hoan thanh (?:truoc|xong|ngay)" + _ANY + r"|deadline"),
    (Role.DEADLINE, r"(?:du kien )?(?:thoi gian|thoi han|thoi diem|tien do|moc thoi gian|han)" + _ANY),
    (Role.DEADLINE, r"(?:ngay|thang|lich|ky) (?:hoan thanh|thuc hien|to chuc|trinh|bao cao)" + _ANY),
    (Role.DEADLINE, r"ngay|ngay thang|hoan thanh|thoi hoan thanh|ky han|bao gio(?: xong)?|khi nao(?: xong)?"),
    (Role.PERIOD, r"thang|quy|thang quy|quy thang|giai doan"),
    (Role.SECTION, r"(?:nhom|linh vuc|phan|muc|chuong)(?: (?:nhiem vu|cong viec|viec|noi dung|cong tac))?"),
    (Role.PRODUCT, r"(?:du kien )?(?:san pham|ket qua|dau ra|hinh thuc van ban|loai van ban|hinh thuc trinh)" + _ANY),
    (Role.COORDINATING, r"(?:(?:cac )?(?:co quan|don vi|bo phan|ca nhan|to chuc)(?: (?:don vi|co quan|to chuc|ca nhan))* )?"
                        r"(?:cung )?phoi hop" + _ANY),
    (Role.COORDINATING, r"(?:thanh phan|luc luong|noi) phoi hop" + _ANY),
    (Role.COORDINATING, r"cung (?:lam|thuc hien)|(?:can bo|cong chuc|nguoi|dong chi|giao) phoi hop"),
    (Role.LEADING, r"ai lam|giao (?:chu tri|thuc hien)|(?:don vi |bo phan |co quan )?phu trach"),
    (Role.DIRECTING, r"chu tri (?:va )?chi dao|chi dao" + _ANY),
    (Role.IMPLEMENTING, r"(?:co quan|don vi|bo phan) (?:chuan bi|trinh|soan thao)" + _ANY),
    (Role.ADVISING, r"(?:(?:co quan|don vi|bo phan)(?: (?:don vi|co quan))* )?(?:chu tri )?tham muu" + _ANY),
    (Role.LEADING, r"(?:nguoi|dong chi|can bo|cong chuc) (?:phu trach|theo doi)"),
    (Role.DIRECTING, r"(?:lanh dao|nguoi|cap|co quan|thuong truc|don vi)?(?: ubnd)?(?: \w+){0,2} ?(?:phu trach|chi dao)" + _ANY),
    (Role.DIRECTING, r"lanh dao" + _ANY),
    (Role.LEADING, r"(?:(?:co quan|don vi|bo phan|nguoi|ca nhan|to chuc|phong|so nganh)(?: (?:don vi|co quan|bo phan|to chuc|ca nhan|nganh))* )?"
                   r"(?:chu tri|dau moi|chiu trach nhiem|chinh)" + _ANY),
    (Role.IMPLEMENTING, r"(?:(?:cac )?(?:co quan|don vi|bo phan|nguoi|ca nhan|to chuc|phong|luc luong)(?: (?:don vi|co quan|bo phan|to chuc|ca nhan|phong))* )?"
                        r"(?:truc tiep )?(?:thuc hien|trien khai|phu trach)" + _ANY),
    (Role.IMPLEMENTING, r"(?:phan cong|trach nhiem|co quan|don vi|bo phan|nguoi thuc hien|co quan don vi)(?: thuc hien)?"),
    (Role.PLACE, r"(?:dia diem|noi to chuc)" + _ANY),
    (Role.TITLE, r"(?:cac |ten )?(?:noi dung|nhiem vu|cong viec|hoat dong|dau viec|muc tieu|phan viec|dau muc|phien hop|viec|giai phap)" + _ANY),
    (Role.TITLE, r"ten (?:nhiem vu|cong viec|viec|hoat dong)" + _ANY),
    (Role.TITLE, r"(?:cac )?chi tieu (?:va )?(?:nhiem vu|cong viec|noi dung)" + _ANY),
)  # fmt: skip
# Words that tell a column of units in a name that no pattern above has: "Các bên tham gia", "Được giao".
_COORDINATING_WORDS = re.compile(r"\b(?:phoi hop|tham gia|ho tro|lien quan)\b")
_LEADING_WORDS = re.compile(r"\b(?:chu tri|giao|phu trach|thuc hien)\b")
_MOST_WORDS = 6
_MONTH = re.compile(r"(?:t|thang) ?0?(\d{1,2})")
_LEAST_MONTHS = 3
_FIGURES = re.compile(r"^[\d.,]+[.)]?$|\d{1,2}\s?[/.]\s?\d|\b(?:thang|quy|ngay)\s+\d|\bquy\s+[iv]+\b")
_COLUMN_INDEX = re.compile(r"\(\s*\d{1,2}\s*\)")
# The words of which the names of columns are made: a cell with others says something of its own.
_HEADER_WORDS = frozenset(
    "tt stt so thu tu no muc phan nhom linh vuc noi dung nhiem vu cong viec tac hoat dong dau ten cac co quan don vi bo phan "
    "nguoi ca nhan to chuc phong chu tri phoi hop thuc hien trien khai tham muu gia thoi gian han diem tien do moc hoan thanh "
    "du kien ghi chu san pham ket qua ra lanh dao phu trach chi chinh trong tam va hoac giao ho tro lien chiu nhiem truc tiep "
    "phan ngay thang quy ky bao gio xong bat ket thuc dia can cap theo doi loai van ban hinh kinh phi toan nguon lam cung ai".split()
)
_PATTERNS = tuple((role, re.compile(rf"(?:{names})$")) for role, names in _NAMES)
OF_PEOPLE_OR_MONEY = re.compile(
    r"ho (?:va )?ten(?: .*)?|chuc (?:vu|danh)|nam sinh|ngay sinh|so luong|don gia|thanh tien|don vi tinh|diem(?: \w+)*"
)
_INDEX = re.compile(r"^\(?(\d{1,2}|[a-z])\)?$", re.IGNORECASE)


def role_of(header: str) -> Role | None:
    """Return what a column with this header holds, or None when the words are not known."""
    words = words_of(header)
    if not words or len(words) > LONGEST_HEADER:
        return None
    for role, names in _PATTERNS:
        if names.match(words):
            return role
    if len(words.split()) > _MOST_WORDS:
        return None
    if _COORDINATING_WORDS.search(words):
        return Role.COORDINATING
    return Role.LEADING if _LEADING_WORDS.search(words) else None


def month_of(header: str) -> int | None:
    """Return the month (1 to 12) that a column is named after: "T3", "Tháng 3"; else None."""
    match = _MONTH.fullmatch(words_of(header))
    return int(match[1]) if match and 1 <= int(match[1]) <= 12 else None


def months_named(texts: Sequence[str]) -> dict[int, int]:
    """Return the column and month of headers that name months in a row of their own, else nothing."""
    found = {column: month for column, text in enumerate(texts) if (month := month_of(text))}
    rising = all(second == first + 1 for first, second in pairwise(found.values()))
    return found if len(found) >= _LEAST_MONTHS and rising else {}


def is_no_name(text: str) -> bool:
    """Tell whether a cell has figures as no name of a column has: a number alone, a day, a month of a year."""
    bare = _COLUMN_INDEX.sub("", flat(text)).strip()
    return bool(_FIGURES.search(bare))


def is_exact_name(text: str) -> bool:
    """Tell whether a cell is nothing but the name of a column: made only of the words of such names."""
    words = words_of(_COLUMN_INDEX.sub("", flat(text))).split()
    return bool(words) and role_of(text) is not None and all(word in _HEADER_WORDS for word in words)


def raw_roles(texts: Sequence[str]) -> dict[int, Role] | None:
    """Return the role of each known column when the texts are the header of a table of tasks, else None.

    A table of tasks says what is done, and by when or by whom. Lists of people, budgets and score sheets
    are not tables of tasks. An empty header before all others is that of the numbers.
    """
    if any(OF_PEOPLE_OR_MONEY.fullmatch(words_of(text)) for text in texts):
        return None
    months = months_named(texts)
    if any(is_no_name(text) for column, text in enumerate(texts) if column not in months):
        return None
    found = {column: role for column, text in enumerate(texts) if (role := role_of(text))}
    found.update(dict.fromkeys(months, Role.MONTH))
    _settle_leading_columns(texts, found)
    roles = set(found.values())
    if Role.TITLE not in roles and Role.SECTION in roles:
        found[next(column for column, role in found.items() if role is Role.SECTION)] = Role.TITLE
        roles.add(Role.TITLE)
    if Role.TITLE not in roles or not roles & {Role.DEADLINE, Role.PERIOD, Role.MONTH, *_WHO}:
        return None
    if texts and not texts[0].strip() and Role.NUMBER not in roles:
        found[0] = Role.NUMBER
    return found


def _settle_leading_columns(texts: Sequence[str], found: dict[int, Role]) -> None:
    """Let "Mục" in front hold the numbers when no other column does, and "Phiên" the title when none else does."""
    roles = list(found.values())
    first = min(found, default=None)
    if first is not None and Role.NUMBER not in roles and words_of(texts[first]) == "muc" and Role.TITLE in roles:
        found[first] = Role.NUMBER
    if Role.SESSION in roles and Role.TITLE not in roles:
        found[next(column for column, role in found.items() if role is Role.SESSION)] = Role.TITLE


def settled_roles(found: dict[int, Role]) -> dict[int, Role]:
    """Return the roles with what depends on the neighbours decided.

    "Chủ trì" is the directing level beside a column of those who carry out, and otherwise the one who
    carries out. "Tháng" or "Quý" is the deadline, and beside a column of deadlines the section. Of two
    columns of contents the second holds what comes out of the task.
    """
    one = _one_title(found)
    roles = set(one.values())
    directs = Role.IMPLEMENTING in roles and Role.DIRECTING not in roles
    chosen = {
        Role.LEADING: Role.DIRECTING if directs else Role.IMPLEMENTING,
        Role.PERIOD: Role.SECTION if Role.DEADLINE in roles else Role.DEADLINE,
        Role.START: Role.START if Role.DEADLINE in roles else Role.DEADLINE,
    }
    return {column: chosen.get(role, role) for column, role in one.items()}


def is_index_row(texts: Sequence[str]) -> bool:
    """Tell whether a row only numbers the columns: (1) (2) (3), or A B 1 2."""
    filled = [text.strip() for text in texts if text.strip()]
    if len(filled) < 3 or not all(_INDEX.match(text) for text in filled):
        return False
    numbers = [int(text.strip("()")) for text in filled if text.strip("()").isdigit()]
    return len(numbers) >= 2 and all(b == a + 1 for a, b in pairwise(numbers))


def _one_title(found: dict[int, Role]) -> dict[int, Role]:
    """Keep the first title column; a second one holds what comes out of the task."""
    seen = False
    settled = dict(found)
    for column, role in found.items():
        if role is Role.TITLE:
            if seen:
                settled[column] = Role.PRODUCT
            seen = True
    return settled
