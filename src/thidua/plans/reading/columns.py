"""Which column holds what: the header names that offices use, folded, and the roles they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from thidua.plans.reading.flat import words_of

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


_WHO = (Role.DIRECTING, Role.LEADING, Role.IMPLEMENTING, Role.COORDINATING, Role.ADVISING)

# Tried in this order; the first that matches names the role. A pattern must match the whole header.
_ANY = r"(?: .*)?"
_NAMES: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, r"tt|stt|s tt|so tt|so thu tu|thu tu|no"),
    (Role.NOTE, r"ghi chu" + _ANY),
    (Role.MONEY, r"(?:du toan|kinh phi|nguon kinh phi|so tien)" + _ANY),
    (Role.START, r"(?:(?:thoi gian|thoi diem|ngay|tu) )?(?:bat dau|khoi dau)" + _ANY),
    (Role.DEADLINE, r"(?:(?:thoi gian|thoi diem|ngay) )?ket thuc" + _ANY),
    (Role.DEADLINE, r"hoan thanh (?:truoc|xong|ngay)" + _ANY + r"|deadline"),
    (Role.DEADLINE, r"(?:du kien )?(?:thoi gian|thoi han|thoi diem|tien do|moc thoi gian|han)" + _ANY),
    (Role.DEADLINE, r"(?:ngay|thang|lich|ky) (?:hoan thanh|thuc hien|to chuc|trinh|bao cao)" + _ANY),
    (Role.DEADLINE, r"ngay|ngay thang|hoan thanh|thoi hoan thanh"),
    (Role.PERIOD, r"thang|quy|thang quy|quy thang|giai doan"),
    (Role.SECTION, r"(?:nhom|linh vuc|phan|muc|chuong)(?: (?:nhiem vu|cong viec|viec|noi dung|cong tac))?"),
    (Role.PRODUCT, r"(?:du kien )?(?:san pham|ket qua|dau ra|hinh thuc van ban|loai van ban|hinh thuc trinh)" + _ANY),
    (Role.COORDINATING, r"(?:(?:cac )?(?:co quan|don vi|bo phan|ca nhan|to chuc)(?: (?:don vi|co quan|to chuc|ca nhan))* )?"
                        r"(?:cung )?phoi hop" + _ANY),
    (Role.COORDINATING, r"(?:thanh phan|luc luong|noi) phoi hop" + _ANY),
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
)  # fmt: skip
_PATTERNS = tuple((role, re.compile(rf"(?:{names})$")) for role, names in _NAMES)
_OF_PEOPLE_OR_MONEY = re.compile(
    r"ho (?:va )?ten|chuc (?:vu|danh)|nam sinh|ngay sinh|so luong|don gia|thanh tien|don vi tinh|diem(?: \w+)*"
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
    return None


def raw_roles(texts: Sequence[str]) -> dict[int, Role] | None:
    """Return the role of each known column when the texts are the header of a table of tasks, else None.

    A table of tasks says what is done, and by when or by whom. Lists of people, budgets and score sheets
    are not tables of tasks. An empty header before all others is that of the numbers.
    """
    if any(_OF_PEOPLE_OR_MONEY.fullmatch(words_of(text)) for text in texts):
        return None
    found = {column: role for column, text in enumerate(texts) if (role := role_of(text))}
    roles = set(found.values())
    if Role.TITLE not in roles and Role.SECTION in roles:
        found[next(column for column, role in found.items() if role is Role.SECTION)] = Role.TITLE
        roles.add(Role.TITLE)
    if Role.TITLE not in roles or not roles & {Role.DEADLINE, Role.PERIOD, *_WHO}:
        return None
    if texts and not texts[0].strip() and Role.NUMBER not in roles:
        found[0] = Role.NUMBER
    return found


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
