"""The stock of vaccines by batch and expiry, and temperatures out of range (疫苗库存和冷链)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.immunising import register_of
from xinglin.actions.permissions import require
from xinglin.actions.vaccine_stock import stock, warm_readings
from xinglin.codes.measures import decimals
from xinglin.codes.vaccines import ColdStore, Vaccine
from xinglin.language.provisions import BATCH, MOVEMENT, READING
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of

SOON = 90
"""Days before its expiry in which a batch is told of."""


@require_safe
def stock_page(request: HttpRequest) -> HttpResponse:
    """Every batch at every unit in reach: came, went, given, left; the first to expire first."""
    require(user_of(request), "see", register_of(BATCH))
    found, names = stock(), Names()
    readings = warm_readings()
    names.learn_institutions([*(s.unit for s in found), *(r.reporter for r in readings)])
    everything = request.GET.get("all") == "1"
    context = {
        "rows": [
            (s, Vaccine.label_of(s.batch.vaccine), names.institution(s.unit), _state(s))
            for s in found
            if everything or s.left != 0
        ],
        "everything": everything,
        "emptied": sum(s.left == 0 for s in found),
        "warm": [
            (r, names.institution(r.reporter), ColdStore.label_of(r.store_kind),
             decimals(r.temperature_milli))
            for r in readings
        ],
        "batches": register_of(BATCH),
        "movements": register_of(MOVEMENT),
        "readings": register_of(READING),
    }  # fmt: skip
    return render(request, "clinic/stock.html", context)


def _state(row: object) -> str:
    """What to do about a batch, in words."""
    left, days = row.left, row.days_left  # type: ignore[attr-defined]
    if left < 0:
        return "账目不平：已种多于入库，请核对"
    if days < 0:
        return "已过期，应封存报损"
    return f"{days} 天后过期，先用" if days <= SOON else "正常"
