"""Settings, all of them from the environment; see docs/guides/settings.md for the list."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cobatch.conf.environment import database, master_key, secret_key
from cobatch.inbox.transport import settings_for

MODE = os.environ.get("COBATCH_MODE", "production")
DEMO = MODE == "demo"
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("COBATCH_MODE is one of production, demo, test.")

COBATCH_MASTER_KEY = master_key()
SECRET_KEY = secret_key(COBATCH_MASTER_KEY)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("COBATCH_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("COBATCH_ORIGINS", "").split(",") if origin]
PUBLIC_CATALOGUE = DEMO or os.environ.get("COBATCH_PUBLIC_CATALOGUE") == "yes"

STEPS = [
    "parties", "agreements", "plans", "prices", "orders", "schedules", "batches", "quality", "shipments", "invoices",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "lucide",
    "procrastinate.contrib.django",
    "cobatch.network",
    "cobatch.stock",
    "cobatch.ledger",
    "cobatch.documents",
    "cobatch.touchpoints",
    "cobatch.inbox",
    "cobatch.exchange",
    *(
        f"cobatch.steps.{step}"
        for step in STEPS
        if (Path(__file__).parents[1] / "steps" / step / "apps.py").exists()
    ),
    "cobatch.web",
    "cobatch.api",
    "cobatch.demo",
    "cobatch.conf",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cobatch.web.middleware.Tenancy",
]
ROOT_URLCONF = "cobatch.conf.urls"
ASGI_APPLICATION = "cobatch.conf.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "web" / "templates", Path(__file__).parents[1] / "web"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "cobatch.web.context.page",
            ],
        },
    }
]
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Exceptions reach the client as our own refusals, never as half-saved rows.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "production"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if MODE == "production" else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("COBATCH_PROXY") == "yes" else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

AUTH_USER_MODEL = "network.Person"
AUTHENTICATION_BACKENDS = ["cobatch.network.signin.Backend"]
# Argon2id at 19 MiB, 2 passes, 1 lane: docs/decisions/0003-signing-cost.md.
PASSWORD_HASHERS = ["cobatch.network.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cobatch.network.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {} if MODE == "test" else {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE != "production"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("COBATCH_STATIC", Path(os.environ.get("COBATCH_DATA", ".")) / "static"))
WHITENOISE_USE_FINDERS = MODE == "test"
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Named by their content, compressed and cached for good where they are collected; tests read the sources.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
COBATCH_DATA = Path(os.environ.get("COBATCH_DATA", "."))
COBATCH_ADDRESS = os.environ.get("COBATCH_ADDRESS", "http://localhost:8000")
EMAIL_URL = os.environ.get("EMAIL_URL", "")
globals().update(settings_for(EMAIL_URL, COBATCH_DATA, demo=DEMO))
DEFAULT_FROM_EMAIL = os.environ.get("COBATCH_MAIL_FROM", "cobatch@localhost")
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
PROCRASTINATE_ON_APP_READY = "cobatch.inbox.jobs.register"
# W004/W005/W021: HSTS for sub-domains is the operator's to promise; W008: the proxy redirects to TLS;
# W002: frames are refused by the content security policy (frame-ancestors).
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W002", "security.W005", "security.W008", "security.W021"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("COBATCH_LOG", "WARNING")},
}
