"""What both companies read of an invoice."""

from cobatch.kernel.sides import Side
from cobatch.network.tenancy import as_organisation
from cobatch.steps.invoices.models import Invoice
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.touchpoints.pages import detail_of, lists, panels_of
from tests.setups.invoices import approve, line, may_approve, remit, submit
from tests.setups.shipments import goods_released, shipped_and_received


def panel(record, name):
    return next(each for each in panels_of(record) if each.name == name)


def cells(panel, record):
    return [[str(column.value(row)) for column in panel.columns] for row in panel.rows(record, Side.CMO)]


def blocked(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    pk = submit(world, goods, lines=[line(goods, price="2.18")])
    may_approve(world)
    approve(world, pk, "invoices.approve_part", reason="Wrong tier.")
    return goods, pk


def test_the_match_is_shown_side_by_side_with_its_sentence(world):
    _goods, pk = blocked(world)
    with as_organisation(world.cmo.organisation.id):
        invoice = Invoice.objects.get(pk=pk)
        [row] = cells(panel("invoice", "match"), invoice)
        [[_line, finding]] = cells(panel("invoice", "findings"), invoice)
    assert [each.split(" ")[0] for each in row[1:4]] == ["22000", "21850", "21850"]
    assert "3.81 % or 1,748.00 USD above the agreed price" in finding


def test_list_detail_and_json_say_what_is_blocked_and_what_is_kept_back(world):
    _goods, pk = blocked(world)
    with as_organisation(world.cmo.organisation.id):
        invoice = Invoice.objects.select_related("sponsor", "cmo").get(pk=pk)
        shown = {str(column.title): column.value(invoice) for column in lists()["invoice"].columns}
        facts = {str(fact.title): fact.value(invoice) for fact in detail_of("invoice").facts}
        said = detail_of("invoice").to_json(invoice)
    assert (shown["Blocked"], shown["State"].tone) == ("PRICE", "good")
    assert str(facts["Not approved"]) == "1748.00 USD"
    assert said["approved"] == {"amount": "45885.00", "currency": "USD"}
    assert (said["lines"][0]["codes"], said["lines"][0]["received"]["value"]) == (["PRICE"], "21850")


def test_an_order_shows_its_invoices_and_an_invoice_its_payments(world):
    goods, pk = blocked(world)
    remit(world, pk)
    with as_organisation(world.sponsor.organisation.id):
        order = PurchaseOrder.objects.get(pk=goods.order)
        [on_order] = cells(panel("order", "invoices"), order)
        [payment] = cells(panel("invoice", "payments"), Invoice.objects.get(pk=pk))
        assert detail_of("invoice").parent(Invoice.objects.get(pk=pk)) == order
    assert on_order[0] == Invoice.objects.get(pk=pk).number
    assert payment[2] == "45885.00 USD"
