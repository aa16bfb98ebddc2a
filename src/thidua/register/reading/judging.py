"""One draft to one row: values, problems and proposals. Pure Python; never raises on odd words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from thidua.foundation.text import tidy
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.births import Birth, read_birth
from thidua.register.reading.drafts import Draft
from thidua.register.reading.identity import Identity, read_identity, sex_of
from thidua.register.reading.kinds import kind_by_name, kind_by_words
from thidua.register.reading.messages import problem
from thidua.register.reading.people import (
    PersonName,
    in_capitals,
    in_small_letters,
    is_name,
    opens_post_or_place,
    read_person,
    sex_word,
    title_case,
    with_capital,
    with_capitals,
    without_mark,
)
from thidua.register.reading.posts import in_one_line, split_post, without_labels
from thidua.register.reading.shapes import Kind, Problem, Row

_CORE: Final = frozenset(
    {"name", "birth", "sex", "cccd", "position", "unit", "position_unit", "awards", "rating", "achievement", "kind"}
)
_KIND_NAMES: Final = {Kind.INDIVIDUAL: "cá nhân", Kind.COLLECTIVE: "tập thể", Kind.HOUSEHOLD: "hộ gia đình"}
LONGEST: Final = 200  # characters a name, a post or a place of work may have
TWINS: Final = {"twin": "TWIN_OURS", "twin_maybe": "TWIN_MAYBE", "twin_elsewhere": "TWIN_ELSEWHERE"}
_SEX_NAMES: Final = {"male": "Nam", "female": "Nữ"}


@dataclass
class _Case:
    """One row while it is being judged."""

    texts: Mapping[str, str]
    hints: Mapping[str, str]
    names: AwardNames
    person: PersonName
    problems: list[Problem] = field(default_factory=list)

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self.hints.get("has", "").split(","))

    def text(self, name: str) -> str:
        return self.texts.get(name, "").strip()


def judge(draft: Draft, names: AwardNames) -> Row:
    """The row that a draft makes."""
    blank = Row(draft.sheet, draft.row, Kind.INDIVIDUAL, printed=draft.printed, cells=draft.cells)
    return judge_again(replace(blank, texts=dict(draft.texts), hints=dict(draft.hints)), names)


def judge_again(row: Row, names: AwardNames) -> Row:
    """The row judged anew from its texts and hints; problems between rows are not looked for here."""
    case = _case(row.texts, row.hints, names)
    kind, name, birth, sex, identity = _who(case)
    position, unit = _post(case, kind)
    awards = _awards(case, kind)
    _broken(case)
    _twins(case)
    _too_long(case, name=name, position=position, unit=unit)
    if case.hints.get("legacy"):
        case.problems.append(problem("LEGACY_FONT", printed=case.hints["legacy"].upper()))
    judged = replace(
        row,
        kind=kind,
        name=name,
        birth=birth.value,
        sex=sex,
        cccd=identity.value,
        position=position,
        unit=unit,
        awards=awards,
        rating=_line(case.text("rating")),
        achievement=case.text("achievement"),
        extra={k: v for k, v in row.texts.items() if k not in _CORE and v},
    )
    return judged.with_problems(case.problems)


@dataclass(frozen=True, slots=True)
class Who:
    """Who a row is about. `cccd` is the number as understood, `number` the twelve digits when they are sure."""

    kind: Kind
    name: str
    birth: str
    sex: str
    cccd: str
    number: str
    rest: str
    problems: tuple[Problem, ...]


def judge_who(texts: Mapping[str, str], hints: Mapping[str, str], names: AwardNames) -> Who:
    """Who the words of a row name (`name`, `kind`, `birth`, `sex`, `cccd`), with the problems of these cells alone."""
    case = _case(texts, hints, names)
    kind, name, birth, sex, identity = _who(case)
    _too_long(case, name=name)
    number = identity.value if not identity.code and len(identity.value) == 12 else ""
    return Who(kind, name, birth.value, sex, identity.value, number, case.person.rest, tuple(case.problems))


def _case(texts: Mapping[str, str], hints: Mapping[str, str], names: AwardNames) -> _Case:
    return _Case(texts, hints, names, read_person(texts.get("name", "")))


def _who(case: _Case) -> tuple[Kind, str, Birth, str, Identity]:
    kind = _kind(case)
    name = _name(case, kind)
    birth = _birth(case, kind)
    sex = _sex(case, kind)
    identity = _identity(case, kind, birth, sex)
    if not sex and kind is Kind.INDIVIDUAL and identity.value and not identity.code:
        sex = sex_of(identity.value)
    return kind, name, birth, sex, identity


def _line(text: str) -> str:
    return " ".join(tidy(text).split())


# ---- who --------------------------------------------------------------------------------------------------


def _kind(case: _Case) -> Kind:
    if chosen := case.text("kind"):
        return _chosen_kind(chosen)
    hinted = Kind(case.hints["kind"]) if case.hints.get("kind") else None
    by_name = kind_by_name(case.person.name or _line(case.text("name")))
    if by_name is Kind.COLLECTIVE and case.person.sex:
        by_name = Kind.INDIVIDUAL  # "Ông …", "Bà …" is a person, whatever the name begins with
    personal = bool(case.text("birth") or case.text("cccd") or case.person.birth or case.person.addressed)
    if by_name is Kind.HOUSEHOLD or hinted is Kind.HOUSEHOLD:
        return Kind.HOUSEHOLD
    if by_name is Kind.COLLECTIVE:
        if case.text("birth") and case.text("cccd"):
            _doubt(case, "tên giống tập thể nhưng có ngày sinh, CCCD")
        return Kind.COLLECTIVE
    if personal or by_name is Kind.INDIVIDUAL:
        if hinted is Kind.COLLECTIVE and not (case.text("birth") and case.text("cccd")):
            _doubt(case, "tên giống cá nhân nhưng đứng trong phần tập thể")
        return Kind.INDIVIDUAL
    return hinted or _kind_by_awards(case) or Kind(case.hints.get("kind_weak") or Kind.INDIVIDUAL)


def _chosen_kind(text: str) -> Kind:
    plain = text.strip().lower()
    return Kind(plain) if plain in set(Kind) else kind_by_words(text) or Kind.INDIVIDUAL


def _doubt(case: _Case, why: str) -> None:
    case.problems.append(problem("KIND_UNCLEAR", printed=why))


def _kind_by_awards(case: _Case) -> Kind | None:
    codes = case.names.find(case.text("awards") or case.hints.get("awards", "")).codes
    fitting = [kind for kind in Kind if codes and all(case.names.fits(code, kind) for code in codes)]
    return fitting[0] if len(fitting) == 1 else None


def _name(case: _Case, kind: Kind) -> str:
    printed = _line(case.text("name"))
    if not printed:
        case.problems.append(problem("NAME_MISSING"))
        return ""
    if kind is not Kind.INDIVIDUAL:
        return printed
    name = case.person.name or printed
    if case.hints.get("legacy") and not in_capitals(name):
        name = with_capitals(name)
    bare, after = without_mark(name)
    if after:
        case.problems.append(problem("NAME_MARK", printed=after, proposal=bare))
    if not is_name(name):
        case.problems.append(problem("NAME_ODD"))
    elif in_capitals(name):
        case.problems.append(problem("NAME_CAPITALS", proposal=title_case(name)))
    elif in_small_letters(name):
        case.problems.append(problem("NAME_SMALL", proposal=title_case(name)))
    return name


def _birth(case: _Case, kind: Kind) -> Birth:
    text = case.text("birth") or case.person.birth
    if kind is not Kind.INDIVIDUAL:
        return Birth()
    if not text:
        if "birth" in case.columns or "male" in case.columns:
            case.problems.append(problem("BIRTH_MISSING"))
        return Birth()
    birth = read_birth(text, case.hints.get("on", ""))
    if birth.code:
        case.problems.append(problem(birth.code, printed=text, proposal=birth.proposal))
    return birth


def _sex(case: _Case, kind: Kind) -> str:
    if kind is not Kind.INDIVIDUAL:
        return ""
    text = case.text("sex")
    said = sex_word(text)
    if text and not said:
        case.problems.append(problem("SEX_UNREADABLE", printed=text))
    if said and case.person.sex and said != case.person.sex:
        case.problems.append(problem("SEX_MISMATCH", printed=_SEX_NAMES[said]))
    return said or case.person.sex


def _identity(case: _Case, kind: Kind, birth: Birth, sex: str) -> Identity:
    text = case.text("cccd")
    if kind is not Kind.INDIVIDUAL:
        return read_identity(text, None, "") if text else Identity()
    identity = read_identity(text, birth.year, sex)
    if identity.value and case.hints.get("cccd_from"):
        case.problems.append(problem("CCCD_COLUMN"))
    if not identity.value:
        if "cccd" in case.columns:
            case.problems.append(problem("CCCD_MISSING"))
    elif identity.code:
        against = _against(identity, birth, sex)
        count = sum(c.isdigit() for c in identity.value)
        found = problem(identity.code, printed=against, count=count, proposal=identity.proposal)
        case.problems.append(found)
    return identity


def _against(identity: Identity, birth: Birth, sex: str) -> str:
    """Which facts the number contradicts."""
    number = identity.value
    if identity.code != "CCCD_MISMATCH":
        return ""
    said = []
    if birth.year is not None and birth.year != 1900 + int(number[3]) // 2 * 100 + int(number[4:6]):
        said.append(f"năm sinh {birth.year}")
    if sex and sex != sex_of(number):
        said.append(f"giới tính {_SEX_NAMES[sex]}")
    return " và ".join(said)


# ---- where ------------------------------------------------------------------------------------------------


def _post(case: _Case, kind: Kind) -> tuple[str, str]:
    position, unit = _line(case.text("position")), in_one_line(case.text("unit"))
    both = case.text("position_unit")
    if not both and not position and kind is Kind.INDIVIDUAL:
        both = case.person.rest
    if both:
        left, right = split_post(without_labels(both))
        if kind is not Kind.INDIVIDUAL and right and not opens_post_or_place(left):
            left, right = "", in_one_line(both)  # an address: "Số 12 ngõ 5, phường Gò Mây" holds no post
        position, unit = position or left, unit or right
    if kind is not Kind.INDIVIDUAL and position and not unit:
        position, unit = "", position
    unit = unit or case.hints.get("unit", "") or case.hints.get("unit_default", "")
    if not unit and "unit" in case.columns:
        case.problems.append(problem("UNIT_MISSING"))
    if case.hints.get("legacy"):
        position, unit = with_capital(position), with_capital(unit)
    return position, unit


# ---- what -------------------------------------------------------------------------------------------------


def _awards(case: _Case, kind: Kind) -> tuple[str, ...]:
    own = case.text("awards")
    text = own or case.hints.get("awards", "")
    if not text:
        case.problems.append(problem("AWARD_MISSING"))
        return ()
    found = case.names.find(text)
    codes = list(found.codes)
    if not own and case.hints.get("awards_from") in {"title", "sheet"}:
        case.problems.append(problem("AWARD_FROM_TITLE", printed=_line(text)[:120]))
    if not codes and (not found.unclear or (own and found.rest)):
        case.problems.append(problem("AWARD_UNKNOWN", printed=_line(text)[:120]))
        return ()
    for unclear in found.unclear:
        choices = ", ".join(case.names.title(code) for code in unclear.may_be)
        proposal = ", ".join([*codes, _fitting(unclear.proposal, unclear.may_be, kind, case.names)])
        found_problem = problem("AWARD_AMBIGUOUS", printed=unclear.written, choices=choices, proposal=proposal)
        case.problems.append(found_problem)
    if own and codes and len(found.rest) > 1:
        case.problems.append(problem("AWARD_PART_UNKNOWN", printed=_line(text)[:120]))
    _check_fit(case, codes, kind)
    return tuple(codes)


def _fitting(proposal: str, choices: tuple[str, ...], kind: Kind, names: AwardNames) -> str:
    return next((code for code in (proposal, *choices) if names.fits(code, kind)), proposal)


def _check_fit(case: _Case, codes: list[str], kind: Kind) -> None:
    for code in codes:
        if not case.names.fits(code, kind):
            other = case.names.counterparts.get(code, "")
            mended = [other if c == code else c for c in codes] if other and case.names.fits(other, kind) else []
            case.problems.append(
                problem(
                    "AWARD_KIND",
                    printed=case.names.title(code),
                    choices=_KIND_NAMES[kind],
                    proposal=", ".join(dict.fromkeys(mended)),
                )
            )


def _broken(case: _Case) -> None:
    for line in filter(None, case.hints.get("broken", "").split("\n")):
        name, cell, value = line.split("|", 2)
        if case.text(name):
            continue
        code = "FORMULA_EMPTY" if value == "=" else "CELL_ERROR"
        case.problems = [p for p in case.problems if (p.code, p.field) != (f"{name.upper()}_MISSING", name)]
        case.problems.append(problem(code, field=name, printed=cell, choices=value))


def _twins(case: _Case) -> None:
    """Dossiers that were already there when the line was to be taken in (hints set by `with_twins`)."""
    for hint, code in TWINS.items():
        if found := case.hints.get(hint):
            case.problems.append(problem(code, printed=found))


def _too_long(case: _Case, **values: str) -> None:
    """Words that no dossier can hold: two columns run together, a paragraph in the wrong place."""
    for name, value in values.items():
        if len(value) > LONGEST:
            case.problems.append(problem("TEXT_LONG", field=name, count=LONGEST))
