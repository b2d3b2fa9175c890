"""What both companies read of a shipment."""

from cobatch.kernel.sides import Side
from cobatch.network.tenancy import as_organisation
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.steps.shipments.models import Shipment
from cobatch.touchpoints.pages import detail_of, lists, panels_of
from tests.setups.shipments import dispatched, goods_released, receive


def cells(record, name, row_of):
    panel = next(each for each in panels_of(record) if each.name == name)
    return [[str(column.value(row)) for column in panel.columns] for row in panel.rows(row_of, Side.SPONSOR)]


def test_a_shipment_is_shown_with_risk_lines_and_units(world):
    goods = goods_released(world)
    pk = dispatched(world, goods)
    receive(world, pk, 21000)
    with as_organisation(world.sponsor.organisation.id):
        shipment = Shipment.objects.select_related("sponsor", "cmo").get(pk=pk)
        shown = {str(column.title): column.value(shipment) for column in lists()["shipment"].columns}
        facts = {str(fact.title): fact.value(shipment) for fact in detail_of("shipment").facts}
        said = detail_of("shipment").to_json(shipment)
        [line] = cells("shipment", "lines", shipment)
        [unit] = cells("shipment", "units", shipment)
        [on_order] = cells("order", "shipments", PurchaseOrder.objects.get(pk=goods.order))
    assert str(shown["State"].label) == "partly received"
    assert str(facts["Risk"]).startswith("The sponsor bears the risk: under FCA")
    assert facts["Seal"] == "SL-4471: intact"
    assert (line[4].split(" ")[0], line[5].split(" ")[0]) == ("21850", "21000")
    assert said["units"][0]["sscc"] == unit[0]
    assert on_order[0] == shipment.number
