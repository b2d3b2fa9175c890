"""Opening a log: its head, and the first leaf that binds the keys of those who will write in it."""

from django.conf import settings
from django.db import transaction

from cobatch.kernel import clock
from cobatch.kernel.identity import new_id
from cobatch.ledger import keyring
from cobatch.ledger.append import Statement, append
from cobatch.ledger.genesis import TYPE, genesis_data
from cobatch.ledger.keys import SigningKey
from cobatch.ledger.models import Log
from cobatch.network.models import Organisation, Relationship


@transaction.atomic
def open_log(
    *, relationship: Relationship | None = None, organisation: Organisation | None = None, moved_clock: bool
) -> Log:
    """The log of a relationship, or of what concerns one organisation alone.

    A log begun while the clock was moved says so in its first leaf, where nobody can take it out again.
    """
    owner = relationship or organisation
    if owner is None:
        raise ValueError("a log belongs to a relationship or to an organisation")
    holders = _holders(owner)
    log = _head(owner)
    keys = [(part, keyring.issuer_of(holder.id), _key(holder)) for part, holder in holders]
    append(
        [
            Statement(
                log_id=log.id,
                id=new_id(),
                type=TYPE,
                org_id=holders[0][1].id,
                at=clock.now(),
                data=genesis_data(log.origin, keys, moved_clock=moved_clock),
                groups={},
            )
        ]
    )
    log.refresh_from_db()
    return log


def _holders(owner: Relationship | Organisation) -> list[tuple[str, Organisation]]:
    """Who may write in the log, each with its part."""
    if isinstance(owner, Relationship):
        return [("sponsor", owner.sponsor), ("cmo", owner.cmo)]
    return [("organisation", owner)]


def _head(owner: Relationship | Organisation) -> Log:
    # The log of a relationship or an organisation has its id, so that nobody needs to look it up.
    log = Log(id=owner.id)
    house = getattr(settings, "COBATCH_LEDGER_ORIGIN", "cobatch")
    if isinstance(owner, Relationship):
        log.relationship, log.sponsor, log.cmo = owner, owner.sponsor, owner.cmo
        log.origin = f"{house}/rel/{log.id.hex}"
    else:
        log.organisation = owner
        log.origin = f"{house}/org/{log.id.hex}"
    log.save(force_insert=True)
    return log


def _key(holder: Organisation) -> SigningKey:
    """The key as the database has it now, not as this process may remember it."""
    keyring.ensure_key(holder)
    keyring.forget(holder.id)
    return keyring.signing_key(holder.id)
