"""TP-41 and TP-42: paying, and the money in the bank."""

from decimal import Decimal

import pytest

from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.steps.invoices.models import Invoice, InvoiceState, Payment
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.touchpoints.models import Act, Waiting
from tests.setups.invoices import (
    act,
    approve,
    confirm_cash,
    credit,
    line,
    may_approve,
    paid,
    remit,
    remittance,
    submit,
    usd,
)  # fmt: skip
from tests.setups.shipments import goods_released, shipped_and_received


def approved(world, price="2.10"):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    pk = submit(world, goods, lines=[line(goods, price=price)])
    may_approve(world)
    if price == "2.10":
        approve(world, pk)
    else:
        approve(world, pk, "invoices.approve_part", reason="Wrong tier.")
    return goods, pk


def refused(world, code, pk, payload, company, role):
    before, state = world.traces(), world.read(Invoice, pk).state
    with pytest.raises(Refused) as refusal:
        act(world, code, pk, payload, company, role)
    assert world.traces() == before
    assert world.read(Invoice, pk).state == state
    return [reason.code for reason in refusal.value.reasons]


def remit_refused(world, pk, role=Role.TREASURY, **values):
    payload = remittance(world, pk, **values)
    return refused(world, "invoices.remit", pk, payload, world.sponsor, role)


def test_the_approved_amount_is_paid_and_the_manufacturer_is_waited_on(world):
    _goods, pk = approved(world)
    remit(world, pk)

    assert world.read(Invoice, pk).state == InvoiceState.PAID
    [payment] = world.rows(Payment, invoice_id=pk)
    assert (payment.net_amount, payment.deducted_amount) == (Decimal("45885.00"), 0)
    [wait] = world.rows(Waiting, root_id=pk, ended_at=None)
    assert (wait.code, wait.side) == ("invoices.confirm_cash", "cmo")


def test_tax_withheld_is_part_of_what_is_paid(world):
    _goods, pk = approved(world)
    remit(world, pk, paid=usd("45000.00"), withheld=usd("885.00"), certificate="TDS-26-114")
    assert world.read(Invoice, pk).state == InvoiceState.PAID


def test_a_deduction_has_its_reason_and_leaves_the_invoice_paid_in_part(world):
    _goods, pk = approved(world)
    remit(world, pk, paid=usd("45297.00"), deducted=usd("588.00"), deduction_reason="short_delivery")
    assert world.read(Invoice, pk).state == InvoiceState.PART_PAID

    confirm_cash(world, pk, "45297.00")
    assert world.read(Invoice, pk).state == InvoiceState.SETTLED


def test_a_deduction_without_reason_is_not_understood(world):
    _goods, pk = approved(world)
    with pytest.raises(BadPayload):
        remit(world, pk, paid=usd("45297.00"), deducted=usd("588.00"))


def test_what_is_paid_is_what_was_approved(world):
    _goods, pk = approved(world)
    assert remit_refused(world, pk, paid=usd("45885.01")) == ["more_than_approved"]
    assert remit_refused(world, pk, paid=usd("45884.99")) == ["payment_unexplained"]
    assert remit_refused(world, pk, paid={"amount": "45885", "currency": "EUR"}) == ["wrong_currency"]


def test_no_more_than_the_undisputed_part_is_paid(world):
    _goods, pk = approved(world, price="2.18")
    assert remit_refused(world, pk, paid=usd("47633.00")) == ["more_than_approved"]
    remit(world, pk)
    assert world.rows(Payment, invoice_id=pk)[0].net_amount == Decimal("45885.00")


def test_an_invoice_is_paid_once_and_not_before_it_is_approved(world):
    goods, pk = approved(world)
    remit(world, pk)
    assert remit_refused(world, pk) == ["wrong_state"]
    assert refused(world, "invoices.reject", pk, {"defect": "duplicate", "reason": "Late."}, world.sponsor,
                   Role.ACCOUNTS_PAYABLE) == ["wrong_state"]  # fmt: skip
    assert goods


def test_the_last_settled_invoice_closes_a_delivered_order(world):
    goods, pk = approved(world)
    remit(world, pk)
    assert world.read(PurchaseOrder, goods.order).closed_at is None

    confirm_cash(world, pk, "45885.00")

    assert world.read(Invoice, pk).state == InvoiceState.SETTLED
    assert world.read(PurchaseOrder, goods.order).closed_at is not None
    [closing] = world.rows(Act, code="orders.close", root_id=goods.order)
    assert closing.cause_id == world.rows(Act, code="invoices.confirm_cash", root_id=pk)[0].pk
    assert not world.rows(Waiting, root_id=pk, ended_at=None)


def test_an_order_stays_open_while_something_is_not_invoiced_or_not_settled(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    first = submit(world, goods, lines=[line(goods, quantity=20000)])
    paid(world, first)
    assert world.read(PurchaseOrder, goods.order).closed_at is None

    second = submit(world, goods, lines=[line(goods, quantity=1850)])
    paid(world, second)
    assert world.read(PurchaseOrder, goods.order).closed_at is not None


def test_another_amount_in_the_bank_is_explained(world):
    _goods, pk = approved(world)
    remit(world, pk)
    before = credit(world, "45860.00")
    assert refused(world, "invoices.confirm_cash", pk, before, world.cmo, Role.FINANCE) == [
        "difference_unexplained"
    ]
    late = credit(world, "45885.00", bank_date="2099-01-01")
    assert refused(world, "invoices.confirm_cash", pk, late, world.cmo, Role.FINANCE) == ["date_to_come"]

    confirm_cash(world, pk, "45860.00", difference="bank_charges")
    assert world.read(Invoice, pk).state == InvoiceState.SETTLED


@pytest.mark.parametrize("code", ["invoices.remit", "invoices.confirm_cash"])
def test_the_other_side_and_strangers_find_nothing_and_another_role_is_told(world, code):
    _goods, pk = approved(world)
    payload, theirs, role = remittance(world, pk), world.cmo.actor(Role.FINANCE), Role.LOGISTICS
    company, stranger = world.sponsor, world.other_sponsor.actor(Role.TREASURY)
    if code == "invoices.confirm_cash":
        remit(world, pk)
        payload, theirs, role = credit(world, "45885.00"), world.sponsor.actor(Role.TREASURY), Role.WAREHOUSE
        company, stranger = world.cmo, world.other_cmo.actor(Role.FINANCE)
    before = world.traces()
    for somebody in (theirs, stranger):
        with pytest.raises(NotYours):
            world.act(code, pk, payload, somebody)
    assert world.traces() == before
    assert refused(world, code, pk, payload, company, role) == ["role_missing"]
