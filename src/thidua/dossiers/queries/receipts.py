"""Receipts by the code printed on them."""

from __future__ import annotations

from thidua.dossiers.models import Receipt


def receipt_by_code(code: str) -> Receipt | None:
    """The receipt with this code, however it is typed; None when there is none."""
    rows = Receipt.objects.select_related("submission__unit", "submission__round")
    return rows.filter(code=code.strip().upper()).first()
