"""R-3: how good forecasts were. Pure arithmetic; the same figures measure commitments against deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cobatch.kernel.decimals import round_to
from cobatch.steps.plans.zones import HUNDRED

ALARM = Decimal(4)


@dataclass(frozen=True)
class Accuracy:
    """Percentages are rounded to two decimals, the signal to three; None where nothing was to measure."""

    mape: Decimal | None
    wape: Decimal | None
    bias: Decimal | None
    tracking_signal: Decimal | None

    @property
    def alarm(self) -> bool:
        """True when the forecast errs to one side again and again."""
        return self.tracking_signal is not None and abs(self.tracking_signal) > ALARM


def accuracy(forecast: Sequence[Decimal], actual: Sequence[Decimal]) -> Accuracy:
    """Compare what was forecast for each month with what came."""
    errors = [planned - came for planned, came in zip(forecast, actual, strict=True)]
    relative = [abs(error) / came for error, came in zip(errors, actual, strict=True) if came]
    total, off = sum(actual, Decimal(0)), sum(map(abs, errors), Decimal(0))
    return Accuracy(
        mape=_percent(sum(relative, Decimal(0)), Decimal(len(relative))),
        wape=_percent(off, total),
        bias=_percent(sum(errors, Decimal(0)), total),
        tracking_signal=round_to(sum(errors, Decimal(0)) / (off / len(errors)), 3) if off else None,
    )


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return round_to(part / whole * HUNDRED, 2) if whole else None
