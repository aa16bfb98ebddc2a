"""Amending a plan in force: one document, all its changes or none; the plan as it stood on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.documents.models import StoredFile
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import today
from thidua.foundation.text import fold
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions, policies, queries
from thidua.plans.drafts import (
    AmendingDocument,
    Dropped,
    NewDay,
    NewMilestones,
    NewRowTitle,
    NewTask,
    NewTitle,
    NewUnits,
)
from thidua.plans.models import Amendment, Change, CouncilRow, Extension, Milestone, Plan, PlanState, Task
from thidua.plans.queries.history import PAGE, changes_about, changes_of, plan_on, value_on
from thidua.plans.tests.factories import AT, TaskFactory, due, head, in_force

pytestmark = pytest.mark.django_db

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
JUNE, JULY, AUGUST = date(2025, 6, 16), date(2025, 7, 15), date(2025, 8, 15)
FIRST, SECOND = date(2025, 2, 12), date(2025, 5, 20)
IN_MAY = datetime(2025, 5, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def plan():
    return in_force()


@pytest.fixture
def row(plan):
    return due(plan, JUNE, task={"title": "Tổ chức hội nghị", "implementing": ["Sở Cũ"]}, label="Xong dự thảo")


def amend(plan, *drafts, number="15/KH-TN", on=FIRST, since=None, by=None, at=AT, seen=None):
    plan.refresh_from_db()
    document = AmendingDocument(number, on, since or on, "Sửa đổi một số nhiệm vụ")
    return actions.amend(
        plan, document, ContentFile(PNG, name="van-ban.png"), drafts,
        seen=plan.revision if seen is None else seen, by=by or head(), at=at,
    )  # fmt: skip


def body(answer):
    return answer.content.decode()


def everything():
    models = (Plan, Task, Task.units.through, Milestone, Amendment, Change, Extension, StoredFile, Event)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_everything_one_document_says_is_recorded_at_once(plan, row):
    unit = UnitFactory(name="Sở Mới", name_fold=fold("Sở Mới"))
    other = due(plan, JUNE)
    by, before = head(), plan.revision
    made = amend(
        plan, NewDay(row.pk, JULY), NewTitle(row.task_id, "Tổ chức hội nghị trực tuyến"),
        NewUnits(row.task_id, ("Sở Mới", "Các đơn vị liên quan")), Dropped(other.pk),
        NewTask("Việc thêm", ("Xong trước ngày 30/6/2025",), implementing=("Sở Mới",)), by=by,
    )  # fmt: skip
    assert (made.number, made.issued_on, made.title, made.by) == (
        "15/KH-TN",
        FIRST,
        "Sửa đổi một số nhiệm vụ",
        by.user,
    )
    assert made.file.subject == plan.key
    row = Milestone.objects.get(pk=row.pk)
    assert (row.used_date, row.effective, row.printed_date) == (JULY, JULY, JUNE)
    assert row.task.title == "Tổ chức hội nghị trực tuyến"
    assert (row.task.implementing, row.task.unresolved) == (
        ["Sở Mới", "Các đơn vị liên quan"],
        ["Các đơn vị liên quan"],
    )
    assert list(row.task.units.all()) == [unit]
    other.refresh_from_db()
    assert other.dropped_on == FIRST
    added = Task.objects.get(title="Việc thêm")
    assert list(added.units.all()) == [unit]
    assert [m.used_date for m in added.milestones.all()] == [date(2025, 6, 30)]
    assert [m.effective for m in added.milestones.all()] == [date(2025, 6, 30)]
    found = {c.field: (c.before, c.after, c.since, c.amendment) for c in Change.objects.all()}
    assert found == {
        "day": ("2025-06-16", "2025-07-15", FIRST, made),
        "title": ("Tổ chức hội nghị", "Tổ chức hội nghị trực tuyến", FIRST, made),
        "units": ("Sở Cũ", "Sở Mới\nCác đơn vị liên quan", FIRST, made),
        "dropped": ("2025-06-16", "", FIRST, made),
        "added": ("", "Việc thêm", FIRST, made),
    }
    plan.refresh_from_db()
    assert plan.revision == before + 1
    assert Event.objects.get(verb="plans.amend").data["changes"] == 5


@pytest.mark.parametrize(
    ("drafts", "said"),
    [
        ([], "Chưa có thay đổi nào"),
        ([lambda row: NewDay(row.pk, date(2025, 2, 11))], "trước ngày ban hành văn bản sửa đổi"),
        ([lambda row: NewDay(10**9, JULY)], "không còn trong kế hoạch"),
        ([lambda row: NewTitle(row.task_id, " ")], "đang để trống"),
        ([lambda row: NewUnits(row.task_id, ("",))], "cần có đơn vị thực hiện"),
        ([lambda row: NewTask("", ("trước ngày 30/6/2025",))], "cần có nội dung"),
        ([lambda row: NewTask("Việc", ())], "ít nhất một mốc"),
        ([lambda row: NewTask("Việc", ("Xong trước ngày 31/02/2026",))], "Chưa đọc được thời gian"),
        ([lambda row: NewTask("Việc", ("khi nào xong thì xong",))], "Chưa đọc được thời gian"),
        ([lambda row: Dropped(row.pk), lambda row: NewDay(row.pk, JULY)], "không còn trong kế hoạch"),
    ],
)
def test_one_wrong_change_leaves_nothing(plan, row, drafts, said):
    good = [NewDay(row.pk, AUGUST)] if drafts else []
    before = everything()
    with pytest.raises(Refused, match=said):
        amend(plan, *good, *(draft(row) for draft in drafts))
    assert everything() == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": " "}, "cần có số và trích yếu"),
        ({"on": date(2024, 12, 8)}, "ban hành ngày 08/12/2024, trước ngày ký kế hoạch .09/12/2024."),
        ({"since": date(2025, 2, 11)}, "không thể trước ngày ban hành"),
        ({"since": date(2025, 2, 15)}, "chưa có hiệu lực"),
    ],
)
def test_a_document_that_cannot_be(plan, row, fields, said):
    with pytest.raises(Refused, match=said):
        amend(plan, NewDay(row.pk, JULY), **fields)
    assert not Amendment.objects.exists()


def test_a_bad_file_records_nothing(plan, row):
    document = AmendingDocument("1", FIRST, FIRST, "Sửa")
    with pytest.raises(Refused, match="Chưa nhận tệp"):
        actions.amend(
            plan, document, ContentFile(b"MZ\x90", name="a.exe"), [NewDay(row.pk, JULY)], seen=plan.revision,
            by=head(), at=AT,
        )  # fmt: skip
    assert not Change.objects.exists()


def test_the_slower_of_two_is_told(plan, row):
    seen = plan.revision
    amend(plan, NewDay(row.pk, JULY))
    with pytest.raises(Conflict, match="vừa được người khác thay đổi"):
        amend(plan, NewDay(row.pk, AUGUST), number="16/KH-TN", seen=seen)
    with pytest.raises(Conflict, match="đã được ghi"):
        amend(plan, NewDay(row.pk, AUGUST))
    row.refresh_from_db()
    assert row.used_date == JULY


def test_an_extension_granted_meanwhile_is_a_conflict_too(plan, row):
    seen, by = plan.revision, head()
    asked = actions.ask_extension(row, day=JULY, reason="Chờ", by=by, at=AT)
    actions.grant_extension(asked, by=head(), at=AT)
    with pytest.raises(Conflict):
        amend(plan, NewDay(row.pk, AUGUST), seen=seen)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_only_a_plan_in_force(plan, row, state):
    Plan.objects.filter(pk=plan.pk).update(state=state)
    with pytest.raises(Refused, match="đang thực hiện"):
        amend(plan, NewDay(row.pk, JULY))


def test_only_the_head(plan):
    allowed = {code for code in DutyCode if policies.may_amend(acting(code), plan).allowed}
    assert allowed == {DutyCode.OFFICE_HEAD}
    with pytest.raises(Refused, match="lãnh đạo Ban"):
        amend(plan, NewTitle(1, "x"), by=acting(DutyCode.APPRAISER))


def test_what_is_done_or_closed_is_not_amended(plan, row):
    actions.report_done(row, on=FIRST, by=head(), at=AT)
    with pytest.raises(Refused, match="đã xong"):
        amend(plan, NewDay(row.pk, JULY))
    actions.close_task(row.task, note="Xong", by=head(), at=AT)
    with pytest.raises(Refused, match="đã khép"):
        amend(plan, NewTitle(row.task_id, "Khác"))


def test_dropping_answers_an_open_request(plan, row):
    asked, by = actions.ask_extension(row, day=JULY, reason="Chờ", by=head(), at=AT), head()
    amend(plan, Dropped(row.pk), by=by)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("refused", by.user)
    assert "15/KH-TN" in asked.decided_reason


def test_a_dropped_milestone_leaves_the_board_and_stays_in_sight(client, plan, row):
    kept = due(plan, AUGUST)
    amend(plan, Dropped(row.pk))
    board = queries.board(plan, FIRST)
    assert board.milestone_count == 1
    assert [line.row for task in queries.board(plan, FIRST).groups[0].tasks for line in task.lines] == [kept]
    assert not policies.may_report(head(), Milestone.objects.get(pk=row.pk)).allowed
    client.force_login(acting().user)
    assert "bỏ theo sửa đổi, từ 12/02/2025" in body(client.get(reverse("plans:task", args=[row.task_id])))
    assert "đã bỏ theo văn bản sửa đổi" in body(client.get(reverse("plans:milestone", args=[row.pk])))


def test_an_added_task_stands_in_its_section_with_its_deadlines_read(plan):
    first = TaskFactory(plan=plan, part="A", section="I", position=1)
    last = TaskFactory(plan=plan, part="A", section="II", position=2)
    lines = ("Lập danh sách trong tháng 9/2025", "Báo cáo: ngày 25 hằng tháng")
    amend(plan, NewTask("Việc giữa", lines, number="1a", part="A", section="I"))
    assert [task.title for task in plan.tasks.order_by("position")] == [first.title, "Việc giữa", last.title]
    rows = list(Task.objects.get(title="Việc giữa").milestones.order_by("position"))
    assert [(m.relation, m.month, bool(m.recurrence)) for m in rows] == [
        ("in_month", "2025-09", False),
        ("monthly_on_day", "", True),
    ]
    assert rows[0].effective == date(2025, 9, 30)


# By date


def test_the_plan_of_a_day_is_told_from_its_changes(plan, row):
    amend(plan, NewDay(row.pk, JULY), NewTitle(row.task_id, "Tên hai"))
    asked = actions.ask_extension(row, day=AUGUST, reason="Chờ", by=head(), at=IN_MAY)
    actions.grant_extension(asked, by=head(), at=IN_MAY)
    amend(
        plan, NewTitle(row.task_id, "Tên ba"), NewUnits(row.task_id, ("Sở Ba",)),
        NewTask("Việc thêm", ("trước ngày 30/9/2025",)), number="20/KH-TN", on=date(2025, 5, 22),
        at=IN_MAY + timedelta(days=1),
    )  # fmt: skip
    stood = {}
    for day in (date(2025, 2, 11), FIRST, SECOND, date(2025, 5, 21), date(2025, 5, 22)):
        then = plan_on(plan, day)
        stood[day] = (len(then.tasks), then.tasks[0].title, then.tasks[0].lines[0].day, then.tasks[0].names)
    assert list(stood.values()) == [
        (1, "Tổ chức hội nghị", JUNE, ["Sở Cũ"]),
        (1, "Tên hai", JULY, ["Sở Cũ"]),
        (1, "Tên hai", JULY, ["Sở Cũ"]),
        (1, "Tên hai", AUGUST, ["Sở Cũ"]),
        (2, "Tên ba", AUGUST, ["Sở Ba"]),
    ]
    moved = plan_on(plan, FIRST).tasks[0]
    assert (moved.changed, moved.lines[0].moved) == (True, True)


def test_what_was_dropped_is_told_from_its_day_on(plan, row):
    amend(plan, Dropped(row.pk))
    assert [plan_on(plan, day).tasks[0].lines[0].dropped for day in (date(2025, 2, 11), FIRST)] == [
        False,
        True,
    ]


def test_changes_of_one_thing_take_effect_in_their_order(plan, row):
    asked = actions.ask_extension(row, day=JULY, reason="Chờ", by=head(), at=AT)
    actions.grant_extension(asked, by=head(), at=AT)
    with pytest.raises(Refused, match="có hiệu lực từ 14/02/2025"):
        amend(plan, NewDay(row.pk, AUGUST), on=FIRST)
    amend(plan, NewDay(row.pk, AUGUST), on=FIRST, since=date(2025, 2, 14))
    assert plan_on(plan, date(2025, 2, 13)).tasks[0].lines[0].day == JUNE
    assert plan_on(plan, date(2025, 2, 14)).tasks[0].lines[0].day == AUGUST


def test_without_changes_a_thing_was_what_it_is():
    assert value_on([], JUNE, "nay") == "nay"
    later = Change(before="trước", after="sau", since=JULY)
    assert [value_on([later], day, "nay") for day in (JUNE, JULY)] == ["trước", "sau"]


def test_days_of_the_councils_programme_are_amended_and_told(plan, row):
    session = CouncilRow.objects.create(plan=plan, key="PL2.1", position=1, title="Phiên 1", task=row.task)
    own = Milestone.objects.create(
        plan=plan, council_row=session, key="PL2.1.1", position=99, relation="on", printed="16/6/2025",
        printed_date=JUNE, used_date=JUNE, effective=JUNE,
    )  # fmt: skip
    amend(plan, NewDay(own.pk, JULY))
    assert plan_on(plan, date(2025, 2, 11)).sessions[0].lines[0].day == JUNE
    assert plan_on(plan, FIRST).sessions[0].lines[0].day == JULY
    assert "Phiên 1" in changes_of(plan).rows[0].about


def test_lists_of_changes_newest_first_page_by_page(plan):
    rows = [due(plan, JUNE) for _ in range(PAGE + 3)]
    amend(plan, *(NewDay(row.pk, JULY) for row in rows))
    first = changes_of(plan)
    rest = changes_of(plan, before=first.next_before)
    shown = [line.change.pk for line in (*first.rows, *rest.rows)]
    assert shown == list(Change.objects.order_by("-pk").values_list("pk", flat=True))
    assert rest.next_before == ""
    (line,) = changes_about(task=rows[0].task)
    assert (line.before, line.after) == ("16/06/2025", "15/07/2025")
    assert changes_of(plan, before="x.y").rows == first.rows


# The page of the draft


@pytest.fixture
def boss(client):
    by = head()
    client.force_login(by.user)
    return by


def sent(plan, row, **fields):
    """The draft's form as a browser sends it, with one task chosen and nothing changed."""
    task = row.task
    words, names = task.title, "\n".join(task.implementing)
    return {
        "act": "ghi", "seen": plan.revision, "them": 0, "viec": [task.pk], "number": "15/KH-TN",
        "issued_on": f"{today():%d/%m/%Y}", "title": "Sửa đổi", "file": SimpleUploadedFile("vb.png", PNG),
        f"title-{task.pk}": words, f"was-title-{task.pk}": words, f"units-{task.pk}": names,
        f"was-units-{task.pk}": names, f"day-{row.pk}": "",
    } | fields  # fmt: skip


