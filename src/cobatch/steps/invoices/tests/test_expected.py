"""The expected price where the tier counts at the hand-over."""

from decimal import Decimal

from cobatch.network.tenancy import as_organisation
from cobatch.steps.invoices.findings import agreed_price, sentences
from cobatch.steps.invoices.models import Invoice, InvoiceLine, InvoiceState
from cobatch.steps.invoices.queries import lines_of
from cobatch.steps.orders.models import PurchaseOrder
from tests.setups import prices
from tests.setups.invoices import line, submit, usd
from tests.setups.shipments import goods_released, shipped_and_received

TIERS = [{"item": "HR-101", "from_volume": "21000", "price": "1.33"}]


def tier_counts_at_hand_over(world):
    row = prices.quote_row(world.item, "1.38", tier_at="hand_over")
    prices.price_agreed(world, price="1.38", items=[row], tiers=TIERS)


def test_a_tier_reached_by_an_earlier_hand_over_is_named_with_its_day_and_order(world):
    tier_counts_at_hand_over(world)
    first = goods_released(world)
    shipped_and_received(world, first)
    second = goods_released(world, number="SF26H0102")
    shipped_and_received(world, second)

    pk = submit(world, second, lines=[line(second, price="1.38")])

    assert world.read(Invoice, pk).codes == ["PRICE"]
    [row] = world.rows(InvoiceLine, invoice_id=pk)
    assert (row.variance_percent, row.variance_amount) == (Decimal("3.76"), Decimal("1092.50"))
    assert row.tier_reached_by == world.read(PurchaseOrder, first.order).number
    with as_organisation(world.sponsor.organisation.id):
        [sentence] = [each for row in lines_of(Invoice.objects.get(pk=pk)) for each in sentences(row)]
    assert sentence.startswith(
        "1.38 ≠ 1.33: 3.76 % or 1,092.50 USD above the agreed price. The price tier was reached"
    )
    assert sentence.endswith(f"with PO {row.tier_reached_by}.")


def test_packs_that_cross_a_tier_are_priced_band_by_band(world):
    tier_counts_at_hand_over(world)
    goods = goods_released(world)
    shipped_and_received(world, goods)

    pk = submit(world, goods, lines=[line(goods, amount=usd("30110.50")) | {"unit_price": None}])

    assert world.read(Invoice, pk).state == InvoiceState.MATCHED
    [row] = world.rows(InvoiceLine, invoice_id=pk)
    assert row.expected_amount == Decimal("30110.50")  # 21 000 × 1.38 + 850 × 1.33
    assert round(agreed_price(row), 4) == Decimal("1.3781")


def test_without_such_a_tier_the_price_of_the_order_holds(world):
    goods = goods_released(world)
    shipped_and_received(world, goods)
    [row] = world.rows(InvoiceLine, invoice_id=submit(world, goods))
    assert (row.expected_amount, row.tier_reached_on) == (Decimal("45885.00"), None)
