"""Vietnamese text: one written form to store, one folded form to search and compare.

Text in the old encodings TCVN3 and VNI must be decoded before anything else
(`legacy_encoding`, `decode_legacy`): in TCVN3 the letter "ư" is the soft hyphen U+00AD, an
invisible character that most cleaning throws away.
"""

from __future__ import annotations

import re
import unicodedata

from thidua.foundation.legacy import Encoding, decode_legacy, legacy_encoding

__all__ = ["Encoding", "decode_legacy", "fold", "legacy_encoding", "tidy"]

SOFT_HYPHEN = "\u00ad"

# Zero-width characters, bidirectional controls, the byte order mark, and the C0/C1 controls that no
# XML (hence no DOCX or XLSX) may carry. Tab and the line ends are not here: they are white space.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_SPACE_AT_LINE_END = re.compile(r" ?\n ?")
_BASE = str.maketrans({"đ": "d", "Đ": "D"}) | {c: None for c in range(0x300, 0x1E950) if unicodedata.combining(chr(c))}
"""Letters without their marks, once the marks stand apart."""


def tidy(text: str) -> str:
    """Return `text` in the form that is stored: NFC, nothing invisible, single spaces, stripped.

    Line ends become "\\n" and are kept. Soft hyphens go too, unless the text is TCVN3, where they
    are letters: decode such text first.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    kept = _without_invisible(text)
    if SOFT_HYPHEN in kept and legacy_encoding(kept) != "tcvn3":
        kept = kept.replace(SOFT_HYPHEN, "")
    spaced = _SPACES.sub(" ", _LINE_END.sub("\n", kept))
    return unicodedata.normalize("NFC", _SPACE_AT_LINE_END.sub("\n", spaced).strip())


def fold(text: str) -> str:
    """Return the key under which `text` is searched and compared: no marks, no case, single spaces.

    "Hoà", "Hòa" and "HOA" fold alike, whatever their Unicode form; đ folds to d. Not for display.
    """
    bare = _without_invisible(text).replace(SOFT_HYPHEN, "").casefold()
    if not bare.isascii():
        bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", bare).translate(_BASE))
    return " ".join(bare.split())


def turned(key: str) -> str:
    """Return a folded name from its last word to its first: Vietnamese people are called and looked for by their last.

    "nguyen thi bich ngoc" gives "ngoc bich thi nguyen", so that "bich ngoc" turned is the beginning of it.
    """
    return " ".join(reversed(key.split()))


def search_keys(name: str) -> dict[str, str]:
    """Return the two keys under which a name is found, by the columns that hold them."""
    key = fold(name)
    return {"name_fold": key, "name_turned": turned(key)}


def _without_invisible(text: str) -> str:
    if text.isprintable():  # the usual case; an ordinary space is printable, every other white space is not
        return text
    return _INVISIBLE.sub("", text)
