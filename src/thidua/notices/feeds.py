"""The secret part of the address of a calendar: a code kept in the database and a signature that is not.

Whoever copies the database cannot make the address; the application can, and shows it to its owner whenever he asks.
"""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="thidua.notices.feed", sep=".")


def address_of(code: str) -> str:
    """The secret of a code, for the address."""
    return _SIGNER.sign(code)


def code_of(address: str) -> str | None:
    """The code of a secret; None when it is not one of ours."""
    try:
        return _SIGNER.unsign(address)
    except BadSignature:
        return None
