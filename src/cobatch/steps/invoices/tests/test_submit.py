"""TP-39: the manufacturer invoices what the billing trigger has reached."""

from datetime import timedelta

import pytest

from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.models import Relationship
from cobatch.network.tenancy import as_organisation
from cobatch.steps.invoices.models import Invoice, InvoiceLine, InvoiceState
from cobatch.steps.invoices.touchpoints.submit import all_that_is_billable
from cobatch.touchpoints.models import Act
from tests.setups.agreements import today
from tests.setups.invoices import invoice, line, submit, usd
from tests.setups.quality import rejected
from tests.setups.shipments import dispatched, goods_produced, goods_released, packs, shipped_and_received


def refused(world, payload, by=None):
    before, invoices = world.traces(), len(world.rows(Invoice))
    with pytest.raises(Refused) as refusal:
        world.act("invoices.submit", world.relationship, payload, by or world.cmo.actor(Role.FINANCE))
    assert world.traces() == before
    assert len(world.rows(Invoice)) == invoices
    return [reason.code for reason in refusal.value.reasons]


def test_an_invoice_over_received_goods_is_matched_in_the_same_act(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)

    pk = submit(world, goods, total=usd("45885.00"))

    found = world.read(Invoice, pk)
    assert (found.state, found.total_amount, found.codes) == (InvoiceState.MATCHED, 45885, [])
    [row] = world.rows(InvoiceLine, invoice_id=pk)
    assert (row.amount_value, row.expected_amount, row.received_value) == (45885, 45885, 21850)
    submitted, matched = sorted(world.rows(Act, root_id=pk), key=lambda act: act.index)
    assert (matched.code, matched.person_id, matched.cause_id) == ("invoices.match", None, submitted.pk)


def test_it_is_due_the_agreed_days_after_its_date_on_a_working_day(world):
    goods = goods_released(world)
    dispatched(world, goods)
    found = world.read(Invoice, submit(world, goods))

    calendar = world.sponsor.site.calendar
    assert found.due_on == calendar.next_working(today(world) + timedelta(days=45))


def test_the_form_begins_with_everything_that_may_be_billed(world):
    goods = goods_released(world)
    dispatched(world, goods)
    with as_organisation(world.cmo.organisation.id):
        relationship = Relationship.objects.select_related("cmo_site").get(pk=world.relationship.pk)
        [row] = all_that_is_billable(relationship, None)["lines"]
    assert (row["batch"], row["quantity"], row["amount"]) == (str(goods.batch), packs(21850), usd("45885.00"))


def test_an_invoice_on_an_unreleased_batch_is_refused(world):
    goods = goods_produced(world)
    assert "batch_not_released" in refused(world, invoice(world, goods))


def test_nothing_of_a_rejected_batch_may_be_billed(world):
    goods = goods_produced(world)
    rejected(world, goods.batch)
    assert "batch_rejected" in refused(world, invoice(world, goods))


def test_released_goods_are_billed_once_they_have_been_handed_over(world):
    goods = goods_released(world)
    assert refused(world, invoice(world, goods)) == ["more_than_billable"]
    dispatched(world, goods)
    assert submit(world, goods)


@pytest.mark.parametrize(("trigger", "reached"), [("release", goods_released), ("receipt", None)])
def test_the_billing_trigger_is_the_relationships(world, trigger, reached):
    with as_organisation(world.sponsor.organisation.id):
        Relationship.objects.filter(pk=world.relationship.pk).update(settings={"billing_trigger": trigger})
    goods = goods_released(world)
    if trigger == "release":
        assert world.read(Invoice, submit(world, goods)).state == InvoiceState.WAITING
        return
    dispatched(world, goods)
    assert refused(world, invoice(world, goods)) == ["more_than_billable"]


def test_packs_are_billed_once(world):
    goods = goods_released(world)
    dispatched(world, goods)
    submit(world, goods, lines=[line(goods, quantity=20000)])
    assert refused(world, invoice(world, goods, lines=[line(goods, quantity=1851)])) == ["more_than_billable"]
    assert submit(world, goods, lines=[line(goods, quantity=1850)])


def test_an_invoice_number_is_used_once(world):
    goods = goods_released(world)
    dispatched(world, goods)
    submit(world, goods, number="SF-INV-7712", lines=[line(goods, quantity=1000)])
    again = invoice(world, goods, number="SF-INV-7712", lines=[line(goods, quantity=1000)])
    assert refused(world, again) == ["invoice_number_taken"]


def test_what_does_not_add_up_is_refused(world):
    goods = goods_released(world)
    dispatched(world, goods)
    assert refused(world, invoice(world, goods, total=usd("45885.01"))) == ["total_wrong"]
    wrong = line(goods, amount=usd("50000"))
    assert refused(world, invoice(world, goods, lines=[wrong])) == ["amount_wrong"]
    euros = line(goods) | {"unit_price": {"amount": "2.10", "currency": "EUR"}}
    assert refused(world, invoice(world, goods, lines=[euros])) == ["wrong_currency"]
    assert refused(world, invoice(world, goods, lines=[line(goods, quantity=0)])) == ["quantity_not_positive"]
    assert "named_twice" in refused(world, invoice(world, goods, lines=[line(goods, quantity=1)] * 2))
    foreign = line(goods) | {"batch": str(goods.order)}
    assert refused(world, invoice(world, goods, lines=[foreign])) == ["line_unknown"]
    tomorrow = (today(world) + timedelta(days=1)).isoformat()
    assert refused(world, invoice(world, goods, invoice_date=tomorrow)) == ["date_to_come"]
    bare = {key: value for key, value in line(goods).items() if key != "unit_price"}
    with pytest.raises(BadPayload):
        submit(world, goods, lines=[bare])


def test_an_amount_alone_is_enough_and_a_printed_price_may_be_rounded(world):
    goods = goods_released(world)
    dispatched(world, goods)
    alone = line(goods, quantity=10000, amount=usd("20990.00")) | {"unit_price": None}
    rounded = line(goods, quantity=10000, price="2.10", amount=usd("20970.00"))
    assert world.read(Invoice, submit(world, goods, lines=[alone])).total_amount == 20990
    assert world.read(Invoice, submit(world, goods, lines=[rounded])).total_amount == 20970


def test_the_sponsor_and_strangers_find_nothing_and_another_role_is_told(world):
    goods = goods_released(world)
    dispatched(world, goods)
    payload = invoice(world, goods)
    before = world.traces()

    for somebody in (world.sponsor.actor(Role.ACCOUNTS_PAYABLE), world.other_cmo.actor(Role.FINANCE)):
        with pytest.raises(NotYours):
            world.act("invoices.submit", world.relationship, payload, somebody)
    assert world.traces() == before
    assert refused(world, payload, world.cmo.actor(Role.WAREHOUSE)) == ["role_missing"]
    pk = submit(world, goods)
    assert not world.rows(Invoice, by=world.other_sponsor, pk=pk)


def test_nobody_calls_the_match_by_hand(world):
    goods = goods_released(world)
    dispatched(world, goods)
    pk = submit(world, goods)
    for company, role in ((world.sponsor, Role.ACCOUNTS_PAYABLE), (world.cmo, Role.FINANCE)):
        with pytest.raises(NotYours):
            world.act("invoices.match", pk, {}, company.actor(role))
