"""The desk's settings for its own tests: a folder of their own, fast password hashes, plain http."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Each test process has its own folder, so that two runs in one checkout do not meet.
_folder = Path(tempfile.mkdtemp(prefix="fso-desk-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["VAR_DIR"] = str(_folder)
os.environ["REDIS_PREFIX"] = f"{os.environ.get('REDIS_PREFIX', '')}{_folder.name}:"  # and its own queue
for name in [
    "DEMO",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "DEBUG",
    "SECRET_KEY",
    "FIELD_KEY",
    "EMAIL_URL",
    "MAIL_PROVIDER",
    "MAIL_PROVIDER_SETTINGS",
    "ALARM_URL",
    "ALARM_SECRET",
    "TRUSTED_PROXY",
    "BIND",
]:
    os.environ.pop(name, None)

from fso_desk.settings import *  # noqa: E402, F403 - the settings read the environment, which must be prepared first
from fso_desk.settings import CACHES, DATABASES, INSTALLED_APPS, ON_REDIS, ON_SQLITE, STORAGES  # noqa: E402
from scripts.catalogues import compile_catalogues  # noqa: E402

MISSING_SECRETS = []
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]  # its tables; its pages are there in demo mode only
BASE_URL = "https://desk.test"
ALLOWED_HOSTS = ["testserver", "desk.test", "127.0.0.1", "localhost"]
FIRM_NAME = "Lumen IT"
FIRM_PHONE = "+32 2 555 01 00"
DESK_EMAIL = "desk@lumen-it.example"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DESK_EMAIL
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = (
    False  # browser tests speak plain http to 127.0.0.1
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if ON_SQLITE:
    # A file, not memory: threads and worker processes of a test must see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
if ON_REDIS:
    CACHES["default"]["BACKEND"] = "tests.own_keys.OwnKeysCache"

compile_catalogues()
(_folder / "static").mkdir()  # the web server looks for it
