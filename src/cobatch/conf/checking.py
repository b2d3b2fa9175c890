"""`cobatch check`: everything that can be recomputed is, and each fault is one sentence."""

import os
from collections.abc import Iterator

from django.db import connections
from django.utils.module_loading import import_string

from cobatch.conf.account import Unavailable
from cobatch.conf.environment import database
from cobatch.conf.walls import broken_walls

AUDITOR = "auditor"


def all_faults() -> Iterator[str]:
    """Walls as the application meets them, logs as the auditor sees them."""
    yield from broken_walls()
    _connect_auditor()
    for finding in import_string("cobatch.ledger.check.check_all")(using=AUDITOR):
        entry = "" if finding.seq is None else f", entry {finding.seq}"
        yield f"Log {finding.origin}{entry}: {finding.text} {finding.detail}".rstrip()


def _connect_auditor() -> None:
    """A second connection, which may read the rows of every company and write none."""
    url = os.environ.get("DATABASE_AUDITOR_URL")
    if not url:
        raise Unavailable(
            "Give DATABASE_AUDITOR_URL beside DATABASE_URL: only the role cobatch_auditor sees every log."
        )
    wanted = {"default": connections.settings["default"], AUDITOR: database(url)}
    wanted[AUDITOR]["OPTIONS"].pop("pool", None)
    connections.settings[AUDITOR] = connections.configure_settings(wanted)[AUDITOR]
