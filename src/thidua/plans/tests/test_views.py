"""The pages: who gets in, what they show, what they refuse and in which words, and how much they ask of the database."""

from __future__ import annotations

import re
import sys
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.documents.models import StoredFile
from thidua.documents.queries import file_bytes
from thidua.foundation.clock import today
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, UserFactory, acting
from thidua.plans import actions
from thidua.plans.demo.build import FILE, build
from thidua.plans.models import CouncilRow, Flag, Milestone, Plan, PlanState, Severity, Task
from thidua.plans.queries.questions import questions_of
from thidua.plans.queries.review import PAGE, review
from thidua.plans.tests.factories import (
    AT,
    FlagFactory,
    MilestoneFactory,
    PlanFactory,
    active,
    appraiser,
    blocking,
    draft,
    due,
    flag_of,
    head,
    in_force,
    named_in_tests,
    settled,
)
from thidua.plans.urls import urlpatterns
from thidua.plans.views import importing

pytestmark = pytest.mark.django_db

PDF_TEXT = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
DUTIES = {
    "head": DutyCode.OFFICE_HEAD, "appraiser": DutyCode.APPRAISER, "clerk": DutyCode.CLERK, "unit": DutyCode.UNIT_OFFICER,
    "admin": DutyCode.ADMIN,
}  # fmt: skip


def page(name, *args):
    return reverse(f"plans:{name}", args=args)


@pytest.fixture
def sign_in(client):
    def enter(who):
        client.force_login(who.user)
        return who

    return enter


def body(answer):
    return answer.content.decode()


def get(client, name, *args, **asked):
    return client.get(page(name, *args), asked)


def sent(data: bytes, name: str = "ke-hoach.docx"):
    return {"file": SimpleUploadedFile(name, data)}


def typed(day):
    return f"{day:%d/%m/%Y}"


# Who gets in: every address


def gets(plan):
    """Every address that is read, for a plan with one task, one milestone with evidence and one flag."""
    row = plan.milestones.filter(task__isnull=False).first()
    return {
        "list": (), "upload": (), "sample": (), "board": (plan.pk,), "source": (plan.pk,), "file": (plan.pk,), "review": (plan.pk,),
        "resolve": (plan.pk, plan.flags.first().pk), "task": (row.task_id,), "milestone": (row.pk,), "evidence": (row.pk,),
    }  # fmt: skip


def posts(plan):
    """Every address that acts, with what is sent."""
    row, flag = plan.milestones.filter(task__isnull=False).first(), plan.flags.first()
    day = typed(today() - timedelta(days=1))
    return {
        "upload": ((), {}), "resolve": ((plan.pk, flag.pk), {"resolution": "kept", "reason": "Đúng"}),
        "reopen": ((plan.pk, flag.pk), {}), "keep_all": ((plan.pk,), {"kind": "ghi-nhan", "reason": "Đã xem"}),
        "counting": ((plan.pk,), {"before": "khong"}), "activate": ((plan.pk,), {}), "discard": ((plan.pk,), {}),
        "close": ((plan.pk,), {"reason": "Hết năm"}), "task": ((row.task_id,), {"units": []}),
        "milestone": ((row.pk,), {"on": day}), "undo": ((row.pk,), {"reason": "Nhầm"}),
    }  # fmt: skip


def kept_plan(state):
    """The demonstration plan with its real file, in a state, with evidence on its first milestone."""
    plan = draft()
    row = plan.milestones.filter(task__isnull=False).order_by("position").first()
    row.evidence = plan.file
    row.save()
    Plan.objects.filter(pk=plan.pk).update(state=state)
    plan.refresh_from_db()
    return plan


def test_every_address_is_tried_here():
    plan = kept_plan(PlanState.DRAFT)
    elsewhere = named_in_tests(r"plans:(\w+)", but="test_views.py")
    assert {pattern.name for pattern in urlpatterns} - {*gets(plan), *posts(plan)} - elsewhere == set()


def test_nobody_gets_in_without_signing_in(client):
    plan = kept_plan(PlanState.ACTIVE)
    for name, args in gets(plan).items():
        answer = get(client, name, *args)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/tai-khoan/"), name
    for name, (args, form) in posts(plan).items():
        answer = client.post(page(name, *args), form)
        assert answer["Location"].startswith("/tai-khoan/"), name
    assert Plan.objects.get().state == PlanState.ACTIVE


OPEN_TO_ALL = {"list": 200, "sample": 200}
PLAN_PAGES = ("board", "source", "file", "review", "task", "milestone", "evidence")


