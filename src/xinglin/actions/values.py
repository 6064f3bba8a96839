"""Read what a person wrote into a value of a field, or say in Chinese why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from xinglin.actions.problems import Problem
from xinglin.actions.references import References
from xinglin.codes.dates import SHANGHAI, read_date, read_moment
from xinglin.codes.id_numbers import CITIZEN, disagreements, read_id_number
from xinglin.codes.id_numbers import IdNumber as IdNumberRead
from xinglin.codes.text import fold_code, name_fault, normalise_name, normalise_text
from xinglin.language import fields as f

ASKED_UNKNOWN = frozenset({"不详", "不清楚", "未知", "不明"})
"""Words by which a card says: asked, and not known."""

_PLAIN_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?", re.ASCII)
"""How our own files write a moment; read without trying every other form first."""

_MOST = 10**15
"""Thousandths a measured value may have: more is a slip, and no column holds it."""
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|\d{7,8}")
_YES_NO = {
    "是": True,
    "有": True,
    "1": True,
    "true": True,
    "y": True,
    "yes": True,
    "否": False,
    "无": False,
    "0": False,
    "false": False,
    "n": False,
    "no": False,
}

Result = tuple[Any, str | None]
"""A value and no reason, or None and the reason."""


@dataclass
class ValueReader:
    """Reads the values of one register's rows.

    today: the day by which nothing may lie in the future.
    """

    references: References
    today: date
    spreadsheet: bool = False

    def read(self, item: f.Field, raw: Any) -> tuple[Any, Problem | None]:
        """The value of a field from a cell (text, number, date or None); None is blank."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None, None
        value, reason = _READERS.get(item.kind, _text)(self, item, raw)
        if reason is None:
            return value, None
        return None, Problem(f"V-{item.kind}", item.name, f"{item.label}：{reason}")


def _as_text(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def _folded(raw: Any) -> str:
    """A code or number in half-width characters; most are so already, and folding costs 4 µs."""
    text = _as_text(raw)
    return text if text.isascii() and text.isalnum() else fold_code(text)


def _text(_: ValueReader, item: Any, raw: Any) -> Result:
    text = normalise_text(_as_text(raw)).strip()
    if len(text) > item.max_length:
        return None, f"有 {len(text)} 个字，超过 {item.max_length} 个字，请缩短。"
    pattern = getattr(item, "pattern", "")
    if item.kind == "text" and pattern and not re.fullmatch(pattern, text):
        return None, f"“{text}”不合格式，{item.pattern_hint or '请核对'}。"
    return text, None


def _document_number(reader: ValueReader, item: Any, raw: Any) -> Result:
    text = _folded(raw)
    if len(text) > item.max_length:
        return None, f"有 {len(text)} 个字符，超过 {item.max_length} 个，请核对。"
    return text, None


def _name(_: ValueReader, item: f.Field, raw: Any) -> Result:
    name = normalise_name(_as_text(raw))
    fault = name_fault(name)
    return (None, fault) if fault else (name, None)


def _id_number(reader: ValueReader, item: Any, raw: Any) -> Result:
    text = _folded(raw).upper()
    return (text, None) if len(text) <= item.max_length else (None, "证件号过长，请核对。")


def _phone(_: ValueReader, item: f.Field, raw: Any) -> Result:
    text = _folded(raw).replace("(", "").replace(")", "-")
    if not _PHONE.fullmatch(text):
        return None, "不是电话号码，请填 11 位手机号，或区号加 7～8 位号码。"
    return text, None


def _code(reader: ValueReader, item: Any, raw: Any) -> Result:
    text = _as_text(raw)
    code = item.codes.find(text)
    if code is None:
        known = "、".join(label for _, label in item.codes.choices(reader.today)[:6])
        return (
            None,
            f"“{text.strip()}”不在“{item.codes.label}”代码表中，请从表中选择（如{known}）。",
        )
    return code, None


def _division(reader: ValueReader, item: f.Field, raw: Any) -> Result:
    text = _folded(raw)
    code = reader.references.find_division(text)
    if code is None:
        return None, f"“{text}”不在行政区划代码表中，请填代码或全称。"
    return code, None


def _institution(reader: ValueReader, item: f.Field, raw: Any) -> Result:
    text = _folded(raw)
    code = reader.references.find_institution(text)
    if code is None:
        return None, f"“{text}”不在机构名录中，请先登记该机构或核对代码。"
    return code, None


def _integer(_: ValueReader, item: Any, raw: Any) -> Result:
    text = _folded(raw).replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,18}", text):
        return None, f"“{text}”不是整数，请只填数字。"
    value = int(text)
    if item.minimum is not None and value < item.minimum:
        return None, f"{value} 小于下限 {item.minimum}，请核对。"
    if item.maximum is not None and value > item.maximum:
        return None, f"{value} 大于上限 {item.maximum}，请核对。"
    return value, None


