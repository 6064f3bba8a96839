"""The list of any register: filters in the address, search, sort, pages, chosen columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.language import catalogue
from xinglin.language.registers import COMMON_COLUMNS, Register, key_column
from xinglin.pages.cells import Cell, cell, learn_names
from xinglin.pages.filters import Filter, filters_of, narrowed
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.pages.searching import found_by, recall, remember
from xinglin.store.registers import model_of

PAGE = 50
SHOWN_COMMON = ("state", "reporter", "place", "channel", "recorded_at", "recorded_by", "version")


@dataclass(frozen=True)
class Line:
    """One row of a list."""

    id: int
    cells: list[Cell]


@dataclass
class ListView:
    """A list as the address asks for it."""

    register: type[Register]
    filters: list[Filter]
    columns: list[str]
    sort: str
    searched: str
    mark: str
    names: Names = field(default_factory=Names)

    @property
    def descending(self) -> bool:
        """Whether the sort runs downward."""
        return self.sort.startswith("-")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything leaves rows out."""
        return bool(self.searched) or any(f.is_set for f in self.filters)

    def rows(self) -> QuerySet[Any]:
        """The rows, under the database's scope."""
        rows = model_of(self.register)._default_manager.all()
        rows = narrowed(rows, self.register, self.filters)
        return found_by(rows, self.register, self.searched) if self.searched else rows

    def ordered(self) -> QuerySet[Any]:
        """The rows in their order; names by pinyin, the newest record first by default."""
        column = self.sort.lstrip("-")
        names = {f.name: key_column(f) for f in self.register.names()}
        order = F(names.get(column, column))
        by = order.desc(nulls_last=True) if self.descending else order.asc(nulls_last=True)
        return self.rows().order_by(by, "-id")

    def lines(self, rows: list[Any], *, masked: bool = True) -> list[Line]:
        """Records as lines of cells."""
        learn_names(self.register, self.columns, rows, self.names)
        return [
            Line(
                row.pk,
                [cell(self.register, c, row, self.names, masked=masked) for c in self.columns],
            )
            for row in rows
        ]


def register_or_404(name: str) -> type[Register]:
    """The register of an address. Raises Http404."""
    try:
        return catalogue.load().register(name)
    except KeyError:
        raise Http404("没有这种登记表，请从左侧菜单进入。") from None


def choosable(register: type[Register]) -> list[str]:
    """Columns a list can show: the form's items, and the common ones that mean something."""
    own = list(register.fields)
    due = [d.due_column for d in register.deadlines.values()]
    return own + due + [c for c in SHOWN_COMMON if c in COMMON_COLUMNS and c not in own]


def read_list(request: HttpRequest, register: type[Register], asked: Mapping[str, str]) -> ListView:
    """What the address asks for; unknown columns and sorts fall back to the declared ones."""
    names = Names()
    allowed = choosable(register)
    wanted = [c for c in asked.get("columns", "").split(",") if c in allowed]
    default = [c.name for c in register.list_columns] or list(register.fields)[:8]
    sort = asked.get("sort", "")
    if sort.lstrip("-") not in allowed:
        sort = "-id"
    mark = asked.get("find", "")
    return ListView(
        register,
        filters_of(register, asked, names, today()),
        wanted or default,
        sort,
        recall(request.session, mark),
        mark,
        names,
    )


@require_safe
def list_page(request: HttpRequest, name: str) -> HttpResponse:
    """The list page."""
    register, user = register_or_404(name), user_of(request)
    require(user, "see", register)
    shown = read_list(request, register, request.GET.dict())
    total = shown.rows().count()
    pages = max(1, -(-total // PAGE))
    asked = request.GET.get("page", "1")
    page = min(max(int(asked) if asked.isdecimal() else 1, 1), pages)
    first = (page - 1) * PAGE
    context = {
        "register": register,
        "shown": shown,
        "headings": [(c, register.column_label(c)) for c in shown.columns],
        "lines": shown.lines(list(shown.ordered()[first : first + PAGE])),
        "total": total,
        "page": page,
        "pages": pages,
        "first": first + 1,
        "choosable": [(c, register.column_label(c)) for c in choosable(register)],
        "may_enter": may(user, "enter", register),
        "may_import": may(user, "import", register),
        "may_export": may(user, "export", register),
        "may_unmask": may(user, "unmask", register),
        "lost_search": bool(shown.mark) and not shown.searched,
    }
    return render(request, "list.html", context)


@require_POST
def search(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the search out of the address and show the list narrowed by it."""
    register = register_or_404(name)
    require(user_of(request), "see", register)
    mark = remember(request.session, request.POST.get("text", ""))
    asked = request.GET.copy()
    asked.pop("page", None)
    asked.pop("find", None)
    if mark:
        asked["find"] = mark
    query = asked.urlencode()
    return redirect(reverse("list", args=[register.name]) + (f"?{query}" if query else ""))