@pytest.mark.parametrize(
    ("who", "state", "pages", "upload"),
    [
        ("head", PlanState.DRAFT, 200, 200), ("appraiser", PlanState.DRAFT, 200, 200), ("clerk", PlanState.DRAFT, 200, 403),
        ("unit", PlanState.DRAFT, 404, 200), ("admin", PlanState.DRAFT, 404, 403),
        ("head", PlanState.ACTIVE, 200, 200), ("unit", PlanState.ACTIVE, 200, 200), ("admin", PlanState.ACTIVE, 200, 403),
        ("clerk", PlanState.CLOSED, 200, 403), ("unit", PlanState.CLOSED, 200, 200),
    ],
)  # fmt: skip
def test_answers_by_duty_and_state(client, sign_in, who, state, pages, upload):
    plan = kept_plan(state)
    sign_in(acting(DUTIES[who]))
    wanted = {
        **OPEN_TO_ALL,
        **dict.fromkeys(PLAN_PAGES, pages),
        "upload": upload,
        "resolve": 302 if pages == 200 else 404,
    }
    assert {name: get(client, name, *args).status_code for name, args in gets(plan).items()} == wanted


def test_without_a_duty_no_plan_is_shown(client):
    plan = kept_plan(PlanState.ACTIVE)
    client.force_login(UserFactory())
    answers = {name: get(client, name, *args).status_code for name, args in gets(plan).items()}
    assert {name: answers[name] for name in PLAN_PAGES} == dict.fromkeys(PLAN_PAGES, 404)
    assert plan.number not in body(client.get(page("list")))


def test_what_is_invisible_answers_like_what_does_not_exist(client, sign_in):
    plan = kept_plan(PlanState.DRAFT)
    sign_in(acting(DutyCode.UNIT_HEAD))
    for name, args in gets(plan).items():
        if args:
            there, not_there = get(client, name, *args), get(client, name, *(10**9 for _ in args))
            assert there.status_code == not_there.status_code == 404, name
    for name, (args, form) in posts(plan).items():
        if args:
            there = client.post(page(name, *args), form)
            not_there = client.post(page(name, *(10**9 for _ in args)), form)
            assert there.status_code == not_there.status_code == 404, name
    plan.refresh_from_db()
    assert (plan.state, plan.before_is_inclusive) == (PlanState.DRAFT, True)


def test_flags_of_another_plan_are_not_reached_through_this_one(client, sign_in):
    plan, other = PlanFactory(), PlanFactory()
    flag = FlagFactory(plan=other)
    sign_in(head())
    assert client.post(page("resolve", plan.pk, flag.pk), {"resolution": "kept", "reason": "x"}).status_code == 404
    assert client.post(page("reopen", plan.pk, flag.pk)).status_code == 404
    assert get(client, "resolve", plan.pk, flag.pk).status_code == 404


# Acts that a duty does not allow: a reason, and nothing written


@pytest.mark.parametrize(
    ("name", "state", "status", "said"),
    [
        ("upload", PlanState.DRAFT, 403, "do lãnh đạo Ban, chuyên viên thẩm định nạp"),
        ("resolve", PlanState.DRAFT, 403, "do lãnh đạo Ban hoặc chuyên viên thẩm định xác nhận"),
        ("reopen", PlanState.DRAFT, 403, "do lãnh đạo Ban hoặc chuyên viên thẩm định xác nhận"),
        ("keep_all", PlanState.DRAFT, 403, "do lãnh đạo Ban hoặc chuyên viên thẩm định xác nhận"),
        ("counting", PlanState.DRAFT, 403, "Việc này do lãnh đạo Ban"),
        ("activate", PlanState.DRAFT, 403, "do lãnh đạo Ban Thi đua - Khen thưởng phát hành"),
        ("discard", PlanState.DRAFT, 403, "lãnh đạo Ban hoặc người đã nạp bỏ"),
        ("close", PlanState.ACTIVE, 403, "Việc này do lãnh đạo Ban"),
        ("task", PlanState.ACTIVE, 403, "do lãnh đạo Ban Thi đua - Khen thưởng chọn"),
        ("milestone", PlanState.ACTIVE, 403, "do đơn vị thực hiện hoặc Ban"),
        ("undo", PlanState.ACTIVE, 403, "do đơn vị thực hiện hoặc Ban"),
    ],
)
def test_the_wrong_duty_is_told_why_and_nothing_is_written(client, sign_in, name, state, status, said):
    plan = kept_plan(state)
    sign_in(acting(DutyCode.CLERK))
    args, form = posts(plan)[name]
    before = written()
    answer = client.post(page(name, *args), form)
    assert answer.status_code == status
    assert said in body(answer)
    assert written() == before


def written():
    rows = [list(model.objects.order_by("pk").values()) for model in (Plan, Flag, StoredFile, Event)]
    return rows, list(Plan.objects.values_list("milestones__done_on", "tasks__units"))


@pytest.mark.parametrize("name", ["reopen", "keep_all", "counting", "activate", "discard", "close", "undo"])
def test_acts_are_not_done_by_following_a_link(client, sign_in, name):
    plan = kept_plan(PlanState.DRAFT)
    sign_in(head())
    args, _form = posts(plan)[name]
    assert get(client, name, *args).status_code == 405


# Taking a plan in


