"""Target files: published figures that records are to give, one a line."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xinglin.codes.divisions import DivisionTree
from xinglin.language.indicators import Indicator
from xinglin.sample.problems import SampleError
from xinglin.sample.target_rows import RowReader, Target

REQUIRED = ("id", "place", "period", "kind", "value", "unit", "value_base", "decimals", "indicator")


@dataclass(frozen=True)
class TargetFile:
    """What a file holds; `without_indicator` are the ids of rows that name none.

    digest: SHA-256 of the file's bytes; the sample made from it is the same every time.
    """

    targets: tuple[Target, ...]
    without_indicator: tuple[str, ...]
    digest: str


def read_targets(
    path: Path, indicators: Mapping[str, type[Indicator]], divisions: DivisionTree
) -> TargetFile:
    """Read a targets file (UTF-8 with or without BOM, or GB18030).

    Raises SampleError with every fault at once, each with its line and column.
    """
    raw = _bytes(path)
    rows = csv.DictReader(io.StringIO(_decoded(raw, path), newline=""))
    missing = [name for name in REQUIRED if name not in (rows.fieldnames or ())]
    if missing:
        what = "、".join(missing)
        raise SampleError([f"{path.name}：表头缺少列 {what}，请按目标文件的格式补上。"])
    reader = RowReader(indicators, divisions)
    targets: list[Target] = []
    without: list[str] = []
    ids: list[tuple[int, str]] = []
    for line, row in _filled(rows):
        ids.append((line, row["id"]))
        if row["indicator"]:
            target = reader.read(line, row)
            targets += [target] if target else []
        else:
            without.append(row["id"])
    faults = sorted(reader.faults + _repeated(ids), key=lambda fault: fault[0])
    if faults:
        raise SampleError([f"{path.name} 第 {line} 行{message}" for line, message in faults])
    return TargetFile(tuple(targets), tuple(without), hashlib.sha256(raw).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = "不存在" if isinstance(error, FileNotFoundError) else "无法读取"
        raise SampleError([f"目标文件 {path.name} {reason}，请核对路径。"]) from error


def _decoded(raw: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SampleError([f"目标文件 {path.name} 既非 UTF-8 也非 GB18030 编码，请另存为 UTF-8。"])


def _filled(rows: csv.DictReader[str]) -> Iterable[tuple[int, dict[str, str]]]:
    """The lines that hold anything, with their number in the file."""
    for row in rows:
        cells = {str(k): (v or "").strip() for k, v in row.items() if not isinstance(v, list)}
        if any(cells.values()):
            yield rows.line_num, cells


def _repeated(ids: list[tuple[int, str]]) -> list[tuple[int, str]]:
    first: dict[str, int] = {}
    found = []
    for line, name in sorted(ids):
        if not name:
            found.append((line, "“id”列：没有编号，请填写。"))
        elif name in first:
            found.append((line, f"“id”列：{name} 与第 {first[name]} 行重复，请改用别的编号。"))
        first.setdefault(name, line)
    return found
