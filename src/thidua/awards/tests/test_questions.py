"""Questions a sceptical lawyer asks, put to the console over a filled register: verdict, reason and source must be right."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from thidua.config.cli import parser
from thidua.organisation.tests.factories import PersonFactory, UnitFactory
from thidua.register.models import Recipient
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))
STATUSES = ("revoked", "corrected", "reissued")


def recipient_of(question):
    kind = question.get("kind", "individual")
    if kind == "individual":
        return RecipientFactory(person=PersonFactory(sex=question.get("sex", "")))
    unit = UnitFactory()
    home = {"collective": unit} if kind == "collective" else {}
    return Recipient.objects.create(kind=kind, name="Tổ một", name_fold="to mot", unit=unit, **home)


def honoured(recipient, text):
    """Put "CSTDCS 2023 2024-01-10 revoked by:Chủ tịch" into the register."""
    words, _, by = text.partition(" by:")
    award, period, *rest = words.split()
    first, _, last = period.partition("-")
    days = [date.fromisoformat(word) for word in rest if word[0].isdigit()]
    HonourFactory(
        recipient=recipient,
        award=award,
        period_from=int(first),
        period_to=int(last or first),
        decision_date=days[0] if days else date(int(last or first) + 1, 1, 15),
        status=next((word for word in rest if word in STATUSES), "valid"),
        decided_by=by,
    )


def shown(citation):
    parts = [citation["document"]]
    parts += [f"Điều {citation['article']}"] if citation["article"] else []
    parts += [f"khoản {citation['clause']}"] if citation["clause"] else []
    return ", ".join(parts)


@pytest.mark.parametrize("question", [pytest.param(each, id=each["q"]) for each in QUESTIONS])
def test_question_is_answered_rightly_with_the_right_reason(question, tmp_path, capsys):
    recipient = recipient_of(question)
    for text in question["honours"]:
        honoured(recipient, text)
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(question["facts"], default=str), "utf-8")
    award, period, on = map(str, question["ask"])
    asked = ["--recipient", recipient.key, "--award", award, "--period", period, "--on", on]
    options = parser().parse_args(["law", "check", *asked, "--facts", str(facts), "--json"])
    options.run(options)
    answer = json.loads(capsys.readouterr().out)
    assert "error" not in answer, answer
    found = {row["id"]: row for row in answer["conditions"]}
    story = "\n".join(
        f"{row['id']}: {row['status']} {row['text']} [{shown(row['citation'])}]" for row in found.values()
    )
    assert answer["verdict"] == question["verdict"], story
    for condition, (status, words, source) in question["because"].items():
        assert condition in found, story
        assert found[condition]["status"] == status, story
        assert words in found[condition]["text"], story
        assert source in shown(found[condition]["citation"]), story
