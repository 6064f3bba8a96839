"""Addresses of the pages. No address holds a name, an identity number or a phone."""

from __future__ import annotations

from django.urls import path

from xinglin.pages import (
    accounts,
    audits,
    details,
    exports,
    forms,
    intakes,
    lists,
    places,
    workbench,
)

_REGISTER = "registers/<slug:name>/"
_RECORD = _REGISTER + "<int:record>/"

urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("login/", accounts.log_in, name="login"),
    path("logout/", accounts.log_out, name="logout"),
    path("password/", accounts.change_password, name="password"),
    path("places/", places.places, name="places"),
    path("institutions/", places.institutions, name="institutions"),
    path("audit/", audits.audit_page, name="audit"),
    path(_REGISTER, lists.list_page, name="list"),
    path(_REGISTER + "search/", lists.search, name="search"),
    path(_REGISTER + "export/", exports.export, name="export"),
    path(_REGISTER + "new/", forms.form_page, name="new"),
    path(_REGISTER + "check/", forms.check, name="check"),
    path(_REGISTER + "import/", intakes.import_page, name="import"),
    path(_REGISTER + "import/template/", intakes.template, name="template"),
    path(_REGISTER + "import/<slug:job>/", intakes.progress, name="progress"),
    path(_REGISTER + "import/<slug:job>/errors/", intakes.errors, name="errors"),
    path(_RECORD, details.detail, name="detail"),
    path(_RECORD + "drawer/", details.drawer, name="drawer"),
    path(_RECORD + "edit/", forms.form_page, name="edit"),
    path(_RECORD + "check/", forms.check, name="check_record"),
    path(_RECORD + "unmask/", details.unmask, name="unmask"),
    path(_RECORD + "print/", details.print_page, name="print"),
    path(_RECORD + "step/<slug:taken>/", details.step, name="step"),
]
