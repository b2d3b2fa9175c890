"""Set-up acts of invoices: from goods on their way to money in the bank."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from cobatch.kernel.money import Money
from cobatch.kernel.roles import Role
from cobatch.steps.invoices.models import Invoice
from tests.setups.agreements import today
from tests.setups.shipments import Goods, dispatched, packs
from tests.world import Company, World

_numbers = count(1)
PRICE = "2.10"


def usd(amount: str) -> dict[str, str]:
    """An amount as a payload says it."""
    return {"amount": amount, "currency": "USD"}


def line(goods: Goods, price: str = PRICE, quantity: int | None = None, **values: Any) -> dict[str, Any]:
    """One line of an invoice: all packs of the goods at the agreed price unless told otherwise."""
    return {
        "order_line": str(goods.line),
        "batch": str(goods.batch),
        "quantity": packs(goods.packs if quantity is None else quantity),
        "unit_price": usd(price),
    } | values


def invoice(world: World, *goods: Goods, **values: Any) -> dict[str, Any]:
    """What an invoice over these goods says."""
    return {
        "number": f"SF-INV-{next(_numbers):04d}",
        "invoice_date": today(world).isoformat(),
        "lines": [line(each) for each in goods],
    } | values


def submit(world: World, *goods: Goods, **values: Any) -> UUID:
    """The manufacturer's invoice over goods that have left; it is matched at once."""
    by = world.cmo.actor(Role.FINANCE)
    return world.act("invoices.submit", world.relationship, invoice(world, *goods, **values), by).record_id


def invoice_submitted(world: World, *goods: Goods, **values: Any) -> UUID:
    """The goods are handed over and invoiced; the invoice waits for their receipt."""
    dispatched(world, *goods)
    return submit(world, *goods, **values)


def may_approve(
    world: World, amount: str = "100000", company: Company | None = None, role: Role = Role.ACCOUNTS_PAYABLE
) -> None:
    """The people of a role may approve up to an amount."""
    by = company or world.sponsor
    payload = {"person": str(by.people[str(role)].pk), "up_to": usd(amount)}
    world.act("parties.set_limit", by.organisation, payload, by.actor(Role.ADMINISTRATOR))


def act(world: World, code: str, pk: UUID, payload: dict[str, Any], company: Company, role: Role) -> None:
    """An act on the invoice as it stands."""
    world.act(code, pk, payload, company.actor(role), version=world.read(Invoice, pk).version)


def approve(world: World, pk: UUID, code: str = "invoices.approve", **values: Any) -> None:
    """Accounts payable approves."""
    act(world, code, pk, values, world.sponsor, Role.ACCOUNTS_PAYABLE)


def remittance(world: World, pk: UUID, **values: Any) -> dict[str, Any]:
    """What a payment of all that was approved says."""
    approved: Money | None = world.read(Invoice, pk).approved
    return {
        "reference": "eb6305c9-1f7f-49de-aed0-16487c27b42d",
        "value_date": (today(world) + timedelta(days=45)).isoformat(),
        "paid": approved.as_json() if approved else None,
    } | values


def remit(world: World, pk: UUID, **values: Any) -> None:
    """Treasury pays."""
    act(world, "invoices.remit", pk, remittance(world, pk, **values), world.sponsor, Role.TREASURY)


def credit(world: World, amount: str, **values: Any) -> dict[str, Any]:
    """What the bank credited."""
    bank = {"bank_date": today(world).isoformat(), "bank_reference": "HDFC-20261110-77"}
    return {"credited": usd(amount), **bank} | values


def confirm_cash(world: World, pk: UUID, amount: str, **values: Any) -> None:
    """The manufacturer's finance confirms the credit."""
    payload = credit(world, amount, **values)
    act(world, "invoices.confirm_cash", pk, payload, world.cmo, Role.FINANCE)


def paid(world: World, pk: UUID) -> None:
    """A matched invoice is approved, paid and settled."""
    may_approve(world)
    approve(world, pk)
    remit(world, pk)
    confirm_cash(world, pk, str(world.read(Invoice, pk).total_amount))
