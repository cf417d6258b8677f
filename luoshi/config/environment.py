"""What an installation may set from outside: LUOSHI_* variables, read once by `settings`."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("LUOSHI_VAR", ROOT / "var"))


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on (any case); `default` when the variable is unset."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str) -> list[str]:
    """A comma-separated variable as a list without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def folder(name: str) -> Path | None:
    """A variable that names a folder, or None when it is unset or empty."""
    value = os.environ.get(name, "").strip()
    return Path(value) if value else None


def secret_key() -> str:
    """The installation's own key: from LUOSHI_SECRET_KEY, else made once and kept in `var/secret` (0600)."""
    if key := os.environ.get("LUOSHI_SECRET_KEY"):
        return key
    path = VAR / "secret"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def database() -> dict[str, Any]:
    """Django's database entry from LUOSHI_DATABASE_URL (postgresql://… or sqlite:///path); SQLite in `var`
    by default.
    """
    url = os.environ.get("LUOSHI_DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url)
    return _sqlite(url.removeprefix("sqlite:///") if url else str(VAR / "luoshi.sqlite3"))


def _sqlite(path: str) -> dict[str, Any]:
    # IMMEDIATE takes the write lock at BEGIN: with DEFERRED, concurrent writers lose their transactions.
    # FULL: an acknowledged entry survives a power cut.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }
