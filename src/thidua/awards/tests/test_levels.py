from __future__ import annotations

from thidua.awards.queries import award_level
from thidua.register.models import Level
from thidua.register.reading.awardnames import AwardNames


def test_the_register_and_the_law_name_the_same_level_for_every_award():
    names = AwardNames.standard()
    assert {code: names.level(code) for code in names.titles} == {code: award_level(code) for code in names.titles}
    assert set(names.levels.values()) <= set(Level.values)
