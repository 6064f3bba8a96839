"""An area's real claims of a year as columns, for the question what another policy would cost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
from django.db.models import Sum

from xinglin.actions.settling.scheme import claims_register, live_claims
from xinglin.claims.columns import Claims
from xinglin.claims.tables import claims_of
from xinglin.store.registers import model_of

_COLUMNS = {
    "person_id": "card_no",
    "household_id": "household_no",
    "kind": "kind",
    "level": "level",
    "institution_id": "hospital_name",
    "admitted_on": "admitted_date",
    "discharged_on": "discharged_date",
    "total_fen": "total_fen",
    "class_b_fen": "class_b_fen",
    "excluded_fen": "excluded_fen",
    "referred": "referred",
    "consented_on": "consented_date",
    "emergency": "emergency",
    "disease_code": "disease_code",
    "aid_class": "aid_class",
}


def years_of(area: str) -> list[int]:
    """The years an area has claims of, the newest first."""
    rows = model_of(claims_register())._default_manager.filter(place__startswith=area)
    days = rows.dates("discharged_date", "year", order="DESC")
    return [day.year for day in days]


def claims_of_year(area: str, year: int) -> Claims:
    """The claims of an area discharged in a year, in the order of settlement."""
    rows = live_claims(area, date(year, 1, 1), date(year, 12, 31))
    found = list(rows.order_by("discharged_date", "claim_no").values_list(*_COLUMNS.values()))
    columns: dict[str, Any] = {
        name: list(values) for name, values in zip(_COLUMNS, zip(*found, strict=True), strict=False)
    }
    if not columns:
        columns = {name: [] for name in _COLUMNS}
    # A claim whose household nobody wrote down is a household of its own.
    columns["household_id"] = [
        household or person
        for household, person in zip(columns["household_id"], columns["person_id"], strict=True)
    ]
    for name in ("class_b_fen", "excluded_fen"):
        columns[name] = [value or 0 for value in columns[name]]
    for name in ("referred", "emergency"):
        columns[name] = [int(bool(value)) for value in columns[name]]
    for name in ("disease_code", "aid_class"):
        columns[name] = [value or "" for value in columns[name]]
    kinds = {
        "person_id": pa.string(), "household_id": pa.string(), "kind": pa.string(),
        "level": pa.string(), "institution_id": pa.string(), "admitted_on": pa.date32(),
        "discharged_on": pa.date32(), "consented_on": pa.date32(), "total_fen": pa.int64(),
        "class_b_fen": pa.int64(), "excluded_fen": pa.int64(), "referred": pa.int8(),
        "emergency": pa.int8(), "disease_code": pa.string(), "aid_class": pa.string(),
    }  # fmt: skip
    return claims_of(pa.table({n: pa.array(columns[n], kinds[n]) for n in _COLUMNS}))


def paid_by_hospital(area: str, year: int) -> dict[str, int]:
    """Hospital → what the fund paid it for a year's discharges."""
    rows = live_claims(area, date(year, 1, 1), date(year, 12, 31)).exclude(level="outside")
    sums = rows.values_list("hospital_name").annotate(fen=Sum("paid_fen"))
    return {name or "": fen or 0 for name, fen in sums.values_list("hospital_name", "fen")}
