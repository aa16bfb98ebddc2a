"""Keeping files. Content is kept once by its hash; a file row is only ever added."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from thidua.audit.actions import record
from thidua.documents.models import StoredFile
from thidua.organisation.acting import Acting


@transaction.atomic
def store_file(data: bytes, name: str, kind: str, subject: str, *, by: Acting, at: datetime) -> StoredFile:
    """Keep a file that belongs to `subject` (an opaque key such as `dossier:55`). `kind` is its checked kind: pdf, xlsx.

    The bytes are written before the row: a crash between the two leaves at most bytes nobody refers to.
    """
    digest = hashlib.sha256(data).hexdigest()
    path = f"{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(data))
    stored = StoredFile.objects.create(
        name=PurePath(name.replace("\\", "/")).name[:200] or "tep",
        kind=kind,
        size=len(data),
        sha256=digest,
        path=path,
        subject=subject,
        added_by=by.user,
        added_at=at,
    )
    record(
        "documents.store_file",
        f"file:{stored.pk}",
        by=by.actor,
        at=at,
        data={"subject": subject, "sha256": digest},
    )
    return stored
