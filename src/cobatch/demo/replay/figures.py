"""The replay's figures, read from the records that it left."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum

from cobatch.network.models import Organisation
from cobatch.network.tenancy import as_organisation, choose
from cobatch.steps.invoices.matching import Code
from cobatch.steps.invoices.models import InvoiceLine
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.shipments.models import ShipmentLine


@dataclass(frozen=True)
class Figures:
    """What the history comes to: how punctual the lines were, what they cost, what the match objects to."""

    late: int
    on_the_day: int
    early: int
    late_days: int
    value: Decimal
    free: int
    price_exceptions: int
    other_exceptions: int

    @property
    def lines(self) -> int:
        """Lines that have arrived."""
        return self.late + self.on_the_day + self.early

    @property
    def mean_lateness(self) -> Decimal:
        """Days that the late lines were late, on average, rounded here."""
        return round(Decimal(self.late_days) / self.late, 2) if self.late else Decimal(0)


def figures_of(sponsor: str) -> Figures:
    """From the records that the sponsor sees: days of receipt against days asked for, and invoice lines."""
    choose(None)
    organisation = Organisation.objects.get(code=sponsor)
    with as_organisation(organisation.pk):
        delays = [(arrived - asked).days for asked, arrived in _arrivals(organisation.pk)]
        billed = InvoiceLine.objects.filter(sponsor_id=organisation.pk).aggregate(
            value=Sum("amount_value", default=Decimal(0)),
            price=Count("pk", filter=Q(codes__contains=[str(Code.PRICE)])),
            any=Count("pk", filter=~Q(codes=[])),
        )
        free = OrderLine.objects.filter(sponsor_id=organisation.pk, price_amount=0).count()
    return Figures(
        late=sum(delay > 0 for delay in delays),
        on_the_day=delays.count(0),
        early=sum(delay < 0 for delay in delays),
        late_days=sum(delay for delay in delays if delay > 0),
        value=billed["value"],
        free=free,
        price_exceptions=billed["price"],
        other_exceptions=billed["any"] - billed["price"],
    )


def _arrivals(sponsor: UUID) -> list[tuple[date, date]]:
    """For each line: the day it was asked for, and the day it arrived on the receiving site's calendar."""
    rows = ShipmentLine.objects.filter(sponsor_id=sponsor).exclude(shipment__arrived_at=None)
    zone, asked, arrived = (
        "relationship__sponsor_site__zone",
        "order_line__requested_date",
        "shipment__arrived_at",
    )
    found: list[tuple[str, date, datetime]] = list(rows.values_list(zone, asked, arrived))
    return [(day, at.astimezone(ZoneInfo(zone)).date()) for zone, day, at in found]