def test_the_file_leads_to_the_review_of_the_new_draft(client, sign_in):
    by = sign_in(appraiser())
    answer = client.post(page("upload"), {**sent(FILE.read_bytes(), FILE.name), "form_key": "k"})
    plan = Plan.objects.get()
    assert answer["Location"] == page("review", plan.pk)
    assert (plan.state, plan.imported_by, plan.tasks.count()) == (PlanState.DRAFT, by.user, 45)
    text = body(client.get(answer["Location"]))
    assert f"Đã đọc 45 việc, 7 dòng chương trình Hội đồng, {plan.flags.count()} điều cần soát" in text
    assert "5 điều phải xác nhận trước khi phát hành" in text


BAD_FILES = {
    "empty": (b"", "ke-hoach.docx", "Tệp không có nội dung. Chưa lưu gì."),
    "blank": (b" \n\t\n", "ke-hoach.txt", "Tệp không có nội dung. Chưa lưu gì."),
    "damaged package": (FILE.read_bytes()[:4000], "ke-hoach.docx", "Tệp bị hỏng hoặc thiếu một phần nên không mở được. Chưa lưu gì."),
    "damaged pdf": (PDF_TEXT, "ke-hoach.pdf", "Tệp bị hỏng hoặc thiếu một phần nên không mở được. Chưa lưu gì."),
    "too large": (b"PK" + bytes(20_000_000), "ke-hoach.docx", "Tệp lớn hơn mức cho phép (20 MB). Chưa lưu gì."),
    "a picture": (PNG, "ke-hoach.png", "Tệp không phải văn bản Word (.docx), PDF, .txt hay .md. Chưa lưu gì."),
    "a picture named as a document": (PNG, "ke-hoach.docx", "Tệp không phải văn bản Word"),
    "an old document": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(4000), "ke-hoach.doc",
        "Tệp là văn bản Word đời cũ (.doc). Chưa lưu gì.",
    ),
    "a program": (b"MZ\x90\x00" + bytes(400), "ke-hoach.exe", "Tệp không phải văn bản Word"),
    "a letter": ("THÔNG BÁO\nVề lịch họp tuần tới.\n".encode(), "thong-bao.txt", "Văn bản này không có bảng nhiệm vụ nên chưa lưu gì."),
    "a name too long": (b"x", "k" * 250 + ".docx", "Tên tệp quá dài."),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_taken_in_is_told_in_words_and_nothing_is_saved(client, sign_in, kind):
    data, name, said = BAD_FILES[kind]
    sign_in(head())
    answer = client.post(page("upload"), {**sent(data, name), "form_key": "k"})
    assert answer.status_code == 200
    assert said in alerts(body(answer))
    assert_nothing_saved()


def test_a_file_too_large_is_told_before_it_is_taken_into_memory(client, sign_in, monkeypatch):
    monkeypatch.setattr(importing, "read_document", lambda *_a, **_k: pytest.fail("read for nothing"))
    sign_in(head())
    data, name, said = BAD_FILES["too large"]
    assert said in alerts(body(client.post(page("upload"), sent(data, name))))


def alerts(text: str) -> str:
    """What the page says beside the field of the file."""
    assert 'aria-invalid="true"' in text
    return " ".join(re.findall(r'<ul class="msgs" id="id_file_error">(.*?)</ul>', text, re.DOTALL))


def assert_nothing_saved():
    for model in (Plan, Flag, StoredFile, Event):
        assert not model.objects.exists(), model


def test_a_workbook_is_no_plan(client, sign_in, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "bang.xlsx") as book:
        book.add_worksheet().write(0, 0, "Nhiệm vụ")
    sign_in(head())
    answer = client.post(page("upload"), sent((tmp_path / "bang.xlsx").read_bytes(), "bang.xlsx"))
    assert "Tệp không phải văn bản Word" in alerts(body(answer))
    assert_nothing_saved()


def test_no_file_chosen_is_said(client, sign_in):
    sign_in(head())
    answer = client.post(page("upload"), {"form_key": "k"})
    assert answer.status_code == 200
    assert "Chưa chọn tệp" in alerts(body(answer))


@pytest.mark.parametrize(("state", "leads"), [(PlanState.DRAFT, "review"), (PlanState.ACTIVE, "board")])
def test_a_document_known_already_leads_to_the_plan_that_stands(client, sign_in, state, leads):
    plan = kept_plan(state)
    files, events = StoredFile.objects.count(), Event.objects.count()
    sign_in(head())
    answer = client.post(page("upload"), {**sent(FILE.read_bytes(), "ban-sao.docx"), "form_key": "k"})
    text = body(answer)
    assert answer.status_code == 200
    assert "Văn bản này đã được nạp ngày 14/02/2025: kế hoạch số 12/KH-UBND. Chưa lưu gì thêm." in text
    assert f'href="{page(leads, plan.pk)}"' in text
    assert (Plan.objects.count(), StoredFile.objects.count(), Event.objects.count()) == (1, files, events)


