"""Lists, details, panels and forms of batches show what both sides may see."""

import json

import pytest

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.tenancy import choose
from cobatch.steps.batches.models import Batch
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.touchpoints import pages
from cobatch.touchpoints.choices import options
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.records import read
from tests.setups.batches import batch_in_packaging, batch_produced
from tests.setups.schedules import order_confirmed


@pytest.fixture
def order(world):
    return order_confirmed(world)


@pytest.fixture
def line(world, order):
    return world.rows(OrderLine, order_id=order)[0]


@pytest.mark.parametrize("side", [Side.SPONSOR, Side.CMO])
def test_both_sides_read_a_packed_batch(world, order, line, side):
    pk = batch_produced(world, order, line, packed=20_920)
    choose(world.relationship.organisation_on(side).id)
    batch = read(Batch, pk)

    detail = pages.detail_of("batch")
    shown = {str(fact.title): fact.value(batch) for fact in detail.facts}
    assert str(shown["Yield"]) == "94.14 %, outside the alert band"
    assert shown["Labels accounted for"] == "100.000 %"
    assert shown["Filled"] is None
    panels = {panel.name: panel for panel in pages.panels_of("batch")}
    rows = list(panels["stages"].rows(batch, side))
    cells = [[column.value(row) for column in panels["stages"].columns] for row in rows]
    assert [row[0] for row in cells] == ["Granulation", "Coating", "Packaging"]
    [market] = panels["markets"].rows(batch, side)
    assert [
        str(getattr(column.value(market), "label", column.value(market)))
        for column in panels["markets"].columns
    ] == [
        "US",
        "awaiting the manufacturer",
    ]
    sent = json.loads(json.dumps(detail.to_json(batch)))
    assert sent["packed"] == {"value": "20920", "unit": "H87"}
    assert sent["outside_alert"] is True


def test_the_list_and_the_orders_panel_lead_to_the_batch(world, order, line):
    pk = batch_produced(world, order, line)
    choose(world.sponsor.organisation.id)

    page = pages.lists()["batch"]
    [row] = page.model.objects.select_related(*page.related).filter(sponsor_id=world.sponsor.organisation.pk)
    assert page.columns[0].value(row) == "SF26K0101"
    assert all(column.value(row) is not None for column in page.columns)
    panel = next(panel for panel in pages.panels_of("order") if panel.name == "batches")
    [batch] = panel.rows(read(PurchaseOrder, order), Side.SPONSOR)
    assert panel.url(batch) == f"/batches/{pk}/"
    assert [column.value(batch) for column in panel.columns][:2] == ["SF26K0101", "10"]


def test_forms_begin_with_what_is_known(world, order, line):
    pk = batch_in_packaging(world, order, line)
    choose(world.cmo.organisation.id)
    batch, actor = read(Batch, pk), world.cmo.actor(Role.PRODUCTION)
    choose(world.cmo.organisation.id)

    begun = touchpoint_named("batches.report_output").initial(batch, actor)
    assert begun["packed_on"] < begun["planned_release"]
    stage = touchpoint_named("batches.report_stage").initial(batch, actor)
    assert options("batches.stages", batch, actor) == [(stage["stage"], "Packaging")]
    assert touchpoint_named("batches.start").initial(batch, actor)["first_mixing"] is True
    choices = {
        name: options(f"batches.{name}", read(PurchaseOrder, order), actor) for name in ("lines", "markets")
    }
    assert choices["lines"] == [(str(line.pk), "10 · HR-101")]
    assert choices["markets"] == [("DE", "DE"), ("US", "US")]
