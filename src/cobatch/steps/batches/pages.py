"""Pages of batches: all of them, one with its markets and stages, and those of an order."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.steps.batches.flow import BATCH, MARKET, STAGE
from cobatch.steps.batches.models import Batch, BatchMarket, BatchStage
from cobatch.steps.batches.queries import batches_of, markets_of, stages_of
from cobatch.steps.batches.wire import batch_json, head_json
from cobatch.steps.batches.yields import label_reconciliation
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.touchpoints.names import path_of
from cobatch.touchpoints.pages import (
    Column,
    Detail,
    Fact,
    List,
    Panel,
    State,
    add_detail,
    add_list,
    add_panel,
)


def batch_state(batch: Batch) -> State:
    """The state of a batch as a badge."""
    return State(BATCH.states(batch.state).label, BATCH.tones[batch.state])


def market_state(market: BatchMarket) -> State:
    """What was decided for a market, as a badge."""
    return State(MARKET.states(market.state).label, MARKET.tones[market.state])


def stage_state(stage: BatchStage) -> State:
    """Whether a stage is over, as a badge."""
    return State(STAGE.states(stage.state).label, STAGE.tones[stage.state])


def yield_of(batch: Batch) -> State | None:
    """The yield; amber outside the item's alert band."""
    if batch.yield_percent is None:
        return None
    return State(f"{batch.yield_percent} %", "warn" if batch.outside_alert else "good")


def yield_in_words(batch: Batch) -> Any:
    """The yield, and whether it lies outside the item's alert band."""
    if batch.yield_percent is None:
        return None
    words = {"percent": batch.yield_percent}
    return (
        _("%(percent)s %%, outside the alert band") if batch.outside_alert else _("%(percent)s %%")
    ) % words


def labels_of(batch: Batch) -> str | None:
    """How many of the labels are accounted for."""
    if batch.packed_on is None:
        return None
    percent = label_reconciliation(
        batch.labels_issued, batch.labels_used, batch.labels_damaged, batch.labels_returned
    )
    return f"{percent} %"


def panel_markets(batch: Batch, side: Any) -> Iterable[BatchMarket]:
    """Each market of the batch."""
    return markets_of(batch)


def panel_stages(batch: Batch, side: Any) -> Iterable[BatchStage]:
    """The route of the batch."""
    return stages_of(batch)


def panel_of_order(order: PurchaseOrder, side: Any) -> Iterable[Batch]:
    """The batches made for the order."""
    return batches_of(order)


add_list(
    List(
        record="batch",
        title=_("Batches"),
        model=Batch,
        columns=(
            Column(_("Batch"), lambda batch: batch.number, link=True),
            Column(_("Item"), lambda batch: f"{batch.item.sponsor_number} · {batch.item.name}"),
            Column(_("Order"), lambda batch: f"PO {batch.order.number}"),
            Column(_("Packed"), lambda batch: batch.packed, numeric=True),
            Column(_("Yield"), yield_of),
            Column(_("Expiry"), lambda batch: batch.printed_expiry or None),
            Column(_("State"), batch_state),
        ),
        search=("number", "sponsor_lot", "item__sponsor_number", "order__number"),
        states=tuple(str(state) for state in BATCH.states),
        related=("item", "order"),
        step=5,
        icon="flask-conical",
        to_json=head_json,
    )
)
add_detail(
    Detail(
        record="batch",
        title=lambda batch: batch.number,
        state=batch_state,
        parent=lambda batch: batch.order,
        facts=(
            Fact(_("Item"), lambda batch: f"{batch.item.sponsor_number} · {batch.item.name}"),
            Fact(_("Sponsor's lot"), lambda batch: batch.sponsor_lot or None),
            Fact(_("Master batch record"), lambda batch: batch.master_record.subject()),
            Fact(_("Theoretical size"), lambda batch: batch.theoretical),
            Fact(_("Planned start"), lambda batch: batch.planned_start),
            Fact(_("Planned end"), lambda batch: batch.planned_end),
            Fact(_("Started"), lambda batch: batch.started_at),
            Fact(_("Room"), lambda batch: batch.room or None),
            Fact(_("Equipment"), lambda batch: ", ".join(batch.equipment) or None),
            Fact(_("First mixing"), lambda batch: batch.first_mixing_on),
            Fact(_("Filled"), lambda batch: batch.filled_on),
            Fact(_("Packed"), lambda batch: batch.packed),
            Fact(_("Packed on"), lambda batch: batch.packed_on),
            Fact(_("Yield"), yield_in_words),
            Fact(_("Samples"), lambda batch: batch.samples if batch.packed_on else None),
            Fact(_("Rejects"), lambda batch: batch.rejects if batch.packed_on else None),
            Fact(_("Labels accounted for"), labels_of),
            Fact(_("Planned release"), lambda batch: batch.planned_release),
            Fact(_("Expiry"), lambda batch: batch.expiry),
            Fact(_("Printed expiry"), lambda batch: batch.printed_expiry or None),
        ),
        to_json=batch_json,
    )
)
add_panel(
    "batch",
    Panel(
        name="markets",
        title=_("Markets"),
        rows=panel_markets,
        step=5,
        columns=(Column(_("Market"), lambda market: market.market), Column(_("State"), market_state)),
    ),
)
add_panel(
    "batch",
    Panel(
        name="stages",
        title=_("Stages"),
        rows=panel_stages,
        step=5,
        columns=(
            Column(_("Stage"), lambda stage: stage.name),
            Column(_("Planned end"), lambda stage: stage.planned_end),
            Column(_("Began"), lambda stage: stage.started_at),
            Column(_("Ended"), lambda stage: stage.ended_at),
            Column(_("Good"), lambda stage: stage.good, numeric=True),
            Column(_("Scrap"), lambda stage: stage.scrap, numeric=True),
            Column(_("Checks failed"), lambda stage: stage.checks_failed or None, numeric=True),
            Column(_("State"), stage_state),
        ),
    ),
)
add_panel(
    "order",
    Panel(
        name="batches",
        title=_("Batches"),
        rows=panel_of_order,
        step=5,
        creates=("batches.create",),
        columns=(
            Column(_("Batch"), lambda batch: batch.number),
            Column(_("Line"), lambda batch: batch.order_line.label),
            Column(_("Item"), lambda batch: batch.item.sponsor_number),
            Column(_("Packed"), lambda batch: batch.packed, numeric=True),
            Column(_("Yield"), yield_of),
            Column(_("State"), batch_state),
        ),
        url=lambda batch: path_of("batch", batch.pk),
    ),
)
