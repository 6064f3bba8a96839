"""Whatever is wrong with what a command was given: one Chinese sentence, no traceback, no data."""

from __future__ import annotations

import socket
import zipfile
from pathlib import Path

import pytest

from command_line import Command

HALF = ("--place", "998800", "--period", "2013H1")
CHINA = ("--place", "000000", "--period", "2013H1")

WRONG_ASKING = {
    "place_unknown": ["indicators", "--place", "123456", "--period", "2013H1"],
    "place_a_name": ["indicators", "--place", "杏林市", "--period", "2013H1"],
    "period_unknown": ["indicators", "--place", "998800", "--period", "2013H3"],
    "period_garbage": ["indicators", "--place", "998800", "--period", "上半年"],
    "period_empty": ["indicators", "--place", "998800", "--period", ""],
    "period_month_13": ["indicators", "--place", "998800", "--period", "2013-13"],
    "indicator_unknown": ["indicators", *HALF, "--indicator", "no_such"],
    "snapshot_unknown": ["indicators", *HALF, "--snapshot", "0" * 64],
    "snapshot_a_path": ["indicators", *HALF, "--snapshot", "../../etc/passwd"],
    "known_at_no_day": ["indicators", *HALF, "--known-at", "2013-02-30"],
    "known_at_no_hour": ["indicators", *HALF, "--known-at", "2013-02-03 25:00"],
    "known_at_words": ["indicators", *HALF, "--known-at", "昨天"],
    "by_unknown": ["indicators", *HALF, "--indicator", "class_bc_cases", "--by", "no_such"],
    "by_without_indicator": ["indicators", *HALF, "--by", "disease"],
    "records_indicator": ["records", "no_such", *HALF],
    "records_place": ["records", "class_bc_cases", "--place", "123456", "--period", "2013H1"],
    "records_period": ["records", "class_bc_cases", "--place", "998800", "--period", "x"],
    "records_snapshot": ["records", "class_bc_cases", *HALF, "--snapshot", "ffff"],
    "why_indicator": ["why", "no_such", "notifiable_case/1"],
    "why_record": ["why", "class_bc_cases", "notifiable_case/999999"],
    "why_record_of_another": ["why", "class_bc_cases", "population/1"],
    "why_record_too_long": ["why", "class_bc_cases", "9" * 40],
    "why_place": ["why", "class_bc_cases", "1", "--place", "123456"],
    "why_period": ["why", "class_bc_cases", "1", "--period", "2013H9"],
    "snapshot_known_at": ["snapshot", "--known-at", "??"],
    "audit_word": ["audit", "repair"],
    "template_register": ["template", "no_such", "--out", "{tmp}/t.xlsx"],
    "template_folder_missing": ["template", "notifiable_case", "--out", "{tmp}/no/such/t.xlsx"],
    "template_out_is_folder": ["template", "notifiable_case", "--out", "{tmp}"],
    "serve_port_word": ["serve", "--port", "网页"],
    "serve_port_too_high": ["serve", "--port", "99999"],
    "sign_unknown": ["report", "sign", "R-nothing", "--as", "admin"],
    "sign_nobody": ["report", "sign", "R-nothing", "--as", "nobody"],
    "sign_not_allowed": ["report", "sign", "R-nothing", "--as", "clerk_h1"],
    "sign_empty_user": ["report", "sign", "R-nothing", "--as", ""],
    "build_place": ["report", "build", "--place", "1", "--period", "2013H1", "--out", "{tmp}/o"],
    "build_period_kind": [
        *("report", "build", "--place", "998800", "--period", "2013-03-04", "--out", "{tmp}/o"),
    ],
    "build_snapshot": ["report", "build", *HALF, "--snapshot", "abcd", "--out", "{tmp}/o"],
    "score_result_folder_missing": [
        *("sample", "score", "--targets", "{targets}", "--json", "{tmp}/no/such/r.json"),
    ],
}


def filled(words: list[str], tmp_path: Path) -> list[str]:
    targets = Path(__file__).parents[3] / "samples" / "targets-2013H1.csv"
    return [w.replace("{tmp}", str(tmp_path)).replace("{targets}", str(targets)) for w in words]


@pytest.mark.parametrize("words", WRONG_ASKING.values(), ids=WRONG_ASKING)
def test_wrong_asking(xinglin: Command, words: list[str], tmp_path: Path) -> None:
    ended = xinglin(*filled(words, tmp_path))
    assert ended.is_refusal(), ended


