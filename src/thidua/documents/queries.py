"""Reading kept files."""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage

from thidua.documents.models import StoredFile


class FileDamagedError(Exception):
    """The bytes in the store no longer match the hash that was recorded."""


def file_bytes(file: StoredFile) -> bytes:
    """The content of a kept file, checked against its hash. Raises FileDamagedError or FileNotFoundError."""
    with default_storage.open(file.path) as source:
        data: bytes = source.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FileDamagedError(str(file.key))
    return data