def _fen(_: ValueReader, item: Any, raw: Any) -> Result:
    text = _folded(raw).replace(",", "").rstrip("元")
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        return None, f"“{text}”不是金额，请填以元为单位的数字。"
    if not fen.is_finite() or fen != fen.to_integral_value():
        return None, f"“{text}”多于两位小数，金额最小到分。"
    if item.minimum is not None and fen < item.minimum:
        return None, f"{text} 元小于下限，请核对。"
    return int(fen), None


def _milli(_: ValueReader, item: Any, raw: Any) -> Result:
    text = _folded(raw).replace(",", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None, f"“{text}”不是数值，请只填数字，最多三位小数。"
    milli = value * 1000
    if not milli.is_finite() or milli != milli.to_integral_value():
        return None, f"“{text}”多于三位小数，请修约后再填。"
    if abs(milli) > _MOST:
        return None, f"“{text}”过大，请核对。"
    if item.minimum is not None and value < item.minimum:
        return None, f"{text} 小于下限 {item.minimum}，请核对。"
    if item.maximum is not None and value > item.maximum:
        return None, f"{text} 大于上限 {item.maximum}，请核对。"
    return int(milli), None


def _flag(_: ValueReader, item: f.Field, raw: Any) -> Result:
    value = raw if isinstance(raw, bool) else _YES_NO.get(_folded(raw).lower())
    return (None, f"“{raw}”不是“是”或“否”。") if value is None else (value, None)


def _date(reader: ValueReader, item: f.Field, raw: Any) -> Result:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw, None
    reading = read_date(raw, spreadsheet_serial=reader.spreadsheet)
    return reading.value, reading.reason


def _moment(reader: ValueReader, item: f.Field, raw: Any) -> Result:
    if isinstance(raw, str) and _PLAIN_MOMENT.fullmatch(raw):
        try:
            return datetime.fromisoformat(raw).replace(tzinfo=SHANGHAI), None
        except ValueError:
            pass  # no such day or hour: the reader of all forms says what is wrong with it
    reading = read_moment(raw, spreadsheet_serial=reader.spreadsheet)
    return reading.value, reading.reason


_READERS: dict[str, Callable[[ValueReader, Any, Any], Result]] = {
    "text": _text,
    "address": _text,
    "document_number": _document_number,
    "reference": _document_number,
    "person_name": _name,
    "id_number": _id_number,
    "phone": _phone,
    "code": _code,
    "division": _division,
    "institution": _institution,
    "integer": _integer,
    "fen": _fen,
    "milli": _milli,
    "flag": _flag,
    "date": _date,
    "moment": _moment,
}


def id_number_problems(
    item: f.IdNumber, values: dict[str, Any], references: References, today: date, person: Any
) -> list[Problem]:
    """Check a person's number against GB 11643 and the rest of the card; lengthen 15 digits.

    Other documents than ID cards are taken as they are. `values` gets the 18-digit form.
    """
    number, kind = values.get(item.name), values.get(item.type_field) if item.type_field else None
    if number is None or kind not in (None, CITIZEN):
        return []
    read = read_id_number(number, today=today, divisions=references.divisions)
    values[item.name] = read.number
    problems = [Problem("ID01", item.name, f"{item.label}：{e}") for e in read.errors]
    problems += [Problem("ID02", item.name, f"{item.label}：{w}", "warning") for w in read.warnings]
    if read.errors or person is None:
        return problems
    return problems + _disagreements(item, read, values, person)


def _disagreements(
    item: f.IdNumber, read: IdNumberRead, values: dict[str, Any], person: Any
) -> list[Problem]:
    sex = values.get(person.sex.name) if person.sex is not None else None
    born = values.get(person.birth_date.name) if person.birth_date is not None else None
    if sex == read.sex and born == read.birth_date:
        return []  # as nearly always
    told = [("ID03", disagreements(read, sex=sex, birth_date=None))]
    told.append(("ID04", disagreements(read, sex=None, birth_date=born)))
    return [Problem(code, item.name, text, "warning") for code, texts in told for text in texts]
