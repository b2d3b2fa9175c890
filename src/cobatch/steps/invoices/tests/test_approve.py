"""TP-40, the people's part: in full, what is undisputed, or not at all."""

from decimal import Decimal

import pytest

from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.invoices.models import Invoice, InvoiceState
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.touchpoints.models import Waiting
from tests.setups.invoices import act, approve, invoice_submitted, line, may_approve, submit
from tests.setups.shipments import dispatched, goods_released, receive, shipped_and_received


def matched(world, **values):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    return goods, submit(world, goods, **values)


def blocked_on_price(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    return goods, submit(world, goods, lines=[line(goods, price="2.18")])


def short(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)
    pk = submit(world, goods)
    receive(world, shipment, 21570, final=True)
    return goods, pk


def refused(world, pk, code="invoices.approve", role=Role.ACCOUNTS_PAYABLE, **payload):
    before, state = world.traces(), world.read(Invoice, pk).state
    with pytest.raises(Refused) as refusal:
        act(world, code, pk, payload, world.sponsor, role)
    assert world.traces() == before
    assert world.read(Invoice, pk).state == state
    return [reason.code for reason in refusal.value.reasons]


def test_a_matched_invoice_is_approved_and_treasury_is_waited_on_until_its_due_day(world):
    _goods, pk = matched(world)
    may_approve(world)

    approve(world, pk)

    found = world.read(Invoice, pk)
    assert (found.state, found.approved_amount) == (InvoiceState.APPROVED, 45885)
    [wait] = world.rows(Waiting, root_id=pk, ended_at=None)
    assert (wait.code, wait.side) == ("invoices.remit", "sponsor")
    assert wait.due == world.sponsor.site.calendar.at_closing(found.due_on)


def test_a_limit_is_needed_and_must_reach(world):
    _goods, pk = matched(world)
    assert refused(world, pk) == ["limit_exceeded"]
    may_approve(world, "45884.99")
    assert refused(world, pk) == ["limit_exceeded"]


def test_who_issued_the_order_does_not_approve_its_invoice(world):
    _goods, pk = matched(world)
    may_approve(world, role=Role.BUYER)
    assert refused(world, pk, role=Role.BUYER) == ["ordered_by_approver"]


def test_a_blocked_price_is_approved_for_its_undisputed_part_only(world):
    _goods, pk = blocked_on_price(world)
    may_approve(world)
    assert refused(world, pk, reason="We pay it all the same.") == ["line_blocked"]

    approve(world, pk, "invoices.approve_part", reason="2.18 is the price of the first tier.")

    found = world.read(Invoice, pk)
    assert (found.state, found.approved_amount, found.total_amount) == (
        InvoiceState.APPROVED,
        Decimal("45885.00"),
        Decimal("47633.00"),
    )


def test_a_shortage_after_the_risk_had_passed_is_paid_in_full_with_a_reason(world):
    _goods, pk = short(world)
    may_approve(world)
    assert refused(world, pk) == ["reason_missing"]

    approve(world, pk, reason="Lost after hand-over at FCA Pune: claimed from the carrier.")

    assert world.read(Invoice, pk).approved_amount == Decimal("45885.00")


def test_a_shortage_at_the_manufacturers_risk_is_paid_as_far_as_goods_arrived(world):
    goods = goods_released(world)
    with as_organisation(world.sponsor.organisation.id):
        PurchaseOrder.objects.filter(pk=goods.order).update(incoterm="DAP", incoterm_place="Boston")
    shipment = dispatched(world, goods)
    pk = submit(world, goods)
    may_approve(world)
    assert refused(world, pk, reason="Soon.") == ["risk_not_ours"]
    receive(world, shipment, 21570, final=True)
    assert refused(world, pk, reason="Lost.") == ["risk_not_ours"]

    approve(world, pk, "invoices.approve_part", reason="280 packs did not arrive.")

    assert world.read(Invoice, pk).approved_amount == Decimal("45297.00")


def test_goods_on_their_way_at_our_risk_may_be_paid_before_they_arrive(world):
    pk = invoice_submitted(world, goods_released(world))
    may_approve(world)
    assert refused(world, pk) == ["reason_missing"]
    approve(world, pk, reason="Risk has passed at FCA Pune; due before arrival.")
    assert world.read(Invoice, pk).state == InvoiceState.APPROVED


def test_nothing_undisputed_can_only_be_rejected(world):
    goods = goods_released(world)
    pk = invoice_submitted(world, goods, invoice_date="2026-01-05")
    may_approve(world)
    assert refused(world, pk, reason="Never mind.") == ["line_blocked"]
    assert refused(world, pk, "invoices.approve_part", reason="Never mind.") == ["nothing_undisputed"]

    act(world, "invoices.reject", pk, {"defect": "wrong_date", "reason": "Date it when you hand over."},
        world.sponsor, Role.ACCOUNTS_PAYABLE)  # fmt: skip

    assert world.read(Invoice, pk).state == InvoiceState.REJECTED
    assert not world.rows(Waiting, root_id=pk, ended_at=None)
    assert submit(world, goods)  # its packs may be invoiced again, under a new number


def test_a_rejected_invoice_is_left_alone(world):
    _goods, pk = matched(world)
    may_approve(world)
    act(world, "invoices.reject", pk, {"defect": "wrong_tax", "reason": "No tax on exports."}, world.sponsor,
        Role.ACCOUNTS_PAYABLE)  # fmt: skip
    assert refused(world, pk) == ["wrong_state"]


@pytest.mark.parametrize("code", ["invoices.approve_part", "invoices.reject"])
def test_words_are_needed(world, code):
    _goods, pk = blocked_on_price(world)
    may_approve(world)
    with pytest.raises(BadPayload):
        act(world, code, pk, {"reason": ""}, world.sponsor, Role.ACCOUNTS_PAYABLE)


def test_a_matched_invoice_has_no_undisputed_part(world):
    _goods, pk = matched(world)
    may_approve(world)
    assert refused(world, pk, "invoices.approve_part", reason="Part.") == ["wrong_state"]


@pytest.mark.parametrize("code", ["invoices.approve", "invoices.reject"])
def test_the_manufacturer_and_strangers_find_nothing_and_another_role_is_told(world, code):
    _goods, pk = matched(world)
    payload = {"reason": "Because."} | ({"defect": "duplicate"} if code == "invoices.reject" else {})
    before = world.traces()
    for somebody in (world.cmo.actor(Role.FINANCE), world.other_sponsor.actor(Role.ACCOUNTS_PAYABLE)):
        with pytest.raises(NotYours):
            world.act(code, pk, payload, somebody)
    assert world.traces() == before
    assert refused(world, pk, code, Role.TREASURY, **payload) == ["role_missing"]
