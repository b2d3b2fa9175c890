"""Files handed over between two companies: taken in once, kept encrypted, read back as they were."""

import hashlib
import hmac
import unicodedata
from typing import IO, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cobatch.documents.media import media_type_of
from cobatch.documents.models import StoredFile
from cobatch.documents.sealing import SealBrokenError, vault_of
from cobatch.kernel import clock
from cobatch.kernel.refusals import ActError, BadPayload, NotYours, Refusal
from cobatch.network.models import Person, Relationship

LARGEST: Final = 50 * 2**20
LONGEST_NAME: Final = 200


class FileDamaged(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("This file is damaged in our store: hand it over again or restore it.")

    default_code = "file_damaged"


def store(
    relationship: Relationship, name: str, media_type: str, data: bytes | IO[bytes], person: Person
) -> StoredFile:
    """Take a file in, within the person's transaction; the same file under the same name is the same row.

    Its bytes lie on disk before the row exists. Should the transaction fail they stay there, sealed.
    Raises BadPayload in words for what is not taken.
    """
    if relationship.side_of(person.organisation_id) is None:
        raise NotYours
    content = data if isinstance(data, bytes) else data.read(LARGEST + 1)
    shown = _plain_name(name)
    _check_size(content)
    found = media_type_of(shown, media_type, content)
    stored, _new = StoredFile.objects.get_or_create(
        relationship=relationship,
        digest=hashlib.sha256(content).hexdigest(),
        name=shown,
        defaults={
            "sponsor_id": relationship.sponsor_id,
            "cmo_id": relationship.cmo_id,
            "media_type": found,
            "size": len(content),
            "keyed_digest": vault_of(relationship).put(content),
            "uploaded_by": person,
            "uploaded_at": clock.now(),
        },
    )
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes as they were handed over. Raises FileDamaged when they are gone or were changed."""
    try:
        content = vault_of(stored.relationship).get(stored.keyed_digest)
    except SealBrokenError:
        raise FileDamaged from None
    if not hmac.compare_digest(hashlib.sha256(content).hexdigest(), stored.digest):
        raise FileDamaged
    return content


def _check_size(content: bytes) -> None:
    if not content:
        raise BadPayload(Refusal("file_empty", _("This file is empty."), "/file"))
    if len(content) > LARGEST:
        words = {"size": LARGEST // 2**20}
        raise BadPayload(Refusal("file_too_large", _("A file has at most %(size)s MiB.") % words, "/file"))


def _plain_name(name: str) -> str:
    """The last part of a path, without characters that reorder or hide what is shown; its ending stays."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip()
    stem, dot, ending = visible.rpartition(".")
    if not stem:
        raise BadPayload(Refusal("file_name", _("A file needs a name with an ending."), "/file"))
    return f"{stem[: LONGEST_NAME - len(dot + ending)]}{dot}{ending}"
