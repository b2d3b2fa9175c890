"""Set-up acts of prices: from the request to the signed agreement."""

from typing import Any
from uuid import UUID

from cobatch.kernel.roles import Role
from cobatch.network.models import Item
from cobatch.steps.prices.models import AgreedPrice, PriceAgreement
from tests.world import Company, World

CLOCKS = {"valid_from": "2026-01-01", "valid_to": "2027-12-31", "due": "2099-01-01"}


def may_approve(world: World, company: Company, role: Role, amount: str = "5000000") -> None:
    """Give a person of the company the authority for an amount."""
    payload = {"person": company.people[str(role)].pk, "up_to": {"amount": amount, "currency": "USD"}}
    world.act("parties.set_limit", company.organisation, payload, company.actor(Role.ADMINISTRATOR))


def signers(world: World) -> None:
    """Both companies' signers may sign price agreements."""
    may_approve(world, world.sponsor, Role.PROCUREMENT_APPROVER)
    may_approve(world, world.cmo, Role.COMMERCIAL_HEAD)


def requested(world: World, item: Item | None = None, volume: str = "600000", **values: Any) -> UUID:
    """A request for quotation that waits for the manufacturer."""
    wanted = [{"item": (item or world.item).sponsor_number, "annual_volume": volume}]
    payload = {"items": wanted, **CLOCKS} | values
    by = world.sponsor.actor(Role.CATEGORY_MANAGER)
    return world.act("prices.request_quotation", world.relationship, payload, by).record_id


def quote_row(item: Item, price: str = "2.10", **values: Any) -> dict[str, Any]:
    """One row of a quotation whose shares add up."""
    return {"item": item.sponsor_number, "price": price, "conversion": price, "lead_time_weeks": 12} | values


def quoted(world: World, item: Item | None = None, price: str = "2.10", **values: Any) -> UUID:
    """A quotation that waits for the sponsor."""
    made = item or world.item
    payload = {"items": [quote_row(made, price)], "open_until": "2099-01-31"} | values
    by = world.cmo.actor(Role.BUSINESS_DEVELOPMENT)
    return world.act("prices.quote", requested(world, made), payload, by, version=1).record_id


def approve(world: World, quotation: UUID, version: int = 1) -> None:
    """The sponsor signs."""
    world.act(
        "prices.approve", quotation, {}, world.sponsor.actor(Role.PROCUREMENT_APPROVER), version=version
    )


def agree(world: World, quotation: UUID, version: int = 2) -> None:
    """The manufacturer signs."""
    world.act("prices.agree", quotation, {}, world.cmo.actor(Role.COMMERCIAL_HEAD), version=version)


def price_agreed(
    world: World, item: Item | None = None, price: str = "2.10", **values: Any
) -> PriceAgreement:
    """An agreement in force for the years 2026 and 2027; tiers may be given as of a quotation."""
    known = world.rows(AgreedPrice, item=item or world.item, price_amount=price)
    if known and not values:
        return world.read(PriceAgreement, known[0].agreement_id)
    signers(world)
    quotation = quoted(world, item, price, **values)
    approve(world, quotation)
    agree(world, quotation)
    [agreement] = world.rows(PriceAgreement, quotation_id=quotation)
    return agreement


def agreed_row(world: World, agreement: PriceAgreement) -> AgreedPrice:
    """The one price of an agreement."""
    [row] = world.rows(AgreedPrice, agreement=agreement)
    return row
