"""Rare characters, odd names and risky texts come through every door as they went in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from django.test import Client

from town import KINGS, Town, at, card, clock, identity_number
from xinglin.store.server import Urls

CARD = "notifiable_case"
Enter = Callable[[str], Client]

# What is written → what is kept: 间隔号 to U+00B7, Chinese names without blanks, the rest as it is.
NAMES = {
    "阿卜杜拉·买买提": "阿卜杜拉·买买提",
    "迪丽•古丽": "迪丽·古丽",
    "古丽・努尔": "古丽·努尔",
    "㛃𠮷𰻝": "㛃𠮷𰻝",  # 㛃: extension A, 𠮷 U+20BB7, 𰻝 U+30EDD (extension G)
    "龴䶮㼆": "龴䶮㼆",  # 龴 U+9FB4 has been in GB18030's two-byte part since 2022
    "=张三": "=张三",
    "+李四": "+李四",
    "-王五": "-王五",
    "@赵六": "@赵六",
    "买买提·" + "库尔班" * 32: "买买提·" + "库尔班" * 32,  # 100 characters
}
TEXTS = {
    '=HYPERLINK("http://x","点")': '=HYPERLINK("http://x","点")',
    "第一行\n第二行": "第一行\n第二行",
    "ＡＢＣ１２３，全角": "ＡＢＣ１２３，全角",  # prose keeps its width
    "007 号": "007 号",
    '引"号,逗号;分号': '引"号,逗号;分号',
    "+8613800000000": "+8613800000000",
    "<b>粗</b>&amp;": "<b>粗</b>&amp;",
}


def number(index: int) -> str:
    """A card number with leading zeros."""
    return f"000{index:05d}"


def values(index: int, name: str, text: str) -> dict[str, Any]:
    made = card(index % 14, at("2014-06-02 08:00"), "measles", KINGS)
    return {**made, "card_no": number(index), "patient_name": name, "remark": text,
            "id_number": identity_number(200 + index)}  # fmt: skip


def kept(urls: Urls, card_no: str) -> dict[str, Any]:
    with psycopg.connect(urls.owner, row_factory=psycopg.rows.dict_row) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        row = owner.execute(
            "SELECT * FROM infectious_notifiable_case WHERE card_no = %s", [card_no]
        ).fetchone()
    assert row is not None, card_no
    return row


def people() -> Iterator[tuple[int, str, str, str, str]]:
    """(index, name written, name kept, text written, text kept); texts go round."""
    texts = list(TEXTS.items())
    for index, (written, name) in enumerate(NAMES.items()):
        text, kept_text = texts[index % len(texts)]
        yield index, written, name, text, kept_text


@pytest.fixture(scope="module")
def filed(doors: Town) -> dict[str, int]:
    """Every name and text through the action; card number → record."""
    from xinglin.actions.recording import create_record
    from xinglin.actions.values import ValueReader
    from xinglin.language import catalogue

    register, user = catalogue.load().register(CARD), doors.user("clerk_h1")
    reader = ValueReader(_references(), at("2014-06-03 08:00").date())
    made = {}
    for index, name, _, text, _ in people():
        given = values(index, name, text)
        for column in ("patient_name", "remark"):
            given[column], problem = reader.read(register.fields[column], given[column])
            assert problem is None, problem
        with clock(user, at("2014-06-02 09:00") + timedelta(minutes=index)):
            made[number(index)] = create_record(register, given, by=user).id
    return made


def _references() -> Any:
    from xinglin.actions.references import load_references
    from xinglin.store.acting import acting

    with acting("admin"):
        return load_references()


def test_the_action_keeps_them(filed: dict[str, int], urls: Urls) -> None:
    for index, _, name, _, text in people():
        row = kept(urls, number(index))
        assert (row["patient_name"], row["remark"]) == (name, text)
        assert row["card_no"] == number(index)


def test_pages_show_them(filed: dict[str, int], enter: Enter) -> None:
    """The list masks; the detail shows the original after a purpose is given; HTML is escaped."""
    from django.utils.html import escape

    browser = enter("clerk_h1")
    listed = browser.get(f"/registers/{CARD}/?q=&size=100").content.decode()
    for index, _, name, _, _ in people():
        record = filed[number(index)]
        assert number(index) in listed
        detail = browser.get(f"/registers/{CARD}/{record}/").content.decode()
        assert escape(name[:1]) in detail
        assert name not in listed
        opened = browser.post(f"/registers/{CARD}/{record}/unmask/", {"purpose": "流行病学调查"})
        shown = browser.get(f"/registers/{CARD}/{record}/") if opened.status_code == 302 else opened
        text = shown.content.decode()
        assert escape(name) in text
        assert "<b>粗</b>" not in text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exports_run_nothing_and_lose_nothing(
    filed: dict[str, int], enter: Enter, form: str
) -> None:
    """OWASP's formula injection: what begins with = + - @ must be text to a spreadsheet."""
    browser = enter("clerk_h1")
    answer = browser.post(
        f"/registers/{CARD}/export/", {"format": form, "originals": "1", "purpose": "核对"}
    )
    assert answer.status_code == 200, answer.content.decode()
    if form == "csv":
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        cells = {row[0]: row for row in rows}
        for row in rows[1:]:
            assert all(cell[:1] not in ("=", "+", "-", "@") for cell in row)
        found = {row[0]: [cell.removeprefix("'") for cell in row] for row in cells.values()}
    else:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        found = {}
        for row in book.worksheets[0].iter_rows():
            assert all(cell.data_type != "f" for cell in row), "a formula"
            found[str(row[0].value)] = [str(cell.value) for cell in row]
            assert row[0].data_type == "s", "a number with leading zeros became a number"
    for index, _, name, _, _ in people():
        assert name in found[number(index)]


