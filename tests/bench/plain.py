"""The yardstick of an application without an engine: the same rows of an order, written by a plain Django view.

No sign-in, no permission, no guard, no signature, no ledger; its database has neither walls nor triggers.
Run as a server of its own: `granian tests.bench.plain:application`.
"""

import json
import os
from typing import Any

from django.core.asgi import get_asgi_application
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.plain_settings")
application = get_asgi_application()


def write(request: HttpRequest) -> JsonResponse:
    """One order with its lines, the row that says who did it, its transitions, its wait, its search entries."""
    rows = json.loads(request.body)
    with transaction.atomic():
        for table in rows:
            model = _model(table["model"])
            model._default_manager.bulk_create([model(**row) for row in table["rows"]])
    return JsonResponse({"written": sum(len(table["rows"]) for table in rows)})


def ready(_request: HttpRequest) -> JsonResponse:
    """The server answers."""
    return JsonResponse({"ready": True})


def _model(label: str) -> Any:
    from django.apps import apps  # noqa: PLC0415 - the URLs are read before the models

    return apps.get_model(label)


urlpatterns = [path("write/", write), path("accounts/login/", ready)]
