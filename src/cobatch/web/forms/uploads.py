"""Files of a form: stored first, then named in the payload, so that a refusal does not lose them."""

from typing import Any

from django.http import HttpRequest
from pydantic import BaseModel

from cobatch.documents.files import store
from cobatch.kernel.refusals import BadPayload, Refusal
from cobatch.web.forms.kinds import kind_of
from cobatch.web.forms.reading import indexes


def take_files(
    request: HttpRequest,
    model: type[BaseModel],
    record: Any,
    actor: Any,
    values: dict[str, Any],
    prefix: str = "",
) -> None:
    """Write the ids of the files handed over with this form into `values`, in rows as well.

    Raises BadPayload naming the field.
    """
    for name, info in model.model_fields.items():
        kind, path = kind_of(info), prefix + name
        if kind.name == "rows" and kind.model:
            for row, index in zip(values.get(name) or [], indexes(request.POST, path), strict=True):
                take_files(request, kind.model, record, actor, row, f"{path}.{index}.")
        elif kind.name == "file" and (taken := _taken(request, path, record, actor)):
            values[name] = taken


def _taken(request: HttpRequest, path: str, record: Any, actor: Any) -> str:
    upload = request.FILES.get(path)
    if upload is not None and not isinstance(upload, list):
        return _stored(upload, path, record, actor)
    return request.POST.get(f"{path}.kept", "")


def _stored(upload: Any, path: str, record: Any, actor: Any) -> str:
    try:
        stored = store(record.relationship, upload.name, upload.content_type or "", upload.file, actor.person)
    except BadPayload as refused:
        field = "/" + path.replace(".", "/")
        raise BadPayload([Refusal(each.code, each.text, field) for each in refused.reasons]) from refused
    return str(stored.pk)
