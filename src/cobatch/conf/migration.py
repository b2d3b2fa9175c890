"""Bringing a database to this release: tables as the owner, then the walls between organisations."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from cobatch.conf.environment import database

HOUSE = Path(__file__).parents[1]
# Beside the migrations: what the policies, grants and triggers are made from.
WALLS = ("network/tenancy*", "network/tenancy/*", "**/models.py", "**/models/*.py", "**/rows.py", "**/*.sql")


def migrate_all(owner_url: str, verbosity: int = 0) -> None:
    """Migrate as the owner (the job queue's tables too), build the walls, note which release did it."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    with as_owner(owner_url) as connection:
        call_command("migrate", interactive=False, verbosity=verbosity)
        if find_spec("cobatch.network.tenancy"):
            import_string("cobatch.network.tenancy.secure")(connection)
        # Payload schemas are kept for good, so that old acts render from the words they were made with.
        import_string("cobatch.touchpoints.schemas.keep_all")()
    with psycopg.connect(owner_url) as noting:
        noting.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(noting.info.dbname), sql.Literal(fingerprint())
            )
        )


def is_current(url: str) -> bool:
    """Whether this very release has migrated the database; nothing of Django is needed to ask."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return row is not None and row[0] == fingerprint()


def fingerprint() -> str:
    """Changes whenever a migration or a wall of any installed package does."""
    digest = hashlib.sha256()
    for file in sorted(_sources()):
        digest.update(str(file.relative_to(file.parents[2])).encode())
        digest.update(file.read_bytes())
    return f"schema {digest.hexdigest()[:24]}"


def _sources() -> set[Path]:
    """Found without loading Django, so that a second start need not wait for it."""
    packages = [HOUSE]
    for name in ("django.contrib", "allauth", "procrastinate.contrib.django"):
        spec = find_spec(name)
        packages += [Path(place) for place in (spec and spec.submodule_search_locations) or ()]
    found = {file for package in packages for file in package.rglob("migrations/*.py")}
    return found | {file for pattern in WALLS for file in HOUSE.glob(pattern) if file.is_file()}


@contextmanager
def as_owner(url: str) -> Iterator[object]:
    """Django's default connection is the owner's within this block."""
    from django.db import connections  # noqa: PLC0415
    from django.db.utils import load_backend  # noqa: PLC0415

    usual = connections["default"]
    wanted = {"default": database(url)}
    wanted["default"]["OPTIONS"].pop("pool", None)
    configured = connections.configure_settings(wanted)["default"]
    owner = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, "default")
    connections["default"] = owner
    try:
        yield owner
    finally:
        owner.close()
        connections["default"] = usual
