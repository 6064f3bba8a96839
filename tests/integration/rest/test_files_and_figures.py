"""Files, templates, declarations and figures over the interface."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
from programs import Program, card, identity_number

INTAKE = "/registers/notifiable_case/intake"
CARDS = "/registers/notifiable_case/records"
Programs = Callable[..., Program]

_CSV = (
    "卡片编号,报卡类别,患者姓名,有效证件类型,有效证件号,性别,实足年龄,联系电话,病人属于,"
    "现住址国标码,人群分类,病例分类,发病日期,诊断时间,疾病名称,填卡医生,填卡日期\n"
    "R0001,初次报告,钱试样,居民身份证,{0},女,33,13800000000,本县区,"
    "998801001,农民,临床诊断病例,2013-05-30,2013-06-01 08:30,麻疹,李试样,2013-06-01\n"
    "R0002,初次报告,钱试样,居民身份证,{1},女,33,13800000000,本县区,"
    "998801001,农民,临床诊断病例,2013-06-30,2013-06-01 08:30,麻疹,李试样,2013-06-01\n"
)


def send(program: Program, name: str, content: bytes, mapping: str = "") -> Any:
    """Send a file as a browser's form would."""
    parts = [f'name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'.encode() + content]
    if mapping:
        parts.append(b'name="mapping"\r\n\r\n' + mapping.encode())
    body = b"".join(b"--xl\r\nContent-Disposition: form-data; " + p + b"\r\n" for p in parts)
    return program("POST", INTAKE, body + b"--xl--\r\n", kind="multipart/form-data; boundary=xl")


def test_a_file_comes_in_once(program: Programs) -> None:
    clerk = program("clerk")
    content = _CSV.format(identity_number(101), identity_number(102)).encode("utf-8-sig")
    first = send(clerk, "cards.csv", content)
    assert first.status == 200, first.raw.decode()
    told = first.json
    assert (told["rows"], told["accepted"], told["rejected"]) == (2, 1, 1)
    assert told["file"] == "cards.csv"
    # NC01: the second row's onset is after its diagnosis; the header is row 1.
    assert [(e["row"], e["code"]) for e in told["errors"]] == [(3, "NC01")]
    again = send(clerk, "cards.csv", content).json
    assert (again["accepted"], again["unchanged"]) == (0, 1)
    assert [r["card_no"] for r in clerk("GET", f"{CARDS}?limit=200").json["records"]].count(
        "R0001"
    ) == 1


def test_the_answer_is_what_the_command_prints(program: Programs, town: Any, tmp_path: Any) -> None:
    from xinglin.intake.run import intake_file

    content = _CSV.format(identity_number(103), identity_number(104)).replace("R0", "S0").encode()
    path = tmp_path / "same.csv"
    path.write_bytes(content)
    intake_file(path, register="notifiable_case", by="clerk")
    by_command = intake_file(path, register="notifiable_case", by="clerk").to_json()
    by_program = send(program("clerk"), "same.csv", content).json
    assert by_program == json.loads(json.dumps(by_command))


def test_a_file_that_is_none_is_refused_in_words(program: Programs) -> None:
    clerk = program("clerk")
    for name, content, mapping in (
        ("cards.exe", b"MZ", ""),
        ("cards.csv", b"", ""),
        ("cards.csv", b"a,b\n1,2\n", "format = 1\nregister = 3"),
    ):
        answer = send(clerk, name, content, mapping)
        assert answer.status == 422, (name, answer.raw)
        assert answer.json["problems"][0]["field"] == "file"
        assert "/" not in answer.json["problems"][0]["message"]
    assert send(program("leader"), "cards.csv", b"a\n").status == 403


def test_the_template_is_the_registers(program: Programs) -> None:
    answer = program("clerk")("GET", "/registers/notifiable_case/template.xlsx")
    assert answer.status == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.raw))
    texts = {cell.value for row in book.worksheets[0].iter_rows(max_row=5) for cell in row}
    assert any("患者姓名" in str(text) for text in texts)


def test_the_declaration_as_data(program: Programs) -> None:
    clerk = program("clerk")
    names = {r["name"] for r in clerk("GET", "/registers").json}
    assert {"notifiable_case", "health_institution"} <= names
    told = clerk("GET", "/registers/notifiable_case").json
    assert told["label"] == "传染病报告卡"
    assert told["key"] == ["card_no"]
    sex = next(f for f in told["fields"] if f["name"] == "sex")
    # GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated
    assert sex["codes"]["1"].startswith("男")
    assert clerk("GET", "/registers/nothing").status == 404


def test_the_description_names_every_item_of_every_register(base: str) -> None:
    from xinglin.language import catalogue

    described = Program(base, "")("GET", "/openapi.json").json
    schemas = described["components"]["schemas"]
    for register in catalogue.load().registers.values():
        assert set(register.fields) <= set(schemas[register.__name__]["properties"])
        assert set(register.fields) <= set(schemas[f"{register.__name__}Values"]["properties"])
        assert f"/api/v1/registers/{register.name}/records" in described["paths"]


def test_a_figure_opens_its_records(program: Programs, town: Any) -> None:
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    clerk, county = program("clerk"), program("county")
    made = clerk("POST", CARDS, {"values": card(110)}).json
    step = f"{CARDS}/{made['id']}/steps"
    sent = clerk("POST", f"{step}/submit", {"version": 1}).json
    assert county("POST", f"{step}/review", {"version": sent["version"]}).status == 200
    with acting("admin"):
        take()
    leader = program("leader")
    year = leader("GET", f"{CARDS}/{made['id']}").json["record"]["reviewed_at"][:4]
    counted = []
    for about in leader("GET", "/indicators").json:
        asked = f"/indicators/{about['id']}/%s?place=998800&period={year}"
        figure = leader("GET", asked % "figure")
        assert figure.status == 200, figure.raw.decode()
        evidence = leader("GET", asked % "evidence").json
        if made["id"] in [m["record"] for m in evidence["members"]]:
            counted.append(figure.json["id"])
            assert evidence["figure"] == figure.json
            assert evidence["total"] == len(evidence["members"]) + evidence["out_of_scope"]
    assert counted
    # Before anything was recorded nothing was known.
    known = f"{asked % 'figure'}&known_at=2000-01-01"
    assert leader("GET", known).json["value"] in (None, "0")
    assert clerk("GET", asked % "figure").status == 403


def test_questions_that_have_no_figure(program: Programs) -> None:
    leader = program("leader")
    name = leader("GET", "/indicators").json[0]["id"]
    for asked, status in (
        (f"/indicators/{name}/figure?place=998800&period=201306", 422),
        (f"/indicators/{name}/figure?place=123&period=2013H1", 404),
        ("/indicators/nothing/figure?place=998800&period=2013H1", 404),
        (f"/indicators/{name}/figure?place=998800&period=2013H1&known_at=soon", 422),
        (f"/indicators/{name}/figure?period=2013H1", 422),
    ):
        answer = leader("GET", asked)
        assert answer.status == status, (asked, answer.raw.decode())
        assert answer.headers["Content-Type"] == "application/problem+json"
