"""The faces: the home of each duty, the search over the rooms, the journal; who may see and who is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.actions import record
from thidua.audit.actors import Actor
from thidua.councils.tests.factories import SessionFactory
from thidua.decisions.models import Decision
from thidua.decisions.tests import factories as decided
from thidua.desk.journal import PAGE
from thidua.desk.queries import SHOWN
from thidua.dossiers.flow import DossierState
from thidua.dossiers.tests.factories import DossierFactory, RoundFactory, SubmissionFactory, in_state
from thidua.foundation.clock import today
from thidua.organisation.models import DutyCode, UnitKind
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting
from thidua.plans.models import PlanState
from thidua.plans.tests.factories import PlanFactory, TaskFactory, due, in_force
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)
FIVE = [
    DutyCode.UNIT_OFFICER, DutyCode.APPRAISER, DutyCode.OFFICE_HEAD, DutyCode.COUNCIL_SECRETARY, DutyCode.LEADER,
]  # fmt: skip
HEARD = {"on_agenda", "passed", "not_passed", "decided", "revoked"}
YEARS = count(2001)
"""One plan is in force in a year."""
READERS = {DutyCode.OFFICE_HEAD, DutyCode.INSPECTOR, DutyCode.ADMIN}


@pytest.fixture
def sign_in(client):
    def enter(code, unit=None):
        who = acting(code, unit)
        client.force_login(who.user)
        return who

    return enter


@pytest.fixture
def home(client):
    """The acts and counters of the home page: titles, and numbers by label."""

    def read():
        page = client.get("/")
        assert page.status_code == 200
        todos = [todo.title for todo in page.context["todos"]]
        return todos, {counter.label: counter.number for counter in page.context["counters"]}, page

    return read


@pytest.fixture
def asked(client):
    def ask(url, data=None):
        with CaptureQueriesContext(connection) as seen:
            answer = client.post(url, data) if data else client.get(url)
            assert answer.status_code == 200
        return len(seen)

    return ask


def on(days):
    return today() + timedelta(days=days)


def work(who, amount):
    """So much work of every kind for the person and beside him."""
    for number in range(amount):
        session = SessionFactory(held_on=on(number % 20 + 1), state="planned", council__unit=who.unit)
        around = {"opens_on": on(-5), "closes_on": on(number % 20 + 1)}
        submission = SubmissionFactory(round=RoundFactory(session=session, **around), unit=who.unit)
        for state in DossierState:
            held = {"session": session} if state in HEARD else {}
            DossierFactory(submission=submission, state=state, holder=who.user, **held)
        RoundFactory(**around)
        PlanFactory(state=PlanState.DRAFT)
        due(in_force(year=next(YEARS)), on(number % 20 - 3), unit=who.unit)
        decided.draft(1)


# Who gets in


@pytest.mark.parametrize("name", ["home", "search", "help", "journal"])
def test_strangers_are_led_to_signing_in(client, name):
    url = reverse(f"desk:{name}")
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer["Location"] == f"/tai-khoan/dang-nhap/?next={url}"


@pytest.mark.parametrize("code", DutyCode.values)
def test_every_duty_has_a_home_a_search_and_help(client, sign_in, code):
    sign_in(code)
    for name in ("home", "search", "help"):
        assert client.get(reverse(f"desk:{name}")).status_code == 200


def test_who_has_no_duty_any_more_finds_an_empty_home(client):
    duty = DutyFactory(valid_to=on(-1))
    in_state("returned", duty.unit)
    client.force_login(duty.user)
    page = client.get("/")
    assert page.status_code == 200
    assert page.context["todos"] == page.context["counters"] == []
    assert "Chưa có nhiệm vụ" in page.content.decode()


@pytest.mark.parametrize("name", ["home", "help", "journal"])
def test_nothing_is_sent_to_pages_that_only_show(client, sign_in, name):
    sign_in(DutyCode.OFFICE_HEAD)
    assert client.post(reverse(f"desk:{name}")).status_code == 405


# Home by duty


def test_empty_home_says_that_nothing_is_due(home, sign_in):
    sign_in(DutyCode.UNIT_OFFICER)
    todos, _counters, page = home()
    assert todos == []
    assert "Hôm nay không còn việc đến hạn" in page.content.decode()


def test_officer_finds_what_was_returned_begun_and_opened_for_his_unit_only(home, sign_in):
    who = sign_in(DutyCode.UNIT_OFFICER)
    mine, foreign = in_state("returned", who.unit), in_state("returned")
    begun = SubmissionFactory(unit=who.unit, round__opens_on=on(-90), round__closes_on=on(-30), round__title="Đợt Một")
    RoundFactory(opens_on=on(-1), closes_on=on(5), title="Đợt Hai")
    RoundFactory(opens_on=on(1), closes_on=on(5), title="Đợt chưa mở")
    todos, counters, page = home()
    text = page.content.decode()
    assert f"Bổ sung hồ sơ {mine.name}" in todos
    assert f"Hoàn tất và gửi danh sách {begun.round.title}" in todos
    assert "Lập danh sách: Đợt Hai" in todos
    assert counters["bị trả lại, chờ bổ sung"] == 1
    assert foreign.name not in text
    assert "Đợt chưa mở" not in " ".join(todos)


def test_appraiser_finds_his_own_dossiers_and_lists_to_receive(home, sign_in):
    who = sign_in(DutyCode.APPRAISER)
    in_state("appraising", holder=who.user)
    in_state("appraising")
    waiting = in_state("submitted")
    todos, counters, page = home()
    assert todos == ["Kết luận thẩm định 1 hồ sơ", f"Tiếp nhận hồ sơ của {waiting.unit.name}"]
    assert (counters["chờ tiếp nhận"], counters["đang thẩm định"]) == (1, 2)
    assert "1 của tôi" in page.content.decode()


def test_head_finds_plans_to_review_decisions_to_draft_and_rounds_closing(home, sign_in):
    sign_in(DutyCode.OFFICE_HEAD)
    plan = PlanFactory()
    decided.passed(2, submission=SubmissionFactory(round__opens_on=on(-90), round__closes_on=on(-30)))
    RoundFactory(opens_on=on(-5), closes_on=on(2), title="Đợt sắp đóng")
    todos, counters, _page = home()
    assert set(todos) == {
        f"Soát kế hoạch {plan.number}", "Lập dự thảo quyết định cho 2 hồ sơ", "Đợt sắp hết hạn nhận: Đợt sắp đóng",
    }  # fmt: skip
    assert counters["Hội đồng đã thông qua"] == 2


def test_secretary_finds_sessions_of_his_council_and_dossiers_for_the_agenda(home, sign_in):
    who = sign_in(DutyCode.COUNCIL_SECRETARY)
    who.unit.kind = UnitKind.STANDING_OFFICE
    who.unit.save()
    own = SessionFactory(held_on=on(9), state="planned")
    DossierFactory(submission=SubmissionFactory(round__session=own), state="appraised")
    todos, counters, _page = home()
    assert f"Chuẩn bị phiên: {own.title}" in todos
    assert "Đưa 1 hồ sơ vào chương trình phiên" in todos
    assert counters["phiên chưa ký biên bản"] == 1
    assert counters["hồ sơ đủ điều kiện trình Hội đồng"] == 1


def test_leader_finds_what_is_late_what_comes_and_what_was_issued(home, sign_in):
    sign_in(DutyCode.LEADER)
    plan = in_force()
    due(plan, on(-3))
    due(plan, on(3))
    due(plan, on(-30), done_on=on(-31))
    due(PlanFactory(), on(1))
    todos, counters, page = home()
    assert len(todos) == 2
    assert (counters["mốc quá hạn"], counters["mốc còn phía trước"], counters["mốc đã xong"]) == (1, 1, 1)
    assert counters["quyết định đã ban hành trong năm"] == 0
    assert "Quá hạn" in page.content.decode()


def test_the_nearest_deadline_comes_first_and_five_are_shown(home, sign_in):
    who = sign_in(DutyCode.UNIT_OFFICER)
    for days in (9, 2, 7, 4, 1, 6, 3):
        SubmissionFactory(unit=who.unit, round__opens_on=on(-5), round__closes_on=on(days), round__title=f"Đợt {days}")
    RoundFactory(opens_on=on(-5), closes_on=on(5), title="Đợt 5")
    todos, _counters, page = home()
    assert len(todos) == SHOWN == 5
    assert [title.rsplit(" ", 1)[1] for title in todos] == ["1", "2", "3", "4", "5"]
    assert "Còn 1 việc nữa sau năm việc này." in page.content.decode()


@pytest.mark.parametrize("code", FIVE)
def test_home_asks_the_same_number_of_queries_however_much_waits(asked, sign_in, code):
    who = sign_in(code)
    work(who, 1)
    asked("/")
    few = asked("/")
    work(who, 9)
    assert asked("/") == few <= 25


def test_what_waits_reaches_the_home_of_each_duty(home, sign_in):
    """The work made above is work of every one of the five: without this the count could stand still over nothing."""
    for code in FIVE:
        who = sign_in(code)
        work(who, 2)
        todos, counters, _page = home()
        assert todos, code
        assert any(counters.values()), code


# Search


SEARCH = "/tim/"


def find(client, text):
    page = client.post(SEARCH, {"q": text})
    assert page.status_code == 200
    return page.content.decode()


def test_search_with_nothing_typed_says_what_may_be_typed(client, sign_in):
    sign_in(DutyCode.APPRAISER)
    for text in ("", "   "):
        assert "Chưa gõ gì để tìm" in find(client, text)


def test_search_that_finds_nothing_says_what_to_try(client, sign_in):
    sign_in(DutyCode.APPRAISER)
    page = find(client, "khong-ai-ten-nay")
    assert "Không tìm thấy gì" in page
    assert "Thử phần đầu của tên, không cần dấu" in page


def test_what_was_typed_is_shown_as_text(client, sign_in):
    sign_in(DutyCode.APPRAISER)
    page = find(client, "<script>x</script>")
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


@pytest.mark.parametrize(
    "text", ["²²²²", "1²", "9" * 400, "%", "_", "'", '"', "\\", "٣٤٥٦", "a" * 5000, "\uffff", "00"]
)
def test_whatever_is_typed_is_never_an_error(client, sign_in, text):
    sign_in(DutyCode.UNIT_OFFICER)
    find(client, text)


def test_search_without_marks_finds_people_units_dossiers_and_decisions(client, sign_in):
    sign_in(DutyCode.OFFICE_HEAD)
    unit = UnitFactory(name="Sở Đo Đạc")
    person = RecipientFactory(person__full_name="Đoàn Thị Đẹp", person__name_fold="doan thi dep")
    dossier = in_state("submitted", name="Đoàn Văn Đề Cử")
    decision = decided.issued()
    assert reverse("organisation:unit", args=[unit.pk]) in find(client, "so do dac")
    assert reverse("awards:recipient", args=[person.pk]) in find(client, "doan thi")
    assert reverse("dossiers:detail", args=[dossier.pk]) in find(client, "doan van de")
    assert reverse("dossiers:detail", args=[dossier.pk]) in find(client, dossier.code)
    assert reverse("decisions:detail", args=[decision.pk]) in find(client, decision.number)


def test_officer_finds_dossiers_of_his_own_unit_only(client, sign_in):
    who = sign_in(DutyCode.UNIT_OFFICER)
    mine, foreign = (in_state("submitted", unit, name="Đoàn Văn Trùng Tên") for unit in (who.unit, None))
    for text in ("doan van trung", "2026-"):
        page = find(client, text)
        assert reverse("dossiers:detail", args=[mine.pk]) in page
        assert reverse("dossiers:detail", args=[foreign.pk]) not in page


def test_draft_of_a_decision_is_found_by_the_office_and_by_no_unit(client, sign_in):
    decision = decided.draft()
    Decision.objects.filter(pk=decision.pk).update(number="777/QĐ-UBND")
    url = reverse("decisions:detail", args=[decision.pk])
    sign_in(DutyCode.UNIT_OFFICER)
    assert url not in find(client, "777/")
    sign_in(DutyCode.OFFICE_HEAD)
    assert url in find(client, "777/")


def test_search_finds_tasks_of_plans_by_words_and_by_number(client, sign_in):
    sign_in(DutyCode.OFFICE_HEAD)
    plan = in_force(number="357/KH-UBND", year=2026)
    task = TaskFactory(plan=plan, number="22", title="Họp Hội đồng xét danh hiệu\n- Chiến sĩ thi đua")
    other = TaskFactory(plan=plan, number="7", title="Tập huấn nghiệp vụ năm 2022")
    url, other_url = (reverse("plans:task", args=[one.pk]) for one in (task, other))
    for text in ("22", "việc 22", "hoi dong DANH HIEU", "chien si"):
        page = find(client, text)
        assert url in page and other_url not in page, text
    assert "357/KH-UBND, năm 2026" in find(client, "viec so 22")
    assert other_url in find(client, "2022")
    assert url not in find(client, "ong xet")


def test_tasks_of_a_draft_are_found_by_who_keeps_it_alone(client, sign_in):
    task = TaskFactory(plan=PlanFactory(), title="Việc còn đang soát")
    url = reverse("plans:task", args=[task.pk])
    sign_in(DutyCode.UNIT_OFFICER)
    assert url not in find(client, "dang soat")
    sign_in(DutyCode.APPRAISER)
    assert url in find(client, "dang soat")


def test_digits_are_no_name_of_a_unit(client, sign_in):
    sign_in(DutyCode.OFFICE_HEAD)
    unit = UnitFactory(name="Trường 1205")
    assert reverse("organisation:unit", args=[unit.pk]) not in find(client, "1205")
    assert reverse("organisation:unit", args=[unit.pk]) in find(client, "truong 1205")


@pytest.mark.parametrize("code", [DutyCode.UNIT_OFFICER, DutyCode.OFFICE_HEAD])
def test_search_asks_the_same_number_of_queries_however_much_is_found(asked, sign_in, code):
    who, plan = sign_in(code), in_force()

    def add(amount):
        for number in range(amount):
            in_state("submitted", who.unit, name=f"Đoàn Tìm {number}")
            UnitFactory(name=f"Đoàn Tìm {number}")
            TaskFactory(plan=plan, title=f"Đoàn Tìm {number}")
            RecipientFactory(
                person__full_name=f"Đoàn Tìm {number}",
                person__name_fold=f"doan tim {number}",
                person__unit=who.unit,
            )

    add(1)
    asked(SEARCH, {"q": "doan tim"})
    few = asked(SEARCH, {"q": "doan tim"})
    add(20)
    assert asked(SEARCH, {"q": "doan tim"}) == few <= 15


# Journal


JOURNAL = "/nhat-ky/"


def write(who, amount, subject="unit:1", reason=""):
    for _ in range(amount):
        record("organisation.set_calendar_day", subject, by=who.actor, at=AT, reason=reason)


def lines(page):
    body = re.search(r"<tbody>(.*?)</tbody>", page.content.decode(), re.DOTALL)[1]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


@pytest.mark.parametrize("code", DutyCode.values)
def test_journal_opens_to_head_inspector_and_administrator_only(client, sign_in, code):
    who = sign_in(code)
    write(who, 1, reason="Lý do riêng")
    page = client.get(JOURNAL)
    text = page.content.decode()
    if code in READERS:
        assert page.status_code == 200
        assert "Lý do riêng" in text
    else:
        assert page.status_code == 403
        assert "Nhật ký mở cho lãnh đạo Ban Thi đua - Khen thưởng, thanh tra và quản trị hệ thống." in text
        assert "Lý do riêng" not in text


def test_journal_closes_the_day_after_the_duty_ends(client):
    duty = DutyFactory(code=DutyCode.INSPECTOR, valid_to=today())
    client.force_login(duty.user)
    assert client.get(JOURNAL).status_code == 200
    duty.valid_to = on(-1)
    duty.save()
    assert client.get(JOURNAL).status_code == 403


def test_line_tells_when_who_for_whom_what_and_why_in_words(client, sign_in):
    sign_in(DutyCode.INSPECTOR)
    head = acting(DutyCode.OFFICE_HEAD)
    record(
        "organisation.set_calendar_day",
        "day:2026-06-16",
        by=head.actor,
        at=AT,
        reason="Theo <b>thông báo</b>",
    )
    page = client.get(JOURNAL)
    assert lines(page) == [
        ["16/06/2026 09:00", head.user.full_name, head.unit.name, "Ghi lịch nghỉ", "Ngày 2026-06-16",
         "Theo &lt;b&gt;thông báo&lt;/b&gt;"]
    ]  # fmt: skip


def test_empty_journal_says_so(client, sign_in):
    sign_in(DutyCode.INSPECTOR)
    assert lines(client.get(JOURNAL)) == [["Không có dòng nào như vậy."]]


def test_who_acts_through_a_personal_link_is_not_given_the_name_of_a_user(client, sign_in):
    user = sign_in(DutyCode.INSPECTOR).user
    record("dossiers.nominee_reply", "dossier:1", by=Actor(f"nominee:{user.pk}"), at=AT)
    [line] = client.get(JOURNAL).context["page"].lines
    assert line.person == "Người được đề nghị, qua liên kết cá nhân"


def test_journal_of_one_subject(client, sign_in):
    who = sign_in(DutyCode.INSPECTOR)
    write(who, 2, "unit:1")
    write(who, 1, "unit:11")
    assert len(client.get(JOURNAL, {"doi-tuong": "unit:1"}).context["page"].lines) == 2
    assert len(client.get(JOURNAL, {"doi-tuong": "unit:"}).context["page"].lines) == 0


def test_pages_go_back_through_every_line_once_newest_first(client, sign_in):
    who = sign_in(DutyCode.INSPECTOR)
    write(who, 2 * PAGE + 3)
    seen, mark = [], ""
    while True:
        page = client.get(JOURNAL, {"truoc": mark}).context["page"]
        seen += [line.event.pk for line in page.lines]
        if page.next_before is None:
            break
        mark = page.next_before
    assert len(seen) == len(set(seen)) == 2 * PAGE + 3
    assert seen == sorted(seen, reverse=True)


def test_a_full_page_alone_has_no_next_one(client, sign_in):
    who = sign_in(DutyCode.INSPECTOR)
    write(who, PAGE)
    page = client.get(JOURNAL).context["page"]
    assert (len(page.lines), page.next_before) == (PAGE, None)


@pytest.mark.parametrize("mark", ["abc", "-1", "²", "0", "9" * 18, "9" * 400, "9" * 5000, "1.5", " "])
def test_mark_of_the_next_page_is_never_an_error(client, sign_in, mark):
    who = sign_in(DutyCode.INSPECTOR)
    write(who, 1)
    assert client.get(JOURNAL, {"truoc": mark}).status_code == 200


def test_people_and_units_gone_from_the_tables_stay_as_their_keys(client, sign_in):
    sign_in(DutyCode.INSPECTOR)
    record("khong.biet", "la:abc", by=Actor("user:999999", "unit:999999"), at=AT)
    assert lines(client.get(JOURNAL))[0][1:5] == ["user:999999", "unit:999999", "khong.biet", "la abc"]


def test_journal_asks_the_same_number_of_queries_at_1_and_50_lines(asked, sign_in):
    sign_in(DutyCode.INSPECTOR)
    write(acting(DutyCode.CLERK), 1)
    asked(JOURNAL)
    few = asked(JOURNAL)
    for _ in range(PAGE - 1):
        write(acting(DutyCode.CLERK), 1)
    assert asked(JOURNAL) == few
