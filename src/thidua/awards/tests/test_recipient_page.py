"""The page of one recipient: ledger and law side by side, in a constant number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.awards.queries import facts_for
from thidua.awards.queries.picture import drawn
from thidua.awards.queries.reaching import prospects
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)


def holder(*held, **more):
    recipient = RecipientFactory(**more)
    for award, year in held:
        HonourFactory(
            recipient=recipient,
            award=award,
            award_name=award,
            period_from=year,
            decision_date=date(year + 1, 1, 15),
        )
    return recipient


def page(client, recipient, duty=DutyCode.APPRAISER, query=""):
    client.force_login(acting(duty).user)
    return client.get(reverse("awards:recipient", args=[recipient.pk]) + query)


def test_page_shows_the_ledger_and_what_comes_next_and_records_the_look(client):
    recipient = holder(*(("CSTDCS", year) for year in (2023, 2024, 2025)))
    answer = page(client, recipient)
    text = answer.content.decode()
    assert "Mức kế tiếp" in text
    assert "Chiến sĩ thi đua Thành phố" in text
    assert Event.objects.filter(verb="register.look_at", subject=recipient.key).count() == 1


def test_page_of_a_recipient_without_honours(client):
    assert "Chưa có lần khen thưởng nào trong Sổ" in page(client, holder()).content.decode()


def test_an_award_asked_about_is_answered_condition_by_condition(client):
    recipient = holder(("CSTDCS", 2023), ("CSTDCS", 2024))
    text = page(client, recipient, query="?danh-hieu=CSTDT&ky=2024").content.decode()
    assert "thiếu năm 2022" in text
    assert "Điều 22 Luật 06/2022/QH15" in text


@pytest.mark.parametrize("query", ["?danh-hieu=KHONG&ky=2024", "?danh-hieu=CSTDT&ky=hai", "?danh-hieu=CSTDT&ky=9999", "?danh-hieu=CSTDT&ky=1"])  # fmt: skip
def test_what_cannot_be_asked_is_said_on_the_page(client, query):
    answer = page(client, holder(), query=query)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_who_looked_is_told_to_the_head_and_to_inspectors_only(client):
    recipient = holder()
    page(client, recipient)
    assert "Ai đã xem trang này" not in page(client, recipient).content.decode()
    assert "Ai đã xem trang này" in page(client, recipient, DutyCode.INSPECTOR).content.decode()


def test_a_foreign_recipient_answers_as_an_unknown_one(client):
    foreign = page(client, holder(), DutyCode.UNIT_OFFICER)
    unknown = client.get(reverse("awards:recipient", args=[10**7]))
    assert foreign.status_code == unknown.status_code == 404


def test_queries_do_not_grow_with_the_honours(client):
    few, many = (
        holder(("CSTDCS", 2024)),
        holder(*((code, year) for code in ("LDTT", "CSTDCS") for year in range(2005, 2025))),
    )
    page(client, few)
    counts = []
    for recipient in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("awards:recipient", args=[recipient.pk]))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_drawing_tells_used_years_from_free_ones_and_breaks_and_what_comes():
    recipient = holder(*(("CSTDCS", year) for year in (2020, 2022, 2023, 2024, 2025)), ("CSTDT", 2024))
    outlook = prospects(facts_for(recipient, {}), DAY)
    picture = drawn(outlook.road, DAY.year)
    years = [row["year"] for row in picture["years"]]
    lanes = {lane["label"]: lane for lane in picture["lanes"]}
    base = lanes["CSTĐ cơ sở"]
    kinds = {year: cell["kind"] for year, cell in zip(years, base["cells"], strict=True) if cell}
    assert kinds == {2020: "used", 2022: "used", 2023: "used", 2024: "used", 2025: "gold"}
    assert {"start": years.index(2021), "count": 1, "kind": "broken"} in base["spans"]
    assert {"start": years.index(2022), "count": 3, "kind": "used"} in base["spans"]
    coming = [cell["kind"] for cell in lanes["CSTĐ Thành phố"]["cells"] if cell]
    assert coming == ["gold", "next"]


def test_why_answers_for_the_present_period():
    recipient = holder(*(("CSTDCS", year) for year in (2024, 2025)))
    outlook = prospects(facts_for(recipient, {}), DAY)
    (merit,) = [row for row in outlook.nexts if row.reach.award == "CSTDT"]
    assert merit.reach.period == 2026
    assert any("thiếu năm" in row["text"] for row in merit.verdict.rows if row["kind"] == "no")


def test_no_rules_on_that_day_leaves_the_law_out():
    assert prospects(facts_for(holder(), {}), date(2020, 1, 1)) is None


def test_money_of_honours_of_one_period_is_told_with_its_rule_and_doubt(client):
    recipient = holder(("LDTT", 2025), ("CSTDCS", 2025), ("BKTP", 2025), ("LDTT", 2024))
    text = page(client, recipient).content.decode()
    assert "Tiền thưởng khi cùng kỳ có nhiều lần được tặng" in text
    part = text.split('id="tien-thuong"')[1].split("</table>")[0]
    assert part.count("<tr>") == 4
    assert "Cùng kỳ thành tích chỉ hưởng mức thưởng cao nhất." in part
    assert "Điều 49 khoản 7 NĐ 152/2025/NĐ-CP" in part
    assert "cần kiểm tra" in part
    assert "2.340.000 đ" in part


def test_money_is_not_told_where_nothing_stands_beside(client):
    recipient = holder(("LDTT", 2024), ("CSTDCS", 2025), ("LDTT", 2001), ("CSTDCS", 2001), ("LA", 2024))
    HonourFactory(recipient=recipient, award="BKTP", period_from=2025, decision_date=None)
    HonourFactory(
        recipient=recipient, award="LDTT", period_from=2025, decision_date=date(2026, 1, 15), status="revoked"
    )
    assert 'id="tien-thuong"' not in page(client, recipient).content.decode()
