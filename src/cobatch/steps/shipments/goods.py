"""Packs at the manufacturer that may leave. Release is per market, hence so are they."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from cobatch.steps.shipments.models import ShipmentLine, ShipmentState
from cobatch.stock.models import Kind, Lot, Movement, Place, Status

Share = tuple[UUID, str]  # batch, market


def lots_by_batch(batch_ids: Iterable[UUID]) -> dict[UUID, Lot]:
    """The lot each packed batch became."""
    lots = Lot.objects.select_related("item").filter(batch_id__in=list(batch_ids))
    return {lot.batch_id: lot for lot in lots if lot.batch_id}


def free_stock(batch_ids: Iterable[UUID]) -> dict[Share, Decimal]:
    """Packs released for a market that are still there and that no shipping instruction claims yet."""
    wanted = list(batch_ids)
    free = _released(wanted)
    claimed = ShipmentLine.objects.filter(batch_id__in=wanted, shipment__state=ShipmentState.INSTRUCTED)
    sums = claimed.values_list("batch_id", "order_line__order__market").annotate(
        total=Sum("instructed_value")
    )
    for batch, market, total in sums:
        free[batch, market] -= total
    return free


def _released(batch_ids: list[UUID]) -> dict[Share, Decimal]:
    came = Q(to_place=Place.CMO, to_status=Status.RELEASED)
    went = Q(from_place=Place.CMO, from_status=Status.RELEASED)
    found: dict[Share, Decimal] = defaultdict(Decimal)
    rows = (
        Movement.objects.filter(came | went, lot__batch_id__in=batch_ids)
        .values_list("lot__batch_id", "market", "to_status")
        .annotate(total=Sum("value"))
    )
    for batch, market, to_status, total in rows:
        found[batch, market] += total if to_status == Status.RELEASED else -total
    return found


def released_ever(batch_ids: Iterable[UUID]) -> dict[Share, Decimal]:
    """Packs released for each market, whether they have left since or not."""
    rows = Movement.objects.filter(kind=Kind.RELEASED, lot__batch_id__in=list(batch_ids))
    sums = rows.values_list("lot__batch_id", "market").annotate(total=Sum("value"))
    return {(batch, market): total for batch, market, total in sums}


def instructed_for(line_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """Packs instructed and not handed over yet, by order line."""
    rows = ShipmentLine.objects.filter(
        order_line_id__in=list(line_ids), shipment__state=ShipmentState.INSTRUCTED
    )
    return dict(rows.values_list("order_line_id").annotate(total=Sum("instructed_value")))
