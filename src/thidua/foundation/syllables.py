"""Is this a Vietnamese syllable? Spelling rules only, used to tell encodings apart.

A syllable is an onset, a rime and at most one tone, in NFC. Before a final stop (c, ch, p, t) only sắc and
nặng exist. Where the mark stands is judged only as far as offices agree ("hoà" and "hòa" both pass): it
is never on the closing i, o, u or y of a vowel ("xaõ" is no way to write "xão").
"""

from __future__ import annotations

import re
import unicodedata

_ONSET = re.compile("ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnrstvx]")
_RIME = re.compile(
    """
    a(c|ch|i|m|n|ng|nh|o|p|t|u|y)? | ă(c|m|n|ng|p|t) | â(c|m|n|ng|p|t|u|y)
    | e(c|m|n|ng|o|p|t)? | ê(ch|m|n|nh|p|t|u)?
    | i(a|ch|m|n|nh|p|t|u)? | iê(c|m|n|ng|p|t|u) | y | yê(m|n|ng|t|u)
    | o(c|i|m|n|ng|p|t)? | oa(c|ch|i|m|n|ng|nh|o|p|t|y)? | oă(c|m|n|ng|t) | oe(n|o|t)?
    | ô(c|i|m|n|ng|p|t)? | ơ(i|m|n|p|t)?
    | u(a|c|i|m|n|ng|p|t)? | uâ(n|ng|t|y) | uê(ch|nh)? | uô(c|i|m|n|ng|t) | uơ
    | uy(a|ch|n|nh|t|u)? | uyê(n|t)
    | ư(a|c|i|m|n|ng|t|u)? | ươ(c|i|m|n|ng|p|t|u)
    """,
    re.VERBOSE,
)
# Behind "qu" the glide has been written already: "quăn" is qu + ăn, "quyên" is qu + yên.
_RIME_AFTER_QU = re.compile(
    """
    a(c|ch|i|n|ng|nh|o|t|u|y)? | ă(c|m|n|ng|p|t) | â(n|ng|t|u|y) | e(n|o|t)? | ê(ch|n|nh|t)?
    | i | o | ô(c)? | ơ(i|n)? | y(ch|n|nh|t)? | yê(n|t)
    """,
    re.VERBOSE,
)
_FRONT = ("e", "ê", "i", "y")
_ONLY_BEFORE = {"k": True, "gh": True, "ngh": True, "c": False, "g": False, "ng": False}  # front vowels?
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_MARKED_CONSONANT = re.compile(f"[b-df-hj-np-tv-xz]{_TONES.pattern}")  # ñ
_SHARP_OR_HEAVY = ("\u0301", "\u0323")
_STOPS = ("c", "ch", "p", "t")
_TONE_ON_CLOSING = re.compile(
    "[aăâeêoôơuư][ìíỉĩị]$|[aăâeêiươ][ùúủũụ]$|[aăâeê][òóỏõọ]$|[aăâ][ỳýỷỹỵ]$|uy[àáảãạ]$|u[ỳýỷỹỵ]a$"
)
_GLIDE_IN_ONSET = ("qu", "gi")


def is_syllable(word: str) -> bool:
    """Tell whether `word` can be a Vietnamese syllable; case and Unicode form do not matter."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(decomposed)
    bare = unicodedata.normalize("NFC", _TONES.sub("", decomposed))
    if len(tones) > 1 or _MARKED_CONSONANT.search(decomposed):
        return False
    if tones and bare.endswith(_STOPS) and tones[0] not in _SHARP_OR_HEAVY:
        return False
    return _has_the_parts(bare) and not _is_tone_misplaced(unicodedata.normalize("NFC", decomposed))


def _is_tone_misplaced(word: str) -> bool:
    return bool(_TONE_ON_CLOSING.search(word)) and not word.startswith(_GLIDE_IN_ONSET)


def _has_the_parts(bare: str) -> bool:
    onset = _ONSET.match(bare)
    if onset is None:
        return bool(_RIME.fullmatch(bare))
    rime = bare[onset.end() :]
    if onset[0] in _ONLY_BEFORE and _ONLY_BEFORE[onset[0]] != rime.startswith(_FRONT):
        return False
    if onset[0] == "qu":
        return bool(_RIME_AFTER_QU.fullmatch(rime))
    if onset[0] == "gi":  # its i is written once: "gì" is gi + i, "giêng" is gi + iêng
        return bool(_RIME.fullmatch(rime) or _RIME.fullmatch("i" + rime))
    return bool(_RIME.fullmatch(rime))
