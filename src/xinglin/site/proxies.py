"""What is believed of the proxy that stands before us; settings use it behind HTTPS alone."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's address as our own proxy tells it (X-Real-IP), else the caller's.

    The proxy overwrites the header, and nobody else reaches the port: it listens on loopback.
    """
    told = str(request.META.get("HTTP_X_REAL_IP", ""))
    try:
        return str(ip_address(told))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
