"""What a check of a log can find, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.words import Words

MEANINGS: Final[Mapping[str, Words]] = {
    "gap": _("An entry is missing before this one."),
    "leaf": _("The stored leaf hash is not that of the signed bytes."),
    "envelope": _("The signed bytes are not an envelope of an event."),
    "genesis": _("The first entry does not bind the keys of this log."),
    "key": _("The entry is signed with a key that this log does not know."),
    "key_row": _("A stored public key is not the one that the log binds."),
    "signature": _("The signature does not fit the signed bytes."),
    "payload": _("The signed content is not that of an event, or not the one the columns beside it name."),
    "seen": _("The entry refers to an earlier state that this log never had."),
    "owner": _("The row is shown to other companies than its log."),
    "disclosure": _("A disclosure differs from the digest that was signed for it."),
    "disclosures": _("The disclosures are not those whose digests were signed."),
    "node": _("A stored node of the tree is not the one that the entries give."),
    "frontier": _("The stored frontier is not the one that the entries give."),
    "root": _("The stored root is not the one that the entries give."),
    "size": _("The log does not have as many entries as its head says."),
    "cosigned": _("The head that both companies signed is not one this log had."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a log, at one entry or (None) in the log as a whole; the detail is for experts."""

    origin: str
    seq: int | None
    code: str
    detail: str = ""

    @property
    def text(self) -> Words:
        return MEANINGS[self.code]
