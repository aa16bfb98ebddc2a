"""Writing the good lines of an import: recipients made or found, honours, changes, journal, outcome; set by set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from thidua.audit.actions import record_many
from thidua.audit.loading import load, moment, new_ids
from thidua.foundation.clock import local_day
from thidua.foundation.text import search_keys
from thidua.organisation.acting import Acting
from thidua.organisation.actions import add_collectives, add_people
from thidua.register.actions.import_people import better, person_of
from thidua.register.keys import decision_key, honour_words
from thidua.register.ledger import Line, collective_name, number_key, unit_key
from thidua.register.likeness import Why
from thidua.register.models import (
    Honour,
    HonourChange,
    HonourStatus,
    ImportBlock,
    KnownAs,
    LedgerImport,
    LineClass,
    Recipient,
    SuspectedSame,
)
from thidua.register.queries.import_blocks import lines_in
from thidua.register.queries.imports import rivals_of
from thidua.register.queries.matching import (
    Found,
    HonourKey,
    Matches,
    chunks,
    honours_by,
    mark_of,
    match,
    placed_name,
    unit_ids,
)
from thidua.register.queries.standing_lines import is_known
from thidua.register.reading.awardnames import AwardNames
from thidua.register.searching import many_written

STEP = 10
"""Blocks written in one transaction."""
_HONOUR = (
    "id", "recipient_id", "award", "award_name", "level", "recipient_name", "unit_name", "position", "period_from", "period_to",
    "decision_number", "decision_date", "decided_by", "signer", "certificate_number", "bonus", "route", "handed_at", "handed_by", "status",
    "source", "source_line", "recorded_at", "words", "decision_key",
)  # fmt: skip


class Writing:
    """The writing of one import, step by step. `people` remembers which recipient each one of the file became."""

    def __init__(self, ledger_import: LedgerImport, *, by: Acting, at: datetime) -> None:
        self.ledger_import, self.by, self.at = ledger_import, by, at
        self.people: dict[int, int] = {}
        self.written = self.already = 0
        self.rest: dict[int, list[int]] = {}
        self.honours: dict[int, dict[HonourKey, dict[str, int]]] = {}
        self.known_as: set[tuple[str, int]] = set()
        self._remember()

    def _remember(self) -> None:
        """What earlier steps wrote, when the work is taken up again."""
        for block in self.ledger_import.blocks.filter(kind=LineClass.GOOD).exclude(outcome=[]):
            honours = {pk: line.who for line, pk in zip(lines_in(block), block.outcome, strict=True) if pk}
            rows = Honour.objects.filter(pk__in=list(honours)).values_list("pk", "recipient_id")
            self.people |= {honours[pk]: recipient for pk, recipient in rows}
            self.honours |= honours_by({recipient for _pk, recipient in rows})
            self.written += len(honours)
            self.already += block.count - len(honours)

    @transaction.atomic
    def step(self) -> bool:
        """Write the next blocks. Returns whether there were any."""
        blocks = list(self.ledger_import.blocks.filter(kind=LineClass.GOOD, outcome=[]).order_by("first")[:STEP])
        if not blocks:
            return False
        lines = [(block.first + place, line) for block in blocks for place, line in enumerate(lines_in(block))]
        with many_written(connection) as touched:
            outcome = self._write(lines)
            touched |= {self.people[line.who] for _place, line in lines}
        start = 0
        for block in blocks:
            block.outcome = outcome[start : start + block.count]
            start += block.count
        ImportBlock.objects.bulk_update(blocks, ["outcome"])
        LedgerImport.objects.filter(pk=self.ledger_import.pk).update(written=self.written + self.already)
        return True

    def _write(self, placed: Sequence[tuple[int, Line]]) -> list[int]:
        lines = [line for _place, line in placed]
        matches = self._matches(lines)
        self._make_recipients(lines, matches)
        fresh = [(place, line) for place, line in placed if not _there(line, matches)]
        honours = dict(zip((place for place, _line in fresh), new_ids(Honour, len(fresh)), strict=True))
        self._honours(fresh, honours, matches)
        self._changes([(honours[place], line) for place, line in fresh if line.standing != "valid"])
        self.written += len(fresh)
        self.already += len(placed) - len(fresh)
        return [honours.get(place, 0) for place, _line in placed]

    def _matches(self, lines: Sequence[Line]) -> Matches:
        """What the ledger knows of these recipients; of those met in earlier steps it is known already."""
        found = match([line for line in lines if line.who not in self.people], self.ledger_import.unit_id)
        self.rest |= {who: rest for who, rest in found.rest.items() if who not in found.sure}
        self.honours |= found.honours
        found.honours = self.honours
        found.sure |= {line.who: Found(self.people[line.who]) for line in lines if line.who in self.people}
        found.units |= unit_ids({line.unit for line in lines} - found.units.keys())
        return found

    # ---- recipients ----------------------------------------------------------------------------------------

    def _make_recipients(self, lines: Sequence[Line], matches: Matches) -> None:
        """Every one of these lines gets a recipient: found, or made."""
        first: dict[int, Line] = {}
        for line in lines:
            other = first.setdefault(line.who, line)
            if better(line, other):
                first[line.who] = line
        new = [who for who in first if who not in matches.sure or matches.sure[who].recipient is None]
        people = [who for who in new if first[who].kind == "individual" and who not in matches.sure]
        made = add_people([person_of(first[who], matches) for who in people], by=self.by, at=self.at)
        persons = dict(zip(people, made, strict=True)) | {
            who: matches.sure[who].person for who in new if who in matches.sure and matches.sure[who].person
        }
        units = self._collectives([first[who] for who in new if first[who].kind == "collective"], matches)
        self._recipients(new, first, persons, units, matches)
        self._known_as(lines, matches)
        self.people |= {who: found.recipient for who, found in matches.sure.items() if who in first and found.recipient}

    def _collectives(self, lines: Sequence[Line], matches: Matches) -> dict[int, int]:
        missing: dict[tuple[str, int | None], list[int]] = {}
        for line in lines:
            if line.who in matches.collectives:
                continue
            parent = matches.units.get(unit_key(line.unit))
            name = collective_name(line) if parent or not line.unit else placed_name(line)
            missing.setdefault((name, parent), []).append(line.who)
        made = add_collectives(list(missing), since=local_day(self.at), by=self.by, at=self.at)
        units = {who: pk for whos, pk in zip(missing.values(), made, strict=True) for who in whos}
        return units | {line.who: matches.collectives[line.who] for line in lines if line.who in matches.collectives}

    def _recipients(
        self,
        new: Sequence[int],
        first: dict[int, Line],
        persons: dict[int, int | None],
        units: dict[int, int],
        matches: Matches,
    ) -> None:
        rows = []
        of_unit: dict[int, int] = {}
        ids = iter(new_ids(Recipient, len(new)))
        for who in new:
            line = first[who]
            unit = units.get(who)
            if unit in of_unit:  # two spellings of one collective in the file
                matches.sure[who] = Found(of_unit[unit])
                continue
            pk = next(ids)
            matches.sure[who] = Found(pk)
            if unit:
                of_unit[unit] = pk
            name = collective_name(line) if line.kind == "collective" else line.name
            keys = search_keys(name)
            rows.append(
                (
                    pk,
                    line.kind,
                    name,
                    keys["name_fold"],
                    keys["name_turned"],
                    persons.get(who),
                    unit,
                    matches.units.get(unit_key(line.unit)),
                    "",
                )
            )
        load(
            Recipient,
            (
                "id",
                "kind",
                "name",
                "name_fold",
                "name_turned",
                "person_id",
                "collective_id",
                "unit_id",
                "nationality",
            ),
            rows,
        )
        record_many("register.add_recipient", [f"recipient:{row[0]}" for row in rows], by=self.by.actor, at=self.at)

    def _known_as(self, lines: Sequence[Line], matches: Matches) -> None:
        """How this file names them, for the same unit's next file."""
        marks = {(mark_of(line), _sure(matches, line)) for line in lines if line.kind != "collective"} - self.known_as
        unit = self.ledger_import.unit_id
        there: set[tuple[str, int]] = set()
        for some in chunks({mark for mark, _recipient in marks}):
            there |= set(KnownAs.objects.filter(unit_id=unit, mark__in=some).values_list("mark", "recipient_id"))
        load(KnownAs, ("unit_id", "mark", "recipient_id"), [(unit, *pair) for pair in sorted(marks - there)])
        self.known_as |= marks

    # ---- honours -------------------------------------------------------------------------------------------

    def _honours(self, fresh: Sequence[tuple[int, Line]], honours: dict[int, int], matches: Matches) -> None:
        at, source, file = moment(self.at), f"import:{self.ledger_import.pk}", self.ledger_import.name
        names = AwardNames.standard()
        rows = [
            (
                honours[place], _sure(matches, line), line.award, line.award_name, names.level(line.award), line.name, line.unit, line.position,
                line.period_from, line.period_to, line.number, line.day or None, line.authority, line.signer, line.certificate,
                line.bonus, line.route, "", "", line.standing, f"{source}:{place}", f"{file}, {line.sheet}, dòng {line.row}"[-200:], at,
                honour_words(line.name, line.unit, line.number), decision_key(line.number),
            )
            for place, line in fresh
        ]  # fmt: skip
        load(Honour, _HONOUR, rows)
        record_many("register.import_honour", [f"honour:{row[0]}" for row in rows], by=self.by.actor, at=self.at)

    def _changes(self, changed: Sequence[tuple[int, Line]]) -> None:
        """What happened to an honour later, by the decision the ledger names."""
        HonourChange.objects.bulk_create(
            [
                HonourChange(
                    honour_id=honour, status=line.standing, decision_number=line.change_number[:80], decision_date=line.change_day,
                    reason=line.note, at=self.at,
                )
                for honour, line in changed
            ],
            batch_size=200,
        )  # fmt: skip
        told = {status: [f"honour:{pk}" for pk, line in changed if line.standing == status] for status in HonourStatus}
        record_many("register.import_revoked", told[HonourStatus.REVOKED], by=self.by.actor, at=self.at)
        record_many("register.import_corrected", told[HonourStatus.CORRECTED], by=self.by.actor, at=self.at)
        record_many("register.import_reissued", told[HonourStatus.REISSUED], by=self.by.actor, at=self.at)

    def close(self) -> dict[str, int]:
        """Leave the pairs that may be one for a person, and count what was done."""
        pairs: set[tuple[int, int]] = set()
        for who, other in rivals_of(self.ledger_import):
            pairs |= _pair(self.people.get(who), self.people.get(other))
        for who, rest in self.rest.items():
            for other in rest:
                pairs |= _pair(self.people.get(who), other)
        SuspectedSame.objects.bulk_create(
            [SuspectedSame(left_id=left, right_id=right, why=Why.NAME_YEAR, ledger_import=self.ledger_import) for left, right in sorted(pairs)],
            batch_size=200, ignore_conflicts=True,
        )  # fmt: skip
        return {"written": self.written, "already": self.already, "suspected": len(pairs)}


def _pair(one: int | None, other: int | None) -> set[tuple[int, int]]:
    return {(min(one, other), max(one, other))} if one and other and one != other else set()


def _sure(matches: Matches, line: Line) -> int:
    """The recipient of a line, who is there by now."""
    recipient = matches.sure[line.who].recipient
    assert recipient is not None
    return recipient


def _there(line: Line, matches: Matches) -> bool:
    """Whether the ledger holds the honour by now; remembers it for the lines after it otherwise."""
    decisions = matches.honours.setdefault(_sure(matches, line), {}).setdefault(
        (line.award, line.period_from, line.period_to), {}
    )
    if decisions and is_known(line, decisions):
        return True
    decisions[number_key(line.number)] = 0
    return False