def test_sending_the_same_file_twice_keeps_one_plan(client, sign_in):
    sign_in(head())
    for _ in range(2):
        client.post(page("upload"), {**sent(FILE.read_bytes(), FILE.name), "form_key": "k"})
    assert (Plan.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_the_sample_and_the_original_come_as_they_are(client, sign_in):
    plan = draft()
    sign_in(head())
    for answer in (get(client, "sample"), get(client, "file", plan.pk)):
        assert b"".join(answer) == FILE.read_bytes()
        assert "attachment" in answer["Content-Disposition"]
    assert "12/KH-UBND" in body(get(client, "source", plan.pk))


# Reviewing


def test_review_shows_the_questions_by_tab_with_what_is_printed(client, sign_in):
    plan = draft()
    sign_in(appraiser())
    text = body(get(client, "review", plan.pk))
    assert "trước 15/4/2024" in text
    assert "15/04/2025" in text
    for tab in ("nen-xem", "ghi-nhan", "chinh-ta", "tat-ca", "khong-co"):
        assert get(client, "review", plan.pk, muc=tab).status_code == 200
    assert "Giữ như in tất cả" in body(get(client, "review", plan.pk, muc="ghi-nhan"))
    assert page("activate", plan.pk) not in text, "not before everything is settled, and not by an appraiser"


@pytest.mark.parametrize("asked", [{"canh": "x"}, {"canh": "9" * 30}, {"sau": "-1"}, {"sau": "²"}, {"nguon": "s99999"}])
def test_nonsense_in_the_address_of_the_review_is_no_error(client, sign_in, asked):
    plan = draft()
    sign_in(head())
    assert get(client, "review", plan.pk, **asked).status_code == 200


def test_settled_on_the_page_leads_to_the_next_open_one(client, sign_in):
    plan = draft()
    by = sign_in(appraiser())
    flag, following = (
        flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2"),
        flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.21.1"),
    )
    form = {"resolution": "accepted", "tab": "phai-xac-nhan", "form_key": "k"}
    for _ in range(2):
        answer = client.post(page("resolve", plan.pk, flag.pk), form)
        assert (
            answer["Location"] == f"{page('review', plan.pk)}?muc=phai-xac-nhan&canh={following.pk}#dieu-{following.pk}"
        )
    flag.refresh_from_db()
    assert (flag.resolution, flag.resolved_by) == ("accepted", by.user)
    assert Event.objects.filter(verb="plans.resolve_flag").count() == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"resolution": "kept", "reason": ""}, "Giữ như in cần có lý do"),
        ({"resolution": "typed", "value": "31/02/2025"}, "31/02/2025 không có thật trong lịch"),
        ({"resolution": "typed", "value": ""}, "Chưa nhập giá trị"),
        ({"resolution": "khac"}, "không đúng dạng"),
        ({}, "không đúng dạng"),
    ],
)
def test_what_cannot_be_written_is_shown_again_with_the_reason(client, sign_in, form, said):
    plan = draft()
    sign_in(head())
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2")
    answer = client.post(page("resolve", plan.pk, flag.pk), form | {"tab": "phai-xac-nhan"})
    assert answer.status_code == 200
    text = body(answer)
    assert said in text
    if form.get("value"):
        assert f'value="{form["value"]}"' in text, "what was typed stays"
    flag.refresh_from_db()
    assert flag.resolution == ""


def test_the_slower_of_two_is_told_on_the_page(client, sign_in):
    plan, fast = draft(), appraiser()
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2")
    actions.resolve_flag(flag, "accepted", by=fast, at=AT)
    sign_in(head())
    answer = client.post(page("resolve", plan.pk, flag.pk), {"resolution": "typed", "value": "16/4/2025"})
    assert f"{fast.user.full_name} vừa xác nhận điều này lúc 09:00, 14/02/2025" in body(answer)


def test_reopened_on_the_page(client, sign_in):
    plan = draft()
    by = sign_in(head())
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2")
    actions.resolve_flag(flag, "accepted", by=by, at=AT)
    answer = client.post(page("reopen", plan.pk, flag.pk), {"tab": "phai-xac-nhan"})
    assert answer["Location"].endswith(f"?muc=phai-xac-nhan&canh={flag.pk}#dieu-{flag.pk}")
    flag.refresh_from_db()
    assert flag.resolution == ""
    again = client.post(page("reopen", plan.pk, flag.pk), {"tab": "phai-xac-nhan"})
    assert "đã được mở lại trước đó" in body(again)


def test_kept_in_bulk_on_the_page(client, sign_in):
    plan = draft()
    sign_in(head())
    count = plan.flags.filter(severity=Severity.INFO).count()
    told = client.post(page("keep_all", plan.pk), {"kind": "ghi-nhan", "reason": " "}, follow=True)
    assert "Giữ như in cần có lý do" in body(told)
    told = client.post(page("keep_all", plan.pk), {"kind": "phai-xac-nhan", "reason": "Đã xem"}, follow=True)
    assert "xem từng điều" in body(told)
    assert not plan.flags.exclude(resolution="").exists()
    told = client.post(page("keep_all", plan.pk), {"kind": "ghi-nhan", "reason": "Đã xem"}, follow=True)
    assert f"Đã giữ như in {count} điều" in body(told)
    assert plan.flags.filter(resolution="kept").count() == count


