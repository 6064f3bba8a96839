"""Claims as Arrow tables: turned into columns, and parted by household so that memory is bounded.

A table has the columns of a claims CSV (`intake/claim_table.py`). Amounts are whole numbers, days
dates; words are texts or dictionaries; persons and households texts or whole numbers. What a CSV
may leave out may be left out here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xinglin.claims.columns import KIND_CODES, LEVEL_CODES, NEVER, Array, Claims, Ints

ROWS_AT_ONCE = 1_000_000
"""Rows of a file read in one piece."""
_ROWS_IN_A_PART = 1_500_000
_PARTS_AT_MOST = 255

REQUIRED = ("person_id", "level", "discharged_on", "total_fen")


class ClaimTableError(ValueError):
    """A table that holds no claims; the message is one sentence in Chinese."""


def claims_of(table: pa.Table) -> Claims:
    """The rows of a table as columns. Raises ClaimTableError."""
    have = set(table.column_names)
    missing = [name for name in REQUIRED if name not in have]
    if missing:
        raise ClaimTableError(f"结算单缺少列 {'、'.join(missing)}，请补上。")
    total = _whole(table, "total_fen")
    class_b = _whole(table, "class_b_fen") if "class_b_fen" in have else None
    excluded = _whole(table, "excluded_fen") if "excluded_fen" in have else None
    rest = total - (0 if class_b is None else class_b) - (0 if excluded is None else excluded)
    if "class_a_fen" in have and bool((_whole(table, "class_a_fen") != rest).any()):
        raise ClaimTableError("有的行总费用不等于甲类、乙类、目录外费用之和，请核对后再算。")
    if len(rest) and int(rest.min()) < 0:
        raise ClaimTableError("有的行金额为负，请核对后再算。")
    institutions, institution = _words(table, "institution_id")
    diseases, disease = _words(table, "disease_code")
    aid_classes, aid = _words(table, "aid_class")
    return Claims(
        person=_identity(table["person_id"]),
        household=_identity(table["household_id"]) if "household_id" in have else None,
        kind=_code(table, "kind", KIND_CODES) if "kind" in have else None,
        level=_code(table, "level", LEVEL_CODES),
        admitted=_days(table, "admitted_on") if "admitted_on" in have else None,
        discharged=_days(table, "discharged_on"),
        class_a=rest,
        class_b=class_b,
        excluded=excluded,
        referred=_flag(table, "referred"),
        consented=_days(table, "consented_on", int(NEVER)) if "consented_on" in have else None,
        emergency=_flag(table, "emergency"),
        institution=institution, institutions=institutions, disease=disease, diseases=diseases,
        aid=aid, aid_classes=aid_classes,
        balance=_balance(table),
        order=_order(table),
    )  # fmt: skip


def parts_for(rows: int) -> int:
    """In how many parts so many rows are to be taken, so that one fits into memory."""
    return min(_PARTS_AT_MOST, rows // _ROWS_IN_A_PART + 1)


def parted(
    batches: Iterable[pa.RecordBatch], key: str, folder: Path, parts: int
) -> Iterator[pa.Table]:
    """The rows again, in tables that hold whole groups of `key`; one table in memory at a time.

    Rows keep their order within a table. Files of the folder are the caller's to remove.
    """
    writers: dict[int, Any] = {}
    try:
        for batch in batches:
            part = _part_of(batch.column(key), parts)
            order = np.argsort(part, kind="stable")
            edges = np.searchsorted(part[order], np.arange(parts + 1))
            sorted_ = batch.take(pa.array(order))
            for number in range(parts):
                some = sorted_.slice(edges[number], edges[number + 1] - edges[number])
                if some.num_rows:
                    if number not in writers:
                        writers[number] = pa.ipc.new_file(folder / f"{number}.arrow", batch.schema)
                    writers[number].write_batch(some)
    finally:
        for writer in writers.values():
            writer.close()
    for number in sorted(writers):
        path = folder / f"{number}.arrow"
        with pa.memory_map(str(path)) as file:
            yield pa.ipc.open_file(file).read_all()
        path.unlink()


def _part_of(column: Any, parts: int) -> Array:
    if pa.types.is_integer(column.type):
        return (column.to_numpy(zero_copy_only=False) % parts).astype(np.uint8)
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    where = [zlib.crc32(str(word).encode()) % parts for word in coded.dictionary.to_pylist()]
    return np.array([*where, 0], np.uint8)[coded.indices.to_numpy(zero_copy_only=False)]


def _numbers(column: Any) -> Array:
    one = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return one.to_numpy(zero_copy_only=False)


def _whole(table: pa.Table, name: str) -> Ints:
    column = table[name]
    if not pa.types.is_integer(column.type):
        raise ClaimTableError(f"列 {name} 应是以分为单位的整数，请核对。")
    if column.null_count:
        column = pc.fill_null(column, 0)
    return _numbers(column).astype(np.int64, copy=False)


def _days(table: pa.Table, name: str, blank: int | None = None) -> Array:
    column = table[name]
    if pa.types.is_string(column.type):
        column = column.cast(pa.date32())
    if not pa.types.is_date(column.type):
        raise ClaimTableError(f"列 {name} 应是日期，请核对。")
    days = column.cast(pa.date32()).cast(pa.int32())
    if days.null_count:
        if blank is None:
            raise ClaimTableError(f"列 {name} 有空着的行，请补填。")
        days = pc.fill_null(days, pa.scalar(blank, pa.int32()))
    return _numbers(days)


def _coded(column: Any) -> tuple[list[Any], Array]:
    """The different values, and each row's position among them."""
    one = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(one, pa.ChunkedArray):
        one = one.chunk(0) if one.num_chunks else pa.array([], one.type)
    coded = one if pa.types.is_dictionary(one.type) else one.dictionary_encode()
    indices = coded.indices
    if indices.null_count:
        indices = pc.fill_null(indices, -1)
    return coded.dictionary.to_pylist(), indices.to_numpy(zero_copy_only=False)


