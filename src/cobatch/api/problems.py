"""Errors as problem details (RFC 9457): stable codes for machines, sentences in the caller's language."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import AuthenticationError

from cobatch.api.answers import answer
from cobatch.api.naming import ROOT
from cobatch.kernel.refusals import (
    ActError,
    BadPayload,
    NotYours,
    PreconditionMissing,
    Refused,
    SignatureNeeded,
    Stale,
)

PROBLEM_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class Malformed(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("The request is not JSON as it is expected here.")

    status = 400
    default_code = "malformed"


class Unauthenticated(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("A valid token is needed: Authorization: Bearer.")

    status = 401
    default_code = "unauthenticated"


class NotAllowed(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("This address does not take this method.")

    status = 405
    default_code = "method_not_allowed"


class TooLarge(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("The request is larger than is taken here.")

    status = 413
    default_code = "too_large"


class WrongMediaType(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("Send this as application/json, or a file as multipart/form-data.")

    status = 415
    default_code = "media_type"


class Failed(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("The server failed. Nothing was changed; the same request may be sent again.")

    status = 500
    default_code = "failed"


KINDS: tuple[type[ActError], ...] = (
    Malformed, Unauthenticated, SignatureNeeded, NotYours, NotAllowed, Refused, Stale, TooLarge,
    WrongMediaType, BadPayload, PreconditionMissing, Failed,
)  # fmt: skip

_FROM_DJANGO: tuple[tuple[type[Exception] | tuple[type[Exception], ...], type[ActError]], ...] = (
    (AuthenticationError, Unauthenticated),
    (Http404, NotYours),
    (RequestDataTooBig, TooLarge),
    (DataError, BadPayload),  # a figure that no column holds
    ((SuspiciousOperation, BadRequest, UnreadablePostError, MultiPartParserError), Malformed),
)


def problem(error: ActError) -> HttpResponse:
    """An error as its problem document."""
    response = answer(as_json(error), status=error.status, media_type=PROBLEM_TYPE)
    if isinstance(error, Unauthenticated):
        response["WWW-Authenticate"] = 'Bearer realm="cobatch"'
    return response


def as_json(error: ActError) -> dict[str, Any]:
    """The members of the problem document."""
    body: dict[str, Any] = {
        "type": f"{ROOT}/docs#{error.default_code}",
        "title": error.message(),
        "status": error.status,
        "code": error.code,
        "reasons": [
            {"code": reason.code, "text": str(reason.text), "field": reason.field} for reason in error.reasons
        ],
    }
    if isinstance(error, Stale):
        body["changed"] = error.changed
    if isinstance(error, SignatureNeeded) and error.challenge is not None:
        body["challenge"] = error.challenge
    return body


def error_of(exception: Exception) -> ActError:
    """Whatever was raised, as an error we answer with; what nobody foresaw is logged and tells nothing."""
    if isinstance(exception, ActError):
        return exception
    for kinds, error in _FROM_DJANGO:
        if isinstance(exception, kinds):
            return error()
    log.error("the API failed", exc_info=exception)
    return Failed()


def answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view with every error, also of routing, as a problem. No cookie counts here, so no CSRF check."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Exception as exception:
            return problem(error_of(exception))
        if response.status_code == NotAllowed.status:
            refused = problem(NotAllowed())
            refused["Allow"] = response["Allow"]
            return refused
        return response

    return answered


def nowhere(request: HttpRequest) -> HttpResponse:
    """Any address that is not ours: the same answer as for a record that is not the caller's."""
    raise NotYours
