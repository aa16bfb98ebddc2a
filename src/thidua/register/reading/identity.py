"""Identity numbers (số định danh cá nhân) as lists hold them. Pure Python.

Make-up of the twelve digits: three for the place where the birth was registered, one for century and
sex (0/1 = 20th century, man/woman; 2/3 = 21st …), two for the year of birth, six at random
(Nghị định 137/2015/NĐ-CP Điều 13; Thông tư 59/2021/TT-BCA).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from thidua.register.reading.lexicon import lexicon

_SCIENTIFIC = re.compile(r"^\s*\d[.,]?\d*\s*[eE]\s*\+?\s*\d+\s*$")
_LABEL = re.compile(r"^(?:số\s*)?(?:cccd|cmnd|cmt|căn cước(?: công dân)?|đd|số định danh)(?:\s*số)?\s*[:.]?\s*", re.I)
_AFTER = re.compile(r"\s*[,;(]?\s*(?:cấp\s+)?(?:ngày|do)\b.*$|\s*[,;(]?\s*cấp\b.*$", re.IGNORECASE | re.DOTALL)
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "Ô": "0", "Q": "0", "l": "1", "I": "1", "i": "1", "|": "1"})
_GAPS = re.compile(r"[\s.\-–_'’`,/]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """`value` is the number as digits (or as written when there are none); `code` names the problem."""

    value: str = ""
    code: str = ""
    proposal: str = ""

    @property
    def full(self) -> str:
        """The number when it has its twelve digits, else what is proposed, else nothing."""
        if not self.code or self.code in {"CCCD_MISMATCH", "CCCD_PROVINCE"}:
            return self.value
        return self.proposal


def read_identity(text: str, birth_year: int | None, sex: str) -> Identity:
    """Read one cell; never raises.

    `birth_year` and `sex` ("male", "female" or "") are what the rest of the row says; they must agree.
    """
    plain = _AFTER.sub("", _LABEL.sub("", text.strip())).strip().strip("'’`")
    if not plain or plain in {"-", "…", "..."} or plain.casefold() in {"không", "không có", "chưa có"}:
        return Identity()
    if _SCIENTIFIC.match(plain):
        return _scientific(plain, birth_year, sex)
    digits = _GAPS.sub("", plain)
    if not digits.isdigit() or len(digits) > 12:
        return _mixed(plain, digits, birth_year, sex)
    return _by_length(digits, birth_year, sex)


def agrees(number: str, birth_year: int | None, sex: str) -> bool:
    """Whether twelve digits fit the year of birth and the sex; unknown ones fit everything."""
    century, pair = int(number[3]), int(number[4:6])
    if birth_year is not None and birth_year != 1900 + century // 2 * 100 + pair:
        return False
    return not sex or sex == sex_of(number)


def sex_of(number: str) -> str:
    """ "male" or "female" by the fourth digit."""
    return "female" if int(number[3]) % 2 else "male"


@lru_cache(maxsize=1)
def _provinces() -> frozenset[int]:
    return frozenset(lexicon("words")["provinces"])


def _place_exists(number: str) -> bool:
    place = int(number[:3])
    return place >= 100 or place in _provinces()


def _by_length(digits: str, birth_year: int | None, sex: str) -> Identity:
    if len(digits) == 12:
        return _whole(digits, birth_year, sex)
    if len(digits) == 9:
        return Identity(digits, "CCCD_OLD")
    if len(digits) in (10, 11):
        restored = digits.zfill(12)
        if _place_exists(restored) and agrees(restored, birth_year, ""):
            return Identity(digits, "CCCD_ZERO_LOST", restored)
    return Identity(digits, "CCCD_LENGTH")


def _whole(digits: str, birth_year: int | None, sex: str) -> Identity:
    if not _place_exists(digits):
        return Identity(digits, "CCCD_PROVINCE")
    if not agrees(digits, birth_year, sex):
        return Identity(digits, "CCCD_MISMATCH")
    return Identity(digits)


def _scientific(plain: str, birth_year: int | None, sex: str) -> Identity:
    """1.20099E+11 has lost its last digits for good; 1.178058893E+9 has not."""
    mantissa, exponent = re.split(r"[eE]", plain.replace(",", ".").replace(" ", ""))
    whole, _, rest = mantissa.partition(".")
    power = int(exponent.lstrip("+") or 0)
    if power > 12 or len(rest) < power:
        return Identity(plain, "CCCD_SCIENTIFIC")
    found = _by_length(whole + rest[:power], birth_year, sex)
    return found if found.proposal or not found.code else Identity(plain, "CCCD_SCIENTIFIC")


def _mixed(plain: str, digits: str, birth_year: int | None, sex: str) -> Identity:
    """Letters among the digits: a typed O for 0, or two numbers in one cell."""
    numbers = re.findall(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)", plain)
    whole = [n for n in numbers if len(n) == 12]
    if len(whole) == 1:
        return _whole(whole[0], birth_year, sex)
    if digits.isdigit():
        return Identity(digits, "CCCD_LENGTH")
    read = digits.translate(_LOOKALIKES)
    if len(read) == 12 and read.isdigit() and _place_exists(read):
        return Identity(plain, "CCCD_LETTERS", read)
    return Identity(plain, "CCCD_LETTERS")