@pytest.fixture
def coming(plan):
    return due(plan, today() + timedelta(days=30), task={"title": "Tổ chức hội nghị", "implementing": ["Sở Cũ"]})


def test_tasks_are_chosen_and_typed_words_are_kept(client, boss, plan, coming):
    other = TaskFactory(plan=plan, title="Viết báo cáo Đại hội")
    url = reverse("plans:amend", args=[plan.pk])
    assert f'name="day-{coming.pk}"' not in body(client.get(url))
    assert f'name="day-{coming.pk}"' in body(client.get(url, {"viec": coming.task_id}))
    form = sent(plan, coming, act="chon", number="Số đã gõ", q="dai hoi", viec=[coming.task_id, other.pk])
    page = body(client.post(url, form))
    assert "Số đã gõ" in page
    assert f'name="title-{other.pk}"' in page
    page = body(client.post(url, sent(plan, coming, act="chon", q="DAI HOI")))
    assert f'name="viec" value="{other.pk}"' in page
    page = body(client.post(url, sent(plan, coming, act="them-viec", number="Số đã gõ")))
    assert 'name="new-0-title"' in page
    assert "Số đã gõ" in page
    assert not Amendment.objects.exists()


def test_the_draft_is_looked_over_before_it_is_recorded(client, boss, plan, coming):
    day = today() + timedelta(days=60)
    url = reverse("plans:amend", args=[plan.pk])
    form = sent(plan, coming, act="xem", them=1, **{
        f"day-{coming.pk}": f"{day:%d/%m/%Y}", "new-0-title": "Việc thêm", "new-0-deadlines": "trước ngày 30/6/2030",
    })  # fmt: skip
    del form["file"]
    page = body(client.post(url, form))
    for words in (
        "Sẽ thay đổi (2)",
        f"{coming.used_date:%d/%m/%Y}",
        f"{day:%d/%m/%Y}",
        "Ngày làm việc cuối",
        "Việc thêm",
    ):
        assert words in page
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("act", ["xem", "ghi"])
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"issued_on": "08/12/2024"}, "ban hành ngày 08/12/2024, trước ngày ký kế hoạch (09/12/2024)"),
        ({"since": "01/01/2025"}, "Ngày có hiệu lực không thể trước ngày ban hành"),
        ({"since": f"{today() + timedelta(days=3):%d/%m/%Y}"}, "Văn bản chưa có hiệu lực"),
        ({"day": f"{today() - timedelta(days=1):%d/%m/%Y}"}, "trước ngày ban hành văn bản sửa đổi"),
    ],
)
def test_what_recording_refuses_the_preview_tells(client, boss, plan, coming, act, fields, said):
    fields = {**fields, f"day-{coming.pk}": fields.get("day", f"{today() + timedelta(days=60):%d/%m/%Y}")}
    page = body(client.post(reverse("plans:amend", args=[plan.pk]), sent(plan, coming, act=act, **fields)))
    assert said in page
    assert "Sẽ thay đổi" not in page
    assert not Amendment.objects.exists()


