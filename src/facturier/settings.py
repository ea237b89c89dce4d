"""Django's settings. Everything that differs between installations comes from the environment.

DATABASE_URL: where the store is (the command line points it at the embedded cluster by itself).
FACTURIER_SECRET: the file with the key that encrypts credentials at rest.
FACTURIER_PAGE_SECRET: the key that signs sessions, where several machines serve one page (else a file of the home).
FACTURIER_ALLOWED_HOSTS: further names under which the page is reached, separated by commas.
FACTURIER_TRUSTED_ORIGINS: its addresses behind a proxy, such as https://facturier.example.com, separated by commas.
FACTURIER_BNR_ADDRESS, FACTURIER_ECB_ADDRESS, FACTURIER_NBP_ADDRESS: where the banks publish their rates, once one of
them has moved (docs/rates.md).
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.ports.registry import tables

HERE = Path(__file__).parent


def _listed(name: str) -> list[str]:
    return [one.strip() for one in os.environ.get(name, "").split(",") if one.strip()]


def _database() -> dict[str, object]:
    """Raises Misconfigured; what cannot be read is not repeated, for there is a password in it."""
    try:
        given = conninfo_to_dict(os.environ.get("DATABASE_URL", "dbname=facturier"))
    except ProgrammingError:
        raise Misconfigured(
            say(
                "DATABASE_URL cannot be read. Write it as postgresql://user:password@host/database, with characters "
                "such as @ and / in the password percent-encoded."
            )
        ) from None
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{known[key]: value for key, value in given.items() if key in known},
        "OPTIONS": {key: value for key, value in given.items() if key not in known},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    "facturier.store",
    "facturier.web",
    *tables(),
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = None
FACTURIER_SECRET = Path(os.environ.get("FACTURIER_SECRET", "secret.key"))
RATES_ADDRESSES = {
    bank: address
    for bank in ("BNR", "ECB", "NBP")
    if (address := os.environ.get(f"FACTURIER_{bank}_ADDRESS"))
}

# Time and language

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ro", "Română"), ("it", "Italiano"), ("pl", "Polski")]
LOCALE_PATHS = [HERE / "locale"]

# The page

SECRET_KEY = os.environ.get("FACTURIER_PAGE_SECRET", "no page is served by this process")
ROOT_URLCONF = "facturier.web.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "facturier.web.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "facturier.web.request.World",
    "facturier.web.mishaps.Mishaps",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Templates stand beside their views: `orders/list.html` is web/orders/list.html.
        "DIRS": [HERE / "web"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "facturier.web.frame.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "facturier.web.templatetags.show",
            ],
        },
    }
]
STATIC_URL = "/static/"
STORAGES = {"staticfiles": {"BACKEND": "facturier.web.statics.Stamped"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Each address carries a stamp of the file's content, so a copy never goes stale.
WHITENOISE_MAX_AGE = int(timedelta(days=365).total_seconds())

# Who may come in

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "entrance:login"
LOGIN_REDIRECT_URL = "today:today"
LOGOUT_REDIRECT_URL = "entrance:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "facturier.web.entrance.views.locked"

# Where it is reached, and what follows from that

CSRF_TRUSTED_ORIGINS = _listed("FACTURIER_TRUSTED_ORIGINS")
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *_listed("FACTURIER_ALLOWED_HOSTS"),
    *(host for origin in CSRF_TRUSTED_ORIGINS if (host := urlsplit(origin).hostname)),
]
_ENCRYPTED = any(urlsplit(origin).scheme == "https" for origin in CSRF_TRUSTED_ORIGINS)
# Only a proxy that was named may say that the visitor came by https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _ENCRYPTED else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _ENCRYPTED else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _ENCRYPTED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "facturier_session"
CSRF_COOKIE_NAME = "facturier_csrf"
LANGUAGE_COOKIE_NAME = "facturier_language"
CSRF_FAILURE_VIEW = "facturier.web.mishaps.forged"
X_FRAME_OPTIONS = "DENY"
# A document of the book has up to a thousand lines; correcting its order sends four fields of each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
