"""A draft of the law tried on the verdicts of a year: page, steps of the draft, console. Nothing is written."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.awards.models import LawAmendment
from thidua.awards.rules import LawInvalid, load_law
from thidua.awards.rules.bulk.whatif import Draft
from thidua.awards.tests.test_commands import SCHEMAS, faults
from thidua.config.cli import parser
from thidua.dossiers.actions.content import judge
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries.whatif import tried
from thidua.dossiers.tests.factories import in_state
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
LAW = load_law()
AT = datetime(2026, 3, 20, 2, tzinfo=UTC)
MERIT = {
    "initiatives": [{"name": "Một cửa", "scope": "province", "recognised_on": "2025-11-20", "recognised_by": "city"}]
}
THREE, FOUR = (2023, 2024, 2025), (2022, 2023, 2024, 2025)


def text_of(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def dossier(years, state="appraising", **more):
    recipient = RecipientFactory()
    for year in years:
        HonourFactory(recipient=recipient, period_from=year, decision_date=date(year + 1, 1, 15))
    found = in_state(state, recipient=recipient, facts=MERIT, sent_at=AT, **more)
    judge(found, at=AT)
    found.save()
    return found


@pytest.fixture
def office(client):
    client.force_login(acting(DutyCode.APPRAISER).user)
    return client


def page(client, **query):
    return client.get(reverse("dossiers:whatif"), query)


def say(client, key, value):
    return client.post(reverse("dossiers:whatif_value") + f"?khoa={key}", {"value": value})


# ---- the answer -------------------------------------------------------------------------------------------------


def test_a_threshold_turns_those_between_the_old_and_the_new():
    short, long = dossier(THREE), dossier(FOUR)
    found = tried(LAW, Draft({"CSTDT.times": 4}), 2025)
    assert found.looked_at == 2
    assert found.moves == [("pass", "fail", 1), ("pass", "pass", 1)]
    [row] = found.rows
    assert (row.dossier.pk, row.before, row.after) == (short.pk, "pass", "fail")
    assert [each.id for each in row.reasons] == ["chuoi-cstdcs"]
    assert "4 lần liên tục" in row.reasons[0].text_after
    assert long.pk != row.dossier.pk


def test_what_the_ledger_learnt_since_moves_nothing():
    found = dossier(THREE, state="decided")
    HonourFactory(recipient=found.recipient, award="CSTDT", period_from=2025, decision_date=date(2026, 3, 1))
    assert tried(LAW, Draft({"CSTDT.times": 3}), 2025).turned == 0


def test_drafts_of_units_and_other_years_and_awards_are_left_alone():
    unsent = in_state("draft", recipient=RecipientFactory(), facts=MERIT, sent_at=None)
    judge(unsent, at=AT)
    unsent.save()
    other = dossier(THREE, award="BKTP")
    assert tried(LAW, Draft({"CSTDT.times": 4}), 2025).turned == 0
    assert tried(LAW, Draft({"CSTDT.times": 4}), 2025, "CSTDT").looked_at == 0
    assert tried(LAW, Draft({"CSTDT.times": 4}), 2024).looked_at == 0, other


def test_a_verdict_without_readable_facts_is_counted_as_left_out():
    found = dossier(THREE)
    Dossier.objects.filter(pk=found.pk).update(verdict={"conditions": [], "problem": "x"})
    older = dossier(THREE)
    Dossier.objects.filter(pk=older.pk).update(verdict={**older.verdict, "facts": {"mục cũ": 1}})
    trial = tried(LAW, Draft({"CSTDT.times": 4}), 2025)
    assert (trial.looked_at, trial.left_out) == (0, 2)


def test_a_new_condition_of_a_decree_and_one_no_longer_asked():
    dossier(THREE)
    row = {"kind": "held", "award": "BKTP", "times": 1, "why": "Đã có Bằng khen Thành phố."}
    found = tried(LAW, Draft(conditions={"CSTDT.da-co-bang-khen": row}), 2025)
    assert found.moves == [("pass", "fail", 1)]
    missing = dossier(THREE)
    Dossier.objects.filter(pk=missing.pk).update(facts={"initiatives": []})
    missing.refresh_from_db()
    judge(missing, at=AT)
    missing.save()
    found = tried(LAW, Draft(dropped=("CSTDT.sang-kien",)), 2025)
    assert ("fail", "pass", 1) in found.moves


def test_more_verdicts_cost_no_more_queries():
    dossier(THREE)
    with CaptureQueriesContext(connection) as few:
        tried(LAW, Draft({"CSTDT.times": 4}), 2025)
    for _ in range(8):
        dossier(THREE)
    with CaptureQueriesContext(connection) as many:
        assert tried(LAW, Draft({"CSTDT.times": 4}), 2025).turned == 9
    assert len(few) == len(many)


# ---- the page ---------------------------------------------------------------------------------------------------


def test_an_officer_says_a_number_otherwise_and_sees_who_turns(office):
    found = dossier(THREE)
    before = Event.objects.count()
    assert say(office, "CSTDT.times", "4").status_code == 302
    shown = text_of(page(office))
    assert "Đã xét thử 1 hồ sơ" in shown
    assert found.name in shown
    assert "4 lần liên tục" in shown
    assert LawAmendment.objects.count() == 0
    assert Event.objects.count() == before
    assert text_of(office.get(reverse("awards:award", args=["CSTDT"]))).count("4 lần liên tục") == 0


def test_a_draft_is_shown_beside_the_law_and_taken_back(office):
    say(office, "CSTDT.times", "4")
    office.post(reverse("dossiers:whatif_edit"), {"viec": "bo", "khoa": "CSTDT.sang-kien"})
    shown = text_of(page(office))
    assert "không còn phải xét" in shown
    assert "Số lần liên tục phải có" in shown
    for key in ("CSTDT.times", "CSTDT.sang-kien"):
        office.post(reverse("dossiers:whatif_edit"), {"viec": "rut", "khoa": key})
    assert "Chưa có gì khác quy định đang áp dụng" in text_of(page(office))


def test_a_condition_is_added_by_its_parts(office):
    dossier(THREE)
    asked = reverse("dossiers:whatif_condition") + "?danh-hieu=CSTDT&loai=held"
    assert office.get(asked).status_code == 200
    sent = {"p.award": "BKTP", "p.times": "1", "why": "Đã có Bằng khen Thành phố."}
    assert office.post(asked, sent).status_code == 302
    shown = text_of(page(office))
    assert "Đã có Bằng khen Thành phố." in shown
    assert re.search(r"Đạt (\W )?Chưa đạt 1 ", shown), shown[-3000:]


def test_a_condition_that_stands_is_said_otherwise(office):
    asked = reverse("dossiers:whatif_condition") + "?khoa=CSTDT.chuoi-cstdcs"
    answer = office.get(asked)
    assert "Phải được tặng Chiến sĩ thi đua cơ sở" in text_of(answer)
    fields = {name: field.initial for name, field in answer.context["form"].fields.items()}
    assert office.post(asked, {**fields, "p.award": "LDTT"}).status_code == 302
    assert "Lao động tiên tiến" in text_of(page(office))


def test_what_cannot_be_is_refused_at_the_field(office):
    shown = text_of(say(office, "CSTDT.times", "ba"))
    assert "không phải số nguyên" in shown
    assert "Chưa có gì khác" in text_of(page(office))


@pytest.mark.parametrize(
    "query", ["?khoa=KHONG.times", "?khoa=", "?danh-hieu=KHONG&loai=held", "?danh-hieu=CSTDT&loai=x"]
)
def test_what_the_law_does_not_have_is_not_found(office, query):
    assert office.get(reverse("dossiers:whatif_condition") + query).status_code == 404
    assert office.get(reverse("dossiers:whatif_value") + query).status_code == 404


def test_dropping_nothing_is_said(office):
    answer = office.post(reverse("dossiers:whatif_edit"), {"viec": "bo", "khoa": ""}, follow=True)
    assert "Hãy chọn điều kiện cần bỏ" in text_of(answer)


@pytest.mark.parametrize("query", [{"ky": "abcd"}, {"ky": "1999"}, {"danh-hieu": "x"}, {"sau": "9" * 30}])
def test_a_strange_address_is_no_error(office, query):
    dossier(THREE)
    say(office, "CSTDT.times", "4")
    assert page(office, **query).status_code == 200


@pytest.mark.parametrize("duty", [DutyCode.UNIT_OFFICER, DutyCode.LEADER, DutyCode.COUNCIL_MEMBER])
def test_others_are_refused(client, duty):
    client.force_login(acting(duty).user)
    for name in ("whatif", "whatif_value", "whatif_condition"):
        assert client.get(reverse(f"dossiers:{name}")).status_code == 403
    assert client.post(reverse("dossiers:whatif_edit"), {"viec": "lam-lai"}).status_code == 403


# ---- the console ------------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys, tmp_path):
    def act(draft, *arguments):
        path = tmp_path / "du-thao.json"
        path.write_text(draft if isinstance(draft, str) else json.dumps(draft), "utf-8")
        options = parser().parse_args(["dossiers", "whatif", str(path), *arguments])
        return options.run(options), capsys.readouterr().out

    return act


def test_the_console_gives_the_same_and_no_names(run):
    found = dossier(THREE)
    code, out = run({"values": {"CSTDT.times": 4}}, "--json")
    shown = json.loads(out)
    assert code == 0
    assert (shown["looked_at"], shown["turned"]) == (1, 1)
    assert shown["dossiers"][0]["dossier"] == found.code
    assert shown["dossiers"][0]["conditions"][0]["id"] == "chuoi-cstdcs"
    assert found.name not in out
    schema = json.loads((SCHEMAS / "law-whatif-1.json").read_text("utf-8"))
    assert list(faults(shown, schema, schema)) == []


@pytest.mark.parametrize(
    ("draft", "asked", "says"),
    [
        ("{", (), "Không đọc được JSON"),
        ([], (), "đối tượng JSON"),
        ({}, (), "chưa nói gì khác"),
        ({"values": {"CSTDT.khong": 1}}, (), "CSTDT.khong"),
        ({"values": {"CSTDT.times": "ba"}}, (), "không đúng loại"),
        ({"values": {"CSTDT.times": None}}, (), "không đúng loại"),
        ({"valuez": {}}, (), "valuez"),
        ({"dropped": ["KHONG.x"]}, (), "KHONG"),
        ({"conditions": {"CSTDT.moi": {"kind": "bay"}}}, (), "CSTDT.moi"),
        ({"values": {"CSTDT.times": 4}}, ("--award", "KHONG"), "KHONG"),
        ({"values": {"CSTDT.times": 4}}, ("--period", "19x"), "19x"),
        ({"values": {"CSTDT.times": 4}}, ("--period", "2001"), "Chưa có kết quả xét"),
    ],
)  # fmt: skip
def test_a_draft_that_cannot_be_is_refused_in_words(run, draft, asked, says):
    dossier(THREE)
    code, out = run(draft, *asked, "--json")
    assert code == 2
    assert says in json.loads(out)["error"]


def test_a_draft_of_an_unknown_key_is_refused():
    with pytest.raises(LawInvalid):
        tried(LAW, Draft({"CSTDT.khong": 1}), 2025)
