"""Near texts: precision and recall on generated copies, on the sample pairs when they are there, and the time for many texts.

Usage: .venv/bin/python tools/bench_same.py [texts …]      (default 1000 10000)
Copies are made by rewording, changed numbers, changed unit names, lost marks, swapped sentences, sentences added or
dropped, and all together; every text of a list is on one of a few templates, so that likeness alone says nothing.
Reports are long, with a common opening and close; some copy a part of another. Exits 1 below the goals.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from thidua.dossiers.sameness.finding import near_pairs
from thidua.dossiers.sameness.likeness import profile_of
from thidua.dossiers.sameness.listed import Listed, near_texts, read_texts

GOAL = 0.95
ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("THIDUA_SHARED", ROOT.parent / "shared"))
Pair = tuple[int, int]
Text = tuple[str, str]

THINGS = "ghế đá|giàn mướp|lịch tưới|biển tên ngõ|phiếu khám|bến đò|đàn cá|sổ quỹ|cống thoát|bảng điểm|xe đẩy rác|quầy thuốc|bể lọc|tủ điện|nôi trẻ".split(
    "|"
)
PLACES = "cuối phố|trạm y tế|ven đê|trường nghề|nhà trẻ|chợ quê|khu tập thể|bến xe|làng nghề|công viên|xưởng may|nông trang".split(
    "|"
)
CAUSES = (
    "Lâu nay {s} không ai nhận việc, mỗi nhà làm một kiểu.",
    "Ba lần họp tổ gần đây đều có người kêu về {s}.",
    "Tiền dành cho {s} năm nào cũng vượt dự toán {n} phần trăm.",
    "Kiểm đếm {n} lượt thì thấy {s} hỏng nhiều hơn tốt.",
    "Từ ngày nhập hai đơn vị, việc quanh {s} dồn về một chỗ.",
)
WAYS = (
    (
        "Thẻ màu chia phiên cho {s}",
        "Chúng tôi cắt thẻ bốn màu, treo theo phiên, ai nhận thẻ nào thì lo {s} trong tuần ấy và ký vào mặt sau.",
    ),
    (
        "Tin nhắn nhắc trước về {s}",
        "Một chương trình nhỏ đọc lịch rồi nhắn trước hai ngày cho người trực, kèm ảnh của {s} lần trước để so.",
    ),
    (
        "Hộp góp ý có trả lời cho {s}",
        "Đặt hộp có khóa đôi, mở thứ hai hằng tuần, câu nào về {s} cũng được trả lời bằng giấy dán lên bảng.",
    ),
    (
        "Khung ghép lại từ đồ cũ cho {s}",
        "Nhóm gom sắt thừa, hàn khung xếp được vào góc tường, đem ra là dùng được cho {s} mà không phải mua mới.",
    ),
    (
        "Sổ một trang cho {s}",
        "Thay năm quyển sổ bằng một trang kẻ sẵn, mỗi ngày một dòng về {s}, cuối tháng cộng ngang cộng dọc là khớp.",
    ),
)
ENDS = (
    "Qua {n} tuần, số lời phàn nàn chỉ còn {m}.",
    "Mỗi quý đỡ được {n} triệu đồng tiền công.",
    "Hội đồng cơ sở cho {n} điểm, đề nghị giữ nếp này.",
    "Nay {m} nơi khác đã xin bản vẽ về làm.",
)
OTHER_WORDS = {
    "không ai": "chẳng ai", "mỗi nhà": "từng nhà", "gần đây": "vừa rồi", "kêu": "phàn nàn", "vượt": "quá", "hỏng": "hư", "dồn": "gom",
    "chúng tôi": "nhóm", "treo": "gắn", "nhận": "giữ", "lo": "coi", "chương trình": "phần mềm", "đọc": "xem", "nhắn": "báo", "đặt": "kê",
    "trả lời": "hồi đáp", "gom": "nhặt", "đem": "mang", "thay": "bỏ", "kẻ sẵn": "in sẵn", "cuối tháng": "hết tháng", "đỡ": "bớt",
    "phàn nàn": "chê", "đề nghị": "xin", "nơi": "đơn vị",
}  # fmt: skip
UNITS = (
    "Phường Kim Ngọc",
    "Xã Sen Hồ",
    "Trường Mầm non Hoa Mận",
    "Trạm Y tế Bãi Dâu",
    "Công ty Môi trường Sông Lục",
)
MORE = (
    "Năm qua tập thể luôn bám sát nhiệm vụ được giao.", "Cách này dễ làm, ít tốn, ai cũng theo được.",
    "Kính mong cấp trên ghi nhận.", "Trong lúc làm còn vướng nhưng đã gỡ dần.",
)  # fmt: skip


def reworded(text: str, dice: random.Random, share: float = 1.0) -> str:
    """The text with other words for the same things."""
    for one, other in OTHER_WORDS.items():
        if dice.random() < share:
            text = re.sub(rf"\b{one}\b", other, text, flags=re.IGNORECASE)
    return text


def renumbered(text: str, dice: random.Random) -> str:
    """Other figures."""
    return re.sub(r"\d+", lambda _found: str(dice.randint(2, 99)), text)


def unmarked(text: str) -> str:
    """The marks lost."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def swapped(text: str, dice: random.Random) -> str:
    """The sentences in another order."""
    sentences = re.split(r"(?<=\.) ", text)
    dice.shuffle(sentences)
    return " ".join(sentences)