HEADERS = {
    "卡片编号": "card_no", "报卡类别": "report_kind", "患者姓名": "patient_name",
    "有效证件号": "id_number", "性别": "sex", "实足年龄": "age_years", "联系电话": "phone",
    "病人属于": "patient_origin", "现住址国标码": "residence", "人群分类": "occupation",
    "病例分类": "classification", "发病日期": "onset_date", "诊断时间": "diagnosed_at",
    "疾病名称": "disease", "填卡医生": "doctor", "填卡日期": "filled_date", "备注": "remark",
}  # fmt: skip


def row_of(index: int, name: str, text: str, prefix: str) -> dict[str, str]:
    made = values(index, name, text)
    made |= {"card_no": f"{prefix}{number(index)}", "age_years": 29, "sex": "1",
             "id_number": identity_number(301 + 2 * index),
             "diagnosed_at": "2014-06-02 08:00", "onset_date": "2014-06-01"}  # fmt: skip
    return {header: str(made[column]) for header, column in HEADERS.items()}


def intaken(path: Path) -> Any:
    from xinglin.intake.run import intake_file

    result = intake_file(path, register=CARD, by="clerk_h1", clock=at("2014-06-03 10:00"))
    assert result.rejected == 0, result.errors
    return result


def assert_kept(urls: Urls, prefix: str) -> None:
    for index, _, name, _, text in people():
        row = kept(urls, f"{prefix}{number(index)}")
        assert (row["patient_name"], row["remark"]) == (name, text)
        assert row["id_number"] == identity_number(301 + 2 * index)


@pytest.mark.parametrize(
    ("encoding", "prefix"), [("utf-8", "U"), ("utf-8-sig", "B"), ("gb18030", "G")]
)
def test_csv_brings_them_in(
    doors: Town, urls: Urls, tmp_path: Path, encoding: str, prefix: str
) -> None:
    path = tmp_path / "cards.csv"
    rows = [row_of(index, name, text, prefix) for index, name, _, text, _ in people()]
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    intaken(path)
    assert_kept(urls, prefix)


