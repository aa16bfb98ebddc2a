from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage

from thidua.audit.models import Event
from thidua.documents.actions import store_file
from thidua.documents.models import StoredFile
from thidua.documents.queries import FileDamagedError, file_bytes
from thidua.documents.serving import file_response
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def keep(data=b"%PDF-1.7 noi dung", name="Tờ trình 12.pdf", by=None):
    return store_file(data, name, "pdf", "dossier:1", by=by or acting(), at=AT)


def test_kept_file_comes_back_whole_with_its_event():
    file = keep()
    assert file_bytes(file) == b"%PDF-1.7 noi dung"
    assert Event.objects.filter(verb="documents.store_file", subject=f"file:{file.pk}").count() == 1


def test_same_content_is_kept_once():
    who = acting()
    first, second = keep(by=who), keep(name="khác.pdf", by=who)
    assert first.path == second.path
    assert first.key != second.key


def test_changed_bytes_are_noticed():
    file = keep()
    with default_storage.open(file.path, "wb") as target:
        target.write(b"khac")
    with pytest.raises(FileDamagedError):
        file_bytes(file)


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\tam\\a.pdf", "", "/"])
def test_name_never_leads_out_of_the_folder(name):
    file = keep(name=name)
    assert "/" not in file.name and "\\" not in file.name and file.name
    assert StoredFile.objects.get().path.count("/") == 1


def test_download_is_sandboxed_and_named_in_vietnamese():
    answer = file_response(b"x", "Tờ trình.xlsx", "xlsx")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "T%E1%BB%9D" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_only_pdf_and_pictures_are_shown_inside_a_page():
    assert file_response(b"x", "a.pdf", "pdf", inline=True)["Content-Disposition"].startswith("inline")
    assert file_response(b"x", "a.html", "html", inline=True)["Content-Disposition"].startswith("attachment")
    assert file_response(b"x", "a.svg", "svg", inline=True)["Content-Type"] == "application/octet-stream"
