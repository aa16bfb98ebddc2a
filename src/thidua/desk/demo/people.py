"""Invented people: family name, middle name and given name by sex and decade, as Vietnamese names are made."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

FAMILY = (
    "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Hoàng Phan Vũ Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý "
    "Đinh Trịnh Đoàn Mai Tạ Lương Chu"
).split()
MIDDLE = {
    "male": (
        "Văn Văn Đức Hữu Quang Minh Xuân Ngọc Đình Công Thành Duy Trọng".split(),
        "Văn Hữu Đình Xuân Bá".split(),
    ),
    "female": (
        "Thị Thị Thu Ngọc Thanh Minh Phương Hồng Khánh Thùy Mai".split(),
        "Thị Thị Thị Thị Kim".split(),
    ),
}
GIVEN = {
    "male": (
        "Anh Tuấn Hùng Dũng Long Hải Nam Sơn Thắng Trung Kiên Hưng Cường Quân Đạt Huy Hiếu Khánh Phong Tùng Việt".split(),
        "Hòa Bình Thái Lực Toàn Tiến Thịnh Chiến Vinh Phúc Lâm Hợp Khoa".split(),
    ),
    "female": (
        "Hương Hằng Linh Trang Hà Lan Nga Thảo Ngân Yến Hạnh Phương Vân Thủy Oanh Quỳnh Nhung Chi Dung Hiền Giang".split(),
        "Hoa Mai Lan Cúc Hòa Nhàn Thơm Tâm Liên Thoa Minh Loan".split(),
    ),
}
# The province code of births in the capital; sex and century digit follow from the person.
BIRTH_PROVINCE = "001"


@dataclass(frozen=True)
class Invented:
    """One invented person."""

    name: str
    sex: str
    birth: date
    cccd: str


class Names:
    """A stream of invented people, the same for the same seed; no identity number comes twice."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invented people, not secrets
        self.taken: set[str] = set()

    def person(self, *, born_from: int = 1965, born_to: int = 1999) -> Invented:
        """The next person, born within the years given."""
        draw = self.random
        sex = draw.choice(("male", "female"))
        born = date(draw.randint(born_from, born_to), 1, 1) + timedelta(days=draw.randrange(365))
        older = 1 if born.year < 1978 else 0
        words = [draw.choice(FAMILY), draw.choice(MIDDLE[sex][older]), draw.choice(GIVEN[sex][older])]
        if draw.random() < 0.3:
            words.insert(2, draw.choice(GIVEN[sex][1 - older]))
        return Invented(" ".join(words), sex, born, self._number(sex, born))

    def _number(self, sex: str, born: date) -> str:
        digit = (0 if born.year < 2000 else 2) + (sex == "female")
        while True:
            number = f"{BIRTH_PROVINCE}{digit}{born.year % 100:02d}{self.random.randrange(10**6):06d}"
            if number not in self.taken:
                self.taken.add(number)
                return number