def test_a_document_of_the_day_the_plan_was_signed_is_looked_over(client, boss, plan, coming):
    fields = {"issued_on": "09/12/2024", f"title-{coming.task_id}": "Tên mới"}
    page = body(client.post(reverse("plans:amend", args=[plan.pk]), sent(plan, coming, act="xem", **fields)))
    assert "Sẽ thay đổi (1)" in page


def test_recording_once_and_the_page_of_the_day_after(client, boss, plan, coming):
    day = today() + timedelta(days=60)
    url = reverse("plans:amend", args=[plan.pk])
    for _ in range(2):
        form = sent(plan, coming, form_key="mot-lan", **{
            f"day-{coming.pk}": f"{day:%d/%m/%Y}", f"title-{coming.task_id}": "Tên mới",
        })  # fmt: skip
        answer = client.post(url, form)
        assert answer["Location"] == reverse("plans:history", args=[plan.pk])
    assert (Amendment.objects.count(), Change.objects.count()) == (1, 2)
    page = body(client.get(answer["Location"]))
    for words in ("15/KH-TN", "Tên mới", f"{day:%d/%m/%Y}"):
        assert words in page
    yesterday = today() - timedelta(days=1)
    page = body(client.get(answer["Location"], {"ngay": f"{yesterday:%d/%m/%Y}"}))
    assert f"Kế hoạch tại ngày {yesterday:%d/%m/%Y}" in page
    assert "nay là ngày khác" in page
    assert "Đã thay đổi so với văn bản" in body(client.get(reverse("plans:milestone", args=[coming.pk])))
    assert client.get(reverse("plans:amendment_file", args=[Amendment.objects.get().pk])).content == PNG


