"""TP-08: two signatures of two companies over the same round make the agreement."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cobatch.documents.models import Signature
from cobatch.kernel import clock
from cobatch.kernel.refusals import NotYours, Refused, SignatureNeeded
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.prices.models import AgreedPrice, AgreementState, PriceAgreement, Quotation, QuotationState
from cobatch.steps.prices.queries import prices_in_force
from cobatch.touchpoints.clocks import run_due
from cobatch.touchpoints.engine import Request, perform
from cobatch.touchpoints.models import Waiting
from tests.setups import prices

TIERS = [
    {"item": "HR-101", "from_volume": "700000", "price": "2.02"},
    {"item": "HR-101", "from_volume": "400000", "price": "2.10"},
]


def state(world, quotation):
    return world.read(Quotation, quotation).state


def test_the_first_signature_waits_for_the_other_company(world):
    prices.signers(world)
    quotation = prices.quoted(world)

    prices.approve(world, quotation)

    assert state(world, quotation) == QuotationState.SIGNED_BY_SPONSOR
    [wait] = world.rows(Waiting, root_id=quotation, ended_at=None)
    assert (wait.code, wait.side) == ("prices.agree", "cmo")
    assert not world.rows(PriceAgreement)


def test_the_second_signature_makes_the_agreement(world):
    agreement = prices.price_agreed(world, price="2.18", tiers=TIERS)

    assert agreement.state == AgreementState.ACTIVE
    assert agreement.number.startswith("PA-SF-")
    row = prices.agreed_row(world, agreement)
    assert (row.price_amount, row.tiers) == (
        Decimal("2.18"),
        [{"from": "400000", "price": "2.1"}, {"from": "700000", "price": "2.02"}],
    )
    assert state(world, agreement.quotation_id) == QuotationState.ACCEPTED
    assert not world.rows(Waiting, root_id=agreement.quotation_id, ended_at=None)


def test_both_sign_the_same_words(world):
    agreement = prices.price_agreed(world)

    signatures = world.rows(Signature, root_id=agreement.quotation_id)

    assert len(signatures) == 2
    assert len({signature.record_hash for signature in signatures}) == 1
    assert {signature.meaning for signature in signatures} == {"AGREED"}


def test_a_signature_for_another_text_is_refused(world):
    prices.signers(world)
    quotation = prices.quoted(world)
    approver = world.sponsor.actor(Role.PROCUREMENT_APPROVER)

    with pytest.raises(SignatureNeeded) as needed:
        perform(Request("prices.approve", quotation, approver, "unsigned-approval", {}, version=1))

    assert needed.value.challenge["record"]["prices"][0]["item"] == "HR-101"
    assert state(world, quotation) == QuotationState.SUBMITTED


def test_the_sponsor_cannot_sign_its_own_counter_offer_first_but_second(world):
    prices.signers(world)
    quotation = prices.quoted(world)
    counter = {"items": [{"item": "HR-101", "price": "2.00"}], **prices.CLOCKS, "reason": "Volume grows."}
    del counter["due"]
    world.act("prices.counter", quotation, counter, world.sponsor.actor(Role.CATEGORY_MANAGER), version=1)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        prices.approve(world, quotation, version=2)

    assert refused.value.code == "not_your_turn"
    assert world.traces() == before
    prices.agree(world, quotation, version=2)
    assert state(world, quotation) == QuotationState.SIGNED_BY_CMO
    prices.approve(world, quotation, version=3)
    assert state(world, quotation) == QuotationState.ACCEPTED


def test_beyond_ones_limit_nothing_is_signed(world):
    prices.may_approve(world, world.sponsor, Role.PROCUREMENT_APPROVER, "1259999.99")
    quotation = prices.quoted(world)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        prices.approve(world, quotation)

    assert refused.value.code == "limit_exceeded"
    assert world.traces() == before


def test_two_agreements_never_hold_for_one_item_on_one_day(world):
    prices.price_agreed(world)
    quotation = prices.quoted(world)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        prices.approve(world, quotation)

    assert refused.value.code == "agreement_overlaps"
    assert world.traces() == before


def test_the_database_lets_no_two_prices_overlap(world):
    agreement = prices.price_agreed(world)
    row = prices.agreed_row(world, agreement)
    copy = {
        field.attname: getattr(row, field.attname) for field in AgreedPrice._meta.fields if field.name != "id"
    }

    wanted = pytest.raises(IntegrityError, match="one_agreed_price_per_item_and_day")
    with wanted, transaction.atomic(), as_organisation(world.sponsor.organisation.id):
        AgreedPrice.objects.create(
            **copy | {"valid_from": date(2027, 12, 31), "valid_to": date(2028, 12, 31)}
        )


def test_after_its_last_day_a_quotation_cannot_be_signed(world):
    prices.signers(world)
    with clock.hold_at(datetime(2026, 11, 10, 9, tzinfo=UTC)):
        quotation = prices.quoted(world, open_until="2026-11-20")
    with clock.hold_at(datetime(2026, 11, 21, 9, tzinfo=UTC)), pytest.raises(Refused) as refused:
        prices.approve(world, quotation)

    assert refused.value.code == "quotation_expired"


def test_strangers_and_the_wrong_side_find_nothing(world):
    prices.signers(world)
    quotation = prices.quoted(world)
    before = world.traces()

    for somebody in (
        world.other_sponsor.actor(Role.PROCUREMENT_APPROVER),
        world.cmo.actor(Role.COMMERCIAL_HEAD),
    ):
        with pytest.raises(NotYours):
            world.act("prices.approve", quotation, {}, somebody, version=1)
    with pytest.raises(Refused) as refused:
        world.act("prices.approve", quotation, {}, world.sponsor.actor(Role.BUYER), version=1)

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_the_agreement_expires_after_its_last_day(world):
    agreement = prices.price_agreed(world)

    run_due(datetime(2028, 1, 1, 12, tzinfo=UTC))

    assert world.read(PriceAgreement, agreement.pk).state == AgreementState.EXPIRED


def test_the_price_in_force_on_a_day(world, django_assert_num_queries):
    agreement = prices.price_agreed(world, price="2.18", tiers=TIERS)

    with as_organisation(world.sponsor.organisation.id), django_assert_num_queries(1):
        found = prices_in_force(world.relationship.pk, [world.item.pk, world.other_item.pk], date(2027, 3, 1))
    with as_organisation(world.sponsor.organisation.id):
        later = prices_in_force(world.relationship.pk, [world.item.pk], date(2028, 1, 1))

    terms = found[world.item.pk]
    assert (terms.agreement_id, terms.number, terms.year_start) == (
        agreement.pk,
        agreement.number,
        date(2027, 1, 1),
    )
    assert terms.at(Decimal(400_000)).amount == Decimal("2.10")
    assert later == {}


def test_another_sponsor_sees_no_prices(world):
    agreement = prices.price_agreed(world)

    with as_organisation(world.other_sponsor.organisation.id):
        assert not PriceAgreement.objects.filter(pk=agreement.pk).exists()
        assert prices_in_force(world.relationship.pk, [world.item.pk], date(2027, 3, 1)) == {}
