"""Django settings. The database's address comes from the environment (DATABASE_URL)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from xinglin.site.tools import web_asset_dir
from xinglin.store.lines import line_apps
from xinglin.store.server import installation
from xinglin.store.server.installation import secret

INSTALLATION = installation(os.environ.get("XINGLIN_DATABASE", "demo"))
DEBUG = False
SECRET_KEY = os.environ.get("XINGLIN_SECRET_KEY") or secret(INSTALLATION, "web-session.key")
ALLOWED_HOSTS = os.environ.get("XINGLIN_HOSTS", "127.0.0.1,localhost").split(",")
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
USE_I18N = True

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "xinglin.store.apps.StoreConfig",
    *line_apps(),
]
AUTH_USER_MODEL = "store.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url: str) -> dict[str, object]:
    """The Django form of a postgresql:// address."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "xinglin",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", [""])[0],
        "PORT": str(parts.port or query.get("port", ["5432"])[0]),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


_APP_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": database(_APP_URL),
    "owner": database(os.environ.get("XINGLIN_OWNER_URL") or _APP_URL),
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(p) for p in (web_asset_dir(),) if p]
ROOT_URLCONF = "xinglin.site.urls"
