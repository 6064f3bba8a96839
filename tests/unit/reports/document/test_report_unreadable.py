"""Files that are no report end in one Chinese sentence, never in a traceback."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from lxml import etree
from report_sample import findings, part_of, rewrite, tamper, word_xml

from xinglin.reports.document.word import BINDING_PART
from xinglin.reports.document.word_package import UnreadableDocument, write_package
from xinglin.reports.document.word_reading import read_word


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        findings(data)
    message = str(caught.value)
    assert "report.docx" in message
    assert message.endswith("。")
    return message


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"hello", "报告".encode(), b"\0" * 5000])
def test_no_zip(data: bytes) -> None:
    assert "不是完整的 .docx 文件" in refused(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n...", b"\n<!DOCTYPE html><html></html>"])
def test_the_printed_and_the_web_report_are_not_called_damaged(data: bytes) -> None:
    assert "只供阅读" in refused(data)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_off(word_file: bytes, share: float) -> None:
    assert "不是完整的 .docx 文件" in refused(word_file[: int(len(word_file) * share)])


def test_damaged_inside(word_file: bytes) -> None:
    at = word_file.index(b"word/document.xml") + 200
    damaged = word_file[:at] + bytes(byte ^ 0xFF for byte in word_file[at : at + 50])
    assert "损坏" in refused(damaged + word_file[at + 50 :])


def test_old_or_encrypted(word_file: bytes) -> None:
    assert "旧版 .doc" in refused(bytes.fromhex("d0cf11e0a1b11ae1") + word_file)


def test_a_zip_that_is_no_word_file() -> None:
    assert "不是 Word 文档" in refused(write_package({"a.txt": b"1"}))


def test_a_bomb() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * (64 * 2**20))
    assert "压缩炸弹" in refused(buffer.getvalue())


def test_entities_are_not_expanded(word_file: bytes) -> None:
    body = part_of(word_file, "word/document.xml")
    start = body.index(b"<w:document")
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">]>' + body[start:]
    assert "文档类型声明" in refused(rewrite(word_file, {"word/document.xml": laughs}))


def test_broken_xml(word_file: bytes) -> None:
    assert "不是合法的 XML" in refused(rewrite(word_file, {"word/document.xml": b"<w:document"}))


def test_two_parts_of_one_name(word_file: bytes) -> None:
    buffer = io.BytesIO(word_file)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("Word/document.xml", b"<x/>")
    assert "两个同名部件" in refused(buffer.getvalue())


def test_a_word_file_without_our_part(word_file: bytes) -> None:
    stranger = rewrite(word_file, {BINDING_PART: None})
    assert read_word(stranger).binding is None
    assert "不带本系统的报告绑定" in refused(stranger)


def test_two_bindings(word_file: bytes) -> None:
    second = {"customXml/item9.xml": part_of(word_file, BINDING_PART)}
    assert "2 份报告绑定" in refused(rewrite(word_file, second))


def test_a_binding_without_its_attributes(word_file: bytes) -> None:
    shorn = part_of(word_file, BINDING_PART).replace(b" snapshot=", b" snapshoot=")
    assert "绑定已损坏" in refused(rewrite(word_file, {BINDING_PART: shorn}))


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_ends_in_another_error(word_file: bytes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - damage, not secrets
    damaged = bytearray(word_file)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    part = bytearray(part_of(word_file, "word/document.xml"))
    at = chance.randrange(len(part))
    del part[at : at + chance.randint(1, 40)]
    for data in (bytes(damaged), rewrite(word_file, {"word/document.xml": bytes(part)})):
        try:
            findings(data)
        except UnreadableDocument as error:
            assert "report.docx" in str(error)


def test_controls_nested_as_deep_as_the_parser_allows(word_file: bytes) -> None:
    def nest(root: etree._Element) -> None:
        inner = "<w:p><w:r><w:t>另9例</w:t></w:r></w:p>"
        for _ in range(115):
            inner = f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        root[0].insert(0, word_xml(inner))

    assert [item.new for item in findings(tamper(word_file, nest)) if item.breaks] == ["9"]
