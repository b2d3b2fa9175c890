"""A company says up to which amount a person may commit it."""

from decimal import Decimal

import pytest

from cobatch.kernel.roles import Role
from cobatch.network.models import Limit

CODE = "parties.set_limit"


@pytest.fixture
def limit(world):
    """`limit("50000")`: the approver's, in dollars."""
    person = world.sponsor.people[Role.PROCUREMENT_APPROVER].pk
    return lambda amount, currency="USD": {
        "person": person, "up_to": {"amount": amount, "currency": currency},
    }  # fmt: skip


def test_one_limit_per_currency_and_the_newest_counts(world, administer, limit):
    administer(CODE, limit("50000"))
    administer(CODE, limit("20000", "EUR"))
    administer(CODE, limit("0"))

    found = {row.currency: row.amount for row in world.rows(Limit)}
    assert found == {"USD": Decimal(0), "EUR": Decimal(20000)}


def test_the_other_company_does_not_learn_our_limits(world, administer, limit):
    administer(CODE, limit("50000"))

    assert world.rows(Limit)
    assert not world.rows(Limit, world.cmo)


def test_people_of_partners_get_no_limit_from_us(world, refused, limit):
    payload = limit("1") | {"person": world.cmo.people[Role.FINANCE].pk}

    assert refused(CODE, payload) == [("person_unknown", "/person")]


def test_an_amount_no_column_can_hold_is_refused_and_not_a_fault(refused, limit):
    assert refused(CODE, limit("1" + "0" * 40))


def test_only_our_administrator_sets_limits(only_administrators, limit):
    only_administrators(CODE, limit("50000"))
