"""Public consultation: published for its whole time, sorted before anything goes on, ended by the clock alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.awards.inforce import held
from thidua.councils.tests.factories import SessionFactory
from thidua.dossiers import actions, opinion_papers, policies
from thidua.dossiers.flow import DossierVerb
from thidua.dossiers.models import Consultation, Dossier, Hold, PublicComment
from thidua.dossiers.queries.opinions import opinions_of, public_lines
from thidua.dossiers.tasks import end_opinions
from thidua.dossiers.tests.factories import AT, appraiser, in_state, officer
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db
ORDER = "HCLD3"
LAST = date(2026, 3, 30)
OVER = AT + timedelta(days=15)


def published(*dossiers, who=None, at=AT):
    return actions.publish(
        dossiers or [in_state("appraised", award=ORDER)], "Huân chương đợt 1", by=who or appraiser(), at=at
    )


def fresh(dossier):
    return Dossier.objects.select_related("submission", "recipient__person", "round__session").get(pk=dossier.pk)


def ready(dossier):
    session = SessionFactory(state="planned")
    dossier.round.session = session
    dossier.round.save(update_fields=["session"])
    return policies.may(acting(DutyCode.COUNCIL_SECRETARY), fresh(dossier), DossierVerb.PUT_ON_AGENDA)


def test_nothing_goes_onto_an_agenda_before_the_whole_time_is_over_and_all_is_sorted():
    dossier = in_state("appraised", award=ORDER)
    assert "Chưa công khai" in ready(dossier).reason
    (found,) = published(dossier)
    assert "đến hết ngày 30/03/2026" in ready(dossier).reason
    said = actions.comment(found, "Chưa đúng", line=found.lines.get().pk, at=AT)
    end_opinions(at=OVER)
    assert "1 ý kiến của Nhân dân chưa phân loại" in ready(dossier).reason
    actions.triage(said, "valid", "Đã xác minh, không ảnh hưởng", by=appraiser(), at=OVER)
    assert ready(dossier).allowed


def test_a_comment_on_another_name_does_not_stop_this_one():
    first, second = in_state("appraised", award=ORDER), in_state("appraised", award=ORDER)
    (found,) = published(first, second)
    actions.comment(found, "Về người kia", line=found.lines.get(dossier=second).pk, at=AT)
    end_opinions(at=OVER)
    assert ready(first).allowed
    assert not ready(second).allowed


def test_an_award_that_needs_none_waits_for_nothing_and_is_not_published():
    dossier = in_state("appraised", award="CSTDT")
    assert ready(dossier).allowed
    with pytest.raises(Refused, match="không đặt việc công khai"):
        published(dossier)


def test_concluding_waits_while_the_name_is_published():
    who = appraiser()
    dossier = in_state("appraising", award=ORDER, holder=who.user)
    assert policies.may(who, fresh(dossier), DossierVerb.CONCLUDE_ELIGIBLE).allowed
    published(dossier)
    assert "Đang công khai" in policies.may(who, fresh(dossier), DossierVerb.CONCLUDE_ELIGIBLE).reason
    end_opinions(at=OVER)
    assert policies.may(who, fresh(dossier), DossierVerb.CONCLUDE_ELIGIBLE).allowed


def test_one_act_makes_a_list_for_each_length_of_time():
    order, city = in_state("appraised", award=ORDER), in_state("appraised", award="HN_CDTDUT")
    short, long = published(order, city)
    assert (short.days, long.days) == (7, 10)
    assert (short.lines.get().dossier, long.lines.get().dossier) == (city, order)
    assert long.ends_on == LAST
    assert short.ends_on == date(2026, 3, 25)


def test_all_or_nothing_when_one_cannot_be_published():
    with pytest.raises(Refused, match="không đặt việc công khai"):
        published(in_state("appraised", award=ORDER), in_state("appraised", award="CSTDT"))
    assert not Consultation.objects.exists()


def test_a_name_stands_on_one_list_only():
    dossier = in_state("appraised", award=ORDER)
    published(dossier)
    with pytest.raises(Refused, match="đã được đưa vào"):
        published(dossier)


def test_it_ends_by_the_clock_alone_the_last_day_counts_whole():
    (found,) = published()
    assert end_opinions(at=AT + timedelta(days=14)).consultations == 0
    assert "Không kết thúc sớm" in policies.may_close(found).reason
    with pytest.raises(Refused, match="không kết thúc sớm"):
        actions.extend_consultation(found, date(2026, 3, 20), "Gấp", by=appraiser(), at=AT)
    assert end_opinions(at=OVER).consultations == 1
    assert end_opinions(at=OVER).consultations == 0
    assert Event.objects.get(verb="dossiers.end_consultation").actor == "system"
    found.refresh_from_db()
    assert found.ended_at


def test_extension_needs_a_reason_and_a_list_that_stands():
    (found,) = published()
    with pytest.raises(Refused, match="lý do"):
        actions.extend_consultation(found, date(2026, 4, 6), " ", by=appraiser(), at=AT)
    stale = Consultation.objects.get(pk=found.pk)
    actions.extend_consultation(found, date(2026, 4, 6), "Trang bị gián đoạn", by=appraiser(), at=AT)
    with pytest.raises(Conflict):
        actions.extend_consultation(stale, date(2026, 4, 10), "Nữa", by=appraiser(), at=AT)
    assert end_opinions(at=OVER).consultations == 0


def test_a_withdrawn_dossier_leaves_the_public_list():
    first, second = in_state("appraised", award=ORDER), in_state("appraised", award=ORDER)
    (found,) = published(first, second)
    assert public_lines(found).count() == 2
    Dossier.objects.filter(pk=second.pk).update(state="withdrawn")
    assert [line.name for line in public_lines(found)] == [first.name]
    with pytest.raises(Refused, match="không còn trong danh sách"):
        actions.comment(found, "Muộn", line=found.lines.get(dossier=second).pk, at=AT)
    assert second.name in str(opinion_papers.result(found, maker="", at=AT)["facts"])


def test_comments_are_taken_while_the_list_runs_and_kept_once():
    (found,) = published()
    for _time in range(2):
        actions.comment(found, "Đồng tình", at=AT)
    assert PublicComment.objects.count() == 1
    for text, at, words in ((" ", AT, "Hãy ghi"), ("a" * 4001, AT, "dài quá"), ("Muộn", OVER, "hết thời gian")):
        with pytest.raises(Refused, match=words):
            actions.comment(found, text, at=at)
    assert "Đồng tình" not in str(Event.objects.filter(verb="dossiers.comment").values())


def test_a_comment_becomes_a_hold_with_its_matter_and_stays_one():
    dossier = in_state("appraised", award=ORDER)
    (found,) = published(dossier)
    said = actions.comment(found, "Đang có đơn tố cáo", line=found.lines.get().pk, at=AT)
    matter = actions.Matter("denunciation", date(2026, 3, 10), "Đơn 5", person=False)
    with pytest.raises(Refused, match="đúng một người"):
        actions.triage(said, "hold", "Chuyển", by=appraiser(), at=AT)
    actions.triage(said, "hold", "Chuyển", matter=matter, by=appraiser(), at=AT)
    assert Hold.objects.get().dossier == dossier
    end_opinions(at=OVER)
    assert "tạm dừng" in ready(dossier).reason
    with pytest.raises(Refused, match="đã chuyển"):
        actions.triage(said, "valid", "Thôi", by=appraiser(), at=AT)


def test_two_sort_the_same_comment_the_slower_is_told():
    (found,) = published()
    said = actions.comment(found, "Ý kiến", at=AT)
    stale = PublicComment.objects.get(pk=said.pk)
    actions.triage(said, "valid", "Đúng", by=appraiser(), at=AT)
    with pytest.raises(Conflict):
        actions.triage(stale, "off_topic", "Sai", by=appraiser(), at=AT)


def test_units_neither_publish_nor_sort_nor_read(client):
    unit = officer()
    (found,) = published()
    said = actions.comment(found, "Bí mật của dân", at=AT)
    client.force_login(unit.user)
    for name, args in (
        ("consultations", []),
        ("consultation", [found.pk]),
        ("publish", []),
        ("consultation_result", [found.pk, "pdf"]),
    ):
        assert client.get(reverse(f"dossiers:{name}", args=args)).status_code == 403, name
    assert client.post(reverse("dossiers:triage", args=[said.pk]), {"kind": "valid", "note": "x"}).status_code == 403
    with pytest.raises(Refused):
        actions.triage(said, "valid", "x", by=unit, at=AT)


def test_the_office_works_on_its_pages(client):
    who = appraiser()
    dossier = in_state("appraising", award=ORDER)
    client.force_login(who.user)
    page = client.get(reverse("dossiers:publish"), {"dot": dossier.round_id}).content.decode()
    assert "10 ngày làm việc" in page
    for _time in range(2):
        made = client.post(reverse("dossiers:publish"), {"ho-so": [dossier.pk], "title": "Danh sách", "form_key": "a"})
        assert made.status_code == 302
    found = Consultation.objects.get()
    said = actions.comment(found, "Ý kiến của dân", line=found.lines.get().pk, name="Bà Na", at=found.opened_at)
    text = client.get(reverse("dossiers:consultation", args=[found.pk])).content.decode()
    assert "Ý kiến của dân" in text
    assert "Không kết thúc sớm" in text
    answer = client.post(
        reverse("dossiers:triage", args=[said.pk]), {"kind": "hold", "note": "x", "since": "31/02/2026"}
    )
    assert answer.status_code == 409
    assert 'value="31/02/2026"' in answer.content.decode()
    assert (
        client.post(reverse("dossiers:triage", args=[said.pk]), {"kind": "valid", "note": "Đã xem"}).status_code == 302
    )
    assert (
        client.post(reverse("dossiers:extend_consultation", args=[found.pk]), {"day": "abc", "reason": "x"}).status_code
        == 409
    )
    assert client.get(reverse("dossiers:consultation_result", args=[found.pk, "pdf"])).content.startswith(b"%PDF")
    assert "còn 10 ngày làm việc" in client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
    assert client.get(reverse("dossiers:consultations"), {"xem": "dang"}).status_code == 200


def test_the_result_counts_and_quotes_nobody():
    dossier = in_state("appraised", award=ORDER)
    (found,) = published(dossier)
    said = actions.comment(found, "Lời của dân", line=found.lines.get().pk, name="Bà Na", at=AT)
    actions.triage(said, "off_topic", "Khác việc", by=appraiser(), at=AT)
    end_opinions(at=OVER)
    found.refresh_from_db()
    sheet = opinion_papers.result(found, maker="Ngô Lập", at=OVER)
    assert sheet["counts"] == [[dossier.name, "1", "0", "1", "0"]]
    for secret in ("Lời của dân", "Bà Na", "1985"):
        assert secret not in str(sheet)
    assert "1 không đúng nội dung" in opinions_of(fresh(dossier))[0]


def test_the_list_of_lists_costs_the_same_at_1_and_50_rows(client):
    who = appraiser()
    client.force_login(who.user)
    counts = []
    for more in (1, 49):
        for _n in range(more):
            published(who=who)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("dossiers:consultations")).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_who_wrote_is_sealed_and_opened_to_those_who_sort_with_a_reason_in_the_journal(client):
    dossier = in_state("appraised", award=ORDER)
    (found,) = published(dossier)
    said = actions.comment(found, "Lời của dân", line=found.lines.get().pk, name="Bà Na", contact="0912 345 678", at=AT)
    assert b"0912 345" not in bytes(said.writer_sealed)
    assert not any("0912 345" in str(value) for value in PublicComment.objects.filter(pk=said.pk).values_list().get())
    who, url = appraiser(), reverse("dossiers:reveal_writer", args=[said.pk])
    client.force_login(acting(DutyCode.INTAKE_OFFICER).user)  # reads comments, does not sort them
    seen = client.get(reverse("dossiers:consultation", args=[found.pk])).content.decode()
    assert "có để lại tên, liên hệ" in seen
    assert "Bà Na" not in seen
    assert client.post(url, {"reason": "Hỏi lại"}).status_code == 403
    client.force_login(who.user)
    assert client.post(url, {"reason": " "}).status_code == 409
    answer = client.post(url, {"reason": "Hỏi lại"})
    assert "Bà Na, 0912 345 678" in answer.content.decode()
    assert (
        "Hỏi lại" not in answer.content.decode()
    )  # the reason belongs to the journal, not to another form of the page
    assert answer["Cache-Control"] == "no-store"
    event = Event.objects.get(verb="dossiers.reveal_writer")
    assert (event.subject, event.actor, event.reason, event.data) == (
        found.key,
        who.actor.key,
        "Hỏi lại",
        {"comment": said.pk},
    )


def test_nobody_reveals_who_wrote_of_himself_and_nobody_who_does_not_sort():
    who = appraiser()
    dossier = in_state("appraised", award=ORDER, recipient=RecipientFactory(person__user=who.user))
    (found,) = published(dossier)
    said = actions.comment(found, "Về người này", line=found.lines.get().pk, name="Bà Na", at=AT)
    for by in (who, acting(DutyCode.INTAKE_OFFICER), officer()):
        with pytest.raises(Refused):
            actions.reveal_writer(said, "Muốn biết", by=by, at=AT)
    assert not Event.objects.filter(verb="dossiers.reveal_writer").exists()
    assert actions.reveal_writer(said, "Hỏi lại", by=appraiser(), at=AT) == "Bà Na"


def test_who_left_no_name_is_nobody_to_reveal():
    (found,) = published()
    said = actions.comment(found, "Lời của dân", at=AT)
    assert said.writer_sealed is None
    with pytest.raises(Refused, match="không để lại"):
        actions.reveal_writer(said, "Hỏi lại", by=appraiser(), at=AT)


def test_the_publishing_page_and_publishing_cost_the_same_for_50_names(client):
    who = appraiser()
    client.force_login(who.user)
    round_ = in_state("appraising", award=ORDER).round
    counts = []
    for more in (0, 49):
        for _n in range(more):
            row = in_state("appraising", award=ORDER)
            row.round = round_
            row.save(update_fields=["round"])
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("dossiers:publish"), {"dot": round_.pk}).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
    chosen = list(Dossier.objects.filter(round=round_))
    with held(), CaptureQueriesContext(connection) as caught:
        published(*chosen, who=who)
    assert len(caught) < 25, [row["sql"][:90] for row in caught][:40]
