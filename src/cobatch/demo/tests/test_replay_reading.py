"""The rules of the replay, each by itself, without a database."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from cobatch.demo.replay import defaults
from cobatch.demo.replay.history import Consignment, Order, Vendor, grouped, understand
from cobatch.demo.replay.making import Days
from cobatch.demo.replay.player import Cue, Player
from cobatch.demo.replay.reading import COLUMNS, NotAHistoryError, Row, day, day_or_none, read
from cobatch.demo.replay.script import in_time
from cobatch.kernel.refusals import BadPayload
from cobatch.kernel.roles import Role
from cobatch.network.actors import Actor
from cobatch.network.models import Organisation

DELIVERED = date(2010, 6, 1)
ROW = Row(
    number="7", market="ZM", country="Zambia", order="SCMS-1", asn="ASN-1", incoterm="EXW", mode="Air",
    quotation="FPQ-1", quotation_sent="1/4/10", order_sent="2/3/10", scheduled=DELIVERED, delivered=DELIVERED,
    recorded=DELIVERED, vendor="A", site="A, India", description="Tablets", pack=30, price=Decimal("6.2"),
    quantity=Decimal(1000), value=Decimal(6200), weight="358", freight="4521.5", insurance="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("14-Nov-06", date(2006, 11, 14)), ("9/11/14", date(2014, 9, 11)), ("5-Jan-15", date(2015, 1, 5))],
)
def test_dates_of_both_formats(text: str, wanted: date) -> None:
    assert day(text) == wanted


@pytest.mark.parametrize("text", ["Date Not Captured", "Pre-PQ Process", "", "31-Feb-10"])
def test_reason_is_no_date(text: str) -> None:
    assert day_or_none(text) is None
    with pytest.raises(ValueError, match="no date"):
        day(text)


@pytest.mark.parametrize(
    ("values", "wanted", "rules"),
    [
        ({}, date(2010, 2, 3), []),
        ({"order_sent": "6/1/10"}, DELIVERED, []),
        ({"order_sent": "Date Not Captured"}, date(2010, 3, 3), [defaults.NOT_CAPTURED]),
        ({"order_sent": "6/2/10"}, date(2010, 3, 3), [defaults.LATER]),
        (
            {"order_sent": "Date Not Captured", "scheduled": date(2010, 9, 1)},
            date(2010, 3, 3),
            [defaults.NOT_CAPTURED, defaults.STILL_LATER],
        ),
    ],
)
def test_day_of_the_order(values: dict[str, object], wanted: date, rules: list[str]) -> None:
    used: Counter[str] = Counter()
    assert defaults.order_day(replace(ROW, **values), used) == wanted
    assert sorted(used) == sorted(rules)


def test_recorded_is_never_before_delivered() -> None:
    used: Counter[str] = Counter()
    assert defaults.recorded_day(replace(ROW, recorded=date(2010, 5, 30)), used) == DELIVERED
    assert defaults.recorded_day(replace(ROW, recorded=date(2010, 6, 3)), used) == date(2010, 6, 3)
    assert used == {defaults.RECORDED_BEFORE: 1}


def test_mode_and_term_that_are_not_there() -> None:
    used: Counter[str] = Counter()
    assert defaults.mode(replace(ROW, mode="N/A"), used) == "air"
    assert defaults.mode(replace(ROW, mode="Ocean"), used) == "sea"
    assert defaults.incoterm(replace(ROW, incoterm="DDU"), used) == "DAP"
    assert used == {defaults.NO_MODE: 1, defaults.FORMER_TERM: 1}


def test_reasons_are_kept_and_counted() -> None:
    odd = replace(
        ROW, weight="See ASN-28279 (ID#:13547)", freight="Invoiced Separately", order_sent="Date Not Captured"
    )
    assert defaults.reasons([ROW, odd, odd]) == {
        "Weight: See ASN-…": 2, "Freight: Invoiced Separately": 2, "PO sent to vendor: Date Not Captured": 2,
    }  # fmt: skip
    assert (
        grouped([("7", "358"), ("8", "See ASN-1"), ("9", "See ASN-1"), ("10", "")])
        == "358 (7), See ASN-1 (8, 9)"
    )


def test_item_is_vendor_site_description_pack_and_price() -> None:
    rows = [
        ROW,
        replace(ROW, number="8"),
        replace(ROW, number="9", price=Decimal("6.3")),
        replace(ROW, number="10", site="A, Goa", market="HT"),
        replace(ROW, number="11", vendor="B", order="SCMS-2"),
    ]
    history = understand(rows)
    assert sorted(item.number for item in history.items()) == [
        "VND01-01-001", "VND01-01-002", "VND01-02-003", "VND02-01-001",
    ]  # fmt: skip
    assert [len(order.rows) for order in history.orders.values()] == [4, 1]
    assert history.vendors["A"].item_of(ROW).volume == 2000


def test_order_is_issued_with_its_earliest_line() -> None:
    late, early = replace(ROW, order_sent="3/1/10"), replace(ROW, number="8", order_sent="2/1/10")
    [order] = understand([late, early]).orders.values()
    assert order.day == date(2010, 2, 1)


@pytest.mark.parametrize(
    ("ordered", "wanted"),
    [
        (DELIVERED, Days(DELIVERED, DELIVERED, DELIVERED, DELIVERED)),
        (date(2009, 1, 1), Days(date(2010, 4, 2), date(2010, 4, 17), date(2010, 5, 2), date(2010, 5, 17))),
    ],
)
def test_days_of_making_lie_between_order_and_delivery(ordered: date, wanted: Days) -> None:
    order = Order("SCMS-1", Vendor("VND01", "A", "EXW", ordered), ordered)
    assert Days.of(Consignment("ASN-1", order, DELIVERED, DELIVERED, "air", "EXW")) == wanted


def test_acts_come_in_the_order_of_time_and_of_the_process() -> None:
    rows = [replace(ROW, number=str(n), order_sent="6/1/10", order=f"SCMS-{n}") for n in range(3)]
    cues = in_time(understand(rows))
    assert [cue.at for cue in cues] == sorted(cue.at for cue in cues)
    assert len({cue.key for cue in cues}) == len(cues)
    of_one = [cue.code for cue in cues if cue.key.startswith("L1") or cue.key.startswith("VND01:SCMS-1")]
    assert of_one == [
        "orders.issue", "orders.confirm", "batches.create", "batches.start", "batches.report_stage",
        "batches.report_output", "quality.submit_artifact", "quality.issue_certificate",
        "quality.review_artifact", "quality.review_artifact", "quality.certify", "quality.release",
        "shipments.instruct", "shipments.dispatch", "shipments.confirm_receipt", "invoices.submit",
    ]  # fmt: skip


def test_file_without_its_columns_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(NotAHistoryError, match="no column 'ID'"):
        read(file)


def test_empty_history_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    file.write_text(",".join(f'"{name}"' for name in COLUMNS) + "\n")
    with pytest.raises(NotAHistoryError, match="empty"):
        read(file)


def test_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    file.write_text(",".join(f'"{name}"' for name in COLUMNS) + "\n" + ",".join(["x"] * len(COLUMNS)) + "\n")
    with pytest.raises(NotAHistoryError, match="Row 2"):
        read(file)


def test_refusal_names_the_act() -> None:
    player = Player("digest", "password", records={"there": uuid4()})
    player.people["A", Role.BUYER] = Actor(Organisation(code="A"))
    at = datetime(2010, 1, 1, tzinfo=UTC)
    with pytest.raises(BadPayload) as caught:
        player.play(Cue(at, ("A", Role.BUYER), "orders.issue", "order 1", "there"))
    assert "orders.issue order 1 by A" in caught.value.__notes__[0]
