"""Conditions on rows by what a person types: names from either end, numbers of documents."""

from __future__ import annotations

from django.db.models import Q

from thidua.foundation.text import fold, turned


def begins_with_number(column: str, text: str) -> Q:
    """Condition on a column of document numbers: "1/QĐ" and "01/QĐ" are the same number, written with and without zero."""
    number = text.strip()
    bare = number.lstrip("0")
    found = Q()
    for written in {number, bare, f"0{bare}"} if bare[:1].isdigit() else {number}:
        found |= Q(**{f"{column}__gte": written, f"{column}__lt": written + "\uffff"})
    return found


def called(text: str) -> Q:
    """Condition on rows with `name_fold` and `name_turned`: the name begins so, or ends so ("Ngọc", "Bích Ngọc")."""
    return begins(fold(text)) | ends(fold(text))


def begins(key: str) -> Q:
    """The folded name begins so: a range of the B-tree."""
    return Q(name_fold__gte=key, name_fold__lt=key + "\uffff")


def ends(key: str) -> Q:
    """The folded name ends in these whole words: a range of the B-tree over the name from its last word to its first."""
    last = turned(key)
    return Q(name_turned__gte=last, name_turned__lt=last + " \uffff")  # after the words comes a space or nothing
