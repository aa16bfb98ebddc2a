"""Back-planning of a plan taken in: its sessions, its printed days, the page and the command."""

from __future__ import annotations

import argparse
import json
from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse

from thidua.plans import actions, commands
from thidua.plans.backplan import Step, WarningCode
from thidua.plans.queries.backplan import back_plan_json, back_plan_page
from thidua.plans.tests.chains import AT, ON, at_key, demo_in_force, head, link, plan_of, row

pytestmark = pytest.mark.django_db


def test_session_1_of_the_plan_leaves_too_little_after_the_window_of_item_9():
    page = back_plan_page(demo_in_force(), "PL2.I.1", ON)
    assert page.plan.effective == date(2025, 3, 10)
    assert page.plan.step(Step.CONSULTATION).begins == date(2025, 2, 14)
    assert page.plan.step(Step.PAPERS).begins == date(2025, 3, 3)
    assert {one.row.key: (one.left, one.stated) for one in page.printed} == {
        "PL1.2.1": (36, False), "PL1.6.1": (20, False), "PL1.9.1": (6, False),
    }  # fmt: skip
    short = [one for one in page.plan.warnings if one.step is Step.CONSULTATION]
    assert [(one.left, one.needs, one.missing) for one in short] == [(6, 16, 10)]
    (text,) = [text for text in page.warnings if "lấy ý kiến Nhân dân" in text]
    assert "Việc 9, Trình và tổng kết hết hạn 28/02/2025, đến phiên còn 6 ngày làm việc." in text
    assert "cần 10 ngày làm việc, phải bắt đầu trước phiên 16 ngày làm việc: thiếu 10." in text
    assert "Kế hoạch không in hạn gửi hồ sơ cho phiên này." in page.warnings


@pytest.mark.parametrize(
    ("key", "keys", "left"),
    [("PL2.I.2", ["PL1.22.2"], 53), ("PL2.I.3", ["PL1.23.1"], 23), ("PL2.I.4", ["PL1.34.2"], 27)],
)
def test_the_other_sessions_are_comfortable(key, keys, left):
    page = back_plan_page(demo_in_force(), key, ON)
    assert [one.row.key for one in page.printed] == keys
    assert page.printed[0].left == left
    assert not [one for one in page.plan.warnings if one.code is WarningCode.TOO_LITTLE]
    assert all(a.cut.ends <= b.cut.begins for a, b in pairwise(page.steps))


def test_session_3_is_followed_by_seven_days_of_opinion():
    page = back_plan_page(demo_in_force(), "PL2.I.3", ON)
    assert [(one.cut.step, one.cut.days) for one in page.after] == [(Step.OPINION, 7)]
    assert page.kinds == ["Công dân Thủ đô ưu tú"]


def linked():
    plan, by = demo_in_force(), head()
    actions.accept_proposals(plan, None, by=by, at=AT)
    return plan


def test_after_session_3_opinion_waits_for_the_party_and_certificates_are_ready_for_the_congress():
    """calendar.md 3: opinion of the Party by 29/8, seven days end 11/9, decision by 26/9, eleven days between."""
    page = back_plan_page(linked(), "PL2.I.3", ON)
    assert [(one.cut.step, one.cut.begins, one.cut.ends) for one in page.after] == [
        (Step.OPINION, date(2025, 8, 29), date(2025, 9, 11)),
        (Step.CERTIFICATES, date(2025, 9, 26), date(2025, 10, 10)),
    ]
    assert page.plan.reserve == 11
    assert back_plan_json(page)["reserve_for_decision"] == 11
    assert page.warnings == ["Kế hoạch không in hạn gửi hồ sơ cho phiên này."]


def test_a_session_too_near_to_the_honouring_is_warned_of(client):
    plan = linked()
    page = back_plan_page(plan, "PL2.I.3", ON, day=date(2025, 9, 23))
    assert page.plan.reserve == -4
    assert (
        "Lấy ý kiến sau phiên xong sớm nhất 02/10/2025, mà làm bằng phải bắt đầu chậm nhất 26/09/2025:"
        " thiếu 4 ngày làm việc."
    ) in page.warnings
    client.force_login(head().user)
    address = reverse("plans:backplan", args=[plan.pk])
    said = client.get(address, {"phien": "PL2.I.3"}).content.decode()
    assert "còn 11 ngày làm việc để Chủ tịch quyết định" in said
    assert "26/09/2025" in said
    assert "để Chủ tịch quyết định" not in client.get(address, {"phien": "PL2.I.1"}).content.decode()