def _identity(column: Any) -> Array:
    if pa.types.is_integer(column.type):
        return _numbers(column)
    return _coded(column)[1].astype(np.int64)


def _code(table: pa.Table, name: str, codes: Mapping[Any, int]) -> Array:
    words, positions = _coded(table[name])
    unknown = [str(word) for word in words if word not in codes]
    if unknown or (len(positions) and int(positions.min()) < 0):
        known = "、".join(str(word) for word in codes)
        found = "、".join(unknown[:3]) or "空"
        raise ClaimTableError(f"列 {name} 只能是 {known}，现有“{found}”，请核对。")
    return np.array([codes[word] for word in words], np.int8)[positions]


def _words(table: pa.Table, name: str) -> tuple[tuple[str, ...], Array | None]:
    if name not in table.column_names:
        return (), None
    words, positions = _coded(table[name])
    code = [number if word else -1 for number, word in enumerate(words)]
    return tuple(str(word or "") for word in words), np.array([*code, -1], np.int64)[positions]


def _flag(table: pa.Table, name: str) -> Array | None:
    if name not in table.column_names:
        return None
    return _numbers(pc.fill_null(table[name].cast(pa.bool_()), False))


def _balance(table: pa.Table) -> Ints | None:
    if "account_balance_fen" not in table.column_names:
        return None
    return _numbers(pc.fill_null(table["account_balance_fen"], -1)).astype(np.int64)


def _order(table: pa.Table) -> Ints | None:
    """Ranks by claim number where there is one that is not in order already."""
    if "claim_id" not in table.column_names:
        return None
    column = table["claim_id"]
    if not pa.types.is_integer(column.type):
        texts = column.cast(pa.string())
        is_numeric = pc.all(pc.utf8_is_digit(texts)).as_py()
        column = texts.cast(pa.int64()) if is_numeric else texts
    if pa.types.is_integer(column.type):
        numbers = _numbers(column)
        return None if bool((numbers[1:] > numbers[:-1]).all()) else numbers
    ranks = np.empty(len(column), np.int64)
    ranks[_numbers(pc.sort_indices(column))] = np.arange(len(column))
    return ranks
