"""Who is due (应种名单), one child's plan (接种计划), the month's coverage (接种率月报)."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.coverage import make_month
from xinglin.actions.immunising import (
    ON_ROLL,
    DueDose,
    due_doses,
    plan_of,
    register_of,
    rows_of,
)
from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.codes.dates import read_date
from xinglin.codes.text import mask_name
from xinglin.codes.vaccines import ScheduleDose
from xinglin.immunisation.due import OVERDUE
from xinglin.language.provisions import CHILD, COVERAGE, DOSE
from xinglin.pages.accounts import write_audit
from xinglin.pages.exports import csv_body
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of

MOST = 20_000
"""Children reckoned at once on a page: a county's clinics hold fewer each."""
_SHOWN = 500
_AHEAD = 30
_MONTHS = 12


@require_safe
def due_page(request: HttpRequest) -> HttpResponse:
    """Doses due up to a day among the children in reach, the longest due first."""
    until, problems = _until(request)
    found, too_many = _found(request, until)
    late = [d for d in found if d.state == OVERDUE]
    names = Names()
    names.learn_places(d.child.residence for d in found[:_SHOWN])
    write_audit("open", register_of(CHILD).table(), detail=f"应种名单，至 {until}")
    context = {
        "rows": [(d, mask_name(d.child.child_name or ""), names.place(d.child.residence or ""))
                 for d in found[:_SHOWN]],
        "total": len(found),
        "children": len({d.child.pk for d in found}),
        "late": len(late),
        "shown": _SHOWN,
        "until": until,
        "only": request.GET.get("only", ""),
        "problems": problems,
        "too_many": too_many,
        "may_export": may(user_of(request), "export", register_of(CHILD)),
        "OVERDUE": OVERDUE,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "clinic/due.html", context)


@require_safe
def due_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, names masked: the clinic finds the child by its number."""
    user, register = user_of(request), register_of(CHILD)
    require(user, "export", register)
    until, _ = _until(request)
    found, _ = _found(request, until)
    write_audit("export", register.table(), detail=f"应种名单 {len(found)} 条")
    lines: list[list[Any]] = [["儿童编码", "姓名", "出生日期", "剂次", "应种日期", "状态"]]
    lines += [
        [d.child.child_no, mask_name(d.child.child_name or ""), d.child.birth_date.isoformat(),
         d.name, d.day.isoformat(), d.said]
        for d in found
    ]  # fmt: skip
    answer = HttpResponse(csv_body(iter(lines)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="due.csv"'
    return answer


def _until(request: HttpRequest) -> tuple[date, list[Problem]]:
    typed = request.GET.get("until", "").strip()
    usual = today() + timedelta(days=_AHEAD)
    if not typed:
        return usual, []
    read = read_date(typed).value
    if read is None:
        said = f"“{typed}”不是日期，请写成如 2013-06-30 的样子。"
        return usual, [Problem("DAY", "until", said)]
    return read, []


def _found(request: HttpRequest, until: date) -> tuple[list[DueDose], bool]:
    """The doses asked for; and whether there are more children than a page reckons."""
    require(user_of(request), "see", register_of(CHILD))
    rows = rows_of(CHILD).filter(state__in=ON_ROLL)
    if place := request.GET.get("place", "").strip():
        rows = rows.filter(residence__startswith=place)
    children = list(rows.order_by("birth_date", "pk")[: MOST + 1])
    found = due_doses(children[:MOST], until)
    if request.GET.get("only") == "late":
        found = [d for d in found if d.state == OVERDUE]
    return found, len(children) > MOST


@require_safe
def plan_page(request: HttpRequest, child: int) -> HttpResponse:
    """One child's doses, which of them count, and what comes next; the school's notice as well."""
    user, register = user_of(request), register_of(CHILD)
    require(user, "see", register)
    row = rows_of(CHILD).filter(pk=child).first()
    if row is None:
        raise Http404("没有这名儿童，或不在您的数据范围内。")
    write_audit("open", register.table(), row.pk, row.version)
    names = Names()
    plan = plan_of(row)
    missing = [s.next_name for s in plan if s.said in ("应种", "逾期")]
    context = {
        "child": row,
        "name": mask_name(row.child_name or ""),
        "place": names.place_in_full(row.residence or ""),
        "unit": names.institution(row.reporter or ""),
        "plan": plan,
        "missing": missing,
        "register": register,
        "dose_register": register_of(DOSE),
        "may_enter": may(user, "enter", register_of(DOSE)),
        "today": today(),
    }
    return render(request, "clinic/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def months_page(request: HttpRequest) -> HttpResponse:
    """Coverage by dose of a month; by POST the month's reports are made from the records."""
    user, register = user_of(request), register_of(COVERAGE)
    require(user, "enter" if request.method == "POST" else "see", register)
    problems: list[Problem] = []
    asked = (request.POST if request.method == "POST" else request.GET).get("month", "").strip()
    first = _month(asked) or (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    if asked and _month(asked) is None:
        problems.append(Problem("MONTH", "month", f"“{asked}”不是月份，请写成如 2013-06 的样子。"))
    elif request.method == "POST":
        try:
            made = make_month(first, by=user)
            messages.success(
                request,
                f"{first:%Y-%m}：{made.clinics} 个门诊，新填 {made.new} 行，"
                f"更正 {made.changed} 行，人工填报的 {made.left} 行未动。",
            )
            return redirect(f"{request.path}?month={first:%Y-%m}")
        except RefusedError as error:
            problems = list(error.problems)
    context = {
        "register": register,
        "month": first,
        "rows": _coverage(first),
        "may_make": may(user, "enter", register),
        "problems": problems,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "clinic/months.html", context, status=int(status))


def _month(typed: str) -> date | None:
    read = read_date(f"{typed}-01").value if len(typed) == 7 else None
    return read


def _coverage(first: date) -> list[dict[str, Any]]:
    """Each dose's sums over the clinics in reach."""
    sums = (
        rows_of(COVERAGE)
        .filter(month_date=first)
        .values("dose")
        .annotate(
            due=Sum("due_count"), given=Sum("given_count"), before=Sum("before_count"),
            units=Count("reporter", distinct=True),
        )
    )  # fmt: skip
    order = {code: number for number, code in enumerate(ScheduleDose.codes)}
    rows = sorted(sums, key=lambda r: order.get(r["dose"], 0))
    for row in rows:
        whole = row["before"] + row["due"]
        row["label"] = ScheduleDose.label_of(row["dose"])
        # Nobody due is no rate: a dash, never a zero.
        row["rate"] = f"{row['given'] / row['due'] * 100:.2f}%" if row["due"] else "—"
        row["running"] = f"{(row['before'] + row['given']) / whole * 100:.2f}%" if whole else "—"
    return rows