def test_links_taken_up_from_the_usual_order_do_not_make_the_plan_print_a_day():
    page = back_plan_page(linked(), "PL2.I.1", ON)
    assert not any(one.stated for one in page.printed)
    assert "Kế hoạch không in hạn gửi hồ sơ cho phiên này." in page.warnings


def test_the_clusters_own_titles_wait_for_no_consultation():
    """calendar.md 3: cluster titles, 15 working days net, feasible."""
    page = back_plan_page(demo_in_force(), "PL2.I.1", ON)
    assert not [text for text in page.warnings if "Việc 6" in text]
    assert [one.step for one in page.plan.warnings if one.printed and one.printed.day == date(2025, 2, 28)] == [
        Step.CONCURRENCE,
        Step.CONSULTATION,
    ]


def test_another_day_is_tried_out():
    page = back_plan_page(demo_in_force(), "PL2.I.4", ON, day=date(2025, 9, 1))
    assert page.moved
    assert page.plan.effective == date(2025, 8, 29)
    assert "Quốc khánh" in page.warnings[0]
    assert [one.step for one in page.plan.warnings if one.code is WarningCode.TOO_LITTLE] == [
        Step.CONCURRENCE,
        Step.CONSULTATION,
    ]


def test_a_window_linked_to_the_session_counts_as_stated():
    plan = demo_in_force()
    link(at_key(plan, "PL1.9.1"), at_key(plan, "PL1.7.1"))
    page = back_plan_page(plan, "PL2.I.1", ON)
    assert [(one.row.key, one.stated) for one in page.printed] == [("PL1.9.1", True)]
    assert WarningCode.NOT_STATED not in {one.code for one in page.plan.warnings}


def test_without_a_key_the_next_session_is_taken():
    plan = demo_in_force()
    assert back_plan_page(plan, "", date(2025, 4, 1)).goal.key == "PL2.I.2"
    assert back_plan_page(plan, "", date(2026, 4, 1)).goal.key == "PL2.I.1"
    assert back_plan_page(plan, "PL2.II.1", ON) is None


def test_the_page_shows_steps_grounds_and_warnings(client):
    by = head()
    client.force_login(by.user)
    plan = demo_in_force(by)
    address = reverse("plans:backplan", args=[plan.pk])
    text = client.get(address, {"phien": "PL2.I.1"}).content.decode()
    for words in (
        "14/02/2025",
        "03/03/2025",
        "Điều 46 khoản 2",
        "cần đối chiếu",
        "chưa kiểm chứng",
        "thiếu 10.",
    ):
        assert words in text
    moved = client.get(address, {"phien": "PL2.I.1", "ngay": "24/03/2025", "tham_dinh": "5"}).content.decode()
    assert "Đang thử một ngày khác" in moved
    assert "10/03/2025" in moved
    assert client.get(address, {"phien": "khong-co", "ngay": "31/02/2025"}).status_code == 200


def test_a_plan_without_sessions_says_so(client):
    by = head()
    client.force_login(by.user)
    plan = plan_of(by=by)
    row(plan, date(2025, 3, 3))
    text = client.get(reverse("plans:backplan", args=[plan.pk])).content.decode()
    assert "chưa có phiên họp nào" in text


@pytest.fixture
def run(capsys):
    def command(*words):
        root = argparse.ArgumentParser(prog="thidua")
        commands.register(root.add_subparsers(required=True))
        options = root.parse_args(["plan", "backplan", *map(str, words)])
        return options.run(options), capsys.readouterr().out

    return command


def test_the_command_prints_for_machines_and_for_people(run):
    plan = demo_in_force()
    code, out = run(plan.pk, "--session", "PL2.I.1", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["schema"], found["session"], found["day"]) == ("plan-backplan/1", "PL2.I.1", "2025-03-10")
    steps = {one["step"]: one for one in found["steps"]}
    assert steps["consultation"]["begins"] == "2025-02-14"
    assert steps["consultation"]["rule"]["article"] == "Điều 46 khoản 2"
    assert steps["papers"]["rule"]["confidence"] == "unverified"
    assert {"too_little", "not_stated"} <= {one["code"] for one in found["warnings"]}
    assert found == json.loads(json.dumps(back_plan_json(back_plan_page(plan, "PL2.I.1", ON))))
    code, out = run(plan.number, "--session", "PL2.I.4", "--on", "2025-10-07")
    assert code == 0
    assert "07/10/2025" in out


def test_the_command_says_what_it_does_not_find(run):
    assert run("khong-co") == (1, "Không có kế hoạch khong-co.\n")
    code, out = run(plan_of().pk, "--session", "PL2.I.9")
    assert code == 1
    assert "không có phiên họp PL2.I.9" in out
