"""States of requests, quotations and agreements."""

from django.db import models


class RequestState(models.TextChoices):
    """Where a request for quotation stands."""

    SENT = "sent"
    QUOTED = "quoted"
    NO_BID = "no_bid"


class QuotationState(models.TextChoices):
    """Where a quotation stands. It is half signed from the first signature to the second, by either side."""

    SUBMITTED = "submitted"
    COUNTERED = "countered"
    SIGNED_BY_SPONSOR = "signed_by_sponsor"
    SIGNED_BY_CMO = "signed_by_cmo"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class AgreementState(models.TextChoices):
    """Where a price agreement stands."""

    ACTIVE = "active"
    EXPIRED = "expired"


class TierAt(models.TextChoices):
    """Which event counts towards a price tier, and decides the price (R-4)."""

    ORDER = "order"
    HAND_OVER = "hand_over"
