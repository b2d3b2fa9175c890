"""Set-up of orders: what must be in force before one can be issued."""

from cobatch.network.tenancy import as_organisation
from cobatch.steps.agreements.queries import effective_documents, quality_agreement_in_force
from cobatch.steps.prices.queries import prices_in_force
from tests.setups import agreements, prices
from tests.world import World


def ready_to_order(world: World) -> None:
    """A quality agreement, a price and the effective documents of the world's item."""
    item, relationship = world.item, world.relationship
    with as_organisation(world.sponsor.organisation.id):
        quality = quality_agreement_in_force(relationship.pk)
        documents = effective_documents([item.pk], agreements.today(world)).get(item.pk, {})
        price = prices_in_force(relationship.pk, [item.pk], agreements.today(world))
    if quality is None:
        agreements.quality_agreement_in_force(world)
    if "specification" not in documents:
        agreements.documents_effective(world, item)
    if not price:
        prices.price_agreed(world, item)
