"""The register as columns: the facts and verdicts that recipients have one by one, at a fixed number of queries."""

from datetime import date
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.awards.queries import facts_for
from thidua.awards.queries.bulk import judged, register_chunks
from thidua.awards.rules import LawInvalid, judge, rules_in_force
from thidua.register.models import Recipient, Route
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
ON = date(2025, 9, 20)
AWARDS = ("CSTDCS", "CSTDT", "LDTT", "BKTP", "BKTTG", "HCLD3")
BY = ("", "Chủ tịch UBND Thành phố", "Chủ tịch UBND huyện Ba Vì", "UBND QUẬN Ba Đình")


@pytest.fixture
def everybody():
    """Recipients with every oddity a ledger holds: revoked, undated, doubled, decided too early or too late."""
    rng = Random(7)
    people = [RecipientFactory() for _ in range(40)]
    for person in people:
        for _ in range(rng.randint(0, 12)):
            year = rng.choice([1985, *range(2017, 2027)])
            HonourFactory(
                recipient=person,
                award=rng.choice(AWARDS),
                period_from=year - rng.choice([0, 0, 0, 1, 4]),
                period_to=year,
                status=rng.choice(["valid", "valid", "valid", "corrected", "reissued", "revoked"]),
                decision_date=rng.choice([None, date(year, 1, 1), date(year + 1, 3, 31), date(year - 1, 12, 31), date(2025, 8, 1)]),
                decided_by=rng.choice(BY),
                route=rng.choice(["merit", "merit", "merit", *Route.values]),
            )  # fmt: skip
    for person in people:
        nation, day = rng.choice(["", "VN", "FR"]), rng.choice([None, None, None, date(2025, 2, 1)])
        Recipient.objects.filter(pk=person.pk).update(nationality=nation, deceased_on=day)
    for head, other in ((people[3], people[9]), (people[3], people[38]), (people[20], people[21])):
        Recipient.objects.filter(pk=other.pk).update(same_as=head)  # spellings of one person
    for person in people[:5]:  # two decisions for one year: their order is the ledger's
        for day in (date(2024, 12, 1), date(2020, 1, 1)):
            HonourFactory(recipient=person, award="BKTTG", period_from=2023, decision_date=day)
    return list(Recipient.objects.order_by("pk").select_related("person"))


def plain(honours):
    """What columns keep of honours."""
    rows = [
        (row.award, row.first_year, row.last_year, row.decision_date, row.status == "revoked", row.route)
        for row in honours
    ]
    return sorted(rows, key=str)


@pytest.mark.parametrize("size", [3, 7, 1000])
def test_columns_hold_what_the_facts_hold(everybody, size):
    chunks = list(register_chunks(Recipient.objects.all(), AWARDS, size=size))
    found = {int(key): chunk.columns.source(row) for chunk in chunks for row, key in enumerate(chunk.keys)}
    assert sorted(found) == sorted(person.pk for person in everybody)
    for person in everybody:
        alone = facts_for(person, {})
        assert plain(found[person.pk].honours) == plain(alone.honours)
        assert found[person.pk].kind is alone.kind
        assert found[person.pk].nationality == alone.nationality
        assert found[person.pk].deceased == alone.deceased
        assert found[person.pk].recipient == alone.recipient


@pytest.mark.parametrize("award", ["CSTDT", "CSTDTQ", "BKTP", "BKTTG", "HCLD3", "LDTT", "HN_CDTDUT", "AHLD"])
@pytest.mark.parametrize("on", [date(2025, 3, 20), ON])
def test_verdicts_from_the_register_are_the_single_ones(everybody, award, on):
    rules = rules_in_force(on)
    everyone = {person.pk: facts_for(person, {}) for person in everybody}
    for chunk, outcome in judged(Recipient.objects.all(), award, 2024, on, rules, size=9):
        for row, key in enumerate(chunk.keys):
            alone = judge(everyone[int(key)], award, 2024, on, rules)
            assert outcome.reasons(row) == {found.id: found.status for found in alone.conditions}
            assert outcome.status(row) is alone.verdict


def test_some_are_asked_for_and_no_others_are_read(everybody):
    wanted = [person.pk for person in everybody[::20]]
    chunks = list(register_chunks(Recipient.objects.filter(pk__in=wanted), AWARDS))
    assert [int(key) for chunk in chunks for key in chunk.keys] == sorted(wanted)
    alone = {person.pk: plain(facts_for(person, {}).honours) for person in everybody}
    for chunk in chunks:
        for row, key in enumerate(chunk.keys):
            assert plain(chunk.columns.source(row).honours) == alone[int(key)]


def test_more_recipients_cost_no_more_queries(everybody):
    with CaptureQueriesContext(connection) as few:
        list(register_chunks(Recipient.objects.filter(pk=everybody[0].pk), AWARDS))
    with CaptureQueriesContext(connection) as many:
        list(register_chunks(Recipient.objects.all(), AWARDS))
    assert len(few) == len(many) == 3


def test_two_decisions_for_one_year_count_in_the_order_of_the_ledger():
    """The later row of the ledger names the decision that starts the time limit, whatever the index says."""
    person = RecipientFactory()
    for number, day in (("9/QĐ", date(2024, 12, 1)), ("1/QĐ", date(2020, 1, 1))):
        HonourFactory(recipient=person, award="BKTTG", period_from=2023, decision_number=number, decision_date=day)
    (chunk,) = register_chunks(Recipient.objects.all(), ["BKTTG"])
    days = [row.decision_date for row in chunk.columns.source(0).honours]
    assert days == [row.decision_date for row in facts_for(person, {}).honours]
    assert days == [date(2024, 12, 1), date(2020, 1, 1)]


def test_a_day_without_rules_is_refused(everybody):
    with pytest.raises(LawInvalid):
        list(judged(Recipient.objects.all(), "CSTDT", 2022, date(2023, 5, 1)))
