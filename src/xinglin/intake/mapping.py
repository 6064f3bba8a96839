"""Mapping files: how the columns and codes of a foreign file become a register's.

    format = 1
    register = "notifiable_case"
    channel = "historical"
    reporter = {source = "h7n9_china_2013", label = "文献病例列表"}
    key = ["case_id"]
    ignore = ["column that nothing is made of"]

    [columns]
    onset_date = "date_of_onset"
    disease = {const = "influenza_h7n9"}
    card_no = {template = "H7N9-{case_id}"}
    outcome = {column = "outcome", codes = {Death = "4"}, missing = ["?"]}

Whatever the file's form does not know is refused, with the place named: a slip in a mapping must
not drop a column in silence.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xinglin.intake.encoding import ENCODINGS
from xinglin.intake.origins import Origin
from xinglin.intake.problems import IntakeFileError
from xinglin.language.fields import CHANNELS
from xinglin.language.registers import Register

FORMAT = 1
COMMON_TARGETS = {"reporter": "报告单位", "state": "状态", "reason": "说明理由"}
"""Columns beside the register's own fields that a file may fill."""

SOURCE_PREFIX = "source:"
_KEYS = {
    *("format", "register", "channel", "columns", "ignore", "key"),
    *("reporter", "divisions", "encoding", "note", "source"),
}
_ORIGIN_KEYS = {"column", "const", "template", "codes", "missing", "date_format", "whole", "when"}
_SOURCE_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class FileMapping:
    """One mapping file, read and checked against its register."""

    register: str
    columns: Mapping[str, Origin]
    channel: str = ""
    ignore: frozenset[str] = frozenset()
    key: tuple[str, ...] = ()
    reporter: str = ""
    """Code of the institution, or of a declared outside source ("source:…"), that reports."""
    divisions: tuple[str, ...] = ()
    encoding: str = ""
    sha256: str = ""
    file_name: str = ""

    def headers(self) -> tuple[str, ...]:
        """Every header it reads, in order."""
        return tuple(dict.fromkeys(h for o in self.columns.values() for h in o.headers))


@dataclass
class _Reading:
    """Reads one mapping and keeps all its faults."""

    name: str
    data: Mapping[str, Any]
    faults: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        value = self.data.get(key, "")
        if isinstance(value, str):
            return value
        self.faults.append(f"{key} 应是文字")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, list) and all(isinstance(v, str) for v in listed):
            return tuple(listed)
        self.faults.append(f"{key} 应是文字的列表")
        return ()

    def unknown(self, where: str, given: Mapping[str, Any], allowed: set[str]) -> None:
        for key in given:
            if key not in allowed:
                known = "、".join(sorted(allowed))
                self.faults.append(f"{where}不认识“{key}”（可用的有：{known}）")


def read_mapping(path: Path, registers: Mapping[str, type[Register]]) -> FileMapping:
    """Read a mapping file. Raises IntakeFileError with every fault in it."""
    try:
        raw = path.read_bytes()
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        raise IntakeFileError(f"打不开对照文件“{path.name}”，请核对路径。") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise IntakeFileError(f"对照文件“{path.name}”不是正确的 TOML：{error}。") from error
    reading = _Reading(path.name, data)
    made = _mapping(reading, registers, hashlib.sha256(raw).hexdigest())
    if reading.faults:
        lines = "\n".join(f"  {fault}。" for fault in reading.faults)
        raise IntakeFileError(f"对照文件“{path.name}”有 {len(reading.faults)} 处错误：\n{lines}")
    return made


