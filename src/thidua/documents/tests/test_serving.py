"""A kept file is sent whole or not at all, whichever room keeps it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.http import Http404

from thidua.documents.actions import store_file
from thidua.documents.serving import kept_file_response
from thidua.organisation.tests.factories import acting

AT = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def kept(db):
    """One kept file. Files outlive the rolled back rows: what a test damaged must not meet the next run."""
    file = store_file(b"%PDF-1.7 noi dung", "bien-ban.pdf", "pdf", "session:1", by=acting(), at=AT)
    yield file
    default_storage.delete(file.path)


def test_kept_file_is_sent_as_it_was_kept(kept):
    answer = kept_file_response(kept)
    assert answer.content == b"%PDF-1.7 noi dung"
    assert answer["Content-Disposition"].startswith("attachment")
    assert kept_file_response(kept, inline=True)["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("lost", ["none", "missing", "damaged"])
def test_what_is_lost_or_damaged_is_not_found(kept, lost):
    if lost != "none":
        default_storage.delete(kept.path)
    if lost == "damaged":
        with default_storage.open(kept.path, "wb") as target:
            target.write(b"khac")
    with pytest.raises(Http404):
        kept_file_response(None if lost == "none" else kept)
