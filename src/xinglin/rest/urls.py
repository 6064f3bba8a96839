"""Addresses of the interface. A token opens them; the pages' log-in plays no part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xinglin.rest.api import make_api

_patterns, _app, _namespace = make_api().urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        # What LoginRequiredMiddleware looks for; every operation asks for its token itself.
        vars(_pattern.callback)["login_required"] = False

urlpatterns = [path("v1/", (_patterns, _app, _namespace))]
