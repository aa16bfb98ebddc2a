"""Which level rewards: the level that launched a movement does; the city only for effect on the whole city. By the law in force.

The rules are dated data of the law room (`values-dot-xet.yaml`); what is asked is a warning, and an officer decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.awards.inforce import law_in_force
from thidua.awards.rules import DatedValue
from thidua.foundation.words import mark

LAUNCHED, DISTRICT = "tham-quyen.cap-phat-dong", "tham-quyen.cap-huyen"
CITY_LEVELS = ("province", "city")


@dataclass(frozen=True)
class Question:
    """What makes the level doubtful, in Vietnamese source text, and the rules it rests on."""

    text: str
    rules: tuple[DatedValue, ...]

    @property
    def citation(self) -> str:
        """The documents, as they are printed."""
        return "; ".join(str(rule.citation) for rule in self.rules)

    @property
    def notes(self) -> list[str]:
        """What the rules add in words."""
        return [rule.note for rule in self.rules if rule.note]


BELOW = mark(
    "Phong trào do cấp dưới Thành phố phát động: cấp phát động khen; Thành phố chỉ khen khi có phạm vi ảnh hưởng toàn Thành phố."
)
NO_DISTRICT = mark(
    "Phong trào do cấp huyện phát động, mà cấp huyện nay không còn thẩm quyền khen: cấp xã nhận việc khen, hoặc Thành phố khen khi "
    "có phạm vi ảnh hưởng toàn Thành phố."
)


def question(movement_level: str, award: str, on: date) -> Question | None:
    """What is to be asked of a dossier for an award of the city on a day, by who launched the movement it rewards.

    None when nothing is to be asked: no movement named, one of the city's own, an award of another level, no rule yet.
    """
    law = law_in_force()
    rule = law.value(LAUNCHED, on) if movement_level else None
    if (
        rule is None
        or movement_level not in rule.value
        or award not in law.awards
        or law.awards[award].level not in CITY_LEVELS
    ):
        return None
    district = law.value(DISTRICT, on) if movement_level == "district" else None
    if district is not None and not district.value:
        return Question(NO_DISTRICT, (rule, district))
    return Question(BELOW, (rule,))
