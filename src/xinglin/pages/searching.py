"""Search a register by name, by full or first-letter pinyin, by card number or identity number.

What is searched for may be a person's name, so it never stands in an address: it is kept in the
session under a mark, and the mark stands in the address.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q, QuerySet

from xinglin.codes.pinyin import sort_key
from xinglin.codes.text import fold_code, normalise_name
from xinglin.language.fields import DocumentNumber, IdNumber
from xinglin.language.registers import Register, key_column

KEPT = 20
_SESSION = "searches"
_LETTERS = re.compile(r"[a-z]{1,40}")
_IDENTITY = re.compile(r"\d{15}|\d{17}[\dxX]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def remember(session: SessionBase, text: str) -> str:
    """Keep a search in the session; returns its mark for the address ('' for none)."""
    text = text.strip()[:100]
    if not text:
        return ""
    kept: dict[str, str] = dict(session.get(_SESSION, {}))
    mark = next((m for m, t in kept.items() if t == text), None) or secrets.token_hex(4)
    kept[mark] = text
    session[_SESSION] = dict(list(kept.items())[-KEPT:])
    return mark


def recall(session: SessionBase, mark: str) -> str:
    """The search behind a mark; '' where this session has none."""
    kept: dict[str, str] = session.get(_SESSION, {})
    return kept.get(mark, "")


def found_by(rows: QuerySet[Any], register: type[Register], text: str) -> QuerySet[Any]:
    """The rows that a search means; each way of looking has an index."""
    return rows.filter(_condition(register, text))


def _condition(register: type[Register], text: str) -> Q:
    code = fold_code(text)
    fields = register.fields.values()
    condition = Q(pk__in=[])
    if any(character.isdigit() for character in code):
        condition |= _beginning(register, code)
        if _IDENTITY.fullmatch(code):
            for field in fields:
                if isinstance(field, IdNumber):
                    condition |= Q(**{field.name: code.upper()})
        return condition
    for name in register.names():
        condition |= name_condition(key_column(name), name.name, text)
    if not register.names() and register.title_field is not None:
        condition |= Q(**{f"{register.title_field.name}__icontains": text.strip()})
    return condition


def _beginning(register: type[Register], code: str) -> Q:
    """Numbers on paper, and text keys, that begin so: a range of the index."""
    condition = Q(pk__in=[])
    key = {c.name for c in register.key}
    for field in register.fields.values():
        is_key_text = field.name in key and field.kind == "text"
        if isinstance(field, DocumentNumber) or is_key_text:
            after = code + "\U0010ffff"
            condition |= Q(**{f"{field.name}__gte": code, f"{field.name}__lt": after})
    return condition


def name_condition(key: str, column: str, text: str) -> Q:
    """Rows whose name begins so, or whose name's pinyin or its first letters do."""
    if _CHINESE.search(text):
        name = normalise_name(text)
        syllables = sort_key(name).partition("|")[0]
        within = Q(**{f"{key}__gte": syllables, f"{key}__lt": syllables + "~"})
        return within & Q(**{f"{column}__startswith": name})
    letters = fold_code(text).lower().replace("'", "")
    if not _LETTERS.fullmatch(letters):
        return Q(pk__in=[])
    first = Q(**{f"{key}__gte": letters[0], f"{key}__lt": letters[0] + "~"})
    initials = "^" + " ".join(f"{letter}[a-zü]*[0-9]" for letter in letters)
    # zhangsan: a tone and a blank may stand between any two letters of the stored key.
    in_full = "^" + "([0-9] )?".join(letters)
    return first & (Q(**{f"{key}__regex": initials}) | Q(**{f"{key}__regex": in_full}))
