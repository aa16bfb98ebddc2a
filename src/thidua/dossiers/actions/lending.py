"""Reading the papers agencies are lent, and confirming by eye those that cannot be read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.models import StoredFile
from thidua.documents.queries import FileDamagedError, file_bytes
from thidua.dossiers.lending import Reading, read
from thidua.dossiers.models import LentFile, OpinionRequest
from thidua.dossiers.policies.opinions import may_clear
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting


def looked_through(file: StoredFile) -> LentFile:
    """What the file was found to hold; read now when nobody read it yet. A file never changes, so once is enough."""
    known = LentFile.objects.filter(file=file).first()
    if known is not None:
        return known
    try:
        reading = read(file_bytes(file), file.kind)
    except (FileDamagedError, FileNotFoundError):
        reading = Reading.UNREAD
    return LentFile.objects.get_or_create(file=file, defaults={"reading": reading})[0]


@transaction.atomic
def clear_for_agency(request: OpinionRequest, file: StoredFile, *, by: Acting, at: datetime) -> None:
    """Say that a paper was looked at and shows no identity number. Raises Refused for one in which a number was read."""
    insist(may_clear(by, file))
    found = looked_through(file)
    if found.reading == Reading.NUMBER:
        raise Refused(_("Giấy tờ này đọc thấy số định danh nên không xác nhận được. Hãy xin đơn vị bản đã che số."))
    if found.opens or not LentFile.objects.filter(pk=found.pk, cleared_at=None).update(
        cleared_by=by.user, cleared_at=at
    ):
        raise Conflict(_("Giấy tờ này cơ quan đã mở được, không cần xác nhận nữa."))
    record("dossiers.clear_for_agency", request.key, by=by.actor, at=at, data={"file": file.pk, "of": file.subject})
