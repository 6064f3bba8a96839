"""Reversals (冲正): every difference is shown before anything is written."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xinglin.actions.permissions import require
from xinglin.actions.problems import ConflictError, RefusedError
from xinglin.actions.settling.reversal import preview_reversal, reverse
from xinglin.actions.settling.scheme import claims_register
from xinglin.pages.requests import user_of
from xinglin.store.models import BenefitSettlement


@require_http_methods(["GET", "HEAD", "POST"])
def reversal_page(request: HttpRequest, claim: int) -> HttpResponse:
    """What reversing a settlement changes; by POST it is done, as it was shown."""
    user = user_of(request)
    require(user, "review", claims_register())
    row = BenefitSettlement.objects.filter(claim_id=claim).first()
    if row is None:
        raise Http404("没有这笔结算，或它不在您的数据范围内。")
    problems: list[str] = []
    if request.method == "POST":
        sent = request.POST
        try:
            reverse(
                row.request_no, by=user, reason=sent.get("reason", ""), shown=sent.get("shown", "")
            )
            return redirect("slip", claim=claim)
        except (RefusedError, ConflictError) as error:
            problems.append(str(error))
    found: Any = None
    try:
        found = preview_reversal(row.request_no, by=user)
    except RefusedError as error:
        problems.append(str(error))
    context = {
        "row": row,
        "found": found,
        "problems": list(dict.fromkeys(problems)),
        "reason": request.POST.get("reason", ""),
        "paid_change": sum(d.paid_change for d in found.differences) if found else 0,
        "account_change": sum(d.account_change for d in found.differences) if found else 0,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "scheme/reversal.html", context, status=int(status))
