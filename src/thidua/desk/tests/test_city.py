"""The demonstration city: what each person finds in it, and that it is always the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from unittest import mock
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.serializers import serialize
from django.db import transaction
from django.test import TestCase
from django.urls import resolve, reverse
from django.utils import timezone

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.audit.queries import check_seals
from thidua.decisions.models import Decision
from thidua.desk.demo.accounts import ACCOUNTS
from thidua.desk.demo.loading import accounts_text, is_empty, load
from thidua.desk.verbs import SUBJECTS, VERBS
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier
from thidua.foundation.clock import HANOI
from thidua.organisation.acting import acting_for
from thidua.organisation.models import Person, Unit
from thidua.organisation.sealing import open_cccd
from thidua.plans.actions import collect
from thidua.plans.models import Milestone, Plan, PlanState
from thidua.register.models import Honour, Recipient

ROLES = [row.username for row in ACCOUNTS]


PLAN_READERS = (
    "donvi", "lanhdaodonvi", "phuong", "thamdinh", "truongban", "lanhdao", "uyvien", "thanhtra"
)  # fmt: skip


def route_of(address: str) -> str:
    """The route an address opens, without its query."""
    return resolve(urlsplit(address).path).view_name


class Links(HTMLParser):
    """Collects the counters' links and the numbers they carry."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")


