"""Two texts, two nominees: what is told as one, what is not, and where the passages stand. No database."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import xlsxwriter

from thidua.config.cli import main
from thidua.dossiers.sameness.finding import near_pairs
from thidua.dossiers.sameness.likeness import Background, likeness, profile_of
from thidua.dossiers.sameness.listed import read_texts
from thidua.dossiers.sameness.papers import text_of
from thidua.dossiers.sameness.passages import copied, passages, with_passages
from thidua.dossiers.sameness.people import Nominee, name_marks, same_nominee
from thidua.dossiers.sameness.words import keys_of, readable, words_of
from thidua.register.reading import Unreadable

SHARED = Path(os.environ.get("THIDUA_SHARED", Path(__file__).resolve().parents[5] / "shared"))
WAY = "Chúng tôi cắt thẻ bốn màu treo theo phiên, ai nhận thẻ nào thì lo {s} trong tuần ấy và ký vào mặt sau. "
CAUSE = "Lâu nay {s} không ai nhận việc, mỗi nhà làm một kiểu. "
END = "Mỗi quý đỡ được {n} triệu đồng tiền công."
SUBJECTS = "giàn mướp ven đê|sổ quỹ khu tập thể|bảng điểm trường nghề|đàn cá chợ quê|tủ điện xưởng may|nôi trẻ trạm y tế|bến đò cuối phố|bể lọc nông trang".split(
    "|"
)


def text_on(subject: str, number: int = 40) -> str:
    return (CAUSE + WAY + END).format(s=subject, n=number)


TEMPLATED = [text_on(subject, 30 + place) for place, subject in enumerate(SUBJECTS)]


def found(texts):
    return [(pair.first, pair.second) for pair in near_pairs([profile_of(text) for text in texts])]


def test_a_template_filled_in_for_other_subjects_is_no_copy_however_few_texts_there_are():
    assert found(TEMPLATED) == []
    assert found(TEMPLATED[:2]) == []


@pytest.mark.parametrize(
    "copy",
    [
        text_on(SUBJECTS[3], 71),
        f"{END.format(n=33)} {WAY.format(s=SUBJECTS[3])}{CAUSE.format(s=SUBJECTS[3])}",
        f"Tại Phường Kim Ngọc, {text_on(SUBJECTS[3])[0].lower()}{text_on(SUBJECTS[3])[1:]} Phường Kim Ngọc đã xác nhận.",
        "Lau nay dan ca cho que khong ai nhan viec, moi nha lam mot kieu. Chung toi cat the bon mau treo theo phien, ai nhan the nao "
        "thi lo dan ca cho que trong tuan ay va ky vao mat sau. Moi quy do duoc 40 trieu dong tien cong.",
        "Lâu nay đàn cá chợ quê chẳng ai nhận việc, từng nhà làm một kiểu. Nhóm cắt thẻ bốn màu gắn theo phiên, ai giữ thẻ nào thì coi "
        "đàn cá chợ quê trong tuần ấy và ký vào mặt sau. Mỗi quý bớt được 12 triệu đồng tiền công.",
    ],
    ids=["numbers", "order", "unit", "marks", "words"],
)
def test_a_copy_on_a_template_is_found_however_it_was_changed(copy):
    assert found([*TEMPLATED, copy]) == [(3, len(TEMPLATED))]


def test_a_text_copied_by_many_is_still_a_copy():
    assert len(found([*TEMPLATED, *[text_on(SUBJECTS[0], n) for n in range(50, 54)]])) == 10  # five texts, every pair


def test_text_in_an_old_font_and_in_nfd_reads_like_any_other():
    assert keys_of(readable("Hoa\u0300 bi\u0300nh")) == keys_of("Hòa bình") == ["hoa", "binh"]
    assert readable("®¬n vÞ qu¶n lý") == "đơn vị quản lý"


def test_numbers_are_one_and_a_run_of_capitals_is_one_name_but_a_shouted_text_is_words():
    assert [word.key for word in words_of("Từ 18.400 hồ sơ của Phường Kim Ngọc còn 12%.")] == [
        "tu",
        "#",
        "ho",
        "so",
        "cua",
        "@",
        "con",
        "#",
    ]
    assert keys_of("ĐƠN VỊ DẪN ĐẦU") == ["don", "vi", "dan", "dau"]


def test_passages_stand_where_they_say_in_both_texts():
    one = "Mở đầu khác hẳn nhau. Tổ dời điểm tập kết rác khỏi cổng trường từ 14 xuống 2. Kết thúc riêng."
    other = "Tổ dời điểm tập kết rác khỏi cổng trường từ 99 xuống 7! Nơi này lại kể việc của mình."
    (passage,) = passages(readable(one), readable(other))
    assert one[passage.start : passage.end] == "Tổ dời điểm tập kết rác khỏi cổng trường từ 14 xuống 2"
    assert other[passage.there : passage.there_end] == "Tổ dời điểm tập kết rác khỏi cổng trường từ 99 xuống 7"


def test_a_few_changed_words_do_not_break_a_passage_and_short_ones_are_chance():
    one, other = "an binh dinh cao sang tot nay mai kia xa xoi", "an binh dinh cao LÀ sang tot nay mai kia xa xoi"
    assert [passage.words for passage in passages(one, other)] == [11]
    assert passages("an binh dinh cao", "an binh dinh cao") == []


def lines(seed: int, count: int) -> list[str]:
    """Sentences that no other seed makes."""
    words = [f"{a}{b}" for a in "bcdghklmnpstvx" for b in ("a", "e", "i", "o", "u", "an", "en", "on", "ang", "ong")]
    return [
        " ".join(words[(seed * 37 + line * 13 + place * (seed + 3)) % len(words)] for place in range(18)) + "."
        for line in range(count)
    ]


FRAME = "Được sự quan tâm của cấp ủy và chính quyền các cấp, tôi luôn chấp hành tốt mọi chủ trương."


def test_a_report_of_which_half_is_copied_is_found_though_the_rest_is_its_own():
    reports = [" ".join([FRAME, *lines(seed, 12)]) for seed in range(1, 9)]
    reports.append(" ".join([FRAME, *lines(20, 6), *lines(3, 6)]))
    profiles = [profile_of(text) for text in reports]
    background = Background.of(profiles)
    assert found(reports) == [(2, 8)]
    whole = likeness(profiles[2], profiles[8], background)
    assert with_passages(whole, profiles[2], profiles[8], background).score > whole.score
    marked = passages(profiles[2].text, profiles[8].text, background)
    assert [passage.common for passage in marked if profiles[2].text[passage.start :].startswith("Được sự")] == [True]
    assert 0.4 < copied(marked, profiles[2].length) < 0.8


def test_nominees_are_compared_as_rows_of_a_list_are_and_near_names_share_a_mark():
    one = Nominee("individual", "Đặng Thị Hoà Bình", "1985-02-17", "001185000017", "Sở Y tế")
    same = same_nominee(one, Nominee("individual", "ĐẶNG THỊ HÒA BÌNH", "1985", "001185000017", "Xã Sen Hồ"))
    assert same is not None
    assert same.sure
    near = Nominee("individual", "Đặng Thị Hào Bình", "1985-02-17", "", "")
    suspected = same_nominee(one, near)
    assert suspected is not None
    assert not suspected.sure
    assert name_marks(one) & name_marks(near)
    far = Nominee("individual", "Trần Văn Lâm", "1985-02-17")
    assert same_nominee(one, far) is None
    assert not name_marks(one) & name_marks(far)
    assert same_nominee(one, Nominee("individual", "Đặng Thị Hòa Bình", "1971-01-01")) is None


def test_a_damaged_or_foreign_paper_has_no_text():
    assert text_of(b"%PDF-1.7 broken", "pdf") == ""
    assert text_of(b"PK\x03\x04", "docx") == ""
    assert text_of(b"\xff\xd8", "jpeg") == ""


def table(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("DS")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


ROWS = [
    ("SK1", "Thẻ màu", TEMPLATED[0]),
    ("SK2", "Thẻ khác", TEMPLATED[1]),
    ("SK3", "Thẻ màu chép", text_on(SUBJECTS[0], 99)),
]


def run(*arguments):
    with pytest.raises(SystemExit) as ended:
        main(["dossiers", "duplicates", *arguments])
    return ended.value.code


def test_the_console_reads_a_list_under_titles_and_prints_its_pairs(tmp_path, capsys):
    path = table(tmp_path / "sk.xlsx", [("DANH SÁCH",), ("Mã", "Tên sáng kiến", "Nội dung"), *ROWS])
    assert run(str(path), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    (pair,) = answer["pairs"]
    assert (answer["texts"], pair["first"], pair["second"], pair["strength"]) == (3, "SK1", "SK3", "strong")
    assert pair["passages"]
    assert run(str(path)) == 0
    assert "SK1 và SK3" in capsys.readouterr().out


def test_csv_json_and_a_folder_are_read_alike(tmp_path):
    (tmp_path / "sk.csv").write_text("Mã;Tên;Mô tả\n" + "\n".join(";".join(row) for row in ROWS), encoding="utf-8")
    (tmp_path / "sk.json").write_text(
        json.dumps({"rows": [dict(zip(("ma", "ten", "mo_ta"), row, strict=True)) for row in ROWS]})
    )
    folder = tmp_path / "bai"
    folder.mkdir()
    for code, _title, text in ROWS:
        (folder / f"{code}.txt").write_text(text)
    for path in (tmp_path / "sk.csv", tmp_path / "sk.json", folder):
        assert [(each.code, each.text) for each in read_texts(path)] == [(row[0], row[2]) for row in ROWS]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.json", b"{"), ("a.json", b"3"), ("a.xlsx", b"PK\x03\x04"), ("a.csv", b"x;y\n1;2\n"), ("a.exe", b"MZ" * 40)],
)
def test_what_is_no_list_is_told_in_a_sentence(tmp_path, capsys, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable):
        read_texts(tmp_path / name)
    assert run(str(tmp_path / name)) == 1
    assert capsys.readouterr().out.strip().endswith(".")
    assert run(str(tmp_path / "khong-co.xlsx")) == 1


def test_the_sample_pairs_are_found_and_nothing_else(capsys):
    path = SHARED / "samples" / "sang-kien-60.xlsx"
    if not path.exists():
        pytest.skip("shared material is not here")
    truth = {frozenset(row["cap"]) for row in json.loads(path.with_name("sang-kien-60-cap-gan-trung.json").read_text())}
    assert run(str(path), "--json") == 0
    assert {
        frozenset((pair["first"], pair["second"])) for pair in json.loads(capsys.readouterr().out)["pairs"]
    } == truth


def test_articles_with_common_sentences_and_no_copy_give_no_pair(capsys):
    path = SHARED / "samples" / "cuoc-thi-viet"
    if not path.exists():
        pytest.skip("shared material is not here")
    assert run(str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == []
