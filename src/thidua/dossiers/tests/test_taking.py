"""Good lines become dossiers: nobody hinders another, what is there already stays behind, many at once."""

from __future__ import annotations

import io
import unicodedata

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.awards.models import RuleSnapshot
from thidua.dossiers import actions, preview
from thidua.dossiers.actions import mending
from thidua.dossiers.models import Dossier, Submission
from thidua.dossiers.tests.factories import (
    AT,
    HEADER,
    DossierFactory,
    RoundFactory,
    SubmissionFactory,
    officer,
)
from thidua.dossiers.tests.test_lists import GOOD, LOST, OTHER, OTHER_NAME, TWICE, upload
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.sealing import index_cccd, seal_cccd
from thidua.register.models import LearntWord
from thidua.register.tests.factories import PersonFactory, RecipientFactory

pytestmark = pytest.mark.django_db
TITLE = "Chiến sĩ thi đua Thành phố"


@pytest.fixture
def who():
    return officer()


def many(count: int) -> list[tuple[object, ...]]:
    first = ("Trần", "Lê", "Phạm", "Ngô", "Nguyễn")
    last = ("Bình", "Cúc", "Dung", "Giang", "Hà", "Khải", "Lan", "Mai", "Oanh", "Phúc")
    return [
        (n, f"{first[n % 5]} {last[n // 5 % 10]} {last[n // 50 % 10]}", f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{1960 + n % 40}",
         f"0010{(60 + n % 40) % 100:02d}{n:06d}", "Chuyên viên", "Văn phòng", TITLE)
        for n in range(count)
    ]  # fmt: skip


def take(submission, by):
    return actions.take_good_lines(submission, revision=submission.revision, by=by, at=AT)


def left(submission):
    submission.refresh_from_db()
    return {row.name: [p.code for p in row.problems] for row in actions.reading_of(submission).rows}


def sent_by_another(round_, number=GOOD[3], state="submitted"):
    return DossierFactory(
        submission=SubmissionFactory(round=round_),
        state=state,
        code=f"2025-{round_.pk:05d}",
        cccd_sealed=seal_cccd(number),
        cccd_index=index_cccd(number),
    )


# ---- who is there already -------------------------------------------------------------------------------------


def test_the_same_person_twice_leaves_the_later_line_and_names_the_dossier(who):
    found = upload(who, GOOD, OTHER_NAME, TWICE)
    assert take(found, who) == 2
    found.refresh_from_db()
    [row] = actions.reading_of(found).rows
    assert (row.row, [p.code for p in row.problems]) == (4, ["TWIN_OURS"])
    assert Dossier.objects.get(name=GOOD[1]).code in row.problems[0].message
    assert "dòng 2" in row.problems[0].message
    assert found.reading == {"left": 1, "flagged": 1, "good": 0, "taken": 2}


def test_a_dossier_another_unit_sent_is_told_without_its_code(who):
    round_ = RoundFactory()
    theirs = sent_by_another(round_)
    found = upload(who, GOOD, OTHER_NAME, round_=round_)
    assert take(found, who) == 1
    [row] = actions.reading_of(found).rows
    [problem] = row.problems
    assert problem.code == "TWIN_ELSEWHERE"
    assert theirs.code not in problem.message
    assert "Ban Thi đua" in problem.message


def test_a_draft_of_another_unit_hinders_nobody(who):
    round_ = RoundFactory()
    sent_by_another(round_, state="draft")
    found = upload(who, GOOD, round_=round_)
    assert found.reading["good"] == 1
    assert take(found, who) == 1


def test_a_withdrawn_dossier_hinders_nobody(who):
    round_ = RoundFactory()
    sent_by_another(round_, state="withdrawn")
    assert take(upload(who, GOOD, round_=round_), who) == 1


def test_who_came_between_preview_and_taking_stays_behind_alone(who):
    round_ = RoundFactory()
    found = upload(who, GOOD, OTHER_NAME, round_=round_)
    sent_by_another(round_)
    assert take(found, who) == 1
    assert left(found) == {GOOD[1]: ["TWIN_ELSEWHERE"]}


def test_a_line_flagged_so_is_good_again_when_the_number_is_mended(who):
    round_ = RoundFactory()
    sent_by_another(round_)
    found = upload(who, GOOD, round_=round_)
    [row] = actions.reading_of(found).rows
    found = actions.correct_cell(found, row.key, "cccd", "001185000099", revision=found.revision, by=who, at=AT)
    assert found.reading["good"] == 1
    assert take(found, who) == 1


