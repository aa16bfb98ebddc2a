"""A unit's list from the Excel file to the sent submission."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from thidua.audit.models import Event
from thidua.documents.models import StoredFile
from thidua.dossiers import actions
from thidua.dossiers.models import Dossier, Submission
from thidua.dossiers.tests.factories import (
    AT,
    RoundFactory,
    SubmissionFactory,
    in_state,
    officer,
    unit_head,
    workbook,
)
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.sealing import open_cccd
from thidua.register.reading import Unreadable

pytestmark = pytest.mark.django_db
GOOD = (1, "Đinh Thị Tươi", "16/06/1985", "001185000017", "Trưởng phòng", "Văn phòng", "Chiến sĩ thi đua Thành phố")
LOST = (2, "Hà Văn Mất Không", "02/03/1979", 1079000025, "Chuyên viên", "Văn phòng", "Chiến sĩ thi đua Thành phố")
TWICE = (3, "Đinh Thị Tươi", "16/06/1985", "001185000017", "Trưởng phòng", "Văn phòng", "Chiến sĩ thi đua Thành phố")
OTHER = (
    4,
    "Lý Văn Khen",
    "05/05/1980",
    "001080000033",
    "Chuyên viên",
    "Văn phòng",
    "Bằng khen của Chủ tịch UBND Thành phố",
)

OTHER_NAME = (5, "Lý Văn Khác", "05/05/1981", "001081000034", "Chuyên viên", "Văn phòng", "Chiến sĩ thi đua Thành phố")


@pytest.fixture
def who():
    return officer()


def upload(who, *rows, round_=None):
    return actions.upload_list(round_ or RoundFactory(), workbook(*rows), "danh-sach.xlsx", by=who, at=AT)


def test_upload_keeps_the_file_and_the_preview_and_makes_no_dossier(who):
    found = upload(who, GOOD, LOST)
    assert found.reading == {"left": 2, "flagged": 1, "good": 1, "taken": 0}
    assert found.file.name == "danh-sach.xlsx"
    assert not Dossier.objects.exists()
    assert b"001185000017" not in bytes(found.reading_sealed)
    assert Event.objects.filter(verb="dossiers.upload_list", subject=found.key, unit=who.unit.key).count() == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.7 broken", b"MZ\x90 program"])
def test_a_file_that_cannot_be_read_leaves_nothing(who, data):
    with pytest.raises((Unreadable, Refused)) as refusal:
        actions.upload_list(RoundFactory(), data, "danh-sach.xlsx", by=who, at=AT)
    assert refusal.value.reason.endswith(".")
    assert not Submission.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Event.objects.filter(verb="dossiers.upload_list").exists()


def test_good_lines_become_dossiers_and_flagged_ones_stay(who):
    found = upload(who, GOOD, LOST)
    assert actions.take_good_lines(found, revision=found.revision, by=who, at=AT) == 1
    made = Dossier.objects.get()
    assert (made.name, made.birth, open_cccd(made.cccd_sealed), made.state) == (GOOD[1], "1985-06-16", GOOD[3], "draft")
    assert made.verdict_code
    found.refresh_from_db()
    assert found.reading == {"left": 1, "flagged": 1, "good": 0, "taken": 1}
    assert [row.name for row in actions.reading_of(found).rows] == [LOST[1]]


def test_a_lost_zero_is_put_back_only_when_a_person_says_so(who):
    found = upload(who, LOST)
    reading = actions.reading_of(found)
    [row] = reading.rows
    [problem] = [one for one in row.problems if one.field == "cccd"]
    assert problem.proposal == "001079000025"
    assert row.cccd != problem.proposal
    found = actions.accept_proposal(found, row.key, problem.code, revision=found.revision, by=who, at=AT)
    assert actions.take_good_lines(found, revision=found.revision, by=who, at=AT) == 1
    assert open_cccd(Dossier.objects.get().cccd_sealed) == "001079000025"


def test_a_person_twice_is_flagged_and_only_one_is_taken(who):
    found = upload(who, GOOD, TWICE)
    reading = actions.reading_of(found)
    assert reading.same
    flagged = [row for row in reading.rows if row.problems]
    assert flagged
    found = actions.skip_line(found, flagged[-1].key, revision=found.revision, by=who, at=AT)
    for row in actions.reading_of(found).rows:
        for problem in row.problems:
            found = actions.accept_proposal(found, row.key, problem.code, revision=found.revision, by=who, at=AT)
    actions.take_good_lines(found, revision=found.revision, by=who, at=AT)
    assert Dossier.objects.count() == 1


def test_an_award_of_another_round_is_never_taken_silently(who):
    found = upload(who, GOOD, OTHER)
    actions.take_good_lines(found, revision=found.revision, by=who, at=AT)
    assert [row.name for row in Dossier.objects.all()] == [GOOD[1]]
    found.refresh_from_db()
    found = actions.skip_other_rounds(found, revision=found.revision, by=who, at=AT)
    assert actions.reading_of(found) is None


def test_the_slower_of_two_windows_is_told_and_nothing_is_lost(who):
    found = upload(who, LOST)
    [row] = actions.reading_of(found).rows
    stale = found.revision
    actions.correct_cell(found, row.key, "name", "Hà Văn Mới", revision=stale, by=who, at=AT)
    with pytest.raises(Conflict):
        actions.correct_cell(found, row.key, "name", "Hà Văn Cũ", revision=stale, by=who, at=AT)
    found.refresh_from_db()
    assert actions.reading_of(found).rows[0].name == "Hà Văn Mới"


def test_the_same_identity_number_comes_once_into_a_round(who):
    round_ = RoundFactory()
    first = upload(who, GOOD, round_=round_)
    actions.take_good_lines(first, revision=first.revision, by=who, at=AT)
    second = upload(who, GOOD, OTHER_NAME, round_=round_)
    assert second.reading == {"left": 2, "flagged": 1, "good": 1, "taken": 0}
    assert actions.take_good_lines(second, revision=second.revision, by=who, at=AT) == 1
    assert Dossier.objects.count() == 2
    second.refresh_from_db()
    [left] = actions.reading_of(second).rows
    assert [problem.code for problem in left.problems] == ["TWIN_OURS"]
    assert Dossier.objects.first().code not in left.problems[0].message
    assert Dossier.objects.last().code in left.problems[0].message


def test_a_crash_in_the_middle_keeps_nothing(who, monkeypatch):
    found = upload(who, GOOD, (*OTHER[:6], GOOD[6]))

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions.taking, "with_twins", fail)  # after the dossiers and their events were written
    with pytest.raises(RuntimeError):
        actions.take_good_lines(found, revision=found.revision, by=who, at=AT)
    assert not Dossier.objects.exists()
    found.refresh_from_db()
    assert found.reading["left"] == 2
    assert not Event.objects.filter(verb__in=["dossiers.add", "dossiers.take_lines"]).exists()


@pytest.fixture
def head(who):
    return unit_head(who.unit)


def ready(unit=None):
    dossier = in_state("draft", unit)
    dossier.submission.number, dossier.submission.dated = "12/TTr", date(2026, 3, 10)
    dossier.submission.save()
    return dossier


def test_sending_needs_the_letter(who, head):
    dossier = in_state("draft", who.unit)
    with pytest.raises(Refused, match="tờ trình"):
        actions.submit(dossier.submission, by=head, at=AT)
    actions.letter(dossier.submission, "12/TTr", date(2026, 3, 10), by=who, at=AT)
    assert actions.submit(dossier.submission, by=head, at=AT) == 1
    dossier.refresh_from_db()
    assert (dossier.state, dossier.sent_at) == ("submitted", AT)
    assert Event.objects.filter(subject=dossier.key, verb="dossiers.submit").exists()


def test_sending_twice_has_one_effect(who, head):
    dossier = ready(who.unit)
    actions.submit(dossier.submission, by=head, at=AT)
    with pytest.raises(Refused):
        actions.submit(dossier.submission, by=head, at=AT)
    assert dossier.steps.count() == 1


@pytest.mark.parametrize(
    ("at", "sent"),
    [(datetime(2026, 3, 31, 16, 59, tzinfo=UTC), True), (datetime(2026, 3, 31, 17, 0, tzinfo=UTC), False)],
)
def test_the_last_day_ends_at_midnight_in_hanoi(who, head, at, sent):
    dossier = ready(who.unit)
    if sent:
        assert actions.submit(dossier.submission, by=head, at=at) == 1
    else:
        with pytest.raises(Refused, match="31/03/2026"):
            actions.submit(dossier.submission, by=head, at=at)
        dossier.refresh_from_db()
        assert dossier.state == "draft"


def test_recall_brings_back_what_is_not_received_yet(who, head):
    submission = SubmissionFactory(unit=who.unit, number="1/TTr", dated=date(2026, 3, 1))
    for _ in range(2):
        actions.add_nominee(
            submission,
            {"award": "CSTDT", "kind": "individual", "name": "Lã Thị Hồi", "birth": "1985", "cccd": "", "position": "", "workplace": "", "achievement": ""},
            by=who, at=AT,
        )  # fmt: skip
    actions.submit(submission, by=head, at=AT)
    first, second = submission.dossiers.order_by("pk")
    from thidua.dossiers.tests.factories import appraiser

    actions.receive(first, by=appraiser(), at=AT)
    with pytest.raises(Refused, match="lý do"):
        actions.recall(submission, " ", by=who, at=AT)
    assert actions.recall(submission, "Ghi nhầm số tờ trình", by=who, at=AT) == 1
    second.refresh_from_db()
    assert (second.state, second.sent_at) == ("draft", None)


def test_another_unit_touches_nothing(who):
    dossier = ready()
    for act in (
        lambda: actions.submit(dossier.submission, by=who, at=AT),
        lambda: actions.letter(dossier.submission, "1", date(2026, 1, 1), by=who, at=AT),
        lambda: actions.recall(dossier.submission, "x", by=who, at=AT),
    ):
        with pytest.raises(Refused):
            act()
