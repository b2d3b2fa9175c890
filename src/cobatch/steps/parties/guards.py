"""Why an act of parties is refused."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.kernel.roles import ROLES_OF, Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Item, Organisation, Person, Relationship, Site, Token
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.parties.payloads import NewItem, NewPerson, NewToken, OneToken, Proposal
from cobatch.steps.parties.queries import partner_by_code
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import catalogue

PEOPLE_FIELDS = ("person", "deputy")


def email_is_new(act: Context[Organisation, NewPerson]) -> Iterator[Refusal]:
    """Nobody of this company has the address yet; addresses of other companies are not given away."""
    if Person.objects.filter(email__iexact=act.payload.email, organisation=act.on).exists():
        yield Refusal("email_taken", _("Somebody here has this e-mail address already."), "/email")


def site_is_ours(act: Context[Any, Any]) -> Iterator[Refusal]:
    """The site belongs to the acting company."""
    if not Site.objects.filter(pk=act.payload.site, organisation_id=act.actor.organisation_id).exists():
        yield Refusal("site_unknown", _("There is no such site."), "/site")


def people_are_ours(act: Context[Organisation, Any]) -> Iterator[Refusal]:
    """Every person named belongs to the acting company."""
    for name in PEOPLE_FIELDS:
        pk = getattr(act.payload, name, None)
        if pk is not None and not Person.objects.filter(pk=pk, organisation_id=act.on.id).exists():
            yield Refusal("person_unknown", _("There is no such person."), f"/{name}")


def roles_are_of_our_sides(act: Context[Organisation, Any]) -> Iterator[Refusal]:
    """A sponsor's people have sponsor's roles, a manufacturer's people the manufacturer's."""
    sides = [side for side, has in ((Side.SPONSOR, act.on.is_sponsor), (Side.CMO, act.on.is_cmo)) if has]
    allowed = frozenset().union(*(ROLES_OF[side] for side in sides))
    for index, role in enumerate(act.payload.roles):
        if role not in allowed:
            yield Refusal("role_of_other_side", _("Your company has no such role."), f"/roles/{index}")


def keeps_an_administrator(act: Context[Organisation, Any]) -> Iterator[Refusal]:
    """The company never loses its last administrator."""
    keeps = Role.ADMINISTRATOR in getattr(act.payload, "roles", ())
    others = Person.objects.filter(
        organisation=act.on, is_active=True, service=False, roles__contains=[str(Role.ADMINISTRATOR)]
    ).exclude(pk=act.payload.person)
    if not keeps and not others.exists():
        yield Refusal("last_administrator", _("Somebody must remain administrator."), "/person")


def scopes_exist(act: Context[Organisation, NewToken]) -> Iterator[Refusal]:
    """Every scope is the code of a touch point that people or systems perform."""
    for index, scope in enumerate(act.payload.scopes):
        if scope not in catalogue() or catalogue()[scope].automatic:
            yield Refusal("scope_unknown", _("There is no such touch point."), f"/scopes/{index}")


def token_is_ours(act: Context[Organisation, OneToken]) -> Iterator[Refusal]:
    """The token belongs to the company and is not revoked."""
    if not Token.objects.filter(pk=act.payload.token, organisation=act.on, revoked_at=None).exists():
        yield Refusal("token_unknown", _("There is no such token."), "/token")


def partner_is_known(act: Context[Organisation, Proposal]) -> Iterator[Refusal]:
    """The code names another company with which there is no relationship between these sites yet."""
    if not getattr(act.on, f"is_{act.payload.we_are}"):
        yield Refusal("not_our_side", _("Your company is not set up for this side."), "/we_are")
    partner, site = partner_by_code(act.payload.partner_code)
    if partner is None or partner == act.on.id:
        yield Refusal("partner_unknown", _("No other company is known by this code."), "/partner_code")
    elif Relationship.objects.filter(
        sponsor_site_id__in=(act.payload.site, site),
        cmo_site_id__in=(act.payload.site, site),
        state__in=(RelationshipState.PROPOSED, RelationshipState.ACTIVE),
    ).exists():
        yield Refusal("relationship_exists", _("You work with this company already."), "/partner_code")


def answers_the_other_side(act: Context[Relationship, Any]) -> Iterator[Refusal]:
    """A proposal is answered by the company that did not make it."""
    if str(act.side) == act.on.proposed_by:
        yield Refusal("own_proposal", _("The other company answers your proposal."))
    elif not getattr(act.actor.organisation, f"is_{act.side}"):
        yield Refusal("not_our_side", _("Your company is not set up for this side."))


def item_numbers_are_new(act: Context[Relationship, NewItem]) -> Iterator[Refusal]:
    """Neither number names another item of this relationship."""
    items = Item.objects.filter(relationship=act.on)
    if items.filter(sponsor_number=act.payload.sponsor_number).exists():
        yield Refusal("item_number_taken", _("The sponsor's number names another item."), "/sponsor_number")
    if items.filter(cmo_number=act.payload.cmo_number).exists():
        yield Refusal("item_number_taken", _("The manufacturer's number names another item."), "/cmo_number")
