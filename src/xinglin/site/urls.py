"""Addresses of the whole site, and the surfaces' wiring to each other."""

from __future__ import annotations

from django.urls import include, path

from xinglin.site import health, wiring

wiring.connect()

handler400 = "xinglin.pages.faults.bad_request"
handler403 = "xinglin.pages.faults.forbidden"
handler404 = "xinglin.pages.faults.not_found"
handler500 = "xinglin.pages.faults.server_error"

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("api/", include("xinglin.rest.urls")),
    path("", include("xinglin.clinic.urls")),
    path("", include("xinglin.disease_control.urls")),
    path("", include("xinglin.scheme.urls")),
    path("", include("xinglin.pages.urls")),
]
