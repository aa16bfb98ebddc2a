"""Reviewing a draft: a task gets other words, is parted, put together with another; what is printed stays beside it."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now
from thidua.foundation.text import decode_legacy, fold
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions
from thidua.plans.actions.revising import Goes, mark_of, mark_of_rows
from thidua.plans.models import CouncilRow, Flag, Milestone, Task
from thidua.plans.queries.paper import plan_docx, stored
from thidua.plans.tests.factories import (
    AT,
    FlagFactory,
    MilestoneFactory,
    PlanFactory,
    TaskFactory,
    appraiser,
    draft,
    head,
    in_force,
)

pytestmark = pytest.mark.django_db

VERBS = ("plans.edit_task", "plans.split_task", "plans.merge_tasks", "plans.restore_task")


@pytest.fixture
def plan():
    return PlanFactory(reading={"document": {"year": 2025}, "source": []})


@pytest.fixture
def task(plan):
    row = TaskFactory(
        plan=plan, number="7", title="Tổ chức hội nghị\n- Lập kế hoạch\n- Mời đại biểu", implementing=["Sở Cũ"],
        source={"blocks": ["s7"]},
    )  # fmt: skip
    MilestoneFactory(task=row, label="Kế hoạch")
    MilestoneFactory(task=row, label="Hội nghị")
    return row


def words(task, **other):
    said = {name: getattr(task, name) for name in ("number", "title", "directing")}
    names = {name: tuple(getattr(task, name)) for name in ("implementing", "coordinating")}
    return actions.TaskWords(**{**said, **names, **other})


def edit(task, *, by=None, **other):
    return actions.edit_task(task, words(task, **other), seen=mark_of(task), by=by or head(), at=AT)


def split(task, goes=None, **other):
    new = words(task, **{"number": "7a", "title": "Mời đại biểu", **other})
    return actions.split_task(task, "Lập kế hoạch", new, goes or {}, seen=mark_of(task), by=head(), at=AT)


def merge(task, other, title="Cả hai"):
    seen = f"{mark_of(task)}.{mark_of(other)}"
    return actions.merge_tasks(task, other, title, seen=seen, by=head(), at=AT)


# Other words


def test_other_words_stand_beside_those_printed(task):
    unit = UnitFactory(name="Sở Mới", name_fold=fold("Sở Mới"))
    done = edit(task, title="Tổ chức hội nghị tổng kết", implementing=("Sở Mới", "Nhóm lạ"))
    assert (done.title, done.implementing, done.unresolved) == (
        "Tổ chức hội nghị tổng kết",
        ["Sở Mới", "Nhóm lạ"],
        ["Nhóm lạ"],
    )
    assert list(done.units.all()) == [unit]
    assert done.as_printed["title"] == "Tổ chức hội nghị\n- Lập kế hoạch\n- Mời đại biểu"
    assert done.as_printed["implementing"] == ["Sở Cũ"]
    assert Event.objects.get(verb="plans.edit_task").data["fields"] == ["title", "implementing"]


def test_what_is_printed_is_kept_from_the_first_change_on_and_comes_back(task):
    printed = task.title
    edit(task, title="Lần một")
    again = edit(Task.objects.get(pk=task.pk), title="Lần hai")
    assert again.as_printed["title"] == printed
    back = actions.restore_task(again, seen=mark_of_rows(again), by=head(), at=AT)
    assert (back.title, back.printed) == (printed, {})


def test_units_that_were_not_renamed_stay_as_chosen(task):
    chosen = UnitFactory(name="Đơn vị đã chọn")
    task.units.add(chosen)
    edit(task, title="Tên khác")
    assert list(task.units.all()) == [chosen]


@pytest.mark.parametrize(("other", "said"), [({"title": " "}, "để trống"), ({}, "Chưa có chữ nào khác")])
def test_nothing_is_not_written(task, other, said):
    with pytest.raises(Refused, match=said):
        edit(task, **other)


def test_the_slower_of_two_is_told(task):
    seen = mark_of(task)
    edit(task, title="Người kia sửa")
    with pytest.raises(Conflict, match="người khác sửa"):
        actions.edit_task(task, words(task, title="Tôi sửa"), seen=seen, by=head(), at=AT)


def test_only_a_draft_and_only_who_keeps_plans(task):
    with pytest.raises(Refused):
        edit(task, title="x", by=acting(DutyCode.CLERK))
    assert edit(task, title="Chuyên viên sửa", by=appraiser()).title == "Chuyên viên sửa"
    with pytest.raises(Refused, match="không còn ở bước soát"):
        edit(TaskFactory(plan=in_force()), title="x")


# Parting


def test_a_task_is_parted_with_its_milestones(plan, task):
    follows = TaskFactory(plan=plan, position=task.position + 1)
    first, second = task.milestones.order_by("position")
    flag = FlagFactory(plan=plan, task=task, milestone=second, where=second.key)
    made = split(task, {second.pk: Goes.SECOND})
    task.refresh_from_db()
    assert (task.title, made.title, made.number) == ("Lập kế hoạch", "Mời đại biểu", "7a")
    assert [row.pk for row in plan.tasks.order_by("position")] == [task.pk, made.pk, follows.pk]
    assert (list(task.milestones.all()), list(made.milestones.all())) == ([first], [second])
    flag.refresh_from_db()
    assert flag.task == made
    whole = "Tổ chức hội nghị\n- Lập kế hoạch\n- Mời đại biểu"
    assert task.as_printed["title"] == made.as_printed["title"] == whole
    assert made.source == task.source == {"blocks": ["s7"]}


def test_one_day_may_stand_for_both(plan, task):
    first, _second = task.milestones.order_by("position")
    FlagFactory(plan=plan, task=task, milestone=first, where=first.key, severity="error")
    made = split(task, {first.pk: Goes.BOTH})
    copy = made.milestones.get()
    assert (copy.printed, copy.printed_date, copy.label) == (first.printed, first.printed_date, first.label)
    assert copy.key != first.key
    assert Flag.objects.filter(milestone=copy, task=made, severity="error").count() == 1
    assert task.milestones.count() == 2


def test_a_task_is_parted_more_than_once(task):
    keys = [split(Task.objects.get(pk=task.pk)).key for _ in range(3)]
    assert len({task.key, *keys}) == 4


@pytest.mark.parametrize("title", ["", " \n "])
def test_neither_part_is_empty(task, title):
    with pytest.raises(Refused, match="để trống"):
        split(task, title=title)
    assert Task.objects.count() == 1


# Putting together


def test_two_tasks_become_one_with_all_that_belongs_to_them(plan, task):
    unit = UnitFactory(name="Sở Hai")
    other = TaskFactory(plan=plan, number="8", title="Việc hai", implementing=["Sở Hai"], source={"blocks": ["s8"]})
    other.units.add(unit)
    moved = MilestoneFactory(task=other)
    flag = FlagFactory(plan=plan, task=other, where=other.key)
    repeats = CouncilRow.objects.create(plan=plan, key="PL2.1", position=1, title="Phiên", task=other)
    done = merge(task, other)
    assert not Task.objects.filter(pk=other.pk).exists()
    assert (done.title, done.implementing, list(done.units.all())) == ("Cả hai", ["Sở Cũ", "Sở Hai"], [unit])
    assert done.as_printed["title"].endswith("- Mời đại biểu\nViệc hai")
    assert done.as_printed["number"] == "7; 8"
    assert done.source["blocks"] == ["s7", "s8"]
    for row in (moved, flag, repeats):
        row.refresh_from_db()
        assert row.task == done
    assert flag.where == done.key


def test_a_task_is_not_put_together_with_itself_or_one_of_another_plan(task):
    for other in (task, TaskFactory()):
        with pytest.raises(Refused, match="việc khác của cùng kế hoạch"):
            merge(task, other)


def test_put_together_again_and_parted_again(task):
    """Keys of what was written twice stay each its own."""
    for _ in range(2):
        found = Task.objects.get(pk=task.pk)
        rows = {row.pk: Goes.BOTH for row in found.milestones.all()}
        made = split(found, rows)
        assert made.milestones.count() == len(rows)
        merge(Task.objects.get(pk=task.pk), made)
    assert task.milestones.count() == 8


@pytest.mark.parametrize("into_the_part", [False, True])
def test_parts_put_together_again_say_what_is_printed_once(plan, task, into_the_part):
    printed = dict(task.as_printed)
    made, rest = split(task), Task.objects.get(pk=task.pk)
    whole = merge(made, rest) if into_the_part else merge(rest, made)
    assert {name: whole.as_printed[name] for name in printed} == printed
    other = TaskFactory(plan=plan, number="8", title="Việc hai", source={"blocks": ["s8"]})
    part = split(whole)
    both = merge(Task.objects.get(pk=whole.pk), other)
    part.refresh_from_db()
    back = merge(part, both) if into_the_part else merge(both, part)
    assert back.as_printed["number"] == "7; 8"
    assert back.as_printed["title"] == f"{printed['title']}\nViệc hai"
    assert sorted(back.source["blocks"]) == ["s7", "s8"]


def test_tasks_of_no_known_place_keep_the_words_of_both(plan):
    first, second = (TaskFactory(plan=plan, number=number, title=number, source={}) for number in "12")
    assert merge(first, second).as_printed["title"] == "1\n2"


def test_a_task_gone_since_is_told(plan, task):
    other = TaskFactory(plan=plan, title="Việc hai")
    seen = f"{mark_of(task)}.{mark_of(other)}"
    other.delete()
    with pytest.raises(Conflict, match="người khác sửa"):
        actions.merge_tasks(task, other, "Cả hai", seen=seen, by=head(), at=AT)


# Back to what the document prints


def said(plan):
    """Everything a draft says, without ids: what must be the same after there and back."""
    tasks = [
        (row.key, row.number, row.title, row.implementing, row.source, row.printed, sorted(row.units.values_list("name")),
         sorted(row.milestones.values_list("key", "used_date", "label")), sorted(row.flags.values_list("where", "position")))
        for row in plan.tasks.order_by("position")
    ]  # fmt: skip
    return tasks, sorted(plan.council_rows.values_list("key", "task__key"))


def print_again(task, **other):
    found = Task.objects.get(pk=task.pk)
    return actions.restore_task(found, **{"seen": mark_of_rows(found), "by": head(), "at": AT, **other})


@pytest.fixture
def read():
    plan = draft()
    return plan, said(plan)


def at(plan, number):
    return plan.tasks.get(number=str(number))


@pytest.mark.parametrize("from_the_part", [False, True])
def test_a_parted_task_goes_back_whole(read, from_the_part):
    plan, before = read
    task = at(plan, 22)
    first, second = task.milestones.order_by("position")
    made = split(task, {first.pk: Goes.BOTH, second.pk: Goes.SECOND})
    again = split(made)
    assert plan.tasks.count() == 47
    back = print_again(again if from_the_part else task)
    assert back.pk == task.pk
    assert said(plan) == before


@pytest.mark.parametrize(("one", "two"), [(7, 8), (22, 7), (26, 27)])
def test_tasks_put_together_go_apart_each_to_its_place(read, one, two):
    plan, before = read
    whole = merge(at(plan, one), at(plan, two))
    assert plan.tasks.count() == 44
    assert print_again(whole).pk == whole.pk
    assert said(plan) == before


def test_a_milestone_written_twice_stays_once_after_parts_were_put_together(read):
    plan, before = read
    task = at(plan, 22)
    made = split(task, {row.pk: Goes.BOTH for row in task.milestones.all()})
    whole = merge(Task.objects.get(pk=task.pk), made)
    assert whole.milestones.count() == 4
    print_again(whole)
    assert said(plan) == before


def test_days_confirmed_are_kept_on_the_way_back(read):
    plan, _before = read
    task = at(plan, 22)
    flag = plan.flags.filter(milestone__task=task, severity="error").first()
    split(task, {row.pk: Goes.SECOND for row in task.milestones.all()})
    flag.refresh_from_db()
    actions.resolve_flag(flag, "accepted", by=head(), at=AT)
    print_again(task)
    flag.refresh_from_db()
    assert (flag.resolution, flag.milestone.task) == ("accepted", task)
    assert flag.milestone.used_date.year == 2025


def test_the_slower_of_two_does_not_take_another_part_back(read):
    plan, _before = read
    task = at(plan, 1)
    made = split(task)
    seen = mark_of_rows(task)
    edit(made, title="Người kia sửa phần hai")
    with pytest.raises(Conflict, match="người khác sửa"):
        print_again(task, seen=seen)
    assert plan.tasks.count() == 46


def test_what_is_as_printed_or_was_not_read_is_refused(read, task):
    plan, before = read
    with pytest.raises(Refused, match="đang như in"):
        print_again(at(plan, 3))
    split(task)
    with pytest.raises(Refused, match="không có việc này"):
        print_again(task)
    assert said(plan) == before


def test_the_page_offers_the_way_back_after_parting(client, read):
    plan, before = read
    client.force_login(appraiser().user)
    made = split(at(plan, 5))
    url = reverse("plans:revise", args=[made.pk])
    assert f"{url}#nhu-in" in client.get(reverse("plans:review", args=[plan.pk]) + "?muc=tat-ca").content.decode()
    page = client.get(url).content.decode().split('id="nhu-in"')[1]
    answer = client.post(url, {"act": "nhu-in", "seen": page.split('name="seen" value="')[1].split('"')[0]})
    assert answer["Location"] == reverse("plans:revise", args=[at(plan, 5).pk])
    assert said(plan) == before


# Words in an old font


def test_a_title_in_an_old_font_is_read_once_its_flag_is_settled_and_kept_as_printed(plan):
    unit = UnitFactory(name="Sở Nội vụ thử", name_fold=fold("Sở Nội vụ thử"))
    old = "Ph¸t ®éng phong trµo thi ®ua yªu n\u00ad\u00ads".replace("\u00ad\u00ads", "\u00adíc")
    task = TaskFactory(plan=plan, title=old, implementing=["Së Néi vô thö"], unresolved=["Së Néi vô thö"])
    flag = FlagFactory(
        plan=plan,
        task=task,
        where=task.key,
        code="LEGACY_FONT",
        proposal="Phát động phong trào thi đua yêu nước",
    )
    by = head()
    actions.resolve_flag(flag, "accepted", by=by, at=AT)
    task.refresh_from_db()
    assert (task.title, task.as_printed["title"]) == ("Phát động phong trào thi đua yêu nước", old)
    assert (task.implementing, list(task.units.all())) == (["Sở Nội vụ thử"], [unit])
    actions.reopen_flag(flag, by=by, at=AT)
    task.refresh_from_db()
    assert (task.title, task.printed, task.implementing) == (old, {}, ["Së Néi vô thö"])


def in_old_font(plan, *titles):
    """Tasks printed in TCVN3 with their flags, as reading leaves them: the proposal cut short."""
    codes = {decode_legacy(chr(code), "tcvn3"): chr(code) for code in range(0xA1, 0x100)}
    tasks = [TaskFactory(plan=plan, title="".join(codes.get(one, one) for one in title)) for title in titles]
    for task, title in zip(tasks, titles, strict=True):
        FlagFactory(plan=plan, task=task, where=task.key, code="LEGACY_FONT", severity="warning", proposal=title[:40])
    return tasks


LONG = "phát động phong trào thi đua yêu nước, " * 12 + "hướng tới đại hội"


def test_all_words_in_an_old_font_are_confirmed_at_once_by_one_person(plan):
    tasks = in_old_font(
        plan, LONG, "tổ chức hội nghị tổng kết phong trào thi đua", "sơ kết phong trào thi đua yêu nước"
    )
    printed = [task.title for task in tasks]
    kept = plan.flags.get(task=tasks[2])
    actions.resolve_flag(kept, "kept", reason="Giữ", by=head(), at=AT)
    by = head()
    assert actions.read_all_old_fonts(plan, by=by, at=AT) == 2
    for task in tasks:
        task.refresh_from_db()
    assert [task.title for task in tasks] == [LONG, "tổ chức hội nghị tổng kết phong trào thi đua", printed[2]]
    assert [task.as_printed["title"] for task in tasks] == printed
    signed = set(plan.flags.filter(task__in=tasks[:2]).values_list("resolution", "resolved_by", "resolved_at"))
    assert signed == {("accepted", by.user.pk, AT)}
    event = Event.objects.get(verb="plans.read_all_old_fonts")
    assert (event.subject, event.actor, event.data) == (plan.key, by.user.key, {"count": 2})
    assert Event.objects.filter(verb="plans.resolve_flag", subject__startswith="flag:").count() == 2
    with pytest.raises(Conflict, match="Không còn chữ nào"):
        actions.read_all_old_fonts(plan, by=by, at=AT)
    actions.reopen_flag(plan.flags.get(task=tasks[0]), by=by, at=AT)
    tasks[0].refresh_from_db()
    assert tasks[0].title == printed[0]


def test_a_long_title_in_an_old_font_is_read_whole(plan):
    (task,) = in_old_font(plan, LONG)
    actions.resolve_flag(plan.flags.get(task=task), "accepted", by=head(), at=AT)
    task.refresh_from_db()
    assert task.title == LONG


def test_the_page_confirms_the_old_font_in_one_press(client, plan):
    in_old_font(plan, "sơ kết phong trào thi đua yêu nước", "tổng kết phong trào thi đua yêu nước")
    client.force_login(appraiser().user)
    review, url = reverse("plans:review", args=[plan.pk]), reverse("plans:read_old_fonts", args=[plan.pk])
    assert "Xác nhận cả 2 bản chuyển" in client.get(review, {"muc": "nen-xem"}).content.decode()
    page = client.post(url, {"form_key": "mot"}, follow=True).content.decode()
    assert "Đã xác nhận 2 bản chuyển." in page and "Xác nhận cả 2" not in page
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    assert client.post(url).status_code == 404


# The plan that comes of it


def test_the_words_confirmed_are_those_of_the_plan_in_force_and_of_the_word_file():
    by = head()
    plan = draft(by)
    one, two, three = plan.tasks.order_by("position")[:3]
    actions.edit_task(one, words(one, title="Chữ đã sửa khi soát"), seen=mark_of(one), by=by, at=AT)
    merged = actions.merge_tasks(
        two, three, "Chữ đã gộp khi soát", seen=f"{mark_of(two)}.{mark_of(three)}", by=by, at=AT
    )
    while flag := plan.flags.filter(severity="error", resolution="").first():
        actions.resolve_flag(flag, "accepted", by=by, at=AT)
    plan.refresh_from_db()
    plan = actions.activate(plan, by=by, at=AT)
    assert plan.tasks.count() == 44
    assert merged.milestones.filter(effective=None, printed_date__isnull=False).count() == 0
    confirmed = {row.where: row for row in stored(plan).confirmed}
    assert confirmed[one.key].used == "Chữ đã sửa khi soát"
    assert "xác nhận ngày" in confirmed[one.key].by
    document = docx.Document(io.BytesIO(plan_docx(plan, now())))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Chữ đã sửa khi soát" in text
    assert "Chữ đã gộp khi soát" in text


# The page


@pytest.fixture
def url(client, task):
    client.force_login(appraiser().user)
    return reverse("plans:revise", args=[task.pk])


def seen_in(client, url):
    return client.get(url).content.decode().split('name="seen" value="')[1].split('"')[0]


def test_the_page_edits_and_shows_both(client, url, task):
    form = {
        "act": "sua",
        "seen": seen_in(client, url),
        "number": "7",
        "title": "Chữ đúng",
        "implementing": "Sở Cũ",
    }
    assert client.post(url, form).status_code == 302
    page = client.get(url).content.decode()
    assert "Chữ đúng</textarea>" in page
    assert "Tổ chức hội nghị<br>" in page
    assert "Trả về như in" in page
    client.post(
        url, {"act": "nhu-in", "seen": page.split('value="nhu-in"')[1].split('name="seen" value="')[1].split('"')[0]}
    )
    task.refresh_from_db()
    assert task.printed == {}


def test_the_page_parts_and_puts_together(client, url, task, plan):
    first, second = task.milestones.order_by("position")
    form = {
        "act": "tach", "seen": seen_in(client, url), "first": "Lập kế hoạch", "title": "Mời đại biểu", "number": "7a",
        f"moc-{first.pk}": "first", f"moc-{second.pk}": "second",
    }  # fmt: skip
    answer = client.post(url, form)
    made = Task.objects.get(number="7a")
    assert answer["Location"] == reverse("plans:revise", args=[made.pk])
    assert list(made.milestones.all()) == [second]
    answer = client.post(url, {"act": "gop", "seen": seen_in(client, url), "other": made.pk, "title": ""})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.title == "Lập kế hoạch\nMời đại biểu"
    assert Milestone.objects.filter(task=task).count() == 2


def sheet(act, task, other):
    words = {"title": "Chữ đúng", "number": "7", "implementing": "Sở Cũ"}
    goes = {f"moc-{row.pk}": "first" for row in task.milestones.all()}
    return {
        "sua": words,
        "tach": {**words, **goes, "first": "Phần đầu"},
        "gop": {"other": other.pk, "title": ""},
    }[act]


@pytest.mark.parametrize("act", ["sua", "tach", "gop"])
def test_a_form_sent_twice_is_written_once(client, url, plan, task, act):
    other = TaskFactory(plan=plan, title="Việc hai")
    form = {**sheet(act, task, other), "act": act, "seen": seen_in(client, url), "form_key": "mot-lan"}
    first, second = (client.post(url, form) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Event.objects.filter(verb__in=VERBS).count() == 1
    assert plan.tasks.count() == {"sua": 2, "tach": 3, "gop": 1}[act]


@pytest.mark.parametrize("act", ["sua", "tach", "gop"])
def test_the_slower_of_two_is_told_on_the_page_and_writes_nothing(client, url, plan, task, act):
    other = TaskFactory(plan=plan, title="Việc hai")
    form = {**sheet(act, task, other), "act": act, "seen": seen_in(client, url)}
    edit(task, title="Người kia sửa")
    answer = client.post(url, form)
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.content.decode()
    task.refresh_from_db()
    assert (task.title, plan.tasks.count()) == ("Người kia sửa", 2)


@pytest.mark.parametrize("act", ["sua", "tach", "gop", "nhu-in"])
def test_who_does_not_keep_plans_is_refused(client, url, plan, task, act):
    other = TaskFactory(plan=plan, title="Việc hai")
    forms = {**sheet("tach", task, other), **sheet("gop", task, other), "act": act, "seen": mark_of(task)}
    for duty, status in ((DutyCode.CLERK, 403), (DutyCode.UNIT_HEAD, 404)):  # a unit does not see drafts
        client.force_login(acting(duty).user)
        assert client.post(url, forms).status_code == status
    assert not Event.objects.filter(verb__in=VERBS).exists()


@pytest.mark.parametrize(
    "form",
    [
        {"act": "sua", "title": "", "directing": "Phó Chủ tịch đã gõ"},
        {"act": "tach", "first": "", "title": "x", "directing": "Phó Chủ tịch đã gõ"},
        {"act": "gop", "title": "Phó Chủ tịch đã gõ"},
    ],
)
def test_what_cannot_be_written_is_told_with_what_was_typed(client, url, form):
    answer = client.post(url, {**form, "seen": seen_in(client, url)})
    assert answer.status_code == 200
    assert "Phó Chủ tịch đã gõ" in answer.content.decode()
    assert "errorlist" in answer.content.decode() or "err" in answer.content.decode()
    assert not Event.objects.filter(verb__in=VERBS).exists()


def test_the_review_leads_there_while_it_is_a_draft(client, url, task, plan):
    page = reverse("plans:review", args=[plan.pk]) + "?muc=tat-ca"
    assert url in client.get(page).content.decode()
    client.force_login(acting(DutyCode.CLERK).user)
    assert client.get(url).status_code == 403
    assert url not in client.get(page).content.decode()
