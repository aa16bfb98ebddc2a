"""Every verb and subject the sources can write into the journal has its words; no words are left over."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from thidua.awards.models import AmendmentAct
from thidua.councils.flow import SessionVerb
from thidua.decisions.flow import DecisionVerb
from thidua.desk import verbs
from thidua.desk.verbs import SUBJECTS, VERBS
from thidua.dossiers.flow import DossierVerb
from thidua.plans.words import VERBS as PLAN_VERBS

SOURCE = Path(verbs.__file__).resolve().parent.parent
FLOWS = {"awards": AmendmentAct, "councils": SessionVerb, "decisions": DecisionVerb, "dossiers": DossierVerb}
"""Rooms that record whatever verb of their flow was done."""
RECORDERS = {"record", "record_many"}


def trees():
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not {"tests", "migrations"} & set(path.parts) and not name.startswith("audit/"):
            yield name, ast.parse(path.read_text())


def calls(tree):
    """Calls of the journal's two writers under the names they were imported by."""
    known = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "thidua.audit.actions"
        for name in node.names
        if name.name in RECORDERS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            yield node


def verbs_of(node, where):
    """The verbs one call can write. A form this does not know is an error, not a verb without words."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    assert isinstance(node, ast.JoinedStr), f"{where}: {ast.unparse(node)}"
    head, *rest = node.values
    assert isinstance(head, ast.Constant), f"{where}: {ast.unparse(node)}"
    assert len(rest) == 1, f"{where}: {ast.unparse(node)}"
    room = head.value.rstrip(".")
    return {f"{room}.{verb.value}" for verb in FLOWS[room]}


def kinds_in(tree):
    """What stands before the colon in every key written as f"kind:{…}"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2 and isinstance(node.values[0], ast.Constant):
            kind, colon, rest = str(node.values[0].value).partition(":")
            if colon and not rest and kind.isidentifier():
                yield kind


def recorded():
    return {verb: name for name, tree in trees() for call in calls(tree) for verb in verbs_of(call.args[0], name)}


def subjects():
    """Kinds of keys written into the journal: in the call itself, or in a model's own property."""
    found = {}
    for name, tree in trees():
        places = [call.args[1] for call in calls(tree) if len(call.args) > 1]
        if name.endswith("models.py") or "/models/" in name:
            places.append(tree)
        found |= {kind: name for place in places for kind in kinds_in(place)}
    return found


def test_walk_finds_the_journal_writing_rooms():
    rooms = {name.split("/")[0] for name in recorded().values()}
    assert rooms == {
        "awards",
        "organisation",
        "documents",
        "register",
        "plans",
        "dossiers",
        "councils",
        "decisions",
        "notices",
        "accounts",
    }
    assert len(recorded()) > 60


def test_every_verb_recorded_anywhere_has_its_words():
    assert {verb: where for verb, where in recorded().items() if verb not in VERBS} == {}


def test_every_verb_is_of_the_room_that_records_it():
    assert {verb for verb, where in recorded().items() if verb.split(".")[0] != where.split("/")[0]} == set()


def test_no_words_are_left_over():
    assert set(VERBS) - set(recorded()) == set()


def test_every_subject_recorded_anywhere_has_its_word():
    assert {kind: where for kind, where in subjects().items() if kind not in SUBJECTS} == {}


def test_no_word_of_a_subject_is_left_over():
    assert set(SUBJECTS) - set(subjects()) == set()


@pytest.mark.parametrize(("code", "words"), [*VERBS.items(), *SUBJECTS.items()])
def test_words_are_words(code, words):
    assert words[0].isupper()
    assert words == words.strip()
    assert "_" not in words
    assert words != code


def test_a_room_keeps_its_own_words():
    assert set(PLAN_VERBS) <= set(VERBS)


def test_a_verb_put_together_otherwise_is_noticed():
    with pytest.raises(AssertionError, match="somewhere"):
        verbs_of(ast.parse("'dossiers.' + verb", mode="eval").body, "somewhere")
    with pytest.raises(KeyError):
        verbs_of(ast.parse("f'portal.{verb}'", mode="eval").body, "somewhere")
