"""Ratings of the year as lists print them. Pure Python."""

from __future__ import annotations

from thidua.foundation.text import fold


def rating_code(text: str) -> str | None:
    """The code of a rating as printed: HTXS, HTT, HT, KHT; None when it is none of these."""
    plain = fold(text)
    if not plain:
        return None
    if "khong hoan thanh" in plain or plain in {"kht", "khtnv", "khong htnv"}:
        return "KHT"
    if "xuat sac" in plain or plain.startswith("htxs"):
        return "HTXS"
    if "hoan thanh tot" in plain or plain in {"htt", "httnv", "tot"}:
        return "HTT"
    return "HT" if "hoan thanh" in plain or plain in {"ht", "htnv"} else None
