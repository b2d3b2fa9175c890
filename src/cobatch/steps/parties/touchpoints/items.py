"""Items that both companies of a relationship know."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Item, Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.parties.guards import item_numbers_are_new
from cobatch.steps.parties.payloads import NewItem
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


@touchpoint(
    "parties.introduce_item",
    title=_("Introduce item"),
    said=_("introduced an item"),
    on=Relationship,
    takes=NewItem,
    by=Side.SPONSOR,
    roles=(Role.SUPPLY_PLANNER, Role.CATEGORY_MANAGER, Role.ADMINISTRATOR),
    when=(RelationshipState.ACTIVE,),
    guards=(item_numbers_are_new,),
)
def introduce_item(act: Context[Relationship, NewItem]) -> Iterator[Fact]:
    """The sponsor introduces a product of this relationship with both companies' numbers, batch size and limits."""
    new = act.payload.model_dump(exclude={"batch"})
    item = Item(**born(under=act.on), theoretical_batch=act.payload.batch, **new)
    act.create(item)
    act.find_by("item", item.sponsor_number)
    act.find_by("item", item.cmo_number)
    yield from ()
