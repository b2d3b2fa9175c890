"""Booking movements. Only effects of touch points do this, so that every movement has its act."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel.quantity import Quantity
from cobatch.kernel.refusals import Refusal, Refused
from cobatch.stock.models import Kind, Lot, Movement
from cobatch.stock.queries import balances


@dataclass(frozen=True)
class Spot:
    """A place and the status goods have there."""

    place: str
    status: str


OUTSIDE = Spot("", "")


def movement(
    lot: Lot,
    kind: Kind,
    quantity: Quantity,
    at: datetime,
    source: Spot = OUTSIDE,
    target: Spot = OUTSIDE,
    market: str = "",
) -> Movement:
    """A movement not booked yet."""
    return Movement(
        relationship_id=lot.relationship_id,
        sponsor_id=lot.sponsor_id,
        cmo_id=lot.cmo_id,
        lot=lot,
        kind=kind,
        from_place=source.place,
        from_status=source.status,
        to_place=target.place,
        to_status=target.status,
        market=market,
        quantity=quantity,
        at=at,
    )


def book(*movements: Movement) -> None:
    """Book movements. Raises Refused when there is not that much where it is taken from.

    The lots stay locked until the act is through, so that two acts never take the same packs.
    """
    taken: dict[tuple[UUID, Spot], Decimal] = defaultdict(Decimal)
    for each in movements:
        if each.from_place:
            taken[each.lot_id, Spot(each.from_place, each.from_status)] += each.value
    if taken:
        _refuse_what_is_missing(taken, {each.lot_id: each.lot for each in movements})
    Movement.objects.bulk_create(movements)


def _refuse_what_is_missing(taken: dict[tuple[UUID, Spot], Decimal], lots: dict[UUID, Lot]) -> None:
    wanted = {lot for lot, _spot in taken}
    list(Lot.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    there = balances(wanted)
    missing = [
        Refusal("not_enough_stock", _("Of lot %(lot)s there is not that much.") % {"lot": lots[lot].number})
        for (lot, spot), value in taken.items()
        if there.get((lot, spot.place, spot.status), Decimal(0)) < value
    ]
    if missing:
        raise Refused(missing)
