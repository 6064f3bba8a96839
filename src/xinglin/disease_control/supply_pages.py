"""The emergency store: what is there, what is short, what expires."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.emergencies import emergency_register, live_of
from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.codes.emergency_codes import EmergencySupplyKind
from xinglin.disease_control.stock import SOON, stock_of
from xinglin.language.provisions import SUPPLY, SUPPLY_MOVEMENT
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of


@require_safe
def supplies_page(request: HttpRequest) -> HttpResponse:
    """Every item of the user's reach with its stock today, what is wrong with it first."""
    user, register = user_of(request), emergency_register(SUPPLY)
    require(user, "see", register)
    day, names = today(), Names()
    moves: dict[str, list[Any]] = defaultdict(list)
    for move in live_of(SUPPLY_MOVEMENT):
        moves[move.supply].append(move)
    found = [
        (row, stock_of(row.minimum_count, moves[row.supply_no], day)) for row in live_of(SUPPLY)
    ]
    names.learn_places(row.division for row, _ in found)
    found.sort(key=lambda f: (not f[1].remarks, f[0].division, f[0].store_name, f[0].item_name))
    context = {
        "register": register,
        "movements": emergency_register(SUPPLY_MOVEMENT).name,
        "lines": [
            (row, EmergencySupplyKind.label_of(row.kind), names.place(row.division), stock)
            for row, stock in found
        ],
        "wrong": sum(bool(stock.remarks) for _, stock in found),
        "soon": SOON.days,
        "day": day,
        "may_enter": may(user, "enter", register),
    }
    return render(request, "disease_control/supplies.html", context)
