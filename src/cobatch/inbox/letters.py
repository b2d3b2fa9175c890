"""The mails' words. Plain text, and no price or amount: a mailbox is not the shared record."""

from dataclasses import dataclass
from email.utils import parseaddr
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from cobatch.inbox.models import Stage
from cobatch.inbox.queries import Entry
from cobatch.network.models import Person


@dataclass(frozen=True)
class Letter:
    """A mail to one person. A second try carries the same `key`, by which mailboxes know it again."""

    to: str
    subject: str
    text: str
    key: str
    thread: str = ""


def turn(entry: Entry, reader: Person, stage: Stage) -> Letter:
    """Somebody is waited on."""
    facts = {
        _("What"): entry.title,
        _("Record"): entry.subject,
        _("With"): entry.counterpart,
        _("Since"): entry.since_text,
        _("Due"): entry.due_text,
        _("Holders"): ", ".join(entry.holders),
        _("You stand in for"): ", ".join(entry.standing_in_for),
    }
    return Letter(
        to=reader.email,
        subject=_("%(stage)s: %(act)s – %(record)s")
        % {"stage": stage.label, "act": entry.title, "record": entry.subject},
        text=_text(reader, _opening(entry, stage), _table(facts), address(entry.url)),
        key=f"{entry.wait.pk}.{reader.pk}.{int(stage)}",
        thread=str(entry.root_id),
    )


def welcome(reader: Person, path: str, days: int) -> Letter:
    """A new person chooses a password."""
    opening = _(
        "%(company)s has given you an account in Cobatch, the record it shares with its partners."
    ) % {"company": reader.organisation.name}
    closing = _("Choose your password at the address below; it holds for %(days)d days.") % {"days": days}
    return Letter(
        to=reader.email,
        subject=_("Your account at %(company)s") % {"company": reader.organisation.name},
        text=_text(reader, opening, closing, address(path)),
        key=f"{reader.pk}.welcome",
    )


def address(path: str) -> str:
    """The full address of a page."""
    return f"{settings.COBATCH_ADDRESS.rstrip('/')}{path}"


def send(letter: Letter) -> None:
    """Hand the mail to the mail server. Raises what the server answers."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    # Short enough not to be folded over two lines, which some mail servers misread.
    name = sha256(letter.key.encode()).hexdigest()[:32]
    headers = {
        "Message-ID": f"<{name}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.thread:
        headers["References"] = f"<{letter.thread}@{host}>"
    # A line end in a subject would begin another header.
    subject = " ".join(letter.subject.split())
    EmailMessage(subject, letter.text, to=[letter.to], headers=headers).send()


def _opening(entry: Entry, stage: Stage) -> str:
    words = {
        Stage.NEW: _("It is %(company)s’s turn: you can do what is waited for."),
        Stage.NUDGE: _("Half of the time has passed, and %(company)s is still waited on."),
        Stage.OVERDUE: _("The time has passed, and %(company)s is still waited on. It can still be done."),
        Stage.ESCALATED: _("%(company)s is long overdue. You answer for the company, so you are told, too."),
    }
    return words[stage] % {"company": entry.organisation}


def _table(facts: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in facts.items() if value)


def _text(reader: Person, *paragraphs: str) -> str:
    greeting = _("Hello %(name)s,") % {"name": reader.name}
    closing = _("Cobatch wrote this mail by itself; nobody reads answers to it.")
    return "\n\n".join([greeting, *paragraphs, closing]) + "\n"
