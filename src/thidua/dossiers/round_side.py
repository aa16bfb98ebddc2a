"""What the page of a round shows beside its lists: how it goes, from whom, who is missing, what is due next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.dossiers import policies
from thidua.dossiers.asking import Need, needs_of
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Round
from thidua.dossiers.queries.planned import moved_milestone, overlap_words, overlaps_of
from thidua.dossiers.queries.roster import missing, missing_page, senders
from thidua.dossiers.round_forms import LateForm, vote_words
from thidua.dossiers.routes import Ending, route_of
from thidua.dossiers.voting import vote_rule
from thidua.foundation.dates import show_date
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES, in_office
from thidua.organisation.queries import official_calendar

WORKED_ON = (DossierState.SUBMITTED, DossierState.RETURNED, DossierState.APPRAISING, DossierState.CONCLUDED)


def round_side(acting: Acting, round_: Round, states: Mapping[str, int], day: date, after: str) -> dict[str, Any]:
    """The context of these panels. A unit sees its own late decisions and nothing of the others."""
    route = route_of(round_.route)
    context: dict[str, Any] = {
        "route": route, "above": route.ending is Ending.ABOVE, **_asked(round_),
        "from_whom": "; ".join(str(rule) for rule in round_.senders.select_related("unit", "cluster")) or _("mọi đơn vị"),
        "next_due": next_due(round_, states, day),
    }  # fmt: skip
    if acting.holds(*UNIT_DUTIES):
        return {**context, "late_decisions": list(policies.late_decisions(round_, acting.unit, day)[:5])}
    may_late = policies.may_take_late(acting, round_, day)
    return {
        **context,
        "missing": missing_page(round_, day, after), "n_missing": missing(round_, day).count(), "n_senders": senders(round_, day).count(),
        "may_urge": policies.may_keep_rounds(acting) and policies.window_open(round_, day),
        "late_decisions": list(round_.late_decisions.select_related("unit", "by")[:20]),
        "late_form": LateForm(round_, day) if may_late else None,
        "overlap": overlap_words(overlaps_of(round_, day)) if in_office(acting) and round_.closes_on >= day else "",
        "moved": moved_milestone(round_),
    }  # fmt: skip


def _asked(round_: Round) -> dict[str, Any]:
    """Whether the council votes, the public is heard and agencies are asked, each with the rule it rests on."""
    on = round_.opens_on
    found = [needs_of(award, on, route=round_.route) for award in round_.awards]
    rule = vote_rule(on)
    return {
        "vote_words": vote_words(round_.votes), "vote_cite": Need(rule).cite if rule else "",
        "public": sorted({(need.days, need.consultation.cite) for need in found if need.consultation}),
        "agencies": list(dict.fromkeys(name for need in found for name in need.proposed)),
    }  # fmt: skip


def next_due(round_: Round, states: Mapping[str, int], day: date) -> str:
    """The sentence on what comes next: the opening, the last day, appraisal before the session, the way out."""
    days = official_calendar([day.year, day.year + 1]).between
    if day < round_.opens_on:
        return _("Đợt mở ngày %(day)s.") % {"day": show_date(round_.opens_on)}
    if day <= round_.closes_on:
        left = days(day, round_.closes_on)
        text = ngettext(
            "Đơn vị gửi đến hết ngày %(day)s, còn %(n)s ngày làm việc.",
            "Đơn vị gửi đến hết ngày %(day)s, còn %(n)s ngày làm việc.",
            left,
        )
        return text % {"day": show_date(round_.closes_on), "n": left}
    session = round_.session
    waiting = sum(states.get(state, 0) for state in WORKED_ON)
    if waiting and session and session.held_on and session.held_on >= day:
        left = days(day, session.held_on)
        text = ngettext(
            "Còn %(waiting)s hồ sơ chưa thẩm định xong; phiên họp ngày %(day)s, còn %(n)s ngày làm việc.",
            "Còn %(waiting)s hồ sơ chưa thẩm định xong; phiên họp ngày %(day)s, còn %(n)s ngày làm việc.",
            left,
        )
        return text % {"waiting": waiting, "day": show_date(session.held_on), "n": left}
    if waiting:
        return ngettext("Còn %(n)s hồ sơ chưa thẩm định xong.", "Còn %(n)s hồ sơ chưa thẩm định xong.", waiting) % {
            "n": waiting
        }
    return _way_out(round_, states)


def _way_out(round_: Round, states: Mapping[str, int]) -> str:
    route = route_of(round_.route)
    ready = states.get(DossierState.APPRAISED, 0)
    if ready and round_.votes:
        return ngettext(
            "%(n)s hồ sơ chờ đưa vào phiên của Hội đồng.",
            "%(n)s hồ sơ chờ đưa vào phiên của Hội đồng.",
            ready,
        ) % {"n": ready}
    out = states.get(DossierState.PASSED, 0) if round_.votes else ready
    if out and route.ending is Ending.ABOVE:
        return ngettext("%(n)s hồ sơ chờ trình cấp trên.", "%(n)s hồ sơ chờ trình cấp trên.", out) % {"n": out}
    if out:
        return ngettext(
            "%(n)s hồ sơ chờ quyết định của Thành phố.", "%(n)s hồ sơ chờ quyết định của Thành phố.", out
        ) % {"n": out}
    sent = states.get(DossierState.SENT_UP, 0)
    if sent:
        return ngettext("%(n)s hồ sơ chờ kết quả của cấp trên.", "%(n)s hồ sơ chờ kết quả của cấp trên.", sent) % {
            "n": sent
        }
    return ""