def moved(text: str, dice: random.Random) -> str:
    """In another unit."""
    unit = dice.choice(UNITS)
    return f"Tại {unit}, {text[0].lower()}{text[1:]} {unit} xác nhận kết quả."


def padded(text: str, dice: random.Random) -> str:
    """Sentences everybody writes, before and after."""
    first, *rest = dice.sample(MORE, 3)
    return " ".join((first, text, *rest))


def thinned(text: str, dice: random.Random) -> str:
    """Every eighth word left out."""
    return " ".join(word for word in text.split() if dice.random() > 0.12)


COPIES: dict[str, Callable[[Text, random.Random], Text]] = {
    "unit": lambda t, d: (t[0], moved(t[1], d)),
    "words": lambda t, d: (reworded(t[0], d), reworded(t[1], d)),
    "order": lambda t, d: (f"Về việc: {t[0]}", swapped(t[1], d)),
    "padding": lambda t, d: (t[0], padded(t[1], d)),
    "numbers": lambda t, d: (t[0], renumbered(t[1], d)),
    "marks": lambda t, _d: (unmarked(t[0]), unmarked(t[1])),
    "thinned": lambda t, d: (t[0], thinned(t[1], d)),
    "title": lambda t, d: ("Cách làm mới của đơn vị", swapped(t[1], d)),
    "all": lambda t, d: (reworded(t[0], d, 0.6), moved(swapped(renumbered(reworded(t[1], d, 0.6), d), d), d)),
    "marks and words": lambda t, d: (unmarked(reworded(t[0], d)), unmarked(renumbered(reworded(t[1], d), d))),
}


def initiatives(count: int, seed: int, each: int) -> tuple[list[Text], dict[Pair, str]]:
    """So many initiatives on few templates, and `each` copies of every sort; which pairs are copies."""
    dice = random.Random(seed)  # noqa: S311 - the same texts at every run, nothing secret
    subjects = [f"{thing} {place}" for thing in THINGS for place in PLACES]
    if count > len(subjects) * 2:
        syllables = " ".join((*THINGS, *PLACES)).split()
        subjects = [" ".join(dice.sample(syllables, 4)) for _turn in range(count)]
    made: list[Text] = []
    chosen = dice.sample([(way, one) for one in dict.fromkeys(subjects) for way in WAYS], count)
    for (title, way), subject in chosen:
        parts = (dice.choice(CAUSES), way, dice.choice(ENDS))
        values = {"s": subject, "n": dice.randint(11, 99), "m": dice.randint(2, 9)}
        made.append((title.format(**values), " ".join(part.format(**values) for part in parts)))
    truth: dict[Pair, str] = {}
    sources = iter(dice.sample(range(len(made)), each * len(COPIES)))
    for sort, copy in COPIES.items():
        for _turn in range(each):
            source = next(sources)
            made.append(copy(made[source], dice))
            truth[source, len(made) - 1] = sort
    return made, truth


