"""The leader's board: colours with their reasons, the load, who carries too much, one A3 sheet, Excel."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, UserFactory, acting
from thidua.plans.models import Extension, Milestone, Task
from thidua.plans.queries.board import Filters
from thidua.plans.queries.leader import SHEET, leader
from thidua.plans.queries.leader_sheet import board_pdf, board_xlsx, due_text
from thidua.plans.tests.chains import AT, demo_in_force, head, link, milestone, plan_of, row

pytestmark = pytest.mark.django_db
ON = date(2025, 5, 20)
MOMENT = datetime(2025, 5, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def office(client):
    boss = head()
    client.force_login(boss.user)
    return boss


def only(plan, on=ON, **filters):
    (found,) = leader(plan, on, Filters(**filters)).rows
    return found


def of(plan, task, on=ON):
    return next(one for one in leader(plan, on, Filters()).rows if one.row.task.pk == task.pk)


def pages_of(data):
    with pypdfium2.PdfDocument(data) as found:
        return [(round(w * 25.4 / 72), round(h * 25.4 / 72)) for w, h in (page.get_size() for page in found)]


def text_of(data):
    with pypdfium2.PdfDocument(data) as found:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in found).split())


# Colours


def test_past_is_red_with_the_days_and_the_name_of_the_milestone():
    plan = plan_of()
    row(plan, date(2025, 5, 14), label="Xong dự thảo")
    found = only(plan)
    assert (found.kind, found.why, found.left) == ("late", "Xong dự thảo: quá hạn 4 ngày làm việc", -4)


def test_near_is_amber_and_far_is_green():
    plan = plan_of()
    near, far = row(plan, date(2025, 5, 26)), row(plan, date(2025, 9, 26))
    assert (of(plan, near.task).kind, of(plan, near.task).why) == ("warn", "Còn 4 ngày làm việc")
    assert of(plan, far.task).kind == "ok"
    assert of(plan, far.task).why.startswith("Còn ")


def test_what_can_no_longer_keep_a_session_is_red_though_its_own_day_is_far():
    plan = plan_of()
    early = row(plan, date(2025, 6, 16))
    session = row(plan, date(2025, 6, 18), council="Phiên họp thứ hai")
    link(early, session, lead=5)
    found = of(plan, early.task)
    assert (found.kind, found.spare, found.spare_text) == ("late", -3, "−3")
    assert found.why == "Đến Phiên họp thứ hai: thiếu 3 ngày làm việc"


def test_nothing_to_spare_is_amber():
    plan = plan_of()
    early = row(plan, date(2025, 6, 16))
    link(early, row(plan, date(2025, 6, 18), council="Phiên họp thứ hai"), lead=2)
    found = of(plan, early.task)
    assert (found.kind, found.why) == ("warn", "Đến Phiên họp thứ hai: không còn ngày dự trữ")


def test_waiting_for_something_late_is_amber_unless_it_is_the_task_s_own():
    plan = plan_of()
    late = row(plan, date(2025, 5, 14))
    own = milestone(plan, date(2025, 9, 1), 99, task=late.task)
    waiting = row(plan, date(2025, 9, 12))
    link(late, waiting)
    link(late, own)
    assert of(plan, waiting.task).reasons == [f"Chờ việc {late.task.number} đang quá hạn"]
    assert of(plan, late.task).reasons == ["Quá hạn 4 ngày làm việc"]


def test_a_request_for_more_time_is_amber():
    plan = plan_of()
    found = row(plan, date(2025, 9, 12))
    Extension.objects.create(
        milestone=found, asked_day=date(2025, 9, 30), reason="Chờ ý kiến", asked_by=head().user, asked_at=AT
    )
    assert (only(plan).kind, only(plan).why) == ("warn", "Đang đề nghị gia hạn đến 30/09/2025")


def test_without_a_day_is_grey_and_done_or_closed_is_done():
    plan = plan_of()
    undated, done, closed = row(plan, None), row(plan, date(2025, 3, 3)), row(plan, date(2025, 3, 4))
    Milestone.objects.filter(pk=done.pk).update(done_on=date(2025, 3, 1))
    Task.objects.filter(pk=closed.task_id).update(closed_on=date(2025, 3, 5))
    assert of(plan, undated.task).kind == "wait"
    assert (of(plan, done.task).kind, due_text(of(plan, done.task))) == ("held", "01/03/2025")
    assert (of(plan, closed.task).kind, of(plan, closed.task).why) == ("held", "")


def test_a_dropped_milestone_counts_no_more():
    plan = plan_of()
    late = row(plan, date(2025, 5, 14))
    milestone(plan, date(2025, 9, 1), 99, task=late.task)
    Milestone.objects.filter(pk=late.pk).update(dropped_on=date(2025, 5, 1))
    assert only(plan).kind == "ok"


def test_the_most_urgent_come_first():
    plan = plan_of()
    days = (date(2025, 9, 26), date(2025, 5, 26), date(2025, 5, 14), date(2025, 5, 7))
    for day in days:
        row(plan, day)
    page = leader(plan, ON, Filters())
    assert [one.day for one in page.rows] == list(reversed(days))
    assert [(group.kind, group.whole) for group in page.groups] == [("late", 2), ("warn", 1), ("ok", 1)]


def test_the_person_then_the_units_then_the_printed_names_hold_a_task():
    plan, unit = plan_of(), UnitFactory(name="Sở Một")
    found = row(plan, date(2025, 9, 26))
    Task.objects.filter(pk=found.task_id).update(unresolved=["Các đơn vị"])
    assert only(plan).holders == ["Các đơn vị"]
    found.task.units.add(unit)
    assert only(plan).holders == ["Sở Một"]
    Task.objects.filter(pk=found.task_id).update(accountable=UserFactory(full_name="Người Một"))
    assert only(plan).holders == ["Người Một"]


def test_a_circle_is_told_and_the_board_still_stands():
    plan = plan_of()
    one, two = row(plan, date(2025, 9, 3)), row(plan, date(2025, 9, 5))
    link(one, two)
    link(two, one)
    page = leader(plan, ON, Filters())
    assert page.circular
    assert [found.kind for found in page.rows] == ["ok", "ok"]


# The load


def test_the_load_of_every_month_empty_ones_too():
    plan = plan_of()
    for day in (date(2025, 3, 3), date(2025, 3, 4), date(2025, 5, 5)):
        row(plan, day)
    months = leader(plan, ON, Filters()).months
    assert [(one.month.month, one.count, one.peak, one.now) for one in months] == [
        (3, 2, True, False), (4, 0, False, False), (5, 1, False, True),
    ]  # fmt: skip
    assert [one.bar for one in months] == [240, 0, 120]


def test_the_demonstration_plan_names_the_crunch_before_the_congress(office):
    plan = demo_in_force(office)
    plan.milestones.filter(key="PL1.36.1").update(goal=True)
    page = leader(plan, ON, Filters())
    assert page.finding.startswith("Nhiều nhất là tháng 1/2025 với 6 mốc")
    assert any("30/09" in text and "10/10" in text for text in page.booked_words)
    assert page.window[1] == date(2025, 10, 10)
    assert [day for day, _n in page.peaks] == [date(2025, 6, 30), date(2025, 7, 31), date(2025, 8, 29)]


# The sheet and the file


def test_one_a3_sheet_across_with_all_tasks_and_what_the_page_says(office):
    plan = demo_in_force(office)
    page = leader(plan, ON, Filters())
    data = board_pdf(page, MOMENT)
    assert pages_of(data) == [(420, 297)]
    text = text_of(data)
    for one in page.rows:
        assert " ".join(one.row.task.headline.split()) in text or one.row.task.headline[:40] in text
        assert one.row.task.number.rstrip(". ") in text
    for _kind, title, count in page.counts:
        assert title in text
        assert str(count) in text
    assert "không vừa tờ này" not in text


def test_a_full_page_of_long_tasks_is_still_one_sheet():
    plan = plan_of()
    for number in range(SHEET):
        row(
            plan,
            date(2025, 6, 2),
            title=f"Việc {number}: tổ chức hội nghị tổng kết, khen thưởng của các cụm, khối thi đua",
        )
    text = text_of(data := board_pdf(leader(plan, ON, Filters()), MOMENT))
    assert pages_of(data) == [(420, 297)]
    assert "Việc 0:" in text
    assert f"Việc {SHEET - 1}:" in text


def test_what_finds_no_room_is_counted_on_the_sheet():
    plan = plan_of()
    for _ in range(SHEET):
        row(plan, date(2025, 6, 2), title="Việc có tên rất dài " * 60)
    data = board_pdf(leader(plan, ON, Filters()), MOMENT)
    assert pages_of(data) == [(420, 297)]
    assert "việc không vừa tờ này" in text_of(data)


def test_words_of_people_are_never_markup_and_unknown_characters_do_not_stop_it():
    plan = plan_of()
    row(plan, date(2025, 6, 2), title="#panic(1) $x^2$ *đậm* [ngoặc] \U0001f389", label="= a <b>")
    assert "#panic(1) $x^2$ *đậm* [ngoặc] □" in text_of(board_pdf(leader(plan, ON, Filters()), MOMENT))


def test_the_file_holds_the_rows_of_the_page_with_real_days(office):
    plan = demo_in_force(office)
    page = leader(plan, ON, Filters(), page=None)
    book = CalamineWorkbook.from_filelike(io.BytesIO(board_xlsx(page)))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 46
    assert [line[0] for line in rows[1:]] == [one.row.task.number.rstrip(". ") for one in page.rows]
    assert [line[5] for line in rows[1:]] == [one.why for one in page.rows]
    assert [line[6] or None for line in rows[1:]] == [one.left or None for one in page.rows]
    first = page.rows[0]
    assert rows[1][4] == first.day
    months = book.get_sheet_by_index(1).to_python()[1:]
    assert [(line[0], line[1]) for line in months] == [(f"{one.month:%m/%Y}", one.count) for one in page.months]


def test_formulas_in_titles_stay_text():
    plan = plan_of()
    row(plan, date(2025, 6, 2), title="=1+1")
    book = CalamineWorkbook.from_filelike(io.BytesIO(board_xlsx(leader(plan, ON, Filters()))))
    assert book.get_sheet_by_index(0).to_python()[1][1] == "=1+1"


# Pages


def test_the_page_its_sheet_and_its_file_carry_the_same_filter(client, office):
    plan = demo_in_force(office)
    asked = {"q": "Họp Hội đồng"}
    url = reverse("plans:leader", args=[plan.pk])
    text = client.get(url, asked).content.decode()
    assert f"{url}a3/?q=H%E1%BB%8Dp+H%E1%BB%99i+%C4%91%E1%BB%93ng" in text
    sheet = client.get(f"{url}a3/", asked)
    assert (sheet["Content-Type"], sheet["Content-Disposition"].split(";")[0]) == ("application/pdf", "inline")
    assert "4 việc." in text_of(sheet.content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{url}excel/", asked).content))
    assert len(book.get_sheet_by_index(0).to_python()) == 5


def test_a_large_plan_has_pages_and_the_file_has_all(client, office):
    plan = plan_of()
    for _ in range(SHEET + 1):
        row(plan, date(2025, 6, 2))
    url = reverse("plans:leader", args=[plan.pk])
    assert f"sau={SHEET}" in client.get(url).content.decode()
    rest = leader(plan, ON, Filters(after=SHEET))
    assert [len(group.rows) for group in rest.groups] == [1]
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{url}excel/").content))
    assert len(book.get_sheet_by_index(0).to_python()) == SHEET + 2


def test_the_board_leads_to_the_sheet(client, office):
    plan = plan_of()
    text = client.get(reverse("plans:board", args=[plan.pk])).content.decode()
    assert f'href="{reverse("plans:leader_pdf", args=[plan.pk])}"' in text


def test_an_empty_plan_has_a_page_a_sheet_and_a_file(client, office):
    plan = plan_of()
    for name in ("leader", "leader_pdf", "leader_xlsx", "timeline", "monthly"):
        assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 200


@pytest.mark.parametrize("name", ["leader", "leader_pdf", "leader_xlsx"])
def test_the_same_queries_for_one_task_and_for_many(client, office, name):
    counts = []
    for size in (1, 60):
        plan, unit = plan_of(), UnitFactory()
        rows = [row(plan, date(2025, 6, 2)) for _ in range(size)]
        for one in rows:
            one.task.units.add(unit)
        link(rows[0], row(plan, date(2025, 6, 20), council="Phiên họp"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_excel_and_the_letter_for_all_late_units_have_their_addresses(client):
    plan = demo_in_force()
    client.force_login(head().user)
    sheet = client.get(reverse("plans:leader_xlsx", args=[plan.pk]))
    assert (sheet.status_code, sheet.content[:2]) == (200, b"PK")
    assert client.get(reverse("plans:urge_plan", args=[plan.pk])).status_code == 200
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    assert client.get(reverse("plans:urge_plan", args=[plan.pk])).status_code == 403


# By person


def test_the_page_and_the_excel_file_tell_the_load_by_person_in_days_one_chooses(client, office):
    plan = plan_of(by=office)
    for day in (date(2025, 9, 18), date(2025, 10, 9)):
        found = row(plan, day)
        found.task.accountable = office.user
        found.task.save()
    url = reverse("plans:leader", args=[plan.pk])
    page = client.get(url, {"tu": "16/09/2025", "den": "10/10/2025"}).content.decode()
    assert f"{office.user.full_name}: 2 việc, gồm 1 (18/09), 2 (09/10)" in page
    assert "Việc đến hạn 16/09 – 10/10" in page
    assert "Chưa giao người phụ trách" not in page
    for sent, said in (
        ({"tu": "16/09/2025"}, "chọn cả hai ngày"),
        ({"tu": "10/10/2025", "den": "16/09/2025"}, "đứng trước ngày đầu"),
        ({"tu": "31/02/2025", "den": "16/09/2025"}, "Tải theo người"),
    ):
        answer = client.get(url, sent)
        assert (answer.status_code, said in answer.content.decode()) == (200, True), sent
    rows = (
        CalamineWorkbook.from_filelike(
            io.BytesIO(board_xlsx(leader(plan, ON, Filters(), window=(date(2025, 9, 16), date(2025, 10, 10)))))
        )
        .get_sheet_by_name("Tải theo người, đơn vị")
        .to_python()
    )
    assert rows[1] == [office.user.full_name, 1.0, 1.0, 2.0, 2.0]


def test_the_sheet_names_its_columns_once_where_the_second_one_holds_what_is_done():
    plan = demo_in_force()
    before = text_of(board_pdf(leader(plan, date(2024, 12, 16), Filters()), MOMENT))
    assert before.count("Mốc kế tiếp") == 2
    open_ones = plan.milestones.filter(task__number__in=("36", "37")).values("pk")
    plan.milestones.exclude(pk__in=open_ones).update(done_on=date(2025, 9, 30))
    text = text_of(board_pdf(leader(plan, ON, Filters()), MOMENT))
    assert text.count("Mốc kế tiếp") == 1
    assert text.count("Đã xong (") == 2, "the rows that go on are named again"