def test_gb18030_of_2022_reads_as_the_standard_says(
    doors: Town, urls: Urls, tmp_path: Path
) -> None:
    """GB 18030-2022 maps FE59 to U+9FB4 and A6D9 to U+FE10; before, both were private use."""
    [row] = [row_of(0, "龴丙", "竖︐排", "Y")]
    table = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    data = table.encode("gb18030")
    data = data.replace("龴".encode("gb18030"), b"\xfe\x59")
    data = data.replace("︐".encode("gb18030"), b"\xa6\xd9")
    path = tmp_path / "cards.csv"
    path.write_bytes(data)
    intaken(path)
    found = kept(urls, f"Y{number(0)}")
    assert (found["patient_name"], found["remark"]) == ("龴丙", "竖︐排")


def test_the_template_brings_them_in(doors: Town, urls: Urls, tmp_path: Path) -> None:
    from xinglin.intake.template import template
    from xinglin.language import catalogue

    book = openpyxl.load_workbook(io.BytesIO(template(catalogue.load().register(CARD))))
    sheet = book["填报"]
    columns = {str(cell.value).rstrip("*＊ "): cell.column for cell in sheet[1]}
    for index, name, _, text, _ in people():
        for header, value in row_of(index, name, text, "X").items():
            cell = sheet.cell(index + 2, columns[header])
            cell.value, cell.data_type = value, "s"
    # The whole column is text, so an identity number typed in Excel is none of its numbers.
    letter = sheet.cell(1, columns["有效证件号"]).column_letter
    assert sheet.column_dimensions[letter].number_format == "@" or (
        sheet.column_dimensions[letter]._style is not None
    )
    path = tmp_path / "filled.xlsx"
    book.save(path)
    intaken(path)
    assert_kept(urls, "X")


def test_a_row_sent_back_keeps_every_character(doors: Town, tmp_path: Path) -> None:
    """Rows that are refused for another reason come back as they were, numbers as text."""
    from xinglin.intake.run import error_workbook, intake_file

    rows = [
        {**row_of(index, name, text, "E"), "发病日期": "2014-06-40"}
        for index, name, _, text, _ in people()
    ]
    path = tmp_path / "cards.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = intake_file(path, register=CARD, by="clerk_h1", clock=at("2014-06-03 10:00"))
    assert result.rejected == len(rows)
    sheet = openpyxl.load_workbook(io.BytesIO(error_workbook(result))).active
    assert sheet is not None
    header = [str(cell.value) for cell in sheet[1]]
    for row, sent in zip(sheet.iter_rows(min_row=2), rows, strict=True):
        came = dict(zip(header, row, strict=True))
        for title, value in sent.items():
            assert came[title].value == value
            assert came[title].data_type == "s", "text stays text in Excel"


def test_report_prose_comes_through_word_html_and_pdf(doors: Town) -> None:
    """A document with every name and text in its prose; the PDF's text is read by pypdfium2."""
    import pypdfium2
    from lxml import etree

    from xinglin.reports.document.glyphs import missing_glyphs
    from xinglin.reports.document.html import to_html
    from xinglin.reports.document.model import Document, Paragraph, Run
    from xinglin.reports.document.model_json import from_json, to_json
    from xinglin.reports.document.pdf import to_pdf
    from xinglin.reports.document.word import to_word
    from xinglin.site.document_tools import document_tools

    said = [*NAMES.values(), *(t.replace("\n", "") for t in TEXTS.values())]
    document = Document(
        title="㛃𠮷𰻝市报告", report_id="R-doors", place="998800", period="2013H1",
        snapshot="0" * 64, definitions="0" * 64,
        blocks=tuple(Paragraph((Run(text),)) for text in said),
        issued_by="杏林市卫生局", issued_on=at("2014-06-03 10:00").date(), audit_head="",
        appendix=(),
    )  # fmt: skip
    fonts = document_tools().fonts
    assert missing_glyphs(document, fonts) == []
    assert from_json(to_json(document)) == document
    word = _word_text(to_word(document))
    html = "".join(etree.HTML(to_html(document)).itertext())
    with pypdfium2.PdfDocument(to_pdf(document, fonts)) as pdf:
        printed = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    printed = "".join(printed.split())
    for text in (*said, "㛃𠮷𰻝市报告"):
        assert text in word
        assert text in html
        assert "".join(text.split()) in printed


def _word_text(data: bytes) -> str:
    import zipfile

    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "".join(root.itertext())
