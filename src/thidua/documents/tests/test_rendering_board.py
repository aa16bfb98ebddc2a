"""The leader's board: one A3 sheet whatever it holds, the words of people never markup, PDF only."""

from __future__ import annotations

import pdfplumber
import pytest

from thidua.documents.rendering import ContextError, DocumentKind, FormatNotOffered, render_docx, render_pdf
from thidua.documents.tests import rendering_samples as samples
from thidua.documents.tests.rendering_reading import text_of_pdf

KIND = DocumentKind.PLAN_BOARD
A3 = (1190.55, 841.89)


def sizes_of(data, path):
    """The size of the sheet, and the sizes of the type in which the tasks are set."""
    path.write_bytes(data)
    with pdfplumber.open(path) as found:
        (page,) = found.pages
        letters = {round(char["size"], 1) for char in page.chars if char["x0"] < 600 and char["top"] > 160}
        return (round(page.width, 2), round(page.height, 2)), letters


@pytest.mark.parametrize("tasks", [1, 45, 120])
def test_one_sheet_with_every_task(tasks, tmp_path):
    made = render_pdf(KIND, samples.plan_board(tasks))
    sheet, letters = sizes_of(made.data, tmp_path / "x.pdf")
    assert (made.pages, sheet, made.notes) == (1, A3, ())
    text = text_of_pdf(made.data)
    for number in (1, tasks, tasks + 1):
        assert f"Việc {number}:" in text
    assert "không vừa tờ này" not in text
    assert max(letters) == pytest.approx(9.5 if tasks < 45 else max(letters), abs=0.1)


def test_more_tasks_are_set_smaller(tmp_path):
    few, many = (
        max(sizes_of(render_pdf(KIND, samples.plan_board(count)).data, tmp_path / f"{count}.pdf")[1])
        for count in (10, 120)
    )
    assert many < few


def test_what_finds_no_room_is_counted():
    long = {
        "kind": "ok",
        "title": "Đúng tiến độ",
        "rows": [samples.board_row(n, title="dài " * 400) for n in range(90)],
    }
    made = render_pdf(KIND, samples.plan_board(groups=[long]))
    assert made.pages == 1
    assert "việc không vừa tờ này" in text_of_pdf(made.data)


def test_a_board_without_tasks_and_months():
    made = render_pdf(KIND, samples.plan_board(groups=[], months=[], notes=[]))
    assert made.pages == 1


def test_the_words_of_people_are_not_markup():
    nasty = "#panic(1) $x^2$ *đậm* _nghiêng_ <nhãn> @tham-chiếu `mã` [ngoặc]"
    rows = [samples.board_row(1, title=nasty, why=nasty, holders=nasty)]
    group = {"kind": "late", "title": nasty, "rows": rows}
    made = render_pdf(KIND, samples.plan_board(title=nasty, groups=[group], notes=[{"title": nasty, "lines": [nasty]}]))
    text = " ".join(text_of_pdf(made.data).split())
    assert text.count(nasty) >= 2  # the title and the heading, each on one line
    # In the cells side by side long words may break: each comes back from more places than those two.
    assert all(text.count(word) > 2 for word in ("#panic(1)", "$x^2$", "*đậm*", "<nhãn>", "`mã`"))


def test_wrong_contexts_and_word_are_refused():
    with pytest.raises(ContextError, match="heads"):
        render_pdf(KIND, samples.plan_board(heads=["TT"]))
    with pytest.raises(ContextError, match="kind"):
        render_pdf(KIND, samples.plan_board(groups=[{"kind": "red", "title": "", "rows": []}]))
    with pytest.raises(FormatNotOffered):
        render_docx(KIND, samples.plan_board())