def _files(folder: Path) -> dict[str, Path]:
    """Files that nobody can prove or take in, by what is wrong with them."""
    made = {
        "empty": folder / "empty.csv",
        "picture": folder / "picture.png",
        "broken_xlsx": folder / "broken.xlsx",
        "zip_of_nothing": folder / "nothing.xlsx",
        "json_list": folder / "list.json",
        "json_other": folder / "other.json",
        "json_cut": folder / "cut.json",
        "docx_text": folder / "text.docx",
        "docx_zip": folder / "zip.docx",
        "bytes": folder / "bytes.csv",
        "other_columns": folder / "other.csv",
        "not_there": folder / "not-there.csv",
        "folder": folder,
    }
    made["empty"].write_bytes(b"")
    made["picture"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    made["broken_xlsx"].write_bytes(b"PK\x03\x04" + bytes(50))
    made["json_list"].write_text("[1, 2]", "utf-8")
    made["json_other"].write_text('{"figures": [{"id": 3}]}', "utf-8")
    made["json_cut"].write_text('{"report_id": "R-1", "figures": [', "utf-8")
    made["docx_text"].write_text("这不是 Word 文件", "utf-8")
    made["bytes"].write_bytes(bytes(range(256)) * 4)
    made["other_columns"].write_text("甲,乙,丙\n1,2,3\n", "utf-8")
    for name in ("zip_of_nothing", "docx_zip"):
        with zipfile.ZipFile(made[name], "w") as archive:
            archive.writestr("readme.txt", "nothing")
    return made


NOT_REPORTS = ("empty", "picture", "json_list", "json_other", "json_cut", "docx_text", "docx_zip",
               "not_there", "folder")  # fmt: skip
NOT_TABLES = ("empty", "picture", "broken_xlsx", "zip_of_nothing", "json_list", "docx_zip",
              "bytes", "other_columns", "not_there", "folder")  # fmt: skip
NOT_TARGETS = ("empty", "picture", "json_list", "bytes", "other_columns", "not_there", "folder")


@pytest.mark.parametrize("wrong", NOT_REPORTS)
def test_no_report_of_ours_cannot_be_proved(xinglin: Command, tmp_path: Path, wrong: str) -> None:
    ended = xinglin("report", "prove", _files(tmp_path)[wrong])
    assert ended.is_refusal(), ended
    assert ended.code == 2


@pytest.mark.parametrize("wrong", NOT_TABLES)
def test_no_table_cannot_be_taken_in(xinglin: Command, tmp_path: Path, wrong: str) -> None:
    ended = xinglin("intake", "notifiable_case", _files(tmp_path)[wrong], "--as", "admin")
    assert ended.is_refusal(), ended


@pytest.mark.parametrize("wrong", NOT_TARGETS)
@pytest.mark.parametrize("what", ["build", "score"])
def test_no_targets(xinglin: Command, tmp_path: Path, what: str, wrong: str) -> None:
    out = ("--out", tmp_path / "out") if what == "build" else ()
    ended = xinglin("sample", what, "--targets", _files(tmp_path)[wrong], *out)
    assert ended.is_refusal(), ended


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    """A table with a right header and one row."""
    path = tmp_path / "cards.csv"
    path.write_text("卡片编号,疾病名称\nX1,麻疹\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        ["no_such", "{cards}"],
        ["notifiable_case", "{cards}", "--as", "nobody"],
        ["notifiable_case", "{cards}", "--as", "city", "--result", "{tmp}"],
        ["notifiable_case", "{cards}", "--as", ""],
        ["health_institution", "{cards}", "--as", "clerk_h1"],
        ["{cards}"],
        ["{cards}", "--mapping", "{tmp}/no-such.toml"],
        ["{cards}", "--mapping", "{cards}"],
        ["{cards}", "--mapping", "{tmp}"],
        ["population", "{cards}", "--mapping", "{h7n9}"],
        ["notifiable_case", "{cards}", "--all", "{tmp}"],
        ["--all", "{tmp}/no-such-folder"],
        ["--all", "{tmp}"],
        ["--all", "{cards}"],
        ["notifiable_case", "{cards}", "{cards}"],
    ],
    ids=" ".join,
)
def test_intake_with_something_wrong(
    xinglin: Command, tmp_path: Path, cards: Path, words: list[str]
) -> None:
    h7n9 = str(Path(__file__).parents[3] / "mappings" / "h7n9.toml")
    given = [
        w.replace("{cards}", str(cards)).replace("{tmp}", str(tmp_path)).replace("{h7n9}", h7n9)
        for w in words
    ]
    ended = xinglin("intake", *given)
    assert ended.is_refusal(), ended


def test_results_that_cannot_be_written_are_told(xinglin: Command, cards: Path) -> None:
    """Before the first row comes in: afterwards it would be too late to refuse."""
    missing = cards.parent / "no" / "such" / "result.json"
    ended = xinglin("intake", "notifiable_case", cards, "--as", "admin", "--result", missing)
    assert ended.is_refusal(), ended


def test_a_report_cannot_go_where_a_file_is(xinglin: Command, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x", "utf-8")
    ended = xinglin("report", "build", *HALF, "--out", taken)
    assert ended.is_refusal(), ended


def test_sample_out_is_a_file(xinglin: Command, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x", "utf-8")
    targets = Path(__file__).parents[3] / "samples" / "targets-2026H1.csv"
    ended = xinglin("sample", "build", "--targets", targets, "--out", taken)
    assert ended.is_refusal(), ended


def test_a_port_in_use(xinglin: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = xinglin("serve", "--port", taken.getsockname()[1])
    assert ended.is_refusal(), ended


@pytest.mark.parametrize("name", ["Not A Name", "../x", "", "甲", "x" * 41])
def test_a_database_name_that_cannot_be(xinglin: Command, name: str) -> None:
    ended = xinglin("snapshot", database=name)
    assert ended.is_refusal(), ended
