"""Answers for the pickers of places and institutions, as JSON."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from xinglin.codes.divisions import CHINA
from xinglin.language import catalogue
from xinglin.pages.names import Names
from xinglin.store.models import Division
from xinglin.store.registers import model_of

MOST = 20


@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Divisions below one (`parent`), or the first that a text means (`q`)."""
    text = request.GET.get("q", "").strip()
    below = Division.objects.filter(parent_code=OuterRef("code"), valid_to=None)
    rows = Division.objects.filter(valid_to=None).annotate(has_parts=Exists(below))
    if text:
        begins = Q(name__startswith=text) | Q(short_name__startswith=text)
        rows = rows.filter(begins | Q(code__startswith=text))
        found = list(rows.order_by("code")[:MOST])
    else:
        parent = request.GET.get("parent", "")
        top = [CHINA, ""] if not parent else [parent]
        found = list(rows.filter(parent_code__in=top).exclude(code=CHINA).order_by("code"))
    names = Names()
    names.learn_places(row.code for row in found)
    return JsonResponse(
        {
            "rows": [_division(row, names) for row in found],
            "path": names.path(request.GET.get("parent", "")),
        }
    )


def _division(row: Any, names: Names) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "full": names.place_in_full(row.code),
        "has_parts": row.has_parts,
    }


@require_safe
def institutions(request: HttpRequest) -> JsonResponse:
    """The first institutions that a code or a part of a name means (`q`)."""
    text, register = request.GET.get("q", "").strip(), catalogue.load().providing("institution")
    if register is None or register.title_field is None or not text:
        return JsonResponse({"rows": []})
    key, title = register.key[0].name, register.title_field.name
    rows = model_of(register)._default_manager.filter(
        Q(**{f"{title}__icontains": text}) | Q(**{f"{key}__startswith": text})
    )
    found = rows.order_by(key).values_list(key, title)[:MOST]
    return JsonResponse({"rows": [{"code": code, "full": name} for code, name in found]})
