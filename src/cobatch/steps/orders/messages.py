"""Orders in and out of files: what their columns are called."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cobatch.exchange import values
from cobatch.exchange.declare import Column, Sheet, sheet
from cobatch.network.models import Relationship
from cobatch.steps.parties.queries import items_by_number


def units_of(relationship: Relationship, numbers: Iterable[str]) -> dict[str, str]:
    """The unit in which each item is ordered."""
    return {number: item.unit for number, item in items_by_number(relationship, numbers).items()}


ORDERS = sheet(
    Sheet(
        purpose="orders",
        title=_("Orders"),
        code="orders.issue",
        number="number",
        lines="lines",
        item="item",
        head=(
            Column(
                "number",
                _("Order number"),
                ("PO", "PO no", "PO number", "Order", "Order no", "Order nr", "Purchase order", "Purchase order number",
                 "Purchasing document", "Customer order", "Bestellung", "Bestellnummer"),
            ),
            Column(
                "market",
                _("Market"),
                ("Country", "Country of sale", "Market country", "Destination market", "Land"),
                reads=values.country,
            ),
            Column(
                "ship_to",
                _("Ship to"),
                ("Delivery address", "Deliver to", "Destination", "Ship to address", "Ship-to party", "Consignee"),
            ),
            Column("date_basis", _("Dates mean"), ("Date basis", "Basis", "Dates are")),
        ),
        line=(
            Column(
                "item",
                _("Item"),
                ("Item no", "Item number", "Item code", "Material", "Material no", "Material number", "SKU", "GTIN",
                 "Product", "Product code", "Article", "Article no", "Part", "Part no", "Part number", "Artikel"),
            ),
            Column(
                "quantity",
                _("Quantity"),
                ("Qty", "Order qty", "Order quantity", "Ordered quantity", "Quantity ordered", "Packs", "Menge"),
            ),
            Column("quantity", _("Unit"), ("UoM", "UOM", "Unit of measure", "Order unit", "Einheit"), part="unit"),
            Column(
                "requested_date",
                _("Requested date"),
                ("Delivery date", "Del date", "Due date", "Due", "Date", "Required date", "Requested delivery date",
                 "Need by", "Need by date", "Wanted on", "Lieferdatum"),
            ),
            Column("price", _("Price"), ("Unit price", "Net price", "Price per pack", "Preis")),
            Column("price", _("Currency"), ("Cur", "Curr", "Ccy", "Währung"), part="currency"),
        ),
        units=units_of,
    )
)  # fmt: skip
