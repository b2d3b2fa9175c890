"""EMAIL_URL in Django's terms."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from cobatch.inbox.transport import NOWHERE, settings_for


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "tls", "ssl"),
    [
        ("smtp://mail.example", "mail.example", 25, "", False, False),
        ("smtp://mail.example:2525", "mail.example", 2525, "", False, False),
        ("smtp://me%40here:p%2Fw@mail.example", "mail.example", 587, "me@here", True, False),
        ("smtp://me:pw@mail.example?tls=ssl", "mail.example", 465, "me", False, True),
        ("smtp://me:pw@mail.example?tls=no", "mail.example", 25, "me", False, False),
    ],
)
def test_a_url_says_everything(url, host, port, user, tls, ssl):
    found = settings_for(url, Path("/data"))
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_USER"]) == (host, port, user)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)


def test_a_password_may_hold_any_sign():
    assert settings_for("smtp://me:p%2Fw@mail.example", Path())["EMAIL_HOST_PASSWORD"] == "p/w"


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example?tls=maybe"]
)
def test_anything_else_is_refused_at_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL is smtp://"):
        settings_for(url, Path())


def test_the_demo_writes_files(tmp_path, settings):
    for name, value in settings_for("", tmp_path, demo=True).items():
        setattr(settings, name, value)
    backend = get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=settings.EMAIL_FILE_PATH
    )
    EmailMessage("Your turn", "words", to=["priya@sahyadri.example"], connection=backend).send()
    [written] = (tmp_path / "mail").iterdir()
    assert "priya@sahyadri.example" in written.read_text()


def test_without_a_server_what_was_to_be_sent_at_once_is_named_in_the_log(caplog):
    assert settings_for("", Path())["EMAIL_BACKEND"] == NOWHERE
    sent = EmailMessage("Reset", "words", to=["a@b.example"], connection=get_connection(NOWHERE)).send()
    assert sent == 0
    assert "the mail “Reset” was not sent" in caplog.text
