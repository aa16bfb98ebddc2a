"""The loader refuses a law that contradicts itself, naming the days; a draft is laid over it untouched."""

from datetime import date
from pathlib import Path

import pytest

from thidua.awards.rules import DatedValue, LawInvalid, load_law, rules_in_force
from thidua.awards.rules.findings import Citation, Confidence
from thidua.awards.rules.law import read_law

RULESETS = """
- {code: A, name: Bộ A, document: Luật A, valid_from: 2024-01-01, valid_to: 2024-12-31, confidence: verified}
- {code: B, name: Bộ B, document: Luật B, valid_from: 2025-01-01, confidence: verified}
"""
AWARD = """
code: THU
name: Danh hiệu thử
english: Trial
kind: title
level: base
recipients: [individual]
valid_from: 2024-01-01
confidence: verified
citations: [{document: Luật A, article: "1"}]
values:
  times:
    - {value: 2, valid_from: 2024-01-01, valid_to: 2024-12-31, document: Luật A, confidence: verified}
    - {value: 3, valid_from: 2025-01-01, document: Luật B, confidence: verified}
"""
CRITERIA = """
- {id: chuoi, kind: consecutive, award: THU, times: "@times",
   why: Chuỗi., document: Luật A, confidence: verified}
"""


@pytest.fixture
def folder(tmp_path: Path):
    def write(rulesets=RULESETS, award=AWARD, criteria=CRITERIA, general="[]", values="{}"):
        for name, text in (("rulesets", rulesets), ("general", general), ("values", values)):
            path = tmp_path / "_common" / f"{name}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        (tmp_path / "THU").mkdir(exist_ok=True)
        (tmp_path / "THU" / "award.yaml").write_text(award, "utf-8")
        (tmp_path / "THU" / "criteria.yaml").write_text(criteria, "utf-8")
        return tmp_path

    return write


def test_a_sound_folder_is_read(folder):
    law = read_law(folder())
    assert law.value("THU.times", date(2024, 12, 31)).value == 2
    assert law.value("THU.times", date(2025, 1, 1)).value == 3
    assert law.span(date(2024, 12, 31)).code == "A"


@pytest.mark.parametrize(
    ("part", "change", "says"),
    [
        (
            "award",
            ("valid_from: 2025-01-01, document", "valid_from: 2025-01-03, document"),
            "khoảng trống hiệu lực từ 01/01/2025 đến 02/01/2025",
        ),
        ("award", ("valid_from: 2025-01-01, document", "valid_from: 2024-12-31, document"), "chồng nhau"),
        ("award", ("valid_to: 2024-12-31, ", ""), "chồng nhau"),
        (
            "award",
            ("value: 3, valid_from: 2025-01-01, document: Luật B", "value: 3, valid_from: 2025-01-01"),
            "thiếu căn cứ",
        ),
        ("award", ("document: Luật B, confidence: verified", "document: Luật B"), "thiếu mức tin cậy"),
        (
            "award",
            ("valid_from: 2024-01-01, valid_to: 2024-12-31", "valid_from: 2024-12-31, valid_to: 2024-01-01"),
            "hiệu lực ngược",
        ),
        ("award", ("value: 2, valid_from: 2024-01-01", "value: 2, valid_from: 2024-02-30"), "không đọc được"),
        ("award", ('citations: [{document: Luật A, article: "1"}]', "citations: []"), "thiếu căn cứ"),
        ("award", ("code: THU", "code: KHAC"), "khai mã KHAC"),
        ("criteria", ("document: Luật A, ", ""), "thiếu căn cứ"),
        ("criteria", ("why: Chuỗi., ", ""), "thiếu “why”"),
        ("criteria", ("@times", "@lan"), "không có giá trị “THU.lan”"),
        (
            "rulesets",
            ("valid_from: 2025-01-01", "valid_from: 2025-02-01"),
            "khoảng trống hiệu lực từ 01/01/2025 đến 31/01/2025",
        ),
        ("rulesets", ("valid_to: 2024-12-31", "valid_to: 2025-01-05"), "chồng nhau"),
    ],
)
def test_a_contradiction_is_refused_with_what_and_when(folder, part, change, says):
    text = {"award": AWARD, "criteria": CRITERIA, "rulesets": RULESETS}[part]
    assert change[0] in text
    with pytest.raises(LawInvalid) as refusal:
        read_law(folder(**{part: text.replace(*change)}))
    assert says in str(refusal.value)


def test_versions_of_one_condition_may_not_overlap(folder):
    twice = CRITERIA + CRITERIA
    with pytest.raises(LawInvalid, match=r"THU\.chuoi: hiệu lực chồng nhau"):
        read_law(folder(criteria=twice))


def test_broken_yaml_is_refused_in_words(folder):
    with pytest.raises(LawInvalid, match="không đọc được YAML"):
        read_law(folder(criteria="- {id: [}"))


def test_a_condition_of_an_unknown_kind_is_refused_when_compiled(folder):
    law = read_law(folder(criteria=CRITERIA.replace("kind: consecutive", "kind: la")))
    with pytest.raises(LawInvalid, match="Không có loại điều kiện “la”"):
        rules_in_force(date(2025, 5, 1), "THU", law=law)


def draft(start=date(2026, 4, 1), end=None, value=4):
    source = Citation("Dự thảo nghị định", "1")
    return DatedValue("CSTDT.times", value, source, start, end, Confidence.RECALLED)


def test_a_draft_takes_its_days_and_leaves_the_rest():
    law = load_law([draft(end=date(2026, 6, 30))])
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 7, 1))
    assert [law.value("CSTDT.times", day).value for day in days] == [3, 4, 3]
    assert load_law().value("CSTDT.times", date(2026, 4, 1)).value == 3


def test_a_draft_changes_digest_and_snapshot_of_its_award_alone():
    day = date(2026, 5, 1)
    shipped, changed = rules_in_force(day), rules_in_force(day, law=load_law([draft()]))
    assert shipped.digest("CSTDT") != changed.digest("CSTDT")
    assert shipped.digest("BKTP") == changed.digest("BKTP")


def test_a_draft_that_leaves_a_gap_or_has_no_source_is_refused():
    with pytest.raises(LawInvalid, match="khoảng trống"):
        first = DatedValue("x", 1, Citation("A"), date(2024, 1, 1), date(2024, 1, 2))
        load_law([first, DatedValue("x", 2, Citation("A"), date(2024, 1, 5))])
    with pytest.raises(LawInvalid, match="thiếu căn cứ"):
        load_law([DatedValue("CSTDT.times", 4, Citation(""), date(2026, 4, 1))])


def test_a_value_survives_its_json():
    value = load_law().value("CSTDT.vote.share", date(2026, 1, 1))
    assert DatedValue.from_json(value.to_json()) == value
