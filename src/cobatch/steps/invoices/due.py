"""When an invoice is to be paid."""

from datetime import date, timedelta

from cobatch.kernel.calendars import WorkingCalendar, payment_due


def payment_day(invoiced: date, triggered: date | None, net_days: int, calendar: WorkingCalendar) -> date:
    """Net days after the invoice date, or after the billing trigger if it came later; never on a day off."""
    begins = max(invoiced, triggered or invoiced)
    return payment_due(begins + timedelta(days=net_days), calendar)