def test_a_namesake_without_number_is_asked_about_and_may_be_kept(who):
    round_ = RoundFactory()
    first = upload(who, GOOD, round_=round_)
    take(first, who)
    found = upload(who, (*GOOD[:3], "", *GOOD[4:]), round_=round_)
    [row] = actions.reading_of(found).rows
    assert [p.code for p in row.problems] == ["CCCD_MISSING", "TWIN_MAYBE"]
    for code in ("CCCD_MISSING", "TWIN_MAYBE"):
        found = actions.keep_as_printed(found, row.key, code, revision=found.revision, by=who, at=AT)
    assert take(found, who) == 1
    assert Dossier.objects.count() == 2


def test_when_all_are_there_already_the_flags_are_kept(who):
    round_ = RoundFactory()
    found = upload(who, GOOD, round_=round_)
    sent_by_another(round_)
    assert take(found, who) == 0
    assert left(found) == {GOOD[1]: ["TWIN_ELSEWHERE"]}
    assert found.state == "preview"
    assert actions.twins_left(found) == 1


def test_a_nominee_added_by_hand_meets_the_same_answers(who):
    round_ = RoundFactory()
    theirs = sent_by_another(round_)
    mine = SubmissionFactory(round=round_, unit=who.unit)
    fields = {"award": "CSTDT", "kind": "individual", "name": GOOD[1], "birth": "1985", "cccd": GOOD[3], "position": "",
              "workplace": "", "achievement": "", "confirmed": True}  # fmt: skip
    with pytest.raises(Refused, match="đơn vị khác") as refusal:
        actions.add_nominee(mine, fields, by=who, at=AT)
    assert theirs.code not in refusal.value.reason
    Dossier.objects.filter(pk=theirs.pk).update(state="draft", sent_at=None)
    made = actions.add_nominee(mine, fields, by=who, at=AT)
    with pytest.raises(Refused, match=made.code):
        actions.add_nominee(mine, fields, by=who, at=AT)


# ---- what is written ------------------------------------------------------------------------------------------


def test_codes_events_matches_and_verdicts_are_those_of_dossiers_added_one_by_one(who):
    known = RecipientFactory(person=PersonFactory(cccd_index=index_cccd(GOOD[3])))
    found = upload(who, GOOD, OTHER_NAME)
    take(found, who)
    for dossier in Dossier.objects.all():
        assert dossier.code == f"2026-{dossier.pk:05d}"
        assert dossier.verdict["conditions"]
        assert dossier.verdict_code == dossier.verdict["verdict"]
        assert Event.objects.filter(subject=dossier.key, verb="dossiers.add").count() == 1
        before = (dossier.verdict, dossier.verdict_code)
        actions.judge_again(dossier, by=who, at=AT)
        assert (dossier.verdict, dossier.verdict_code) == before
    assert Dossier.objects.get(name=GOOD[1]).recipient == known
    assert Dossier.objects.get(name=OTHER_NAME[1]).recipient is None
    assert RuleSnapshot.objects.exists()


def test_the_slower_of_two_takings_writes_nothing(who):
    found = upload(who, GOOD)
    stale = found.revision
    take(found, who)
    with pytest.raises((Conflict, Refused)):
        actions.take_good_lines(found, revision=stale, by=who, at=AT)
    assert Dossier.objects.count() == 1


def test_a_stale_revision_rolls_back_the_dossiers_and_their_flags(who):
    found = upload(who, GOOD, TWICE)
    with pytest.raises(Conflict):
        actions.take_good_lines(found, revision=found.revision + 1, by=who, at=AT)
    assert not Dossier.objects.exists()
    assert "TWIN_OURS" not in str(left(found))


def test_many_lines_take_as_few_queries_as_some(who):
    counts = []
    for number in (20, 180):
        found = upload(who, *many(number))
        with CaptureQueriesContext(connection) as caught:
            assert take(found, who) == number
        counts.append(len(caught))
    assert counts[1] <= counts[0] + 10  # a few more statements of many rows each, not one a line


