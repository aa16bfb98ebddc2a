"""Names of people in a cell: forms of address, years of birth and posts beside them, capitals. Pure Python."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from thidua.foundation.syllables import is_syllable
from thidua.foundation.text import tidy
from thidua.register.reading.lexicon import lexicon, words

# Each run of separators is entered at its beginning and never given back: long runs stay linear.
_BIRTH = re.compile(
    r"(?<![\s,;\-–(])[\s,;\-–(]*+(?:(?:sinh|s\.?n\.?|ns|năm sinh|ngày sinh)\s*(?:ngày|năm)?\s*[:.]?\s*)"
    r"((?:ngày\s*)?\d[\d/.\-\s]*\d(?:\s*tháng\s*\d+\s*năm\s*\d{4})?)\s*\)?"
    r"|(?<![\s,;\-–])[\s,;\-–]*+[(\[]\s*((?:\d{1,2}\s*[/.\-]\s*){0,2}(?:19|20)\d{2}"
    r"|(?:\d{1,2}\s*[/.\-]\s*){2}\d{2}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\s*[)\]]"
    r"|(?<![\s,;\-–])[\s,;\-–]++((?:\d{1,2}\s*[/.\-]\s*){0,2}(?:19|20)\d{2})\s*$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*$")
_AROUND: Final = " \t\n,;-–"
_BREAK = re.compile(r"\n|\s+[-–]\s+|[,;]|\s*[–]\s*")
_MARK = re.compile(
    r"\s*[(\[]\s*(?:[A-ZĐ]{1,6}\d?|[A-ZĐ]\.(?:[A-ZĐ]\.?)*|\d{1,3})\s*[)\]]\s*$|\s*[*†#+]+\s*$|\s+\d{1,3}$"
)
_LONGEST_WORD: Final = 8  # letters of a name of one word
_LETTERS = re.compile(r"[^\W\d_]")
# A word may have one apostrophe or hyphen behind its first letters, as names of the highlands do: H'Mẫu, Y-Thử.
_HIGHLAND = re.compile(r"[^\W\d_]{1,2}['’\-](?=[^\W\d_])")
_WORD = rf"(?:{_HIGHLAND.pattern})?[^\W\d_][^\W\d_'’.\-]*"
_NAME = re.compile(rf"^{_WORD}(?: {_WORD}| \([^)\d]+\))*$")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name without what stands around it: form of address (gives `sex`), `birth` text, other words."""

    name: str
    sex: str = ""
    birth: str = ""
    rest: str = ""
    addressed: bool = False


@lru_cache(maxsize=65536)
def read_person(text: str) -> PersonName:
    """Split a cell that holds a person; the name keeps its letters as they are, spaces made single."""
    text, birth = without_birth(text)
    name, rest = _without_rest(text)
    name, sex, addressed = _without_title(name)
    return PersonName(" ".join(name.split()), sex, birth, rest, addressed)


def without_birth(text: str) -> tuple[str, str]:
    """The text without a birth date or year written beside the name, and that date."""
    match = _BIRTH.search(text)
    if not match:
        return text, ""
    birth = next(group for group in match.groups() if group)
    return (text[: match.start()] + "\n" + text[match.end() :]).strip(" \n,;-–()"), birth.strip()


def _without_rest(text: str) -> tuple[str, str]:
    """The name, and the words after it (a post, a place of work) when they do not belong to the name."""
    if (match := _BRACKETED.search(text)) and opens_post_or_place(match.group(1)):
        text = f"{text[: match.start()]}\n{match.group(1)}"
    starts = [0, *(found.end() for found in _BREAK.finditer(text)), len(text)]
    spans = [span for span in pairwise(starts) if text[span[0] : span[1]].strip(_AROUND)]
    pieces = [text[a:b].strip(_AROUND) for a, b in spans]
    if not pieces:
        return "", ""
    name = pieces[0]
    at = 1
    # A name broken over two lines goes on with words that cannot open a post.
    while at < len(pieces) and len(name.split()) < 2 and len(pieces[at].split()) <= 4:
        name = f"{name} {pieces[at]}"
        at += 1
    if at < len(pieces) and "\n" in text and _continues(name, pieces[at]):
        name = f"{name} {pieces[at]}"
        at += 1
    return name, text[spans[at][0] :].strip(_AROUND) if at < len(pieces) else ""


def _continues(name: str, piece: str) -> bool:
    """ "Nguyễn Thị Thanh ⏎ Trang": one or two capitalised words that open no post and no place."""
    few = len(piece.split()) <= 2 and len(name.split()) + len(piece.split()) <= 6
    capital = all(word[:1].isupper() for word in piece.split())
    return few and capital and not opens_post_or_place(piece) and not piece.startswith("(")


def opens_post_or_place(text: str) -> bool:
    """Whether the words begin as a post or a place of work does."""
    lower = text.casefold()
    return any(lower == w or lower.startswith(f"{w} ") for w in (*words("positions"), *words("unit_starts")))


@lru_cache(maxsize=1)
def _titles() -> tuple[tuple[re.Pattern[str], str], ...]:
    data = lexicon("words")["titles"]
    patterns = []
    for sex in ("none", "male", "female"):
        for title in data[sex]:
            if sex == "none" and title in {"ông", "bà"}:
                continue
            body = r"\s*\.?\s*".join(re.escape(part) for part in title.rstrip(".").split())
            # "Ông" alone needs a space or a colon behind it; "B." and "Ô." need their full stop.
            end = r"\s*\.\s*" if title.endswith(".") and len(title) == 2 else r"(?:\s*[:.,]\s*|\s+)"
            patterns.append((len(title), re.compile(rf"^{body}{end}(?=[^\W\d_])", re.IGNORECASE), sex))
    patterns.sort(key=lambda item: -item[0])
    return tuple((pattern, "" if sex == "none" else sex) for _, pattern, sex in patterns)