class CityTest(TestCase):
    """Everything that reads the city; it is built once."""

    @classmethod
    def setUpTestData(cls) -> None:
        load()

    def sign_in(self, username: str) -> None:
        self.client.force_login(User.objects.get(username=username))

    def test_city_holds_every_kind_of_unit_and_work_in_every_stage(self) -> None:
        assert not is_empty()
        assert {"department", "ward", "commune", "school", "enterprise"} <= set(
            Unit.objects.values_list("kind", flat=True)
        )
        assert Honour.objects.count() > 300
        states = set(Dossier.objects.values_list("state", flat=True))
        expected = {state.value for state in DossierState} - {
            "withdrawn",
            "revoked",
            "not_passed",
            "ineligible",
            "passed",
            "sent_up",
            "not_granted",
        }
        assert expected <= states
        assert set(Plan.objects.values_list("state", flat=True)) == {PlanState.ACTIVE, PlanState.CLOSED}
        assert Milestone.objects.filter(plan__state=PlanState.ACTIVE, task__isnull=False).count() == 53
        assert Decision.objects.filter(state="issued").exists()

    def test_accounts_are_printed_with_the_password(self) -> None:
        text = accounts_text()
        assert all(name in text for name in ROLES)

    def test_every_duty_has_its_home_and_every_link_on_it_opens(self) -> None:
        for role in ROLES:
            self.sign_in(role)
            page = self.client.get("/")
            assert page.status_code == 200, role
            for link in set(Links(page.content.decode()).links):
                if link.startswith("/") and not link.startswith("/tai-khoan/dang-xuat"):
                    assert self.client.get(link).status_code == 200, (role, link)

    # Keeping every template's context for the test makes large pages many times slower.
    @mock.patch("django.test.client.store_rendered_templates", lambda *_args, **_kwargs: None)
    def test_no_link_on_a_page_of_the_plan_room_is_refused(self) -> None:
        """Every kind of link on every kind of page, once for each person; with a task opened for handing in."""
        plan = Plan.objects.get(state=PlanState.ACTIVE)
        row = plan.milestones.filter(task__closed_on=None, effective__isnull=False).exclude(task=None).first()
        row.task.units.add(Unit.objects.get(duties__user__username="donvi"))
        boss = User.objects.get(username="truongban")
        by = acting_for(boss, boss.duties.get())
        collect(row.task, kinds=["plan"], milestone=row, past=row.effective, by=by, at=timezone.now())
        for role in PLAN_READERS:
            self.sign_in(role)
            task = f"/ke-hoach/viec/{row.task_id}/"
            assert list(self.refused_links("/ke-hoach/", task)) == [], role
            page = self.client.get(task).content.decode()
            assert (f"{task}dang-ky/" in page) is (role in ("thamdinh", "truongban", "lanhdao", "thanhtra")), role
            assert (reverse("clusters:hand_in", args=[row.task_id]) in page) is ("donvi" in role), role

    def refused_links(self, *starts: str) -> Iterator[tuple[int, str, str]]:
        """Links that do not open: status, address, the page that shows them."""
        todo, known = [(start, "") for start in starts], set()
        while todo:
            link, where = todo.pop(0)
            answer = self.client.get(link)
            if answer.status_code not in (200, 302):
                yield answer.status_code, link, where
            if answer.status_code != 200 or not link.startswith("/ke-hoach/") or "html" not in answer["Content-Type"]:
                continue
            for href in Links(answer.content.decode()).links:
                one = urljoin(link, href).split("#")[0]
                kind = (route_of(one), route_of(link)) if one.startswith("/") and one not in known else None
                if kind and kind not in known and "dang-xuat" not in one:
                    known |= {kind, one}
                    todo.append((one, link))
                known.add(one)

    def test_counters_count_exactly_the_rows_they_link_to(self) -> None:
        for role in ("donvi", "thamdinh", "thuky"):
            self.sign_in(role)
            counters = [row for row in self.client.get("/").context["counters"] if "/ho-so/" in row.url]
            assert counters, role
            for counter in counters:
                page = self.client.get(counter.url)
                shown = len(page.context["page"].rows)
                assert shown == min(counter.number, 50), (role, counter)

    def test_home_asks_the_same_number_of_queries_whoever_waits(self) -> None:
        self.sign_in("thamdinh")
        before = self.queries_of("/")
        clone_dossiers(40)
        assert self.queries_of("/") == before <= 20

    def queries_of(self, path: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as seen:
            self.client.get(path)
        return len(seen)

    def test_search_finds_people_units_dossiers_decisions(self) -> None:
        self.sign_in("truongban")
        recipient = Recipient.objects.filter(person__isnull=False).order_by("pk").first()
        dossier = Dossier.objects.order_by("pk").first()
        decision = Decision.objects.filter(state="issued").order_by("pk").first()
        assert recipient and dossier and decision
        for text, url in (
            (recipient.name, reverse("awards:recipient", args=[recipient.pk])),
            ("so tai chinh", reverse("organisation:unit", args=[Unit.objects.get(code="so-tai-chinh").pk])),
            (dossier.code, reverse("dossiers:detail", args=[dossier.pk])),
            (decision.number, reverse("decisions:detail", args=[decision.pk])),
        ):
            page = self.client.post(reverse("desk:search"), {"q": text}).content.decode()
            assert url in page, text

    def test_search_shows_a_unit_only_its_own_dossiers(self) -> None:
        other = Dossier.objects.exclude(unit__code="so-tai-chinh").order_by("pk").first()
        assert other
        self.sign_in("donvi")
        page = self.client.post(reverse("desk:search"), {"q": other.code}).content.decode()
        assert reverse("dossiers:detail", args=[other.pk]) not in page

    def test_journal_is_in_words_and_sealed(self) -> None:
        verbs = set(Event.objects.values_list("verb", flat=True))
        assert verbs - set(VERBS) == set()
        subjects = set(Event.objects.values_list("subject", flat=True))
        assert {subject.partition(":")[0] for subject in subjects} - set(SUBJECTS) == set()
        self.sign_in("thanhtra")
        page = self.client.get(reverse("desk:journal"))
        assert page.status_code == 200
        assert "Trần Thị Thu Hằng" in page.content.decode()
        older = self.client.get(reverse("desk:journal"), {"truoc": page.context["page"].next_before})
        assert older.context["page"].lines[0].event.pk < page.context["page"].lines[-1].event.pk
        assert check_seals().whole

    def test_journal_is_narrowed_by_person_verb_and_day(self) -> None:
        self.sign_in("thanhtra")

        def shown(**asked: str) -> list[Event]:
            return [line.event for line in self.client.get(reverse("desk:journal"), asked).context["page"].lines]

        everything = shown()
        hers = shown(nguoi="thu hang")
        assert hers and {event.actor for event in hers} < {event.actor for event in everything}
        assert {event.verb for event in shown(viec="dossiers.send_list")} == {"dossiers.send_list"}
        assert shown(nguoi="không ai tên thế") == []
        day = Event.objects.order_by("id").values_list("at", flat=True)[0].astimezone(HANOI).date()
        assert shown(den=f"{day - timedelta(days=1):%d/%m/%Y}") == []
        assert {event.at.astimezone(HANOI).date() for event in shown(tu=f"{day:%d/%m/%Y}", den=f"{day:%d/%m/%Y}")} == {
            day
        }
        asked = {"tu": "31/02/2025", "doi-tuong": everything[0].subject, "nguoi": "không ai tên thế"}
        wrong = self.client.get(reverse("desk:journal"), asked)
        assert wrong.status_code == 200
        assert wrong.context["form"].errors["tu"]
        assert wrong.context["page"].lines == []
        del asked["nguoi"]
        of_one = self.client.get(reverse("desk:journal"), asked).context["page"].lines
        assert {line.event.subject for line in of_one} == {everything[0].subject}

    def test_journal_is_closed_to_units(self) -> None:
        self.sign_in("donvi")
        page = self.client.get(reverse("desk:journal"))
        assert page.status_code == 403
        assert "thanh tra" in page.content.decode()

    def test_staying_signed_in_is_one_press(self) -> None:
        self.sign_in("donvi")
        assert self.client.post(reverse("desk:keep")).status_code == 204
        assert self.client.get(reverse("desk:keep")).status_code == 405

    def test_no_identity_number_stands_open_anywhere(self) -> None:
        sealed = [
            *Person.objects.values_list("cccd_sealed", flat=True),
            *Dossier.objects.values_list("cccd_sealed", flat=True),
        ]
        numbers = {number for number in map(open_cccd, sealed) if number}
        assert len(numbers) > 50
        for model in (Person, Dossier, Event):
            text = serialize("json", model.objects.all())
            assert not [number for number in numbers if number in text], model

    def test_sessions_are_held_on_working_days(self) -> None:
        from thidua.councils.models import Session
        from thidua.organisation.queries import official_calendar

        for day in Session.objects.exclude(held_on=None).values_list("held_on", flat=True):
            assert official_calendar([day.year]).is_working_day(day), day


def clone_dossiers(count: int) -> None:
    """More dossiers like the first one under appraisal."""
    model = Dossier.objects.filter(state=DossierState.APPRAISING).first()
    assert model
    rows = []
    for number in range(count):
        row = Dossier.objects.get(pk=model.pk)
        row.pk, row.code = None, f"thu-{number}"
        rows.append(row)
    Dossier.objects.bulk_create(rows)


def fingerprint() -> str:
    """A hash over what the city says, leaving out sealed bytes and row numbers: sequences never step back."""
    parts = [
        list(model.objects.order_by("pk").values_list(*fields))
        for model, fields in (
            (Unit, ("code", "name", "kind", "valid_from")), (User, ("username", "full_name")),
            (Honour, ("award", "period_to", "decision_number", "recipient__name")),
            (Dossier, ("name", "birth", "state", "award", "unit__code")),
            (Milestone, ("label", "used_date", "effective", "done_on")),
        )
    ]  # fmt: skip
    events = Event.objects.order_by("pk").values_list("verb", "at", "subject")
    told = [(verb, at, subject.partition(":")[0]) for verb, at, subject in events]
    return hashlib.sha256(repr([*parts, told]).encode()).hexdigest()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day", [date(2024, 5, 20), date(2026, 1, 2), date(2026, 2, 17), date(2026, 12, 31), date(2028, 2, 29)]
)
def test_city_can_be_built_on_any_day(day):
    """Before the law on file knew a vote, New Year, the lunar New Year, the last day of a year, a leap day; the same
    moment gives the same city."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=HANOI)
    with transaction.atomic():
        load(at=at)
        first = fingerprint()
        transaction.set_rollback(True)
    assert is_empty()
    assert timezone.is_aware(at)
    if day.month == 1:
        load(at=at)
        assert fingerprint() == first
