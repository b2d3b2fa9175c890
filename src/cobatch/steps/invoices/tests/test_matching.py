"""The vectors of the three-way match, and what always holds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobatch.kernel.calendars import WorkingCalendar
from cobatch.kernel.money import Money
from cobatch.steps.invoices.due import payment_day
from cobatch.steps.invoices.matching import Code, Line, Tolerances, adds_up, match

D = Decimal
AGREED = Tolerances()


def line(quantity, price, agreed, received=None, ordered=None, tolerance="5", **rest):
    quantity = D(quantity)
    return Line(
        quantity=quantity,
        amount=Money(quantity * D(price), "USD").rounded().amount,
        expected=quantity * D(agreed),
        received=quantity if received is None else D(received),
        room=(quantity if ordered is None else D(ordered)) * (1 + D(tolerance) / 100),
        **rest,
    )


def test_a_wrong_tier_is_blocked_with_its_percentage_and_amount():
    verdict = match(line("41600", "1.38", "1.33"), AGREED)

    assert verdict.codes == (Code.PRICE,)
    assert verdict.variance == D("2080.00")
    assert round(verdict.percent, 2) == D("3.76")
    assert verdict.undisputed == D("55328.00")


@pytest.mark.parametrize(
    ("quantity", "ordered", "amount"), [("42770", "44000", "89817.00"), ("21900", "22000", "45990.00")]
)
def test_a_delivery_within_tolerance_at_the_agreed_price_matches(quantity, ordered, amount):
    given_line = line(quantity, "2.10", "2.10", ordered=ordered)
    verdict = match(given_line, AGREED)

    assert given_line.amount == D(amount)
    assert (verdict.codes, verdict.waiting, verdict.undisputed) == ((), False, D(amount))


def test_more_invoiced_than_received_is_blocked_and_what_arrived_stays_payable():
    given_line = line("23180", "11.40", "11.40", received="22900", ordered="23000", tolerance="2")
    verdict = match(given_line, AGREED)

    assert given_line.amount == D("264252.00")
    assert verdict.codes == (Code.QTY,)
    assert verdict.undisputed == D("261060.00")
    assert given_line.amount - verdict.undisputed == D("3192.00")


def test_before_the_receipt_is_due_a_line_waits_and_is_not_blocked():
    verdict = match(line("23180", "11.40", "11.40", received="0", on_its_way=D(23180)), AGREED)

    assert (verdict.codes, verdict.waiting) == ((), True)


def test_a_part_that_is_still_on_its_way_waits_too():
    assert match(
        line("1000", "1", "1", received="400", on_its_way=D(600), receipt_overdue=True), AGREED
    ).waiting


def test_nothing_received_after_the_day_it_was_due():
    verdict = match(line("1000", "1", "1", received="0", on_its_way=D(1000), receipt_overdue=True), AGREED)

    assert (verdict.codes, verdict.waiting, verdict.undisputed) == ((Code.NO_GR,), False, 0)


@pytest.mark.parametrize(
    ("price", "quantity", "blocked"),
    [
        ("1.02", "100", False),  # 2 % exactly
        ("1.0201", "10000", True),  # beyond 2 %
        ("1.01", "25000", False),  # 250 exactly
        ("1.01", "25001", True),  # within 2 %, beyond 250
        ("0.50", "100000", False),  # cheaper than agreed is no reason to block
    ],
)
def test_the_tighter_price_tolerance_wins(price, quantity, blocked):
    assert (match(line(quantity, price, "1.00"), AGREED).codes == (Code.PRICE,)) is blocked


def test_what_should_be_free_may_cost_nothing():
    assert match(line("10", "0.01", "0"), AGREED).codes == (Code.PRICE,)
    assert match(line("10", "0", "0"), AGREED).codes == ()
    assert match(line("10", "0.01", "0"), AGREED).percent is None


def test_over_counts_the_lines_own_tolerance():
    assert match(line("105", "1", "1", ordered="100"), AGREED).codes == ()
    verdict = match(line("106", "1", "1", ordered="100"), AGREED)
    assert (verdict.codes, verdict.undisputed) == ((Code.OVER,), D(105))


@pytest.mark.parametrize(
    ("fact", "code"),
    [({"duplicate": True}, "DUP"), ({"dated_early": True}, "DATE"), ({"released": False}, "QUALITY")],
)
def test_nothing_of_a_line_with_such_a_defect_is_undisputed(fact, code):
    verdict = match(line("10", "1", "1", **fact), AGREED)
    assert (verdict.codes, verdict.undisputed) == ((code,), 0)


amounts = st.decimals(min_value=D("0.01"), max_value=D(100), places=2)
packs = st.integers(1, 100000)


@given(packs, amounts, amounts, st.integers(0, 100000), st.integers(0, 100000), st.booleans())
def test_the_undisputed_part_is_never_more_than_invoiced_nor_than_agreed_within_tolerance(
    quantity, price, agreed, received, ordered, released
):
    given_line = line(
        str(quantity), price, agreed, received=str(received), ordered=str(ordered), released=released
    )
    verdict = match(given_line, AGREED)

    assert 0 <= verdict.undisputed <= given_line.amount
    assert verdict.undisputed <= given_line.expected * D("1.02") + D("0.01")
    assert (verdict.undisputed == given_line.amount) >= (not verdict.codes)


@pytest.mark.parametrize(
    ("quantity", "price", "amount", "fits"),
    [
        ("41600", "1.38", "57408.00", True),
        ("41600", "1.38", "57409.00", True),  # 1.380024 prints as 1.38
        ("41600", "1.38", "58000.00", False),
        ("3", "0.333333", "1.00", True),
        ("100", "2", "201.00", False),
        ("100", "2.00", "200.00", True),
    ],
)
def test_an_amount_may_come_of_a_rounded_unit_price(quantity, price, amount, fits):
    assert adds_up(D(quantity), D(price), D(amount), D("0.01")) is fits


BOSTON = WorkingCalendar("America/New_York", "US", "MA")


@pytest.mark.parametrize(
    ("invoiced", "triggered", "due"),
    [
        (date(2026, 9, 25), date(2026, 9, 25), date(2026, 11, 9)),
        (date(2026, 11, 12), date(2026, 11, 12), date(2026, 12, 28)),  # 27 December is a Sunday
        (date(2026, 9, 20), date(2026, 9, 25), date(2026, 11, 9)),  # not before the trigger
        (date(2026, 9, 30), None, date(2026, 11, 16)),  # 14 November is a Saturday
    ],
)
def test_payment_is_due_after_net_days_on_a_working_day(invoiced, triggered, due):
    assert payment_day(invoiced, triggered, 45, BOSTON) == due
