"""The roles and the database of an embedded server; with DATABASE_URL an administrator makes the same."""

import psycopg
from psycopg import sql

SUPERUSER = "cobatch_superuser"
OWNER = "cobatch_owner"
APP = "cobatch_app"
AUDITOR = "cobatch_auditor"
ALL = (SUPERUSER, OWNER, APP, AUDITOR)
DATABASE = "cobatch"
EXTENSIONS = ("pg_trgm", "btree_gist")


def answers(url: str) -> bool:
    """Whether a server accepts us there now."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def prepare(url: str) -> None:
    """Make roles, extensions and the database once; `url` is the superuser's, to database postgres.

    The database comes last: where it exists, everything before it does.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            return
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {OWNER, APP, AUDITOR} - known:
            connection.execute(
                sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"
                ).format(sql.Identifier(role))
            )
        with psycopg.connect(url, dbname="template1", autocommit=True) as template:
            for extension in EXTENSIONS:
                template.execute(
                    sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
                )
        create_database(connection, DATABASE, "template1")


def create_database(connection: psycopg.Connection, name: str, template: str) -> None:
    """A database of the owner that only our roles may enter."""
    words = {
        "name": sql.Identifier(name),
        "owner": sql.Identifier(OWNER),
        "template": sql.Identifier(template),
    }
    connection.execute(sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}").format(**words))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {name} FROM PUBLIC").format(**words))
    for role in (APP, AUDITOR):
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {name} TO {role}").format(**words, role=sql.Identifier(role))
        )
