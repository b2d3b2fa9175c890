"""What the settings read from the environment, and how."""

import base64
import hashlib
import hmac
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


def database(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL URL; an empty host with ?host=/folder is a Unix socket."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "cobatch",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        # A pooled connection must be tried before use, or the first requests after a restart fail.
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0,
        # Prepared statements: the server plans a query once for each connection, which halves its work.
        "OPTIONS": {"pool": _pool(), "server_side_binding": True, "prepare_threshold": 3, **query},
        "ATOMIC_REQUESTS": False,
    }


def _pool() -> bool | dict[str, Any]:
    # Without a database (linters, documents) a pool would only wait for one.
    if os.environ.get("COBATCH_POOL") == "no" or not os.environ.get("DATABASE_URL"):
        return False
    return {"min_size": 1, "max_size": int(os.environ.get("COBATCH_POOL", "16")), "timeout": 20}


def master_key() -> bytes:
    """The 32 bytes that wrap every other key: COBATCH_MASTER_KEY (base64), a key file, or DATA/master.key."""
    if text := os.environ.get("COBATCH_MASTER_KEY"):
        key = base64.b64decode(text)
    else:
        named = os.environ.get("COBATCH_KEY_FILE") or str(
            Path(os.environ.get("COBATCH_DATA", ".")) / "master.key"
        )
        path = Path(named)
        # Without a key (docs, linters) a throw-away one lets the settings load; nothing is ever wrapped with it.
        key = path.read_bytes() if path.exists() else hashlib.sha256(os.urandom(32)).digest()
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured("The master key is 32 bytes: see docs/guides/settings.md.")
    return key


def secret_key(master: bytes) -> str:
    """Django's secret, derived from the master key unless COBATCH_SECRET_KEY gives one."""
    given = os.environ.get("COBATCH_SECRET_KEY")
    return given or hmac.new(master, b"django secret", hashlib.sha256).hexdigest()
