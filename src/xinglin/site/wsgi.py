"""The pages as the web server's worker loads them: made once, at its start."""

from __future__ import annotations

import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from xinglin.pages.warming import warm

application = get_wsgi_application()
_ = get_resolver().url_patterns  # else the first visitor waits for every page's imports
threading.Thread(target=warm, name="warm", daemon=True).start()
