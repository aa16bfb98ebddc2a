"""The keys under which the ledger is searched: words of names, numbers of decisions, whole names of units.

Pure Python. One word of the index is letters and digits only; words that are not part of a name carry a mark before
them, so that a name never meets them: `p_` a unit's name as one word, `n_` what follows the number of a decision.
"""

from __future__ import annotations

import re
from functools import lru_cache

from thidua.foundation.text import fold

_NOT_LETTERS = re.compile(r"[\W_]+")
_INTRODUCED = re.compile(r"^(?:quyet dinh\s+)?(?:so\s*[:.]?\s*)?(?=\d)")
_RUN_TOGETHER = re.compile(r"^(\d+)\s*[-. ]?\s*([a-z].*)$")


def words_of(text: str) -> list[str]:
    """The words of a text as the index holds them: folded, letters and digits only."""
    return _NOT_LETTERS.sub(" ", fold(text)).split()


@lru_cache(maxsize=4096)
def one_word(text: str) -> str:
    """A whole name as one word: "Sở Nội vụ" gives "sonoivu"."""
    return "".join(words_of(text))


@lru_cache(maxsize=4096)
def decision_key(number: str) -> str:
    """A decision's number as it is compared: "01/QĐ-UBND", "Số 1/qd-ubnd" and "1 QĐ UBND" all give "1/qdubnd"."""
    head, _slash, rest = _INTRODUCED.sub("", fold(number)).partition("/")
    if not rest and (together := _RUN_TOGETHER.match(head)):
        head, rest = together.groups()
    tail = "/".join("".join(words_of(part)) for part in rest.split("/")).rstrip("/")
    bare = "".join(words_of(head))
    return f"{bare.lstrip('0') or bare}/{tail}" if tail else bare.lstrip("0") or bare


def is_decision(text: str) -> bool:
    """Whether what was typed looks like the beginning of a decision's number: "4127", "01/", "số 12/QĐ"."""
    return bool(re.match(r"^(?:quyet dinh\s+)?(?:so\s*[:.]?\s*)?\d{1,7}[a-z]?\s*(?:/|$|[-. ]?\s*qd)", fold(text)))


def honour_words(recipient_name: str, unit_name: str, decision_number: str) -> str:
    """The words under which one honour is found, as it was printed then."""
    found = words_of(recipient_name)
    if place := one_word(unit_name):
        found.append(f"p_{place}")
    if tail := decision_key(decision_number).rpartition("/")[2] if "/" in decision_key(decision_number) else "":
        found.append(f"n_{tail}")
    return " ".join(dict.fromkeys(found))
