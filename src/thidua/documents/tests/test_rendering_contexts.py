"""A context that does not fit is refused with the place and the reason, before anything is drawn."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from thidua.documents.rendering import PDF_ONLY, ContextError, DocumentKind, render_docx, render_pdf
from thidua.documents.rendering.wording import full_number, moment, roman, share
from thidua.documents.tests import rendering_samples as samples


def refused(kind: DocumentKind, context: dict[str, Any]) -> ContextError:
    with pytest.raises(ContextError) as caught:
        render_pdf(kind, context)
    if kind not in PDF_ONLY:
        with pytest.raises(ContextError):
            render_docx(kind, context)
    return caught.value


@pytest.mark.parametrize("kind", DocumentKind)
def test_contexts_survive_json_and_are_left_alone(kind):
    context = samples.SAMPLES[kind.value]()
    before = copy.deepcopy(context)
    made = render_pdf(kind, context)
    assert context == before
    assert render_pdf(kind, json.loads(json.dumps(context))) == made


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_value_that_is_missing_is_named(kind):
    context = samples.SAMPLES[kind.value]()
    for key in context:
        error = refused(kind, {k: v for k, v in context.items() if k != key})
        assert error.where == key
        assert str(error) == f"Dữ liệu để lập văn bản chưa đúng ở “{key}”: còn thiếu."


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"subject": 5}, "subject", "phải là chữ"),
        ({"grounds": "một dòng"}, "grounds", "phải là một danh sách"),
        ({"grounds": ["a", None]}, "grounds[1]", "phải là chữ"),
        ({"letterhead": []}, "letterhead", "nhóm giá trị"),
        ({"groups": [{"title": None, "entries": [{"role": "x"}]}]}, "groups[0].entries[0].name", "còn thiếu"),
        ({"color": "red"}, "color", "không có trong khai báo"),
        ({"made_at": "hôm nay"}, "made_at", "không phải là thời điểm"),
    ],
)
def test_the_place_of_a_wrong_value(changes, where, words):
    error = refused(DocumentKind.DECISION, samples.decision() | changes)
    assert error.where == where
    assert words in error.problem


def test_a_day_that_does_not_exist():
    context = samples.decision(letterhead=samples.letterhead(dated="2025-02-31"))
    assert refused(DocumentKind.DECISION, context).where == "letterhead.dated"


def test_more_votes_than_members_are_refused():
    ballot = samples.ballot(1, members_total=20)
    context = samples.session_minutes(ballots=[ballot])
    assert refused(DocumentKind.SESSION_MINUTES, context).where == "ballots[0].results[0]"


@pytest.mark.parametrize("changes", [{"valid": 24}, {"returned": 26, "valid": 25}])
def test_ballots_that_do_not_add_up_are_refused(changes):
    assert refused(DocumentKind.TALLY_MINUTES, samples.tally_minutes(**changes)).where == "returned"


@pytest.mark.parametrize("count", [-1, True, 2.5, "3"])
def test_counts_are_whole_numbers(count):
    assert refused(DocumentKind.RECEIPT, samples.receipt(nominees=count)).where == "nominees"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"certificates": []}, "certificates"),
        ({"mode": "draft"}, "mode"),
        ({"offset_mm": {"right": float("nan"), "down": 0.0}}, "offset_mm.right"),
        ({"name_pt": {"largest": 20, "smallest": 24}}, "name_pt"),
        ({"name_pt": {"largest": 20, "smallest": 0}}, "name_pt"),
    ],
)
def test_certificates_that_cannot_be_printed(changes, where):
    assert refused(DocumentKind.CERTIFICATES, samples.certificates() | changes).where == where


@pytest.mark.parametrize(
    ("votes", "total", "shown"),
    [
        (23, 25, "92,00\u00a0%"),
        (2, 3, "66,67\u00a0%"),
        (1, 3, "33,33\u00a0%"),
        (25, 25, "100,00\u00a0%"),
        (0, 0, "–"),
    ],
)
def test_shares_of_the_whole_membership(votes, total, shown):
    assert share(votes, total) == shown


def test_turns_of_phrase():
    assert full_number("7", "QĐ-UBND") == "07/QĐ-UBND"
    assert full_number("12a", "TB") == "12a/TB"
    assert moment("2025-06-12T09:05", "x") == "09 giờ 05 phút, ngày 12 tháng 6 năm 2025"
    assert [roman(n) for n in (1, 4, 9, 10, 14, 39)] == ["I", "IV", "IX", "X", "XIV", "XXXIX"]
