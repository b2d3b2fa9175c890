"""One operation of the API: what it is, who answers it, and how it is described."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

Query = tuple[tuple[str, str], ...]  # parameter and its description

READ_PROBLEMS = (401, 404, 405, 500)
LIST_PROBLEMS = (401, 405, 422, 500)
ACT_PROBLEMS = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 500)


@dataclass(frozen=True)
class Endpoint:
    """Address and method, the view `(request)` or `(request, id)`, and the words of the documentation."""

    method: str
    path: str  # below naming.ROOT
    view: Callable[..., HttpResponse]
    name: str
    title: str
    doc: str  # marked for translation where it is written
    tag: str
    answers: str  # name of the schema of the answer
    problems: tuple[int, ...] = READ_PROBLEMS
    query: Query = ()
    of: str = ""  # what the id in the path is the id of
    open: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
