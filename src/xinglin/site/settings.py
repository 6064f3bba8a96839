"""Django settings. The database's address comes from the environment (DATABASE_URL)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

import xinglin.clinic
import xinglin.disease_control
import xinglin.pages
import xinglin.scheme
from xinglin.site.logs import LOGGING  # noqa: F401 - Django reads it here
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
    "axes",
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


_APP_URL = os.environ.get("XINGLIN_APP_URL") or os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": database(_APP_URL),
    "owner": database(os.environ.get("XINGLIN_OWNER_URL") or _APP_URL),
}
ROOT_URLCONF = "xinglin.site.urls"

# --- pages ---------------------------------------------------------------------------------

PAGES = Path(xinglin.pages.__file__).parent
ROOMS = [
    Path(str(room.__file__)).parent / "templates"
    for room in (xinglin.scheme, xinglin.disease_control, xinglin.clinic)
]
MIDDLEWARE = [
    "xinglin.site.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "xinglin.rest.door.ApiDoor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page asks for a log-in; the few that do not say so themselves.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "xinglin.pages.requests.ActorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAGES / "templates", *ROOMS],
        "OPTIONS": {
            "builtins": ["django.templatetags.static", "xinglin.pages.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "xinglin.pages.menu.menu",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [web_asset_dir(), PAGES / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

# One worker's memory holds a form or an uploaded workbook, not a film.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
UPLOAD_LARGEST_BYTES = 60 * 1024 * 1024

# A demo lives in another year; the database heeds this in demo and test installations alone.
SIMULATED_CLOCK = os.environ.get("XINGLIN_CLOCK", "")

# --- log-in and trust ------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "workbench"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "xinglin.pages.accounts.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# An installation behind HTTPS says so; the demo on loopback has none.
BEHIND_HTTPS = os.environ.get("XINGLIN_HTTPS") == "1"
SESSION_COOKIE_NAME = "xinglin_session"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "xinglin_csrf"
CSRF_FAILURE_VIEW = "xinglin.pages.faults.forged"
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    AXES_CLIENT_IP_CALLABLE = "xinglin.site.proxies.client_address"
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
