"""Addresses of the API; anything else below its root is a problem document, too."""

from collections.abc import Iterator

from django.urls import URLPattern, path, re_path

from cobatch.api.build import api
from cobatch.api.docs import docs
from cobatch.api.naming import ROOT
from cobatch.api.openapi import openapi
from cobatch.api.problems import answering, nowhere

_PREFIX = ROOT.strip("/") + "/"


def _operations() -> Iterator[URLPattern]:
    for pattern in api().urls[0]:
        if isinstance(pattern, URLPattern) and str(pattern.pattern):
            yield path(f"{_PREFIX}{pattern.pattern}", answering(pattern.callback))


urlpatterns = [
    path(f"{_PREFIX}docs", docs, name="api-docs"),
    path(f"{_PREFIX}openapi.json", answering(openapi), name="api-openapi"),
    *_operations(),
    re_path(f"^{_PREFIX}", answering(nowhere)),
]
