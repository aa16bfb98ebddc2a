"""What is written: taking in, settling, putting in force, reporting; each signed in the journal, all or nothing."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError

from thidua.audit.models import Event
from thidua.documents.models import StoredFile
from thidua.documents.queries import file_bytes
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import CalendarDay, DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions
from thidua.plans.actions import assigning, importing, reporting, resolving, stages
from thidua.plans.demo.build import FILE, build
from thidua.plans.models import CouncilRow, Flag, Milestone, Plan, PlanState, Resolution, Severity, Task
from thidua.plans.queries.details import history
from thidua.plans.tests.factories import (
    AT,
    FlagFactory,
    MilestoneFactory,
    PlanFactory,
    TaskFactory,
    active,
    appraiser,
    blocking,
    demo,
    draft,
    due,
    flag_of,
    head,
    in_force,
    milestone_of,
    named_in_tests,
    settled,
)
from thidua.plans.words import VERBS

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(minutes=7)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
NOTHING_TO_DO = "Hà Nội, ngày 09 tháng 12 năm 2024\n\nTHÔNG BÁO\nVề lịch họp giao ban tuần tới của cơ quan.\n".encode()


def evidence(data: bytes = PNG, name: str = "anh-hoi-nghi.png") -> ContentFile:
    return ContentFile(data, name=name)


# Taking a plan in


def test_a_document_is_taken_in_whole():
    by = head()
    unit = UnitFactory(name="Thành đoàn Hà Nội")
    plan = actions.import_plan(FILE.read_bytes(), FILE.name, by=by, at=AT)
    assert (plan.number, plan.year, plan.issued_on, plan.state) == (
        "12/KH-UBND",
        2025,
        date(2024, 12, 9),
        "draft",
    )
    counts = (plan.tasks.count(), plan.milestones.count(), plan.council_rows.count(), plan.flags.count())
    reading = plan.reading
    unknown = plan.flags.filter(code="UNIT_UNKNOWN").count()
    assert unknown, "one unit is on file, the others the plan names are not"
    assert counts == (45, 60, 7, len(reading["flags"]) + unknown)
    assert plan.milestones.filter(task__isnull=False).count() == 53
    assert (plan.imported_by, plan.imported_at) == (by.user, AT)
    assert file_bytes(plan.file) == FILE.read_bytes()
    assert plan.content_sha256 == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert list(plan.tasks.get(number="35").units.all()) == [unit]
    assert plan.tasks.get(number="35").unresolved == []
    assert plan.tasks.get(number="1").unresolved == plan.tasks.get(number="1").implementing


def test_rows_stand_in_the_order_printed_and_flags_on_what_they_are_about():
    plan = draft()
    assert [task.number for task in plan.tasks.all()] == [str(n) for n in range(1, 46)]
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.22.1")
    assert (flag.task.number, flag.milestone.key) == ("22", "PL1.22.1")
    assert flag_of(plan, "COORDINATORS_DIFFER", "PL2.I.4").council_row.key == "PL2.I.4"
    row = CouncilRow.objects.get(plan=plan, key="PL2.I.2")
    assert row.task.number == "22"
    assert row.milestones.get().printed_date == date(2025, 6, 16)


def test_nothing_is_followed_before_somebody_decided():
    plan = draft()
    assert not plan.milestones.exclude(used_date=None, effective=None).exists()
    assert milestone_of(plan, "PL1.22.1").printed_date == date(2024, 6, 16)


def test_the_same_file_is_taken_in_once():
    by = head()
    plan = draft(by)
    with pytest.raises(actions.AlreadyImported) as told:
        actions.import_plan(FILE.read_bytes(), "ten-khac.docx", by=by, at=AT)
    assert told.value.plan == plan
    assert "đã được nạp ngày 14/02/2025: kế hoạch số 12/KH-UBND" in told.value.reason
    assert Plan.objects.count() == StoredFile.objects.count() == 1


def test_the_same_document_in_another_file_is_known_by_number_issuer_and_day():
    """The text of the plan saved anew has other bytes."""
    plan, other = draft(), demo()
    again = actions.ReadDocument(other.data + b" ", other.name, other.kind, other.reading)
    assert again.sha256 != plan.content_sha256
    with pytest.raises(actions.AlreadyImported) as told:
        actions.keep_plan(again, by=head(), at=AT)
    assert told.value.plan == plan
    assert StoredFile.objects.count() == 1


def test_documents_without_number_or_day_are_not_taken_for_one_another():
    document = demo()
    bare = {**document.reading, "document": {**document.reading["document"], "number": None}}
    for n in range(2):
        actions.keep_plan(
            actions.ReadDocument(document.data + bytes([n]), document.name, "docx", bare), by=head(), at=AT
        )
    assert Plan.objects.filter(number="", identity="").count() == 2


def test_another_year_of_the_same_issuer_is_another_document():
    draft()
    plan = actions.import_plan(build(2026), "ke-hoach-2026.docx", by=appraiser(), at=AT)
    assert (plan.year, Plan.objects.count()) == (2026, 2)


def test_a_document_that_was_discarded_is_taken_in_again():
    by = head()
    first = draft(by)
    actions.discard_plan(first, by=by, at=AT)
    second = draft(by)
    assert second.pk != first.pk
    assert second.tasks.count() == 45


def test_a_document_without_tasks_is_refused_and_leaves_nothing():
    with pytest.raises(Refused, match="không có bảng nhiệm vụ"):
        actions.import_plan(NOTHING_TO_DO, "thong-bao.txt", by=head(), at=AT)
    assert_nothing_kept()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "ke-hoach.docx", "Tệp không có nội dung"),
        (b"PK\x03\x04" + b"x" * 500, "ke-hoach.docx", "bị hỏng"),
        (PNG, "ke-hoach.docx", "không phải văn bản Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "ke-hoach.doc", "đời cũ"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, name, said):
    with pytest.raises(Refused, match=said) as told:
        actions.import_plan(data, name, by=head(), at=AT)
    assert "Chưa lưu gì" in told.value.reason
    assert_nothing_kept()


def assert_nothing_kept():
    for model in (Plan, Task, Milestone, Flag, StoredFile, Event):
        assert not model.objects.exists(), model


def test_who_takes_no_plans_in_is_refused_before_anything_is_read(monkeypatch):
    monkeypatch.setattr(importing, "read_document", lambda *_a, **_k: pytest.fail("read for nothing"))
    with pytest.raises(Refused, match="lãnh đạo Ban, chuyên viên thẩm định nạp"):
        actions.import_plan(FILE.read_bytes(), FILE.name, by=acting(DutyCode.CLERK), at=AT)


def test_taken_in_by_two_at_once_stands_once(monkeypatch):
    """Both have looked and seen nothing; the second write meets the first."""
    plan = draft()
    looks = iter([True, True])
    refuse = importing._refuse_known

    def blind_at_first(found):
        return None if next(looks, False) else refuse(found)

    monkeypatch.setattr(importing, "_refuse_known", blind_at_first)
    with pytest.raises(actions.AlreadyImported) as told:
        actions.keep_plan(demo(), by=head(), at=LATER)
    assert told.value.plan == plan
    assert (Plan.objects.count(), StoredFile.objects.count()) == (1, 1)


# Settling flags


def test_accepted_follows_the_proposal_and_keeps_what_is_printed():
    by, plan = appraiser(), draft()
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2")
    found = actions.resolve_flag(flag, "accepted", by=by, at=AT)
    assert (found.resolution, found.resolved_value) == (Resolution.ACCEPTED, "2025-04-15")
    assert (found.resolved_by, found.resolved_at) == (by.user, AT)
    row = milestone_of(plan, "PL1.20.2")
    assert (row.printed_date, row.used_date, row.effective) == (
        date(2024, 4, 15),
        date(2025, 4, 15),
        date(2025, 4, 15),
    )
    assert row.printed == "trước 15/4/2024"
    task = row.task
    assert "15/4/2024" in str(plan.reading["tasks"][task.position - 1])


def test_accepted_day_off_counts_as_the_working_day_before():
    plan = draft()
    actions.resolve_flag(flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.22.2"), "accepted", by=head(), at=AT)
    row = milestone_of(plan, "PL1.22.2")
    assert (row.used_date, row.effective) == (date(2025, 3, 30), date(2025, 3, 28))


def test_what_is_open_about_the_same_day_is_settled_with_it():
    plan = draft()
    actions.resolve_flag(flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.22.1"), "accepted", by=head(), at=AT)
    together = flag_of(plan, "CONFLICT_BETWEEN_APPENDICES", "PL1.22.1")
    assert (together.resolution, together.resolved_value) == (Resolution.ACCEPTED, "2025-06-16")
    assert blocking(plan).count() == 3


def test_typed_day_is_followed_and_what_proposes_another_day_stays_open():
    plan = draft()
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.22.1")
    actions.resolve_flag(flag, "typed", value=" 20/6/2025 ", reason="Theo công văn đính chính", by=head(), at=AT)
    flag.refresh_from_db()
    assert (flag.resolution, flag.resolved_value, flag.shown_value) == ("typed", "2025-06-20", "20/06/2025")
    assert flag.resolved_reason == "Theo công văn đính chính"
    assert milestone_of(plan, "PL1.22.1").used_date == date(2025, 6, 20)
    assert flag_of(plan, "CONFLICT_BETWEEN_APPENDICES", "PL1.22.1").resolution == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "Chưa nhập giá trị"),
        ("   ", "Chưa nhập giá trị"),
        ("31/02/2025", "không có thật trong lịch"),
        ("mai", "Chưa đọc được ngày “mai”"),
        ("12/2025", "Chưa đọc được ngày"),
        ("08/12/2024", "trước ngày ký văn bản"),
    ],
)
def test_a_value_that_is_no_day_of_the_plan_is_refused(value, said):
    plan = draft()
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2")
    with pytest.raises(Refused, match=said):
        actions.resolve_flag(flag, "typed", value=value, by=head(), at=AT)
    assert flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2").resolution == ""
    assert milestone_of(plan, "PL1.20.2").used_date is None


def test_the_day_of_issue_itself_may_be_typed():
    plan = draft()
    actions.resolve_flag(flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2"), "typed", value="9/12/2024", by=head(), at=AT)
    assert milestone_of(plan, "PL1.20.2").used_date == date(2024, 12, 9)


def test_typed_text_that_is_about_no_day_is_kept_as_typed():
    plan = draft()
    flag = flag_of(plan, "NAME_VARIANT", "PL1.14")
    actions.resolve_flag(flag, "typed", value="Văn phòng UBND Thành phố", by=head(), at=AT)
    flag.refresh_from_db()
    assert flag.resolved_value == "Văn phòng UBND Thành phố"


def test_kept_as_printed_needs_its_reason():
    plan = draft()
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.21.1")
    for reason in ("", "  \u200b "):
        with pytest.raises(Refused, match="Giữ như in cần có lý do"):
            actions.resolve_flag(flag, "kept", reason=reason, by=head(), at=AT)
    actions.resolve_flag(flag, "kept", reason="Việc đã làm năm trước", by=head(), at=AT)
    flag.refresh_from_db()
    assert (flag.resolution, flag.resolved_value, flag.resolved_reason) == (
        "kept",
        "",
        "Việc đã làm năm trước",
    )
    assert milestone_of(plan, "PL1.21.1").used_date == date(2024, 6, 5)


def test_nothing_is_accepted_where_nothing_is_proposed():
    plan = draft()
    with pytest.raises(Refused, match="không có đề xuất"):
        actions.resolve_flag(flag_of(plan, "NAME_VARIANT", "PL1.14"), "accepted", by=head(), at=AT)


def test_the_slower_of_two_officers_is_told_who_was_faster():
    fast, slow, plan = appraiser(), head(), draft()
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2")
    seen_by_slow = Flag.objects.get(pk=flag.pk)
    actions.resolve_flag(flag, "accepted", by=fast, at=AT)
    with pytest.raises(Conflict) as told:
        actions.resolve_flag(seen_by_slow, "kept", reason="Đúng như in", by=slow, at=LATER)
    assert fast.user.full_name in told.value.reason
    assert "09:00, 14/02/2025 (Theo đề xuất)" in told.value.reason
    flag.refresh_from_db()
    assert (flag.resolution, flag.resolved_by) == ("accepted", fast.user)
    assert milestone_of(plan, "PL1.20.2").used_date == date(2025, 4, 15)
    assert not Event.objects.filter(actor=slow.user.key).exists()


def test_reopened_flag_and_what_was_settled_with_it_are_open_again():
    by, plan = head(), draft()
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.22.1")
    actions.resolve_flag(flag, "accepted", by=by, at=AT)
    found = actions.reopen_flag(flag, reason="Xem lại công văn", by=by, at=LATER)
    assert (found.resolution, found.resolved_value, found.resolved_by, found.resolved_at) == (
        "",
        "",
        None,
        None,
    )
    assert blocking(plan).count() == 5
    row = milestone_of(plan, "PL1.22.1")
    assert (row.used_date, row.effective) == (None, None)
    events = Event.objects.filter(verb="plans.reopen_flag")
    assert {event.data["code"] for event in events} == {"DATE_BEFORE_ISSUE", "CONFLICT_BETWEEN_APPENDICES"}
    assert {(event.before, event.reason, event.data["value"]) for event in events} == {
        ("accepted", "Xem lại công văn", "2025-06-16")
    }


def test_reopening_one_flag_leaves_the_others_of_its_day_settled_apart():
    by, plan = head(), draft()
    first = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.22.1")
    actions.resolve_flag(first, "typed", value="20/6/2025", by=by, at=AT)
    second = flag_of(plan, "CONFLICT_BETWEEN_APPENDICES", "PL1.22.1")
    actions.resolve_flag(second, "accepted", by=by, at=LATER)
    assert milestone_of(plan, "PL1.22.1").used_date == date(2025, 6, 16)
    actions.reopen_flag(second, by=by, at=LATER + timedelta(minutes=1))
    first.refresh_from_db()
    assert first.resolution == "typed"
    assert milestone_of(plan, "PL1.22.1").used_date == date(2025, 6, 20)


def test_keeping_another_flag_as_printed_does_not_undo_the_day_that_was_typed():
    by, plan = head(), draft()
    actions.resolve_flag(flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.22.1"), "typed", value="20/6/2025", by=by, at=AT)
    other = flag_of(plan, "CONFLICT_BETWEEN_APPENDICES", "PL1.22.1")
    actions.resolve_flag(other, "kept", reason="Phụ lục 2 in đúng", by=by, at=LATER)
    assert milestone_of(plan, "PL1.22.1").used_date == date(2025, 6, 20)


def test_reopening_twice_is_a_conflict():
    by, plan = head(), draft()
    flag = flag_of(plan, "NAME_VARIANT", "PL1.14")
    actions.resolve_flag(flag, "kept", reason="Cùng một nơi", by=by, at=AT)
    actions.reopen_flag(flag, by=by, at=AT)
    with pytest.raises(Conflict, match="đã được mở lại"):
        actions.reopen_flag(flag, by=by, at=AT)


def test_keep_all_settles_one_kind_and_no_other():
    by, plan = head(), draft()
    spelling = FlagFactory(plan=plan, code="SPELLING_TONE", severity=Severity.WARNING)
    infos = plan.flags.filter(severity=Severity.INFO).count()
    already = flag_of(plan, "NAME_VARIANT", "PL1.14")
    actions.resolve_flag(already, "typed", value="Văn phòng", by=by, at=AT)
    assert actions.keep_all_as_printed(plan, "ghi-nhan", reason="Đã xem", by=by, at=LATER) == infos - 1
    kept = plan.flags.filter(resolution="kept")
    assert {(flag.severity, flag.resolved_reason, flag.resolved_by) for flag in kept} == {("info", "Đã xem", by.user)}
    already.refresh_from_db()
    spelling.refresh_from_db()
    assert (already.resolved_value, spelling.resolution) == ("Văn phòng", "")
    assert actions.keep_all_as_printed(plan, "chinh-ta", reason="Đã xem", by=by, at=LATER) == 1
    assert Event.objects.filter(verb="plans.keep_as_printed").count() == infos


@pytest.mark.parametrize("kind", ["phai-xac-nhan", "nen-xem", "tat-ca", "", "x"])
def test_what_must_be_seen_one_by_one_is_not_kept_in_bulk(kind):
    plan = draft()
    with pytest.raises(Refused, match="xem từng điều"):
        actions.keep_all_as_printed(plan, kind, reason="Đã xem", by=head(), at=AT)
    assert not plan.flags.exclude(resolution="").exists()


def test_keep_all_needs_its_reason():
    plan = draft()
    with pytest.raises(Refused, match="cần có lý do"):
        actions.keep_all_as_printed(plan, "ghi-nhan", reason=" ", by=head(), at=AT)
    assert not plan.flags.exclude(resolution="").exists()


@pytest.mark.parametrize("state", [PlanState.ACTIVE, PlanState.CLOSED])
def test_flags_of_a_plan_that_is_no_draft_are_not_touched(state):
    plan = PlanFactory(state=state)
    flag = FlagFactory(plan=plan)
    acts = [
        lambda: actions.resolve_flag(flag, "kept", reason="x", by=head(), at=AT),
        lambda: actions.reopen_flag(flag, by=head(), at=AT),
        lambda: actions.keep_all_as_printed(plan, "ghi-nhan", reason="x", by=head(), at=AT),
        lambda: actions.discard_plan(plan, by=head(), at=AT),
        lambda: actions.activate(plan, by=head(), at=AT),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    flag.refresh_from_db()
    plan.refresh_from_db()
    assert (flag.resolution, plan.state) == ("", state)


# In force


def test_not_in_force_while_a_blocking_flag_is_open():
    by, plan = head(), draft()
    with pytest.raises(Refused, match="Còn 5 điều phải xác nhận"):
        actions.activate(plan, by=by, at=AT)
    for flag in list(blocking(plan)[:3]):
        flag.refresh_from_db()
        if not flag.resolution:
            actions.resolve_flag(flag, "accepted", by=by, at=AT)
    with pytest.raises(Refused, match="điều phải xác nhận"):
        actions.activate(plan, by=by, at=AT)
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT
    assert not plan.milestones.filter(used_date=date(2025, 1, 17)).exists()


def test_in_force_the_printed_days_are_followed_each_with_its_working_day():
    by = head()
    plan = active(by)
    assert (plan.state, plan.revision, plan.activated_by, plan.activated_at) == (
        PlanState.ACTIVE,
        1,
        by.user,
        AT,
    )
    days = {row.key: (row.printed_date, row.used_date, row.effective) for row in plan.milestones.all()}
    assert days["PL1.1.2"] == (date(2025, 1, 17),) * 3
    assert days["PL1.3.1"] == (date(2025, 1, 31), date(2025, 1, 31), date(2025, 1, 24))  # Tết
    assert days["PL1.13.1"] == (date(2025, 3, 15), date(2025, 3, 15), date(2025, 3, 14))  # a Saturday
    assert days["PL1.21.1"] == (date(2024, 6, 5), date(2025, 6, 5), date(2025, 6, 5))  # confirmed
    assert days["PL1.40.1"] == (None, None, date(2025, 12, 31))  # a month
    assert days["PL1.44.1"] == (None, None, None)


def test_one_plan_is_the_programme_of_a_year():
    by, plan = head(), settled()
    rival = in_force(issuer="Sở Nội vụ", year=plan.year, number="3/KH-UBND", yearly=True)
    with pytest.raises(Refused, match=r"Năm 2025 đang có kế hoạch công tác năm là 3/KH-UBND"):
        actions.activate(plan, yearly=True, by=by, at=AT)
    actions.close_plan(rival, reason="Được thay", by=by, at=AT)
    plan = actions.activate(Plan.objects.get(pk=plan.pk), yearly=True, by=by, at=AT)
    assert (plan.state, plan.yearly) == (PlanState.ACTIVE, True)


@pytest.mark.parametrize("other", [{"year": 2024, "yearly": True}, {"yearly": False}])
def test_plans_of_another_year_or_kind_do_not_stand_in_the_way(other):
    plan = settled()
    in_force(**{"issuer": plan.issuer, "year": plan.year} | other)
    assert actions.activate(plan, by=head(), at=AT).yearly


def test_the_congress_has_its_plan_beside_the_programme_of_the_year():
    plan = settled()
    in_force(issuer=plan.issuer, year=plan.year, yearly=True)
    plan = actions.activate(plan, by=head(), at=AT)
    assert (plan.state, plan.yearly) == (PlanState.ACTIVE, False)


def test_a_rival_put_in_force_at_the_same_moment_is_a_conflict(monkeypatch):
    """The look at rivals saw none; the database itself refuses the second."""
    plan = settled()
    in_force(year=plan.year, yearly=True)
    monkeypatch.setattr("thidua.plans.policies.plans.rival", lambda _plan: None)
    with pytest.raises(Conflict, match="công tác năm khác vừa được phát hành"):
        actions.activate(plan, yearly=True, by=head(), at=AT)
    plan.refresh_from_db()
    assert (plan.state, plan.revision) == (PlanState.DRAFT, 0)
    assert not Event.objects.filter(verb="plans.activate").exists()


def test_the_database_itself_keeps_one_programme_of_a_year():
    in_force(yearly=True)
    with pytest.raises(IntegrityError):
        in_force(yearly=True)


def test_activated_by_two_is_activated_once():
    fast, slow = head(), head()
    plan = settled()
    seen_by_slow = Plan.objects.get(pk=plan.pk)
    actions.activate(plan, by=fast, at=AT)
    with pytest.raises(Conflict, match="vừa được người khác thay đổi"):
        actions.activate(seen_by_slow, by=slow, at=LATER)
    plan.refresh_from_db()
    assert (plan.activated_by, plan.activated_at) == (fast.user, AT)
    assert Event.objects.filter(verb="plans.activate").count() == 1


def test_counting_changed_since_the_page_was_read_is_a_conflict():
    by, plan = head(), settled()
    seen = Plan.objects.get(pk=plan.pk)
    actions.set_counting(plan, before_is_inclusive=False, by=head(), at=AT)
    with pytest.raises(Conflict, match="Chưa phát hành"):
        actions.activate(seen, by=by, at=AT)


# Working days


def test_how_before_counts_moves_the_working_days_and_back():
    by = head()
    plan = active(by)
    changed = actions.set_counting(plan, before_is_inclusive=False, by=by, at=LATER)
    assert (changed.before_is_inclusive, changed.revision) == (False, 2)
    days = {row.key: row.effective for row in plan.milestones.all()}
    assert days["PL1.1.2"] == date(2025, 1, 16)
    assert days["PL1.6.1"] == date(2025, 2, 7)  # Monday 10/02: the Friday before
    assert days["PL1.17.2"] == date(2025, 6, 11)  # "vào dịp": not a "trước"
    event = Event.objects.get(verb="plans.set_counting")
    assert (event.before, event.after) == ("inclusive", "exclusive")
    actions.set_counting(plan, before_is_inclusive=True, by=by, at=LATER)
    assert milestone_of(plan, "PL1.1.2").effective == date(2025, 1, 17)


def test_counting_in_a_draft_concerns_what_was_confirmed():
    by, plan = head(), draft()
    actions.resolve_flag(flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2"), "accepted", by=by, at=AT)
    actions.set_counting(plan, before_is_inclusive=False, by=by, at=AT)
    assert milestone_of(plan, "PL1.20.2").effective == date(2025, 4, 14)
    assert milestone_of(plan, "PL1.1.2").effective is None


def test_recount_follows_the_official_calendar():
    by = head()
    plan = active(by)
    assert actions.recount(plan, by=by, at=LATER) == 0
    assert not Event.objects.filter(verb="plans.recount").exists()
    CalendarDay.objects.create(day=date(2025, 6, 16), kind=CalendarDay.Kind.OFF, name="Nghỉ theo thông báo")
    assert actions.recount(plan, by=by, at=LATER) == 2  # task 22 and the programme's row about it
    row = milestone_of(plan, "PL1.22.1")
    assert (row.used_date, row.effective) == (date(2025, 6, 16), date(2025, 6, 13))
    event = Event.objects.get(verb="plans.recount")
    assert event.data == {"milestones": 2}


def test_a_saturday_worked_in_exchange_counts():
    by = head()
    plan = active(by)
    CalendarDay.objects.create(day=date(2025, 3, 15), kind=CalendarDay.Kind.WORKED, name="Làm bù")
    actions.recount(plan, by=by, at=LATER)
    assert milestone_of(plan, "PL1.13.1").effective == date(2025, 3, 15)


# Reporting


def test_reported_done_with_evidence_and_taken_back():
    by = head()
    row = due(in_force(), date(2025, 6, 16))
    done = actions.report_done(
        row, on=date(2025, 2, 10), note=" Công văn\u00a0số 5 ", evidence=evidence(), by=by, at=AT
    )
    assert (done.done_on, done.done_note, done.done_by) == (date(2025, 2, 10), "Công văn số 5", by.user)
    assert (file_bytes(done.evidence), done.evidence.kind) == (PNG, "png")
    assert done.evidence.subject == row.key_in_journal
    event = Event.objects.get(verb="plans.report_done")
    assert (event.subject, event.after) == (row.key_in_journal, "done")
    assert event.data == {"on": "2025-02-10", "plan": row.plan_id, "file": str(done.evidence.key)}

    back = actions.undo_done(done, reason="Nhầm mốc", by=by, at=LATER)
    assert (back.done_on, back.done_note, back.done_by, back.evidence) == (None, "", None, None)
    assert StoredFile.objects.filter(subject=row.key_in_journal).count() == 1, "the store keeps what was reported"
    event = Event.objects.get(verb="plans.undo_done")
    assert (event.before, event.reason, event.data) == ("done", "Nhầm mốc", {"on": "2025-02-10"})
    assert actions.report_done(back, on=date(2025, 2, 14), by=by, at=LATER).evidence is None


def test_a_unit_reports_what_it_carries():
    unit = UnitFactory()
    row = due(in_force(), date(2025, 6, 16), unit=unit)
    by = acting(DutyCode.UNIT_OFFICER, unit)
    assert actions.report_done(row, on=date(2025, 2, 14), by=by, at=AT).done_by == by.user


def test_today_in_hanoi_may_be_reported_tomorrow_may_not():
    row = due(in_force(), date(2025, 6, 16))
    evening = AT.replace(hour=18)  # 01:00 on the 15th in Hanoi
    with pytest.raises(Refused, match="16/02/2025 còn ở phía trước"):
        actions.report_done(row, on=date(2025, 2, 16), by=head(), at=evening)
    assert actions.report_done(row, on=date(2025, 2, 15), by=head(), at=evening).done_on == date(2025, 2, 15)


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "anh.png"), (b"MZ\x90\x00" + bytes(200), "anh.exe"), (PNG[:20], "anh.png")]
)
def test_evidence_that_is_not_accepted_writes_nothing(data, name):
    row = due(in_force(), date(2025, 6, 16))
    files = StoredFile.objects.count()
    with pytest.raises(Refused, match="Chưa nhận tệp minh chứng, chưa ghi gì"):
        actions.report_done(row, on=date(2025, 2, 10), evidence=evidence(data, name), by=head(), at=AT)
    row.refresh_from_db()
    assert row.done_on is None
    assert StoredFile.objects.count() == files


def test_the_slower_report_is_told_who_was_faster_and_keeps_no_file():
    fast, row = head(), due(in_force(), date(2025, 6, 16))
    actions.report_done(row, on=date(2025, 2, 10), note="Bản nhanh", by=fast, at=AT)
    files = StoredFile.objects.count()
    with pytest.raises(Conflict) as told:
        actions.report_done(row, on=date(2025, 2, 12), evidence=evidence(), by=appraiser(), at=LATER)
    assert f"{fast.user.full_name} vừa báo xong mốc này, ngày 10/02/2025" in told.value.reason
    row.refresh_from_db()
    assert (row.done_note, row.evidence, StoredFile.objects.count()) == ("Bản nhanh", None, files)


def test_taking_back_needs_a_reason_and_something_done():
    by, row = head(), due(in_force(), date(2025, 6, 16))
    with pytest.raises(Conflict, match="chưa được báo xong"):
        actions.undo_done(row, reason="Nhầm", by=by, at=AT)
    actions.report_done(row, on=date(2025, 2, 10), by=by, at=AT)
    with pytest.raises(Refused, match="cần có lý do"):
        actions.undo_done(row, reason=" ", by=by, at=AT)
    row.refresh_from_db()
    assert row.done_on == date(2025, 2, 10)


def test_units_chosen_for_a_group_replace_the_printed_name():
    by, plan = head(), active()
    task = plan.tasks.get(number="2")
    assert task.unresolved == ["Các đơn vị thuộc Thành phố"]
    one, two = UnitFactory(), UnitFactory()
    actions.choose_units(task, [one, two, one], by=by, at=AT)
    found = actions.choose_units(task, [two], by=by, at=LATER)
    assert (list(found.units.all()), found.unresolved, found.implementing) == (
        [two], [], ["Các đơn vị thuộc Thành phố"],
    )  # fmt: skip
    event = Event.objects.filter(verb="plans.choose_units").last()
    assert event.data == {"before": sorted([one.pk, two.pk]), "after": [two.pk]}


# Ending and taking away


def test_closed_with_a_reason_and_readable_after():
    by = head()
    plan = in_force()
    row = due(plan, date(2025, 6, 16))
    with pytest.raises(Refused, match="cần có lý do"):
        actions.close_plan(plan, reason="", by=by, at=AT)
    closed = actions.close_plan(plan, reason="Hết năm", by=by, at=AT)
    assert (closed.state, closed.revision) == (PlanState.CLOSED, plan.revision + 1)
    assert Event.objects.get(verb="plans.close").reason == "Hết năm"
    assert Milestone.objects.filter(pk=row.pk).exists()
    for act in (
        lambda: actions.close_plan(plan, reason="Lần nữa", by=by, at=AT),
        lambda: actions.report_done(row, on=date(2025, 2, 10), by=by, at=AT),
        lambda: actions.set_counting(plan, before_is_inclusive=False, by=by, at=AT),
        lambda: actions.choose_units(row.task, [], by=by, at=AT),
    ):
        with pytest.raises(Refused):
            act()


def test_discarded_draft_leaves_its_file_and_its_story():
    by = appraiser()
    plan = draft(by)
    pk, file = plan.pk, plan.file
    actions.discard_plan(plan, by=by, at=LATER)
    for model in (Plan, Task, CouncilRow, Milestone, Flag):
        assert not model.objects.exists()
    assert file_bytes(file) == FILE.read_bytes()
    event = Event.objects.get(verb="plans.discard")
    assert (event.subject, event.data) == (f"plan:{pk}", {"sha256": demo().sha256})


def test_a_plan_in_force_is_not_discarded():
    plan = in_force()
    with pytest.raises(Refused, match="phát hành thì không bỏ được"):
        actions.discard_plan(plan, by=head(), at=AT)
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_who_acts_on_a_plan_just_discarded_is_told():
    by, plan = head(), draft()
    flag = flag_of(plan, "DATE_BEFORE_ISSUE", "PL1.20.2")
    stale = Plan.objects.get(pk=plan.pk)
    actions.discard_plan(plan, by=by, at=AT)
    for act in (
        lambda: actions.resolve_flag(flag, "accepted", by=by, at=AT),
        lambda: actions.activate(stale, by=by, at=AT),
        lambda: actions.discard_plan(stale, by=by, at=AT),
    ):
        with pytest.raises(Conflict, match="vừa được bỏ"):
            act()


# Every write: signed in the journal, all or nothing


def _import():
    demo()
    return lambda by: actions.import_plan(FILE.read_bytes(), FILE.name, by=by, at=LATER)


def _resolve():
    flag = flag_of(draft(), "DATE_BEFORE_ISSUE", "PL1.22.1")
    return lambda by: actions.resolve_flag(flag, "accepted", by=by, at=LATER)


def _reopen():
    flag = flag_of(settled(), "DATE_BEFORE_ISSUE", "PL1.22.1")
    return lambda by: actions.reopen_flag(flag, by=by, at=LATER)


def _keep_all():
    plan = draft()
    return lambda by: actions.keep_all_as_printed(plan, "ghi-nhan", reason="Đã xem", by=by, at=LATER)


def _activate():
    plan = settled()
    return lambda by: actions.activate(plan, by=by, at=LATER)


def _counting():
    plan = active()
    return lambda by: actions.set_counting(plan, before_is_inclusive=False, by=by, at=LATER)


def _recount():
    plan = active()
    CalendarDay.objects.create(day=date(2025, 6, 16), kind=CalendarDay.Kind.OFF, name="Nghỉ theo thông báo")
    return lambda by: actions.recount(plan, by=by, at=LATER)


def _close():
    plan = in_force()
    return lambda by: actions.close_plan(plan, reason="Hết năm", by=by, at=LATER)


def _discard():
    plan = draft()
    return lambda by: actions.discard_plan(plan, by=by, at=LATER)


def _report():
    row = due(in_force(), date(2025, 6, 16))
    return lambda by: actions.report_done(row, on=date(2025, 2, 10), evidence=evidence(), by=by, at=LATER)


def _undo():
    row = due(in_force(), date(2025, 6, 16), done_on=date(2025, 2, 10))
    return lambda by: actions.undo_done(row, reason="Nhầm", by=by, at=LATER)


def _choose():
    task, unit = TaskFactory(plan=in_force(), unresolved=["Các đơn vị"]), UnitFactory()
    return lambda by: actions.choose_units(task, [unit], by=by, at=LATER)


WRITES = {
    "plans.import": _import, "plans.resolve_flag": _resolve, "plans.reopen_flag": _reopen,
    "plans.keep_all_as_printed": _keep_all, "plans.activate": _activate, "plans.set_counting": _counting,
    "plans.recount": _recount, "plans.close": _close, "plans.discard": _discard, "plans.report_done": _report,
    "plans.undo_done": _undo, "plans.choose_units": _choose,
}  # fmt: skip


VERB_ACTIONS = {
    "plans.note": "add_note", "plans.decide_extension": "grant_extension", "plans.roll": "roll_over",
}  # fmt: skip
"""Verbs whose action has another name."""


def test_every_verb_of_the_room_is_tried_here():
    elsewhere = named_in_tests(r"\bactions\.(\w+)\(", but="test_actions.py")
    tried = {*WRITES, "plans.keep_as_printed"}
    assert tried <= set(VERBS)
    assert {
        verb for verb in set(VERBS) - tried if VERB_ACTIONS.get(verb, verb.partition(".")[2]) not in elsewhere
    } == set()


@pytest.mark.parametrize("verb", WRITES)
def test_every_write_is_signed_in_the_journal(verb):
    act, by = WRITES[verb](), head()
    act(by)
    events = Event.objects.filter(actor=by.user.key)
    assert verb in {event.verb for event in events}
    assert {(event.at, event.unit, event.duty) for event in events} == {
        (LATER, f"unit:{by.unit.pk}", DutyCode.OFFICE_HEAD)
    }
    assert all(event.subject.partition(":")[2].isdecimal() for event in events)


@pytest.mark.parametrize("verb", WRITES)
def test_a_write_the_journal_cannot_take_leaves_nothing_half_done(verb, monkeypatch):
    act, by = WRITES[verb](), head()

    def full(*_args, **_named):
        raise OSError("the journal is full")

    for module in (assigning, importing, reporting, resolving, stages):
        monkeypatch.setattr(module, "record", full)
    before = everything()
    with pytest.raises(OSError, match="journal is full"):
        act(by)
    assert everything() == before


def everything():
    models = (Plan, Task, Task.units.through, CouncilRow, Milestone, Flag, StoredFile, Event)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_rows_that_cannot_be_kept_take_the_plan_and_its_file_with_them(monkeypatch):
    monkeypatch.setattr(importing, "keep_rows", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.keep_plan(demo(), by=head(), at=AT)
    assert_nothing_kept()


def test_days_that_cannot_be_counted_leave_the_plan_a_draft(monkeypatch):
    plan = settled()
    monkeypatch.setattr(stages, "count_effective", lambda *_a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.activate(plan, by=head(), at=AT)
    plan.refresh_from_db()
    assert (plan.state, plan.activated_at) == (PlanState.DRAFT, None)


def test_milestone_needs_one_owner():
    with pytest.raises(IntegrityError):
        MilestoneFactory(council_row=CouncilRow.objects.create(plan=PlanFactory(), key="PL2.1", position=1, title="x"))


@pytest.mark.parametrize(
    ("typed", "said"), [("31/02/2025", "không có thật trong lịch"), ("đầu tháng", "Chưa đọc được ngày")]
)
def test_a_day_that_no_calendar_has_is_settled_only_by_one_that_it_has(typed, said):
    plan = draft()
    milestone = milestone_of(plan, "PL1.20.2")
    flag = FlagFactory(
        plan=plan, milestone=milestone, code="IMPOSSIBLE_DATE", severity=Severity.ERROR, printed="31/02/2025"
    )
    with pytest.raises(Refused, match=said):
        actions.resolve_flag(flag, "typed", value=typed, by=head(), at=AT)
    assert not Flag.objects.get(pk=flag.pk).resolution
    actions.resolve_flag(flag, "typed", value="28/02/2025", by=head(), at=AT)
    assert milestone_of(plan, "PL1.20.2").used_date == date(2025, 2, 28)


def test_year_a_person_confirms_becomes_the_plans_year():
    by, plan = head(), draft()
    flag = FlagFactory(plan=plan, code="YEAR_CONFLICT", severity=Severity.ERROR, printed="2025", proposal="2026")
    with pytest.raises(Refused, match="không phải một năm"):
        actions.resolve_flag(flag, "typed", value="năm sau", by=by, at=AT)
    actions.resolve_flag(flag, "accepted", by=by, at=AT)
    plan.refresh_from_db()
    assert plan.year == 2026
    actions.reopen_flag(flag, by=by, at=LATER)
    plan.refresh_from_db()
    assert plan.year == 2025


def test_nothing_is_done_before_the_plan_was_signed_and_the_history_keeps_what_was_taken_back():
    plan = active()
    row = milestone_of(plan, "PL1.2.1")
    with pytest.raises(Refused, match="trước ngày ký kế hoạch 09/12/2024"):
        actions.report_done(row, on=date(2020, 1, 1), by=head(), at=AT)
    actions.report_done(row, on=date(2025, 1, 8), note="Đã đủ hồ sơ", by=head(), at=AT)
    actions.undo_done(milestone_of(plan, "PL1.2.1"), reason="Báo nhầm mốc", by=head(), at=LATER)
    told = [line.reason for line in history(row.key_in_journal)]
    assert told == ["ngày 08/01/2025. Báo nhầm mốc", "ngày 08/01/2025. Đã đủ hồ sơ"]