def test_how_before_counts_is_settled_on_the_page(client, sign_in):
    plan = draft()
    sign_in(head())
    told = client.post(page("counting", plan.pk), {"before": "khong"}, follow=True)
    assert "Đã ghi cách tính" in body(told)
    plan.refresh_from_db()
    assert plan.before_is_inclusive is False
    told = client.post(page("counting", plan.pk), {"before": "sao-cung-duoc"}, follow=True)
    assert "không đúng dạng. Chưa ghi gì" in body(told)
    plan.refresh_from_db()
    assert plan.before_is_inclusive is False


def test_put_in_force_on_the_page(client, sign_in):
    plan = settled()
    sign_in(head())
    assert page("activate", plan.pk) in body(get(client, "review", plan.pk))
    for _ in range(2):
        answer = client.post(page("activate", plan.pk), {"form_key": "k"})
        assert answer["Location"] == page("board", plan.pk)
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE
    assert "Đã phát hành kế hoạch" in body(client.get(page("board", plan.pk)))


def test_open_questions_keep_it_from_being_put_in_force(client, sign_in):
    plan = draft()
    sign_in(head())
    answer = client.post(page("activate", plan.pk), follow=True)
    assert f"Còn {blocking(plan).count()} điều phải xác nhận nên chưa phát hành được" in body(answer)
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


def test_a_rival_keeps_it_from_being_put_in_force(client, sign_in):
    plan = settled()
    in_force(year=plan.year, number="3/KH-UBND", yearly=True)
    sign_in(head())
    answer = client.post(page("activate", plan.pk), {"yearly": "1"}, follow=True)
    assert "kế hoạch công tác năm là 3/KH-UBND" in body(answer)
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


def test_another_plan_in_force_later_does_not_take_the_place_of_the_programme(client, sign_in):
    plan = settled()
    programme = in_force(year=plan.year, number="3/KH-UBND", yearly=True)
    sign_in(head())
    assert "phát hành bản này là kế hoạch khác" in body(client.get(page("review", plan.pk)))
    client.post(page("activate", plan.pk))
    plan.refresh_from_db()
    assert (plan.state, plan.yearly) == (PlanState.ACTIVE, False)
    assert client.get(page("list")).context["plan"] == programme


def test_discarded_and_ended_on_the_page(client, sign_in):
    plan, current = draft(), in_force(year=2024)
    sign_in(head())
    told = client.post(page("discard", plan.pk), follow=True)
    assert "Đã bỏ bản đang soát" in body(told)
    assert not Plan.objects.filter(pk=plan.pk).exists()
    told = client.post(page("close", current.pk), {"reason": ""}, follow=True)
    assert "cần có lý do" in body(told)
    current.refresh_from_db()
    assert current.state == PlanState.ACTIVE
    told = client.post(page("close", current.pk), {"reason": "Hết năm"}, follow=True)
    assert "Đã kết thúc kế hoạch" in body(told)
    current.refresh_from_db()
    assert current.state == PlanState.CLOSED


# The board


@pytest.fixture
def board():
    """A plan in force with a milestone of each standing, in two parts, carried by two units."""
    day = today()
    plan = in_force(year=day.year)
    one, two = UnitFactory(name="Sở Một"), UnitFactory(name="Sở Hai")
    due(plan, day - timedelta(days=30), unit=one, task={"title": "Việc đã trễ", "part": "A"})
    due(plan, day + timedelta(days=3), unit=two, task={"title": "Việc gần kề", "part": "A"})
    due(plan, day + timedelta(days=120), unit=one, task={"title": "Việc còn xa", "part": "B"})
    due(plan, None, unit=two, task={"title": "Việc quanh năm", "part": "B"})
    due(
        plan,
        day - timedelta(days=30),
        task={"title": "Việc đã xong", "part": "B"},
        done_on=day - timedelta(days=31),
    )
    plan.one, plan.two = one, two
    return plan


TITLES = {"Việc đã trễ", "Việc gần kề", "Việc còn xa", "Việc quanh năm", "Việc đã xong"}


def shown(answer):
    """The titles of the tasks the board shows."""
    assert answer.status_code == 200
    text = body(answer)
    return {title for title in TITLES if title in text}


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, TITLES),
        ({"xem": "han"}, TITLES),
        ({"xem": "don-vi"}, TITLES),
        ({"loc": "qua-han"}, {"Việc đã trễ"}),
        ({"loc": "sap-han"}, {"Việc gần kề"}),
        ({"loc": "dung-han"}, {"Việc còn xa"}),
        ({"loc": "sap-toi"}, {"Việc gần kề", "Việc còn xa"}),
        ({"loc": "thuong-xuyen"}, {"Việc quanh năm"}),
        ({"loc": "da-xong"}, {"Việc đã xong"}),
        ({"loc": "qua-han", "xem": "han"}, {"Việc đã trễ"}),
        ({"phan": "A"}, {"Việc đã trễ", "Việc gần kề"}),
        ({"phan": "A", "loc": "dung-han"}, set()),
        ({"q": "viec CON xa"}, {"Việc còn xa"}),
        ({"loc": "khong-co", "xem": "khong-co", "sau": "x", "don-vi": "²"}, TITLES),
        ({"sau": "200"}, set()),
    ],
)
def test_filters_by_deadline_table_and_words(client, sign_in, board, asked, titles):
    sign_in(acting())
    assert shown(get(client, "board", board.pk, **asked)) == titles


