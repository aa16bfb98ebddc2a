"""The console on the law: published shapes, finding people, sentences for bad input."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from thidua.awards.rules import Facts, RecipientKind, Status, facts_to_json
from thidua.awards.rules.facts import Discipline, Rating, Scope
from thidua.awards.rules.facts_json import KNOWN, MEMBER_COUNTS
from thidua.awards.tests.test_catalogue_cases import ALL
from thidua.config.cli import parser
from thidua.organisation.sealing import index_cccd
from thidua.organisation.tests.factories import PersonFactory, UnitFactory
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).resolve().parents[4] / "docs" / "schemas"
CCCD = "001085002345"


def schema(name):
    return json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_of(value, name):
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def faults(value, rule, root, where="$"):
    """Where a value breaks a schema (the words of JSON Schema that the two schemas use)."""
    if "$ref" in rule:
        rule = root["$defs"][rule["$ref"].rpartition("/")[2]]
    if "enum" in rule and value not in rule["enum"]:
        yield f"{where}: {value!r}"
    wanted = rule.get("type", [])
    if wanted and not any(is_of(value, name) for name in ([wanted] if isinstance(wanted, str) else wanted)):
        yield f"{where}: {type(value).__name__}"
    if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
        yield f"{where}: {value!r}"
    if isinstance(value, str) and len(value) < rule.get("minLength", 0):
        yield f"{where}: empty"
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from faults(item, rule.get("items", {}), root, f"{where}[{index}]")
    if isinstance(value, dict):
        yield from (f"{where}.{key} missing" for key in rule.get("required", []) if key not in value)
        for key, item in value.items():
            yield from faults(item, part_rule(rule, key), root, f"{where}.{key}")


def part_rule(rule, key):
    if key in rule.get("properties", {}):
        return rule["properties"][key]
    for pattern, part in rule.get("patternProperties", {}).items():
        if re.search(pattern, key):
            return part
    rest = rule.get("additionalProperties", True)
    return {"enum": ["(no such key)"]} if rest is False else ({} if rest is True else rest)


@pytest.fixture
def run(capsys):
    def act(*arguments):
        options = parser().parse_args(["law", *map(str, arguments)])
        code = options.run(options)
        return code, capsys.readouterr().out

    return act


@pytest.fixture
def holder():
    unit = UnitFactory(name="Sở Xây dựng")
    person = PersonFactory(
        full_name="Hoàng Thị Hòa",
        birth_year=1985,
        birth_date=date(1985, 6, 16),
        unit=unit,
        cccd_index=index_cccd(CCCD),
    )
    recipient = RecipientFactory(person=person)
    for year in (2022, 2023, 2024):
        HonourFactory(recipient=recipient, period_from=year, decision_date=date(year + 1, 1, 15))
    return recipient


@pytest.fixture
def merit(tmp_path):
    path = tmp_path / "them.json"
    item = {"name": "Một cửa", "scope": "province", "recognised_on": "2024-11-20", "recognised_by": "city"}
    path.write_text(json.dumps({"initiatives": [item]}), "utf-8")
    return path


ASKED = ("--award", "CSTDT", "--period", "2024", "--on", "20/03/2025")


def test_check_prints_the_published_shape(run, holder, merit):
    code, out = run("check", "--recipient", holder.key, *ASKED, "--facts", merit, "--json")
    shown = json.loads(out)
    assert code == 0
    assert shown["verdict"] == "pass"
    assert set(shown) >= {"verdict", "conditions", "digest"}
    assert all(set(row) >= {"id", "status", "text", "citation", "facts"} for row in shown["conditions"])
    assert (shown["award"], shown["period"], shown["on"]) == ("CSTDT", 2024, "2025-03-20")
    assert list(faults(shown, schema("law-check-1"), schema("law-check-1"))) == []


def test_a_failing_verdict_is_an_answer_not_an_error(run, holder):
    code, out = run(
        "check",
        "--recipient",
        holder.pk,
        "--award",
        "BKTTG",
        "--period",
        "2024",
        "--on",
        "2025-03-20",
        "--json",
    )
    assert code == 0
    assert json.loads(out)["verdict"] == "fail"


@pytest.mark.parametrize("award", ["cstdt", "CSTĐ TP", "chiến sĩ thi đua thành phố", " CSTDT "])
@pytest.mark.parametrize("period", ["2024", "2023-2024", "2023 – 2024", "2022-2024"])
@pytest.mark.parametrize("on", ["20/03/2025", "2025-03-20", "20-3-2025"])
def test_awards_periods_and_days_as_people_write_them(run, holder, merit, award, period, on):
    asked = ("--award", award, "--period", period, "--on", on)
    code, out = run("check", "--recipient", f" {holder.pk} ", *asked, "--facts", merit, "--json")
    assert code == 0
    assert (json.loads(out)["verdict"], json.loads(out)["award"]) == ("pass", "CSTDT")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("--award", "CSTDX", "--period", "2024"), "mang mã “CSTDX”. Mã gần nhất: CSTD"),
        (("--award", "xyzw", "--period", "2024"), "thidua law catalogue"),
        (("--award", "CSTDT", "--period", "2026", "--on", "20/03/2025"), "Kỳ thành tích 2026 chưa bắt đầu"),
    ],
)
def test_an_award_nobody_knows_and_a_period_to_come_are_said_in_words(run, holder, asked, says):
    code, out = run("check", "--recipient", holder.key, *asked, "--json")
    assert code == 2
    assert says in json.loads(out)["error"]


def test_an_honour_of_an_award_nobody_knows_is_refused_by_its_name(run, holder, tmp_path):
    path = tmp_path / "la.json"
    path.write_text(json.dumps({"honours": [{"award": "HUYCHUONGX", "period": "2020"}]}), "utf-8")
    code, out = run("check", "--recipient", holder.key, *ASKED, "--facts", path, "--json")
    assert code == 2
    assert "HUYCHUONGX" in json.loads(out)["error"]


def test_one_standard_nobody_claims_is_not_met_where_another_was_weighed(run, holder, tmp_path):
    asked = ("--award", "BKTTG", "--period", "2024", "--on", "2025-03-20", "--json")
    path = tmp_path / "mo.json"
    for complete, verdict in ((True, "fail"), (False, "unknown")):
        path.write_text(json.dumps({"claims_complete": complete}), "utf-8")
        _, out = run("check", "--recipient", holder.key, *asked, "--facts", path)
        assert json.loads(out)["verdict"] == verdict
    path.write_text(json.dumps({"attested": {"wide_achievement": True}}), "utf-8")
    _, out = run("check", "--recipient", holder.key, *asked, "--facts", path)
    assert json.loads(out)["verdict"] == "pass"


def test_check_in_words(run, holder, merit):
    code, out = run("check", "--recipient", holder.key, *ASKED, "--facts", merit)
    assert code == 0
    assert out.startswith("Kết luận: đạt.")
    assert "2022, 2023, 2024" in out


@pytest.mark.parametrize(
    "who",
    [
        ("--name", "hoang thi hoà"),
        ("--name", "Hoàng Thị Hòa", "--birth", "1985"),
        ("--name", "Hoàng Thị Hòa", "--birth", "16/06/1985", "--unit", "sở xây dựng"),
        ("--cccd", CCCD),
    ],
)
def test_people_are_found_as_they_are_written(run, holder, merit, who):
    code, out = run("check", *who, *ASKED, "--facts", merit, "--json")
    assert code == 0
    assert json.loads(out)["verdict"] == "pass"


def test_facts_alone_may_be_judged(run, tmp_path):
    path = tmp_path / "f.json"
    years = [{"award": "CSTDCS", "period": str(year)} for year in (2022, 2023, 2024)]
    path.write_text(json.dumps({"honours": years, "initiatives": []}), "utf-8")
    code, out = run("check", *ASKED, "--facts", path, "--json")
    assert code == 0
    found = {row["id"]: row["status"] for row in json.loads(out)["conditions"]}
    assert (found["chuoi-cstdcs"], found["sang-kien"]) == ("pass", "fail")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--recipient"),
        (("--recipient", "recipient:999999"), "không có mã"),
        (("--recipient", "x"), "không đúng dạng"),
        (("--name", "Không Có Ai"), "không có “Không Có Ai”"),
        (("--name", "Hoàng Thị Hòa", "--birth", "1986"), "không có"),
        (("--name", "Hoàng Thị Hòa", "--birth", "17/06/1985"), "không có"),
        (("--name", "Hoàng Thị Hòa", "--birth", "31/02/1985"), "Không đọc được ngày sinh"),
        (("--name", "Hoàng Thị Hòa", "--unit", "Sở Mây"), "đúng một đơn vị"),
        (("--cccd", "001085009999"), "số định danh"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_who_is_not_found_is_said_in_words(run, holder, arguments, says, as_json):
    code, out = run("check", *arguments, *ASKED, *(["--json"] if as_json else []))
    told = json.loads(out)["error"] if as_json else out.strip()
    assert code == 2
    assert says in told
    assert told.endswith(".")
    assert "001085009999" not in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--period", "2024"), "--award"),
        (("--award", "CSTDT"), "kỳ thành tích"),
        (("--award", "CSTDT", "--period", "24"), "kỳ thành tích"),
        (("--award", "CSTDT", "--period", "1850"), "Kỳ thành tích 1850 sớm hơn năm đầu tiên"),
        (("--award", "KHONG", "--period", "2024"), "Không có danh hiệu"),
        (("--award", "CSTDT", "--period", "2024", "--on", "31/02/2025"), "Không đọc được ngày"),
        (("--award", "CSTDT", "--period", "2024", "--on", "01/2025"), "Không đọc được ngày"),
        (("--award", "CSTDT", "--period", "2024", "--on", "2020-01-01"), "Không có bộ quy định"),
        (("--award", "CSTDT", "--period", "2024", "--facts", "khong-co.json"), "Không thấy tệp"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(run, holder, arguments, says):
    code, out = run("check", "--recipient", holder.key, *arguments, "--json")
    assert code == 2
    assert says in json.loads(out)["error"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "JSON"),
        (b"[]", "đối tượng JSON"),
        (b'{"la": 1}', "mục lạ: la"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b'{"ratings": {"2024": "HTT", "2024": "HTXS"}}', "“2024” được ghi hai lần"),
        (
            b'{"discipline": [{"form": "canh_cao", "from": "31/12/2025", "to": "01/01/2025"}]}',
            "“discipline[0]”: ngày kết thúc 01/01/2025 trước ngày bắt đầu 31/12/2025",
        ),
        (b'{"posts": [{"post": "minister", "from": "2020", "to": "2015"}]}', "“posts[0]”: ngày kết thúc"),
        (b'{"pending": [{"since": "2/2/2025", "resolved_on": "1/2/2025"}]}', "“pending[0]”: ngày kết thúc"),
    ],
)
def test_a_bad_file_of_facts_is_refused_in_words(run, holder, tmp_path, content, says):
    path = tmp_path / "f.json"
    path.write_bytes(content)
    code, out = run("check", "--recipient", holder.key, *ASKED, "--facts", path, "--json")
    assert code == 2
    assert says in json.loads(out)["error"]


def test_a_row_of_a_list_that_contradicts_itself_is_refused_by_itself(run, holder, tmp_path):
    turned = {"leave": [{"kind": "unpaid", "from": "01/05/2024", "to": "01/04/2024"}]}
    rows = [{"recipient": holder.key, "facts": turned}, {"recipient": holder.key}]
    path = tmp_path / "ds.json"
    path.write_text(json.dumps({"award": "CSTDT", "period": 2024, "on": "2025-03-20", "rows": rows}), "utf-8")
    code, out = run("check-list", path, "--json")
    first, second = json.loads(out)["rows"]
    assert code == 1
    assert "“leave[0]”: ngày kết thúc 01/04/2024 trước ngày bắt đầu 01/05/2024" in first["error"]
    assert "verdict" in second


def test_a_name_nobody_bears_is_told_with_what_was_said_of_them(run):
    assert run("check", "--name", "Không Có Ai", *ASKED)[1].strip() == "Sổ khen thưởng không có “Không Có Ai”."
    told = run("check", "--name", "Không Có Ai", "--birth", "1980", *ASKED)[1]
    assert told.strip() == "Sổ khen thưởng không có “Không Có Ai” với năm sinh đã ghi."


def test_two_namesakes_are_not_guessed_between(run, holder):
    other = PersonFactory(full_name="Hoàng Thị Hòa", birth_year=1985)
    twin = RecipientFactory(person=other)
    code, out = run("check", "--name", "Hoàng Thị Hòa", *ASKED)
    assert code == 2
    assert holder.key in out
    assert twin.key in out


def test_a_list_answers_row_by_row_what_each_gets_alone(run, holder, tmp_path, merit):
    declared = json.loads(merit.read_text("utf-8"))
    rows = [
        {"recipient": holder.key, "facts": declared},
        {"name": holder.name, "birth": "1985"},
        {"recipient": holder.key, "award": "LDTT", "facts": {"ratings": {"2024": "HT"}}},
        {"facts": {"honours": []}, "period": "2023-2024"},
        {"name": "Không Có Ai"},
        {"recipient": holder.key, "la": 1},
        {"recipient": holder.key, "award": "KHONG"},
    ]
    path = tmp_path / "ds.json"
    path.write_text(json.dumps({"award": "CSTDT", "period": 2024, "on": "2025-03-20", "rows": rows}), "utf-8")
    code, out = run("check-list", path, "--json")
    shown = json.loads(out)
    assert code == 1
    assert [row.get("verdict", "error") for row in shown["rows"]] == [
        "pass", "unknown", "fail", "fail", "error", "error", "error",
    ]  # fmt: skip
    assert shown["totals"] == {"pass": 1, "fail": 2, "unknown": 1, "hold": 0, "error": 3}
    _, alone = run("check", "--recipient", holder.key, *ASKED, "--facts", merit, "--json")
    told = {key: value for key, value in shown["rows"][0].items() if key not in ("row", "recipient")}
    assert told == json.loads(alone)


def test_a_list_is_also_a_batch_with_its_quotas(run, holder, tmp_path):
    HonourFactory(award="HN_CDTDUT", period_from=2025, decision_date=date(2026, 2, 1))
    HonourFactory(award="HN_CDTDUT", period_from=2025, decision_date=date(2026, 2, 1), status="revoked")
    HonourFactory(recipient=holder, award="HN_CDTDUT", period_from=2025, decision_date=date(2026, 2, 1))
    rows = [{"recipient": holder.key}, *({"facts": {"honours": []}} for _ in range(8))]
    path = tmp_path / "ds.json"
    for more, status in ((0, "pass"), (1, "fail")):
        asked = {"award": "HN_CDTDUT", "period": 2025, "on": "2026-03-20", "rows": [*rows, *rows[1:2] * more]}
        path.write_text(json.dumps(asked), "utf-8")
        [quota] = json.loads(run("check-list", path, "--json")[1])["batch"]
        assert (quota["award"], quota["id"], quota["status"]) == ("HN_CDTDUT", "quota.count", status)
        assert quota["facts"][0] == {"proposed": 9 + more, "already": 1}
        shown = json.loads(run("check-list", path, "--json")[1])
        schema = json.loads((SCHEMAS / "law-check-list-1.json").read_text("utf-8"))
        assert list(faults(shown, schema, schema)) == []
    assert "Cả danh sách, HN_CDTDUT: không đạt: Đề nghị 10, đã tặng 1" in run("check-list", path)[1]


def test_a_list_as_csv_with_the_question_on_the_command_line(run, holder, tmp_path):
    path = tmp_path / "ds.csv"
    path.write_text(f"﻿name,birth,unit\n{holder.name},1985,Sở Xây dựng\nKhông Có Ai,,\n", "utf-8")
    code, out = run("check-list", path, *ASKED)
    assert code == 1
    assert out.splitlines()[0].startswith("1. chưa rõ: ")
    assert out.splitlines()[1].startswith("2. Sổ khen thưởng không có")


@pytest.mark.parametrize(
    ("content", "says"),
    [("[1]", "mảng"), ('{"rows": 3}', "mảng"), ("[{", "JSON"), ("a,b\n1,2\n", "không có cột nào")],
)
def test_a_list_that_cannot_be_read_is_refused_in_words(run, tmp_path, content, says):
    path = tmp_path / "ds"
    path.write_text(content, "utf-8")
    code, out = run("check-list", path, *ASKED, "--json")
    assert code == 2
    assert says in json.loads(out)["error"]


def test_diff_shows_what_a_decree_changed(run):
    code, out = run("diff", "30/06/2025", "2025-07-01", "--json")
    shown = json.loads(out)
    assert code == 0
    assert (shown["from"], shown["to"]) == ("2025-06-30", "2025-07-01")
    assert any(row["sort"] == "ruleset" for row in shown["changes"])
    _, words = run("diff", "30/06/2025", "01/07/2025")
    assert "Tỷ lệ phiếu đồng ý tối thiểu, trên toàn bộ thành viên: 90 % → 75 %" in words
    assert run("diff", "x", "01/07/2025")[0] == 2
    assert run("diff", "01/01/2020", "01/07/2025")[0] == 2


def test_catalogue_shows_every_award_with_its_doubts(run):
    code, out = run("catalogue", "--on", "2026-03-20", "--json")
    shown = json.loads(out)
    assert code == 0
    assert shown["ruleset"]["code"] == "ND152"
    assert len(shown["awards"]) == 50
    entry = next(row for row in shown["awards"] if row["code"] == "TTLDTT")
    assert "share.ldtt" in entry["needs_check"]
    assert "cần kiểm tra" in run("catalogue", "--on", "20/03/2026")[1]


def test_trajectory_says_what_comes_within_reach(run, holder):
    code, out = run("trajectory", "--recipient", holder.key, "--on", "01/08/2025", "--json")
    assert code == 0
    assert any(row["award"] == "CSTDT" for row in json.loads(out)["reachable"])
    assert "Chiến sĩ thi đua cơ sở: 2022, 2023, 2024" in run("trajectory", "--cccd", CCCD, "--on", "01/08/2025")[1]


def test_the_schema_of_facts_names_every_field_and_code():
    shape = schema("law-facts-1")
    assert set(shape["properties"]) == KNOWN | {"$schema", "schema"}
    assert set(shape["$defs"]["members"]["properties"]) == set(MEMBER_COUNTS)
    assert {each.value for each in RecipientKind} <= set(shape["properties"]["kind"]["enum"])
    assert {each.value for each in Scope} <= set(shape["$defs"]["initiative"]["properties"]["scope"]["enum"])
    ratings = next(iter(shape["properties"]["ratings"]["patternProperties"].values()))
    assert {each.value for each in Rating} == set(ratings["enum"])
    assert {each.value for each in Status} == set(schema("law-check-1")["$defs"]["status"]["enum"])


def test_the_facts_of_every_case_fit_the_schema():
    shape = schema("law-facts-1")
    for case in ALL:
        award, story, facts = case.values
        written = json.loads(json.dumps(facts, default=lambda day: day.isoformat()))
        assert list(faults(written, shape, shape)) == [], (award, story["case"])


def test_facts_written_by_the_engine_fit_the_schema():
    shape = schema("law-facts-1")
    known = Facts(
        "r",
        RecipientKind.INDIVIDUAL,
        discipline=(Discipline("canh_cao", date(2020, 1, 1)),),
        ratings={2024: Rating.GOOD},
    )
    assert list(faults(facts_to_json(known), shape, shape)) == []


def test_the_schema_refuses_what_the_reader_refuses():
    shape = schema("law-facts-1")
    for bad in ({"la": 1}, {"ratings": {"2024": "A"}}, {"members": {"2024": {"nam": 5}}}, {"honours": [{}]}):
        assert list(faults(bad, shape, shape)), bad
