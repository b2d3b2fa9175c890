"""Receipt and invoice at the same instant: whichever comes second sees the other."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from cobatch.kernel.roles import Role
from cobatch.network.tenancy import choose
from cobatch.steps.invoices.models import Invoice, InvoiceState
from cobatch.steps.orders.models import PurchaseOrder
from tests.setups.invoices import invoice
from tests.setups.shipments import dispatched, goods_released, receipt

pytestmark = pytest.mark.commits


def test_an_invoice_that_comes_while_goods_are_counted_does_not_wait_for_ever(committed_world):
    world = committed_world
    goods = goods_released(world)
    shipment = dispatched(world, goods)
    count = (
        "shipments.confirm_receipt",
        shipment,
        receipt(world, shipment),
        world.sponsor.actor(Role.RECEIVER),
    )
    bill = ("invoices.submit", world.relationship, invoice(world, goods), world.cmo.actor(Role.FINANCE))

    def act(wish):
        try:
            return world.act(*wish)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        # The receipt is written and waits for its order; the invoice may not look past it.
        with transaction.atomic():
            choose(world.sponsor.organisation.pk)
            PurchaseOrder.objects.select_for_update(no_key=True).get(pk=goods.order)
            counting = pool.submit(act, count)
            time.sleep(1)
            billing = pool.submit(act, bill)
            time.sleep(1)
            assert not counting.done()
            assert not billing.done()
        counting.result(timeout=20)
        found = billing.result(timeout=20).record_id

    assert world.read(Invoice, found).state == InvoiceState.MATCHED
