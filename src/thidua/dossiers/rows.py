"""The rows of long lists of dossiers, drawn at once: fifty rows by the template language cost half the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thidua.config.templatetags.thidua import shape
from thidua.dossiers.flow import FACES, UNJUDGED, VERDICTS, DossierState
from thidua.dossiers.models import Dossier
from thidua.foundation.dates import show_date


def drawn(
    rows: Iterable[Dossier], awards: Mapping[str, str], *, day: date, choose: Collection[str] = (), tail: str = ""
) -> SafeString:
    """Table rows. `choose`: states whose rows have a box (none: no column of boxes); `tail`: query put behind each link."""
    base = reverse("dossiers:list")
    states = {state: (face.badge, shape(face.badge), _(face.label)) for state, face in FACES.items()}
    verdicts = {code: _verdict(*face) for code, face in VERDICTS.items()}
    unjudged, words = _verdict(*UNJUDGED), _("Chọn hồ sơ")
    return format_html_join(
        "",
        '<tr>{}<td class="nw"><a href="{}">{}</a></td><td><a href="{}">{}</a><br><span class="xs mut">{}</span></td><td>{}</td>'
        '<td class="mut">{}</td><td>{}</td><td><span class="st {}">{}{}</span>{}</td><td class="mut">{}</td></tr>',
        (
            (
                _box(row, choose, words), link, row.code, link, row.name, row.position, row.unit.name, awards.get(row.award, row.award),
                verdicts.get(row.verdict_code, unjudged), *states[DossierState(row.state)], _side(row, day),
                row.holder.full_name if row.holder else "",
            )
            for row in rows
            for link in (f"{base}{row.pk}/{tail}",)
        ),
    )  # fmt: skip


def _verdict(kind: str, word: str) -> SafeString:
    return format_html('{}<span class="sr">{}</span>', shape(kind), _(word))


def _box(row: Dossier, choose: Collection[str], words: str) -> SafeString | str:
    if not choose:
        return ""
    if row.state not in choose:
        return SafeString("<td></td>")
    return format_html(
        '<td><input type="checkbox" name="chosen" value="{}" aria-label="{} {}"></td>', row.pk, words, row.code
    )


def _side(row: Dossier, day: date) -> SafeString | str:
    """Under the state: its deadline and whether it is past, how often it was returned, that something holds it."""
    parts = []
    if getattr(row, "is_held", False):
        parts.append(format_html('<span class="st warn">{}{}</span>', shape("warn"), _("Tạm dừng")))
    if getattr(row, "level_asked", False):
        parts.append(format_html('<span class="st ask">{}{}</span>', shape("ask"), _("Xét thẩm quyền")))
    if row.due_on:
        late = row.due_on < day
        text = (_("quá hạn %(day)s") if late else _("hạn %(day)s")) % {"day": show_date(row.due_on)}
        parts.append(format_html('<span class="xs {}">{}</span>', "st late" if late else "mut", text))
    if row.returns:
        parts.append(format_html('<span class="xs mut">{}</span>', _("trả lại lần %(n)s") % {"n": row.returns}))
    return (
        format_html("<br>{}", format_html_join(SafeString("<br>"), "{}", ((part,) for part in parts))) if parts else ""
    )