@pytest.mark.parametrize("view", ["bang", "han", "don-vi"])
def test_filter_by_unit_in_every_table(client, sign_in, board, view):
    sign_in(acting())
    asked = {"don-vi": board.one.pk, "xem": view}
    assert shown(get(client, "board", board.pk, **asked)) == {"Việc đã trễ", "Việc còn xa"}
    assert shown(get(client, "board", board.pk, **asked, loc="qua-han")) == {"Việc đã trễ"}
    assert shown(get(client, "board", board.pk, **{**asked, "don-vi": UnitFactory().pk})) == set()


def order(text, *words):
    return sorted(words, key=text.index) == list(words)


def test_by_deadline_the_most_urgent_stand_first_and_the_done_last(client, sign_in, board):
    sign_in(acting())
    text = body(get(client, "board", board.pk, xem="han"))
    text = text[text.index("Các mốc theo thời hạn") :]
    assert order(text, "Việc đã trễ", "Việc gần kề", "Việc còn xa", "Việc quanh năm", "Việc đã xong")


def test_the_summary_counts_every_standing_whatever_the_filter(client, sign_in, board):
    sign_in(acting())
    for asked in ({}, {"loc": "qua-han"}):
        context = get(client, "board", board.pk, **asked).context
        assert [bar["n"] for bar in context["bars"]] == [1, 1, 1, 1, 1]
    assert context["board"].shown_tasks == 1


def test_the_list_opens_on_the_plan_in_force_nearest_to_this_year(client, sign_in, board):
    in_force(year=today().year - 3, number="cu/KH")
    hidden = PlanFactory(number="nhap/KH", year=today().year + 1)
    sign_in(acting())
    answer = get(client, "list")
    assert shown(answer) == TITLES
    assert answer.context["plan"] == board
    assert "cu/KH" in body(answer)
    assert hidden.number not in body(answer)


def test_without_a_plan_the_list_says_what_to_do(client, sign_in):
    sign_in(acting())
    assert "Chưa có kế hoạch nào" in body(get(client, "list"))
    sign_in(head())
    assert page("upload") in body(get(client, "list"))


def test_the_programme_of_the_council_beside_its_tasks(client, sign_in):
    plan = active()
    sign_in(acting())
    text = body(get(client, "board", plan.pk, xem="hoi-dong"))
    assert "Chương trình Hội đồng (7)" in text
    said = "Chương trình in 16/06/2025, nhiệm vụ 22 in 16/06/2024. Đang theo dõi: 16/06/2025."
    assert said in text, "the day of the meeting, not the one on which its dossiers are due"


def filled(tasks):
    """A plan in force with so many tasks, each with two milestones, two units and a row of the programme."""
    day, plan = today(), in_force(year=None)
    units = UnitFactory.create_batch(2)
    for n in range(tasks):
        row = due(plan, day + timedelta(days=n), task={"section": f"Mục {n}"})
        MilestoneFactory(task=row.task, printed_date=day)
        row.task.units.set(units)
        session = CouncilRow.objects.create(plan=plan, key=f"PL2.{n}", position=n, title=f"Phiên {n}", task=row.task)
        session.milestones.create(plan=plan, key=f"PL2.{n}.1", position=n, relation="on", printed="x", printed_date=day)
    return plan