def test_errors_are_told_and_nothing_is_lost(client, boss, plan, coming):
    url = reverse("plans:amend", args=[plan.pk])
    page = body(client.post(url, sent(plan, coming, number="Số đã gõ")))
    assert "Chưa có thay đổi nào trong bản nháp" in page
    assert "Số đã gõ" in page
    page = body(client.post(url, sent(plan, coming, **{f"day-{coming.pk}": "31/02/2030"})))
    assert "Một số ô cần sửa" in page
    assert "31/02/2030" in page
    assert not Amendment.objects.exists()


def test_after_a_conflict_untouched_words_show_what_stands_now(client, boss, plan, coming):
    old = sent(plan, coming, **{f"units-{coming.task_id}": "Sở Tôi Gõ"})
    amend(plan, NewTitle(coming.task_id, "Tên người kia đặt"), number="9/KH-TN", on=date(2025, 2, 12))
    plan.refresh_from_db()
    page = body(client.post(reverse("plans:amend", args=[plan.pk]), old))
    assert "vừa được người khác thay đổi" in page
    assert "Tên người kia đặt" in page
    assert "Sở Tôi Gõ" in page
    assert f'name="seen" value="{plan.revision}"' in page
    assert Amendment.objects.count() == 1


def test_others_do_not_reach_the_draft(client, plan, row):
    client.force_login(acting(DutyCode.APPRAISER).user)
    assert client.get(reverse("plans:amend", args=[plan.pk])).status_code == 403
    assert client.get(reverse("plans:history", args=[plan.pk])).status_code == 200
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT)
    client.force_login(acting().user)
    for name in ("amend", "history"):
        assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 404


