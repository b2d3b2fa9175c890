"""What two companies settle once for all their orders."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cobatch.kernel.calendars import Term


class Terms(BaseModel):
    """Settings of a relationship; each has the default that most contracts use (design R-1, R-2, R-5, R-6)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    confirmation: str = "5 bd"
    change_answer: str = "2 bd"
    forecast_answer: str = "5 bd"
    schedule_silence: str = "2 bd"
    silence_accepts_schedule: bool = True
    cmo_release: str = "20 bd"
    sponsor_release: str = "5 bd"
    artifact: str = "10 bd"
    invoice_approval: str = "5 bd"
    frozen_months: int = 3
    firm_months: int = 3
    flexible_months: int = 6
    frozen_percent: Decimal = Decimal(0)
    firm_percent: Decimal = Decimal(25)
    flexible_percent: Decimal = Decimal(50)
    bind_frozen: Decimal = Decimal(100)
    bind_firm: Decimal = Decimal(75)
    bind_flexible: Decimal = Decimal(0)
    payment_days: int = 45
    currency: str = "USD"
    price_tolerance_percent: Decimal = Decimal(2)
    price_tolerance_amount: Decimal = Decimal(250)
    over_delivery_percent: Decimal = Decimal(5)
    billing_trigger: Literal["release", "hand_over", "receipt"] = "hand_over"
    incoterm: str = "FCA"
    incoterm_place: str = ""
    expedite_percent: Decimal = Decimal(8)

    def term(self, name: str) -> Term:
        """The clock with this name, e.g. `confirmation`."""
        return Term.parse(getattr(self, name))