@pytest.mark.parametrize("view", ["bang", "han", "don-vi", "hoi-dong"])
def test_the_board_asks_as_much_for_one_task_as_for_forty_five(client, sign_in, view):
    sign_in(acting())
    counts = []
    for tasks in (1, 45):
        plan = filled(tasks)
        client.get(page("board", plan.pk), {"xem": view})
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page("board", plan.pk), {"xem": view}).status_code == 200
        counts.append(len(asked))
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_the_list_asks_as_much_for_one_plan_as_for_many(client, sign_in):
    sign_in(head())
    counts = []
    for many in (1, 12):
        for _ in range(many):
            due(PlanFactory(), today())
        with CaptureQueriesContext(connection) as asked:
            client.get(page("list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_review_asks_as_much_for_few_questions_as_for_many(client, sign_in):
    sign_in(head())
    counts = []
    for many in (1, 30):
        plan = PlanFactory()
        for _ in range(many):
            row = due(plan, today())
            FlagFactory(plan=plan, task=row.task, milestone=row, where=row.key, severity=Severity.WARNING)
        with CaptureQueriesContext(connection) as asked:
            assert get(client, "review", plan.pk).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def big_draft(many):
    plan = PlanFactory()
    Task.objects.bulk_create(
        Task(plan=plan, key=f"PL1.{n}", position=n, number=f"{n}", title=f"Việc thứ {n} trong bảng")
        for n in range(1, many + 1)
    )
    rows = [
        Milestone(
            plan=plan,
            task=task,
            key=f"{task.key}.1",
            position=task.position,
            printed="trước 16/6/2025",
            relation="before",
        )
        for task in plan.tasks.all()
    ]
    Milestone.objects.bulk_create(rows)
    return plan


def test_all_tasks_read_are_shown_page_by_page_forth_and_back(client, sign_in):
    sign_in(head())
    plan = big_draft(250)
    Task.objects.filter(plan=plan, number__in=("100", "101")).update(position=100)
    url, seen, back = reverse("plans:review", args=[plan.pk]) + "?muc=tat-ca", [], []
    while url:
        shown = client.get(url)
        seen.append([task.number for task in shown.context["review"].tasks])
        back.append(shown.context["before_url"])
        url = shown.context["next_url"] and reverse("plans:review", args=[plan.pk]) + shown.context["next_url"]
    assert [number for one in seen for number in one] == [str(n) for n in range(1, 251)]
    assert [len(one) for one in seen] == [100, 100, 50]
    assert back[0] == "" and back[1].endswith("sau=0")
    before = client.get(reverse("plans:review", args=[plan.pk]) + back[2])
    assert [task.number for task in before.context["review"].tasks] == seen[1]
    assert (
        len(client.get(reverse("plans:review", args=[plan.pk]) + "?muc=tat-ca&sau=99999999").context["review"].tasks)
        == 100
    )


def test_the_review_of_a_long_plan_loads_the_flags_of_its_page_alone(client, sign_in, monkeypatch):
    sign_in(head())
    plan = big_draft(150)
    Flag.objects.bulk_create(
        Flag(plan=plan, code=code, severity=Severity.WARNING, where=row.key, task=row.task, milestone=row, message="Xem lại.", position=row.position,
             proposal="2025-06-16" if code == "WEEKEND" else "")
        for row in plan.milestones.select_related("task") for code in ("WEEKEND", "YEAR_ASSUMED", "VAGUE_DAY")
    )  # fmt: skip
    seen, loaded, plain = [], [], questions_of
    monkeypatch.setattr(
        sys.modules[review.__module__], "questions_of", lambda plan, rows: loaded.append(len(rows)) or plain(plan, rows)
    )
    url = address = page("review", plan.pk)
    while url:
        shown = client.get(url)
        seen += [
            row.pk for item in shown.context["review"].items for question in item.questions for row in question.rows
        ]
        url = shown.context["next_url"] and address + shown.context["next_url"]
    assert sorted(seen) == sorted(plan.flags.values_list("pk", flat=True))
    assert len(loaded) > 10
    assert max(loaded) <= 3 * PAGE


def test_a_question_off_the_page_is_shown_in_the_source_with_all_that_is_settled_with_it():
    plan = big_draft(60)
    plan.reading = {"source": [{"id": "s1", "text": "trước 16/6/2025", "cells": None, "belongs_to": "PL1.60"}]}
    row = plan.milestones.get(key="PL1.60.1")
    for milestone in [*plan.milestones.all()][:50]:
        FlagFactory(plan=plan, task=milestone.task, milestone=milestone, where=milestone.key, severity=Severity.WARNING)
    last = FlagFactory(
        plan=plan,
        task=row.task,
        milestone=row,
        where=row.key,
        severity=Severity.WARNING,
        printed="16/6/2025",
        position=99,
    )
    shown = review(plan, tab="nen-xem", chosen=last.pk)
    assert shown.chosen == last
    assert last not in [row for item in shown.items for question in item.questions for row in question.rows]
    assert shown.source is not None and shown.source.blocks[0].rows[0].cells[0][1] == ("16/6/2025", True)


def test_a_task_left_for_its_revising_is_found_again_on_its_page(client, sign_in):
    sign_in(head())
    plan = big_draft(250)
    task = plan.tasks.get(number="180")
    back = client.get(reverse("plans:revise", args=[task.pk])).context["back"]
    assert f'id="viec-{task.pk}"' in client.get(back.split("#")[0]).content.decode()


def test_the_review_of_ten_thousand_tasks_is_as_light_as_that_of_a_hundred(client, sign_in):
    sign_in(head())
    costs, sizes = [], []
    for many in (50, 150, 10_000):
        url = reverse("plans:review", args=[big_draft(many).pk]) + "?muc=tat-ca"
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            sizes.append(len(client.get(url).content))
        costs.append(len(asked))
    assert len(set(costs)) == 1
    assert sizes[2] < 1.1 * sizes[1] < 300_000


# One task, one milestone


def test_a_unit_reports_done_with_evidence_and_takes_it_back(client, sign_in):
    unit, day = UnitFactory(), today()
    row = due(in_force(), day + timedelta(days=30), unit=unit)
    by = sign_in(acting(DutyCode.UNIT_OFFICER, unit))
    form = {
        "on": typed(day),
        "note": "Công văn số 5",
        "evidence": SimpleUploadedFile("anh.png", PNG),
        "form_key": "k",
    }
    answer = client.post(page("milestone", row.pk), form)
    assert answer["Location"] == page("milestone", row.pk)
    row.refresh_from_db()
    assert (row.done_on, row.done_note, row.done_by) == (day, "Công văn số 5", by.user)
    assert file_bytes(row.evidence) == PNG
    text = body(get(client, "milestone", row.pk))
    assert page("evidence", row.pk) in text
    assert "Công văn số 5" in text
    assert b"".join(get(client, "evidence", row.pk)) == PNG

    told = client.post(page("undo", row.pk), {"reason": " "})
    assert told.status_code == 200
    assert "Chưa ghi lý do" in body(told)
    assert client.post(page("undo", row.pk), {"reason": "Nhầm mốc"}).status_code == 302
    row.refresh_from_db()
    assert row.done_on is None
    assert get(client, "evidence", row.pk).status_code == 404
    assert "Nhầm mốc" in body(get(client, "milestone", row.pk))


def test_double_sending_reports_once(client, sign_in):
    row = due(in_force(), today())
    sign_in(head())
    for _ in range(2):
        answer = client.post(page("milestone", row.pk), {"on": typed(today()), "form_key": "k"})
        assert answer["Location"] == page("milestone", row.pk)
    assert Event.objects.filter(verb="plans.report_done").count() == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"on": ""}, 'aria-describedby="id_on_'),
        ({"on": "31/02/2025"}, 'aria-describedby="id_on_'),
        ({"on": typed(today() + timedelta(days=2))}, "Ngày này còn ở phía trước"),
    ],
)
def test_a_wrong_day_is_said_and_the_note_stays(client, sign_in, form, said):
    row = due(in_force(), today())
    sign_in(head())
    answer = client.post(page("milestone", row.pk), form | {"note": "Phần đã viết"})
    assert answer.status_code == 200
    text = body(answer)
    assert said in text
    assert 'aria-invalid="true"' in text
    assert "Phần đã viết" in text
    row.refresh_from_db()
    assert row.done_on is None


