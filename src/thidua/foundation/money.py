"""Sums of money in Vietnamese đồng, always whole: an `int`, never a float."""

from __future__ import annotations

from thidua.foundation.numbers import vietnamese_words


def show_money(amount: int) -> str:
    """Return an amount in đồng the way lists print it: 2530000 → "2.530.000 đ"."""
    return f"{show_number(amount)} đ"


def show_number(value: int) -> str:
    """Return a whole number with a point between thousands: 2530000 → "2.530.000"."""
    return f"{value:,}".replace(",", ".")


def money_words(amount: int) -> str:
    """Return an amount in words, as behind "Bằng chữ:": 1500000 → "Một triệu năm trăm nghìn đồng"."""
    words = vietnamese_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"
