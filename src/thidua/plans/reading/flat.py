"""Text of the same length without marks or case, so that patterns stay ASCII and positions stay true."""

from __future__ import annotations

import re
import unicodedata

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"


class _Bare(dict[int, str]):
    """Character code to its bare character, worked out once for each character met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace():
            bare = " "
        elif character in "đĐ":
            bare = "d"
        elif character in _DASHES:
            bare = "-"
        else:
            bare = unicodedata.normalize("NFD", character)[0].lower()[0]
        self[code] = bare
        return bare


_BARE = _Bare()
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def flat(text: str) -> str:
    """Return NFC `text` unmarked and in lower case, character by character: the length is kept."""
    return text.translate(_BARE)


def words_of(text: str) -> str:
    """Return `text` as bare words parted by single spaces, for comparing names and headings."""
    return _NOT_WORD.sub(" ", flat(text)).strip()


def one_line(text: str) -> str:
    """Return `text` with line ends and runs of white space as single spaces."""
    return " ".join(text.split())


def clipped(text: str, length: int = 120) -> str:
    """Return `text` on one line, cut at a word with "…" when it is longer than `length`."""
    line = one_line(text)
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + "…"