VERBS = "rà soát|dựng|đo|bàn giao|tập huấn|gỡ|chuyển|kiểm|ghi|lập|nối|sửa|cấp|thử|vận hành".split("|")
OBJECTS = "hồ sơ|tuyến ống|lớp học|bản đồ|quy trình|kho lạnh|sổ hộ tịch|trạm đo|giống lúa|ca trực|phòng mổ|bãi đỗ|cầu dân sinh|thư viện|đường dây".split(
    "|"
)
MANNERS = "trước hạn|cùng bà con|theo từng ngõ|bằng máy có sẵn|không thêm người|suốt mùa mưa|trong ba đợt|với đội trẻ|sau giờ làm|ở năm điểm".split(
    "|"
)
FRAME = (
    "Được sự quan tâm của cấp ủy, chính quyền các cấp, cá nhân tôi luôn chấp hành tốt chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước.",
    "Trên đây là báo cáo thành tích của cá nhân, kính đề nghị Hội đồng các cấp xem xét, đề nghị khen thưởng theo quy định.",
)


def sentence(dice: random.Random) -> str:
    """One sentence of work done, of its own."""
    one, other, third = (f"{dice.choice(VERBS)} {dice.choice(OBJECTS)} {dice.choice(MANNERS)}" for _turn in range(3))
    return f"Năm {dice.randint(2021, 2025)} tôi {one}, {other}, đạt {dice.randint(60, 100)} phần trăm, rồi {third}."


def reports(count: int, seed: int) -> tuple[list[Text], dict[Pair, str]]:
    """So many long reports in one frame; every tenth copies another whole with changes, every tenth half of another."""
    dice = random.Random(seed)  # noqa: S311 - the same texts at every run, nothing secret
    bodies = [[sentence(dice) for _line in range(14)] for _turn in range(count)]
    truth: dict[Pair, str] = {}
    for source in range(0, count, 5):
        whole = source % 10 == 0
        kept = bodies[source] if whole else bodies[source][:7]
        copied = [renumbered(reworded(line, dice), dice) for line in kept]
        own = [] if whole else [sentence(dice) for _line in range(7)]
        body = [*own, *copied]
        dice.shuffle(body)
        truth[source, len(bodies)] = "whole" if whole else "half"
        bodies.append(body)
    return [("", " ".join((FRAME[0], *body, FRAME[1]))) for body in bodies], truth


def measured(name: str, texts: list[Text], truth: dict[Pair, str]) -> tuple[float, float]:
    """Precision and recall on one list, printed with what was missed."""
    started = time.process_time()
    found = {(pair.first, pair.second) for pair in near_pairs([profile_of(text, title) for title, text in texts])}
    seconds = time.process_time() - started
    right = found & truth.keys()
    precision, recall = len(right) / max(1, len(found)), len(right) / len(truth)
    missed = dict(Counter(truth[pair] for pair in truth.keys() - found))
    print(
        f"{name:<28} {len(texts):>6} bài  đúng {precision:6.1%}  đủ {recall:6.1%}  {seconds:6.2f} s CPU  sót {missed or 'không'}"
    )
    return precision, recall


def sample() -> tuple[float, float] | None:
    """Precision and recall on the sample pairs, None without the shared material."""
    path = SHARED / "samples" / "sang-kien-60.xlsx"
    if not path.exists():
        print("Không có tệp mẫu chung, bỏ qua.")
        return None
    truth = {frozenset(row["cap"]) for row in json.loads(path.with_name("sang-kien-60-cap-gan-trung.json").read_text())}
    texts: list[Listed] = read_texts(path)
    found = {frozenset((pair["first"], pair["second"])) for pair in near_texts(texts)}
    right = found & truth
    print(
        f"{'sang-kien-60':<28} {len(texts):>6} bài  đúng {len(right) / len(found):6.1%}  đủ {len(right) / len(truth):6.1%}"
    )
    return len(right) / len(found), len(right) / len(truth)


def main(arguments: list[str]) -> int:
    """Measure, print, compare with the goal."""
    sets = ((1, 60, 1), (2, 200, 3), (3, 400, 5), (4, 60, 1))
    results = [measured(f"sáng kiến, bộ {seed}", *initiatives(count, seed, each)) for seed, count, each in sets]
    results += [measured(f"báo cáo, bộ {seed}", *reports(count, seed)) for seed, count in ((5, 50), (6, 200))]
    if shared := sample():
        results.append(shared)
    for count in map(int, arguments or ("1000", "10000")):
        measured("nhiều bài", *initiatives(count, 7, max(1, count // 200)))
    low = [each for each in results if min(each) < GOAL]
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