def test_a_day_not_understood_shows_today(client, boss, plan, row):
    for typed in ("hôm kia", "31/02/2025"):
        page = body(client.get(reverse("plans:history", args=[plan.pk]), {"ngay": typed, "sau": "x", "truoc": "y"}))
        assert "Chưa đọc được ngày này" in page
    assert "Trước ngày ban hành" in body(client.get(reverse("plans:history", args=[plan.pk]), {"ngay": "01/01/2020"}))


def test_the_plan_of_a_day_asks_as_much_for_one_task_as_for_fifty(client, boss, plan):
    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("plans:history", args=[plan.pk]))
        return len(found)

    amend(plan, NewDay(due(plan, JUNE).pk, JULY))
    asked()
    one = asked()
    rows = [due(plan, JUNE) for _ in range(PAGE + 5)]
    amend(plan, *(NewDay(row.pk, JULY) for row in rows), number="16/KH-TN")
    # One page holds fifty tasks and leaves the council's programme for the last one.
    assert asked() <= one
    assert plan_on(plan, FIRST).next_after


# Rows of the council's programme, deadlines added, names that are nobody's


@pytest.fixture
def alone(plan):
    """A row of the council's programme that no task repeats, with a deadline in June."""
    programme = CouncilRow.objects.create(plan=plan, key="PL2.II.1", position=1, number="1", title="Họp bất thường")
    return Milestone.objects.create(
        plan=plan, council_row=programme, key="PL2.II.1.1", position=900, relation="on", printed="16/6/2025",
        printed_date=JUNE, used_date=JUNE, effective=JUNE,
    )  # fmt: skip


