"""Files handed over before the act that names them, and read back."""

from collections.abc import Iterator
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cobatch.api.answers import answer
from cobatch.api.endpoints import Endpoint
from cobatch.api.incoming import record_id, window
from cobatch.api.problems import TooLarge, WrongMediaType
from cobatch.api.tokens import actor_on
from cobatch.documents.files import LARGEST, read, store
from cobatch.documents.models import StoredFile
from cobatch.kernel.refusals import BadPayload, NotYours, Refusal
from cobatch.network.models import Relationship
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints import records

AROUND = 2**16  # what a form adds around one file
UPLOAD = "multipart/form-data"


def endpoints() -> Iterator[Endpoint]:
    """Hand a file over, and fetch one."""
    yield Endpoint(
        "POST", "/files", hand_over, "post_file", "Hand over a file",
        gettext_noop(
            "One file of a relationship, as multipart/form-data under the name “file”. The same file is "
            "stored once; its id goes into the payload of the act that is about it."
        ),
        "files", "File", (400, 401, 404, 405, 413, 415, 422, 500),
        (("relationship", "The relationship whose two companies shall see it."),), extra={"upload": True},
    )  # fmt: skip
    yield Endpoint(
        "GET", "/files/{id}", fetch, "get_file", "Fetch a file",
        gettext_noop("The bytes as they were handed over."),
        "files", "", (401, 404, 405, 409, 500), of="file",
    )  # fmt: skip


def hand_over(request: HttpRequest) -> HttpResponse:
    """Store the file sent."""
    actor, wanted = actor_on(request), window(request, "relationship")
    if request.content_type != UPLOAD:
        raise WrongMediaType
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + AROUND:
        raise TooLarge
    given = request.FILES.get("file")
    if given is None or given.file is None or actor.person is None:
        raise BadPayload(Refusal("file_missing", _("Send one file under the name “file”."), "/file"))
    if wanted.relationship is None:
        raise NotYours
    with as_organisation(actor.organisation_id):
        relationship = records.read(Relationship, wanted.relationship)
        stored = store(relationship, given.name or "", given.content_type or "", given.file, actor.person)
        return answer(as_json(stored))


def fetch(request: HttpRequest, id: str) -> HttpResponse:
    """The bytes, to be saved and never shown in place: they are another company's."""
    actor, pk = actor_on(request), record_id(id)
    with as_organisation(actor.organisation_id):
        stored = StoredFile.objects.select_related("relationship").filter(pk=pk).first()
        if stored is None or stored.relationship.side_of(actor.organisation_id) is None:
            raise NotYours
        response = HttpResponse(read(stored), content_type=stored.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["ETag"] = f'"{stored.digest}"'
    return response


def as_json(stored: StoredFile) -> dict[str, object]:
    """What is known of a file."""
    return {
        "id": stored.pk,
        "relationship": stored.relationship_id,
        "name": stored.name,
        "media_type": stored.media_type,
        "size": stored.size,
        "sha256": stored.digest,
        "uploaded_at": stored.uploaded_at,
    }
