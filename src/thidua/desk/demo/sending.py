"""Who acts in the demonstration city, and how a unit's list is filled and sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from thidua.accounts.models import User
from thidua.desk.demo.nominees import Nominee
from thidua.desk.demo.papers import initiative_decision, signed_letter, unit_minutes
from thidua.dossiers import actions as dossiers
from thidua.dossiers.actions.lists import add_dossier
from thidua.dossiers.models import PaperPart, Round, Submission
from thidua.foundation.clock import HANOI
from thidua.organisation.acting import Acting, acting_for
from thidua.organisation.models import Duty, DutyCode, Unit

AWARD = "CSTDT"


@dataclass
class Cast:
    """Who acts in the demonstration, each in his duty."""

    users: dict[str, User]

    def of(self, username: str, code: DutyCode) -> Acting:
        """A person in one of his duties."""
        user = self.users[username]
        return acting_for(user, Duty.objects.select_related("unit").get(user=user, code=code))

    def officer(self, unit: Unit) -> Acting:
        """The officer of a unit."""
        duty = (
            Duty.objects.select_related("unit", "user")
            .filter(unit=unit, code=DutyCode.UNIT_OFFICER)
            .order_by("-id")
            .first()
        )
        assert duty is not None
        return acting_for(duty.user, duty)

    def head(self, unit: Unit) -> Acting | None:
        """The head of a unit; None where he has no account."""
        duty = Duty.objects.select_related("unit", "user").filter(unit=unit, code=DutyCode.UNIT_HEAD).first()
        return acting_for(duty.user, duty) if duty else None


def morning(day: date, hour: int = 9) -> datetime:
    """A moment on a day, local to Hà Nội."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=HANOI)


def send(
    cast: Cast, round_: Round, unit: Unit, people: list[Nominee], *, award: str = AWARD, at: datetime
) -> Submission:
    """One unit's list with its minutes and reports, signed by the unit's head where he has an account, sent."""
    submission, officer = fill(cast, round_, unit, people, award=award, at=at), cast.officer(unit)
    dossiers.letter(submission, f"{unit.pk}/TTr", at.date(), by=officer, at=at)
    minutes = unit_minutes(unit.name, at.date(), [one.name for one in people])
    dossiers.add_list_paper(submission, PaperPart.MINUTES, minutes, "bien-ban-hop-xet.pdf", by=officer, at=at)
    dossiers.begin_reports(submission, by=officer, at=at)
    head = cast.head(unit)
    if head is None:
        letter = signed_letter(unit.name, str(unit.pk), at.date(), round_.title, len(people))
        dossiers.add_list_paper(submission, PaperPart.LETTER, letter, "to-trinh-da-ky.pdf", by=officer, at=at)
    else:
        dossiers.ask_head(submission, by=officer, at=at)
    dossiers.draw_reports(submission, by=head or officer, at=at)
    dossiers.submit(submission, by=head or officer, at=at)
    return submission


def fill(
    cast: Cast, round_: Round, unit: Unit, people: list[Nominee], *, award: str = AWARD, at: datetime
) -> Submission:
    """One unit's list, filled by hand, not sent yet."""
    officer = cast.officer(unit)
    submission = dossiers.begin(round_, by=officer, at=at)
    for one in people:
        dossier = add_dossier(
            submission, award=award, kind="individual", name=one.name, birth=one.birth, cccd=one.cccd, position=one.position,
            workplace=unit.name, achievement=one.achievement, facts=one.facts, by=officer, at=at,
        )  # fmt: skip
        if "initiatives" in one.facts:
            recognised = date.fromisoformat(one.facts["initiatives"][0]["recognised_on"])
            number = int(dossier.code[-3:]) + 6000
            paper = initiative_decision(one, unit.name, number, recognised)
            dossiers.add_paper(
                dossier,
                PaperPart.INITIATIVE,
                paper,
                f"quyet-dinh-cong-nhan-sang-kien-{number}.pdf",
                by=officer,
                at=at,
            )
        else:
            own = unit_minutes(unit.name, at.date(), [one.name])
            dossiers.add_paper(
                dossier, PaperPart.INITIATIVE, own, "giay-xac-nhan-de-tai-cua-don-vi.pdf", by=officer, at=at
            )
    return submission
