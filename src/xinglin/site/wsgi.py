"""The pages as the web server's worker loads them: made once, at its start."""

from __future__ import annotations

import threading

from django.core.wsgi import get_wsgi_application

from xinglin.pages.warming import warm

application = get_wsgi_application()
threading.Thread(target=warm, name="warm", daemon=True).start()
