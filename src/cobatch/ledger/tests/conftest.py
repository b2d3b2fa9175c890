"""Companies with logs, inside the test's transaction or committed."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from cobatch.kernel.identity import new_id
from cobatch.ledger import heads, keyring
from cobatch.ledger.append import Statement, append
from cobatch.ledger.models import Log
from cobatch.ledger.opening import open_log
from cobatch.network import tenancy
from cobatch.network.models import Organisation

AT = datetime(2026, 11, 24, 11, 30, 0, 123_999, tzinfo=UTC)


def company_named(code: str) -> Organisation:
    return Organisation.objects.create(
        code=code, name=f"{code} Ltd", country="IN", currency="INR", is_cmo=True
    )


def statement(log_id: UUID, org_id: UUID, number: int = 0, **changes: object) -> Statement:
    """A typical act: two opaque ids in the clear, the rest in three groups."""
    usual = {
        "log_id": log_id,
        "id": new_id(),
        "type": "orders.confirm/1",
        "org_id": org_id,
        "at": AT,
        "data": {"record": str(new_id()), "act": str(new_id())},
        "groups": {
            "commercial": {"lines": [{"price": {"amount": "89817.00", "currency": "USD"}, "number": number}]},
            "logistics": {"quantity": {"value": "44000", "unit": "H87"}, "delivery": "2026-12-01"},
            "person": {"actor": "Tomas", "role": "customer_service"},
        },
    }
    return Statement(**(usual | changes))


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A new process knows no keys and no heads."""
    keyring._opened.clear()
    heads._known.clear()


@pytest.fixture
def company(db: None) -> Organisation:
    made = company_named("LDG")
    tenancy.choose(made.id)
    return made


@pytest.fixture
def log(company: Organisation) -> Log:
    return open_log(organisation=company, moved_clock=False)


@pytest.fixture
def add(log: Log, company: Organisation) -> Callable[..., list[object]]:
    return lambda count, **changes: append(
        [statement(log.id, company.id, n, **changes) for n in range(count)]
    )
