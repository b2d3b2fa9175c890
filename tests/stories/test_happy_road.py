"""The happy road: one order of Halden Ridge, from forecast to payment, told act by act."""

from collections import Counter
from decimal import Decimal

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel.roles import Role
from cobatch.ledger.check import check_log
from cobatch.ledger.models import Log
from cobatch.network.tenancy import as_organisation
from cobatch.steps.batches.models import Batch
from cobatch.steps.invoices.models import Invoice
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.queries import derived_state
from cobatch.steps.plans.models import ForecastCycle
from cobatch.steps.shipments.models import Shipment
from cobatch.touchpoints.models import Act, Waiting
from tests.stories.road import Road

pytestmark = pytest.mark.timeout(240)


def test_one_order_goes_through_all_eight_steps(world):
    road = Road(world)
    whose_turn: dict[str, set[tuple[str, str]]] = {}
    for leg in road.legs():
        whose_turn[leg] = {(wait.code, wait.side) for wait in world.rows(Waiting, ended_at=None)}

    # Whose turn it is, is clear at every stage.
    assert whose_turn["forecast published"] == {("plans.commit", "cmo")}
    assert whose_turn["forecast half agreed"] == {("plans.countersign", "cmo")}
    assert ("prices.quote", "cmo") in whose_turn["price asked for"]
    assert ("orders.confirm", "cmo") in whose_turn["order issued"]
    assert ("orders.resolve", "sponsor") in whose_turn["change proposed"]
    assert ("schedules.accept", "sponsor") in whose_turn["schedule published"]
    assert ("quality.certify", "cmo") in whose_turn["documents accepted"]
    assert ("quality.release", "sponsor") in whose_turn["manufacturer's release"]
    assert ("shipments.dispatch", "cmo") in whose_turn["shipment instructed"]
    assert ("shipments.confirm_receipt", "sponsor") in whose_turn["shipment on its way"]
    assert ("invoices.remit", "sponsor") in whose_turn["approved"]
    assert ("invoices.confirm_cash", "cmo") in whose_turn["paid"]

    # At the end everything is what it should be, and nobody is waited on for this order any more.
    order = world.read(PurchaseOrder, road.order)
    [line] = world.rows(OrderLine, order_id=road.order)
    assert (line.state, line.received_value) == (LineState.COMPLETE, Decimal(21_850))
    assert derived_state([line.state], closed=order.closed_at is not None) == "closed"
    assert world.rows(ForecastCycle)[0].state == "agreed"
    assert world.read(Batch, road.batch).number == "SF26H0101"
    assert world.read(Shipment, road.shipment).state == "received"
    invoice = world.read(Invoice, road.invoice)
    assert (invoice.state, invoice.total_amount) == ("settled", Decimal("45885.00"))
    roots = [road.order, road.batch, road.shipment, road.invoice]
    assert not world.rows(Waiting, root_id__in=roots, ended_at=None)


def test_both_companies_hold_the_same_proof_of_it(world):
    road = Road(world).to_the_end()

    seen = {}
    for company in (world.sponsor, world.cmo):
        with as_organisation(company.organisation.pk):
            log = Log.objects.get(pk=world.relationship.pk)
            assert check_log(log) == []
            acts = list(Act.objects.filter(log_id=log.pk).order_by("index").values_list("code", "leaf"))
            seen[company.organisation.code] = (log.size, bytes(log.root), acts)
    assert seen["HR"] == seen["SF"]
    codes = Counter(code for code, _leaf in seen["HR"][2])
    for code in (
        "orders.begin_production", "orders.get_ready", "orders.ship", "orders.receive", "orders.close",
        "invoices.match",
    ):  # fmt: skip
        assert codes[code] >= 1, f"{code} follows by itself"
    assert road.order


def test_each_company_signed_its_own_decision_on_the_batch(world):
    road = Road(world).to_the_end()

    signed = {
        row.organisation_id: (row.meaning, row.name) for row in world.rows(Signature, root_id=road.batch)
    }
    assert signed == {
        world.cmo.organisation.pk: ("APPROVED", "quality_assurance of Sahyadri"),
        world.sponsor.organisation.pk: ("APPROVED", "quality_assurance of Halden Ridge"),
    }


def test_nobody_else_has_heard_of_any_of_it(world):
    Road(world).to_the_end()

    for company in (world.other_sponsor, world.other_cmo):
        for model in (PurchaseOrder, OrderLine, Batch, Shipment, Invoice, Act, Waiting):
            assert not world.rows(model, company, relationship=world.relationship), model
    assert world.sponsor.actor(Role.BUYER)
