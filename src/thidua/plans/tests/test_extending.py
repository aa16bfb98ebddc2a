"""More time on a milestone: who asks, one request at a time, what the head decides, what moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now, today
from thidua.notices.models import Notice
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions, policies
from thidua.plans.models import Change, Extension, ExtensionState, PlanState
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.extending import PAGE, counted, extension_page
from thidua.plans.tests.factories import AT, due, head, in_force

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, MONDAY = date(2025, 6, 13), date(2025, 6, 14), date(2025, 6, 16)
LATER = date(2025, 6, 27)


@pytest.fixture
def unit():
    return UnitFactory(name="Sở Xin Gia hạn")


@pytest.fixture
def row(unit):
    return due(in_force(), FRIDAY, unit=unit)


def ask(row, day=LATER, reason="Chờ số liệu của các xã", *, by, at=AT):
    return actions.ask_extension(row, day=day, reason=reason, by=by, at=at)


def officer(unit):
    return acting(DutyCode.UNIT_OFFICER, unit)


def body(answer):
    return answer.content.decode()


def test_a_carrying_unit_asks_and_nothing_moves_yet(row, unit):
    by = officer(unit)
    asked = ask(row, by=by)
    assert (asked.state, asked.asked_day, asked.asked_by, asked.asked_unit) == ("asked", LATER, by.user, unit)
    row.refresh_from_db()
    assert (row.used_date, row.effective) == (FRIDAY, FRIDAY)
    assert not Change.objects.exists()
    event = Event.objects.get(verb="plans.ask_extension")
    assert event.data == {"extension": asked.pk, "day": LATER.isoformat()}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (FRIDAY, "không sau hạn hiện nay là 13/06/2025"),
        (SATURDAY, r"14/06/2025 \(Thứ Bảy\) có ngày làm việc cuối 13/06/2025"),
        (date(2025, 2, 10), "đã qua"),
    ],
)
def test_a_day_that_gives_no_more_time_is_refused(row, unit, day, said):
    with pytest.raises(Refused, match=said):
        ask(row, day, by=officer(unit))
    assert not Extension.objects.exists()


def test_the_working_day_follows_how_before_is_counted(row):
    assert counted(row, MONDAY) == (MONDAY, "")
    assert counted(row, SATURDAY) == (FRIDAY, "Thứ Bảy")
    row.plan.before_is_inclusive = False
    assert counted(row, MONDAY)[0] == FRIDAY


def test_a_reason_is_needed(row, unit):
    with pytest.raises(Refused, match="cần có lý do"):
        ask(row, reason=" ", by=officer(unit))


@pytest.mark.parametrize("code", DutyCode)
def test_who_may_ask(row, unit, code):
    allowed = code in (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER, DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD)
    assert policies.may_ask_extension(acting(code, unit), row).allowed is allowed
    assert policies.may_ask_extension(acting(code), row).allowed is (code in (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"done_on": FRIDAY}, "đã xong"), ({"dropped_on": FRIDAY}, "đã bỏ"), ({"effective": None}, "không có ngày"),
    ],
)  # fmt: skip
def test_what_needs_no_more_time(row, change, said):
    for name, value in change.items():
        setattr(row, name, value)
    row.save()
    with pytest.raises(Refused, match=said):
        ask(row, by=head())


def test_one_request_is_open_at_a_time(row, unit):
    first = officer(unit)
    ask(row, by=first)
    with pytest.raises(Conflict, match=first.user.full_name):
        ask(row, MONDAY, by=officer(unit))
    assert "đang có một đề nghị" in policies.may_ask_extension(head(), row).reason
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(milestone=row, asked_day=MONDAY, reason="x", asked_by=first.user, asked_at=AT)


def test_granting_moves_the_day_and_keeps_what_it_was(row, unit):
    asked, by = ask(row, by=officer(unit)), head()
    before = row.plan.revision
    done = actions.grant_extension(asked, by=by, at=AT)
    row.refresh_from_db()
    row.plan.refresh_from_db()
    assert (done.state, done.granted_day, done.decided_by, done.decided_at) == ("granted", LATER, by.user, AT)
    assert (row.used_date, row.effective, row.printed_date) == (LATER, LATER, FRIDAY)
    assert row.plan.revision == before + 1
    change = Change.objects.get()
    assert (change.field, change.before, change.after) == ("day", FRIDAY.isoformat(), LATER.isoformat())
    assert (change.extension, change.amendment, change.since) == (done, None, date(2025, 2, 14))
    assert (change.milestone, change.task, change.plan, change.by) == (row, row.task, row.plan, by.user)
    assert Event.objects.filter(verb="plans.grant_extension", subject=row.key_in_journal).count() == 1


def test_another_day_may_be_granted_and_its_working_day_counts(row, unit):
    asked = ask(row, by=officer(unit))
    sunday = date(2025, 6, 22)
    done = actions.grant_extension(asked, day=sunday, reason="Chỉ đến hết tuần", by=head(), at=AT)
    row.refresh_from_db()
    assert (done.asked_day, done.granted_day, done.decided_reason) == (LATER, sunday, "Chỉ đến hết tuần")
    assert (row.used_date, row.effective) == (sunday, date(2025, 6, 20))
    assert ask(row, by=officer(unit)).state == ExtensionState.ASKED


def test_a_day_that_gives_nothing_is_not_granted(row, unit):
    asked = ask(row, by=officer(unit))
    with pytest.raises(Refused, match="không sau hạn hiện nay"):
        actions.grant_extension(asked, day=FRIDAY, by=head(), at=AT)
    asked.refresh_from_db()
    assert asked.state == ExtensionState.ASKED
    assert not Change.objects.exists()


def test_refusing_needs_a_reason_and_moves_nothing(row, unit):
    asked = ask(row, by=officer(unit))
    with pytest.raises(Refused, match="cần có lý do"):
        actions.refuse_extension(asked, reason="", by=head(), at=AT)
    done = actions.refuse_extension(asked, reason="Còn đủ thời gian", by=head(), at=AT)
    row.refresh_from_db()
    assert (done.state, done.granted_day, done.decided_reason) == ("refused", None, "Còn đủ thời gian")
    assert row.used_date == FRIDAY
    assert not Change.objects.exists()


@pytest.mark.parametrize("first", ["grant", "refuse"])
def test_the_second_of_two_who_decide_is_told(row, unit, first):
    asked, one = ask(row, by=officer(unit)), head()
    stale = Extension.objects.get(pk=asked.pk)
    if first == "grant":
        actions.grant_extension(asked, by=one, at=AT)
    else:
        actions.refuse_extension(asked, reason="Không", by=one, at=AT)
    for late in (
        lambda: actions.grant_extension(stale, by=head(), at=AT),
        lambda: actions.refuse_extension(stale, reason="Không", by=head(), at=AT),
    ):
        with pytest.raises(Conflict, match=one.user.full_name):
            late()
    assert Change.objects.count() == (first == "grant")


def test_only_the_head_decides(row, unit):
    asked = ask(row, by=officer(unit))
    for code in set(DutyCode) - {DutyCode.OFFICE_HEAD}:
        with pytest.raises(Refused, match="lãnh đạo Ban"):
            actions.grant_extension(asked, by=acting(code, unit), at=AT)
    row.plan.state = PlanState.CLOSED
    row.plan.save()
    with pytest.raises(Refused, match="đang thực hiện"):
        actions.refuse_extension(asked, reason="Hết", by=head(), at=AT)


def test_nobody_decides_what_he_asked_for_himself(row):
    asker, other, appraiser = head(), head(), acting(DutyCode.APPRAISER)
    asked = ask(row, by=asker)
    for act in (
        lambda: actions.grant_extension(asked, by=asker, at=AT),
        lambda: actions.refuse_extension(asked, reason="Không", by=asker, at=AT),
    ):
        with pytest.raises(Refused, match="không tự quyết định"):
            act()
    assert policies.may_decide_extension(other, asked)
    assert policies.may_decide_extension(appraiser, asked), "a head asked"
    actions.grant_extension(asked, by=appraiser, at=AT)
    by_appraiser = ask(row, LATER + timedelta(days=7), by=appraiser)
    assert not policies.may_decide_extension(acting(DutyCode.APPRAISER), by_appraiser)
    assert policies.may_decide_extension(asker, by_appraiser)


def test_the_only_head_who_asks_is_decided_on_by_an_appraiser_who_is_told(row):
    asker, appraiser = head(), acting(DutyCode.APPRAISER)
    ask(row, by=asker)
    assert [notice.user for notice in Notice.objects.all()] == [appraiser.user]


# Pages


@pytest.fixture
def soon(unit):
    """A milestone due tomorrow or later, on a working day, by the real clock."""
    calendar = calendar_of([today()])
    return due(in_force(), calendar.add(today(), 3), unit=unit)


def after(row, count=5):
    return calendar_of([row.effective]).add(row.effective, count)


def test_asking_and_seeing_the_decision_on_the_page(client, soon, unit):
    by, boss = officer(unit), head()
    day = after(soon)
    client.force_login(by.user)
    url = reverse("plans:ask_extension", args=[soon.pk])
    assert "Đề nghị gia hạn" in body(client.get(reverse("plans:milestone", args=[soon.pk])))
    answer = client.post(url, {"day": "31/02/2027", "reason": "Lý do đã gõ"})
    assert answer.status_code == 200
    assert "Lý do đã gõ" in body(answer)
    assert "Ngày 31/02/2027 không có trong lịch. Chưa ghi gì; hãy nhập lại." in body(answer)
    form = {"day": f"{day:%d/%m/%Y}", "reason": "Chờ ý kiến", "form_key": "gia-han"}
    answer = client.post(url, form, follow=True)
    assert f"ngày làm việc cuối {day:%d/%m/%Y}" in body(answer)
    client.post(url, form)
    assert Extension.objects.count() == 1
    client.force_login(boss.user)
    assert "Quyết định gia hạn" in body(client.get(reverse("plans:milestone", args=[soon.pk])))
    assert "Chờ ý kiến" in body(client.get(reverse("plans:extensions")))
    decide = reverse("plans:decide_extension", args=[Extension.objects.get().pk])
    client.post(decide, {"decision": "grant", "day": f"{day:%d/%m/%Y}", "reason": "Được"})
    client.force_login(by.user)
    for page in ("milestone", "task"):
        text = body(client.get(reverse(f"plans:{page}", args=[soon.pk if page == "milestone" else soon.task_id])))
        assert "Đồng ý" in text
        assert boss.user.full_name in text
        assert f"đến {day:%d/%m/%Y}" in text


def test_a_refused_decision_keeps_what_was_typed(client, soon, unit):
    asked = ask(soon, after(soon), by=officer(unit), at=now())
    client.force_login(head().user)
    url = reverse("plans:decide_extension", args=[asked.pk])
    answer = client.post(url, {"decision": "grant", "day": f"{today():%d/%m/%Y}", "reason": "Ý kiến đã gõ"})
    assert "không sau hạn hiện nay" in body(answer)
    assert "Ý kiến đã gõ" in body(answer)
    assert "cần có lý do" in body(client.post(url, {"decision": "refuse", "reason": ""}))
    assert "“hôm qua” không phải ngày" in body(client.post(url, {"decision": "grant", "day": "hôm qua"}))
    assert "Chưa đọc được quyết định" in body(client.post(url, {"decision": "?", "day": ""}))
    actions.refuse_extension(asked, reason="Không", by=head(), at=now())
    assert client.post(url, {"decision": "refuse", "reason": "Không"}).status_code == 409


def test_others_are_turned_away(client, soon, unit):
    asked = ask(soon, after(soon), by=officer(unit), at=now())
    url = reverse("plans:decide_extension", args=[asked.pk])
    client.force_login(officer(unit).user)
    assert client.post(url, {"decision": "grant"}).status_code == 403
    client.force_login(acting(DutyCode.UNIT_HEAD).user)
    assert client.post(url, {"decision": "grant"}).status_code == 404
    asking = reverse("plans:ask_extension", args=[soon.pk])
    assert "do đơn vị thực hiện" in body(client.post(asking, {"day": "01/01/2030", "reason": "x"}))
    assert Extension.objects.get().state == ExtensionState.ASKED


def test_the_list_holds_what_waits_and_what_a_person_may_see(client, unit):
    plan, own = in_force(), officer(unit)
    mine, other = due(plan, FRIDAY, unit=unit), due(plan, FRIDAY, unit=UnitFactory())
    first, second = ask(other, by=head()), ask(mine, by=own)
    assert extension_page(head(), decided=False).rows == [first, second]
    assert extension_page(own, decided=False).rows == [second]
    assert extension_page(acting(DutyCode.LEADER), decided=False).rows == []
    actions.report_done(other, on=date(2025, 2, 14), by=head(), at=AT)
    assert extension_page(head(), decided=False).rows == [second]
    actions.refuse_extension(second, reason="Không", by=head(), at=AT)
    assert extension_page(head(), decided=False).rows == []
    assert extension_page(own, decided=True).rows == [second]


def test_the_list_goes_on_page_by_page_with_the_same_queries(client):
    plan, boss = in_force(), head()
    client.force_login(boss.user)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = body(client.get(reverse("plans:extensions")))
        return len(queries), page

    ask(due(plan, FRIDAY), by=boss)
    asked()
    one, _page = asked()
    for _ in range(PAGE + 5):
        ask(due(plan, FRIDAY, unit=UnitFactory()), by=boss)
    many, page = asked()
    assert many == one
    rows = list(Extension.objects.order_by("pk"))
    assert f"sau={rows[PAGE - 1].pk}" in page
    rest = extension_page(boss, decided=False, after=rows[PAGE - 1].pk)
    assert (rest.rows, rest.next_after) == (rows[PAGE:], 0)


def test_late_work_may_still_be_given_time(unit):
    row = due(in_force(), date(2025, 2, 10), unit=unit)
    asked = ask(row, date(2025, 2, 14) + timedelta(days=3), by=officer(unit))
    actions.grant_extension(asked, by=head(), at=AT)
    row.refresh_from_db()
    assert row.effective == date(2025, 2, 17)


def test_the_head_is_told_of_a_request_and_who_asked_of_the_decision(row, unit):
    first, who = head(), officer(unit)
    asked = ask(row, by=who)
    told = [(notice.user_id, notice.topic) for notice in Notice.objects.all()]
    assert told == [(first.user.pk, "plans.extension")]
    actions.refuse_extension(asked, reason="Không đủ lý do", by=first, at=AT)
    answer = Notice.objects.get(user=who.user)
    assert "Không được gia hạn" in answer.title
    assert "Không đủ lý do" in answer.detail
