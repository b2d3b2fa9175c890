"""How mail leaves: EMAIL_URL in Django's terms, files in the demo, otherwise it waits in the queue."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

MAIL_QUEUE = "mail"
NOWHERE = "cobatch.inbox.transport.Nowhere"
PATIENCE = 20
PORTS = {"no": 25, "starttls": 587, "ssl": 465}

log = logging.getLogger(__name__)


def settings_for(url: str, data: Path, *, demo: bool = False) -> dict[str, Any]:
    """Django's EMAIL_* settings for `smtp://user:password@host:port?tls=starttls|ssl|no`.

    Without tls= a password is never sent in clear: starttls with one, no encryption without.
    """
    if not url:
        if demo:
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": data / "mail",
            }
        return {"EMAIL_BACKEND": NOWHERE}
    parts = urlsplit(url)
    tls = dict(parse_qsl(parts.query)).get("tls") or ("starttls" if parts.username else "no")
    if parts.scheme != "smtp" or not parts.hostname or tls not in PORTS:
        raise ImproperlyConfigured("EMAIL_URL is smtp://user:password@host:port?tls=starttls, ssl or no.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[tls],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "ssl",
        "EMAIL_TIMEOUT": PATIENCE,
    }


def can_send() -> bool:
    """False while no mail server is set: then mail jobs stay in the queue."""
    return bool(settings.EMAIL_BACKEND != NOWHERE)


class Nowhere(BaseEmailBackend):
    """Stands where no mail server is set; what a page wanted to send at once is lost, and the log says so."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            log.error("EMAIL_URL is not set: the mail “%s” was not sent.", message.subject)
        return 0
