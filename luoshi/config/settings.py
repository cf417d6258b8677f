"""The house rules. Only this floor knows every kind and every room."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from luoshi.config.environment import ROOT, VAR, database, flag, folder, listed, secret_key

# What is tracked: each entry is a folder with a `kind.py`. Adding a kind of matter is adding a line here.
KINDS = ["luoshi.kinds.task", "luoshi.kinds.target", "luoshi.kinds.project"]

# Rooms whose tables follow from the ledger: each has a `projection.py` with PROJECTORS and TABLES.
ROOMS = [
    "luoshi.core.ledger",
    "luoshi.kinds.target",
    "luoshi.loop.meetings",
    "luoshi.loop.assessment",
    "luoshi.loop.outlook",
    "luoshi.loop.bulletins",
    "luoshi.loop.stocktakes",
]

# Modules whose `SHEETS` are tables that people fill in and upload: the protocol is luoshi/web/sheets.py.
SHEETS = ["luoshi.kinds.target.sheets"]

SECRET_KEY = secret_key()
DEBUG = flag("LUOSHI_DEBUG")
ALLOWED_HOSTS = listed("LUOSHI_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = listed("LUOSHI_TRUSTED_ORIGINS", "")
ROOT_URLCONF = "luoshi.config.urls"
WSGI_APPLICATION = "luoshi.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The house's own first: its templates and its words come before those of the libraries.
INSTALLED_APPS = [
    "luoshi.web",
    "luoshi.core.organisation",
    "luoshi.core.plan",
    "luoshi.core.matters",
    "luoshi.core.ledger",
    *KINDS,
    "luoshi.loop.meetings",
    "luoshi.loop.assessment",
    "luoshi.loop.outlook",
    "luoshi.loop.bulletins",
    "luoshi.loop.stocktakes",
    "luoshi.demo",
    "luoshi.desks",
    "luoshi.config",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luoshi.config.frame.frame",
            ],
        },
    },
]

DATABASES = {"default": database()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Work longer than a request: its queue lives in the house's own database, bin/serve starts the worker
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People and passwords
AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "luoshi.config.accounts.ClosedRegistration"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}

# What goes wrong is told to whoever runs the server.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}

# Words, time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files: static ones by hashed name; evidence outside the web root, served only by a view that checks who
# may see it
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
EVIDENCE_ROOT = VAR / "evidence"
UPLOADS_ROOT = VAR / "uploads"
FONTS = folder("LUOSHI_FONTS")  # typefaces for PDF and charts beside those that are installed; None: only those
DEMO_LOGINS = VAR / "demo-logins.json"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# Secure by default; LUOSHI_HTTPS=yes where the office serves over TLS
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
HTTPS = flag("LUOSHI_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The ledger's hash: sha256, or sm3 where the office's rules ask for the national algorithm; fixed when a
# book is opened
LEDGER_ALGORITHM = "sha256"
LOCALE_PATHS: list[str] = []
BASE_DIR = ROOT
