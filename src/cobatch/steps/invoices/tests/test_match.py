"""TP-40, the system's part: what order and receipt say of an invoice."""

from decimal import Decimal

from cobatch.network.tenancy import as_organisation
from cobatch.steps.invoices.findings import sentences
from cobatch.steps.invoices.models import Invoice, InvoiceLine, InvoiceState
from cobatch.steps.invoices.queries import lines_of
from cobatch.touchpoints.models import Act, Waiting
from tests.setups.invoices import invoice_submitted, line, submit, usd
from tests.setups.shipments import dispatched, goods_released, receive, shipped_and_received


def state(world, pk):
    return world.read(Invoice, pk).state


def said(world, pk):
    with as_organisation(world.cmo.organisation.id):
        return [sentence for row in lines_of(Invoice.objects.get(pk=pk)) for sentence in sentences(row)]


def waits(world, pk):
    return [(wait.code, wait.side) for wait in world.rows(Waiting, root_id=pk, ended_at=None)]


def test_an_invoice_waits_for_goods_on_their_way_and_is_matched_when_they_arrive(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)
    pk = submit(world, goods)
    assert (state(world, pk), waits(world, pk)) == (InvoiceState.WAITING, [])
    assert said(world, pk) == ["Waiting for receipt: 0 of 21,850 packs have arrived."]

    receive(world, shipment, 20000)
    assert state(world, pk) == InvoiceState.WAITING
    receive(world, shipment)

    assert state(world, pk) == InvoiceState.MATCHED
    assert waits(world, pk) == [("invoices.approve", "sponsor")]
    assert len(world.rows(Act, root_id=pk, code="invoices.match")) == 3


def test_a_price_above_the_agreed_one_blocks_with_its_numbers(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)

    pk = submit(world, goods, lines=[line(goods, price="2.18")])

    found = world.read(Invoice, pk)
    assert (found.state, found.codes) == (InvoiceState.BLOCKED, ["PRICE"])
    [row] = world.rows(InvoiceLine, invoice_id=pk)
    assert (row.variance_amount, row.variance_percent) == (Decimal("1748.00"), Decimal("3.81"))
    assert row.undisputed_amount == Decimal("45885.00")
    assert said(world, pk) == ["2.18 ≠ 2.10: 3.81 % or 1,748.00 USD above the agreed price."]
    assert waits(world, pk) == [("invoices.approve_part", "sponsor")]


def test_a_price_within_both_tolerances_matches(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    pk = submit(world, goods, lines=[line(goods, price="2.11")])  # 0.48 %, 218.50
    assert state(world, pk) == InvoiceState.MATCHED


def test_short_goods_block_with_the_difference(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)
    pk = submit(world, goods)

    receive(world, shipment, 21570, final=True)

    found = world.read(Invoice, pk)
    assert (found.state, found.codes) == (InvoiceState.BLOCKED, ["QTY"])
    [row] = world.rows(InvoiceLine, invoice_id=pk)
    assert row.undisputed_amount == Decimal("45297.00")
    text = "21,850 packs are invoiced, 21,570 were received in good condition: 588.00 USD differ."
    assert said(world, pk) == [text]


def test_what_never_arrived_is_blocked_by_a_final_receipt_of_nothing(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)
    pk = submit(world, goods)
    receive(world, shipment, 0, final=True)
    assert world.read(Invoice, pk).codes == ["NO_GR"]


def test_an_invoice_dated_before_the_hand_over_is_blocked(world):
    pk = invoice_submitted(world, goods_released(world), invoice_date="2026-01-05")
    assert world.read(Invoice, pk).codes == ["DATE"]
    assert said(world, pk)[0] == "The invoice is dated before the goods could be billed."


def test_the_same_amount_for_the_same_batch_looks_like_a_double(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    first = submit(world, goods, lines=[line(goods, quantity=10000)])
    second = submit(world, goods, lines=[line(goods, quantity=10000)])
    assert (state(world, first), world.read(Invoice, second).codes) == (InvoiceState.MATCHED, ["DUP"])


def test_earlier_invoices_use_up_the_receipt(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)
    first = submit(world, goods, lines=[line(goods, quantity=15000)])
    second = submit(world, goods, lines=[line(goods, quantity=6850)])

    receive(world, shipment, 21570, final=True)

    assert state(world, first) == InvoiceState.MATCHED
    assert world.read(Invoice, second).codes == ["QTY"]


def test_amounts_are_compared_not_unit_prices(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    dear = line(goods, price="2.10", amount=usd("45990.00"))
    pk = submit(world, goods, lines=[dear])
    [row] = world.rows(InvoiceLine, invoice_id=pk)
    assert row.variance_amount == Decimal("105.00")
    assert state(world, pk) == InvoiceState.MATCHED
