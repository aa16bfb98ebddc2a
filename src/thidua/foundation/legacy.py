"""The two encodings Vietnamese offices used before Unicode, TCVN3 (ABC) and VNI: tables, detector, decoder.

Both arrive as Latin-1 characters in Unicode strings ("NguyÔn", "Nguyeãn"). TCVN3 gives every marked
letter one character, among them the soft hyphen U+00AD for "ư"; apart from Ă Â Ê Ô Ơ Ư Đ it has no
marked capitals, which its .VnTimeH fonts draw from the small ones. VNI writes the letter and behind it
one character for its marks.

Sources: TCVN 5712:1993, set VN3; the VNI-Windows character set.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from thidua.foundation.syllables import is_syllable

Encoding = Literal["tcvn3", "vni"]

_TCVN3_ROWS = (
    ("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ"),
    ("¨©ª«¬\u00ad®", "ăâêôơưđ"),
    ("µ¶·¸¹", "àảãáạ"),
    ("»¼½¾Æ", "ằẳẵắặ"),
    ("ÇÈÉÊË", "ầẩẫấậ"),
    ("ÌÎÏÐÑ", "èẻẽéẹ"),
    ("ÒÓÔÕÖ", "ềểễếệ"),
    ("×ØÜÝÞ", "ìỉĩíị"),
    ("ßáâãä", "òỏõóọ"),
    ("åæçèé", "ồổỗốộ"),
    ("êëìíî", "ờởỡớợ"),
    ("ïñòóô", "ùủũúụ"),
    ("õö÷øù", "ừửữứự"),
    ("úûüýþ", "ỳỷỹýỵ"),
)
TCVN3 = {old: new for row in _TCVN3_ROWS for old, new in zip(*row, strict=True)}

# VNI: the character behind the letter, and the combining marks it stands for.
_TONE_MARKS = {"ø": "\u0300", "ù": "\u0301", "õ": "\u0303", "û": "\u0309", "ï": "\u0323"}
_CIRCUMFLEX_MARKS = {
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301",
    "ã": "\u0302\u0303", "å": "\u0302\u0309", "ä": "\u0302\u0323",
}  # fmt: skip
_BREVE_MARKS = {
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301",
    "ü": "\u0306\u0303", "ú": "\u0306\u0309", "ë": "\u0306\u0323",
}  # fmt: skip
# VNI: letters with a character of their own. ơ and ư take a tone mark behind them as other vowels do.
_VNI_LETTERS = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip


def _vni_table() -> dict[str, str]:
    """Return every letter of VNI, one or two characters long, with its Unicode letter.

    Behind a capital the mark may be a capital or small ("AÂ", "Aâ"); behind a small letter it is small.
    """
    table = dict(_VNI_LETTERS)
    for bases, marks in (("aeouyôö", _TONE_MARKS), ("aeo", _CIRCUMFLEX_MARKS), ("a", _BREVE_MARKS)):
        for base in bases:
            letter = _VNI_LETTERS.get(base, base)
            table |= {base + c: unicodedata.normalize("NFC", letter + mark) for c, mark in marks.items()}
    capitals = {form: letter.upper() for vni, letter in table.items() for form in (vni.upper(), vni.capitalize())}
    return table | capitals


VNI = _vni_table()

_VNI_LETTER = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")  # a word in either encoding
_OLD_CHARACTER = re.compile(r"[\u00a1-\u00ff]")
# Letters that only Unicode text has: ă đ ĩ ũ ơ ư and everything with two marks.
_UNICODE_LETTER = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_ABBREVIATION = re.compile(r"[B-DF-HJ-NP-TV-XZ§Ñ]+")  # consonants only, Đ in either encoding
_MICRO_UNIT = re.compile(r"µ[A-Za-z]{1,3}")  # "µm" is a unit of measure far more often than "àm"

# Share of the words with old characters that must decode to Vietnamese; below it they are another language.
_ENOUGH = 0.6


def legacy_encoding(text: str) -> Encoding | None:
    """Return the encoding `text` is in, or None for Unicode, other languages and text without marks.

    The more text, the surer: ask for a whole column or page rather than for a cell, then decode every
    cell. The encoding that turns most words into Vietnamese syllables wins, if they are fewer as they stand.
    """
    composed = unicodedata.normalize("NFC", text)
    if not _OLD_CHARACTER.search(composed) or _UNICODE_LETTER.search(composed):
        return None
    words = [word for word in _WORD.findall(composed) if _is_evidence(word)]
    as_it_stands = sum(map(_is_written, words))
    decoded: dict[Encoding, int] = {
        "tcvn3": sum(is_syllable(_from_tcvn3(word)) for word in words),
        "vni": sum(_is_written(_from_vni(word)) for word in words),
    }
    best, other = sorted(decoded, key=lambda encoding: -decoded[encoding])
    sure = decoded[best] > max(as_it_stands, decoded[other]) and decoded[best] >= _ENOUGH * len(words)
    return best if sure else None


def decode_legacy(text: str, encoding: Encoding) -> str:
    """Return `text` converted to NFC Unicode; characters the encoding does not use stay as they are.

    Decode before `tidy`, which would drop the soft hyphens of TCVN3. A TCVN3 word whose plain letters
    are all capitals ("NGUYÔN") is made all capitals ("NGUYỄN"): the encoding had no other way to say it.
    Text set in a .VnTimeH font looks capital and is stored small; it comes back small.
    """
    if encoding == "vni":
        return unicodedata.normalize("NFC", _from_vni(text))
    all_capitals = not re.search("[a-z]", text) and any(map(_is_shouted, _WORD.findall(text)))
    return _WORD.sub(lambda word: _cased(word[0], all_capitals), text)


def _is_evidence(word: str) -> bool:
    """Tell whether a word can speak for an encoding; single letters, units and "Q§" (QĐ) cannot."""
    told = len(word) > 1 and _OLD_CHARACTER.search(word)
    return bool(told) and not _MICRO_UNIT.fullmatch(word) and not _ABBREVIATION.fullmatch(word)


def _is_written(word: str) -> bool:
    """Tell whether `word` is a syllable in one of the three ways people use capitals; "nhÊt" is not."""
    return word in (word.lower(), word.upper(), word.capitalize()) and is_syllable(word)


def _from_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(character, character) for character in text)


def _from_vni(text: str) -> str:
    return _VNI_LETTER.sub(lambda letter: VNI[letter[0]], text)


def _is_shouted(word: str) -> bool:
    """Tell whether a word has at least two plain capitals and no plain small letter."""
    return len(re.findall("[A-Z]", word)) > 1 and not re.search("[a-z]", word)


def _cased(word: str, all_capitals: bool) -> str:
    """Decode one word; in a text all in capitals "Hå" too is "HỒ", elsewhere it is the name "Hồ"."""
    decoded = _from_tcvn3(word)
    capital = _is_shouted(word) or (all_capitals and word[0].isupper())
    return decoded.upper() if capital else decoded