def test_wrong_evidence_is_said_and_nothing_is_written(client, sign_in):
    row = due(in_force(), today())
    sign_in(head())
    files = StoredFile.objects.count()
    form = {"on": typed(today()), "evidence": SimpleUploadedFile("bao-cao.exe", b"MZ\x90\x00" + bytes(400))}
    answer = client.post(page("milestone", row.pk), form)
    assert "Chưa nhận tệp minh chứng, chưa ghi gì." in body(answer)
    row.refresh_from_db()
    assert (row.done_on, StoredFile.objects.count()) == (None, files)


def test_the_slower_report_is_told_on_the_page(client, sign_in):
    row, fast = due(in_force(), today()), appraiser()
    actions.report_done(row, on=AT.date(), by=fast, at=AT)
    sign_in(head())
    answer = client.post(page("milestone", row.pk), {"on": typed(today()), "note": "Bản chậm"})
    assert answer.status_code == 200
    assert f"{fast.user.full_name} vừa báo xong mốc này, ngày 14/02/2025" in body(answer)


def test_a_unit_that_does_not_carry_the_task_sees_why_it_cannot_report(client, sign_in):
    row = due(in_force(), today(), unit=UnitFactory())
    sign_in(acting(DutyCode.UNIT_HEAD))
    assert "do đơn vị thực hiện hoặc Ban" in body(get(client, "milestone", row.pk))
    assert client.post(page("milestone", row.pk), {"on": typed(today())}).status_code == 403
    row.refresh_from_db()
    assert row.done_on is None


def test_taking_back_what_is_not_done_is_a_conflict(client, sign_in):
    row = due(in_force(), today())
    sign_in(head())
    answer = client.post(page("undo", row.pk), {"reason": "Nhầm"})
    assert answer.status_code == 409
    assert "đang chưa được báo xong" in body(answer)


def test_units_are_chosen_on_the_page_of_the_task(client, sign_in):
    plan = active()
    task, unit = plan.tasks.get(number="2"), UnitFactory(name="Sở Được Chọn")
    sign_in(acting())
    assert "Các đơn vị thuộc Thành phố" in body(get(client, "task", task.pk))
    sign_in(head())
    assert "Sở Được Chọn" in body(get(client, "task", task.pk))
    told = client.post(page("task", task.pk), {"units": [unit.pk]}, follow=True)
    assert "Đã ghi 1 đơn vị thực hiện" in body(told)
    assert list(task.units.all()) == [unit]
    answer = client.post(page("task", task.pk), {"units": [10**9]})
    assert answer.status_code == 200
    assert list(task.units.all()) == [unit]


def test_a_lost_file_answers_404(client, sign_in):
    plan = PlanFactory()
    sign_in(head())
    assert get(client, "file", plan.pk).status_code == 404


def test_another_year_of_the_demonstration_is_another_plan(client, sign_in):
    draft()
    sign_in(head())
    answer = client.post(page("upload"), sent(build(2026), "ke-hoach-2026.docx"))
    assert answer.status_code == 302
    assert set(Plan.objects.values_list("year", flat=True)) == {2025, 2026}