def _mapping(
    reading: _Reading, registers: Mapping[str, type[Register]], digest: str
) -> FileMapping:
    data = reading.data
    reading.unknown("", data, _KEYS)
    if data.get("format") != FORMAT:
        reading.faults.append(f"须写明 format = {FORMAT}")
    register = registers.get(reading.text("register"))
    if register is None:
        reading.faults.append(f"register 应是登记表名，如 {'、'.join(sorted(registers))}")
    channel = reading.text("channel")
    if channel and channel not in CHANNELS:
        reading.faults.append(f"channel 应是 {'、'.join(CHANNELS)} 之一")
    encoding = reading.text("encoding")
    if encoding and encoding not in ENCODINGS:
        reading.faults.append(f"encoding 应是 {'、'.join(ENCODINGS)} 之一")
    columns = _columns(reading, register)
    key = reading.texts("key")
    _check_key(reading, register, columns, key)
    return FileMapping(
        register=register.name if register else "",
        columns=columns,
        channel=channel,
        ignore=frozenset(reading.texts("ignore")),
        key=key,
        reporter=_reporter(reading),
        divisions=reading.texts("divisions"),
        encoding=encoding,
        sha256=digest,
        file_name=reading.name,
    )


def _columns(reading: _Reading, register: type[Register] | None) -> dict[str, Origin]:
    table = reading.data.get("columns", {})
    if not isinstance(table, dict) or not table:
        reading.faults.append("须有 [columns] 一节，写明各项目从哪一列来")
        return {}
    if register is not None:
        reading.unknown("[columns] ", table, {*register.fields, *COMMON_TARGETS})
    return {name: _origin(reading, name, value) for name, value in table.items()}


def _origin(reading: _Reading, name: str, value: Any) -> Origin:
    where = f"[columns] {name}："
    if isinstance(value, str):
        return Origin(header=value)
    if not isinstance(value, dict):
        reading.faults.append(f"{where}应是列名，或 {{column=…}}、{{const=…}}、{{template=…}}")
        return Origin()
    reading.unknown(where, value, _ORIGIN_KEYS)
    if sum(k in value for k in ("column", "const", "template")) != 1:
        reading.faults.append(f"{where}column、const、template 须有且只有一个")
    codes = value.get("codes", {})
    if not isinstance(codes, dict) or not all(isinstance(c, str) for c in codes.values()):
        reading.faults.append(f"{where}codes 应是“原词 = 代码”的表，代码写成文字")
        codes = {}
    missing = value.get("missing", [])
    if not isinstance(missing, list) or not all(isinstance(m, str) for m in missing):
        reading.faults.append(f"{where}missing 应是文字的列表")
        missing = []
    when = value.get("when", {})
    if not isinstance(when, dict) or not all(isinstance(w, str) for w in when.values()):
        reading.faults.append(f"{where}when 应是“列名 = 原词”的表")
        when = {}
    return Origin(
        header=str(value.get("column", "")),
        const=value.get("const"),
        template=str(value.get("template", "")),
        codes=codes,
        missing=frozenset(missing),
        date_format=str(value.get("date_format", "")),
        whole=value.get("whole") is True,
        when=when,
    )


def _check_key(
    reading: _Reading,
    register: type[Register] | None,
    columns: Mapping[str, Origin],
    key: tuple[str, ...],
) -> None:
    """The named columns must be what the register's key is made of, or rows would fall together."""
    if register is None or not key:
        return
    made_of = {h for c in register.key if c.name in columns for h in columns[c.name].headers}
    for header in key:
        if header not in made_of:
            names = "、".join(c.name for c in register.key)
            reading.faults.append(f"key 中的“{header}”没有用在关键项目（{names}）里")


def _reporter(reading: _Reading) -> str:
    value = reading.data.get("reporter", {})
    return "".join(_reporter_codes(reading, value))


def _reporter_codes(reading: _Reading, value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        reading.faults.append('reporter 应是 {institution = "代码"} 或 {source = "名称"}')
        return
    reading.unknown("reporter：", value, {"institution", "source", "label"})
    if "source" in value:
        source = str(value["source"])
        if not _SOURCE_CODE.fullmatch(source):
            reading.faults.append(f"reporter：source“{source}”只能由小写字母、数字、下划线组成")
        yield SOURCE_PREFIX + source
    elif "institution" in value:
        yield str(value["institution"])
