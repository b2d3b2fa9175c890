"""Files of a form: stored first, then named in the payload, so that a refusal does not lose them."""

from typing import Any

from django.http import HttpRequest
from pydantic import BaseModel

from cobatch.web.forms.kinds import kind_of


def take_files(request: HttpRequest, model: type[BaseModel], record: Any, actor: Any) -> dict[str, Any]:
    """Ids of the files handed over with this form, by field."""
    taken: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if kind_of(info).name != "file":
            continue
        upload = request.FILES.get(name)
        if upload is not None and not isinstance(upload, list):
            from cobatch.documents.files import store  # noqa: PLC0415

            stored = store(record.relationship, upload.name or name, upload.content_type or "", upload.read(), actor.person)
            taken[name] = str(stored.pk)
        elif kept := request.POST.get(f"{name}.kept"):
            taken[name] = kept
    return taken
