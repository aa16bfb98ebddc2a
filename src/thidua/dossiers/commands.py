"""Console commands on lists and dossiers."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from thidua.awards import listing as lists
from thidua.awards.commands import MARKS
from thidua.awards.inforce import held, law_in_force
from thidua.awards.lookup import NotFound, award_code
from thidua.awards.queries.drafts import read_draft
from thidua.awards.rules import LawInvalid
from thidua.documents.commands import content_of
from thidua.dossiers import twins_command
from thidua.dossiers.flow import FACES, DossierState
from thidua.dossiers.queries.status import round_called, status_of
from thidua.dossiers.queries.whatif import Trial, periods_judged, tried
from thidua.foundation.answers import Refused
from thidua.foundation.clock import today
from thidua.register.reading import Unreadable, read_list
from thidua.register.reading.awardnames import AwardNames


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua dossiers …`."""
    dossiers = groups.add_parser("dossiers", help="danh sách và hồ sơ đề nghị").add_subparsers(
        required=True, metavar="VIỆC"
    )
    read = dossiers.add_parser("read", help="đọc thử danh sách đề nghị của đơn vị, không lưu gì")
    read.add_argument("file", type=Path)
    read.add_argument("--unit", default="", help="tên đơn vị trình, cho dòng không ghi đơn vị")
    read.add_argument("--award", default="", help="danh hiệu, hình thức, cho dòng không ghi")
    read.add_argument("--learnt", type=Path, help="tệp JSON: tiêu đề cột của đơn vị → trường")
    read.add_argument("--json", action="store_true", help="in JSON (list-read/1); có số định danh, giữ cẩn thận")
    read.set_defaults(run=run_read)

    status = dossiers.add_parser("status", help="hồ sơ của một đợt đang ở bước nào")
    status.add_argument("--round", dest="code", required=True, help="mã đợt, hoặc số của đợt")
    status.add_argument("--json", action="store_true", help="in JSON")
    status.set_defaults(run=run_status)
    twins_command.register(dossiers)

    trial = dossiers.add_parser("whatif", help="dự thảo quy định làm kết quả xét của một kỳ đổi thế nào; không ghi gì")
    trial.add_argument("draft", type=Path, metavar="TỆP", help="dự thảo, JSON theo law-draft-1")
    trial.add_argument("--period", default="", metavar="NĂM", help="kỳ của các kết quả; mặc định là kỳ mới nhất đã có")
    trial.add_argument("--award", default="", metavar="MÃ", help="chỉ một danh hiệu, hình thức")
    trial.add_argument("--json", action="store_true", help="in JSON (law-whatif-1)")
    trial.set_defaults(run=run_whatif)


def run_read(options: argparse.Namespace) -> int:
    """Read a list and print what was found; exit 1, with the reason, when it cannot be read. Writes nothing."""
    try:
        if options.award and not AwardNames.standard().find(options.award).codes:
            raise Refused(f"Không có danh hiệu, hình thức “{options.award}” trong danh mục.")
        reading = read_list(
            content_of(options.file), options.file.name, default_unit=options.unit,
            default_award=options.award, learnt=_learnt(options.learnt), on=today(),
        )  # fmt: skip
    except (Unreadable, Refused) as failure:
        code = getattr(failure, "code", "NOT_READ")
        print(
            json.dumps({"error": failure.reason, "code": code}, ensure_ascii=False) if options.json else failure.reason
        )
        return 1
    if options.json:
        print(json.dumps(reading.to_json(), ensure_ascii=False, indent=1))
        return 0
    print(reading.summary()["sentence"])
    for row in reading.rows:
        sheet, line = row.key
        for problem in row.problems:
            print(f"  {sheet}, dòng {line}: {problem.message}")
    return 0


def _learnt(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        told = lists.read_json(lists.text_of(path))
    except lists.Unreadable as problem:
        raise Refused(str(problem)) from problem
    if not isinstance(told, dict) or not all(isinstance(field, str) for field in told.values()):
        raise Refused(f"Tệp {path.name} phải ghi tiêu đề cột → trường, đều là chữ.")
    return told


def run_status(options: argparse.Namespace) -> int:
    """Where a round's dossiers stand: by state, unit, award, and what is late. Refused without such a round. Prints no names."""
    round_ = round_called(options.code)
    found = status_of(round_, today())
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    print(round_.title)
    for state in DossierState:
        if found["states"].get(state.value):
            print(f"  {found['states'][state.value]:>6}  {FACES[state].label}")
    print(
        f"  quá hạn ở Ban: {found['overdue']['office']}, quá hạn ở đơn vị: {found['overdue']['unit']}, tạm dừng: {found['held']}"
    )
    return 0


def run_whatif(options: argparse.Namespace) -> int:
    """Try a draft on the verdicts of a year; bad input is answered with a sentence and exit 2. Prints no names."""
    try:
        with held():
            found = _tried(options)
    except (lists.Unreadable, NotFound, LawInvalid) as problem:
        print(json.dumps({"error": str(problem)}, ensure_ascii=False) if options.json else problem)
        return 2
    if options.json:
        print(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
        return 0
    print(f"Đã xét thử {found.looked_at} hồ sơ, {found.turned} đổi kết quả.")
    for old, new, count in found.moves:
        print(f"  {count:>6}  {MARKS.get(old, old)} → {MARKS.get(new, new)}")
    for each in found.rows:
        print(f"- {each.dossier.code}: {'; '.join(row.text_after or row.text_before for row in each.reasons)}")
    return 0


def _tried(options: argparse.Namespace) -> Trial:
    law = law_in_force()
    draft = read_draft(law, lists.read_json(lists.text_of(options.draft)))
    award = award_code(options.award) if options.award else ""
    periods = periods_judged()
    period = lists.read_period(options.period) if options.period else next(iter(periods), 0)
    if period not in periods:
        raise lists.Unreadable("Chưa có kết quả xét nào của kỳ này để xét thử.")
    return tried(law, draft, period, award, listed=None)
