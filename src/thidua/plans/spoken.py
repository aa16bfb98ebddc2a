"""Names that documents print in capitals at their head, as they are written inside a sentence. Pure.

NĐ 30/2020/NĐ-CP, phụ lục II: of an office's name the first syllable of its kind and of what it does is capital, and
every syllable of the name of a place; the word for its kind is not ("thành phố Hà Nội"), except before a number
("Phường 1") and in "Thành phố Hồ Chí Minh". Only the head of a document prints the name in capitals.
"""

from __future__ import annotations

import re

_PLACES = (
    "tỉnh", "thành phố", "phường", "xã", "quận", "huyện", "thị xã", "thị trấn", "đặc khu",
)  # fmt: skip
_KINDS = (
    "sở", "ban chỉ đạo", "ban tổ chức", "ban chấp hành", "ban quản lý", "ban", "bộ", "chi cục", "cục", "tổng cục", "vụ",
    "văn phòng", "thanh tra", "viện", "hội đồng", "hội", "liên đoàn", "trung tâm", "tổng công ty", "công ty", "kho bạc",
)  # fmt: skip
_WHOLE = {"hội đồng nhân dân", "ủy ban nhân dân", "uỷ ban nhân dân", "ủy ban mặt trận tổ quốc việt nam"}
_AS_WRITTEN = {
    "mặt trận tổ quốc": "Mặt trận Tổ quốc", "việt nam": "Việt Nam", "hà nội": "Hà Nội", "thủ đô": "Thủ đô",
    "thành phố hồ chí minh": "Thành phố Hồ Chí Minh", "chính phủ": "Chính phủ", "nhà nước": "Nhà nước",
    "ubnd": "UBND", "hđnd": "HĐND", "tđkt": "TĐKT", "mttq": "MTTQ",
}  # fmt: skip
_ROMAN = re.compile(r"(?<!\w)(thứ|quý|khóa|khoá|phần) ([ivxl]+)(?!\w)")
_PLACE_LONGEST = 3
_PLACE_ENDS = re.compile(r"^(?:năm|về|giai|và|của|nhiệm|\d)")


def in_a_sentence(name: str) -> str:
    """Return a name without its capitals: "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI" as "Ủy ban nhân dân thành phố Hà Nội".

    What is not wholly in capitals is returned as it is.
    """
    text = " ".join(name.split())
    if not text.isupper():
        return text
    head, *rest = text.split(" - ")
    # "Bà Rịa - Vũng Tàu" goes on with the name of the place, "Thi đua - Khen thưởng" with what the office does.
    is_place = any(re.search(rf"(?<!\w){place} ", head.lower()) for place in _PLACES)
    return " - ".join(
        [_part(head.lower()), *(_place(part.lower()) if is_place else _part(part.lower()) for part in rest)]
    )


def _part(text: str) -> str:
    for place in _PLACES:
        for match in reversed(list(re.finditer(rf"(?<!\w){place} ([^,;()-]+)", text))):
            text = f"{text[: match.start()]}{_kind(place, match[1])} {_place(match[1])}{text[match.end() :]}"
    kind = next((kind for kind in _KINDS if text.startswith(f"{kind} ")), "")
    if kind and not any(text.startswith(whole) for whole in _WHOLE):
        text = f"{kind} {_first(text[len(kind) + 1 :])}"
    for low, written in _AS_WRITTEN.items():
        text = re.sub(rf"(?<!\w){low}(?!\w)", written, text, flags=re.IGNORECASE)
    return _first(_ROMAN.sub(lambda match: f"{match[1]} {match[2].upper()}", text))


def _kind(place: str, name: str) -> str:
    return _first(place) if name[0].isdecimal() else place


def _place(text: str) -> str:
    """The syllables of a place, up to the words that follow its name."""
    words = text.split(" ")
    end = next((n for n, word in enumerate(words) if n and _PLACE_ENDS.match(word)), min(len(words), _PLACE_LONGEST))
    return " ".join([*map(_first, words[:end]), *words[end:]])


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
