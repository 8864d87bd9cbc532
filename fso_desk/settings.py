"""All settings, read once. What differs between machines comes from the environment; nothing else is a knob.

Every name can also be given as NAME_FILE, the path of a file that holds the value: use that for secrets. With nothing set at all
this is a safe local desk: SQLite, a queue on the disk, mail printed to the terminal, loopback addresses only.
"""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from fso_desk.background import celery_settings, is_redis
from fso_desk.mail import mail_settings

env = environ.FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))  # everything that the desk writes on this disk


# The firm and its desk

DEMO = env.bool("DEMO", default=False)  # an invented firm, one-click sign-in; for loopback addresses only
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")  # every link in a mail starts with it
FIRM_NAME = env.str("FIRM_NAME", default="FSO Desk")
FIRM_PHONE = env.str("FIRM_PHONE", default="")  # shown to whoever cannot wait
DESK_EMAIL = env.str("DESK_EMAIL", default="desk@localhost")  # Reply-To of every mail


# Secrets. Without one, a key is thrown away at the end of the process; `checks.py` refuses to serve anybody with it.

MISSING_SECRETS: list[str] = []


def _secret(name: str, kept_in: Path, throw_away: str) -> str:
    value = env.str(name, default="").strip()
    if not value and kept_in.exists():  # made by `make run`
        value = kept_in.read_text().strip()
    if not value:
        MISSING_SECRETS.append(name)
    return value or throw_away


SECRET_KEY = _secret("SECRET_KEY", VAR_DIR / "secret-key", secrets.token_urlsafe(64))
# Encrypts second-factor secrets.
FIELD_KEY = _secret("FIELD_KEY", VAR_DIR / "field-key", Fernet.generate_key().decode())


# Where it may be reached

DEBUG = env.bool("DEBUG", default=False)
_host = urlsplit(BASE_URL).hostname or ""
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=LOOPBACK_HOSTS if _host in {"127.0.0.1", "localhost", "::1"} else [_host]
)
BIND = env.str("BIND", default="127.0.0.1")  # the address that the web process listens on, at PORT
PORT = env.int("PORT", default=8000)
# Addresses whose X-Forwarded-For and -Proto count; nobody else's do.
TRUSTED_PROXY = env.list("TRUSTED_PROXY", default=[])
ROOT_URLCONF = "fso_desk.urls"
WSGI_APPLICATION = "fso_desk.wsgi.application"

SECURE_COOKIES = not DEMO
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEMO)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine itself, behind the proxy
SECURE_HSTS_SECONDS = 0 if DEMO else env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other names under the firm's domain are not ours to force to https
    "security.W021",  # nor is the browsers' preload list ours to put them on
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500


# The rooms, bottom up: receivers of the signal run in this order

ROOMS = ["history", "accounts", "sites", "visits", "tickets", "escalation", "today", "notifications", "reports"]
INSTALLED_APPS = [
    *ROOMS,
    "fso_desk",
    *(["demo"] if DEMO else []),
    "accounts.set_up_config.SetUpConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "template_partials",
]
MIDDLEWARE = [
    "fso_desk.proxy.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "fso_desk.middleware.CleanTextMiddleware",  # before the session: a cookie is text too
    "fso_desk.middleware.PrivateAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignedInMiddleware",
    "fso_desk.middleware.PersonLocaleMiddleware",
    "fso_desk.middleware.SignedOutMiddleware",
    "fso_desk.middleware.SignInAgainMiddleware",
    "fso_desk.stays_closed.StaysClosedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fso_desk.navigation.frame",
            ],
        },
    }
]
FORM_RENDERER = "fso_desk.form_renderer.FrameRenderer"
CSRF_FAILURE_VIEW = "fso_desk.errors.form_too_old"


# Rows, files, cache

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'fso-desk.sqlite3'}")}
ON_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if ON_SQLITE:
    # A writer takes its lock when it begins and waits for its turn, instead of failing halfway through.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = env.str("BROKER_URL", default="filesystem://localhost")  # or redis://host:port/number
ON_REDIS = is_redis(BROKER_URL)
REDIS_PREFIX = env.str("REDIS_PREFIX", default="fso-desk:")  # for a Redis that others use too

# Rate limits count in the cache, so all processes must share it.
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": BROKER_URL,
            "KEY_PREFIX": f"{REDIS_PREFIX}cache",
            "OPTIONS": {
                "socket_connect_timeout": 0.1,
                "socket_timeout": 0.1,
            },  # seconds; as the broker's, of which a page waits once
        }
        if ON_REDIS
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},  # full, it forgets any third: a flood of addresses must not fill it
        }
    )
}

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


# Work in the background

vars().update(celery_settings(BROKER_URL, var_dir=VAR_DIR, prefix=REDIS_PREFIX))