@lru_cache(maxsize=1)
def _any_title() -> re.Pattern[str]:
    """All of `_titles` in one: most names begin with none of them."""
    return re.compile("|".join(pattern.pattern for pattern, _sex in _titles()), re.IGNORECASE)


def _without_title(name: str) -> tuple[str, str, bool]:
    sex, addressed = "", False
    for _ in range(4 if _any_title().match(name) else 0):
        for pattern, found in _titles():
            match = pattern.match(name)
            rest = name[match.end() :] if match else ""
            # "Bà con tổ dân phố 5", "Anh hùng Lao động …" only begin with a word of address.
            if match and _is_surname(match.group(), rest):
                break
            whole = len(rest.split()) >= 2 or _HIGHLAND.match(rest)
            if whole and (rest[0].isupper() or (rest.islower() and has_surname(rest))):
                name, addressed = rest, True
                sex = sex or found
                break
        else:
            break
    return name, sex, addressed


def _is_surname(title: str, rest: str) -> bool:
    """ "Ông Thế Khôi" is a whole name: Ông is a family name, and the two words after it hold no other."""
    return len(rest.split()) == 2 and not has_surname(rest) and title.strip().casefold() in _surnames()


_SEXES: Final = {
    "nam": "male", "male": "male", "m": "male", "ông": "male", "ong": "male", "trai": "male",
    "nữ": "female", "nử": "female", "nu": "female", "female": "female", "f": "female", "bà": "female", "ba": "female",
    "gái": "female", "gai": "female",
}  # fmt: skip


def sex_word(text: str) -> str:
    """ "male" or "female" when the whole cell says so, else nothing. Marks matter: "Năm" is no "Nam"."""
    return _SEXES.get(tidy(text).casefold().strip(" ."), "")


@lru_cache(maxsize=65536)
def is_name(text: str) -> bool:
    """Whether the words could be a person's name: two words or more (one is enough for K'Brêu and Siu), letters only."""
    enough = len(text.split()) >= 2 or bool(_HIGHLAND.match(text)) or _is_highland_word(text)
    return enough and len(text) <= 60 and bool(_NAME.match(text))


def _is_highland_word(text: str) -> bool:
    """One word that is a whole name: a family of the highlands (Siu), or no Vietnamese syllable (Blúp).

    "Hải" alone is a name that has lost its family, "LêVănAn" one that has lost its spaces.
    """
    if text.casefold() in words("highland_families"):
        return True
    return len(text) <= _LONGEST_WORD and text.istitle() and text.isalpha() and not is_syllable(text.casefold())


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(name.casefold() for name in words("surnames"))


def has_surname(text: str) -> bool:
    """Whether the first word is a Vietnamese family name."""
    first = text.split(" ", 1)[0].casefold()
    return first in _surnames() or bool(_HIGHLAND.match(first))


def without_mark(text: str) -> tuple[str, str]:
    """A short mark in capitals or figures after the name, "Ma Thị Hời (TP)", taken off: the name and the mark.

    A second name in brackets, as monks have, is no mark.
    """
    match = _MARK.search(text)
    return (text[: match.start()].strip(), match.group().strip()) if match and match.start() else (text, "")


def in_capitals(text: str) -> bool:
    """Whether every letter is a capital (single letters do not count)."""
    letters = _LETTERS.findall(text)
    return len(letters) > 1 and all(c.isupper() for c in letters)


def in_small_letters(text: str) -> bool:
    """Whether some word does not begin with a capital."""
    return any(word[:1].islower() for word in text.split())


def title_case(text: str) -> str:
    """Each word with a capital first: "PHẠM ĐÌNH PHÚC" → "Phạm Đình Phúc"."""
    return re.sub(r"[^\W\d_]+", lambda m: m.group()[:1].upper() + m.group()[1:].lower(), text)


def with_capitals(text: str) -> str:
    """First letters raised, others left: old fonts have no marked capitals (Lê Thị ánh → Lê Thị Ánh)."""
    return re.sub(r"(?<![^\W\d_])[^\W\d_]", lambda m: m.group().upper(), text)


def with_capital(text: str) -> str:
    """A marked first letter raised, others left, where an old font had no capital for it: ủy viên → Ủy viên."""
    return text if text[:1].isascii() else text[:1].upper() + text[1:]


@lru_cache(maxsize=65536)
def spoken(name: str) -> str:
    """A key equal for spellings of one name: small letters, tone marks moved to the end of each syllable.

    "Hoà" and "Hòa" are one name; "Hoa" and "Hòa" are two.
    """
    syllables = []
    for word in unicodedata.normalize("NFD", name.casefold()).split():
        tone = "".join(c for c in word if c in "\u0300\u0301\u0303\u0309\u0323")
        base = "".join(c for c in word if c not in "\u0300\u0301\u0303\u0309\u0323")
        syllables.append(_one_y(unicodedata.normalize("NFC", base)) + tone)
    return " ".join(syllables)


def _one_y(base: str) -> str:
    """Lý and Lí, Mỹ and Mĩ are one syllable; uy and ui are not."""
    if base.endswith("y") and len(base) in (2, 3) and not re.search(r"[aăâeêioôơuư]y$", base):
        return base[:-1] + "i"
    return base
