"""What orders hold against acts of earlier steps."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.steps.orders.models import LineState, OrderLine
from cobatch.steps.parties.queries import items_by_number
from cobatch.steps.plans.queries import Zone, zone_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import objects_to

ENDED = (LineState.COMPLETE, LineState.CANCELLED)


@objects_to("plans.publish", "plans.republish")
def frozen_month_below_its_orders(act: Context[Any, Any]) -> Iterator[Refusal]:
    """A frozen month below what is ordered for it needs a reason; with one it is flagged, never refused."""
    relationship = act.on.relationship
    cycle: date = getattr(act.on, "month", None) or act.payload.first_day
    items = items_by_number(relationship, [row.item for row in act.payload.rows])
    ordered = _open_by_month(relationship.id)
    for index, row in enumerate(act.payload.rows):
        item = items.get(row.item)
        frozen = zone_of(cycle, row.first_day, relationship.terms) is Zone.FROZEN
        if item is None or not frozen or row.reason:
            continue
        if row.quantity.value < ordered[item.id, row.first_day]:
            words = {"ordered": f"{ordered[item.id, row.first_day]:,.0f}"}
            yield Refusal(
                "below_open_orders",
                _("%(ordered)s are ordered for this month: say why the forecast is lower.") % words,
                f"/rows/{index}/reason",
            )


def _open_by_month(relationship_id: UUID) -> dict[tuple[UUID, date], Decimal]:
    """Packs on open lines by item and month of their newest date."""
    rows = (
        OrderLine.objects.filter(relationship_id=relationship_id)
        .exclude(state__in=ENDED)
        .annotate(month=TruncMonth(Coalesce("confirmed_date", "requested_date")))
        .values_list("item_id", "month")
        .annotate(total=Sum(Coalesce("confirmed_value", "requested_value")))
    )
    found: dict[tuple[UUID, date], Decimal] = defaultdict(Decimal)
    found.update({(item, month): total for item, month, total in rows})
    return found
