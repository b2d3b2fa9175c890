"""The first lines of a real delivery history, played through the engine, against the file read independently."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cobatch.conf import trial
from cobatch.demo import replay as product
from cobatch.demo.replay import figures, reading
from cobatch.demo.replay.history import SPONSOR, History
from cobatch.documents.models import Signature
from cobatch.ledger import disclosure
from cobatch.ledger.models import Disclosure
from cobatch.network.models import Organisation
from cobatch.network.tenancy import as_organisation, choose
from cobatch.steps.batches.models import Batch
from cobatch.steps.invoices.models import Invoice
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.steps.shipments.models import HandlingUnit, Shipment
from cobatch.touchpoints.models import Act
from tests import world as worlds

LINES = 150
FOLDER = Path(os.environ.get("COBATCH_TEST_DATA", Path(__file__).parents[5] / "shared" / "data"))
FILE = FOLDER / "scms" / "direct_drop.csv"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not FILE.exists(), reason="the shared data folder is not here: set COBATCH_TEST_DATA"),
]


class BrokenOffError(Exception):
    """The process ends in the middle of things."""


Played = tuple[History, dict[str, int]]


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, database_superuser_url: str) -> Iterator[Played]:
    """The first lines, committed: begun, broken off after a third, taken up again, and once more."""
    rows = reading.read(FILE, LINES)
    with django_db_blocker.unblock():
        trial.empty_all(database_superuser_url)
        worlds.forget()
        try:
            yield _in_two_goes(rows)
        finally:
            choose(None)
            trial.empty_all(database_superuser_url)


def _in_two_goes(rows: list[reading.Row]) -> Played:
    heard: list[int] = []

    def break_off(done: int, total: int) -> None:
        heard.append(done)
        if done >= total // 3:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        product.play(rows, break_off)
    before = seen(Act.objects.count)
    history = product.play(rows, lambda done, total: heard.append(done))
    after = seen(Act.objects.count)
    product.play(rows, lambda done, total: None)
    return history, {"before": before, "after": after, "third": seen(Act.objects.count), "heard": heard[-1]}


@pytest.fixture(scope="module")
def file_rows() -> list[dict[str, str]]:
    """The same rows, read here and not by the product."""
    with FILE.open(encoding="utf-8-sig", newline="") as lines:
        return [row for row, _n in zip(csv.DictReader(lines), range(LINES), strict=False)]


def seen(look: Any) -> Any:
    """Something as the sponsor sees it."""
    choose(None)
    sponsor = Organisation.objects.get(code=SPONSOR)
    with as_organisation(sponsor.pk):
        return look()


def on(text: str, form: str = "%d-%b-%y") -> date:
    return datetime.strptime(text, form).replace(tzinfo=UTC).date()


def ordered_on(row: dict[str, str]) -> date:
    """The stated rules for the day of an order, once more."""
    delivered, sent = on(row["Delivered to Client Date"]), row["PO Sent to Vendor Date"]
    if "/" in sent and on(sent, "%m/%d/%y") <= delivered:
        return on(sent, "%m/%d/%y")
    by_schedule = on(row["Scheduled Delivery Date"]) - timedelta(days=90)
    return by_schedule if by_schedule <= delivered else delivered - timedelta(days=90)


def test_figures_are_those_of_the_file(played: Played, file_rows: list[dict[str, str]]) -> None:
    found = figures.figures_of(SPONSOR)
    days = ((on(row["Delivered to Client Date"]), on(row["Scheduled Delivery Date"])) for row in file_rows)
    delays = [(delivered - scheduled).days for delivered, scheduled in days]
    late = [delay for delay in delays if delay > 0]
    early = sum(delay < 0 for delay in delays)
    assert (found.late, found.on_the_day, found.early) == (len(late), delays.count(0), early)
    assert (found.lines, found.late_days) == (LINES, sum(late))
    assert found.value == sum(Decimal(row["Line Item Value"]) for row in file_rows)
    dear = [row for row in file_rows if too_dear(row)]
    assert (found.price_exceptions, found.other_exceptions) == (len(dear), 0)
    assert found.free == sum(Decimal(row["Pack Price"]) == 0 for row in file_rows)


def too_dear(row: dict[str, str]) -> bool:
    """By the terms: 2 percent or 250 above quantity times price of the pack."""
    agreed = Decimal(row["Line Item Quantity"]) * Decimal(row["Pack Price"])
    above = Decimal(row["Line Item Value"]) - agreed
    return above > 250 or above > agreed * Decimal("0.02")


def test_each_line_has_its_lot_and_its_handling_unit(played: Played, file_rows: list[dict[str, str]]) -> None:
    wanted = {
        (row["PO / SO #"], f"LOT-{row['ID']}", Decimal(row["Line Item Quantity"]), row["Project Code"][4:6])
        for row in file_rows
    }
    columns = ("order__number", "number", "packed_value", "order__market")
    assert seen(lambda: set(Batch.objects.values_list(*columns))) == wanted
    assert seen(lambda: set(Batch.objects.values_list("state", flat=True))) == {"released"}
    assert seen(HandlingUnit.objects.count) == LINES
    assert seen(lambda: set(OrderLine.objects.values_list("state", flat=True))) == {"complete"}


def test_orders_shipments_and_invoices_stand_on_their_days(
    played: Played, file_rows: list[dict[str, str]]
) -> None:
    wanted: dict[str, date] = {}
    for row in file_rows:
        day = ordered_on(row)
        wanted[row["PO / SO #"]] = min(day, wanted.get(row["PO / SO #"], day))
    orders = seen(lambda: dict(PurchaseOrder.objects.values_list("number", "issued_on")))
    assert orders == wanted
    arrived = seen(lambda: dict(Shipment.objects.values_list("waybill", "arrived_at")))
    assert {asn: at.date() for asn, at in arrived.items()} == {
        row["ASN/DN #"]: on(row["Delivered to Client Date"]) for row in file_rows
    }
    invoices = seen(lambda: list(Invoice.objects.values_list("number", "invoice_date", "state")))
    assert {(number, day) for number, day, _state in invoices} == {
        (
            f"INV-{row['ASN/DN #']}",
            max(on(row[name]) for name in ("Delivered to Client Date", "Delivery Recorded Date")),
        )
        for row in file_rows
    }
    assert {state for _number, _day, state in invoices} == {"matched"}


def test_second_start_goes_on_and_third_changes_nothing(played: Played) -> None:
    assert 0 < (counts := played[1])["before"] < counts["after"] == counts["third"]
    assert counts["heard"] == LINES


def test_defaults_are_counted(played: Played, file_rows: list[dict[str, str]]) -> None:
    not_captured = sum(row["PO Sent to Vendor Date"] == "Date Not Captured" for row in file_rows)
    text = "\n".join(product.report(played[0], figures.figures_of(SPONSOR)))
    assert f"{not_captured:>6}  order date not captured" in text
    assert f"{sum(row['PQ #'] == 'Pre-PQ Process' for row in file_rows):>6}  PQ first sent to client" in text


def test_reasons_are_kept_word_for_word(played: Played, file_rows: list[dict[str, str]]) -> None:
    columns = ("PO Sent to Vendor Date", "Weight (Kilograms)", "Freight Cost (USD)")
    reasons = {row[name] for row in file_rows for name in columns if row[name][:1].isalpha()}
    bodies = seen(lambda: list(Disclosure.objects.values_list("body", flat=True)))
    said = "\n".join(str(disclosure.read(body)[1]) for body in bodies)
    assert len(reasons) > 4
    assert [reason for reason in reasons if reason not in said] == []


def test_every_act_is_marked_and_signed_by_people(played: Played) -> None:
    items, vendors = len(played[0].items()), len(played[0].vendors)
    assert seen(lambda: set(Act.objects.values_list("source", flat=True))) == {"replay", "engine"}
    rows = seen(lambda: list(Signature.objects.values_list("organisation_name", "meaning")))
    signed = Counter((name == "Supply Chain Management System", meaning) for name, meaning in rows)
    assert signed[True, "APPROVED"] == LINES + 2 * items + vendors  # release, documents, quality agreements
    assert signed[True, "REVIEWED"] == 2 * LINES
    assert signed[False, "APPROVED"] == 2 * LINES + vendors  # certificates and the manufacturers' own release
    assert (signed[False, "AUTHORED"], signed[False, "REVIEWED"]) == (2 * items, 2 * items)
    assert signed[True, "AGREED"] == signed[False, "AGREED"] > 0


def test_another_history_is_refused(played: Played) -> None:
    rows = reading.read(FILE, LINES + 1)
    with pytest.raises(reading.NotAHistoryError, match="Another history"):
        product.play(rows, lambda done, total: None)
