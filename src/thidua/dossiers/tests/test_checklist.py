"""Parts by award and rule, completeness, outlines, guidance."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.awards.inforce import held
from thidua.awards.rules import load_law
from thidua.dossiers import actions
from thidua.dossiers.checklist import guidance, needs, outline_for, parts, words_in
from thidua.dossiers.models import Dossier, Paper, PaperPart
from thidua.dossiers.queries.completeness import completeness_of, list_papers, with_parts
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    RoundFactory,
    SubmissionFactory,
    in_state,
    officer,
)
from thidua.foundation.clock import local_day
from thidua.organisation.tests.factories import UnitFactory
from thidua.register.models import RecipientKind

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2025, 3, 1), date(2026, 3, 1)
PDF = "application/pdf"


def codes(award, kind="individual", enterprise=False, facts=None, day=AFTER):
    return [need.part.code for need in needs(award, kind, enterprise, facts or {}, day)]


def test_every_part_the_law_names_has_a_name_and_an_existing_kind_of_paper():
    law, named = load_law(), parts()
    for award in load_law().awards:
        for version in law.values.series(f"{award}.dossier") if f"{award}.dossier" in law.values.names() else ():
            for code in version.value or ():
                assert code in named, (award, code)
    assert all(part.paper in PaperPart and part.name for part in named.values())


@pytest.mark.parametrize(("day", "blocks"), [(date(2025, 6, 30), True), (date(2025, 7, 1), False)])
def test_a_missing_part_of_a_city_title_blocks_only_while_the_law_itself_lists_it(day, blocks):
    found = needs("CSTDT", "individual", False, {}, day)
    assert {need.blocks for need in found} == {blocks}
    assert all(need.citation for need in found)


def test_a_state_award_blocks_by_the_decree_that_was_read():
    assert all(need.blocks for need in needs("CSTDTQ", "individual", False, {}, AFTER))
    assert not any(need.blocks for need in needs("BKTTG", "individual", False, {}, BEFORE))  # recalled only


def test_a_title_of_the_city_blocks_where_its_own_regulation_was_read():
    found = {need.part.code: need.blocks for need in needs("HN_CDTDUT", "individual", True, {}, AFTER)}
    assert found["XAC_NHAN_CU_TRU"] is True
    assert found["XN_THUE"] is found["XN_PCCC"] is False


def test_parts_follow_the_kind_of_recipient_and_what_is_declared():
    assert "XAC_NHAN_SANG_KIEN" not in codes("BKTP", "collective")
    assert "XAC_NHAN_SANG_KIEN" not in codes("CSTDCS")
    assert "XAC_NHAN_SANG_KIEN" in codes("CSTDCS", facts={"initiatives": [{"name": "x"}]})
    assert "XAC_NHAN_SANG_KIEN" in codes("CSTDT")
    assert {"XN_THUE", "XN_BAO_HIEM", "XN_MOI_TRUONG", "XN_PCCC"} <= set(codes("BKTP", "collective", True))
    assert "XN_THUE" not in codes("BKTP", "collective", False)
    assert all(need.doubt for need in needs("BKTP", "collective", True, {}, AFTER) if need.part.code.startswith("XN_"))


def test_an_award_nobody_knows_asks_for_nothing():
    assert codes("KHONG_CO") == []


@pytest.mark.parametrize("kind", RecipientKind)
def test_there_is_an_outline_for_every_award_and_kind(kind):
    for award in load_law().awards:
        outline = outline_for(award, kind)
        assert outline.sections
        assert any(section.must for section in outline.sections)
    assert outline_for("CSTDTQ", "individual").doubt
    assert not outline_for("HN_CDTDUT", "individual").doubt


def test_guidance_only_guides():
    section = next(section for section in outline_for("CSTDT", "individual").sections if section.code == "thanh-tich")
    low, high = section.words
    assert guidance(section, " ") == "empty"
    assert guidance(section, "chữ " * (low - 1)) == "short"
    assert guidance(section, "chữ " * low) == guidance(section, "chữ " * high) == ""
    assert guidance(section, "chữ " * (high + 1)) == "long"
    assert words_in("Số hóa  18.400\nhồ sơ") == 5


def paper(dossier, part):
    from thidua.documents.actions import store_file

    file = store_file(b"%PDF-1.7 x", "x.pdf", "pdf", dossier.key, by=officer(dossier.unit), at=AT)
    return Paper.objects.create(dossier=dossier, part=part, title="x.pdf", file=file)


def parts_of(dossier, on):
    found = with_parts(Dossier.objects.filter(pk=dossier.pk)).select_related("submission").get()
    return completeness_of(found, found.submission, list_papers(found.submission), on)


def test_the_meter_counts_what_is_there_and_says_what_is_not():
    dossier = in_state("draft", UnitFactory())
    empty = parts_of(dossier, AFTER)
    assert (empty.done, empty.total) == (0, 4)
    dossier.submission.number, dossier.submission.dated = "1/TTr", AFTER
    dossier.submission.save()
    paper(dossier, PaperPart.INITIATIVE)
    found = parts_of(dossier, AFTER)
    assert (found.done, found.total) == (2, 4)
    assert {line.need.part.code for line in found.missing} == {"BAO_CAO_THANH_TICH", "BIEN_BAN_XET"}
    assert found.blocking == []
    assert {line.need.part.code for line in parts_of(dossier, BEFORE).blocking} == {
        "BAO_CAO_THANH_TICH",
        "BIEN_BAN_XET",
    }


def test_minutes_of_the_list_and_a_report_written_here_answer_their_parts():
    who = officer()
    dossier = in_state("draft", who.unit)
    from thidua.documents.rendering import DocumentKind, render_pdf
    from thidua.documents.tests import rendering_samples

    data = render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt()).data
    first = actions.add_list_paper(dossier.submission, "minutes", data, "bien-ban.pdf", by=who, at=AT)
    second = actions.add_list_paper(dossier.submission, "minutes", data, "bien-ban-2.pdf", by=who, at=AT)
    assert [row.pk for row in list_papers(dossier.submission)] == [second.pk]
    assert second.replaces == first
    actions.save_report(dossier, {"ly-lich": "A", "thanh-tich": ""}, revision=0, by=who, at=AT)
    assert "BAO_CAO_THANH_TICH" in {line.need.part.code for line in parts_of(dossier, AFTER).missing}
    actions.save_report(dossier, {"ly-lich": "A", "thanh-tich": "B"}, revision=1, by=who, at=AT)
    found = {line.need.part.code: line.how for line in parts_of(dossier, AFTER).lines}
    assert found == {"TO_TRINH": "", "BAO_CAO_THANH_TICH": "written", "BIEN_BAN_XET": "paper", "XAC_NHAN_SANG_KIEN": ""}


def test_completeness_of_many_asks_no_more_than_of_one(django_assert_num_queries):
    submission = SubmissionFactory(round=RoundFactory())
    for many in (1, 30):
        DossierFactory.create_batch(many, submission=submission)
        with held(), django_assert_num_queries(4):  # and the stamp of the law
            rows = list(with_parts(Dossier.objects.filter(submission=submission)))
            shared = list_papers(submission)
            assert all(completeness_of(row, submission, shared, local_day(AT)).total == 4 for row in rows)