def test_two_thousand_lines_are_drawn_by_the_page(who):
    found = upload(who, *many(300), (301, *LOST[1:]))
    sheet = preview.sheet_of(actions.reading_of(found), found.round, "")
    assert (sheet.total, sheet.good, sheet.flagged, len(sheet.lines), sheet.pages) == (301, 300, 1, 50, 7)
    assert sheet.lines[0].flagged
    last = preview.sheet_of(actions.reading_of(found), found.round, "", 7)
    assert (last.first, last.last, last.after) == (301, 301, "")
    chosen = preview.sheet_of(actions.reading_of(found), found.round, f"{last.lines[0].key}|name")
    assert (chosen.page, chosen.chosen.key) == (7, last.lines[0].key)
    assert preview.sheet_of(actions.reading_of(found), found.round, "", 99).page == 7


# ---- what the preview says -------------------------------------------------------------------------------------


def drawn(who, *rows, round_=None):
    found = upload(who, *rows, round_=round_)
    return preview.sheet_of(actions.reading_of(found), found.round, "")


def test_two_awards_of_which_the_round_takes_one_are_told(who):
    both = (*GOOD[:6], "CSTĐTP, Bằng khen UBND TP")
    sheet = drawn(who, both)
    assert (sheet.good, sheet.elsewhere) == (1, 0)
    [kind] = [kind for kind in sheet.kinds if kind.code == "AWARD_PARTLY"]
    assert not kind.blocking
    assert any("không lập hồ sơ" in problem.message for problem in sheet.chosen.problems)


def test_an_award_of_another_round_is_never_kept(who):
    sheet = drawn(who, OTHER)
    assert (sheet.good, sheet.flagged, sheet.elsewhere) == (0, 0, 1)
    assert [(p.code, p.keepable) for p in sheet.chosen.problems] == [("AWARD_ELSEWHERE", False)]


def test_skipping_other_rounds_keeps_lines_whose_award_is_unknown(who):
    round_ = RoundFactory(awards=["CSTDT", "BKTP"])
    found = upload(who, (*GOOD[:6], "Danh hiệu lạ"), (*OTHER[:6], "Chiến sĩ thi đua toàn quốc"), round_=round_)
    found = actions.skip_other_rounds(found, revision=found.revision, by=who, at=AT)
    assert [row.name for row in actions.reading_of(found).rows] == [GOOD[1]]


def test_a_value_that_cannot_be_kept_is_refused_by_the_action_too(who):
    found = upload(who, (*GOOD[:6], "Danh hiệu lạ"))
    [row] = actions.reading_of(found).rows
    for act in (actions.accept_proposal, actions.keep_as_printed):
        with pytest.raises(Refused, match="bỏ dòng"):
            act(found, row.key, "AWARD_UNKNOWN", revision=found.revision, by=who, at=AT)


def test_each_kind_of_problem_is_one_line_with_its_lines_and_values(who):
    strange = [
        (n, f"Lý Văn {name}", f"1{n}/05/1980", f"00108000010{n}", "", "", f"Danh hiệu lạ {n % 4}")
        for n, name in enumerate("ABCDEFGH", 1)
    ]
    sheet = drawn(who, *[(n, name + " Anh", *rest) for n, name, *rest in strange])
    [kind] = [kind for kind in sheet.kinds if kind.code == "AWARD_UNKNOWN"]
    assert (kind.count, len(kind.lines), kind.more) == (8, 6, 2)
    assert kind.values == "“Danh hiệu lạ 1”, “Danh hiệu lạ 2”, “Danh hiệu lạ 3”…"
    assert kind.lines[0] == ("Danh sách:2|awards", "dòng 2")
    assert "“" not in kind.title


def test_taking_all_tells_what_it_does(who):
    sheet = drawn(who, (*GOOD[:2], "31/02/1985", *GOOD[3:]), (*OTHER_NAME[:2], "30/02/1981", *OTHER_NAME[3:]))
    [kind] = sheet.kinds
    assert (kind.proposals, kind.gain, kind.values) == (2, "chỉ giữ năm sinh", "“31/02/1985”, “30/02/1981”")


def test_identity_numbers_are_never_among_the_values(who):
    sheet = drawn(who, LOST)
    assert [kind.values for kind in sheet.kinds] == [""]


def test_names_in_capitals_are_counted_beside_the_button(who):
    sheet = drawn(who, (1, GOOD[1].upper(), *GOOD[2:]), OTHER_NAME)
    assert (sheet.good, sheet.capitals) == (2, 1)


def test_one_name_in_two_unicode_forms_is_not_printed_twice(who):
    sheet = drawn(
        who, (1, unicodedata.normalize("NFD", GOOD[1]), *GOOD[2:]), (2, OTHER_NAME[1].upper(), *OTHER_NAME[2:])
    )
    assert [cell.printed for line in sheet.lines for cell in line.cells if cell.field == "name"] == ["", ""]