def test_a_row_of_the_programme_tied_to_no_task_is_amended(plan, alone):
    programme = alone.council_row
    amend(
        plan, NewDay(alone.pk, JULY), NewRowTitle(programme.pk, "Họp chuyên đề"),
        NewMilestones(("Gửi tài liệu: trước ngày 01/7/2025",), row=programme.pk),
    )  # fmt: skip
    programme.refresh_from_db()
    assert programme.title == "Họp chuyên đề"
    assert [(row.label, row.effective) for row in programme.milestones.order_by("position")] == [
        ("", JULY), ("Gửi tài liệu", date(2025, 7, 1))
    ]  # fmt: skip
    then, now = (plan_on(plan, day).sessions[0] for day in (FIRST - timedelta(days=1), FIRST))
    assert (then.title, [line.day for line in then.lines]) == ("Họp bất thường", [JUNE])
    assert (now.title, [line.day for line in now.lines]) == ("Họp chuyên đề", [JULY, date(2025, 7, 1)])
    lines = changes_of(plan).rows
    assert {line.about.split(":")[0] for line in lines} == {"1. Họp chuyên đề"}
    assert [line.what for line in lines] == ["Thêm mốc", "Nội dung nhiệm vụ", "Ngày dùng để theo dõi"]


def test_a_deadline_is_added_to_a_task_that_stands(plan, row):
    amend(plan, NewMilestones(("Sơ kết: trước ngày 15/8/2025", "ngày 25 hằng tháng"), task=row.task_id))
    added = list(row.task.milestones.exclude(pk=row.pk).order_by("position"))
    assert [(one.label, one.effective, one.recurrence) for one in added] == [
        ("Sơ kết", AUGUST, ""), ("", None, "FREQ=MONTHLY;BYMONTHDAY=25")
    ]  # fmt: skip
    amend(
        plan,
        NewMilestones(("Tổng kết: trước ngày 30/9/2025",), task=row.task_id),
        number="16/KH-TN",
        on=SECOND,
        at=IN_MAY,
    )
    counts = [len(plan_on(plan, day).tasks[0].lines) for day in (FIRST - timedelta(days=1), FIRST, SECOND)]
    assert counts == [1, 3, 4]
    assert Change.objects.filter(field="milestone").count() == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("khi nào xong thì xong 31/02/2025", "Chưa đọc được thời gian"),
        ("trước ngày 01/01/2025", "trước ngày ban hành"),
    ],
)
def test_a_deadline_that_cannot_be_read_is_not_added(plan, row, text, said):
    with pytest.raises(Refused, match=said):
        amend(plan, NewMilestones((text,), task=row.task_id))
    assert row.task.milestones.count() == 1


