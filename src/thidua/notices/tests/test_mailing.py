"""Letters over a real SMTP connection to a server on this machine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from thidua.accounts.tests.factories import UserFactory
from thidua.notices.actions import (
    Message,
    complete,
    deliver,
    mailing,
    set_email,
    slot_for_writing,
    take_slot,
    tell,
)  # fmt: skip
from thidua.notices.models import Digest, DigestState, Notice
from thidua.notices.tests.factories import AT, DAY
from thidua.organisation.acting import Acting

pytestmark = pytest.mark.django_db
ONE, TWO = "mot@thanhpho.example", "hai@thanhpho.example"


def letter_to(*addresses, number=1, day=DAY):
    for address in addresses:
        user = UserFactory(email=address, full_name="Trần Thị Cán Bộ")
        tell(
            [
                Message(
                    user=user.pk, key=f"moc:{n}:{day}", topic="thu", day=day, url=f"/ke-hoach/moc/{n}/",
                    title=f"Còn 7 ngày làm việc · Việc {n}: Hướng dẫn <khen thưởng>", detail="Trước ngày 28/02/2025.",
                )
                for n in range(1, number + 1)
            ],
            at=AT,
        )  # fmt: skip
    with transaction.atomic():
        complete(slot_for_writing(take_slot("thu", day, at=AT)), at=AT)


def parts(letter):
    return letter.get_body(("plain",)).get_content(), letter.get_body(("html",)).get_content()


def subject(letter):
    return " ".join(letter["Subject"].split())  # a folded header keeps the space of its fold


def test_a_letter_arrives_in_text_and_html_in_vietnamese(smtp):
    letter_to(ONE, number=2)
    assert deliver(at=AT) == mailing.Delivery(sent=1)
    (letter,) = smtp.box.letters
    text, html = parts(letter)
    digest = Digest.objects.get()
    assert (letter["To"], letter["Message-ID"]) == (ONE, digest.message_id)
    assert subject(letter) == "Nhắc việc ngày 16/06/2025: 2 nội dung"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Kính gửi Trần Thị Cán Bộ," in text
    assert "1. Còn 7 ngày làm việc · Việc 2: Hướng dẫn <khen thưởng>" in text
    assert "http://127.0.0.1:8000/ke-hoach/moc/2/" in text
    assert "Hướng dẫn &lt;khen thưởng&gt;</a>" in html
    assert (digest.state, digest.attempts, digest.sent_at) == (DigestState.SENT, 1, AT)


def test_a_letter_of_one_notice_says_it_in_its_subject(smtp):
    letter_to(ONE)
    deliver(at=AT)
    assert subject(smtp.box.letters[0]) == "Còn 7 ngày làm việc · Việc 1: Hướng dẫn <khen thưởng>"


def test_a_long_letter_lists_forty_and_counts_the_rest(smtp):
    letter_to(ONE, number=45)
    deliver(at=AT)
    text, _html = parts(smtp.box.letters[0])
    assert "40. " in text
    assert "41. " not in text
    assert "Và 5 nội dung khác" in text


def test_sending_again_sends_nothing(smtp):
    letter_to(ONE, TWO)
    assert deliver(at=AT).sent == 2
    assert deliver(at=AT + timedelta(days=1)) == mailing.Delivery()
    assert len(smtp.box.letters) == 2


def test_a_server_that_is_away_loses_nothing(smtp):
    smtp.stop()
    letter_to(ONE, TWO)
    assert deliver(at=AT) == mailing.Delivery(failed=1)  # the first failure ends the pass
    digests = list(Digest.objects.order_by("id"))
    assert [row.state for row in digests] == [DigestState.WAITING] * 2
    assert [row.attempts for row in digests] == [1, 0]
    assert "Error" in digests[0].last_error
    assert digests[0].next_at > AT
    assert Notice.objects.filter(read_at=None).count() == 2

    smtp.start()
    assert deliver(at=AT).sent == 1  # the other's time has come already
    assert deliver(at=AT + timedelta(hours=1)).sent == 1
    assert {letter["To"] for letter in smtp.box.letters} == {ONE, TWO}
    assert set(Digest.objects.values_list("state", "last_error")) == {("sent", "")}


def test_a_refused_address_does_not_hold_up_the_others(smtp):
    smtp.box.refused.add(ONE)
    letter_to(ONE, TWO)
    assert deliver(at=AT) == mailing.Delivery(sent=1, failed=1)
    assert [letter["To"] for letter in smtp.box.letters] == [TWO]
    assert "SMTPRecipientsRefused" in Digest.objects.get(user__email=ONE).last_error


def test_a_letter_whose_answer_was_lost_comes_again_under_the_same_id(smtp):
    smtp.box.lose_answer = 1
    letter_to(ONE)
    assert deliver(at=AT).failed == 1
    assert deliver(at=AT + timedelta(minutes=2)).sent == 1
    assert len({letter["Message-ID"] for letter in smtp.box.letters}) == 1
    assert len(smtp.box.letters) == 2


def test_a_worker_killed_while_sending_leaves_the_letter_for_later(smtp, monkeypatch):
    letter_to(ONE)

    class Killed(BaseException):
        pass

    def killed(*_args, **_more):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "compose", killed)
        with pytest.raises(Killed):
            deliver(at=AT)
    assert deliver(at=AT).sent == 0  # claimed: not before its next time
    assert deliver(at=AT + timedelta(minutes=2)).sent == 1
    assert len(smtp.box.letters) == 1


def test_two_workers_send_a_letter_once(smtp):
    letter_to(ONE)
    stale = Digest.objects.get()
    assert mailing._claim(stale, at=AT)
    assert not mailing._claim(stale, at=AT)


def test_pauses_grow_up_to_an_hour_and_end(smtp):
    smtp.stop()
    letter_to(ONE)
    moment, pauses = AT, []
    while (row := Digest.objects.get()).state == DigestState.WAITING:
        moment = max(moment, row.next_at)
        deliver(at=moment)
        pauses.append(Digest.objects.get().next_at - moment)
    assert pauses[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert max(pauses) == timedelta(hours=1)
    assert len(pauses) == mailing.MOST_ATTEMPTS
    assert Digest.objects.get().state == DigestState.STOPPED
    assert Notice.objects.count() == 1


def test_letters_switched_off_after_they_were_made_are_not_sent(smtp):
    letter_to(ONE)
    set_email(on=False, by=Acting(Digest.objects.get().user, None), at=AT)
    assert deliver(at=AT) == mailing.Delivery()
    assert Digest.objects.get().state == DigestState.STOPPED
    assert smtp.box.letters == []


def test_of_letters_merged_the_newest_word_on_each_subject_is_told(smtp):
    user = UserFactory(email=ONE)

    def told(day, subject, title):
        message = Message(user=user.pk, key=f"{subject}:{day}", topic="thu", title=title, day=day, subject=subject)
        tell([message], at=AT)
        with transaction.atomic():
            complete(slot_for_writing(take_slot("thu", day, at=AT)), at=AT)

    told(DAY, "milestone:1", "Còn 3 ngày làm việc")
    told(DAY + timedelta(days=1), "milestone:2", "Hết hạn hôm nay")
    told(DAY + timedelta(days=2), "milestone:1", "Còn 1 ngày làm việc")
    assert deliver(at=AT + timedelta(days=2)).sent == 1
    text, html = parts(smtp.box.letters[0])
    assert "1. Còn 1 ngày làm việc\n" in text.replace("\r", "")
    assert "2. Hết hạn hôm nay (nhắc ngày 17/06/2025)" in text
    assert "Còn 3 ngày" not in text + html
    assert "(nhắc ngày 17/06/2025)" in html
