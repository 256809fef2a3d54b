"""Django's settings, made of ours. Nothing here is for people to edit: config/workplace.py says what they may set."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from aimwell.config.workplace import WorkplaceSettings, workplace_settings

AIMWELL: WorkplaceSettings = workplace_settings(os.environ)
HERE = Path(__file__).parent


def _database(settings: WorkplaceSettings) -> dict[str, Any]:
    if not settings.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(settings.folder / "workplace.sqlite"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # writers queue at the door instead of failing half-way
                "timeout": 20,
                "init_command": "pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -20000",
            },
            "CONN_MAX_AGE": None,
        }
    from psycopg.conninfo import conninfo_to_dict  # only where PostgreSQL is asked for

    asked = {name: str(value) for name, value in conninfo_to_dict(settings.database).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": asked.pop("dbname", "aimwell"),
        "USER": asked.pop("user", ""),
        "PASSWORD": asked.pop("password", ""),
        "HOST": asked.pop("host", ""),
        "PORT": asked.pop("port", ""),
        "OPTIONS": asked,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _mail(settings: WorkplaceSettings) -> dict[str, Any]:
    if not settings.mail:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(settings.letters),
        }
    server = urlsplit(settings.mail)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.hostname or "localhost",
        "EMAIL_PORT": server.port or 25,
        "EMAIL_HOST_USER": unquote(server.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(server.password or ""),
        "EMAIL_USE_TLS": server.scheme == "smtp+tls",
        "EMAIL_USE_SSL": server.scheme == "smtps",
    }


SECRET_KEY = AIMWELL.secret_key()
DEBUG = False
ALLOWED_HOSTS = list(AIMWELL.hosts)
DATABASES = {"default": _database(AIMWELL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "workplace.Account"
ROOT_URLCONF = "aimwell.web.urls"
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "aimwell.store.workplace",
    "aimwell.web.apps.Web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aimwell.web.headers.SecurityHeaders",
    "aimwell.web.limits.SizeLimit",
    "django.middleware.common.CommonMiddleware",  # asks whether the host is one of ours
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aimwell.web.sessions.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [str(HERE / "templates"), str(HERE / "sign_in")],  # the second: ours in place of allauth's
        "OPTIONS": {
            "environment": "aimwell.web.rendering.environment",
            "context_processors": ["aimwell.web.rendering.shared"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
STATIC_URL = "/workplace/static/"
STATICFILES_DIRS = [
    str(HERE / "static"),
    ("charts", str(HERE.parent / "site" / "assets" / "source")),  # what draws the site's charts draws ours
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86400

# Sign-in. Accounts are made by administrators; nobody signs up.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/workplace/account/login/"
LOGIN_REDIRECT_URL = "/workplace/"
ACCOUNT_ADAPTER = "aimwell.web.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = (
    "none"  # an address is checked by the link that an administrator's invitation sends to it
)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets letters because somebody else typed their address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the session at hand goes on with a new key; all others end
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",  # five wrong passwords for one address, then five minutes' wait
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "aimwell.web.sign_in_forms.SignIn",
    "change_password": "aimwell.web.sign_in_forms.ChangePassword",
    "reset_password": "aimwell.web.sign_in_forms.ForgottenPassword",
    "reset_password_from_key": "aimwell.web.sign_in_forms.PasswordByLink",
    "reauthenticate": "aimwell.web.sign_in_forms.ConfirmByPassword",
}
MFA_ADAPTER = "aimwell.web.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "aimwell"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by administrators, not by who signs in
MFA_FORMS = {
    "authenticate": "aimwell.web.sign_in_forms.SecondFactor",
    "reauthenticate": "aimwell.web.sign_in_forms.ConfirmBySecondFactor",
    "activate_totp": "aimwell.web.sign_in_forms.TurnOnSecondFactor",
}
# Limits are counted in the database, so that they hold for every process and after a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "workplace_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }  # so that many tries at sign-in push no count of tries out
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

# Sessions and cookies (OWASP ASVS 4.0.3, chapters 3 and 13).
SESSION_COOKIE_NAME = "aimwell-session"
SESSION_COOKIE_PATH = "/workplace/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = AIMWELL.https
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_NAME = "aimwell-csrf"
CSRF_COOKIE_PATH = "/workplace/"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = AIMWELL.https
CSRF_FAILURE_VIEW = "aimwell.web.refusals.forged"
if AIMWELL.https:  # then one proxy of ours stands before this server, and says who asks and how they came
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in AIMWELL.hosts]
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_HSTS_SECONDS = 31_536_000 if AIMWELL.https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DEFAULT_FROM_EMAIL = AIMWELL.mail_from
globals().update(_mail(AIMWELL))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
