"""The zip around a Word file: written the same every time, read with suspicion."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"

# A report is far below a megabyte. The limits keep a forged file from filling the memory.
LARGEST_FILE = 100 * 2**20
LARGEST_UNPACKED = 300 * 2**20
LARGEST_RATIO = 300
RATIO_COUNTS_FROM = 2**20
MOST_PARTS = 5000

# What zipfile raises for one damaged file or another, ValueError for a negative offset among them.
_NO_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class UnreadableDocument(ValueError):  # noqa: N818 - it names the file, as callers catch it
    """The file cannot be read as a Word report; the message is one Chinese sentence."""


@dataclass(frozen=True)
class Relationship:
    """One relationship of a part: its kind is the last word of the type's address."""

    key: str
    kind: str
    target: str


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip whose bytes depend on nothing but the parts."""
    buffer = io.BytesIO()
    order = sorted(parts, key=lambda name: (name != CONTENT_TYPES, name))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in order:
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same bytes on every operating system
            package.writestr(entry, parts[name])
    return buffer.getvalue()


def read_package(data: bytes, name: str) -> dict[str, bytes]:
    """All parts of a Word file by their names.

    Raises UnreadableDocument for anything that is not a whole, unencrypted, sanely sized zip.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableDocument(f"{name} 超过 {LARGEST_FILE >> 20} MB，不是本系统的报告，未读取。")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableDocument(
            f"{name} 是加密文件或旧版 .doc 文件，请去掉密码并另存为 .docx 后再核对。"
        )
    if data.lstrip()[:5].lower() in (b"%pdf-", b"<!doc", b"<html"):
        raise UnreadableDocument(
            f"{name} 是 PDF 或网页，只供阅读；请核对同时编制的 report.docx 或 report.json。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_odd_entries(package.infolist(), name)
            return {entry.filename: package.read(entry) for entry in package.infolist()}
    except UnreadableDocument:
        raise
    except _NO_ZIP as error:
        raise UnreadableDocument(
            f"{name} 不是完整的 .docx 文件（可能已损坏或被截断），请重新取得原文件后再核对。"
        ) from error


def parse_part(data: bytes, part: str, name: str) -> etree._Element:
    """A part as XML, without entities, network or document type.

    Raises UnreadableDocument where it is no XML or brings a document type of its own.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(
            f"{name} 的内部部件 {part} 不是合法的 XML，文件已损坏，请重新取得原文件后再核对。"
        ) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument(f"{name} 的内部部件 {part} 含有不允许的文档类型声明，未读取。")
    return root


def relationships(parts: Mapping[str, bytes], source: str, name: str) -> list[Relationship]:
    """The internal relationships of a part (``""`` for the package), targets resolved."""
    folder, base = posixpath.split(source)
    held_in = posixpath.join(folder, "_rels", f"{base}.rels")
    if held_in not in parts:
        return []
    found = []
    for item in parse_part(parts[held_in], held_in, name).iter(f"{{{RELATIONSHIPS}}}Relationship"):
        if item.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", "")))
        kind = item.get("Type", "").rsplit("/", 1)[-1]
        found.append(Relationship(item.get("Id", ""), kind, target.lstrip("/")))
    return found


def _refuse_odd_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise UnreadableDocument(f"{name} 解压后过大，疑似压缩炸弹，未读取。")
    seen: set[str] = set()
    for entry in entries:
        is_big = entry.file_size > RATIO_COUNTS_FROM
        if is_big and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1):
            raise UnreadableDocument(f"{name} 的压缩比异常，疑似压缩炸弹，未读取。")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UnreadableDocument(f"{name} 的压缩方式不是 Word 所用的，未读取。")
        if entry.flag_bits & 1:
            raise UnreadableDocument(f"{name} 已加密，请去掉密码后再核对。")
        if entry.filename.lower() in seen:
            raise UnreadableDocument(
                f"{name} 内有两个同名部件 {entry.filename}，无法确定读者看到的是哪一个，未核对。"
            )
        seen.add(entry.filename.lower())
