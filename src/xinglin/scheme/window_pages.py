"""The window (结算窗口): find the member, see what the bill comes to, settle it, print the slip."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import ConflictError, Problem, RefusedError
from xinglin.actions.settling.members import Member, card_of, find_member
from xinglin.actions.settling.scheme import claims_register, members_register
from xinglin.actions.settling.visits import Visit, visit_settled, waiting_visit, waiting_visits
from xinglin.actions.settling.window import answer_of_result, presettle, settle
from xinglin.claims.policy import KINDS
from xinglin.codes.money import yuan
from xinglin.codes.text import mask_name
from xinglin.pages.accounts import write_audit
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.scheme.entering import find_hospital, read_bill, year_typed
from xinglin.scheme.year_so_far import year_so_far
from xinglin.store.models import BenefitSettlement
from xinglin.store.registers import model_of

_ACTS = ("find", "preview", "settle")


@require_http_methods(["GET", "HEAD", "POST"])
def window_page(request: HttpRequest) -> HttpResponse:
    """The window; numbers of cards and persons travel in the form, never in the address."""
    user = user_of(request)
    require(user, "enter", claims_register())
    if request.method != "POST":
        return _drawn(request, {})
    sent = request.POST.dict()
    act = sent.get("act", "find")
    if act not in _ACTS:
        raise Http404("没有这种操作，请从窗口页重新进入。")
    year = year_typed(sent.get("year", ""))
    card_no = card_of(sent.get("card_no", ""), year)
    member = find_member(card_no, year) if card_no else None
    if member is None:
        said = f"{year} 年度没有这个证号的参合登记，请核对证号、身份证号或年度。"
        return _drawn(request, sent, problems=[Problem("MEMBER", "card_no", said)])
    write_audit("find", members_register().table(), member.id, member.version, "结算窗口查找")
    if act == "find":
        return _drawn(request, {"card_no": sent["card_no"], "year": str(year)}, member=member)
    return _worked(request, sent, member, act)


def _worked(request: HttpRequest, sent: dict[str, str], member: Member, act: str) -> HttpResponse:
    user = user_of(request)
    try:
        visit = _visit(sent.get("visit_no", ""), member)
        if visit is not None:
            sent |= _of_visit(visit)
        hospital = user.unit or find_hospital(sent.get("hospital", ""))
        bill = read_bill(sent, member.card_no, hospital)
        if act == "preview":
            reckoned = presettle(bill, by=user)
            answer = answer_of_result(reckoned.result, reckoned.policy)
            return _drawn(request, sent, member=member, answer=answer)
        with transaction.atomic():  # what is refused at the visit takes the settlement back
            settled = settle(bill, by=user)
            if visit is not None and not settled.is_repeat:
                visit_settled(visit, user)
    except RefusedError as error:
        return _drawn(request, sent, member=member, problems=error.problems)
    except ConflictError as error:
        return _drawn(request, sent, member=member, problems=[Problem("REQ", "", str(error))])
    return redirect("slip", claim=settled.claim_id)


def _visit(number: str, member: Member) -> Visit | None:
    """The visit that is to be settled, if it is this member's. Raises RefusedError."""
    if not number:
        return None
    visit = waiting_visit(number)
    if visit.row.card_no != member.card_no:
        said = "这次就诊登记的是另一个证号，请核对后从本人的待结算就诊进入。"
        raise RefusedError([Problem("VISIT", "visit_no", said)])
    return visit


def _of_visit(visit: Visit) -> dict[str, str]:
    """What a visit says of the bill, as a form would."""
    row = visit.row
    told = {
        "claim_no": visit.claim_no, "hospital": row.hospital, "kind": row.kind,
        "admitted_date": row.admitted_date.isoformat(), "disease_code": row.disease_code or "",
        "referred": "1" if row.referred else "", "emergency": "1" if row.emergency else "",
        "consented_date": row.consented_date.isoformat() if row.consented_date else "",
    }  # fmt: skip
    if row.discharged_date is not None:
        told["discharged_date"] = row.discharged_date.isoformat()
    if visit.lines:
        for name in ("class_a_fen", "class_b_fen", "excluded_fen"):
            told[name] = yuan(getattr(visit, name))
    return told


def _drawn(
    request: HttpRequest,
    typed: dict[str, str],
    *,
    member: Member | None = None,
    answer: dict[str, Any] | None = None,
    problems: Any = (),
) -> HttpResponse:
    names, user = Names(), user_of(request)
    if member is not None and not typed.get("request_no"):
        typed["request_no"] = uuid.uuid4().hex
    context = {
        "typed": typed,
        "year": typed.get("year") or str(today().year),
        "member": member,
        "shown": _shown(member, names) if member else None,
        "so_far": year_so_far(member) if member else None,
        "visits": waiting_visits(member.card_no) if member else [],
        "kinds": KINDS,
        "answer": answer,
        "problems": problems,
        "unit": names.institution(user.unit) if user.unit else "",
        "aid": claims_register().value_label("aid_class", member.aid_class) if member else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "scheme/window.html", context, status=int(status))


def _shown(member: Member, names: Names) -> dict[str, Any]:
    """The member as a window shows him: enough to know the person who stands there."""
    return {
        "name": mask_name(member.name),
        "sex": {"1": "男", "2": "女"}.get(member.sex or "", "—"),
        "birth": member.birth_date,
        "place": names.place_in_full(member.residence),
        "household": member.household_no,
        "state": members_register().lifecycle.states.get(member.state, member.state),
    }


@require_safe
def slip_page(request: HttpRequest, claim: int) -> HttpResponse:
    """The slip (结算单): what each party pays and why, to print and sign."""
    claims = claims_register()
    require(user_of(request), "see", claims)
    row: Any = model_of(claims)._default_manager.filter(pk=claim).first()
    settlement = BenefitSettlement.objects.filter(claim_id=claim).first()
    if row is None or settlement is None:
        raise Http404("没有这张结算单，或它不在您的数据范围内，或不是在窗口结算的。")
    may_name = may(user_of(request), "unmask", claims)
    named = may_name and request.GET.get("named") == "1"
    kind = "unmask" if named else "open"
    write_audit(kind, claims.table(), row.pk, row.version, "打印结算单" if named else "结算单")
    undone = BenefitSettlement.objects.filter(reverses=settlement).first()
    context = {
        "row": row,
        "settlement": settlement,
        "answer": settlement.answer if settlement.reverses is None else None,
        "reverses": settlement.reverses,
        "undone": undone,
        "name": (row.patient_name or "") if named else mask_name(row.patient_name or ""),
        "named": named,
        "may_name": may_name,
        "kind": claims.value_label("kind", row.kind),
        "level": claims.value_label("level", row.level),
        "state": claims.value_label("state", row.state),
        "place": Names().place_in_full(row.residence),
        "may_reverse": undone is None
        and settlement.reverses is None
        and may(user_of(request), "review", claims),
    }
    return render(request, "scheme/slip.html", context)
