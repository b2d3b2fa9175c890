"""What a signature means."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Meaning(StrEnum):
    """What a signature means (21 CFR 11.50(a)(3)); AGREED is the commercial one."""

    AUTHORED = "AUTHORED"
    VERIFIED = "VERIFIED"
    REVIEWED = "REVIEWED"
    APPROVED = "APPROVED"
    CERTIFIED = "CERTIFIED"
    REJECTED = "REJECTED"
    AGREED = "AGREED"

    @property
    def label(self) -> Any:
        """The meaning in words, as printed beside the name."""
        return _MEANINGS[self]


_MEANINGS = {
    Meaning.AUTHORED: _("authored"),
    Meaning.VERIFIED: _("verified"),
    Meaning.REVIEWED: _("reviewed"),
    Meaning.APPROVED: _("approved"),
    Meaning.CERTIFIED: _("certified (QP)"),
    Meaning.REJECTED: _("rejected"),
    Meaning.AGREED: _("agreed"),
}
