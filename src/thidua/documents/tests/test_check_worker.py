"""The check in a process of its own: the same verdicts, and a file that exhausts it takes nothing else down."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from thidua.documents.checks import DEFAULT_LIMITS, Limits, check_file, worker
from thidua.documents.checks.worker import check_upload
from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.documents.tests import rendering_samples


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt()).data, "biên nhận.pdf"),
        (b"", "rong.pdf"), (b"MZ" + b"\0" * 99, "a.exe"), (b"PK\x03\x04", "hong.xlsx"), (b"%PDF-1.7 hong", "a.pdf"),
        (b"a;b\n1;2\n", "a\u202ecsv.exe"), (b"\n\n{}\n", "../x.csv"), (b"a;b\n", "\udcff.csv"),
    ],
)  # fmt: skip
def test_the_verdict_is_that_of_the_check_itself(data, name):
    assert check_upload(data, name) == check_file(data, name)


def test_limits_go_along_and_a_file_too_large_is_told_so():
    small = Limits(max_bytes=100)
    assert [reason.code for reason in check_upload(b"a;b\n" * 99, "a.csv", small).reasons] == ["TOO_LARGE"]
    assert check_upload(b"a;b\n" * 9, "a.csv", small) == check_file(b"a;b\n" * 9, "a.csv", DEFAULT_LIMITS)


def _in_child(monkeypatch, tmp_path, body):
    """Let the child run something else under the limits, as a file that makes the check go astray would."""
    package = tmp_path / "thidua" / "documents" / "checks"
    package.mkdir(parents=True)
    for folder in (package, package.parent, package.parent.parent):
        (folder / "__init__.py").write_text("")
    (package / "__main__.py").write_text(body)
    monkeypatch.setattr(worker.thidua, "__path__", [str(tmp_path / "thidua")])


@pytest.mark.parametrize(
    "body",
    [
        "import os; os.kill(os.getpid(), 9)",
        "raise MemoryError",
        "print('không phải JSON')",
        "import time; time.sleep(30)",
    ],
)
def test_a_check_that_does_not_end_well_refuses_the_file(monkeypatch, tmp_path, body):
    _in_child(monkeypatch, tmp_path, body)
    monkeypatch.setattr(worker, "SECONDS", 1)
    verdict = check_upload(b"a;b\n", "a.csv")
    assert (verdict.accepted, [reason.code for reason in verdict.reasons]) == (False, ["NOT_CHECKED"])


def test_the_child_has_little_memory_and_may_write_no_file(monkeypatch, tmp_path):
    source = Path(worker.__file__).with_name("__main__.py").read_text(encoding="utf-8")
    limits = source.split("for what", 1)[1].split("told =")[0]
    held = '{"accepted": true, "kind": "text", "reasons": []}'
    body = f"import json, resource\nfrom types import SimpleNamespace\nMEMORY, SECONDS = {worker.MEMORY}, {worker.SECONDS}\nfor what{limits}"
    _in_child(monkeypatch, tmp_path / "0", f"{body}\nbytes(1024**2)\nprint({held!r})")
    assert check_upload(b"a;b\n", "a.csv").accepted
    _in_child(monkeypatch, tmp_path / "1", f"{body}\nbytes(2 * 1024**3)\nprint({held!r})")
    assert [reason.code for reason in check_upload(b"a;b\n", "a.csv").reasons] == ["NOT_CHECKED"]
    _in_child(
        monkeypatch,
        tmp_path / "2",
        f"{body}\nfrom pathlib import Path\nPath({str(tmp_path / 'x')!r}).write_text('x')\nprint({held!r})",
    )
    assert [reason.code for reason in check_upload(b"a;b\n", "a.csv").reasons] == ["NOT_CHECKED"]


def test_files_checked_before_are_answered_for_without_another_process(monkeypatch):
    good, bad = (b"a;b\n1;2\n", "a.csv"), (b"MZ" + b"\0" * 99, "a.exe")
    with worker.checked_before([good, bad]):
        monkeypatch.setattr(worker.subprocess, "run", None)
        assert check_upload(*good) == check_file(*good)
        assert check_upload(*bad) == check_file(*bad)
        assert not check_upload(good[0], "other.csv").accepted
    assert not check_upload(*good).accepted


def test_every_view_that_takes_a_file_and_acts_once_checks_it_first():
    """Read in the source: whoever reads a request's files inside the transaction holds everybody else up."""
    views = list(Path(worker.thidua.__path__[0]).glob("*/views/**/*.py"))
    views += Path(worker.thidua.__path__[0]).glob("*/views.py")
    late = []
    for path in views:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "request.FILES" in ast.unparse(node):
                names = [ast.unparse(each) for each in node.decorator_list]
                if "acts_once" in names and "files_first" not in names[: names.index("acts_once")]:
                    late.append(f"{path.name}:{node.name}")
    assert late == []
