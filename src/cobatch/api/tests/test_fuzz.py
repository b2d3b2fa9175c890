"""Whatever is sent, the answer is one of those described: never a failure of the server."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobatch.api.schemas import ActAnswer, Problem
from cobatch.kernel.roles import Role
from tests.setups.orders import ready_to_order

pytestmark = pytest.mark.django_db

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.sampled_from(["HR-101", "2027-03-25", "H87", "22000", "-1", "1e999", "NaN", "US", "accept", "\x00", "\ud800"]),
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
QUANTITY = st.fixed_dictionaries({"value": LEAVES, "unit": LEAVES})
LINE = st.fixed_dictionaries(
    {"item": LEAVES, "quantity": QUANTITY | LEAVES, "requested_date": LEAVES},
    optional={"price": ANYTHING, "more": ANYTHING},
)
ORDER = st.fixed_dictionaries(
    {
        "number": LEAVES,
        "market": st.just("US") | LEAVES,
        "ship_to": st.just("Harborview") | LEAVES,
        "lines": st.lists(LINE | ANYTHING, max_size=3) | ANYTHING,
    },
    optional={"date_basis": LEAVES, "signature": ANYTHING},
)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(response):
    assert response.status_code < 500, response.content
    if response.status_code == 200:
        ActAnswer.model_validate(response.json())
    else:
        assert response["Content-Type"] == "application/problem+json"
        Problem.model_validate(response.json())


@pytest.fixture
def buyer(world, caller):
    return caller(world.sponsor, Role.BUYER)


def test_bodies_that_are_almost_orders(world, buyer):
    ready_to_order(world)
    version = buyer.version(f"/relationships/{world.relationship.pk}")

    @QUIET
    @given(ORDER | ANYTHING)
    def send(body):
        check(buyer.post(f"/orders/{world.relationship.pk}/issue", json.dumps(body), version=version))

    send()


def test_bytes_headers_and_addresses(world, buyer):
    visible = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=70)

    @QUIET
    @given(st.binary(max_size=50), visible, visible, st.text(max_size=40))
    def send(body, key, version, address):
        response = buyer.post(
            f"/orders/{world.relationship.pk}/issue",
            body,
            Idempotency_Key=key or " ",
            If_Match=version or " ",
        )
        check(response)
        path = "".join(char for char in address if char.isprintable()).replace("?", "").replace("#", "")
        answered = buyer.get(f"/orders/{path}")
        assert answered.status_code < 500

    send()


@pytest.mark.parametrize("number", ["1e999999999", "Infinity", "NaN", "-0", "9" * 500])
def test_numbers_beyond_all_measure_are_refused_in_words(world, caller, number):
    admin = caller(world.sponsor)
    item = {
        "sponsor_number": "HR-900", "cmo_number": "SF-900", "name": "Tablet", "order_multiple": number,
        "batch": {"value": "1000", "unit": "H87"}, "shelf_life_months": 24, "expiry_basis": "fill",
        "target_yield_percent": "98", "alert_low_percent": "96", "alert_high_percent": "101", "markets": ["US"],
    }  # fmt: skip
    path = f"/parties/{world.relationship.pk}/introduce-item"

    response = admin.post(path, item, version=admin.version(f"/relationships/{world.relationship.pk}"))
    check(response)
    assert response.status_code == 422


def test_a_quantity_that_no_column_holds(world, buyer):
    ready_to_order(world)
    line = {
        "item": "HR-101",
        "quantity": {"value": "9" * 10 + "000", "unit": "H87"},
        "requested_date": "2027-03-25",
    }
    order = {"number": "1", "market": "US", "ship_to": "Harborview", "lines": [line]}
    version = buyer.version(f"/relationships/{world.relationship.pk}")

    assert buyer.post(f"/orders/{world.relationship.pk}/issue", order, version=version).status_code == 422