def test_lines_of_several_sheets_carry_the_sheet_and_its_letters(who):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, head, row in (("Khối phòng", HEADER, GOOD), ("Trực thuộc", HEADER[1:], OTHER_NAME[1:])):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, head)
            sheet.write_row(1, 0, row)
    found = actions.upload_list(RoundFactory(), out.getvalue(), "danh-sach.xlsx", by=who, at=AT)
    sheet = preview.sheet_of(actions.reading_of(found), found.round, "")
    assert [line.label for line in sheet.lines] == ["Khối phòng, dòng 2", "Trực thuộc, dòng 2"]
    assert {code: letters for code, _label, letters in sheet.columns}["name"] == "B (Khối phòng), A (Trực thuộc)"


def sheets_of(**rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, lines in rows.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate((HEADER, *lines)):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def test_the_sheet_is_named_as_long_as_the_file_has_several(who):
    data = sheets_of(Một=[GOOD], Hai=[OTHER_NAME, LOST, TWICE])
    found = actions.upload_list(RoundFactory(), data, "danh-sach.xlsx", by=who, at=AT)
    assert take(found, who) == 2
    found.refresh_from_db()
    reading = actions.reading_of(found)
    assert {row.sheet for row in reading.rows} == {"Hai"}
    sheet = preview.sheet_of(reading, found.round, "")
    assert sheet.several
    assert sorted(line.label for line in sheet.lines) == ["Hai, dòng 3", "Hai, dòng 4"]
    [twin] = [p.message for row in reading.rows for p in row.problems if p.code == "TWIN_OURS"]
    assert "(Một, dòng 2)" in twin


def test_a_line_of_the_same_sheet_is_cited_with_it_too(who):
    data = sheets_of(Một=[GOOD, TWICE], Hai=[OTHER_NAME])
    found = actions.upload_list(RoundFactory(), data, "danh-sach.xlsx", by=who, at=AT)
    reading = actions.reading_of(found)
    assert "dòng 2 (Một)" in next(p.message for row in reading.rows for p in row.problems if p.code == "SAME_NUMBER")
    found = actions.correct_cell(found, ("Một", 3), "position", "Kế toán", revision=found.revision, by=who, at=AT)
    assert "dòng 2 (Một)" in actions.reading_of(found).find(("Một", 3)).problems[0].message


def test_as_many_are_taken_as_the_button_says(who):
    found = upload(who, GOOD, OTHER_NAME, (3, "Ngô Quang Khải", *GOOD[2:]))
    for row in actions.reading_of(found).rows:
        for problem in row.problems:
            with pytest.raises(Refused, match="bỏ dòng"):
                actions.keep_as_printed(found, row.key, problem.code, revision=found.revision, by=who, at=AT)
    sheet = preview.sheet_of(actions.reading_of(found), found.round, "")
    assert not any(problem.keepable for problem in sheet.chosen.problems)
    assert (sheet.good, take(found, who)) == (1, 1)


# ---- columns said by a person ----------------------------------------------------------------------------------


def odd(who, *rows):
    """A list whose sixth column has a heading nobody knows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Danh sách")
        for number, row in enumerate(((*HEADER[:4], "Cột A", *HEADER[5:]), *rows)):
            sheet.write_row(number, 0, row)
    return actions.upload_list(RoundFactory(), out.getvalue(), "danh-sach.xlsx", by=who, at=AT)


def name_columns(found, chosen, who, behind=0):
    again = actions.read_again(found, chosen, by=who, at=AT)
    actions.choose_columns(found, again, revision=found.revision + behind, by=who, at=AT)
    return again.carried


def test_naming_a_column_reads_the_kept_file_again(who):
    found = odd(
        who,
        (*GOOD[:4], "Đầu bếp", *GOOD[5:]),
        (*OTHER_NAME[:4], "Thợ may", *OTHER_NAME[5:]),
        (*LOST[:4], "Thợ nề", *LOST[5:]),
    )
    reading = actions.reading_of(found)
    [unread] = preview.columns_shown(reading)[:1]
    assert (unread.where, unread.heading, unread.samples) == ("E", "Cột A", "Đầu bếp; Thợ may; Thợ nề")
    key = next(row.key for row in reading.rows if row.name == OTHER_NAME[1])
    found = actions.correct_cell(found, key, "name", "Lý Văn Khạc", revision=found.revision, by=who, at=AT)
    place = int(unread.name[1:])
    carried = name_columns(found, {place: "position"}, who)
    assert (carried.kept, carried.lost) == (1, 0)
    assert {row.name: row.position for row in actions.reading_of(found).rows} == {
        GOOD[1]: "Đầu bếp", "Lý Văn Khạc": "Thợ may", LOST[1]: "Thợ nề",
    }  # fmt: skip
    event = Event.objects.get(verb="dossiers.choose_columns", subject=found.key)
    assert event.data["columns"] == {"1E": "position"}
    assert "Đầu bếp" not in str(event.data)


def test_lines_taken_in_do_not_come_back(who):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]), (*LOST[:4], "Thợ nề", *LOST[5:]))
    take(found, who)
    found.refresh_from_db()
    place = next(i for i, column in enumerate(actions.reading_of(found).columns) if column.column == "E")
    name_columns(found, {place: "position"}, who)
    assert [row.name for row in actions.reading_of(found).rows] == [LOST[1]]
    assert found.reading["taken"] == 1


def test_a_choice_that_leaves_no_line_changes_nothing(who):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    before = actions.reading_of(found)
    places = {column.field: place for place, column in enumerate(before.columns)}
    chosen = {places["name"]: "skipped", places["stt"]: "skipped"}
    with pytest.raises(Refused, match="họ tên"):
        name_columns(found, chosen, who)
    found.refresh_from_db()
    assert actions.reading_of(found) == before


def test_a_choice_is_undone(who):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    place = next(i for i, column in enumerate(actions.reading_of(found).columns) if column.field == "name")
    for field, name in (("skipped", ""), ("", GOOD[1])):
        name_columns(found, {place: field}, who)
        assert [row.name for row in actions.reading_of(found).rows] == [name]


def test_choosing_with_an_old_page_is_a_conflict(who):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    with pytest.raises(Conflict):
        name_columns(found, {4: "position"}, who, behind=1)


def test_the_file_is_read_again_before_anything_is_locked(who, client, monkeypatch):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    inside, outside = [], [*connection.savepoint_ids]
    as_it_is = mending.read_list

    def watched(*args, **kwargs):
        inside.append(connection.savepoint_ids != outside)
        return as_it_is(*args, **kwargs)

    monkeypatch.setattr(mending, "read_list", watched)
    client.force_login(who.user)
    [shown] = preview.columns_shown(actions.reading_of(found))[:1]
    page = reverse("dossiers:mend", args=[found.pk])
    form = {"act": "columns", "revision": found.revision, shown.name: "position", "form_key": "mot-lan"}
    assert client.post(page, form).status_code == client.post(page, form).status_code == 302
    assert actions.reading_of(Submission.objects.get(pk=found.pk)).rows[0].position == "Đầu bếp"
    assert inside and not any(inside)
    assert Event.objects.filter(verb="dossiers.choose_columns").count() == 1


def test_another_unit_names_no_column(who):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    with pytest.raises(Refused):
        name_columns(found, {4: "position"}, officer())


def test_a_heading_told_once_is_known_in_the_units_next_list_until_it_is_undone(who):
    first = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    place = next(i for i, column in enumerate(actions.reading_of(first).columns) if column.column == "E")
    name_columns(first, {place: "position"}, who)
    again = odd(who, (*OTHER_NAME[:4], "Thợ may", *OTHER_NAME[5:]))
    reading = actions.reading_of(again)
    assert (reading.rows[0].position, reading.columns[place].how) == ("Thợ may", "learnt")
    shown = next(column for column in preview.columns_shown(reading) if column.where == "E")
    assert [code for code, _label, chosen in shown.options if chosen] == ["position"]
    other = odd(officer(), (*OTHER_NAME[:4], "Thợ may", *OTHER_NAME[5:]))
    assert actions.reading_of(other).rows[0].position == ""
    assert preview.choices_in({shown.name: ""}, reading) == {place: ""}
    name_columns(again, {place: ""}, who)
    assert actions.reading_of(again).rows[0].position == ""
    assert actions.reading_of(odd(who, (*LOST[:4], "Thợ nề", *LOST[5:]))).rows[0].position == ""


def test_a_choice_that_is_refused_teaches_nothing(who):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    with pytest.raises(Conflict):
        name_columns(found, {4: "position"}, who, behind=1)
    assert not LearntWord.objects.exists()
