"""Django's settings. Everything that differs between installations comes from the environment.

DATABASE_URL: where the store is (the command line points it at the embedded cluster by itself).
FACTURIER_SECRET: the file with the key that encrypts credentials at rest.
FACTURIER_BNR_ADDRESS, FACTURIER_ECB_ADDRESS, FACTURIER_NBP_ADDRESS: where the banks publish their rates, once one of
them has moved (docs/rates.md).
"""

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from facturier.ports.registry import tables


def _database() -> dict[str, object]:
    given = conninfo_to_dict(os.environ.get("DATABASE_URL", "dbname=facturier"))
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
    "procrastinate.contrib.django",
    "facturier.store",
    *tables(),
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ro", "Română")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
SECRET_KEY = os.environ.get("FACTURIER_PAGE_SECRET", "no page is served by this process")
FACTURIER_SECRET = Path(os.environ.get("FACTURIER_SECRET", "secret.key"))
RATES_ADDRESSES = {
    bank: address
    for bank in ("BNR", "ECB", "NBP")
    if (address := os.environ.get(f"FACTURIER_{bank}_ADDRESS"))
}
LOGGING_CONFIG = None
