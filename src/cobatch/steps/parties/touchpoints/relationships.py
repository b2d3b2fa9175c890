"""Two companies begin to work on one shared record."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.ledger.opening import open_log
from cobatch.network.models import Organisation, Relationship, Site
from cobatch.network.models.relationships import RelationshipState
from cobatch.network.terms import Terms
from cobatch.steps.parties.facts import RelationshipBegun
from cobatch.steps.parties.guards import answers_the_other_side, partner_is_known, site_is_ours
from cobatch.steps.parties.payloads import Acceptance, Proposal
from cobatch.steps.parties.queries import partner_by_code
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import Remark

ADMINISTRATOR = (Role.ADMINISTRATOR,)
TERMS = (
    "currency",
    "payment_days",
    "billing_trigger",
    "incoterm",
    "incoterm_place",
    "silence_accepts_schedule",
)


@touchpoint(
    "parties.propose_relationship",
    title=_("Propose relationship"),
    said=_("proposed to work together"),
    on=Organisation,
    creates=Relationship,
    takes=Proposal,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    moves=makes(RelationshipState.PROPOSED),
    guards=(partner_is_known, site_is_ours),
)
def propose_relationship(act: Context[Organisation, Proposal]) -> Iterator[Fact]:
    """One company proposes to another to work on one shared record, on the terms given here.

    The other company sees the proposal and its terms; nothing else is shared before it accepts.
    """
    new = act.payload
    partner_id, partner_site = partner_by_code(new.partner_code)
    if partner_id is None or partner_site is None:
        raise LookupError("an unknown partner has passed its guard")
    ours = new.we_are == "sponsor"
    relationship = Relationship(
        sponsor_id=act.on.id if ours else partner_id,
        cmo_id=partner_id if ours else act.on.id,
        sponsor_site_id=new.site if ours else partner_site,
        cmo_site_id=partner_site if ours else new.site,
        proposed_by=new.we_are,
        state=RelationshipState.PROPOSED,
        settings=Terms(**new.model_dump(include=set(TERMS))).model_dump(mode="json"),
    )
    act.create(relationship)
    open_log(relationship=relationship, moved_clock=clock.moved())
    yield from ()


@touchpoint(
    "parties.accept_relationship",
    title=_("Accept relationship"),
    said=_("accepted to work together"),
    on=Relationship,
    takes=Acceptance,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    moves=moves(RelationshipState.PROPOSED, to=RelationshipState.ACTIVE),
    needs=(answers_the_other_side,),
    guards=(site_is_ours,),
)
def accept_relationship(act: Context[Relationship, Acceptance]) -> Iterator[Fact]:
    """The other company accepts the terms; from now on both work on one shared record."""
    site = Site.objects.get(pk=act.payload.site)
    act.change(act.on, **{"sponsor_site" if act.side is Side.SPONSOR else "cmo_site": site})
    act.move(act.on, RelationshipState.ACTIVE)
    yield RelationshipBegun(act.on.id)


@touchpoint(
    "parties.decline_relationship",
    title=_("Decline relationship"),
    said=_("declined to work together"),
    on=Relationship,
    takes=Remark,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    moves=moves(RelationshipState.PROPOSED, to=RelationshipState.DECLINED),
    needs=(answers_the_other_side,),
)
def decline_relationship(act: Context[Relationship, Remark]) -> Iterator[Fact]:
    """The other company declines; nothing is shared."""
    act.move(act.on, RelationshipState.DECLINED)
    yield from ()
