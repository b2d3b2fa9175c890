"""The API, put together once from what the steps have declared."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from cobatch import __version__
from cobatch.api import acts, catalogue, company, files, reads
from cobatch.api.endpoints import Endpoint
from cobatch.api.openapi import ABOUT, TITLE, described
from cobatch.api.problems import error_of, problem
from cobatch.api.tokens import Bearer


def endpoints() -> Iterator[Endpoint]:
    """All operations, in the order in which they are described."""
    yield from acts.endpoints()
    yield from reads.endpoints()
    yield from company.endpoints()
    yield from files.endpoints()
    yield from catalogue.endpoints()


@cache
def api() -> NinjaAPI:
    """The one API of this process."""
    made = NinjaAPI(
        title=TITLE,
        version=__version__,
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
    )
    # Each class by itself: the framework's own answers to these are no problem documents.
    for kind in (Exception, Http404, HttpError, ValidationError, AuthenticationError):
        made.add_exception_handler(kind, _answer_error)
    bearer = Bearer()
    for endpoint in endpoints():
        _add(made, endpoint, bearer)
    return made


def _answer_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error_of(error))


def _add(made: NinjaAPI, endpoint: Endpoint, bearer: Bearer) -> None:
    auth: Any = None if endpoint.open else bearer
    register = made.api_operation(
        [endpoint.method],
        endpoint.path,
        auth=auth,
        operation_id=endpoint.name,
        summary=endpoint.title,
        description=endpoint.doc,
        tags=[endpoint.tag],
        openapi_extra=described(endpoint),
    )
    register(endpoint.view)
