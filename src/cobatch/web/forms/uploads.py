"""Files of a form: stored first, then named in the payload, so that a refusal does not lose them."""

from typing import Any

from django.http import HttpRequest
from pydantic import BaseModel

from cobatch.documents.files import store
from cobatch.kernel.refusals import BadPayload, Refusal
from cobatch.web.forms.kinds import kind_of


def take_files(request: HttpRequest, model: type[BaseModel], record: Any, actor: Any) -> dict[str, Any]:
    """Ids of the files handed over with this form, by field. Raises BadPayload naming the field."""
    taken: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if kind_of(info).name != "file":
            continue
        upload = request.FILES.get(name)
        if upload is not None and not isinstance(upload, list):
            taken[name] = _stored(upload, name, record, actor)
        elif kept := request.POST.get(f"{name}.kept"):
            taken[name] = kept
    return taken


def _stored(upload: Any, name: str, record: Any, actor: Any) -> str:
    try:
        stored = store(record.relationship, upload.name, upload.content_type or "", upload.file, actor.person)
    except BadPayload as refused:
        raise BadPayload([Refusal(each.code, each.text, f"/{name}") for each in refused.reasons]) from refused
    return str(stored.pk)
