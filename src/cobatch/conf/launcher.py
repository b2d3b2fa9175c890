"""What a command needs before Django: a data folder, a running database, and the environment that says so."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from cobatch.conf import roles
from cobatch.conf.account import Unavailable
from cobatch.conf.cluster import Cluster
from cobatch.conf.paths import DataFolder


@contextmanager
def running_database(folder: DataFolder) -> Iterator[Cluster | None]:
    """DATABASE_URL and DATABASE_OWNER_URL as given, or an embedded server's while this block runs."""
    folder.prepare()
    os.environ["COBATCH_DATA"] = str(folder.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cobatch.conf.settings")
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    cluster = Cluster(folder.pg)
    cluster.start()
    os.environ["DATABASE_URL"] = cluster.url(roles.APP)
    os.environ["DATABASE_OWNER_URL"] = cluster.url(roles.OWNER)
    os.environ["DATABASE_AUDITOR_URL"] = cluster.url(roles.AUDITOR)
    try:
        yield cluster
    finally:
        cluster.stop()


def owner_url() -> str:
    """The owner's way in, which an administrator must give beside DATABASE_URL."""
    url = os.environ.get("DATABASE_OWNER_URL")
    if not url:
        raise Unavailable(
            "DATABASE_URL is given without DATABASE_OWNER_URL: tables are made by their owner, "
            "so give the address of the role cobatch_owner too."
        )
    return url


def start_anew(cluster: Cluster | None) -> None:
    """Throw the embedded server's database away and make an empty one; never somebody else's."""
    if cluster is None:
        raise Unavailable("Only the embedded database is ever reset: empty the one of DATABASE_URL yourself.")
    url = cluster.url(roles.SUPERUSER, "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(roles.DATABASE))
        )
    roles.prepare(url)


def refuse_other_data(folder: DataFolder) -> None:
    """The demo never mixes with companies that somebody else set up."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT count(*) FROM network_organisation").fetchone()
    if found != (0,):
        raise Unavailable(
            f"The database of {folder.root} holds companies that are not the demo's: "
            "choose another folder with --data."
        )


def refuse_unreachable(url: str) -> None:
    """One sentence in place of a traceback when a given database does not answer."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as fault:
        reason = str(fault).strip().splitlines()[-1]
        raise Unavailable(f"The database of DATABASE_URL does not answer: {reason}") from fault
