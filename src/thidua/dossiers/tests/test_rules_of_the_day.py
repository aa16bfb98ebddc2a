"""A dossier is judged by the rules in force for it: handed in on each side of every day on which they change."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from thidua.awards.queries import bonus, vote_threshold
from thidua.documents.actions import store_file
from thidua.dossiers import actions
from thidua.dossiers.models import Paper
from thidua.dossiers.tests.factories import (
    DossierFactory,
    RoundFactory,
    SubmissionFactory,
    appraiser,
    officer,
    unit_head,
)
from thidua.organisation.tests.factories import UnitFactory
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
OLD, NEW, TO_COME = "Nghị định 98/2023/NĐ-CP", "Nghị định 152/2025/NĐ-CP", "Luật 06/2026/QH16 (tạm tính)"
MERIT = {
    "initiatives": [{"name": "Một cửa", "scope": "province", "recognised_on": "2024-06-20", "recognised_by": "city"}]
}


def hanoi(text):
    """A moment as a clock in Hanoi shows it (UTC+7)."""
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


def handed_in(at, award="CSTDT", period=2024, years=(2022, 2023, 2024)):
    unit, recipient = UnitFactory(), RecipientFactory()
    for year in years:
        HonourFactory(recipient=recipient, period_from=year, decision_date=date(year + 1, 1, 15))
    round_ = RoundFactory(period=period, awards=[award], opens_on=date(2024, 1, 1), closes_on=date(2027, 12, 31))
    submission = SubmissionFactory(round=round_, unit=unit, number="12/TTr", dated=at.date())
    found = DossierFactory(submission=submission, award=award, recipient=recipient, facts=MERIT)
    for part in ("report", "minutes", "initiative"):
        file = store_file(b"%PDF-1.4", f"{part}.pdf", "pdf", found.key, by=officer(unit), at=at)
        Paper.objects.create(dossier=found, part=part, title=part, file=file)
    assert actions.submit(submission, by=unit_head(unit), at=at) == 1
    found.refresh_from_db()
    return found


def page(client, found):
    client.force_login(appraiser().user)
    answer = client.get(reverse("dossiers:detail", args=[found.pk]))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.mark.parametrize(
    ("at", "ruleset", "named", "provisional"),
    [
        ("2025-06-30T23:59:59", "ND98", OLD, False),
        ("2025-07-01T00:00:00", "ND152", NEW, False),
        ("2026-09-30T23:59:59", "ND152", NEW, False),
        ("2026-10-01T00:00:00", "L2026", TO_COME, True),
    ],
)
def test_the_day_of_receipt_in_hanoi_chooses_the_rule_set_and_the_page_names_it(
    client, at, ruleset, named, provisional
):
    found = handed_in(hanoi(at))
    assert (found.verdict["ruleset"], found.verdict["provisional"]) == (ruleset, provisional)
    shown = page(client, found)
    assert f"Xét theo Luật 06/2022/QH15 và {named}" in shown or f"được sửa đổi bởi {named}" in shown
    assert ("Bộ quy định này còn tạm" in shown) is provisional
    assert found.verdict_code == "pass"


def test_rules_of_the_day_of_receipt_stay_when_the_dossier_is_judged_again_later(client):
    found = handed_in(hanoi("2025-06-30T10:00:00"))
    digest = found.verdict["digest"]
    actions.judge_again(found, by=appraiser(), at=hanoi("2026-11-26T10:00:00"))
    found.refresh_from_db()
    assert (found.verdict["ruleset"], found.verdict["digest"]) == ("ND98", digest)
    assert OLD in page(client, found)


@pytest.mark.parametrize(("at", "district"), [("2025-06-30T23:59:59", True), ("2025-07-01T00:00:00", False)])
def test_the_district_decides_for_what_was_received_until_the_last_day_of_june(client, at, district):
    found = handed_in(hanoi(at), award="CSTDCS", years=())
    shown = page(client, found)
    assert ("Chủ tịch UBND cấp huyện" in shown) is district
    assert "Chủ tịch UBND cấp xã" in shown or district


@pytest.mark.parametrize(
    ("day", "vnd"),
    [(date(2026, 6, 30), 3 * 2_340_000), (date(2026, 7, 1), 3 * 2_530_000)],
)
def test_the_bonus_follows_the_base_salary_of_the_day_of_the_decision(day, vnd):
    assert bonus("CSTDT", "individual", day) == vnd


def test_the_threshold_is_that_of_the_day_of_the_vote():
    assert vote_threshold("CSTDT", date(2025, 6, 30)).share * 100 == 90
    assert vote_threshold("CSTDT", date(2025, 7, 1)).share * 100 == 75


def test_a_dossier_received_before_the_first_rule_set_is_not_judged_and_the_page_says_why(client):
    found = DossierFactory(submission=SubmissionFactory(), state="submitted", sent_at=hanoi("2023-12-31T23:59:59"))
    actions.judge_again(found, by=appraiser(), at=hanoi("2026-11-26T10:00:00"))
    assert found.verdict_code == "unknown"
    assert "Không có bộ quy định cho ngày 31/12/2023" in page(client, found)