# Mail

# EMAIL_URL=smtp+tls://name:password@mail.example.com:587, or a provider (fso_desk/mail.py has their names), which comes before
# it: MAIL_PROVIDER=postmark and MAIL_PROVIDER_SETTINGS=SERVER_TOKEN=... as django-anymail calls them, without the provider's name.
vars().update(mail_settings(env, demo=DEMO, desk=DESK_EMAIL))

# Wakes who is called about a P1 that nobody has in hand: mailto:{phone}@sms.provider.example, or https://..., which gets a
# call signed with ALARM_SECRET (notifications/alarm_call.py). Empty = people are told by mail and in the product only.
ALARM_URL = env.str("ALARM_URL", default="").strip()
ALARM_SECRET = env.str("ALARM_SECRET", default="").strip()


# Languages and time: stored in UTC, shown in the reader's zone

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"


# Sign-in (django-allauth)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.SignedInBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
# A sign-in ends with the browser, or after twelve hours without use; "only I use this device" lengthens it (accounts/sessions.py).
SESSION_COOKIE_AGE = 12 * 3600  # seconds
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_RESET_TIMEOUT = 3600  # seconds
DEMAND_SECOND_FACTOR = env.bool("DEMAND_SECOND_FACTOR", default=False)  # from everybody of the firm, not only from some

ACCOUNT_ADAPTER = "sites.sign_in.ClientSignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is verified by the code that goes to it, or given by an administrator
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    # per network (ip), and per account (key): as seen from one network, and anywhere; counted in the shared cache
    "login": "50/10m/ip",
    "login_failed": "50/10m/ip,10/10m/key",
    "login_failed_anywhere": "100/h/key",
    "request_login_code": "50/10m/ip,10/10m/key",
    "request_login_code_anywhere": "90/h/key",
    "confirm_login_code": "50/10m/ip,3/10m/key",  # as many tries per code as LOGIN_BY_CODE_MAX_ATTEMPTS
    "reset_password": "50/10m/ip,5/10m/key",
    "reset_password_from_key": "50/10m/ip",
    "reauthenticate": "10/10m/user",
    "change_password": "10/10m/user",
    "ask_call_back": "20/10m/ip",
    # what wakes other people; more than anybody does by hand, less than a script does in a night
    "ask": "30/10m/user",
    "say": "60/10m/user",
    "choose_news": "20/10m/user",
    "stop_news": "50/10m/ip",
    "make_api_token": "10/h/user,50/h/ip",
}
ACCOUNT_FORMS = {
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "confirm_login_code": "accounts.forms.sign_in.ConfirmCodeForm",
    "login": "accounts.forms.sign_in.PasswordForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
    "request_login_code": "accounts.forms.sign_in.AskCodeForm",
    "reset_password": "accounts.forms.sign_in.AskResetForm",
    "reset_password_from_key": "accounts.forms.sign_in.ResetForm",
    "set_password": "accounts.forms.sign_in.SetPasswordForm",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses of the firm's people are given by an administrator
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: a telephone's clock may be late
MFA_FORMS = {
    "activate_totp": "accounts.forms.sign_in.ActivateFactorForm",
    "authenticate": "accounts.forms.sign_in.FactorForm",
    "reauthenticate": "accounts.forms.sign_in.FactorAgainForm",
}

# end of Sign-in


# API (Django REST framework)

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["fso_desk.api.parsers.PlainJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "fso_desk.api.authentication.TokenAuthentication",
        "fso_desk.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["fso_desk.api.permissions.IsKnown"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS tells nothing
    "EXCEPTION_HANDLER": "fso_desk.api.errors.exception_handler",
    "DEFAULT_THROTTLE_RATES": {"unknown": "120/min"},
    "NUM_PROXIES": 0,  # REMOTE_ADDR is what TrustedProxyMiddleware made of it; no header moves the count
    "URL_FORMAT_OVERRIDE": None,  # no parameter chooses the format
}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": timedelta(days=90)}
SPECTACULAR_SETTINGS = {
    "TITLE": "FSO Desk",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # codes; their words depend on the reader
    "ENUM_NAME_OVERRIDES": {
        "Status": "tickets.api.for_firm.STATUSES",
        "Standing": "escalation.api.serializers.STANDINGS",
    },
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# end of API


# What the processes say: warnings and worse, plus the desk's own lines

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_tokens": {"()": "fso_desk.masking.WithoutTokens"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]}},
    "root": {"handlers": ["terminal"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # They name paths: what else listens reads them without tokens too.
        "django.request": {"filters": ["without_tokens"]},
        "django.security.csrf": {"filters": ["without_tokens"]},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},  # noise of robots
    },
}
