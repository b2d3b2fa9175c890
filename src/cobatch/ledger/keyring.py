"""The event keys of organisations: made once, sealed in the database, opened once per process."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from cobatch.kernel import clock
from cobatch.ledger import keys
from cobatch.ledger.models import OrganisationKey, WrappedKey
from cobatch.network.models import Organisation

EVENT = "event"

_opened: dict[UUID, keys.SigningKey] = {}


def issuer_of(organisation_id: UUID) -> str:
    """The name of an organisation in signed bytes; it stays when the company is renamed."""
    return f"urn:uuid:{organisation_id}"


@transaction.atomic
def ensure_key(organisation: Organisation) -> OrganisationKey:
    """The key that signs the organisation's events, made now if it has none."""
    held = OrganisationKey.objects.filter(organisation=organisation, purpose=EVENT, active=True).first()
    return held or _make(organisation)


def signing_key(organisation_id: UUID) -> keys.SigningKey:
    """The private key, unwrapped the first time this process needs it."""
    if (opened := _opened.get(organisation_id)) is None:
        opened = _opened[organisation_id] = _open(organisation_id)
    return opened


def forget(organisation_id: UUID) -> None:
    """Read the key anew next time: it was changed, or the transaction that made it never ended well."""
    _opened.pop(organisation_id, None)


def _make(organisation: Organisation) -> OrganisationKey:
    name = issuer_of(organisation.id)
    key = keys.generate(name)
    keys.check_public(key.public)
    made = OrganisationKey.objects.create(
        organisation=organisation, kid=key.kid, public=key.public, purpose=EVENT, created_at=clock.now()
    )
    WrappedKey.objects.create(key=made, wrapped=keys.wrap(settings.COBATCH_MASTER_KEY, key, name))
    return made


def _open(organisation_id: UUID) -> keys.SigningKey:
    row = WrappedKey.objects.select_related("key").get(
        key__organisation_id=organisation_id, key__purpose=EVENT, key__active=True
    )
    return keys.unwrap(
        settings.COBATCH_MASTER_KEY, bytes(row.wrapped), issuer_of(organisation_id), bytes(row.key.kid)
    )
