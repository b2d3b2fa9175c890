"""The two sides of a relationship."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.words import Words


class Side(StrEnum):
    """Who may act, and who is waited on. EITHER and AUTO say who may act; they are nobody's side."""

    SPONSOR = "sponsor"
    CMO = "cmo"
    EITHER = "either"
    AUTO = "auto"

    @property
    def other(self) -> "Side":
        if self is Side.SPONSOR:
            return Side.CMO
        if self is Side.CMO:
            return Side.SPONSOR
        raise ValueError(f"{self} has no other side")

    @property
    def label(self) -> Words:
        return _LABELS[self]


_LABELS: dict[Side, Words] = {
    Side.SPONSOR: _("Sponsor"),
    Side.CMO: _("Manufacturer"),
    Side.EITHER: _("Either side"),
    Side.AUTO: _("Automatic"),
}
