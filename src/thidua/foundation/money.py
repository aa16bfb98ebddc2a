"""Sums of money in Vietnamese đồng, always whole: an `int`, never a float."""

from __future__ import annotations


def show_money(amount: int) -> str:
    """Return an amount in đồng the way lists print it: 2530000 → "2.530.000 đ"."""
    return f"{show_number(amount)} đ"


def show_number(value: int) -> str:
    """Return a whole number with a point between thousands: 2530000 → "2.530.000"."""
    return f"{value:,}".replace(",", ".")
