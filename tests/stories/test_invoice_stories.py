"""Invoices that are not paid as they come: a wrong price, and goods that were never released."""

from decimal import Decimal

import pytest

from cobatch.kernel.refusals import Refused
from cobatch.network.tenancy import as_organisation
from cobatch.steps.invoices.findings import sentences
from cobatch.steps.invoices.models import Invoice, InvoiceLine
from cobatch.touchpoints.models import Waiting
from tests.setups import invoices, quality, shipments

pytestmark = pytest.mark.timeout(240)


def findings(world, invoice):
    with as_organisation(world.sponsor.organisation.pk):
        return [text for line in InvoiceLine.objects.filter(invoice_id=invoice) for text in sentences(line)]


def test_a_wrong_price_is_blocked_in_words_and_what_is_undisputed_is_paid(world):
    goods = shipments.goods_released(world)
    shipments.shipped_and_received(world, goods)

    # Lena invoices 2.20 a pack; 2.10 was agreed. The match says so at once, with its figures.
    invoice = invoices.submit(world, goods, lines=[invoices.line(goods, price="2.20")])
    assert world.read(Invoice, invoice).state == "blocked"
    assert findings(world, invoice) == ["2.20 ≠ 2.10: 4.76 % or 2,185.00 USD above the agreed price."]
    assert {wait.side for wait in world.rows(Waiting, root_id=invoice, ended_at=None)} == {"sponsor"}

    # Nobody can approve it in full, whatever they write beside it.
    invoices.may_approve(world)
    before = world.traces()
    with pytest.raises(Refused) as refused:
        invoices.approve(world, invoice, reason="We pay it all the same.")
    assert refused.value.code == "line_blocked"
    assert world.traces() == before

    # What is not in dispute is approved, paid and credited: 21 850 packs at 2.10.
    invoices.approve(world, invoice, "invoices.approve_part", reason="2.10 is agreed.")
    invoices.remit(world, invoice)
    invoices.confirm_cash(world, invoice, "45885.00")
    found = world.read(Invoice, invoice)
    assert (found.total_amount, found.approved_amount) == (Decimal("48070.00"), Decimal("45885.00"))


def test_goods_that_were_never_released_are_not_invoiced(world):
    goods = shipments.goods_produced(world, number="SF26H0202")
    before = world.traces()

    with pytest.raises(Refused) as refused:
        invoices.submit(world, goods)

    said = {reason.code: str(reason.text) for reason in refused.value.reasons}
    assert said["batch_not_released"] == "Batch SF26H0202 is not released for US."
    assert world.traces() == before
    assert not world.rows(Invoice)


def test_nor_goods_of_a_rejected_batch(world):
    goods = shipments.goods_produced(world, number="SF26H0203")
    quality.rejected(world, goods.batch)

    with pytest.raises(Refused) as refused:
        invoices.submit(world, goods)

    assert "batch_rejected" in {reason.code for reason in refused.value.reasons}
