"""After the law was amended: which pending dossiers it touches, what it turns, judging the open ones anew."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.awards import actions as law
from thidua.awards.models import RuleSnapshot
from thidua.dossiers.actions import touched as rejudging
from thidua.dossiers.actions.content import judge
from thidua.dossiers.actions.touched import rejudge
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries.touched import touched_page
from thidua.dossiers.tasks import rejudge_touched
from thidua.dossiers.tests.factories import in_state
from thidua.foundation.answers import Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 2, tzinfo=UTC)
TODAY = date(2026, 11, 26)
BEFORE, AFTER = datetime(2026, 10, 31, 2, tzinfo=UTC), datetime(2026, 11, 2, 2, tzinfo=UTC)
MERIT = {
    "initiatives": [{"name": "Một cửa", "scope": "province", "recognised_on": "2025-11-20", "recognised_by": "city"}]
}


@pytest.fixture
def head():
    return acting(DutyCode.OFFICE_HEAD)


def dossier(years, state="appraising", sent=AFTER, **more):
    recipient = RecipientFactory()
    for year in years:
        HonourFactory(recipient=recipient, period_from=year, decision_date=date(year + 1, 1, 15))
    found = in_state(state, recipient=recipient, facts=MERIT, sent_at=sent, **more)
    judge(found, at=AT)
    found.save()
    return found


THREE, FOUR = (2023, 2024, 2025), (2022, 2023, 2024, 2025)


def change(head, key="CSTDT.times", value=4, start=date(2026, 11, 1), end=None):
    source = law.Source("NĐ 300/2026/NĐ-CP", "7", "", "Nghị định mới")
    return law.change_value(key, value, start, end, source, by=head, at=AT)


def turned(row, who):
    return {(each.dossier.pk, each.before, each.after) for each in touched_page(row, who, TODAY).turned}


def same(row, who):
    return {each.dossier.pk for each in touched_page(row, who, TODAY).same}


def test_dossiers_whose_verdict_turns_come_first_and_others_are_told_apart(head):
    fails, holds = dossier(THREE), dossier(FOUR)
    earlier, decided = dossier(THREE, sent=BEFORE), dossier(THREE, state="decided")
    draft = dossier(THREE, state="draft", sent=None)
    other = dossier(THREE, award="BKTP")
    row = change(head)
    assert turned(row, head) == {(fails.pk, "pass", "fail")}
    assert same(row, head) == {holds.pk}
    assert touched_page(row, head, TODAY).total == 2, (earlier, decided, draft, other)
    [each] = touched_page(row, head, TODAY).turned
    assert any("4 lần" in reason for reason in each.reasons)


def test_what_is_stored_stays_until_somebody_asks_and_then_only_the_open_ones_are_judged(head):
    open_, appraised = dossier(THREE), dossier(THREE, state="appraised")
    kept = open_.verdict["digest"]
    row = change(head)
    open_.refresh_from_db()
    assert (open_.verdict_code, open_.verdict["digest"]) == ("pass", kept)
    assert rejudge(row, by=head, at=AT) == 1
    open_.refresh_from_db()
    appraised.refresh_from_db()
    assert (open_.verdict_code, appraised.verdict_code) == ("fail", "pass")
    event = Event.objects.get(verb="dossiers.rejudge")
    assert (event.subject, event.before, event.after) == (open_.key, "pass", "fail")
    assert (event.data["amendment"], event.data["digest_before"]) == (row.pk, kept)
    assert RuleSnapshot.objects.filter(digest=open_.verdict["digest"]).exists()
    assert RuleSnapshot.objects.filter(digest=kept).exists()
    assert rejudge(row, by=head, at=AT) == 0
    assert turned(row, head) == {(open_.pk, "pass", "fail"), (appraised.pk, "pass", "fail")}


def test_a_withdrawal_touches_the_same_dossiers_the_other_way_round(head):
    found = dossier(THREE)
    row = change(head)
    rejudge(row, by=head, at=AT)
    gone = law.withdraw(row, "Nhầm", by=head, at=AT)
    assert turned(gone, head) == {(found.pk, "fail", "pass")}
    assert rejudge(gone, by=head, at=AT) == 1
    found.refresh_from_db()
    assert found.verdict_code == "pass"


def test_a_number_of_the_procedure_lists_the_dossiers_it_will_be_used_for_and_turns_nothing(head):
    found, other = dossier(THREE), dossier(THREE, award="BKTP")
    row = change(head, "CSTDT.vote.share", "80/100", date(2027, 1, 1))
    page = touched_page(row, head, TODAY)
    assert (page.by_rules, page.total, page.turned) == (False, 1, [])
    assert [each.dossier.pk for each in page.same] == [found.pk]
    salary = touched_page(change(head, "luong-co-so", 3_000_000, date(2027, 1, 1)), head, TODAY)
    assert {each.dossier.pk for each in salary.same} == {found.pk, other.pk}
    over = change(head, "CSTDT.bonus.individual", "4", date(2025, 7, 1), date(2025, 12, 31))
    assert touched_page(over, head, TODAY).total == 0
    assert rejudge(row, by=head, at=AT) == 0


def test_a_rule_that_binds_no_pending_dossier_touches_none(head):
    dossier(THREE)
    assert touched_page(change(head, start=date(2027, 1, 1)), head, TODAY).total == 0


def test_a_rule_set_touches_every_award_from_its_day(head):
    found = dossier(THREE)
    dossier(THREE, sent=BEFORE)
    source = law.Source("NĐ 300", "", "", "Mới")
    row = law.add_ruleset("ND300", "NĐ 300", date(2026, 11, 1), None, source, provisional=False, by=head, at=AT)
    page = touched_page(row, head, TODAY)
    assert (page.total, page.by_rules, [each.dossier.pk for each in page.same]) == (1, True, [found.pk])


def test_a_person_sees_only_the_dossiers_he_sees_anyway(head):
    mine, theirs = dossier(THREE), dossier(THREE)
    row = change(head)
    unit = acting(DutyCode.UNIT_OFFICER, mine.unit)
    assert turned(row, unit) == {(mine.pk, "pass", "fail")}
    assert touched_page(row, acting(DutyCode.ADMIN), TODAY).total == 0
    assert theirs.pk in {pk for pk, _before, _after in turned(row, head)}


def test_only_the_head_of_the_office_has_them_judged_and_never_his_own(head):
    found = dossier(THREE)
    own = dossier(THREE)
    own.recipient.person.user = head.user
    own.recipient.person.save()
    row = change(head)
    with pytest.raises(Refused):
        rejudge(row, by=acting(DutyCode.APPRAISER), at=AT)
    assert rejudge(row, by=head, at=AT) == 1
    found.refresh_from_db()
    own.refresh_from_db()
    assert (found.verdict_code, own.verdict_code) == ("fail", "pass")


# ---- pages ----------------------------------------------------------------------------------------------------


def text_of(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_the_page_lists_them_and_the_button_judges_them_anew(client, head):
    found = dossier(THREE)
    row = change(head)
    client.force_login(head.user)
    address = reverse("dossiers:touched", args=[row.pk])
    shown = text_of(client.get(address))
    for words in (
        found.name,
        "Kết quả xét thay đổi (1)",
        "Đạt",
        "Chưa đạt",
        "1 hồ sơ đang mở còn mang kết quả theo quy định trước",
        "NĐ 300/2026/NĐ-CP",
    ):
        assert words in shown
    answer = client.post(reverse("dossiers:rejudge_touched", args=[row.pk]), follow=True)
    assert "Đã xét lại 1 hồ sơ" in text_of(answer)
    assert "1 hồ sơ đang mở đã xét theo quy định đang áp dụng" in text_of(answer)
    found.refresh_from_db()
    assert found.verdict_code == "fail"
    assert client.get(reverse("dossiers:touched", args=[99])).status_code == 404


def test_an_appraiser_reads_the_page_but_is_told_who_judges(client, head):
    dossier(THREE)
    row = change(head)
    client.force_login(acting(DutyCode.APPRAISER).user)
    assert "lãnh đạo Ban Thi đua - Khen thưởng làm" in text_of(client.get(reverse("dossiers:touched", args=[row.pk])))
    client.post(reverse("dossiers:rejudge_touched", args=[row.pk]))
    assert not Event.objects.filter(verb="dossiers.rejudge").exists()


def test_many_are_left_to_the_worker_and_the_page_tells_how_far_it_is(client, head, monkeypatch):
    monkeypatch.setattr("thidua.dossiers.views.touched.AT_ONCE", 1)
    monkeypatch.setattr(rejudging, "AT_ONCE", 1)
    found = [dossier(THREE) for _n in range(3)]
    row = change(head)
    client.force_login(head.user)
    asked = []
    monkeypatch.setattr(type(rejudge_touched), "enqueue", lambda _self, *given: asked.append(given))
    shown = text_of(client.post(reverse("dossiers:rejudge_touched", args=[row.pk]), follow=True))
    assert "Đang xét lại 3 hồ sơ" in shown
    assert asked == [(row.pk, head.duty.pk)]
    first = Dossier.objects.get(pk=found[0].pk)
    judge(first, at=AT)
    first.save()
    assert "1/3" in text_of(client.get(reverse("dossiers:touched", args=[row.pk])))
    assert rejudge_touched.func(*asked[0]) == 2
    assert {each.verdict_code for each in Dossier.objects.filter(pk__in=[each.pk for each in found])} == {"fail"}


def test_the_page_costs_the_same_for_one_and_for_many(client, head):
    client.force_login(head.user)
    costs, address = [], reverse("dossiers:touched", args=[change(head).pk])
    for count in (1, 14):
        for _n in range(count):
            dossier(THREE)
            dossier(FOUR)
        client.get(address)
        with CaptureQueriesContext(connection) as cost:
            client.get(address)
        costs.append(len(cost))
    assert costs[0] == costs[1]