def test_a_deadline_that_cannot_be_read_is_told_when_the_draft_is_looked_over(client, boss, plan, coming):
    form = sent(plan, coming, act="xem", **{f"more-{coming.task_id}": "Sơ kết: 31/02/2025"})
    answer = client.post(reverse("plans:amend", args=[plan.pk]), form)
    assert answer.status_code == 200
    assert "Chưa đọc được thời gian “Sơ kết: 31/02/2025”" in body(answer)
    assert "Sẽ thay đổi" not in body(answer)


def test_the_form_starts_where_one_came_from_and_speaks_of_the_plans_year(client, boss, plan, coming):
    due(plan, coming.effective, task={"section": "Quý IV", "part": "B. Thường xuyên"})
    page = body(client.get(f"{reverse('plans:amend', args=[plan.pk])}?viec={coming.task_id}&them=1"))
    assert f'id="viec-{coming.task_id}"' in page
    here = f"{coming.task.part} · {coming.task.section}"
    selected = page.split('name="new-0-section"')[1].split("selected>")[1].split("<")[0]
    assert selected == here
    assert f"trước ngày 30/6/{plan.year}" in page
    assert f"#viec-{coming.task_id}" in body(client.get(reverse("plans:task", args=[coming.task_id])))


def test_the_form_offers_rows_that_no_task_repeats(client, boss, plan, alone, row):
    url = reverse("plans:amend", args=[plan.pk])
    assert "dòng không gắn với việc nào" in body(client.get(url))
    page = body(client.get(f"{url}?dong={alone.council_row_id}"))
    assert f'name="day-{alone.pk}"' in page
    assert f'name="title-row-{alone.council_row_id}"' in page


def test_a_name_that_is_nobodys_is_told_before_it_is_recorded(client, boss, plan, coming):
    def send(**more):
        sheet = {**sent(plan, coming, **{f"units-{coming.task_id}": "Sở Gõ Nhầm"}), **more}
        return client.post(reverse("plans:amend", args=[plan.pk]), sheet)

    answer = send()
    assert answer.status_code == 200
    assert "Tên chưa gắn với đơn vị nào" in body(answer)
    assert not Amendment.objects.exists()
    answer = send(biet="Sở Gõ Nhầm", file=SimpleUploadedFile("van-ban.png", PNG))
    assert answer.status_code == 302
    coming.task.refresh_from_db()
    assert coming.task.unresolved == ["Sở Gõ Nhầm"]


def test_a_known_unit_is_recorded_at_once(client, boss, plan, coming):
    UnitFactory(name="Sở Có Thật", name_fold=fold("Sở Có Thật"))
    answer = client.post(
        reverse("plans:amend", args=[plan.pk]),
        sent(plan, coming, **{f"units-{coming.task_id}": "Sở Có Thật"}),
    )
    assert answer.status_code == 302
