"""Read what was typed at the window: by the fields of the registers, with their own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404

from xinglin.actions.moments import today
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.references import load_references
from xinglin.actions.settling.bills import Bill
from xinglin.actions.settling.scheme import claims_register
from xinglin.actions.values import ValueReader

_DAYS = ("admitted_date", "discharged_date", "consented_date")
_MONEY = ("class_a_fen", "class_b_fen", "excluded_fen")
_NEEDED = ("claim_no", "kind", "admitted_date", "discharged_date")
REQUEST_NO = re.compile(r"[0-9A-Za-z-]{8,40}")


def read_bill(sent: Mapping[str, str], card_no: str, hospital: str) -> Bill:
    """The bill of a form. Raises RefusedError with everything that is wrong with it."""
    claims = claims_register()
    reader = ValueReader(load_references(), today())
    names = (*_DAYS, *_MONEY, "claim_no", "kind", "disease_code")
    values: dict[str, Any] = {}
    problems = []
    for name in names:
        values[name], problem = reader.read(claims.fields[name], sent.get(name, ""))
        if problem is not None:
            problems.append(problem)
        elif values[name] is None and name in _NEEDED:
            label = claims.fields[name].label
            problems.append(Problem("REQ", name, f"{label}：必填，请补填。"))
    if not hospital:
        problems.append(Problem("REQ", "hospital", "就诊机构：必填，请填机构代码或全称。"))
    if not REQUEST_NO.fullmatch(sent.get("request_no", "")):
        problems.append(Problem("REQ", "", "这一页已过期，请重新查找证号后再结算。"))
    if problems:
        raise RefusedError(problems)
    money = {name: values[name] or 0 for name in _MONEY}
    return Bill(
        request_no=sent["request_no"], claim_no=values["claim_no"], card_no=card_no,
        hospital=hospital, kind=values["kind"], admitted_on=values["admitted_date"],
        discharged_on=values["discharged_date"], disease_code=values["disease_code"] or "",
        referred=sent.get("referred") == "1", emergency=sent.get("emergency") == "1",
        consented_on=values["consented_date"], **money,
    )  # fmt: skip


def find_hospital(written: str) -> str:
    """The code of the institution meant; '' where there is none."""
    return load_references().find_institution(written) or "" if written.strip() else ""


def year_typed(written: str) -> int:
    """A year as it was typed, this year's where it is none."""
    text = written.strip()
    is_year = text.isascii() and text.isdecimal() and len(text) == 4
    return int(text) if is_year and 1990 <= int(text) <= 2100 else today().year


def day_or_none(text: str) -> date | None:
    """A day in ISO form, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def month_typed(written: str) -> date:
    """The first day of a month typed like 2013-06; this month without one. Raises Http404."""
    found = day_or_none(f"{written}-01") if written else today().replace(day=1)
    if found is None or not 1990 <= found.year <= 2100:
        raise Http404("月份写法不对，请写成如 2013-06 的样子。")
    return found
