"""An act's form as it is shown: fields, reasons, and what is to be signed."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cobatch.kernel.refusals import ActError, SignatureNeeded
from cobatch.touchpoints import names, possible, records
from cobatch.touchpoints.declare import TouchPoint
from cobatch.touchpoints.payloads import NoPayload
from cobatch.touchpoints.performing import challenge_of
from cobatch.touchpoints.preconditions import parse
from cobatch.web.forms import rows
from cobatch.web.forms.fields import Setting, errors_by_name, fields_of

# Said where the signature is given, not among the reasons above the form.
SIGNING = {"signature_needed", "wrong_credentials", "signing_locked", "service_cannot_sign"}


@dataclass
class Draft:
    """What stands in the form."""

    touchpoint: TouchPoint
    record: Any
    actor: Any
    values: dict[str, Any]
    version: int
    key: str
    error: ActError | None = None
    challenge: dict[str, Any] | None = None


def challenge_again(draft: Draft) -> dict[str, Any]:
    """What is to be signed; after a wrong password, too, it stays on the page."""
    given = draft.error.challenge if isinstance(draft.error, SignatureNeeded) else None
    payload = parse(draft.touchpoint, draft.values)
    return given or challenge_of(draft.touchpoint, draft.record, payload)


def as_shown(draft: Draft, in_dialog: bool) -> dict[str, Any]:
    touchpoint, record = draft.touchpoint, draft.record
    reasons = list(draft.error.reasons) if draft.error else []
    fields = fields_of(touchpoint.takes, draft.values, Setting(record, draft.actor, errors_by_name(reasons)))
    blocked = possible.possibility(touchpoint, record, draft.actor).reasons
    return {
        "title": touchpoint.title,
        "subject": record.subject() if hasattr(record, "subject") else record.name,
        "effect": _(touchpoint.doc.partition("\n")[0]),
        "audience": "both" if hasattr(record, "relationship") else "us",
        "reasons": [{"text": reason.text} for reason in reasons if not _said_elsewhere(reason, fields)],
        "action": address_of(touchpoint, record),
        "hidden": [("version", draft.version), ("key", draft.key), *_sign_hash(draft)],
        "fields": fields,
        "has_files": rows.has_files(touchpoint.takes),
        "sign": _sign(draft),
        "submit": _submit_words(draft),
        "icon": "pen-line" if touchpoint.sign else "",
        "blocked": " ".join(str(reason.text) for reason in blocked),
        "in_dialog": in_dialog,
        "cancel_url": _cancel(record),
    }


def _said_elsewhere(reason: Any, fields: list[dict[str, Any]]) -> bool:
    """True when the reason is already shown beside its field, or where the signature is given."""
    if reason.code in SIGNING:
        return True
    return bool(reason.field) and rows.shows_error(fields, reason.field.strip("/").replace("/", "."))


def address_of(touchpoint: TouchPoint, record: Any) -> str:
    """Where an act on a record is done."""
    if touchpoint.creates is not None:
        return f"/{touchpoint.step}/do/{touchpoint.verb}/?on={record.pk}"
    return f"/{touchpoint.step}/{record.pk}/do/{touchpoint.verb}/"


def _submit_words(draft: Draft) -> str:
    if draft.touchpoint.sign and not _challenge(draft):
        return _("Continue to signature")
    label = draft.touchpoint.label(draft.record) if draft.touchpoint.label else draft.touchpoint.title
    return _("Sign: %(act)s") % {"act": label} if draft.touchpoint.sign else str(label)


def _challenge(draft: Draft) -> dict[str, Any] | None:
    """What is to be signed: at once for an act without a payload, else once the payload is understood."""
    if draft.touchpoint.sign is None:
        return None
    if draft.challenge:
        return draft.challenge
    if draft.touchpoint.takes is NoPayload and not draft.error:
        return challenge_of(draft.touchpoint, draft.record, NoPayload())
    return None


def _sign_hash(draft: Draft) -> list[tuple[str, str]]:
    challenge = _challenge(draft)
    return [("sign.hash", challenge["hash"])] if challenge else []


def _sign(draft: Draft) -> dict[str, Any] | None:
    challenge = _challenge(draft)
    if challenge is None or draft.touchpoint.sign is None or draft.actor.person is None:
        return None
    person = draft.actor.person
    return {
        "meaning": challenge["meaning"],
        "text": challenge["text"],
        "summary": rows.summary(challenge.get("record", {})),
        "hash": challenge["hash"],
        "signer": f"{person.name}, {person.organisation.name}",
        "totp": person.has_usable_second_factor(),
        "demo_help": _("Demo: the password is cobatch-demo.") if settings.DEMO else "",
        "errors": [
            str(reason.text)
            for reason in (draft.error.reasons if draft.error else ())
            if reason.code in SIGNING - {"signature_needed"}
        ],
    }


def _cancel(record: Any) -> str:
    return names.path_of(records.name_of(record), record.pk)
