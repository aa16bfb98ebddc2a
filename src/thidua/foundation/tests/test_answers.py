import pytest

from thidua.foundation.answers import Answer, Conflict, Refused


def test_answer_is_true_only_when_allowed():
    assert Answer.yes()
    assert not Answer.no("Chưa đến hạn.")
    assert Answer.no("Chưa đến hạn.").reason == "Chưa đến hạn."
    assert Answer.yes().reason == ""


def test_or_refuse_raises_the_reason():
    Answer.yes().or_refuse()
    with pytest.raises(Refused) as refused:
        Answer.no("Hồ sơ đã khóa.").or_refuse()
    assert refused.value.reason == str(refused.value) == "Hồ sơ đã khóa."


def test_conflict_is_a_refusal():
    with pytest.raises(Refused):
        raise Conflict("Người khác vừa sửa.")
