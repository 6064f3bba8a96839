"""Claims in a CSV: each row a claim, or the reason why it is none.

Columns claim_id, person_id, level, discharged_on, total_fen must be there. The others have
defaults: household_id the person's own; kind inpatient; admitted_on the day of discharge;
class_a_fen what the other two leave of the total; class_b_fen, excluded_fen, referred, emergency
0; the rest empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xinglin.claims.claim import Claim
from xinglin.claims.policy import KINDS, LEVELS, Policy
from xinglin.claims.window import fault_of
from xinglin.codes.dates import read_date
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.reading import read_file

REQUIRED = ("claim_id", "person_id", "level", "discharged_on", "total_fen")
COLUMNS = (
    *("claim_id", "person_id", "household_id", "kind", "level", "institution_id", "admitted_on"),
    *("discharged_on", "total_fen", "class_a_fen", "class_b_fen", "excluded_fen", "referred"),
    *("consented_on", "emergency", "aid_class", "disease_code", "account_balance_fen"),
    "request_no",
)
_INTEGER = re.compile(r"\d{1,15}")
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?")
_FLAGS = {"": False, "0": False, "1": True}


@dataclass(frozen=True)
class ClaimRow:
    """A row of the file. claim is None where it is refused, and `fault` says why."""

    number: int
    claim_id: str
    claim: Claim | None
    fault: str = ""
    total_fen: int | None = None
    balance: int | None = None


@dataclass(frozen=True)
class ClaimTable:
    """A file of claims. unused: columns it has that mean nothing here."""

    rows: Sequence[ClaimRow]
    unused: tuple[str, ...]


class _BadCellError(ValueError):
    """A cell that cannot be read; the message is for the user."""


def read_claims(path: Path, policy: Policy) -> ClaimTable:
    """Every row of the file, in its order. Raises IntakeFileError where it is no such file."""
    cells = iter(read_file(path, known_headers=COLUMNS).rows)
    _, header = next(cells)
    names = [str(cell or "").strip() for cell in header]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise IntakeFileError(
            f"文件“{path.name}”缺少列 {'、'.join(missing)}，请补上；各列名见 --help。"
        )
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise IntakeFileError(f"文件“{path.name}”的列 {'、'.join(twice)} 写了两次，请只留一列。")
    rows = _without_repeats(_rows(cells, names, policy))
    return ClaimTable(tuple(rows), tuple(n for n in names if n and n not in COLUMNS))


def _rows(
    cells: Iterator[tuple[int, Sequence[object]]], names: list[str], policy: Policy
) -> Iterator[ClaimRow]:
    for number, row in cells:
        said = {n: str(c).strip() for n, c in zip(names, row, strict=False) if c is not None}
        if len(row) > len(names) and any(str(c or "").strip() for c in row[len(names) :]):
            yield ClaimRow(
                number, said.get("claim_id", ""), None, "这一行的列比表头多，请核对逗号。"
            )
            continue
        yield _row(number, said, policy)


def _row(number: int, said: dict[str, str], policy: Policy) -> ClaimRow:
    claim_id = said.get("claim_id", "")
    try:
        total = _whole(said, "total_fen", None)
        balance = _whole(said, "account_balance_fen", -1)
        claim = _claim(said, total)
    except _BadCellError as error:
        return ClaimRow(number, claim_id, None, str(error))
    fault = fault_of(claim, policy)
    known = None if balance < 0 else balance
    return ClaimRow(number, claim_id, None if fault else claim, fault, total, known)


def _claim(said: dict[str, str], total: int) -> Claim:
    class_b = _whole(said, "class_b_fen", 0)
    excluded = _whole(said, "excluded_fen", 0)
    discharged = _day(said, "discharged_on", None)
    return Claim(
        claim_id=_text(said, "claim_id"),
        person_id=_text(said, "person_id"),
        household_id=said.get("household_id") or said["person_id"],
        kind=_word(said, "kind", KINDS, "inpatient"),  # type: ignore[arg-type]
        level=_word(said, "level", LEVELS, ""),  # type: ignore[arg-type]
        institution_id=said.get("institution_id", ""),
        admitted_on=_day(said, "admitted_on", discharged),
        discharged_on=discharged,
        total_fen=total,
        class_a_fen=(
            _whole(said, "class_a_fen", 0) if "class_a_fen" in said else total - class_b - excluded
        ),
        class_b_fen=class_b,
        excluded_fen=excluded,
        referred=_flag(said, "referred"),
        consented_on=_day(said, "consented_on", None) if said.get("consented_on") else None,
        emergency=_flag(said, "emergency"),
        aid_class=said.get("aid_class", ""),
        disease_code=said.get("disease_code", ""),
        request_no=said.get("request_no", ""),
    )


def _text(said: dict[str, str], name: str) -> str:
    if not said.get(name):
        raise _BadCellError(f"{name} 不能空着，请补填。")
    return said[name]


def _whole(said: dict[str, str], name: str, default: int | None) -> int:
    text = said.get(name, "")
    if not text and default is not None:
        return default
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NEGATIVE.fullmatch(text):
        raise _BadCellError(f"{name} 为负数（{text}），金额不能为负，请核对。")
    raise _BadCellError(f"{name} 应是以分为单位的整数，现为“{text[:30]}”，请核对。")


def _day(said: dict[str, str], name: str, default: date | None) -> date:
    text = said.get(name, "")
    if not text and default is not None:
        return default
    reading = read_date(text)
    if reading.value is None:
        raise _BadCellError(f"{name}：{reading.reason or '不能空着，请补填。'}")
    return reading.value


def _word(said: dict[str, str], name: str, known: dict[str, str], default: str) -> str:
    text = said.get(name) or default
    if text not in known:
        listed = "、".join(f"{word}（{label}）" for word, label in known.items())
        raise _BadCellError(f"{name} 只能是 {listed}，现为“{text[:30]}”，请核对。")
    return text


def _flag(said: dict[str, str], name: str) -> bool:
    text = said.get(name, "")
    if text not in _FLAGS:
        raise _BadCellError(f"{name} 只能是 0 或 1，现为“{text[:30]}”，请核对。")
    return _FLAGS[text]


def _without_repeats(rows: Iterator[ClaimRow]) -> Iterator[ClaimRow]:
    """The first row with a claim or request number is taken; a later one is never paid again."""
    claims: dict[str, int] = {}
    requests: dict[str, int] = {}
    for row in rows:
        claim, fault = row.claim, ""
        if claim is not None:
            if (first := claims.setdefault(claim.claim_id, row.number)) != row.number:
                fault = f"claim_id 与第 {first} 行相同，不重复补偿。"
            elif claim.request_no:
                first = requests.setdefault(claim.request_no, row.number)
                if first != row.number:
                    fault = f"请求号与第 {first} 行相同，不重复补偿。"
        yield ClaimRow(row.number, row.claim_id, None, fault, row.total_fen) if fault else row
