"""Identity numbers (CCCD): encrypted for keeping, indexed by a keyed hash for exact matching, masked for showing."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache(maxsize=4)
def _box(keys: str) -> MultiFernet:
    """The first key seals, every key opens: a new key is put in front, old values are sealed again at leisure."""
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys.split(",")]
    )


def seal_text(text: str) -> bytes:
    """Return any text encrypted, for keeping what holds identity numbers."""
    return _box(settings.FIELD_KEY).encrypt(text.encode())


def open_text(sealed: bytes | memoryview) -> str:
    """Return a text that `seal_text` encrypted."""
    return _box(settings.FIELD_KEY).decrypt(bytes(sealed)).decode()


def seal_cccd(number: str) -> bytes | None:
    """Return the number encrypted, None for an empty one."""
    return seal_text(number) if number else None


def open_cccd(sealed: bytes | memoryview | None) -> str:
    """Return the number in clear. Call it only where the law lets a person see it, and record that."""
    return open_text(sealed) if sealed else ""


def index_text(text: str) -> str:
    """Return the keyed hash by which equal texts find each other."""
    key = settings.FIELD_KEY.rsplit(",", maxsplit=1)[-1].encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def index_cccd(number: str) -> str:
    """Return the keyed hash by which equal numbers find each other; empty for an empty number."""
    return index_text(number) if number else ""


def mask_cccd(number: str) -> str:
    """Return the number as it may be shown: `0010••••2345`."""
    return f"{number[:4]}••••{number[-4:]}" if len(number) >= 9 else ("••••" if number else "")


def seal_bytes(data: bytes) -> bytes:
    """Return bytes encrypted, for keeping many rows that hold identity numbers."""
    return _box(settings.FIELD_KEY).encrypt(data)


def open_bytes(sealed: bytes | memoryview) -> bytes:
    """Return bytes that `seal_bytes` encrypted."""
    return _box(settings.FIELD_KEY).decrypt(bytes(sealed))
